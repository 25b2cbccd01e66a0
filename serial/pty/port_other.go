//go:build !linux

package pty

import (
	"context"
	"errors"
	"fmt"
	"runtime"
)

var errSystem = fmt.Errorf("virtual serial lines need Linux's pseudo terminals, this is %s: %w", runtime.GOOS, errors.ErrUnsupported)

// Port is the far end of a line. There is none on this system.
type Port struct{}

// Open returns an error: this system has no pseudo terminals that look like ports.
func Open(Options) (*Port, error) { return nil, errSystem }

// Name is "".
func (*Port) Name() string { return "" }

// Plug returns an error.
func (*Port) Plug() error { return errSystem }

// Unplug does nothing.
func (*Port) Unplug() {}

// Close does nothing.
func (*Port) Close() error { return nil }

// Await returns an error.
func (*Port) Await(context.Context) error { return errSystem }

// Read returns an error.
func (*Port) Read([]byte) (int, error) { return 0, errSystem }

// Write returns an error.
func (*Port) Write([]byte) (int, error) { return 0, errSystem }

// Ahead is 0.
func (*Port) Ahead() int { return 0 }

// Lost is 0.
func (*Port) Lost() int { return 0 }
