package voice_test

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

var errPulled = errors.New("pulled out")

// line is a serial line in memory with a device at its far end.
type line struct {
	toDevice, toHost chan []byte
	mu               sync.Mutex
	writes           [][]byte
	pulled           chan struct{}
	once             sync.Once
	hostGone         atomic.Bool // only the host's end is out; the device notices nothing
}

func newLine() *line {
	return &line{toDevice: make(chan []byte, 4096), toHost: make(chan []byte, 4096), pulled: make(chan struct{})}
}

// pull is the hang-up.
func (l *line) pull() { l.once.Do(func() { close(l.pulled) }) }

func (l *line) Read(p []byte) (int, error) {
	if l.hostGone.Load() {
		return 0, errPulled
	}
	t := time.NewTimer(20 * time.Millisecond)
	defer t.Stop()
	select {
	case b := <-l.toHost:
		return copy(p, b), nil
	case <-l.pulled:
		return 0, errPulled
	case <-t.C:
		return 0, nil
	}
}

func (l *line) Write(p []byte, _ time.Time) (int, error) {
	select {
	case <-l.pulled:
		return 0, errPulled
	default:
		if l.hostGone.Load() {
			return 0, errPulled
		}
	}
	b := append([]byte(nil), p...)
	l.mu.Lock()
	l.writes = append(l.writes, b)
	l.mu.Unlock()
	l.toDevice <- b
	return len(p), nil
}

func (l *line) Flush() error {
	for {
		select {
		case <-l.toHost:
		default:
			return nil
		}
	}
}

// sent is every write of the host.
func (l *line) sent() [][]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([][]byte(nil), l.writes...)
}

// far is the device's end.
type far struct{ l *line }

func (f far) Read(p []byte) (int, error) {
	select {
	case b := <-f.l.toDevice:
		return copy(p, b), nil
	case <-f.l.pulled:
		return 0, io.EOF
	}
}

func (f far) Write(p []byte) (int, error) {
	for _, b := range p { // byte by byte, as a slow line brings them
		f.l.toHost <- []byte{b}
	}
	return len(p), nil
}
