package board

import (
	"image"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Last calls that are listed, at most, and of large ones at least.
const (
	mostRecent  = 14
	leastRecent = 4
)

// largeLines is how many lines are listed at once in large words.
const largeLines = 4

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
		at.Max.X = min(at.Max.X, at.Min.X+cols.number+cols.window+3*cols.rows())
		c.Text(line(side, 0), tui.Right, tui.Muted, s.clock(call.At))
		c.Text(line(side, 1), tui.Right, tui.Muted, fitting(8, s.in(call.Place.Zone), ""))
		drawWay(c, at, call, cols, tui.Ink, tui.Muted, tui.Ink)
	}
}

// waitingColumns are how the lines that wait are written.
type waitingColumns struct {
	people, wait           string // headings
	peopleWidth, waitWidth int
	narrow                 bool // of a wait only the minutes
	double                 bool // the name has a row of its own
	below                  bool // each name stands there in the other language too
}

// waitingColumns are the fullest in which each name can be read whole: in both
// languages if all can, else in one. On a roomy list those stand below each
// other.
func (s *Screen) waitingColumns(width int, roomy bool) waitingColumns {
	name, both := 0, 0
	for _, l := range s.board.Lines {
		prefix, top, below := tui.Width(l.Prefix)+1, tui.Width(s.in(l.Name)), tui.Width(s.below(l.Name))
		name, both = max(name, prefix+top), max(both, prefix+top+2+below)
		if roomy {
			name = max(name, prefix+below)
		}
	}
	full := waitingColumns{people: s.both("board.people"), wait: s.both("board.wait"), below: true}
	short := waitingColumns{people: s.t("board.people"), wait: s.t("board.wait"), below: true}
	ways := []waitingColumns{full, short}
	if !roomy {
		full.below, short.below = false, false
		ways = append(ways, full, short, waitingColumns{people: s.t("board.people"), wait: s.t("board.minutes"), narrow: true})
	}
	var w waitingColumns
	for _, w = range ways {
		names := name
		if w.below && !roomy {
			names = both
		}
		w.peopleWidth, w.waitWidth = max(4, tui.Width(w.people)), max(6, tui.Width(w.wait))
		for _, l := range s.board.Lines {
			if l.Windows > 0 {
				w.waitWidth = max(w.waitWidth, tui.Width(s.wait(l, w.narrow)))
			}
		}
		if names+w.peopleWidth+w.waitWidth+5 <= width {
			return w
		}
	}
	if roomy {
		return s.waitingColumns(width, false)
	}
	w.double, w.below = true, both <= width-2
	return w
}

// roomyRows is how many rows a line has on a roomy list.
const roomyRows = 4

// drawWaiting is how many wait for what, and how long it takes. More lines than
// fit are shown in turn.
func (s *Screen) drawWaiting(c *tui.Canvas, r image.Rectangle) {
	roomy := len(s.board.Lines) > 0 && (r.Dy()-2)/len(s.board.Lines) >= roomyRows-1
	cols := s.waitingColumns(r.Dx(), roomy)
	title := tui.CutTop(&r, 1)
	c.Fill(title, tui.Head)
	title = tui.Inset(title, 1, 0)
	c.Text(tui.CutRight(&title, cols.waitWidth), tui.Right, tui.Head, cols.wait)
	tui.CutRight(&title, 2)
	c.Text(tui.CutRight(&title, cols.peopleWidth), tui.Right, tui.Head, cols.people)
	tui.CutRight(&title, 1)
	c.Text(title, tui.Left, tui.Head|tui.Bold, fitting(title.Dx(), s.both("board.waiting"), s.t("board.waiting")))
	r = tui.Inset(r, 1, 0)
	if r.Empty() {
		return
	}
	if s.largeWords(c.Area()) {
		s.drawWaitingLarge(c, r)
		return
	}
	rows := 1
	switch {
	case roomy:
		tui.CutTop(&r, 1)
		rows = min(roomyRows, r.Dy()/len(s.board.Lines))
	case cols.double:
		rows = 2
	}
	for _, l := range s.inTurn(r.Dy() / rows) {
		s.drawLine(c, tui.CutTop(&r, rows), l, cols)
	}
}

