package halls_test

import (
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// line is a network between a hall and the centre that can go silent: what is sent
// is taken and never arrives, and nobody is told.
type line struct {
	t      testing.TB
	to     string
	listen net.Listener
	wg     sync.WaitGroup

	mu     sync.Mutex
	silent bool
	conns  []net.Conn
}

func newLine(t testing.TB, centre string) *line {
	t.Helper()
	u, err := url.Parse(centre)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{t: t, to: u.Host}
	if l.listen, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	l.wg.Go(l.accept)
	t.Cleanup(func() {
		l.listen.Close()
		l.mu.Lock()
		for _, c := range l.conns {
			c.Close()
		}
		l.mu.Unlock()
		l.wg.Wait()
	})
	return l
}

// url is the centre's URL by way of the line.
func (l *line) url(centre string) string {
	return strings.Replace(centre, l.to, l.listen.Addr().String(), 1)
}

func (l *line) accept() {
	for {
		in, err := l.listen.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", l.to)
		if err != nil {
			in.Close()
			return
		}
		l.mu.Lock()
		l.conns = append(l.conns, in, out)
		l.mu.Unlock()
		l.wg.Go(func() { l.carry(in, out) })
		l.wg.Go(func() { l.carry(out, in) })
	}
}

func (l *line) carry(from, to net.Conn) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		l.mu.Lock()
		silent := l.silent
		l.mu.Unlock()
		if silent {
			if err != nil {
				return // the other end is not told
			}
			continue
		}
		if _, werr := to.Write(buf[:n]); err != nil || werr != nil {
			if err == io.EOF {
				to.Close()
			}
			return
		}
	}
}

// hush makes the line silent for all that is connected now and later.
func (l *line) hush(silent bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.silent = silent
}
