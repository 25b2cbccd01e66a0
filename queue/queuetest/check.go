package queuetest

import (
	"fmt"

	"onewindow/queue"
)

// Check says which promise a hall breaks; nil if none. It looks at the state
// from outside only, and keeps no books of its own.
func Check(s *queue.State) error {
	for _, check := range []func(*queue.State) error{checkWindows, checkTickets, checkNumbers, checkLines, checkPeriods, checkTimes, checkStaff, checkDevices, checkPapers, checkParts, checkShifts, checkFaults, checkForeseen} {
		if err := check(s); err != nil {
			return err
		}
	}
	return nil
}

// checkWindows: one ticket at one window, each knowing of the other, and one
// clerk at one window.
func checkWindows(s *queue.State) error {
	clerks, at := map[string]string{}, map[string]string{}
	for _, w := range s.Windows {
		busy := w.State == queue.Calling || w.State == queue.WindowServing
		if busy != (w.Ticket != "") {
			return fmt.Errorf("window %s is %s with ticket %q", w.ID, w.State, w.Ticket)
		}
		if (w.State == queue.Closed) != (w.Clerk == "") {
			return fmt.Errorf("window %s is %s with clerk %q", w.ID, w.State, w.Clerk)
		}
		if (w.State == queue.Paused) != (w.Reason != "") {
			return fmt.Errorf("window %s is %s with reason %q", w.ID, w.State, w.Reason)
		}
		if w.PauseAfter != "" && !busy {
			return fmt.Errorf("window %s is %s and pauses after nobody", w.ID, w.State)
		}
		if o := clerks[w.Clerk]; w.Clerk != "" && o != "" {
			return fmt.Errorf("clerk %s is at windows %s and %s", w.Clerk, o, w.ID)
		}
		clerks[w.Clerk] = w.ID
		if !busy {
			continue
		}
		if o := at[w.Ticket]; o != "" {
			return fmt.Errorf("number %s is at windows %s and %s", w.Ticket, o, w.ID)
		}
		at[w.Ticket] = w.ID
		t := s.Ticket(w.Ticket)
		want := queue.Called
		if w.State == queue.WindowServing {
			want = queue.Serving
		}
		if t == nil || t.State != want || t.Window != w.ID || t.Clerk != w.Clerk {
			return fmt.Errorf("window %s is %s, and its ticket is %+v", w.ID, w.State, t)
		}
	}
	for _, t := range s.Tickets {
		if t.State.AtWindow() && at[t.Number] != t.Window {
			return fmt.Errorf("number %s is %s at window %s, which has %q", t.Number, t.State, t.Window, at[t.Number])
		}
	}
	return nil
}

// checkTickets: every ticket has the fields of its state and no others, and
// nobody waits for a window or clerk that is not there.
func checkTickets(s *queue.State) error {
	for i, t := range s.Tickets {
		bad := func(format string, args ...any) error {
			return fmt.Errorf("number %s, %s: %s", t.Number, t.State, fmt.Sprintf(format, args...))
		}
		switch {
		case int(t.Seq) != i+1:
			return bad("seq %d at place %d", t.Seq, i)
		case t.Leg < 0 || t.Leg >= len(t.Legs):
			return bad("leg %d of %d", t.Leg, len(t.Legs))
		case t.Key.After(t.Issued):
			return bad("key %s after issue %s", t.Key, t.Issued)
		case t.State.Live() != t.Ended.IsZero():
			return bad("ended %s", t.Ended)
		case (t.State == queue.Held) && t.Hold == nil, t.State == queue.Waiting && t.Hold != nil, t.State.AtWindow() && t.Hold != nil:
			return bad("hold %+v", t.Hold)
		case t.State == queue.Waiting && (t.Window != "" || t.Clerk != "" || t.Calls != 0):
			return bad("window %q, clerk %q, %d calls", t.Window, t.Clerk, t.Calls)
		case t.State == queue.Called && (t.Calls < 1 || t.Reason.Code == "" || t.LastCall.IsZero()):
			return bad("%d calls for reason %q", t.Calls, t.Reason.Code)
		case t.State != queue.Waiting && (t.Returned || t.After != 0) && t.State.Live():
			return bad("returned %v, after %d", t.Returned, t.After)
		case t.First > t.Rev || t.Rev > s.Seq:
			return bad("revisions %d to %d of %d", t.First, t.Rev, s.Seq)
		}
		g := t.Target
		if t.State != queue.Waiting {
			continue
		}
		if w := s.Window(g.Window); g.Window != "" && (w == nil || w.State == queue.Closed) {
			return bad("waits for window %s, which is closed", g.Window)
		}
		if g.Clerk != "" && !signedIn(s, g.Clerk) {
			return bad("waits for clerk %s, who is not here", g.Clerk)
		}
	}
	return nil
}

func signedIn(s *queue.State, clerk string) bool {
	for _, w := range s.Windows {
		if w.Clerk == clerk {
			return true
		}
	}
	return false
}
