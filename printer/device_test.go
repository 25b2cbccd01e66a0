package printer

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
	"onewindow/serial"
)

// device is a scripted printer at the far end of a line in memory. It runs in the
// time of a synctest bubble. It counts every breach of what a host may do.
type device struct {
	p    profile.Profile
	stop chan struct{}
	all  sync.WaitGroup
	kick chan struct{} // something changed

	mu   sync.Mutex
	conn *line1
	plug chan struct{} // closed while plugged in

	wire     []byte // handed over, not carried yet
	rx       []byte
	window   []byte
	received int
	script   map[int]func() // at so many bytes received; runs under the lock

	cover, noPaper, nearEnd, jammed, cutError, hot, button bool

	silent, hang, off, mum bool
	keeps                  bool   // it does not know how to clear its buffers
	noise                  []byte // said before each answer

	asb      bool
	stored   bool // something is in the symbol store
	unmarked bool // it does not answer for it
	told     string
	paper    strings.Builder
	out      []string // pieces of paper
	open     int      // GS r that were received and not answered or cleared
	mostOpen int
	answered map[string]bool // tags and, for GS r, papers that were answered for
	breaches []string
}

func newDevice(p profile.Profile) *device {
	d := &device{p: p, stop: make(chan struct{}), kick: make(chan struct{}, 1), plug: make(chan struct{}), script: map[int]func(){}, answered: map[string]bool{}}
	close(d.plug)
	d.all.Go(d.carry)
	d.all.Go(d.work)
	return d
}

func (d *device) end() {
	close(d.stop)
	d.all.Wait()
}

// set changes the device.
func (d *device) set(do func()) {
	d.mu.Lock()
	do()
	d.report()
	d.mu.Unlock()
	nudge(d.kick)
}

// later runs do in a while, within the bubble.
func (d *device) later(after time.Duration, do func()) {
	d.all.Go(func() {
		select {
		case <-time.After(after):
			d.set(do)
		case <-d.stop:
		}
	})
}

// line1 is one connection.
type line1 struct {
	d    *device
	in   chan []byte
	gone chan struct{}
	once sync.Once
}

func (c *line1) Read(p []byte) (int, error) {
	select {
	case b := <-c.in:
		return copy(p, b), nil
	default:
	}
	select {
	case b := <-c.in:
		return copy(p, b), nil
	case <-c.gone:
		return 0, serial.ErrGone
	case <-time.After(100 * time.Millisecond):
		return 0, nil
	}
}

func (c *line1) Write(p []byte, deadline time.Time) (int, error) {
	for n := range p {
		for {
			select {
			case <-c.gone:
				return n, serial.ErrGone
			default:
			}
			c.d.mu.Lock()
			room := len(c.d.wire) < 512
			if room {
				c.d.wire = append(c.d.wire, p[n])
			}
			c.d.mu.Unlock()
			if room {
				break
			}
			if !time.Now().Before(deadline) {
				return n, serial.ErrWriteTimeout
			}
			time.Sleep(time.Millisecond)
		}
	}
	nudge(c.d.kick)
	return len(p), nil
}

func (c *line1) Flush() error {
	select {
	case <-c.gone:
		return serial.ErrGone
	default:
	}
	c.d.mu.Lock()
	c.d.wire = nil
	c.d.mu.Unlock()
	for {
		select {
		case <-c.in:
		default:
			return nil
		}
	}
}

func (c *line1) Close() error { return nil }

