package window

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// alarmKeys call for help in danger, each pressed twice within alarmTime: one
// press may be a slip, and whoever is threatened has no time to confirm.
var alarmKeys = []string{"f9", "!"}

const alarmTime = 2 * time.Second

// alarmKey is the first half of such a call.
type alarmKey struct {
	key string
	at  time.Time // of the machine's clock, as far as it has ticked
}

// alarmed takes a key that may be half of a call for help in danger. It works on
// every page, also while the hall is being asked something else; a character that
// is being typed stays one. Nothing that the public could read tells of it.
func (s *Screen) alarmed(key string) (cmd tea.Cmd, taken bool) {
	if s.view == nil || key != alarmKeys[0] && (key != alarmKeys[1] || s.Typing()) {
		return nil, false
	}
	if s.alarm.key != key || s.ticked.Sub(s.alarm.at) > alarmTime {
		s.alarm = alarmKey{key, s.ticked}
		if !s.silent() {
			s.Say(tui.Muted, "window.once_more")
		}
		return nil, true
	}
	switch {
	case s.silent(): // pressing on must not take it back
		return nil, true
	case s.Cut():
		s.Say(tui.Muted, "window.quiet_not_sent")
		return nil, true
	}
	s.Hush()
	return s.callHelp(queue.HelpPanic), true
}

// forgetAlarm takes back the word about a first press that no second followed.
func (s *Screen) forgetAlarm() {
	if s.Saying() == "window.once_more" && s.ticked.Sub(s.alarm.at) > alarmTime {
		s.Hush()
	}
}

// callHelp calls staff. It does not wait for a request under way.
func (s *Screen) callHelp(kind queue.HelpKind) tea.Cmd {
	desk := s.desk
	return staff.AskQuietly(&s.Talk,
		func(ctx context.Context) (queue.Help, error) { return desk.CallHelp(ctx, kind) },
		func(h queue.Help, e *wire.Error) tea.Cmd {
			quiet := kind == queue.HelpPanic
			switch {
			case e != nil && quiet:
				s.Say(tui.Muted, "window.quiet_not_sent")
			case e != nil:
				s.refuse(e)
			case quiet:
				s.helping(&h)
				s.Say(tui.Muted, "window.quiet_sent")
			default:
				s.helping(&h)
				s.Say(tui.Good, "window.staff_called")
			}
			return nil
		})
}

// helping shows the call that is open, before the hall's state does.
func (s *Screen) helping(h *queue.Help) {
	if s.view != nil {
		v := *s.view
		v.Help = h
		s.view = &v
	}
}

// callStaff calls staff, or, while a call is open, asks whether to take it back.
func (s *Screen) callStaff() tea.Cmd {
	h := s.view.Help
	if h == nil {
		return s.callHelp(queue.HelpStaff)
	}
	desk, id := s.desk, h.ID
	s.Confirm(s.T("window.withdraw_ask"), s.T("window.withdraw"), func() tea.Cmd {
		return staff.Ask(&s.Talk, "",
			func(ctx context.Context) (struct{}, error) { return struct{}{}, desk.WithdrawHelp(ctx, id) },
			func(_ struct{}, e *wire.Error) tea.Cmd {
				s.home()
				if e != nil {
					s.refuse(e)
					return nil
				}
				s.withdrew = id
				s.helping(nil)
				s.Say(tui.Muted, "window.withdrawn")
				return nil
			})
	})
	return nil
}

// helpAnswered says that somebody comes, once the hall knows; not of a call that
// was taken back here.
func (s *Screen) helpAnswered(was, now *wire.Window) {
	h := was.Help
	if h == nil || h.ID == s.withdrew || now.Help != nil && (now.Help.ID == h.ID || h.Kind == queue.HelpStaff) {
		return
	}
	if h.Kind == queue.HelpPanic {
		s.Say(tui.Muted, "window.quiet_answered")
	} else {
		s.Say(tui.Good, "window.staff_comes")
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
