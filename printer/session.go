package printer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
	"onewindow/serial"
)

// session is one printer on one open line. One goroutine owns all of it; another
// only reads.
type session struct {
	*Spooler
	ctx  context.Context
	conn serial.Conn
	p    profile.Profile

	in   chan []byte
	gone chan error // the reader's end
	err  error      // why the session must end

	demux   escpos.Demux
	fedAt   time.Time
	noisy   time.Time // when noise was last heard
	freeAt  time.Time // when the line will have carried what was written
	onWire  bool      // its speed is known
	timer   *time.Timer
	cond    escpos.Condition
	seen    time.Time // when cond was last whole
	poll    poll
	view    view
	asb     asb
	current *attempt
	probing bool // the printer was asked for its mark outside of a paper
	midway  bool // a command's data is being sent
	turn    int  // which question is next while a paper is sent
	alarm   bool // an answer to one of those complained
}

// attempt is the paper that is being printed.
type attempt struct {
	tag      [4]byte
	asked    bool // the question behind the cut is out
	answered bool // and was answered
	byte     byte // the answer to GS r
	answers  int  // how many of those came
	gap      bool // questions were lost before all was sent
	silent   bool // the printer was declared silent on the way
	returned bool // and came back, or shows that it lost its power
	back     time.Time
	start    time.Time
	marks    int  // questions for the mark that are out
	found    int  // and were answered: it was there
	wiped    bool // or it was not
}

// session runs on an open line until that errs or ctx ends.
func (s *Spooler) session(ctx context.Context, conn serial.Conn) error {
	x := &session{
		Spooler: s, ctx: ctx, conn: conn, p: s.set.Profile,
		in: make(chan []byte, 64), gone: make(chan error, 1),
		onWire: !strings.Contains(s.set.Line.Name, "://"), timer: time.NewTimer(time.Hour),
	}
	defer x.timer.Stop()
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		x.read(stop)
	}()
	defer func() {
		close(stop)
		<-done
	}()
	return x.run()
}

// read passes on what comes in until the line errs or the session ends.
func (x *session) read(stop <-chan struct{}) {
	buf := make([]byte, 256)
	for {
		n, err := x.conn.Read(buf)
		if n > 0 {
			select {
			case x.in <- append([]byte(nil), buf[:n]...):
			case <-stop:
				return
			}
		}
		if err != nil {
			x.gone <- err
			return
		}
		select {
		case <-stop:
			return
		default:
		}
	}
}

func (x *session) run() error {
	x.begin()
	for x.err == nil {
		if t := x.take(); t != nil {
			x.print(t)
			continue
		}
		x.wait(time.Now().Add(time.Hour), true)
	}
	return x.err
}

// begin clears the printer and asks how it is.
func (x *session) begin() {
	x.mess.dirty = true
	x.drop()
	x.clean()
	if x.p.Identify {
		e := escpos.New(x.p)
		e.AskInfo(67)
		x.write(e.Bytes(), brief)
	}
	x.poll.next = time.Now()
	x.step(time.Now())
}

// tidy clears what an interruption left as soon as the printer is well, and tells a
// knife that was stuck to try again (DLE ENQ 2), while the cover is closed.
func (x *session) tidy() {
	now := time.Now()
	switch {
	case x.err != nil:
	case x.mess.dirty && x.well(now):
		x.clean()
	case x.view.fault == FaultCutter && !x.cond.Cover && now.Sub(x.poll.cleared) >= again:
		x.clean()
	}
}

// well reports whether the printer may be sent a paper, as far as it is known.
func (x *session) well(now time.Time) bool {
	if !canTell(x.p) {
		return true
	}
	return x.fresh(now) && faultOf(x.cond) == ""
}

// wait lets one thing happen: something comes in, a time, or, if for a job, a job.
// It returns at until at the latest.
func (x *session) wait(until time.Time, forJob bool) {
	if x.err != nil {
		return
	}
	now := time.Now()
	if next := x.due(now); next.Before(until) {
		until = next
	}
	var job chan struct{}
	if forJob {
		job = x.wake
	}
	x.timer.Reset(max(until.Sub(now), 0))
	select {
	case b := <-x.in:
		x.hear(b)
	case err := <-x.gone:
		x.drain()
		x.fail(fmt.Errorf("printer: read: %w", err))
	case <-x.ctx.Done():
		x.fail(x.ctx.Err())
	case <-job:
	case <-x.timer.C:
	}
	x.step(time.Now())
}

// drain hears what came in before the line ended: it may be the proof.
func (x *session) drain() {
	for {
		select {
		case b := <-x.in:
			x.hear(b)
		default:
			return
		}
	}
}