// hold stands for serial.Hold.
func (d *device) hold(ctx context.Context, _ serial.Settings, session func(context.Context, serial.Conn) error, told func(serial.State)) {
	for ctx.Err() == nil {
		d.mu.Lock()
		plug := d.plug
		d.mu.Unlock()
		select {
		case <-plug:
		case <-ctx.Done():
			return
		}
		c := &line1{d: d, in: make(chan []byte, 4096), gone: make(chan struct{})}
		d.mu.Lock()
		d.conn, d.wire = c, nil
		d.mu.Unlock()
		told(serial.State{Up: true, Since: time.Now()})
		err := session(ctx, c)
		if ctx.Err() == nil {
			told(serial.State{Err: err, Since: time.Now()})
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

// unplug pulls the cable; under the lock.
func (d *device) unplug() {
	if d.conn != nil {
		d.conn.once.Do(func() { close(d.conn.gone) })
	}
	d.conn, d.wire = nil, nil
	select {
	case <-d.plug:
		d.plug = make(chan struct{})
	default:
	}
}

func (d *device) replug() {
	select {
	case <-d.plug:
	default:
		close(d.plug)
	}
}

// powerOff and powerOn are a power failure; under the lock.
func (d *device) powerOff() {
	d.off, d.rx, d.window, d.asb, d.open, d.stored = true, nil, nil, false, 0, false
}

func (d *device) powerOn() { d.off, d.cutError = false, false }

// boot switches the power on; a printer takes a second and more until it listens.
func (d *device) boot() {
	if d.off {
		d.later(1200*time.Millisecond, d.powerOn)
	}
}

// carry moves bytes from the line into the printer, one at a time.
func (d *device) carry() {
	per := time.Duration(10) * time.Second / time.Duration(d.p.Baud)
	for {
		d.mu.Lock()
		ready := len(d.wire) > 0 && !(d.hang && len(d.rx) >= d.p.Buffer) && len(d.rx) < d.p.Buffer
		d.mu.Unlock()
		if !ready {
			select {
			case <-d.stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
			continue
		}
		select {
		case <-d.stop:
			return
		case <-time.After(per):
		}
		d.mu.Lock()
		if len(d.wire) > 0 {
			b := d.wire[0]
			d.wire = d.wire[1:]
			d.receive(b)
		}
		d.mu.Unlock()
	}
}

func (d *device) receive(b byte) {
	d.received++
	if do := d.script[d.received]; do != nil {
		do()
	}
	if d.off {
		return
	}
	d.rx = append(d.rx, b)
	d.window = append(d.window, b)
	if len(d.window) > 10 {
		d.window = d.window[1:]
	}
	w := d.window
	has := func(s ...byte) bool { return bytes.HasSuffix(w, s) }
	if d.p.RealTime {
		for n := byte(1); n <= 4; n++ {
			if has(0x10, 4, n) {
				d.say(d.realTime(n))
			}
		}
		if has(0x10, 5, 2) {
			d.cutError = d.jammed
			if !d.keeps {
				d.clear()
			}
		} else if !d.keeps && has(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8) {
			d.clear()
			d.say(0x37, 0x25, 0)
		}
	}
	nudge(d.kick)
}

func (d *device) clear() {
	d.rx, d.open = nil, 0
}

func (d *device) offline() bool {
	return d.cover || d.noPaper || d.cutError || d.hot || d.button
}

func (d *device) realTime(n byte) byte {
	b := byte(0x12)
	set := func(on bool, m byte) {
		if on {
			b |= m
		}
	}
	switch n {
	case 1:
		set(d.offline(), 8)
	case 2:
		set(d.cover, 4)
		set(d.button, 8)
		set(d.noPaper, 0x20)
		set(d.cutError || d.hot, 0x40)
	case 3:
		set(d.cutError, 8)
		set(d.hot, 0x40)
	case 4:
		set(d.nearEnd, 0x0c)
		set(d.noPaper, 0x60)
	}
	return b
}

func (d *device) block() []byte {
	b := []byte{0x10, 0, 0, 0}
	set := func(i int, on bool, m byte) {
		if on {
			b[i] |= m
		}
	}
	set(0, d.offline(), 8)
	set(0, d.cover, 0x20)
	set(0, d.button, 0x40)
	set(1, d.cutError, 8)
	set(1, d.hot, 0x40)
	set(2, d.nearEnd, 3)
	set(2, d.noPaper, 0x0c)
	return b
}

// report is the automatic status.
func (d *device) report() {
	if b := d.block(); d.asb && string(b) != d.told {
		d.told = string(b)
		d.say(b...)
	}
}

func (d *device) say(b ...byte) {
	if d.conn == nil || d.silent || d.hang || d.off {
		return
	}
	b = append(append([]byte(nil), d.noise...), b...)
	select {
	case d.conn.in <- b:
	default:
	}
}

// work interprets and prints.
func (d *device) work() {
	for {
		d.mu.Lock()
		var pause time.Duration
		for pause == 0 && len(d.rx) > 0 && !d.hang && !d.off && !d.offline() {
			n, whole := escpos.Next(d.rx)
			if !whole {
				break
			}
			cmd := d.rx[:n]
			d.rx = d.rx[n:]
			pause = d.do(cmd)
		}
		d.mu.Unlock()
		if pause == 0 {
			select {
			case <-d.stop:
				return
			case <-d.kick:
			}
			continue
		}
		select {
		case <-d.stop:
			return
		case <-time.After(pause):
		}
	}
}

// do is one command.
func (d *device) do(c []byte) time.Duration {
	is := func(s ...byte) bool { return bytes.HasPrefix(c, s) }
	if len(c) > 5 && c[0] == 0x1d {
		for n := byte(1); n <= 4; n++ {
			if bytes.Contains(c, []byte{0x10, 4, n}) {
				d.breaches = append(d.breaches, fmt.Sprintf("a question within the data of % x", c[:4]))
			}
		}
	}
	switch {
	case is(0x1b, '@'):
		d.asb, d.stored = false, false
	case is(0x1d, '(', 'k') && c[6] == 80:
		d.stored = true
	case is(0x1d, '(', 'k') && c[6] == 81:
		d.paper.WriteString("[code]\n")
	case is(0x1d, '(', 'k') && c[6] == 82 && !d.unmarked:
		if d.stored {
			d.say([]byte("\x37\x3663\x1f63\x1f1\x1f0\x00")...)
		} else {
			d.say([]byte("\x37\x360\x1f0\x1f1\x1f1\x00")...)
		}
	case is(0x1d, 'a'):
		d.asb = c[2] != 0
		if d.asb {
			d.told = string(d.block())
			d.say(d.block()...)
		}
	case is(0x1d, 'V'):
		if d.jammed {
			d.cutError = true
			d.report()
			return 0
		}
		d.out = append(d.out, d.paper.String())
		d.paper.Reset()
		return 100 * time.Millisecond
	case is(0x1d, 'r'):
		d.open++
		d.mostOpen = max(d.mostOpen, d.open)
		if !d.mum {
			d.open--
			if len(d.out) > 0 && d.paper.Len() == 0 {
				d.answered[d.out[len(d.out)-1]] = true
			}
			d.say(d.realTimeRoll())
		}
	case is(0x1d, '(', 'H'):
		if !d.mum {
			if len(d.out) > 0 {
				d.answered[d.out[len(d.out)-1]] = true
			}
			d.say(append(append([]byte{0x37, 0x22}, c[7:11]...), 0)...)
		}
	case is(0x1d, 'I'):
		d.say([]byte("\x5fVirtual 80\x00")...)
	case is(0x1d, 'v'):
		d.paper.WriteString("[picture]")
		return 10 * time.Millisecond
	case c[0] >= ' ' || c[0] == '\n':
		d.paper.Write(c)
		if c[len(c)-1] == '\n' {
			return 10 * time.Millisecond
		}
	}
	return 0
}

func (d *device) realTimeRoll() byte {
	var b byte
	if d.nearEnd {
		b |= 3
	}
	if d.noPaper {
		b |= 0x0c
	}
	return b
}

// pieces are the papers that came out.
func (d *device) pieces() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.out...)
}

// whole counts the pieces of paper that hold all of a job.
func (d *device) whole(id string) (n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.out {
		n += strings.Count(p, text(id))
	}
	return n
}

// text is what a job of that name leaves on paper.
func text(id string) string {
	return "begin " + id + "\nA023\nsecond line " + id + "\nthird line\n[code]\nend " + id + "\n"
}

func job(id string) Job {
	data := []byte{0x1b, '@', 0x1c, '&'}
	for _, l := range strings.SplitAfter(text(id), "\n") {
		if l == "[code]\n" {
			l = "\x1d(k\x03\x00\x31\x43\x06" + "\x1d(k\x07\x00\x31\x50\x30A023" + "\x1d(k\x03\x00\x31\x51\x30"
		}
		data = append(data, l...)
	}
	return Job{ID: id, Data: data, Height: 60}
}

// recorder hears all that is told.
type recorder struct {
	mu      sync.Mutex
	steps   []Progress
	healths []Health
	at      []time.Time
	news    chan struct{}
}

func (r *recorder) Health(h Health) {
	r.mu.Lock()
	r.healths, r.at = append(r.healths, h), append(r.at, time.Now())
	r.mu.Unlock()
	nudge(r.news)
}

func (r *recorder) Progress(p Progress) {
	r.mu.Lock()
	r.steps = append(r.steps, p)
	r.mu.Unlock()
	nudge(r.news)
}

// rig is a spooler with its device.
type rig struct {
	t      *testing.T
	d      *device
	s      *Spooler
	r      *recorder
	cancel context.CancelFunc
	done   chan struct{}
}

// with runs a test in virtual time on a spooler that works.
func with(t *testing.T, p profile.Profile, do func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := start(t, p, nil)
		defer r.close()
		do(r)
	})
}

