package virtual

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/printer/profile"
)

// outcome is everything that a stream leads to.
func outcome(d *Device) string {
	var b strings.Builder
	for _, t := range d.Tickets(0) {
		fmt.Fprintf(&b, "%d cut %v %q %q %q %x\n", t.Number, t.Cut, t.Text, t.QR, t.Codes, t.Image.bits)
	}
	s := d.State()
	fmt.Fprintf(&b, "%+v %v", s, d.Findings())
	return b.String()
}

func TestTheSameBytesGiveTheSamePaper(t *testing.T) {
	script, err := ParseScript("paper_out@ticket=2,line=3; cutter@ticket=4,once; lie@ticket=8; junk=0.2")
	if err != nil {
		t.Fatal(err)
	}
	day := func(seed uint64) string {
		r := work(t, Options{Script: script, Seed: 11})
		chance := rand.New(rand.NewPCG(seed, 0))
		total := 0
		for i := range 9 {
			job := stream(sample(), cutFeed, processID(fmt.Sprintf("%04d", i)))
			// However the bytes arrive, the paper is the same.
			for rest := job; len(rest) > 0; {
				n := min(1+chance.IntN(40), len(rest))
				r.send(rest[:n])
				rest = rest[n:]
			}
			total += len(job)
			r.until("the bytes are in", func(s State) bool { return s.Bytes == total })
			if i == 1 || i == 3 {
				r.until("a fault", func(s State) bool { return s.PaperEnd || s.CutterError })
				if i == 1 {
					r.d.Refill(0)
				} else {
					r.send(0x10, 0x05, 1)
					total += 3
				}
			}
			r.settled(total)
		}
		r.send(processID("zzzz"))
		r.until("the last answer", func(State) bool {
			got := r.answers() // noise comes before a byte, never behind the last
			return bytes.Count(got, []byte("z")) >= 4 && got[len(got)-1] == 0
		})
		return fmt.Sprintf("%s % X", outcome(r.d), r.answers())
	}
	if a, b := day(1), day(2); a != b {
		t.Errorf("two days with the same bytes differ")
	}
}

