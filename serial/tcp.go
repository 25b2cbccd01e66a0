package serial

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"sync"
	"time"
)

const (
	// dialTime is how long a device on the network may take to accept.
	dialTime = 3 * time.Second
	// tcpPort is where printers on a network take raw bytes.
	tcpPort = "9100"
	// flushReads bounds a Flush of a device that talks without end.
	flushReads = 64
)

// keepAlive finds a device that lost its power within about 8 s of silence.
var keepAlive = net.KeepAliveConfig{Enable: true, Idle: 4 * time.Second, Interval: 2 * time.Second, Count: 2}

// tcp is a line to a device on the network.
type tcp struct {
	name string
	c    net.Conn

	once    sync.Once
	closing chan struct{}
}

func openTCP(s Settings) (Conn, error) {
	u, err := url.Parse(s.Name)
	if err != nil {
		return nil, fmt.Errorf("open line: %w", err)
	}
	host, port := u.Hostname(), u.Port()
	if host == "" || u.Path != "" && u.Path != "/" {
		return nil, fmt.Errorf("open %s: write it as tcp://host:port", s.Name)
	}
	if port == "" {
		port = tcpPort
	}
	dialer := net.Dialer{Timeout: dialTime, KeepAliveConfig: keepAlive}
	c, err := dialer.DialContext(context.Background(), "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w; check the device's power, network cable and address", s.Name, err)
	}
	return &tcp{name: s.Name, c: c, closing: make(chan struct{})}, nil
}

func (t *tcp) ending(err error) error {
	select {
	case <-t.closing:
		return fmt.Errorf("%s: %w", t.name, ErrClosed)
	default:
	}
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", t.name, ErrGone)
	}
	return fmt.Errorf("%s: %w (%w)", t.name, ErrGone, err)
}

func (t *tcp) Read(p []byte) (int, error) {
	return t.read(p, time.Now().Add(readWait))
}

func (t *tcp) read(p []byte, until time.Time) (int, error) {
	if err := t.c.SetReadDeadline(until); err != nil {
		return 0, t.ending(err)
	}
	n, err := t.c.Read(p)
	switch {
	case n > 0, err == nil, errors.Is(err, os.ErrDeadlineExceeded):
		return n, nil
	}
	return 0, t.ending(err)
}

func (t *tcp) Write(p []byte, deadline time.Time) (int, error) {
	if deadline.IsZero() {
		deadline = time.Unix(1, 0) // to the network zero means none
	}
	if err := t.c.SetWriteDeadline(deadline); err != nil {
		return 0, t.ending(err)
	}
	n, err := t.c.Write(p)
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, fmt.Errorf("%s: %d of %d bytes: %w", t.name, n, len(p), ErrWriteTimeout)
	}
	return n, t.ending(err)
}

// Flush forgets what came in. What was written is the network's and cannot be
// called back.
func (t *tcp) Flush() error {
	buf := make([]byte, 4096)
	for range flushReads {
		n, err := t.read(buf, time.Now().Add(time.Millisecond))
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}

func (t *tcp) Close() error {
	var err error
	t.once.Do(func() {
		close(t.closing)
		err = t.c.Close()
	})
	return err
}
