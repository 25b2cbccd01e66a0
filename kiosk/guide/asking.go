package guide

import (
	"context"
	"image"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/outcome"
	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// asking is a number that was asked for.
type asking struct {
	s       *Screen
	request wire.IssueRequest
	name    outcome.Request
}

// ask asks for it under its name. The number is shown in the place of what was
// open, and so is that nobody knows whether there is one; refused says why there
// is none.
func (a *asking) ask(refused func(*wire.Error)) tea.Cmd {
	s, desk, rid, r := a.s, a.s.desk, a.name.RID, a.request
	return staff.Ask(&s.Talk, "", func(ctx context.Context) (wire.Ticket, error) {
		return desk.Issue(ctx, rid, r)
	}, func(t wire.Ticket, e *wire.Error) tea.Cmd {
		switch known := a.name.Answered(e); {
		case !known:
			u, open := s.Top().(*unknown)
			if !open {
				u = &unknown{asking: a}
				s.Home()
				s.Open(u)
			}
			u.soon()
		case e != nil:
			refused(e)
		default:
			s.Home()
			s.Open(&given{s: s, ticket: t, priority: r.Ground != ""})
		}
		return nil
	})
}

// againTime is how long after a request without an answer its outcome is asked
// for, if the link is up.
const againTime = 2 * time.Second

// againTimer rings then.
const againTimer = "again"

// unknown is the page of a number of which nobody knows whether it was given. The
// outcome is asked for once by itself, as soon as the link is up, and then by
// hand; the hall gives the same number and no second one.
type unknown struct{ *asking }

// soon has the outcome asked for in a moment, unless that was done or must wait for
// the link.
func (u *unknown) soon() {
	if u.name.Due() && !u.s.Cut() {
		u.s.After(againTimer, againTime)
	}
}

// hear asks for the outcome once the link is up.
func (u *unknown) hear(m tea.Msg) tea.Cmd {
	switch m := m.(type) {
	case wire.Link:
		if m.Up {
			return u.look(u.name.Due())
		}
	case tui.TimerMsg:
		return u.look(m.Name == againTimer && u.name.Due())
	}
	return nil
}

// look asks for the outcome now, if it shall. What the hall refuses has given no
// number: that is said, and the page goes.
func (u *unknown) look(shall bool) tea.Cmd {
	s := u.s
	if !shall || s.Busy() || s.Cut() {
		return nil
	}
	u.name.Asking()
	return u.ask(func(e *wire.Error) {
		s.Home()
		s.Refuse(e)
	})
}

func (u *unknown) keys() []tui.Target {
	s := u.s
	return []tui.Target{
		{ID: "ask", Key: "enter", Label: s.T("guide.ask_again"), Look: tui.Primary, Closed: s.Cut()},
		{ID: "back", Key: "esc q", Label: s.T("common.back")},
	}
}

func (u *unknown) areas(area image.Rectangle) (text, keys image.Rectangle) {
	keys = tui.CutBottom(&area, staff.KeysHeight(area, u.keys()))
	return area, keys
}

func (u *unknown) Layout(area image.Rectangle) []tui.Target {
	_, keys := u.areas(area)
	return staff.LayoutKeys(keys, u.keys())
}

func (u *unknown) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	s := u.s
	r, _ := u.areas(area)
	now := s.T("guide.unknown_waiting")
	if u.name.Asked() && !s.Busy() && !s.Cut() {
		now = s.T("guide.unknown_still")
	}
	lines := []tui.TextLine{
		{Style: tui.Warn | tui.Bold, Text: s.T("guide.unknown")},
		{Style: tui.Ink, Text: now},
		{Style: tui.Ink, Text: s.T("guide.unknown_what")},
	}
	high := len(lines) - 1
	for _, l := range lines {
		high += len(tui.WrapLines(l.Text, r.Dx()))
	}
	tui.CutTop(&r, max(0, (r.Dy()-high)/2))
	for _, l := range lines {
		tui.CutTop(&r, 1+c.Wrap(r, tui.Center, l.Style, l.Text))
	}
	for _, t := range ts {
		c.Button(t)
	}
}

func (u *unknown) Tap(id string) tea.Cmd {
	u.s.Hush()
	if id == "back" {
		u.s.Home()
		return nil
	}
	return u.look(true)
}

func (u *unknown) Key(tea.KeyPressMsg) tea.Cmd { return nil }
func (u *unknown) Typing() bool                { return false }
