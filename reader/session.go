package reader

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"time"

	"onewindow/serial"
)

// ErrTakenAway means that a card was taken away before it was read.
var ErrTakenAway = errors.New("the card was taken away before it was read; put it on flat and wait")

const (
	// tries is how often a card that lies there is read before it is told that it
	// cannot be.
	tries = 3
	// silences is after how many requests without an answer a reader is silent.
	silences = 2
	// complaints is after how many answers of no use a reader is at fault.
	complaints = 3
)

// session is the talk with one module while its line is open.
type session struct {
	*Reader
	conn   serial.Conn
	demux  Demux
	chunk  [512]byte
	unsaid int // requests in a row without an answer
	odd    int // useless answers in a row

	// Of the card that lies on the reader.
	settled bool  // it was told
	failed  int   // it was tried without success
	why     error // the last failure
}

// latest is what outlives a card, so that it is told once: of a line that was
// unplugged, too.
type latest struct {
	seed       maphash.Seed // known to nobody
	mark       uint64       // of the number of the card that was told last
	seen       time.Time    // when that card was seen last
	complained time.Time
}

// session looks for cards until ctx ends or the line errs.
func (r *Reader) session(ctx context.Context, c serial.Conn) error {
	s := &session{Reader: r, conn: c}
	defer s.wipe()
	if err := s.greet(ctx); err != nil {
		return err
	}
	for {
		if err := s.look(ctx); err != nil {
			return err
		}
		pause := time.NewTimer(r.set.Every)
		select {
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		case <-pause.C:
		}
	}
}

func (s *session) wipe() {
	s.demux.Reset()
	clear(s.chunk[:])
}

// greet asks what the module is and whether it works. A module that leaves that
// unanswered may still read cards.
func (s *session) greet(ctx context.Context) error {
	st, err := s.ask(ctx, AskStatus, s.set.Timeout, nil)
	if err != nil {
		return err
	}
	if st == 0 {
		return nil
	}
	model := ""
	if st == StatusDone {
		if _, err = s.ask(ctx, AskModule, s.set.Timeout, func(_ Status, data []byte) { model = moduleNumber(data) }); err != nil {
			return err
		}
	}
	s.judge(st, model)
	return nil
}

// judge takes an answer that tells of the module itself.
func (s *session) judge(st Status, model string) {
	switch st {
	case StatusDone, StatusFound, StatusNoCard, StatusUnselected, StatusUnread, StatusCardRefuses, StatusCardRefused,
		StatusBadData, StatusWrongCard, StatusNoRandom, StatusNoSuchData:
		s.odd = 0
	case StatusBroken, StatusUnauthorised:
		s.odd = complaints
	default:
		if s.odd++; s.odd < complaints {
			return
		}
	}
	if s.odd > 0 {
		s.pulse.set(FaultError, fmt.Sprintf("the reader answers %v", st), model)
		return
	}
	s.pulse.set("", "", model)
}

// look looks for a card once, and reads one that was not told yet.
func (s *session) look(ctx context.Context) error {
	st, err := s.ask(ctx, Find, s.set.Timeout, nil)
	if err != nil || st == 0 {
		return err
	}
	s.judge(st, "")
	switch {
	case st == StatusFound && s.settled:
		s.latest.seen = time.Now()
		return nil
	case st == StatusFound:
		return s.read(ctx)
	case st == StatusNoCard:
		s.lifted()
	}
	return nil
}

// lifted notes that no card lies there. Most modules also say so of a card that
// they have read, until it was taken away: then this comes too early, and does no
// harm, as they will not find it.
func (s *session) lifted() {
	if s.failed > 0 && !s.settled {
		s.complain(fmt.Errorf("%w (%w)", ErrTakenAway, s.why))
	}
	s.settled, s.failed = false, 0
}

