package board

import (
	"cmp"
	"image"
	"strconv"
	"strings"
	"unicode"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Last calls that are listed, at most, and of large ones at least.
const (
	mostRecent  = 14
	leastRecent = 5
)

// drawTitle heads a list and returns where.
func (s *Screen) drawTitle(c *tui.Canvas, r *image.Rectangle, key string) image.Rectangle {
	title := tui.CutTop(r, 1)
	c.Fill(title, tui.Head)
	title = tui.Inset(title, 1, 0)
	c.Text(title, tui.Left, tui.Head|tui.Bold, fitting(title.Dx(), s.both(key), s.t(key)))
	return title
}

// recent are the last calls that do not stand large.
func (s *Screen) recent() []wire.Call {
	var out []wire.Call
	for _, call := range s.board.Calls {
		if s.ours(call) && (s.hidden || s.at(call.Number) < 0) {
			out = append(out, call)
		}
	}
	return out[:min(len(out), mostRecent)]
}

// drawRecent lists the last calls, with large numbers if there is room.
func (s *Screen) drawRecent(c *tui.Canvas, r image.Rectangle) {
	s.drawTitle(c, &r, "board.recent")
	r = tui.Inset(r, 1, 0)
	calls := s.recent()
	for dots := 16; dots > 0; dots = smaller(dots) {
		rows := (dots + 1) / 2
		n := min(r.Dy()/(rows+1), len(calls))
		cols := columnsOf(calls[:n], r.Dx()-9, rows)
		if r.Dy()/(rows+1) >= leastRecent && cols.numberDots == dots && cols.windowDots == dots {
			s.drawRecentLarge(c, r, calls[:n], cols)
			return
		}
	}
	step := 1
	if r.Dy() >= 2*leastRecent+2 {
		step = 2
	}
	for i, call := range calls {
		at := line(r, i*step)
		if at.Empty() {
			return
		}
		st := tui.Ink
		if call.State == queue.Called {
			st |= tui.Bold
		}
		c.Text(tui.CutLeft(&at, 7), tui.Left, st, call.Number)
		c.Text(tui.CutRight(&at, 6), tui.Right, tui.Muted, s.clock(call.At))
		w := max(4, tui.Width(call.Place.Label)+1)
		c.Text(tui.CutLeft(&at, w), tui.Left, st, call.Place.Label)
		if zone := s.in(call.Place.Zone); tui.Width(zone) <= at.Dx() {
			c.Text(at, tui.Left, tui.Muted, zone)
		}
	}
}

func (s *Screen) drawRecentLarge(c *tui.Canvas, r image.Rectangle, calls []wire.Call, cols columns) {
	for _, call := range calls {
		tui.CutTop(&r, 1)
		at := tui.CutTop(&r, cols.rows())
		side := tui.CutRight(&at, 8)
		tui.CutRight(&at, 1)
		c.Text(line(side, 0), tui.Right, tui.Muted, s.clock(call.At))
		c.Text(line(side, 1), tui.Right, tui.Muted, fitting(8, s.in(call.Place.Zone), ""))
		drawWay(c, at, call, cols, tui.Ink, tui.Muted, tui.Ink)
	}
}

// drawWaiting is how many wait for what, and how long it takes. More lines than
// fit are shown in turn.
func (s *Screen) drawWaiting(c *tui.Canvas, r image.Rectangle) {
	people, minutes, pw, mw := s.t("board.people"), s.t("board.minutes"), 4, 6
	narrow := r.Dx() < 40
	if !narrow {
		minutes, mw = s.t("board.wait"), 12
	}
	if r.Dx() >= 50 {
		people, minutes = s.both("board.people"), s.both("board.wait")
	}
	pw, mw = max(pw, tui.Width(people)), max(mw, tui.Width(minutes))
	title := tui.CutTop(&r, 1)
	c.Fill(title, tui.Head)
	title = tui.Inset(title, 1, 0)
	c.Text(title, tui.Right, tui.Head, minutes)
	tui.CutRight(&title, mw+2)
	c.Text(title, tui.Right, tui.Head, people)
	tui.CutRight(&title, pw+1)
	c.Text(title, tui.Left, tui.Head|tui.Bold, fitting(title.Dx(), s.both("board.waiting"), s.t("board.waiting")))
	if r.Empty() {
		return
	}
	lines := s.board.Lines
	if pages := (len(lines) + r.Dy() - 1) / r.Dy(); pages > 1 {
		from := s.notice % pages * r.Dy()
		lines = lines[from:min(from+r.Dy(), len(lines))]
	}
	for i, l := range lines {
		at := tui.Inset(line(r, i), 1, 0)
		right := at
		right.Min.X = at.Max.X - mw - pw - 2
		at.Max.X = right.Min.X - 1
		switch wait := s.wait(l, narrow); {
		case l.Closed != nil:
			c.Text(right, tui.Right, tui.Muted, s.shut(l.Closed, right.Dx()))
		case tui.Width(wait) > mw:
			c.Text(right, tui.Right, tui.Muted, fitting(right.Dx(), strconv.Itoa(l.Waiting)+"  "+wait, wait))
		default:
			c.Text(right, tui.Right, tui.Ink, wait)
			tui.CutRight(&right, mw+2)
			c.Text(right, tui.Right, tui.Ink|tui.Bold, strconv.Itoa(l.Waiting))
		}
		c.Text(tui.CutLeft(&at, tui.Width(l.Prefix)+1), tui.Left, tui.Accent|tui.Bold, l.Prefix)
		st := tui.Ink
		if l.Closed != nil {
			st = tui.Muted
		}
		w := c.Text(at, tui.Left, st, s.in(l.Name))
		tui.CutLeft(&at, w+2)
		if below := s.below(l.Name); tui.Width(below) <= at.Dx() {
			c.Text(at, tui.Left, tui.Muted, below)
		}
	}
}

// wait is how long a number drawn now will wait, on a narrow list the minutes
// alone; that means something only while the windows work, and some window
// serves the line.
func (s *Screen) wait(l wire.Line, narrow bool) string {
	switch e := l.Estimate; {
	case s.board.Day.Phase != queue.PhaseOpen:
		return ""
	case l.Windows == 0 && narrow:
		return s.t("board.no_window")
	case l.Windows == 0:
		return s.t("common.no_window")
	case e.High == 0 && l.Waiting > 0:
		return ""
	default:
		wait := words.Wait(words.Lang(s.set.Lang), e.Low, e.High)
		if narrow {
			wait = cmp.Or(strings.TrimFunc(wait, func(r rune) bool { return !unicode.IsDigit(r) }), "0")
		}
		return wait
	}
}

// shut is why a line gives no number, in both languages if they fit.
func (s *Screen) shut(r *queue.Refusal, width int) string {
	key := "board.shut." + string(r.Code)
	if !words.Has(key) {
		key = "board.no_numbers"
	}
	return fitting(width, s.both(key), s.t(key))
}
