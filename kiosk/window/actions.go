package window

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// action is one thing that a clerk does with one key.
type action struct {
	id   string
	keys string              // the keypad's first, it is shown
	in   []queue.WindowState // where it is of use; elsewhere the hall says why not
}

var (
	anywhere = []queue.WindowState{queue.Idle, queue.Calling, queue.WindowServing, queue.Paused}
	atWork   = []queue.WindowState{queue.Calling, queue.WindowServing}
	free     = []queue.WindowState{queue.Idle}
)

// actions are all of them, in the order of their keys on the screen: first those
// of every visit. The keys of a keypad come first in each, then letters, then
// those that presenters and pedals send. A key that opens a list is never that of
// one of its rows, so that a key held down picks nothing from what it opened.
var actions = []action{
	{"next", "enter space pgdown", []queue.WindowState{queue.Idle, queue.Calling, queue.WindowServing}},
	{"recall", "* r", []queue.WindowState{queue.Calling}},
	{"start", "+ s pgup", []queue.WindowState{queue.Calling}},
	{"noshow", "- n", []queue.WindowState{queue.Calling}},
	{"finish", "f 1", atWork},
	{"hold", ". h", []queue.WindowState{queue.WindowServing, queue.Idle}},
	{"transfer", "/ t", atWork},
	{"pause", "0 p", anywhere},
	{"undo", "u 3 backspace", anywhere},
	{"call", "g 9", free},
	{"return", "b 7", anywhere},
	{"change", "c 2", atWork},
	{"papers", "m 5", atWork},
	{"cancel", "x 8", atWork},
	{"reprint", "e", anywhere},
	{"staff", "y 6", anywhere},
	{"signout", "q 4", []queue.WindowState{queue.Idle, queue.Paused}},
	{"help", "? f1", anywhere},
}

// otherNames are the names that some keys have at times.
var otherNames = map[string]string{
	"hold": "window.key.takeback", "pause": "window.key.resume", "staff": "window.key.withdraw",
}

// workKeys are all keys of all actions, and those that answer a manager's wish.
var workKeys = func() []string {
	var ks []string
	for _, a := range actions {
		ks = append(ks, strings.Fields(a.keys)...)
	}
	return append(ks, "a", "d")
}()

// actionOf is the action of a key.
func actionOf(key string) (id string, ok bool) {
	for _, a := range actions {
		if slices.Contains(strings.Fields(a.keys), strings.ToLower(key)) {
			return a.id, true
		}
	}
	return "", false
}

// act does one action, or opens its form.
func (s *Screen) act(id string) tea.Cmd {
	s.Hush()
	s.about, s.refusedNow = "", false
	v := s.view
	if s.Cut() && id != "help" && id != "back" {
		s.Say(tui.Bad, "common.not_sent")
		return nil
	}
	here := v.Ticket != nil
	switch id {
	case "next":
		return s.send("next", queue.Next{})
	case "recall":
		return s.send("recall", queue.Recall{})
	case "start":
		// An answer to the question comes later than the citizen did.
		return s.send("start", queue.Start{Inferred: s.own == pageAnswer})
	case "noshow":
		return s.send("noshow", queue.NoShow{})
	case "undo":
		return s.send("undo", queue.Undo{})
	case "signout":
		if !slices.Contains(free, v.State) && v.State != queue.Paused {
			s.refuse(&wire.Error{Code: string(queue.CodeBusy), Params: map[string]string{"number": s.number()}})
			return nil
		}
		s.openSignOut()
	case "staff":
		return s.callStaff()
	case "accept":
		return s.acceptWish()
	case "decline":
		return s.declineWish()
	case "help":
		s.openHelp()
	case "back":
		s.home()
	case "pause":
		if v.State == queue.Paused || v.PauseAfter != "" {
			return s.send("resume", queue.Resume{})
		}
		s.openPause()
	case "hold":
		if here {
			s.openHold()
		} else {
			s.openHeld()
		}
	case "call":
		if s.may(queue.RightPick) {
			s.openCall()
		}
	case "return":
		s.openMissed()
	case "reprint":
		return s.openReprint()
	case "finish", "transfer", "change", "cancel", "papers":
		if !here {
			s.refuse(&wire.Error{Code: string(queue.CodeNobodyHere)})
			return nil
		}
		if id == "cancel" && !s.may(queue.RightCancel) {
			return nil
		}
		s.about = s.number()
		switch id {
		case "finish":
			s.openFinish()
		case "transfer":
			s.openTransfer()
		case "change":
			return s.openChange()
		case "cancel":
			s.openCancel()
		case "papers":
			s.openPapers()
		}
	}
	return nil
}

// may reports whether the clerk has a right, and says so if not, before
// anything is typed in vain.
func (s *Screen) may(r queue.Right) bool {
	ok := slices.Contains(s.view.Rights, r)
	if !ok {
		s.refuse(&wire.Error{Code: string(queue.CodeNoRight)})
	}
	return ok
}

// callsNobody reports whether nobody can be called now, which the banner explains.
func (s *Screen) callsNobody() bool { return s.view.Day.Stopped != "" || !s.view.Day.Open }

// askNext asks whether the visit shall end. A keypad without NumLock sends PgDn for
// the digit 3, and nobody may lose a visit by that; a pedal's PgUp says yes.
func (s *Screen) askNext() {
	s.Hush()
	s.about = s.number()
	yes := tui.Choice{ID: "yes", Label: s.T("window.next_yes"), Keys: "enter pgup"}
	s.choose(s.T("window.next_ask", "number", s.about), []tui.Choice{yes}, func(string) tea.Cmd {
		return s.send("next", queue.Next{})
	})
}

// target is an action as a button; closed where it is of no use.
func (s *Screen) target(a action) tui.Target {
	v := s.view
	t := tui.Target{ID: a.id, Key: a.keys, Label: s.T("window.key." + a.id), Closed: s.Cut() || !slices.Contains(a.in, v.State)}
	switch a.id {
	case "next":
		if v.State == queue.WindowServing {
			t.Key = strings.Replace(t.Key, " pgdown", "", 1) // see askNext
		}
		if t.Closed = t.Closed || s.callsNobody(); !t.Closed && v.State != queue.Calling {
			t.Look = tui.Primary
		}
	case "recall":
		t.Closed = t.Closed || s.callsNobody()
	case "start":
		if v.State == queue.Calling {
			t.Look = tui.Primary
		}
	case "hold":
		if v.State == queue.Idle {
			t.Label, t.Closed = s.T(otherNames["hold"]), t.Closed || len(v.Held) == 0
		}
	case "return":
		t.Closed = t.Closed || len(v.Missed) == 0
	case "undo":
		t.Closed = t.Closed || s.SecondsTo(v.UndoUntil) == 0
	case "papers":
		t.Closed = t.Closed || v.Ticket == nil || len(s.paperLines(v.Ticket)) == 0
	case "staff":
		if s.staffCalled() {
			t.Label = s.T(otherNames["staff"])
		}
	case "help":
		t.Closed = false
	case "call":
		t.Closed = t.Closed || s.callsNobody() || !slices.Contains(v.Rights, queue.RightPick)
	case "cancel":
		t.Closed = t.Closed || !slices.Contains(v.Rights, queue.RightCancel)
	case "pause":
		if v.State == queue.Paused || v.PauseAfter != "" {
			t.Label, t.Look = s.T(otherNames["pause"]), tui.Primary
		}
	}
	return t
}
