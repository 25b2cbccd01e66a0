package take

import (
	"image"
	"maps"
	"strconv"
	"strings"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// t is a sentence in the citizen's language.
func (s *Screen) t(key string, params ...any) string {
	return words.T(words.Lang(s.lang), key, params...)
}

// in is one of the hall's own texts in the citizen's language.
func (s *Screen) in(text queue.Text) string { return text.In(s.lang) }

// zone is the hall's time zone.
func (s *Screen) zone() *time.Location {
	offset := 480
	if s.menu != nil {
		offset = s.menu.Day.UTCOffset
	}
	return time.FixedZone("hall", offset*60)
}

func (s *Screen) local(t time.Time) time.Time { return t.In(s.zone()) }

// when writes a moment as seen from now.
func (s *Screen) when(t time.Time) string {
	return words.When(words.Lang(s.lang), s.local(t), s.local(s.now))
}

// refusal is the sentence for a refusal by its code.
func (s *Screen) refusal(code string, params map[string]string, until time.Time) string {
	p := maps.Clone(params)
	if l, ok := s.lineOf(p["theme"]); ok {
		p["theme"] = s.in(l.Name)
	}
	if !until.IsZero() {
		until = s.local(until)
	}
	return words.Refusal(words.Lang(s.lang), code, p, until, s.local(s.now))
}

func (s *Screen) errorText(e *wire.Error) string {
	var until time.Time
	if e.Until != nil {
		until = *e.Until
	}
	return s.refusal(e.Code, e.Params, until)
}

// line is the line that the citizen chose.
func (s *Screen) line() (wire.Line, bool) { return s.lineOf(s.visit.theme) }

func (s *Screen) lineOf(theme string) (wire.Line, bool) {
	if s.menu != nil && theme != "" {
		for _, l := range s.menu.Lines {
			if l.Theme == theme {
				return l, true
			}
		}
	}
	return wire.Line{}, false
}

// working reports whether the windows work now, so that minutes mean something;
// if not, opens is when they begin, as a time of day, "" if not today.
func (s *Screen) working() (ok bool, opens string) {
	if s.menu.Day.Phase == queue.PhaseOpen {
		return true, ""
	}
	now := s.local(s.now)
	for _, h := range s.menu.Day.Hours {
		if int(h.Open) > now.Hour()*60+now.Minute() {
			return false, h.Open.String()
		}
	}
	return false, ""
}

// waits are ways to write how a line stands, the fullest first.
func (s *Screen) waits(l wire.Line) []string {
	count := s.t("take.nobody")
	if l.Waiting > 0 {
		count = s.t("kiosk.waiting", "n", l.Waiting)
	}
	working, _ := s.working()
	e := l.Estimate
	switch wait := words.Wait(words.Lang(s.lang), e.Low, e.High); {
	case s.unserved(l):
		none := s.t("common.no_window")
		return []string{count + s.t("take.comma") + none, count + "\n" + none, none}
	case !working || e.High == 0 && l.Waiting > 0:
		return []string{count}
	case e.High == 0:
		return []string{wait}
	case l.Waiting == 0:
		return []string{count + s.t("take.comma") + wait, count + "\n" + wait, wait}
	default:
		short := strings.TrimPrefix(wait, s.t("take.about"))
		return []string{s.t("kiosk.waiting_time", "n", l.Waiting, "wait", wait), count + "\n" + wait,
			s.t("take.waiting_short", "n", l.Waiting, "wait", short), count}
	}
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
	why := s.t("kiosk.closed")
	if key := "take.shut." + string(r.Code); words.Has(key) {
		why = s.t(key)
	}
	if r.Until.IsZero() {
		return []string{why}
	}
	from := s.t("take.from", "time", s.when(r.Until))
	return []string{why + s.t("take.comma") + from, why + "\n" + from, from, why}
}

// label makes the text of a button of that size: the name in one or two lines
// and as much of the note as fits. Width and height are those of the target.
func label(name string, notes []string, w, h int, key bool) string {
	w, h = w-4, h-2
	first := w
	if key {
		first -= 2 // the key stands before the name
	}
	rows := h
	if len(notes) > 0 {
		rows--
	}
	name = shorten(name, first, max(1, rows))
	lines := len(tui.WrapLines(name, first))
	for _, n := range notes {
		if tui.Width(n) <= w && 1+strings.Count(n, "\n") <= h-lines {
			return name + "\n" + n
		}
	}
	return name
}

// shorten cuts a name to what fits into rows lines of w cells; one that was cut
// ends in "..".
func shorten(name string, w, rows int) string {
	if len(tui.WrapLines(name, w)) <= rows {
		return name
	}
	for all := []rune(name); len(all) > 1; {
		all = all[:len(all)-1]
		if cut := strings.TrimRight(string(all), " ") + ".."; len(tui.WrapLines(cut, w)) <= rows {
			return cut
		}
	}
	return tui.Truncate(name, w)
}

// ranges writes labels of windows shortly: 1, 2, 3, 7 is "1-3, 7". Labels that
// are no numbers stand for themselves.
func ranges(labels []string) string {
	var out []string
	for i := 0; i < len(labels); {
		j := i
		for j+1 < len(labels) && follows(labels[j], labels[j+1]) {
			j++
		}
		switch {
		case j-i >= 2:
			out = append(out, labels[i]+"-"+labels[j])
			i = j + 1
		default:
			out = append(out, labels[i])
			i++
		}
	}
	return strings.Join(out, ", ")
}

func follows(a, b string) bool {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	return errX == nil && errY == nil && y == x+1
}

// para writes a paragraph at the top of r and takes its rows off.
func para(c *tui.Canvas, r *image.Rectangle, a tui.Align, st tui.Style, text string) {
	if text != "" && !r.Empty() {
		tui.CutTop(r, c.Wrap(*r, a, st, text))
	}
}
