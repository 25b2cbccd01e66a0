package window

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// panicKeys call for help in danger, each pressed twice within panicTime: one
// press may be a slip, and whoever is threatened has no time to confirm.
var panicKeys = []string{"f9", "!"}

const panicTime = 2 * time.Second

// helpMsg is the answer to a call for staff, or to taking it back.
type helpMsg struct {
	kind      queue.HelpKind
	help      queue.Help
	withdrawn bool
	err       error
}

// panicKey takes a key that may be half of a call for help in danger. It works
// on every page, also while the hall is being asked something else; a character
// that is being typed stays one. Nothing that the public could read tells of it.
func (s *Screen) panicKey(key string) (cmd tea.Cmd, taken bool) {
	if s.view == nil || key != panicKeys[0] && (key != panicKeys[1] || s.Typing()) {
		return nil, false
	}
	if s.pressed != key || s.now.Sub(s.pressedAt) > panicTime {
		s.pressed, s.pressedAt = key, s.now
		s.say(tui.Muted, "window.once_more")
		return nil, true
	}
	s.says = message{}
	if s.silent() {
		return nil, true // pressing on must not take it back
	}
	if s.cut {
		s.say(tui.Muted, "window.quiet_not_sent")
		return nil, true
	}
	return s.askHelp(queue.HelpPanic), true
}

// askHelp calls staff. It does not wait for a request under way.
func (s *Screen) askHelp(kind queue.HelpKind) tea.Cmd {
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), requestTime)
		defer cancel()
		h, err := desk.CallHelp(ctx, kind)
		return helpMsg{kind: kind, help: h, err: err}
	}
}

// callStaff calls staff, or, while such a call is open, asks whether to take it
// back.
func (s *Screen) callStaff() tea.Cmd {
	h := s.view.Help
	if h == nil {
		return s.askHelp(queue.HelpStaff)
	}
	id := h.ID
	rows := []tui.Choice{{ID: "withdraw", Label: s.t("window.withdraw")}}
	s.choose(s.t("window.withdraw_ask"), rows, func(string) tea.Cmd {
		s.home()
		if s.cut {
			s.say(tui.Bad, "common.not_sent")
			return nil
		}
		desk := s.desk
		return func() tea.Msg {
			ctx, cancel := context.WithTimeout(context.Background(), requestTime)
			defer cancel()
			return helpMsg{withdrawn: true, err: desk.WithdrawHelp(ctx, id)}
		}
	})
	return nil
}

// helped shows the answer: aloud for a plain call, in a quiet word for one that
// nobody shall see.
func (s *Screen) helped(m helpMsg) {
	if s.view == nil {
		return
	}
	v := *s.view
	quiet := m.kind == queue.HelpPanic || v.Help != nil && v.Help.Kind == queue.HelpPanic
	if m.err != nil {
		var e *wire.Error
		if !errors.As(m.err, &e) {
			e = &wire.Error{Code: wire.CodeUnreachable, Msg: m.err.Error()}
		}
		if quiet {
			s.say(tui.Muted, "window.quiet_not_sent")
		} else {
			s.refuse(e)
		}
		return
	}
	switch {
	case m.withdrawn:
		v.Help = nil
		s.say(tui.Muted, "window.withdrawn")
	case quiet:
		v.Help = &m.help
		s.say(tui.Muted, "window.quiet_sent")
	default:
		v.Help = &m.help
		s.say(tui.Good, "window.staff_called")
	}
	s.view = &v
}

// helpAnswered says that somebody comes, once the hall knows.
func (s *Screen) helpAnswered(was, now *wire.Window) {
	if was.Help == nil || now.Help != nil || s.says.key == "window.withdrawn" {
		return
	}
	if was.Help.Kind == queue.HelpPanic {
		s.say(tui.Muted, "window.quiet_answered")
	} else {
		s.say(tui.Good, "window.staff_comes")
	}
}

// silent reports whether a call for help in danger is open; a small mark beside
// the clock is all that shows it.
func (s *Screen) silent() bool {
	return s.view != nil && s.view.Help != nil && s.view.Help.Kind == queue.HelpPanic
}

// staffCalled reports whether a plain call for staff is open.
func (s *Screen) staffCalled() bool {
	return s.view.Help != nil && s.view.Help.Kind == queue.HelpStaff
}