// complain tells of a card that was not read, but not again and again of one that
// hovers at the edge of the field.
func (s *session) complain(err error) {
	again := time.Since(s.latest.complained) < s.set.Again
	if s.latest.complained = time.Now(); !again && s.told.Unreadable != nil {
		s.told.Unreadable(err)
	}
}

// read selects and reads the card that was found.
func (s *session) read(ctx context.Context) error {
	st, err := s.ask(ctx, Select, s.set.Timeout, nil)
	if err != nil {
		return err
	}
	if st != StatusDone {
		s.miss(st)
		return nil
	}
	var card Card
	var bad error
	st, err = s.ask(ctx, ReadText, s.set.ReadTimeout, func(st Status, data []byte) {
		if st == StatusDone {
			card, bad = cardIn(data)
		}
	})
	switch {
	case err != nil:
		return err
	case st != StatusDone:
		s.miss(st)
	case bad != nil: // another try reads the same
		s.settled = true
		s.complain(bad)
	default:
		s.tell(card)
	}
	return nil
}

// miss counts a card that could not be read; 0 is that no answer came.
func (s *session) miss(st Status) {
	s.why = errors.New("the reader did not answer")
	if st != 0 {
		s.why = fmt.Errorf("the reader answers %v", st)
	}
	if s.failed++; s.failed == tries {
		s.settled = true
		s.complain(fmt.Errorf("the card could not be read: %w", s.why))
	}
}

// tell tells of a card, unless it is the one that was there a moment ago.
func (s *session) tell(c Card) {
	mark := maphash.String(s.latest.seed, c.Number())
	again := mark == s.latest.mark && time.Since(s.latest.seen) < s.set.Again
	s.settled, s.failed, s.latest.mark, s.latest.seen = true, 0, mark, time.Now()
	if !again && s.told.Card != nil {
		s.told.Card(c)
	}
}

// ask sends a request and waits for its answer, which take, if not nil, sees while
// it is there. The status is 0 when none came in time. The error is the line's, or
// ctx's.
func (s *session) ask(ctx context.Context, r Request, wait time.Duration, take func(Status, []byte)) (Status, error) {
	s.demux.Reset()
	if err := s.conn.Flush(); err != nil { // of an answer that came too late
		return 0, err
	}
	deadline := time.Now().Add(wait)
	_, err := s.conn.Write(r.Frame(), deadline)
	if err != nil && !errors.Is(err, serial.ErrWriteTimeout) {
		return 0, err
	}
	var st Status
	heard := false
	for st == 0 && time.Now().Before(deadline) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		n, err := s.conn.Read(s.chunk[:])
		if err != nil {
			return 0, err
		}
		heard = heard || n > 0
		s.demux.Feed(s.chunk[:n], func(body []byte) {
			if got, data, ok := answerTo(r, body); ok && st == 0 {
				if st = got; take != nil {
					take(got, data)
				}
			}
		})
		clear(s.chunk[:n])
	}
	s.count(st, heard)
	return st, nil
}

// count counts requests without an answer.
func (s *session) count(st Status, heard bool) {
	if st != 0 {
		s.unsaid = 0
		return
	}
	if s.unsaid++; s.unsaid < silences {
		return
	}
	if heard {
		s.pulse.set(FaultError, fmt.Sprintf("the reader's answers cannot be understood; is its speed %d?", s.set.Line.Baud), "")
		return
	}
	s.pulse.set(FaultSilent, "the reader does not answer; look at its power and its cable", "")
}

// answerTo takes a frame's body apart if it can be the answer to r: one that came
// too late, to another request, has another status or length.
func answerTo(r Request, body []byte) (Status, []byte, bool) {
	if len(body) < 3 {
		return 0, nil, false
	}
	st, data := Status(body[2]), body[3:]
	switch st {
	case StatusFound:
		return st, data, r == Find
	case StatusNoCard:
		return st, data, r == Find
	case StatusDone:
		return st, data, r != Find && (r == ReadText) == (len(data) > textLength)
	}
	return st, data, st != 0
}
