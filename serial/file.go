package serial

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"time"
)

// file appends to a file, or to a device file that only takes bytes.
type file struct {
	name string
	f    *os.File

	once    sync.Once
	closing chan struct{}
}

func openFile(s Settings) (Conn, error) {
	u, err := url.Parse(s.Name)
	if err != nil {
		return nil, fmt.Errorf("open line: %w", err)
	}
	if u.Host != "" || u.Path == "" {
		return nil, fmt.Errorf("open %s: write it as file:///path, with three slashes", s.Name)
	}
	path := filePath(u.Path)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND|waitNoPeer, 0o640)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w; the folder must exist and be writable", s.Name, err)
	}
	return &file{name: s.Name, f: f, closing: make(chan struct{})}, nil
}

// filePath is the path of a file's address: "/C:/x" is "C:/x" on Windows.
func filePath(path string) string {
	if os.PathSeparator == '\\' && len(path) > 2 && path[2] == ':' {
		return path[1:]
	}
	return path
}

func (f *file) ending(err error) error {
	select {
	case <-f.closing:
		return fmt.Errorf("%s: %w", f.name, ErrClosed)
	default:
		return fmt.Errorf("%s: %w (%w)", f.name, ErrGone, err)
	}
}

// Read tells nothing, as a line whose device never answers.
func (f *file) Read([]byte) (int, error) {
	timer := time.NewTimer(readWait)
	defer timer.Stop()
	select {
	case <-f.closing:
		return 0, f.ending(nil)
	case <-timer.C:
		return 0, nil
	}
}

func (f *file) Write(p []byte, deadline time.Time) (int, error) {
	if deadline.IsZero() {
		deadline = time.Unix(1, 0)
	}
	late := !time.Now().Before(deadline)
	// A plain file has no deadlines and does not need them.
	if err := f.f.SetWriteDeadline(deadline); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		return 0, f.ending(err)
	}
	var n int
	err := os.ErrDeadlineExceeded
	if !late || len(p) == 0 {
		n, err = f.f.Write(p)
	}
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, fmt.Errorf("%s: %d of %d bytes: %w", f.name, n, len(p), ErrWriteTimeout)
	}
	return n, f.ending(err)
}

func (f *file) Flush() error {
	select {
	case <-f.closing:
		return f.ending(nil)
	default:
		return nil
	}
}

func (f *file) Close() error {
	var err error
	f.once.Do(func() {
		close(f.closing)
		err = f.f.Close()
	})
	return err
}
