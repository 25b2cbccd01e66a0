package pty

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// link points name at the terminal, in one step for whoever looks.
func link(name, tty string) error {
	if name == "" {
		return nil
	}
	switch st, err := os.Lstat(name); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case st.Mode()&fs.ModeSymlink == 0:
		return fmt.Errorf("%s is there and is no link; give the line another name", name)
	}
	next := fmt.Sprintf("%s.new-%d", name, os.Getpid())
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(tty, next); err != nil {
		return fmt.Errorf("%w; the folder must exist and be writable", err)
	}
	if err := os.Rename(next, name); err != nil {
		return errors.Join(err, os.Remove(next))
	}
	return nil
}

// unlink takes the link away unless somebody else has pointed it elsewhere.
func unlink(name, tty string) {
	if to, err := os.Readlink(name); err == nil && to == tty {
		_ = os.Remove(name)
	}
}
