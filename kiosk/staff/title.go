package staff

import (
	"image"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// DrawTitle writes the bar on top: what and where on the left; on the right
// whether the hall is heard, and unless there is no room for it, for how long not,
// and hall time.
func (k *Talk) DrawTitle(c *tui.Canvas, r image.Rectangle, left string, clock bool) {
	k.DrawMarkedTitle(c, r, left, clock, "")
}

// DrawMarkedTitle is DrawTitle with a mark at the very right, "" for none.
func (k *Talk) DrawMarkedTitle(c *tui.Canvas, r image.Rectangle, left string, clock bool, mark string) {
	if r.Empty() {
		return
	}
	link, style := k.T("common.linked"), tui.TitleMuted
	if k.cut {
		link, style = k.T("common.cut"), tui.BadFill|tui.Bold
		if clock {
			link += k.Away()
		}
	}
	if clock {
		link += "  " + k.Clock(k.now)
	}
	if mark != "" {
		link += " " + mark
	}
	c.TitleBar(r, left, link, style)
}

// Away is for how long the hall has not been heard, with a space before it; empty if
// that is not known.
func (k *Talk) Away() string {
	if k.link.Since.IsZero() || k.real.IsZero() {
		return ""
	}
	return " " + words.Elapsed(k.real.Sub(k.link.Since))
}

// Banner says what concerns the whole hall: a lost link, an emergency stop, a day
// that is not open; empty if there is nothing to say.
func (k *Talk) Banner() string {
	switch d := k.day; {
	case k.cut:
		return k.T("common.no_link") + "  " + k.T("common.stale", "time", k.Clock(k.last))
	case d.Stopped != "":
		return k.T("refusal.hall_stopped", "reason", k.Stop(d.Stopped))
	case !d.Open:
		return k.T("staff.day_closed")
	}
	return ""
}

// DrawConnecting says that the hall has not been heard yet.
func (k *Talk) DrawConnecting(c *tui.Canvas) {
	text := k.T("common.connecting")
	if k.cut {
		text = k.T("common.no_link")
	}
	c.Wrap(c.Area(), tui.Center|tui.Middle, tui.Ink, text)
}
