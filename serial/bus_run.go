package serial

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

// Run is the session of the bus on one line, for Hold. It returns when ctx ends or
// the line errs; whoever waits for an answer then gets ErrDown. While it runs it
// reads all that comes in, so a hang-up is seen even when nobody asks for anything.
func (b *Bus) Run(ctx context.Context, c Conn) error {
	if !b.begin() {
		return errors.New("the bus has a line already; give each line a bus of its own")
	}
	defer b.end()
	ctx, cancel := context.WithCancel(ctx)
	t := &talk{b: b, c: c, in: make(chan []byte, 16), echo: b.set.Echo}
	t.perByte = time.Duration(b.set.Line.BitsPerByte()) * time.Second / time.Duration(max(1, baud(b.set.Line)))
	t.pause = max(7*t.perByte/2, time.Millisecond)
	go t.read(ctx)
	defer func() {
		cancel()
		for range t.in {
			// The reader ends with its next Read at the latest.
		}
	}()
	for {
		if err := t.silence(ctx); err != nil {
			return err
		}
		r := b.next()
		if r == nil {
			if err := t.idle(ctx); err != nil {
				return err
			}
			continue
		}
		answer, heard, err := t.exchange(ctx, r)
		if errors.Is(err, ErrResting) {
			r.done <- reply{err: err}
			continue
		}
		if err == nil || errors.Is(err, ErrNoAnswer) {
			if r.Answer != nil {
				b.judge(r, err, heard)
			}
			r.done <- reply{answer, err}
			continue
		}
		r.done <- reply{err: fmt.Errorf("%w: %w", ErrDown, err)}
		return err
	}
}

func baud(s Settings) int {
	if s.Baud > 0 {
		return s.Baud
	}
	return 9600
}

// talk is a bus on one line.
type talk struct {
	b  *Bus
	c  Conn
	in chan []byte // what comes in; closed when the reader has ended
	// failed is why the reader ended; read after in is closed.
	failed error

	echo    Echo
	perByte time.Duration
	pause   time.Duration // between frames, at least
	last    time.Time     // when a byte came in last
	quiet   time.Duration // how long nothing must have come in before the next frame
	free    time.Time     // before then, nothing is sent
}

// read passes on what comes in, until ctx ends or the line errs.
func (t *talk) read(ctx context.Context) {
	defer close(t.in)
	buf := make([]byte, 512)
	for ctx.Err() == nil {
		n, err := t.c.Read(buf)
		if err != nil {
			t.failed = err
			return
		}
		if n == 0 {
			continue
		}
		select {
		case t.in <- bytes.Clone(buf[:n]):
		case <-ctx.Done():
		}
	}
}

// over is why the reader ended.
func (t *talk) over(ctx context.Context) error {
	if t.failed != nil {
		return t.failed
	}
	return ctx.Err()
}

