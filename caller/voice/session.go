package voice

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// longest is how long a module may go on with what it was told over an earlier
// line.
const longest = time.Minute

// session is a module on an open line. All but the reader runs on one goroutine.
type session struct {
	*Module
	line    Line
	answers chan byte
	readErr error     // why answers was closed
	free    time.Time // when the next frame may be sent
}

// Session drives the module over a line until ctx ends, which is no error, or the
// line fails. There is one session at a time.
func (m *Module) Session(ctx context.Context, l Line) error {
	if err := l.Flush(); err != nil {
		return fmt.Errorf("voice: forget what came in before: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &session{Module: m, line: l, answers: make(chan byte, 64)}
	over := make(chan struct{})
	m.mu.Lock()
	m.over = over
	m.mu.Unlock()
	var reader sync.WaitGroup
	reader.Go(func() { s.read(ctx) })

	err := s.run(ctx)

	m.mu.Lock()
	m.over = nil
	m.mu.Unlock()
	close(over)
	cancel()
	reader.Wait()
	return err
}

// read takes the answers out of what comes in. All else is noise: a module says
// nothing but these five bytes.
func (s *session) read(ctx context.Context) {
	defer close(s.answers)
	var b [64]byte
	for ctx.Err() == nil {
		n, err := s.line.Read(b[:])
		for _, v := range b[:n] {
			if !isAnswer(v) {
				continue
			}
			select {
			case s.answers <- v:
			case <-ctx.Done():
				return
			}
		}
		if err != nil {
			s.readErr = err
			return
		}
	}
}

func isAnswer(b byte) bool {
	switch b {
	case answerReady, answerAccepted, answerRefused, answerSpeaking, answerIdle:
		return true
	}
	return false
}

// run serves what is to be said while the module answers, and looks for it while
// it does not.
func (s *session) run(ctx context.Context) error {
	for {
		if err := s.settle(ctx); err != nil {
			return end(ctx, err)
		}
		if err := s.serve(ctx); err != nil {
			return end(ctx, err)
		}
	}
}

// end is nil when the session was told to end.
func end(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// settle waits until the module answers that it is not speaking: a sentence that
// was begun over an earlier line is never cut off. What is to be said meanwhile
// fails at once.
func (s *session) settle(ctx context.Context) error {
	since := time.Now()
	for {
		st, err := s.status(ctx)
		if err == nil && s.Health().Fault != FaultError { // that one ends with the next sentence
			s.set(FaultNone, "")
		}
		switch {
		case err == nil && st == answerIdle:
			return nil
		case err == nil && time.Since(since) > longest:
			s.set(FaultError, ErrStuck.Error())
			if err := s.send(ctx, s.chip.Stop()); err != nil {
				return err
			}
			since = time.Now()
			err = ErrStuck
		case err == nil:
			err = ErrBusy
		case errors.Is(err, ErrSilent):
			s.set(FaultSilent, "no answer to a status query; check the wires, the power and the speed of the line")
		default:
			return err
		}
		wait := time.NewTimer(s.timing.Retry)
		for waiting := true; waiting; {
			select {
			case a := <-s.asks:
				a.done <- err
			case v, ok := <-s.answers:
				if !ok {
					return s.gone()
				}
				waiting = v != answerIdle && v != answerReady
			case <-wait.C:
				waiting = false
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		wait.Stop()
	}
}

// serve says what is asked, and looks after the module in between. It returns nil
// when the module has to be looked for.
func (s *session) serve(ctx context.Context) error {
	watch := time.NewTicker(s.timing.Watch)
	defer watch.Stop()
	for {
		select {
		case a := <-s.asks:
			err := s.say(ctx, a)
			if f := faultOf(err); err == nil || f != FaultNone {
				s.set(f, fmt.Sprint(err))
			}
			a.done <- err
			switch {
			case err == nil:
			case errors.Is(err, ErrGone), ctx.Err() != nil:
				return err
			default:
				return nil
			}
		case _, ok := <-s.answers: // a module that started anew says so; nothing is under way
			if !ok {
				return s.gone()
			}
		case <-watch.C:
			st, err := s.status(ctx)
			if errors.Is(err, ErrSilent) || err == nil && st != answerIdle {
				return nil
			}
			if err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// say sends the frames of an utterance, each when the one before has been said.
func (s *session) say(ctx context.Context, a ask) error {
	if a.ctx.Err() != nil {
		return a.ctx.Err()
	}
	started := a.started
	for _, f := range a.frames {
		if err := s.begin(ctx, f); err != nil {
			return err
		}
		if started != nil {
			started()
			started = nil
		}
		if err := s.finish(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// begin sends a frame until the module has taken it: twice at most.
func (s *session) begin(ctx context.Context, f frame) error {
	for try := 1; ; try++ {
		if err := s.send(ctx, f.bytes); err != nil {
			return err
		}
		st, err := s.await(ctx, s.onWire(len(f.bytes))+s.timing.Accept, answerAccepted, answerRefused, answerReady)
		if errors.Is(err, ErrSilent) {
			// Its answer, or the frame, was lost. Which of the two, it knows.
			if st, err = s.status(ctx); err == nil && st == answerIdle {
				st = answerRefused
			}
		}
		switch {
		case err != nil:
			return err
		case st == answerAccepted, st == answerSpeaking:
			return nil
		case try == 2:
			return ErrRejected
		}
	}
}

// finish waits until what was begun has been said. The last answer may be lost, so
// an end that is overdue is asked for. And an end that is told may be noise, or the
// answer to an older question: it is asked for too, because the next frame would cut
// off what is still being said.
func (s *session) finish(ctx context.Context, f frame) error {
	last := time.Now().Add(4 * (f.takes + s.timing.Slack))
	patience := f.takes + f.takes/2 + s.timing.Slack
	for silent := 0; ; {
		v, err := s.await(ctx, patience, answerIdle, answerReady)
		switch {
		case err == nil && v == answerReady:
			return ErrRestarted
		case err != nil && !errors.Is(err, ErrSilent):
			return err
		}
		told := err == nil
		st, err := s.status(ctx)
		switch {
		case errors.Is(err, ErrSilent) && told:
			return nil
		case errors.Is(err, ErrSilent):
			if silent++; silent == 2 {
				return err
			}
			patience = 0
		case err != nil:
			return err
		case st == answerIdle:
			return nil
		case time.Now().After(last):
			if err := s.send(ctx, s.chip.Stop()); err != nil {
				return err
			}
			return ErrStuck
		default:
			silent, patience = 0, f.takes/2+s.timing.Slack
		}
	}
}

// status asks whether the module speaks. The answer is an acknowledgement and then
// the state; a state without the acknowledgement before it may be an end that came
// by itself, and counts only if nothing else comes.
func (s *session) status(ctx context.Context) (byte, error) {
	if err := s.send(ctx, s.chip.Status()); err != nil {
		return 0, err
	}
	var alone byte
	known, until := false, time.Now().Add(s.onWire(8)+s.timing.Probe)
	for {
		v, err := s.await(ctx, time.Until(until), answerAccepted, answerSpeaking, answerIdle)
		switch {
		case errors.Is(err, ErrSilent) && alone != 0:
			return alone, nil
		case err != nil:
			return 0, err
		case v == answerAccepted:
			known = true
		case known:
			return v, nil
		default:
			alone = v
		}
	}
}

// send writes a frame in one piece, because a module drops one with a gap of more
// than 8 ms inside, and a rest after the frame before.
func (s *session) send(ctx context.Context, b []byte) error {
	if err := s.pause(ctx, time.Until(s.free)); err != nil {
		return err
	}
	for drained := false; !drained; { // answers to earlier frames
		select {
		case _, ok := <-s.answers:
			if !ok {
				return s.gone()
			}
		default:
			drained = true
		}
	}
	now := time.Now()
	wire := s.onWire(len(b))
	if _, err := s.line.Write(b, now.Add(2*wire+2*time.Second)); err != nil {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	s.free = now.Add(wire + s.timing.Rest)
	return nil
}

// await is the first of the wanted answers; others are passed over. ErrSilent: none
// came in time.
func (s *session) await(ctx context.Context, patience time.Duration, want ...byte) (byte, error) {
	t := time.NewTimer(patience)
	defer t.Stop()
	for {
		select {
		case v, ok := <-s.answers:
			if !ok {
				return 0, s.gone()
			}
			for _, w := range want {
				if v == w {
					return v, nil
				}
			}
		case <-t.C:
			return 0, ErrSilent
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

func (s *session) pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// gone is the error of a line that ended. The reader is done when answers is
// closed, so that its error may be read.
func (s *session) gone() error {
	if s.readErr == nil {
		return ErrGone
	}
	return fmt.Errorf("%w: %w", ErrGone, s.readErr)
}

// onWire is how long n bytes of ten bits are on their way.
func (s *session) onWire(n int) time.Duration {
	return time.Duration(n) * 10 * time.Second / time.Duration(s.baud)
}
