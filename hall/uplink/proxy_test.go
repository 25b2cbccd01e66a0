package uplink_test

import (
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// proxy is a line between a hall and its centre that a test spoils.
type proxy struct {
	t      testing.TB
	to     string
	l      net.Listener
	wg     sync.WaitGroup
	mu     sync.Mutex // guards what follows
	cond   *sync.Cond
	conns  map[net.Conn]bool
	held   bool // nothing passes, and nobody is told
	mute   bool // what the centre says is lost
	slow   int  // bytes that pass to the centre in a hundredth of a second; 0 is any number
	up     int  // after so many more bytes to the centre the line is cut; -1 is never
	down   int  // the same to the hall
	cuts   int
	closed bool
}

func openProxy(t testing.TB, target string) *proxy {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{t: t, to: u.Host, conns: map[net.Conn]bool{}, up: -1, down: -1}
	p.cond = sync.NewCond(&p.mu)
	if p.l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	p.wg.Go(p.accept)
	t.Cleanup(p.close)
	return p
}

func (p *proxy) url(kind string) string { return kind + "://" + p.l.Addr().String() }

func (p *proxy) accept() {
	for {
		in, err := p.l.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", p.to)
		if err != nil {
			_ = in.Close()
			continue
		}
		p.mu.Lock()
		if p.closed {
			p.mu.Unlock()
			_, _ = in.Close(), out.Close()
			return
		}
		p.conns[in], p.conns[out] = true, true
		p.mu.Unlock()
		p.wg.Go(func() { p.pump(in, out, true) })
		p.wg.Go(func() { p.pump(out, in, false) })
	}
}

func (p *proxy) pump(from, to net.Conn, up bool) {
	defer func() {
		_, _ = from.Close(), to.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.conns, from)
		delete(p.conns, to)
	}()
	b := make([]byte, 16<<10)
	for {
		n, err := from.Read(b)
		if n > 0 {
			p.crawl(n, up)
			n, cut := p.pass(n, up)
			if n > 0 {
				if _, err := to.Write(b[:n]); err != nil {
					return
				}
			}
			if cut {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// crawl takes the time of a slow line.
func (p *proxy) crawl(n int, up bool) {
	p.mu.Lock()
	slow := p.slow
	p.mu.Unlock()
	if up && slow > 0 {
		<-time.After(time.Duration(n) * 10 * time.Millisecond / time.Duration(slow))
	}
}

// pass says how much of n bytes passes, and whether the line is cut then.
func (p *proxy) pass(n int, up bool) (int, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.held && !p.closed {
		p.cond.Wait()
	}
	left := &p.down
	if up {
		left = &p.up
	}
	if *left >= 0 {
		if n >= *left {
			n, *left = *left, -1
			p.cuts++
			return n, true
		}
		*left -= n
	}
	if p.mute && !up {
		return 0, false
	}
	return n, false
}

// set changes how the line is.
func (p *proxy) set(fn func(p *proxy)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fn(p)
	p.cond.Broadcast()
}

// cut ends all connections.
func (p *proxy) cut() {
	p.set(func(p *proxy) {
		for c := range p.conns {
			_ = c.Close()
		}
	})
}

func (p *proxy) close() {
	_ = p.l.Close()
	p.set(func(p *proxy) { p.closed = true })
	p.cut()
	p.wg.Wait()
}