func (x *session) fail(err error) {
	if x.err == nil {
		x.err = err
	}
}

// stopped reports whether the session ends because it was asked to.
func (x *session) stopped() bool { return x.ctx.Err() != nil }

// hear takes in what the printer said.
func (x *session) hear(b []byte) {
	now := time.Now()
	x.fedAt = now
	x.demux.Feed(b, func(a escpos.Answer) { x.answer(a, now) })
}

// answer is one answer.
func (x *session) answer(a escpos.Answer, now time.Time) {
	switch a.Kind {
	case escpos.Noise:
		x.noisy = now
	case escpos.RealTime:
		x.realTime(a.Bytes[0], now)
	case escpos.ASB:
		x.heardFrom(now)
		x.automatic(a.Bytes, now)
	case escpos.Process:
		x.heardFrom(now)
		tag, ok := a.Tag()
		switch {
		case ok && x.current != nil && x.current.asked && tag == x.current.tag:
			x.current.answered = true
		default:
			x.log.Debug("an answer to an earlier paper came late", "tag", string(tag[:]))
		}
	case escpos.Status:
		if c := x.current; !x.mess.owed || c != nil && c.asked && c.found < c.marks {
			// Noise, or the answer to a question that was given up: those for the mark
			// come first.
			return
		}
		x.mess.owed = false
		x.heardFrom(now)
		x.cond = x.cond.Status(a.Bytes[0])
		if c := x.current; c != nil && c.asked && !c.answered {
			c.answered, c.byte = true, a.Bytes[0]
			c.answers++
		}
		x.statusPolled(now)
	case escpos.Block:
		x.heardFrom(now)
		if stored, ok := a.Marked(); ok {
			x.marked(stored, now)
			return
		}
		if model := clean(a.Text()); a.Bytes[0] == 0x5f && model != "" {
			x.setHealth(func(h *Health) { h.Model = model })
		}
	}
}

// clean is a text of a printer as it may be shown.
func clean(text string) string {
	out := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(out[:min(len(out), 40)])
}

// brief is how long a few bytes may take to be handed to the line.
const brief = 200 * time.Millisecond

// write hands bytes to the line within a time beside what the line itself needs,
// and returns how many were handed over.
func (x *session) write(b []byte, within time.Duration) (int, error) {
	if x.err != nil {
		return 0, x.err
	}
	now := time.Now()
	if x.freeAt.Before(now) {
		x.freeAt = now
	}
	n, err := x.conn.Write(b, x.freeAt.Add(x.wireTime(len(b))+within))
	x.freeAt = x.freeAt.Add(x.wireTime(n))
	if err != nil && !errors.Is(err, serial.ErrWriteTimeout) {
		x.drain()
		x.fail(fmt.Errorf("printer: write: %w", err))
	}
	return n, err
}

func (x *session) wireTime(n int) time.Duration {
	if !x.onWire {
		return 0
	}
	return x.p.WireTime(n)
}

// drop forgets what is under way in both directions.
func (x *session) drop() {
	if err := x.conn.Flush(); err != nil {
		x.fail(fmt.Errorf("printer: flush: %w", err))
		return
	}
	x.freeAt = time.Now()
	x.demux = escpos.Demux{}
	x.poll.last = time.Time{} // a question, or its answer, may be lost: it is asked again
}

// clean lets the printer forget what it has, and sets it up anew: buffers are
// cleared, a picture that was broken off is filled, modes are reset. Called for a
// printer that is well, it cuts off what may stand in it.
func (x *session) clean() {
	now := time.Now()
	x.poll.cleared = now
	e := escpos.New(x.p)
	e.Clear()
	e.Fill(x.mess.fill)
	x.initial(e)
	well := x.well(now)
	cut := x.mess.paper && well
	if cut {
		e.Cut()
	}
	if well && x.mayMark() {
		e.AskMark()
	}
	if _, err := x.write(e.Bytes(), time.Second); err != nil {
		return // it is tried again when the printer is well
	}
	x.mess.fill = 0
	x.mess.dirty = !well
	if cut {
		x.mess.paper = false
	}
	x.asb.sent(now)
	x.probing = well && x.mayMark()
}

// initial resets the modes. ESC @ switches the automatic status off, so it is
// switched on again.
func (x *session) initial(e *escpos.Encoder) {
	e.Raw([]byte{0x1b, '@'})
	if x.p.ASB {
		e.ASB(true)
	}
	if x.mayMark() {
		e.Mark()
	}
}
