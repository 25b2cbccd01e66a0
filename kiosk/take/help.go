package take

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// help is the call for staff from this kiosk.
type help struct {
	open   bool        // its panel stands over the page
	asking bool        // the call, or its end, is under way
	id     string      // of the call, "" if it is not known
	here   bool        // the hall says that staff are called from here
	old    bool        // who called has left: it is said quietly
	failed *wire.Error // why it was not called
}

// helpMsg is the answer to a call or, with gone, to its end.
type helpMsg struct {
	help queue.Help
	gone bool
	err  *wire.Error
}

// calledFrom reports whether the hall says that staff are called from here.
func (s *Screen) calledFrom(m wire.Menu) bool {
	return s.set.Terminal != "" && slices.Contains(m.Helping, s.set.Terminal)
}

// told takes the hall's word. A call that was answered is over.
func (h *help) told(here bool) {
	if h.here && !here {
		h.id, h.old = "", false
	}
	h.here = here
}

// helping reports whether staff are on their way here.
func (s *Screen) helping() bool { return s.help.here || s.help.id != "" }

// callStaff shows the panel of the call, and calls unless somebody is on the way.
func (s *Screen) callStaff() tea.Cmd {
	s.closeNote()
	s.openHelp(true)
	s.help.failed, s.help.old = nil, false
	if s.helping() || s.help.asking {
		return nil
	}
	if s.cut {
		s.help.failed = &wire.Error{Code: wire.CodeUnreachable}
		return nil
	}
	s.help.asking = true
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		h, err := desk.CallStaff(ctx)
		return helpMsg{help: h, err: asError(err)}
	}
}

// openHelp shows or closes the panel. To the shell that is another page, which
// ends timers: those of the page below begin anew.
func (s *Screen) openHelp(open bool) {
	if s.help.open == open {
		return
	}
	s.help.open, s.focus = open, ""
	switch s.page {
	case pageResult:
		s.showResult()
	case pageUnknown:
		s.askSoon()
	}
}

// withdraw takes the call back. The screen may not know its id, as after a
// start: calling again tells it and changes nothing.
func (s *Screen) withdraw() tea.Cmd {
	if s.help.asking || s.cut {
		return nil
	}
	s.help.asking = true
	desk, id := s.desk, s.help.id
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		if id == "" {
			h, err := desk.CallStaff(ctx)
			if err != nil {
				return helpMsg{gone: true, err: asError(err)}
			}
			id = h.ID
		}
		return helpMsg{gone: true, err: asError(desk.StaffNotNeeded(ctx, id))}
	}
}

func (s *Screen) helped(m helpMsg) {
	s.help.asking = false
	s.help.failed = m.err
	switch {
	case m.err != nil:
	case m.gone:
		s.help.id, s.help.here = "", false
		s.openHelp(false)
	default:
		s.help.id = m.help.ID
	}
}

// helpQuestion says whether somebody comes, or where people help.
func (s *Screen) helpQuestion() question {
	q := question{title: s.t("take.staff")}
	on := tui.Target{ID: "on", Label: s.t("take.go_on"), Key: "1 enter . esc", Look: tui.Primary}
	other := tui.Target{ID: "recall", Label: s.t("take.staff_call"), Key: "2", Disabled: s.cut || s.help.asking}
	if s.helping() {
		other.ID, other.Label = "withdraw", s.t("take.staff_not_needed")
	}
	q.targets = []tui.Target{on, other}
	say := func(st tui.Style, what, rest string) {
		q.lines = []styled{{style: st | tui.OnCard | tui.Bold, text: what}, {}, {style: tui.Card, text: rest}}
	}
	switch {
	case s.help.asking:
		say(tui.Accent, s.t("take.staff_calling"), s.t("common.working"))
	case s.help.failed != nil:
		say(tui.Bad, s.t("take.staff_failed"), s.t("take.staff_where"))
	case s.helping():
		say(tui.Good, s.t("take.coming"), s.t("take.coming_what"))
	default:
		say(tui.Accent, s.t("take.staff_done"), s.t("take.staff_where"))
	}
	return q
}

// tapHelp acts on the panel of the call.
func (s *Screen) tapHelp(kind string) tea.Cmd {
	switch kind {
	case "on":
		s.closeNote()
		s.openHelp(false)
	case "recall":
		return s.callStaff()
	case "withdraw":
		return s.withdraw()
	}
	return nil
}
