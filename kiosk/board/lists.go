package board

import (
	"image"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// drawLists are the last calls and, below them, the lines.
func (s *Screen) drawLists(c *tui.Canvas, r image.Rectangle) {
	lines := tui.CutBottom(&r, min(len(s.board.Lines)+2, max(r.Dy()/2, r.Dy()-8)))
	s.drawRecent(c, r)
	s.drawLines(c, lines)
}

func (s *Screen) drawTitle(c *tui.Canvas, r *image.Rectangle, key string) {
	title := tui.CutTop(r, 1)
	c.Fill(title, tui.Card)
	c.Text(tui.Inset(title, 1, 0), tui.Left, tui.CardAccent|tui.Bold, s.both(key))
}

func (s *Screen) drawRecent(c *tui.Canvas, r image.Rectangle) {
	s.drawTitle(c, &r, "board.recent")
	cols := []tui.Column{
		{Head: s.t("board.number"), Width: 8},
		{Head: s.t("board.window")},
		{Head: s.t("board.time"), Width: 5, Align: tui.Right},
	}
	var rows []tui.TableRow
	for _, call := range s.board.Calls {
		to := call.Place.Label
		if zone := s.in(call.Place.Zone); zone != "" && r.Dx() >= 40 {
			to += "  " + zone
		}
		st := tui.Ink
		if call.State == queue.Called {
			st |= tui.Bold
		}
		rows = append(rows, tui.TableRow{Cells: []string{call.Number, to, s.clock(call.At)}, Style: st})
	}
	c.Table(tui.Inset(r, 1, 0), cols, rows)
}

func (s *Screen) drawLines(c *tui.Canvas, r image.Rectangle) {
	s.drawTitle(c, &r, "board.waiting")
	wide := r.Dx() >= 44
	cols := []tui.Column{{}, {Width: 6, Align: tui.Right}}
	if wide {
		cols = append(cols, tui.Column{Width: 14, Align: tui.Right})
	}
	var rows []tui.TableRow
	for _, l := range s.board.Lines {
		name := s.in(l.Name)
		if wide {
			name = join(name, s.below(l.Name))
		}
		cells := []string{l.Prefix + " " + name, strconv.Itoa(l.Waiting)}
		st := tui.Ink
		if wide {
			cells = append(cells, s.wait(l))
		}
		if l.Closed != nil {
			st = tui.Muted
		}
		rows = append(rows, tui.TableRow{Cells: cells, Style: st})
	}
	c.Table(tui.Inset(r, 1, 0), cols, rows)
}

// wait is how long a number drawn now will wait; minutes mean something only
// while the windows work, and some window serves the line.
func (s *Screen) wait(l wire.Line) string {
	switch e := l.Estimate; {
	case l.Closed != nil:
		return s.t("board.no_numbers")
	case s.board.Day.Phase != queue.PhaseOpen:
		return ""
	case l.Windows == 0:
		return s.t("common.no_window")
	case e.High == 0 && l.Waiting > 0:
		return ""
	default:
		return words.Wait(words.Lang(s.set.Lang), e.Low, e.High)
	}
}