// idle waits until somebody asks. What comes in is nobody's.
func (t *talk) idle(ctx context.Context) error {
	select {
	case <-t.b.wake:
		return nil
	case _, ok := <-t.in:
		if !ok {
			return t.over(ctx)
		}
		t.last = time.Now()
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// babble is how long, at least, a line that never falls silent is waited for.
const babble = 500 * time.Millisecond

// silence waits until the next frame may go out: the last exchange's rest is over,
// and nothing has come in for a while, so that nothing that is still under way is
// taken for an answer.
func (t *talk) silence(ctx context.Context) error {
	end := later(later(t.free, t.last), time.Now()).Add(max(babble, 2*t.quiet))
	for {
		until := t.free
		if q := t.last.Add(max(t.quiet, t.pause)); q.After(until) && q.Before(end) {
			until = q
		}
		d := time.Until(until)
		if d <= 0 {
			// Nothing more to wait for, but something may just have come.
			select {
			case _, ok := <-t.in:
				if !ok {
					return t.over(ctx)
				}
				t.last = time.Now()
				if time.Now().Before(end) {
					continue
				}
			default:
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			t.quiet = 0
			return nil
		}
		timer := time.NewTimer(d)
		select {
		case _, ok := <-t.in:
			timer.Stop()
			if !ok {
				return t.over(ctx)
			}
			t.last = time.Now()
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// exchange sends one frame and waits for its answer. heard is what came in when that
// is no answer.
func (t *talk) exchange(ctx context.Context, r *request) (answer, heard []byte, err error) {
	length := time.Duration(len(r.Frame)) * t.perByte
	began := time.Now()
	if _, err := t.c.Write(r.Frame, began.Add(2*length+time.Second)); err != nil {
		return nil, nil, err
	}
	out := later(began.Add(length), time.Now())
	if r.Answer == nil {
		return nil, nil, t.pass(ctx, r, out)
	}
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = answerTime
	}
	timer := time.NewTimer(time.Until(out.Add(timeout)))
	defer timer.Stop()
	var hurry <-chan struct{}
	if !r.Urgent && t.b.isDown(r.To) {
		hurry = t.b.hurry
	}
	var in []byte
	for {
		select {
		case <-hurry:
			body, _ := t.strip(in, r.Frame, true)
			if len(body) > 0 || !t.b.urgentWaits() {
				continue // it answers, or the urgent one is served already
			}
			// The frame may still be on its way out.
			t.last = later(out, time.Now())
			t.free = t.last.Add(r.Rest)
			t.quiet = t.b.set.Late
			return nil, nil, fmt.Errorf("%w: something urgent came in between", ErrResting)
		case piece, ok := <-t.in:
			if !ok {
				return nil, nil, t.over(ctx)
			}
			t.last = time.Now()
			in = append(in, piece...)
			if body, whole := t.strip(in, r.Frame, false); whole && len(body) > 0 {
				if answer, ok := r.Answer(body); ok {
					t.learn(in, r.Frame)
					t.free = time.Now().Add(r.Rest)
					return bytes.Clone(answer), nil, nil
				}
			}
		case <-timer.C:
			in = append(in, t.pending()...)
			body, _ := t.strip(in, r.Frame, true)
			if len(body) > 0 {
				if answer, ok := r.Answer(body); ok {
					t.learn(in, r.Frame)
					t.free = time.Now().Add(r.Rest)
					return bytes.Clone(answer), nil, nil
				}
			}
			t.free = time.Now().Add(r.Rest)
			t.quiet = t.b.set.Late
			t.last = time.Now()
			return nil, body, silent(body, timeout)
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
}

func later(x, y time.Time) time.Time {
	if y.After(x) {
		return y
	}
	return x
}

// echoTime is how much later than the frame is out its echo may come: adapters on
// USB hold bytes back for 16 ms.
const echoTime = 50 * time.Millisecond

// pass waits until a frame without an answer is out, and its echo in, so that this
// is not taken for the next one's.
func (t *talk) pass(ctx context.Context, r *request, out time.Time) error {
	t.free = out.Add(r.Rest)
	switch t.echo {
	case EchoLearn:
		t.last, t.quiet = out, t.b.set.Late
	case EchoNo:
		t.last = out
	case EchoYes:
		timer := time.NewTimer(time.Until(out.Add(echoTime)))
		defer timer.Stop()
		for n := 0; n < len(r.Frame); {
			select {
			case piece, ok := <-t.in:
				if !ok {
					return t.over(ctx)
				}
				n += len(piece)
			case <-timer.C:
				n = len(r.Frame)
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		t.last = time.Now()
	}
	return nil
}

// pending is what came in at the same moment as the time-out.
func (t *talk) pending() []byte {
	var in []byte
	for {
		select {
		case piece, ok := <-t.in:
			if !ok {
				return in
			}
			in = append(in, piece...)
		default:
			return in
		}
	}
}

// silent is the error of an exchange without an answer.
func silent(body []byte, timeout time.Duration) error {
	if len(body) == 0 {
		return fmt.Errorf("%w within %v", ErrNoAnswer, timeout)
	}
	return fmt.Errorf("%w within %v; what came is no answer: % x", ErrNoAnswer, timeout, body[:min(len(body), 32)])
}

// strip takes the echo of the frame off what came in. whole is false while it may be
// the beginning of an echo; at last it is not waited for any longer.
func (t *talk) strip(in, frame []byte, atLast bool) (body []byte, whole bool) {
	switch {
	case t.echo == EchoNo:
		return in, true
	case bytes.HasPrefix(in, frame):
		return in[len(frame):], true
	case bytes.HasPrefix(frame, in) && (t.echo == EchoYes || !atLast):
		return nil, false
	}
	return in, true
}

// learn keeps what an answer showed about the adapter.
func (t *talk) learn(in, frame []byte) {
	if t.echo != EchoLearn {
		return
	}
	t.echo = EchoNo
	if bytes.HasPrefix(in, frame) {
		t.echo = EchoYes
	}
}