func start(t *testing.T, p profile.Profile, before func(*device)) *rig {
	d := newDevice(p)
	if before != nil {
		d.set(func() { before(d) })
	}
	r := &rig{t: t, d: d, r: &recorder{news: make(chan struct{}, 1)}, done: make(chan struct{})}
	r.s = New(Settings{Line: serial.Settings{Name: "/dev/test"}, Profile: p, hold: d.hold}, r.r)
	ctx, cancel := context.WithCancel(t.Context())
	r.cancel = cancel
	go func() {
		defer close(r.done)
		r.s.Run(ctx)
	}()
	return r
}

func (r *rig) close() {
	r.cancel()
	<-r.done
	r.d.end()
	for _, b := range r.d.breaches {
		r.t.Error(b)
	}
	if r.d.mostOpen > 1 {
		r.t.Errorf("%d questions without a tag were open at once", r.d.mostOpen)
	}
	for _, j := range r.jobs() {
		if st := r.states(j); !st[len(st)-1].State.Final() {
			r.t.Errorf("%s has no end: %v", j, st)
		}
	}
}

func (r *rig) jobs() (ids []string) {
	seen := map[string]bool{}
	for _, p := range r.r.steps {
		if !seen[p.Job] {
			seen[p.Job] = true
			ids = append(ids, p.Job)
		}
	}
	return ids
}

