package queue_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// seen is which ends of which rows a test has met.
type seen map[string]bool

// follow applies records to a state one by one and fails on a move that the
// tables do not have.
func (m seen) follow(t *testing.T, s *queue.State, rs []queue.Record) {
	t.Helper()
	for _, r := range rs {
		tickets, windows := map[string]queue.TicketState{}, map[string]queue.WindowState{}
		for _, x := range s.Tickets {
			tickets[x.Number] = x.State
		}
		for _, w := range s.Windows {
			windows[w.ID] = w.State
		}
		if err := queue.Apply(s, r); err != nil {
			t.Fatalf("%s: %v", r.Event.Type(), err)
		}
		typ := r.Event.Type()
		m[typ] = true
		number, window := beside(r.Event)
		undo := typ == queue.WindowUndone{}.Type()
		for _, x := range s.Tickets {
			from, to := tickets[x.Number], x.State
			if x.Rev != r.Seq && x.Number != number {
				if from != to {
					t.Errorf("%s: number %s went from %s to %s without a new revision", typ, x.Number, from, to)
				}
				continue
			}
			i := slices.IndexFunc(queue.TicketMoves, func(row queue.TicketMove) bool { return row.Event == typ })
			if undo {
				continue
			}
			if i < 0 {
				t.Errorf("%s has no row, and changes number %s", typ, x.Number)
				continue
			}
			row := queue.TicketMoves[i]
			if from != "" && !slices.Contains(row.From, from) || from == "" && row.From != nil || !slices.Contains(row.To, to) {
				t.Errorf("%s took number %s from %q to %s", typ, x.Number, from, to)
			}
			m[fmt.Sprint("ticket ", typ, " from ", from)] = true
			m[fmt.Sprint("ticket ", typ, " to ", to)] = true
		}
		for _, w := range s.Windows {
			from, to := windows[w.ID], w.State
			if from == to && w.Rev != r.Seq && w.ID != window || from == "" || undo {
				continue
			}
			i := slices.IndexFunc(queue.WindowMoves, func(row queue.WindowMove) bool { return row.Event == typ })
			if i < 0 || !slices.Contains(queue.WindowMoves[i].From, from) {
				// A window may act on a number that is not at it: it stays as it is.
				if from != to || !strings.HasPrefix(typ, "ticket.") {
					t.Errorf("%s took window %s from %s to %s", typ, w.ID, from, to)
				}
				continue
			}
			if from == to && !slices.Contains(queue.WindowMoves[i].To, to) {
				continue // it acted on another's number
			}
			if !slices.Contains(queue.WindowMoves[i].To, to) {
				t.Errorf("%s took window %s from %s to %s", typ, w.ID, from, to)
			}
			m[fmt.Sprint("window ", typ, " from ", from)] = true
			m[fmt.Sprint("window ", typ, " to ", to)] = true
		}
	}
}

// beside are the number and the window of an event that changes nothing of where they
// stand, and so leaves their revisions as they were.
func beside(e queue.Event) (number, window string) {
	switch e := e.(type) {
	case queue.TicketPaper:
		return e.Number, ""
	case queue.TicketPromised:
		return e.Number, ""
	case queue.TicketAnnounced:
		return e.Number, e.Window
	}
	return "", ""
}

