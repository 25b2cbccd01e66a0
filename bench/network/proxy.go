package main

import (
	"fmt"
	"net"
	"sync"
	"time"
)

// proxy is the line between halls and a server, and can be spoilt. It knows nothing
// of what passes.
type proxy struct {
	l  net.Listener
	wg sync.WaitGroup

	mu     sync.Mutex // guards what follows
	cond   *sync.Cond
	to     string
	conns  map[net.Conn]bool
	held   bool          // nothing passes in either direction, and nobody is told
	mute   bool          // what the server says is swallowed
	away   bool          // nobody gets through, and whoever tries is told
	delay  time.Duration // each piece takes so long, in each direction
	closed bool
}

// openProxy listens on a free port of this machine for halls that want to reach the
// address to.
func openProxy(to string) (*proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	p := &proxy{l: l, to: to, conns: map[net.Conn]bool{}}
	p.cond = sync.NewCond(&p.mu)
	p.wg.Go(p.accept)
	return p, nil
}

// addr is where halls reach it, as host:port.
func (p *proxy) addr() string { return p.l.Addr().String() }

func (p *proxy) accept() {
	for {
		in, err := p.l.Accept()
		if err != nil {
			return
		}
		p.wg.Go(func() { p.join(in) })
	}
}

// join connects a hall through, as long as both sides live.
func (p *proxy) join(in net.Conn) {
	p.mu.Lock()
	to, away := p.to, p.away || p.closed
	p.mu.Unlock()
	if away {
		_ = in.Close()
		return
	}
	out, err := net.Dial("tcp", to)
	if err != nil {
		_ = in.Close()
		return
	}
	p.mu.Lock()
	if p.closed || p.away {
		p.mu.Unlock()
		_, _ = in.Close(), out.Close()
		return
	}
	p.conns[in], p.conns[out] = true, true
	p.mu.Unlock()
	p.wg.Go(func() { p.pump(in, out, true) })
	p.pump(out, in, false)
}

func (p *proxy) pump(from, to net.Conn, up bool) {
	defer func() {
		_, _ = from.Close(), to.Close()
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.conns, from)
		delete(p.conns, to)
	}()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		if n > 0 && p.passes(up) {
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// passes waits as the line is told to, and says whether a piece goes through.
func (p *proxy) passes(up bool) bool {
	p.mu.Lock()
	delay := p.delay
	p.mu.Unlock()
	if delay > 0 {
		time.Sleep(delay)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.held && !p.closed {
		p.cond.Wait()
	}
	return up || !p.mute
}

// set changes how the line is.
func (p *proxy) set(fn func(p *proxy)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fn(p)
	p.cond.Broadcast()
}

// cut ends all connections. Those that begin afterwards go through.
func (p *proxy) cut() {
	p.set(func(p *proxy) {
		for c := range p.conns {
			_ = c.Close()
		}
	})
}

// heal makes the line a good one. What was swallowed leaves a stream without sense,
// so that all connections begin anew.
func (p *proxy) heal() {
	p.set(func(p *proxy) { p.held, p.mute, p.away, p.delay = false, false, false, 0 })
	p.cut()
}

// close ends the line and waits for everything on it.
func (p *proxy) close() {
	_ = p.l.Close()
	p.set(func(p *proxy) { p.closed = true })
	p.cut()
	p.wg.Wait()
}