func (r *rig) states(id string) (out []Progress) {
	r.r.mu.Lock()
	defer r.r.mu.Unlock()
	for _, p := range r.r.steps {
		if p.Job == id {
			out = append(out, p)
		}
	}
	return out
}

// until waits for something that is told, at most that long.
func (r *rig) until(what string, most time.Duration, is func() bool) time.Duration {
	r.t.Helper()
	began := time.Now()
	end := time.NewTimer(most)
	defer end.Stop()
	for !is() {
		select {
		case <-r.r.news:
		case <-end.C:
			if is() {
				return time.Since(began)
			}
			r.t.Fatalf("%s: not within %v; steps %v, health %+v", what, most, r.r.steps, r.s.Health())
		}
	}
	return time.Since(began)
}

// final waits for the end of a job.
func (r *rig) final(id string) Progress {
	r.t.Helper()
	var last Progress
	r.until("the end of "+id, time.Minute, func() bool {
		st := r.states(id)
		if len(st) > 0 {
			last = st[len(st)-1]
		}
		return last.State.Final()
	})
	return last
}

func (r *rig) fault(f Fault, most time.Duration) time.Duration {
	r.t.Helper()
	return r.until(fmt.Sprintf("the fault %q", f), most, func() bool { h := r.s.Health(); return h.Fault == f && (h.Known || !canTell(r.d.p)) })
}

// well waits until the printer is known to be well.
func (r *rig) well() { r.t.Helper(); r.fault("", 20*time.Second) }

func (r *rig) print(id string) Progress {
	r.t.Helper()
	r.s.Print(job(id))
	return r.final(id)
}