func TestEveryCommandInEveryStateHappensByTheTablesOrIsRefusedWithoutAChange(t *testing.T) {
	t.Parallel()
	met := seen{}
	for _, sc := range scenes(t) {
		h := sc.hall
		empty := queue.New()
		met.follow(t, empty, h.Records)
		snap := snapshot(t, h.State)
		if !bytes.Equal(snap, snapshot(t, empty)) {
			t.Fatalf("%s: the records do not rebuild the state", sc.name)
		}
		for _, wait := range []time.Duration{0, 30 * time.Second} {
			now := h.Now.Add(wait)
			for _, c := range commands(h, sc.number) {
				if wait > 0 && !timely(c) {
					continue
				}
				s := h.State.Clone()
				ticks, err := queue.Advance(s, now)
				if err != nil {
					t.Fatal(err)
				}
				before := body(t, s)
				events, err := queue.Decide(s, now, queue.Actor{}, c)
				if !bytes.Equal(before, body(t, s)) {
					t.Errorf("%s: deciding %T%+v changed the state", sc.name, c, c)
				}
				var r *queue.Refusal
				if err != nil && (!errors.As(err, &r) || r.Code == "" || r.Hint == "" || len(events) > 0) {
					t.Errorf("%s: %T%+v: %v with %d events; want a refusal with code and hint", sc.name, c, c, err, len(events))
				}
				rs, err2 := queue.Execute(s, now, queue.Actor{}, "rid", c)
				if (err == nil) != (err2 == nil) || len(rs) != len(events) {
					t.Errorf("%s: %T%+v: decided %v, executed %v", sc.name, c, c, err, err2)
				}
				if err2 != nil && !bytes.Equal(before, body(t, s)) {
					t.Errorf("%s: the refused %T%+v changed the state", sc.name, c, c)
				}
				if err := queuetest.Check(s); err != nil {
					t.Errorf("%s: after %T%+v: %v", sc.name, c, c, err)
				}
				if all := append(ticks, rs...); len(all) > 0 {
					met.follow(t, h.State.Clone(), all)
				}
				if t.Failed() {
					t.Fatalf("%s: %T%+v", sc.name, c, c)
				}
			}
		}
		if h.State.Window("1").Asked != nil {
			met.decline(t, h)
		}
		if !bytes.Equal(snap, snapshot(t, h.State)) {
			t.Fatalf("%s: what happened to a clone happened to the state", sc.name)
		}
	}
	for _, typ := range queue.EventTypes {
		// The phases of a day and the end of a notice are met in due_test.go.
		if !met[typ] && typ != (queue.PhaseChanged{}).Type() && typ != (queue.NoticeCleared{}).Type() {
			t.Errorf("%s never happened", typ)
		}
	}
	for _, row := range queue.TicketMoves {
		for _, from := range row.From {
			if !met[fmt.Sprint("ticket ", row.Event, " from ", from)] {
				t.Errorf("no command leads by %s from %s", row.Event, from)
			}
		}
		for _, to := range row.To {
			if !met[fmt.Sprint("ticket ", row.Event, " to ", to)] {
				t.Errorf("no command leads by %s to %s", row.Event, to)
			}
		}
	}
	for _, row := range queue.WindowMoves {
		for _, from := range row.From {
			if !met[fmt.Sprint("window ", row.Event, " from ", from)] {
				t.Errorf("no command leads by %s from window %s", row.Event, from)
			}
		}
		for _, to := range row.To {
			if !met[fmt.Sprint("window ", row.Event, " to ", to)] {
				t.Errorf("no command leads by %s to window %s", row.Event, to)
			}
		}
	}
}

// decline lets window 1 say no, and time pass until that is forgotten.
func (m seen) decline(t *testing.T, h *queuetest.Hall) {
	t.Helper()
	s := h.State.Clone()
	rs, err := queue.Execute(s, h.Now, queue.Actor{}, "rid", queue.AnswerAsk{Window: "1"})
	if err != nil {
		t.Fatal(err)
	}
	ticks, err := queue.Advance(s, h.Now.Add(queue.NoLasts))
	if err != nil {
		t.Fatal(err)
	}
	m.follow(t, h.State.Clone(), append(rs, ticks...))
}

// timely reports whether half a minute makes a difference to the command.
func timely(c queue.Command) bool {
	switch c.(type) {
	case queue.Recall, queue.NoShow, queue.Undo, queue.TakeBack, queue.Next, queue.CloseDay:
		return true
	}
	return false
}

func TestEveryEventOfTicketsAndWindowsHasItsRow(t *testing.T) {
	var rows []string
	for _, r := range queue.TicketMoves {
		rows = append(rows, r.Event)
	}
	for _, r := range queue.WindowMoves {
		rows = append(rows, r.Event)
		if !slices.Contains(queue.EventTypes, r.Event) {
			t.Errorf("row %s is of no event", r.Event)
		}
	}
	for _, typ := range queue.EventTypes {
		kind, _, _ := strings.Cut(typ, ".")
		if undo := (queue.WindowUndone{}).Type(); (kind == "ticket" || kind == "window") && typ != undo && !slices.Contains(rows, typ) {
			t.Errorf("%s has no row", typ)
		}
	}
}
