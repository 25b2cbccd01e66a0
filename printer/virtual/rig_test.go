package virtual

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// rig is a printer at work, and the host at the other end of its line.
type rig struct {
	t    *testing.T
	d    *Device
	host net.Conn

	mu  sync.Mutex
	got []byte // what the printer said
}

// work starts a printer. It is stopped, and waited for, when the test ends.
func work(t *testing.T, o Options) *rig {
	t.Helper()
	if o.Model.Dots == 0 {
		o.Model = Standard(80)
	}
	host, line := net.Pipe()
	r := &rig{t: t, d: New(o), host: host}
	ctx, cancel := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() {
		if err := r.d.Run(ctx, line); err != nil && ctx.Err() == nil {
			t.Errorf("the printer stopped: %v", err)
		}
	})
	both.Go(func() {
		buf := make([]byte, 256)
		for {
			n, err := host.Read(buf)
			r.mu.Lock()
			r.got = append(r.got, buf[:n]...)
			r.mu.Unlock()
			if err != nil {
				return
			}
		}
	})
	t.Cleanup(func() {
		cancel()
		host.Close()
		both.Wait()
	})
	return r
}

// send writes to the printer: strings are GB18030 text, ints single bytes.
func (r *rig) send(parts ...any) {
	r.t.Helper()
	r.host.SetWriteDeadline(time.Now().Add(time.Minute))
	if _, err := r.host.Write(stream(parts...)); err != nil {
		r.t.Fatalf("send: %v", err)
	}
}

// stream joins strings (as GB18030), ints (as bytes) and slices of bytes.
func stream(parts ...any) []byte {
	var b []byte
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			b = append(b, byte(p))
		case string:
			text, err := simplifiedchinese.GB18030.NewEncoder().String(p)
			if err != nil {
				panic(err)
			}
			b = append(b, text...)
		case []byte:
			b = append(b, p...)
		default:
			panic(fmt.Sprintf("%T", p))
		}
	}
	return b
}

// until waits for something to hold.
func (r *rig) until(what string, holds func(State) bool) {
	r.t.Helper()
	hint, stop := r.d.Watch()
	defer stop()
	for deadline := time.After(time.Minute); ; {
		if holds(r.d.State()) {
			return
		}
		select {
		case <-hint:
		case <-time.After(5 * time.Millisecond):
		case <-deadline:
			r.t.Fatalf("never happened: %s; state %+v, findings %v", what, r.d.State(), r.d.Findings())
		}
	}
}

// settled waits until the printer has received n bytes in all and done what it
// can with them.
func (r *rig) settled(n int) {
	r.t.Helper()
	r.until(fmt.Sprintf("%d bytes are done with", n), func(s State) bool { return s.Bytes >= n && s.Idle })
}

// answers is what the printer has said so far.
func (r *rig) answers() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Clone(r.got)
}

// hears waits until the printer has said exactly this since the last time.
func (r *rig) hears(want ...byte) {
	r.t.Helper()
	r.until(fmt.Sprintf("the answer % X", want), func(State) bool { return len(r.answers()) >= len(want) })
	if got := r.answers(); !bytes.Equal(got, want) {
		r.t.Fatalf("the printer said % X, want % X", got, want)
	}
	r.mu.Lock()
	r.got = nil
	r.mu.Unlock()
}

// tickets waits for n pieces of paper in all and returns them.
func (r *rig) tickets(n int) []Ticket {
	r.t.Helper()
	r.until(fmt.Sprintf("%d pieces of paper", n), func(s State) bool { return s.Tickets >= n })
	return r.d.Tickets(0)
}

// sound fails the test if the printer found something in the bytes.
func (r *rig) sound() {
	r.t.Helper()
	for _, f := range r.d.Findings() {
		r.t.Errorf("a finding at byte %d: %s", f.Byte, f.What)
	}
}

// Commands, as the reference writes them.
var (
	begin   = []byte{0x1b, 0x40, 0x1c, 0x26}
	cutFeed = []byte{0x1d, 0x56, 0x42, 0x00}
	askRoll = []byte{0x1d, 0x72, 0x01}
)

// eotN is DLE EOT n.
func eotN(n int) []byte { return []byte{0x10, 0x04, byte(n)} }

// processID is GS ( H.
func processID(id string) []byte {
	return append([]byte{0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30}, id...)
}

// processed is the answer to it.
func processed(id string) []byte { return append(append([]byte{0x37, 0x22}, id...), 0) }

// qrCode is the five steps of a QR code.
func qrCode(unit int, text string) []byte {
	n := len(text) + 3
	return stream([]byte{0x1d, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0, 0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x43, byte(unit),
		0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x31, 0x1d, 0x28, 0x6b, byte(n), byte(n >> 8), 0x31, 0x50, 0x30}, []byte(text),
		[]byte{0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30})
}

// sample is a ticket of the hall as the reference has it, up to the cut.
func sample() []byte {
	return stream(begin,
		0x1b, 0x61, 1, 0x1d, 0x21, 0x00, "市民服务中心\n",
		0x1b, 0x45, 1, 0x1d, 0x21, 0x33, "A023\n", 0x1b, 0x45, 0,
		0x1d, 0x21, 0x11, "综合窗口\n",
		0x1d, 0x21, 0x00, "前面等候 5 人，10:50 前很可能叫到\n",
		0x1b, 0x61, 0, "办理：居住证申领、社保卡换领\n", "二楼 B区 3–8号窗口\t09:41\n",
		0x1b, 0x2d, 1, "过号请到导办台\n", 0x1b, 0x2d, 0,
		0x1b, 0x61, 1, qrCode(6, "https://yc.example.gov.cn/t/A023-7K2M"), "\n",
		0x1d, 0x68, 60, 0x1d, 0x77, 2, 0x1d, 0x48, 2, 0x1d, 0x6b, 0x49, 6, []byte("{BA023"), "\n")
}