func TestASerialLineThatIsPulledAndPutBack(t *testing.T) {
	host, line := net.Pipe()
	defer host.Close()
	cable := &cable{ReadWriter: line, pulled: make(chan struct{})}
	d := New(Options{})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx, cable) }()
	r := &rig{t: t, d: d, host: host}
	go func() {
		buf := make([]byte, 64)
		for {
			n, err := host.Read(buf)
			r.mu.Lock()
			r.got = append(r.got, buf[:n]...)
			r.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	r.send(eotN(1))
	r.hears(0x16)
	for range 20 {
		d.Unplug()
		r.until("the pull", func(s State) bool { return s.Unplugged })
		d.Plug()
		r.until("the plug", func(s State) bool { return !s.Unplugged })
		r.send("A\n", cutFeed, processID("0001"))
		r.hears(processed("0001")...)
	}
	cancel()
	cable.Unplug()
	line.Close()
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// cable is a line that can be pulled.
type cable struct {
	io.ReadWriter
	pulled chan struct{}
}

func (c *cable) Unplug()     {}
func (c *cable) Plug() error { return nil }

func TestAPrinterOnANetworkOutlivesItsCallers(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	d := New(Options{})
	ended := make(chan error)
	go func() { ended <- d.Serve(ctx, l) }()
	for i := range 3 {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(time.Minute))
		id := fmt.Sprintf("%04d", i)
		if _, err := conn.Write(stream(begin, "A\n", cutFeed, processID(id))); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 7)
		if _, err := io.ReadFull(conn, got); err != nil || !bytes.Equal(got, processed(id)) {
			t.Errorf("call %d: % X, %v", i, got, err)
		}
		conn.Close()
	}
	if s := d.State(); s.Tickets != 3 {
		t.Errorf("%d pieces came out, want 3", s.Tickets)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	for i := range 50 {
		host, line := net.Pipe()
		d := New(Options{})
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- d.Run(ctx, line) }()
		if _, err := host.Write(sample()[:50+i]); err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		host.Close()
	}
	for deadline := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

func TestOldPiecesAreForgottenAndTheWatcherMissesNone(t *testing.T) {
	var all []int
	r := work(t, Options{Keep: 4, Out: func(t Ticket) { all = append(all, t.Number) }})
	for range 10 {
		r.send("A\n", cutFeed)
	}
	r.send(processID("done"))
	r.hears(processed("done")...)
	kept := r.d.Tickets(0)
	if len(kept) != 4 || kept[0].Number != 7 || len(r.d.Tickets(8)) != 2 {
		t.Errorf("kept %d pieces from %d on", len(kept), kept[0].Number)
	}
	if len(all) != 10 || !slices.IsSorted(all) {
		t.Errorf("Out was told of %v", all)
	}
}

func TestEveryProfileIsAPrinter(t *testing.T) {
	for _, name := range profile.Names() {
		p, err := profile.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		m := Of(p)
		r := work(t, Options{Model: m})
		r.send(begin, "A023\n", askRoll)
		r.settled(len(begin) + 5 + 3)
		s := r.d.State()
		if s.Lines != 1 || m.Dots != p.Dots {
			t.Errorf("%s: %d lines on %d dots", name, s.Lines, m.Dots)
		}
	}
}

// FuzzDevice feeds any bytes to any printer, without time: the interpreter must
// come back from them, and memory stays bounded by the roll.
func FuzzDevice(f *testing.F) {
	// Short ones, because the engine takes long to make long ones shorter.
	f.Add(stream(begin, 0x1b, 0x61, 1, 0x1d, 0x21, 0x11, "A0号\n", cutFeed), uint8(0), "")
	f.Add(stream(lines(3), cutFeed, processID("0001")), uint8(1), "paper_out@line=2")
	f.Add(stream(qrCode(2, "1")), uint8(0), "")
	f.Add([]byte("\x1d8L\xff\xff\xff\xff0p0\x01\x011\xff\xff\xff\xff"), uint8(2), "cover@byte=3")
	f.Add([]byte("\x1dv0\x03\xff\xff\xff\xff\x10\x04\x01\x10\x05\x02\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"), uint8(3), "restart@line=2; lie")
	f.Add([]byte("\x1b*\x21\xff\xff\x1bD\x01\x02\x00\t\t\x1d(k\x03\x00\x31\x51\x30\x1dk\x49\x04{BAB"), uint8(4), "cutter@once; junk=1")
	f.Fuzz(func(t *testing.T, data []byte, kind uint8, script string) {
		s, err := ParseScript(script)
		if err != nil {
			s = nil
		}
		s = slices.DeleteFunc(s, func(s Step) bool { return s.After > 0 })
		m := []Model{Standard(80), Standard(58), {Dots: 100}, {Dots: 384, ROM: profile.ROMGBK, XonXoff: true, Buffer: 64, Process: true},
			{Dots: 576, ROM: profile.ROMGB2312, KanjiAtStart: true, RealTime: true, ASB: true, Knife: true, Strict: true, AskFeed: true}}[int(kind)%5]
		d := New(Options{Model: m, Roll: 60, Keep: 4, Script: s})
		d.mu.Lock()
		d.start()
		d.mu.Unlock()
		for len(data) > 0 {
			n := min(len(data), 61)
			d.receive(data[:n])
			data = data[n:]
			d.mu.Lock()
			d.advance(time.Now())
			if len(d.rx) > m.sane().Buffer || len(d.tx) > longestAnswer || d.paper.rows > longest+step*8 || len(d.found) > keptFindings {
				t.Fatalf("%d bytes wait, %d are to be sent, %d rows hang out, %d findings", len(d.rx), len(d.tx), d.paper.rows, len(d.found))
			}
			d.mu.Unlock()
		}
		for _, piece := range d.Tickets(0) {
			if h := piece.Image.Bounds().Dy(); h > longest+step*8 {
				t.Fatalf("a piece of %d rows", h)
			}
		}
		d.Refill(10)
		d.mu.Lock()
		d.advance(time.Now())
		d.forget()
		d.mu.Unlock()
	})
}
