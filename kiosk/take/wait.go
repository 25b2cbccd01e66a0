package take

import (
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// waits are ways to write how a line stands, the fullest first.
func (s *Screen) waits(l wire.Line) []string {
	count := s.t("take.nobody")
	if l.Waiting > 0 {
		count = s.t("take.waiting", "n", l.Waiting)
	}
	working, _ := s.working()
	e := l.Estimate
	switch wait := s.minutes(e); {
	case s.unserved(l):
		none := s.t("common.no_window")
		return []string{count + s.t("take.comma") + none, count + "\n" + none, none, s.t("take.no_window")}
	case e.High == 0 && (l.Waiting > 0 || !working):
		return []string{count}
	case e.High == 0:
		return []string{s.t("take.no_wait")}
	case l.Waiting == 0:
		bare := s.bare(e)
		return []string{count + s.t("take.comma") + wait, count + " " + wait, count + "\n" + wait, wait, bare, count}
	default:
		bare := s.bare(e)
		return []string{count + s.t("take.comma") + wait, count + " " + wait, count + " " + bare, s.t("take.people", "n", l.Waiting) + " " + bare,
			count + "\n" + wait, wait, bare, count}
	}
}

// minutes writes an estimate shortly: "约10-15分", or, of a rough one, "粗估10-15分".
func (s *Screen) minutes(e queue.Estimate) string {
	if e.Rough {
		return s.span("rough", e)
	}
	return s.span("minutes", e)
}

// bare writes the minutes alone, "10-15分"; a rough estimate always says that it is
// one.
func (s *Screen) bare(e queue.Estimate) string {
	if e.Rough {
		return s.minutes(e)
	}
	return s.span("bare", e)
}

func (s *Screen) span(form string, e queue.Estimate) string {
	low, high := words.RoundWait(e.Low, e.High)
	if low == high {
		return s.t("take."+form, "minutes", high)
	}
	return s.t("take."+form+"_range", "low", low, "high", high)
}

// wait writes minutes of an estimate; "" if there are none.
func (s *Screen) wait(e queue.Estimate) string {
	if e.High == 0 {
		return ""
	}
	return s.minutes(e)
}

// unserved reports whether the windows work and none serves the line, so that
// nobody knows how long it takes.
func (s *Screen) unserved(l wire.Line) bool {
	working, _ := s.working()
	return working && l.Windows == 0
}

// shut are ways to write why a line gives no number and when it will, the
// fullest first.
func (s *Screen) shut(r *queue.Refusal) []string {
	why := s.t("take.closed")
	if key := "take.shut." + string(r.Code); words.Has(key) {
		why = s.t(key)
	}
	if r.Until.IsZero() {
		return []string{why}
	}
	if r.Code == queue.CodeFull { // it may give numbers again sooner
		latest := s.t("take.latest", "time", s.when(r.Until))
		return []string{why + s.t("take.comma") + latest, why + "\n" + latest, why}
	}
	from := s.t("take.from", "time", s.when(r.Until))
	return []string{why + s.t("take.comma") + from, why + s.t("take.comma") + s.when(r.Until), why + " " + s.when(r.Until),
		why + "\n" + from, why + "\n" + s.when(r.Until), from, s.when(r.Until), why}
}

// standing is how a line stands, in a full sentence.
func (s *Screen) standing(l wire.Line) string {
	if l.Closed != nil {
		return s.refusal(string(l.Closed.Code), l.Closed.Params, l.Closed.Until)
	}
	text := s.waits(l)[0]
	if _, opens := s.working(); opens != "" {
		text += s.t("take.comma") + s.t("take.opens", "time", opens)
	}
	return text
}

// hours are the opening hours of the day.
func (s *Screen) hours() string {
	out := ""
	for i, h := range s.menu.Day.Hours {
		if i > 0 {
			out += s.t("take.comma")
		}
		out += h.Open.String() + "-" + h.Close.String()
	}
	return out
}
