package queue_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// snapshot is the state as bytes.
func snapshot(t queuetest.Must, s *queue.State) []byte {
	t.Helper()
	b, err := s.Snapshot()
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	return b
}

// same fails where got differs from want, and shows the place.
func same(t queuetest.Must, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	around := func(b []byte) []byte { return b[max(0, min(i-80, len(b))):min(i+80, len(b))] }
	t.Fatalf("%s: …%s…\nwant …%s…", what, around(got), around(want))
}

// body is the state as bytes without its settings and catalogue, which are
// shared and many.
func body(t queuetest.Must, s *queue.State) []byte {
	t.Helper()
	c := *s
	c.Settings, c.Catalogue = nil, nil
	return snapshot(t, &c)
}

// bare is the state without what an undo may leave: revisions, the undo itself,
// the clock, the list of recent calls, the day's trends and, in who waits, for which
// events the number was out of the line.
func bare(t queuetest.Must, s *queue.State) []byte {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(body(t, s), &v); err != nil {
		t.Fatalf("%v", err)
	}
	for _, k := range []string{"seq", "at", "calls"} {
		delete(v, k)
	}
	for _, list := range []string{"tickets", "windows", "themes"} {
		all, _ := v[list].([]any)
		for _, x := range all {
			if o, ok := x.(map[string]any); ok {
				delete(o, "trend")
				delete(o, "rev")
				delete(o, "undo")
				periods, _ := o["periods"].([]any)
				for _, p := range periods {
					delete(p.(map[string]any), "away")
				}
			}
		}
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

// wantRefusal tries a command that must be refused with the code and a hint, and
// must change nothing.
func wantRefusal(t *testing.T, h *queuetest.Hall, c queue.Command, code queue.Code) *queue.Refusal {
	t.Helper()
	before := snapshot(t, h.State)
	rs, err := queue.Execute(h.State, h.Now, queue.Actor{}, "refused", c)
	var r *queue.Refusal
	if !errors.As(err, &r) {
		t.Fatalf("%T%+v: %d events and error %v, want refusal %s", c, c, len(rs), err, code)
	}
	if r.Code != code {
		t.Fatalf("%T%+v: refused with %v, want %s", c, c, r, code)
	}
	if r.Hint == "" {
		t.Errorf("%T: refusal %s has no hint", c, r.Code)
	}
	if !bytes.Equal(before, snapshot(t, h.State)) {
		t.Errorf("%T: the refusal %s changed the state", c, r.Code)
	}
	return r
}

// wantState fails unless the number is in that state.
func wantState(t *testing.T, h *queuetest.Hall, number string, want queue.TicketState) {
	t.Helper()
	got := queue.TicketState("unknown")
	if x := h.State.Ticket(number); x != nil {
		got = x.State
	}
	if got != want {
		t.Fatalf("number %s is %s, want %s", number, got, want)
	}
}

// wantNext presses next and fails unless that number is called.
func wantNext(t *testing.T, h *queuetest.Hall, window, number string) *queue.Ticket {
	t.Helper()
	if got := h.Next(t, window); got != number {
		t.Fatalf("window %s calls %q, want %q", window, got, number)
	}
	return h.State.Ticket(number)
}

// serve calls the next at the window, who comes at once.
func serve(t *testing.T, h *queuetest.Hall, window string) string {
	t.Helper()
	n := h.Next(t, window)
	if n == "" {
		t.Fatalf("nobody for window %s", window)
	}
	h.Do(t, queue.Start{Window: window})
	return n
}

// miss calls as often as the rules ask, and gives up.
func miss(t *testing.T, h *queuetest.Hall, window string) {
	t.Helper()
	r := h.State.Settings.Rules
	for range r.Calls - 1 {
		h.Wait(r.CallGap.Duration())
		h.Do(t, queue.Recall{Window: window})
	}
	h.Wait(r.CallGap.Duration())
	h.Do(t, queue.NoShow{Window: window})
}

// at is hall time on the business day.
func at(t *testing.T, h *queuetest.Hall, clock string) time.Time {
	t.Helper()
	c, err := queue.ParseClock(clock)
	if err != nil {
		t.Fatal(err)
	}
	return h.State.Settings.Hall.At(h.State.Day.Date, c)
}
