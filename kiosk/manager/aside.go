package manager

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// remarks are what staff must look at, the most pressing first, then what else
// there is to know.
func (s *Screen) remarks() []tui.TextLine {
	v := s.view
	var rs []tui.TextLine
	add := func(style tui.Style, text string) { rs = append(rs, tui.TextLine{Style: style, Text: text}) }
	for _, a := range s.sys.Alarms {
		add(tui.Bad|tui.Bold, "!! "+s.alarm(a))
	}
	for _, l := range v.Lines {
		if l.Waiting > 0 && l.Windows == 0 {
			add(tui.Bad|tui.Bold, "!! "+s.t("manager.no_window", "service", s.in(l.Name)))
		} else if m := s.minutes(l.Since); l.Waiting > 0 && m >= tooLongWait {
			add(tui.Bad, "! "+s.t("manager.long_wait", "service", s.in(l.Name), "minutes", m))
		}
	}
	if len(rs) == 0 {
		add(tui.Good, s.t("manager.all_well"))
	}
	if len(v.Unserved) > 0 {
		add(tui.Warn, s.t("manager.unserved_list", "n", len(v.Unserved), "numbers", strings.Join(v.Unserved, " ")))
	}
	for _, l := range v.Lines {
		if l.Closed != nil && l.Closed.Code == queue.CodeIntakeClosed {
			add(tui.Warn, s.in(l.Name)+"  "+s.intake(l))
		}
	}
	for _, n := range v.Day.Notices {
		add(tui.Ink, s.t("manager.notice_is", "text", s.in(n.Text)))
	}
	if len(v.Missed) > 0 {
		add(tui.Ink, s.t("manager.missed_list", "numbers", numbers(v.Missed)))
	}
	if len(v.Held) > 0 {
		add(tui.Ink, s.t("manager.held_list", "numbers", numbers(v.Held)))
	}
	return rs
}

// alarm is an alarm in the manager's words, or, if it has none, in the hall's.
func (s *Screen) alarm(a wire.Error) string {
	if key := "manager.alarm." + a.Code; words.Has(key) {
		return s.t(key, "by", a.Params["by"])
	}
	text := a.Code + ": " + a.Msg
	if a.Hint != "" {
		text += " (" + a.Hint + ")"
	}
	return text
}

func numbers(qs []wire.Queued) string {
	var out []string
	for _, q := range qs {
		out = append(out, q.Number)
	}
	return strings.Join(out, " ")
}

func (s *Screen) asideHeight() int { return len(s.remarks()) + 1 }

func (s *Screen) drawAside(c *tui.Canvas, r image.Rectangle) {
	if r.Dy() > 3 {
		c.HLine(r, tui.Muted)
		tui.CutTop(&r, 1)
	}
	c.Lines(r, s.remarks())
}