// drawLine writes one line: its name, how many wait and how long, or why it
// gives no number.
func (s *Screen) drawLine(c *tui.Canvas, r image.Rectangle, l wire.Line, cols waitingColumns) {
	st := tui.Ink
	right := line(r, 0)
	if cols.double {
		right = line(r, 1)
	}
	right.Min.X = max(r.Min.X, r.Max.X-cols.waitWidth-cols.peopleWidth-2)
	at := line(r, 0)
	if !cols.double {
		at.Max.X = right.Min.X - 1
	}
	switch wait := s.wait(l, cols.narrow); {
	case l.Closed != nil:
		st = tui.Muted
		c.Text(right, tui.Right, st, s.shut(l.Closed, right.Dx()))
	case tui.Width(wait) > cols.waitWidth:
		c.Text(right, tui.Right, tui.Muted, fitting(right.Dx(), strconv.Itoa(l.Waiting)+"  "+wait, wait))
	default:
		c.Text(right, tui.Right, st, wait)
		tui.CutRight(&right, cols.waitWidth+2)
		c.Text(right, tui.Right, st|tui.Bold, strconv.Itoa(l.Waiting))
	}
	c.Text(tui.CutLeft(&at, tui.Width(l.Prefix)+1), tui.Left, tui.Accent|tui.Bold, l.Prefix)
	switch {
	case cols.below && r.Dy() > 2: // a roomy list
		c.Text(at, tui.Left, st|tui.Bold, s.in(l.Name))
		c.Text(at.Add(image.Pt(0, 1)), tui.Left, tui.Muted, s.below(l.Name))
	default:
		tui.CutLeft(&at, c.Text(at, tui.Left, st, s.in(l.Name))+2)
		if cols.below {
			c.Text(at, tui.Left, tui.Muted, s.below(l.Name))
		}
	}
}

// inTurn are the n lines whose turn it is to be shown; after the last comes the
// first.
func (s *Screen) inTurn(n int) []wire.Line {
	all := s.board.Lines
	if n <= 0 || len(all) <= n {
		return all
	}
	var lines []wire.Line
	for i := range n {
		lines = append(lines, all[(s.notice*n+i)%len(all)])
	}
	return lines
}

// drawWaitingLarge lists a few lines in large words; how long it takes stands in
// small ones where there is room.
func (s *Screen) drawWaitingLarge(c *tui.Canvas, r image.Rectangle) {
	prefix := 0
	for _, l := range s.board.Lines {
		prefix = max(prefix, bigWidth(l.Prefix, 2*wordRows))
	}
	for _, l := range s.inTurn(r.Dy() / (wordRows + 1)) {
		tui.CutTop(&r, 1)
		at := tui.CutTop(&r, wordRows)
		drawBig(c, tui.CutLeft(&at, prefix+2), tui.Left, tui.Accent, l.Prefix, 2*wordRows)
		st, right, small := tui.Ink, s.t("board.persons", "n", l.Waiting), s.wait(l, false)
		if l.Closed != nil {
			st, right, small = tui.Muted, "", s.shut(l.Closed, at.Dx())
		}
		if w, h := s.drawWords(c, at, tui.Right, st, right, wordRows); h > 0 {
			tui.CutRight(&at, w+2)
		} else {
			small = join(right, small)
		}
		if w, h := s.drawWords(c, at, tui.Left, st, s.in(l.Name), wordRows); h > 0 {
			tui.CutLeft(&at, w+1)
		} else {
			tui.CutLeft(&at, c.Text(line(at, wordRows/2), tui.Left, st|tui.Bold, s.in(l.Name))+1)
		}
		if tui.Width(small) <= at.Dx() {
			c.Text(line(at, wordRows-2), tui.Right, tui.Muted, small)
		}
	}
}

// wait is how long a number drawn now will wait, on a narrow list the minutes
// alone; that means something only while numbers are given, and, while the windows
// work, if some window serves the line. Over lunch and before the hall opens it counts
// from now, as on paper.
func (s *Screen) wait(l wire.Line, narrow bool) string {
	phase := s.board.Day.Phase
	switch e := l.Estimate; {
	case phase == queue.PhaseBefore || phase == queue.PhaseClosed:
		return ""
	case phase == queue.PhaseOpen && l.Windows == 0 && narrow:
		return s.t("board.no_window")
	case phase == queue.PhaseOpen && l.Windows == 0:
		return s.t("common.no_window")
	case e.High == 0 && (l.Waiting > 0 || phase != queue.PhaseOpen):
		return ""
	case narrow:
		return words.WaitSpan(e.Low, e.High, e.Rough)
	default:
		return words.Wait(words.Lang(s.set.Lang), e.Low, e.High, e.Rough)
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
