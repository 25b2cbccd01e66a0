package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"

	"pgregory.net/rapid"
)

// creditOf is by how much a ticket's class may let it pass: nothing unless it is in
// force.
func creditOf(x *queue.Ticket) time.Duration {
	switch {
	case !x.Key.Before(x.Issued):
		return 0
	case x.Class == queue.Priority:
		return 20 * time.Minute
	}
	return 35 * time.Minute // 20 before the slot, and up to 15 after it
}

// passed counts the overtakes of the day's calls by next among tickets of one theme,
// and fails at one that the rules do not explain: by who was drawn later than the
// credit allows, over somebody who stood in line then, for any window, and let nobody
// pass.
func (m *machine) passed(t *rapid.T) (overtakes int) {
	for _, x := range m.state.Tickets {
		for i := range x.Periods {
			p := &x.Periods[i]
			if p.State != queue.Called || p.Reason == queue.ReasonPicked || p.Reason == queue.ReasonDirected {
				continue
			}
			theme := x.Of(p)
			for _, y := range m.state.Tickets {
				c := claim{second: y}
				then := c.secondAt(p.Seq)
				if x == y || y.Seq > x.Seq || then == nil || then.State != queue.Waiting || y.Of(then) != theme {
					continue
				}
				overtakes++
				if then.Sent || m.book.wasOut(y.Number, p.Seq) || m.book.letPass(y.Number, theme, p.Seq) {
					continue // by a reason of its own, which Compare gives
				}
				if late, credit := x.Issued.Sub(y.Issued), creditOf(x); late > credit || credit == 0 {
					t.Fatalf("%s was drawn %s after %s, may pass it by %s, and was called before it for reason %s\n%s\n%s\n%s",
						x.Number, late, y.Number, credit, p.Reason, spans(x), spans(y), m.story(nil))
				}
			}
		}
	}
	return overtakes
}

func TestNextPassesNobodyBeyondTheCredit(t *testing.T) {
	met := 0
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		t.Repeat(map[string]func(*rapid.T){"step": m.step})
		met += m.passed(t)
	})
	if met == 0 {
		t.Error("nobody was passed on any day")
	}
}
