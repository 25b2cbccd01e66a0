package tray

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// perCol is how many dots of the paper a column of the terminal stands for, and half
// of those of a row, as many as a letter of a printer's usual size has: text stands as
// large on the screen as on the paper. Where the screen is narrower than the paper,
// there are more.
const perCol = 12

// sheetEdges are the columns that a card has beside its sheet.
const sheetEdges = 3

// cellOf is how many dots of a paper stand in a column where it has that many columns.
func cellOf(p Paper, cols int) int {
	if cols < 1 {
		return perCol
	}
	return max(perCol, (p.Width+cols-1)/cols)
}

// largeRows is how many rows high a line is that is written in large letters, where
// those have its characters.
const largeRows = 4

// sheet is a paper as it is drawn.
type sheet struct {
	cell       int // dots in a column, and half of those in a row
	cols, rows int
	dots       []bool // two rows of them to a row
	words      []word
	large      []large
}

// word is a piece of text on a sheet.
type word struct {
	at   image.Point
	text string
	bold bool
}

// large is text in large letters.
type large struct {
	at   image.Rectangle
	text string
}

func (s *sheet) dark(x, y int) bool {
	return x >= 0 && x < s.cols && y >= 0 && y < 2*s.rows && s.dots[y*s.cols+x]
}

// sheetOf draws a paper once. White paper above and below what is printed is left
// out, but for a row. room is the columns for it.
func sheetOf(p Paper, room int) sheet {
	cell := cellOf(p, room)
	tall := 2 * cell
	top, end := inked(p)
	top = max(top/tall-1, 0)
	s := sheet{cell: cell, cols: (p.Width + cell - 1) / cell, rows: max(min((end+tall-1)/tall+1, (p.Height+tall-1)/tall)-top, 1)}
	s.dots = make([]bool, s.cols*2*s.rows)
	for y := range 2 * s.rows {
		for x := range s.cols {
			s.dots[y*s.cols+x] = mostly(p, image.Rect(x*cell, y*cell, (x+1)*cell, (y+1)*cell).Add(image.Pt(0, top*tall)))
		}
	}
	for _, l := range p.Lines {
		l.Rect = l.Rect.Sub(image.Pt(0, top*tall)).Intersect(image.Rect(0, 0, s.cols*cell, s.rows*tall))
		switch {
		case l.Rect.Empty():
		case l.Rect.Dy() < largeRows*tall:
			s.wipe(l.Rect)
			s.write(l)
		case plain(l.Text):
			s.wipe(l.Rect)
			r := image.Rect(l.Rect.Min.X/cell, l.Rect.Min.Y/tall, (l.Rect.Max.X+cell-1)/cell, (l.Rect.Max.Y+tall-1)/tall)
			s.large = append(s.large, large{r, l.Text})
		}
	}
	return s
}

// inked are the first row of dots with a dark one, and the row behind the last.
func inked(p Paper) (top, end int) {
	top = p.Height
	for y := range p.Height {
		for x := range p.Width {
			if p.Dark(x, y) {
				top, end = min(top, y), y+1
				break
			}
		}
	}
	return min(top, end), end
}

// plain reports whether a text has only characters that are known in large letters.
func plain(text string) bool {
	for _, r := range text {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return text != ""
}

// mostly reports whether half of the dots are dark.
func mostly(p Paper, r image.Rectangle) bool {
	r = r.Intersect(image.Rect(0, 0, p.Width, p.Height))
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if p.Dark(x, y) {
				n++
			}
		}
	}
	return !r.Empty() && n*2 >= r.Dx()*r.Dy()
}

// wipe takes the dots of a line away that is written as text.
func (s *sheet) wipe(r image.Rectangle) {
	for y := r.Min.Y / s.cell; y < (r.Max.Y+s.cell-1)/s.cell && y < 2*s.rows; y++ {
		for x := r.Min.X / s.cell; x < (r.Max.X+s.cell-1)/s.cell && x < s.cols; x++ {
			s.dots[y*s.cols+x] = false
		}
	}
}

// write puts a line of text where it stands. Characters that were enlarged keep
// their places, with room around each.
func (s *sheet) write(l Line) {
	cell, tall := s.cell, 2*s.cell
	width := tui.Width(l.Text)
	row := (l.Rect.Min.Y + l.Rect.Dy()/2) / tall
	if width == 0 || row >= s.rows {
		return
	}
	bold := l.Rect.Dy() > tall
	if l.Rect.Dx() <= (width+1)*cell {
		col := (l.Rect.Min.X + cell/2) / cell
		if over := (l.Rect.Min.X + l.Rect.Max.X - width*cell) / 2 / cell; l.Rect.Dx() < width*cell && over < col {
			col = max(over, 0) // smaller than its text: about its middle
		}
		s.words = append(s.words, word{image.Pt(col, row), l.Text, bold})
		return
	}
	x := l.Rect.Min.X // in dots, times the width of the text
	pitch := float64(l.Rect.Dx()) / float64(width)
	at := float64(x)
	for _, r := range l.Text {
		w := tui.Width(string(r))
		room := pitch * float64(w)
		switch {
		case r == '─': // a rule is as long as it is, however it was enlarged
			from, to := int(at)/cell, int(at+room)/cell
			s.words = append(s.words, word{image.Pt(from, row), strings.Repeat("─", max(to-from, 1)), false})
		case r != ' ':
			from := int(at+(room-float64(w*cell))/2+float64(cell)/2) / cell
			s.words = append(s.words, word{image.Pt(from, row), string(r), bold})
		}
		at += room
	}
}

// draw writes the sheet from its row down on into r.
func (s *sheet) draw(c *tui.Canvas, r image.Rectangle, down int) {
	r.Max.X = min(r.Max.X, r.Min.X+s.cols)
	r.Max.Y = min(r.Max.Y, r.Min.Y+s.rows-down)
	if r.Empty() {
		return
	}
	c = c.Within(r)
	c.Fill(r, tui.Code)
	c.Bitmap(r, tui.Code, s.cols, 2*r.Dy(), func(x, y int) bool { return s.dark(x, y+2*down) })
	for _, l := range s.large {
		c.Digits(l.at.Add(r.Min).Sub(image.Pt(0, down)), tui.Center|tui.Middle, tui.Code, l.text, 0)
	}
	for _, w := range s.words {
		if y := r.Min.Y + w.at.Y - down; y >= r.Min.Y && y < r.Max.Y {
			st := tui.Code
			if w.bold {
				st |= tui.Bold
			}
			at := image.Rect(r.Min.X+w.at.X, y, r.Max.X, y+1)
			c.Text(at, tui.Left, st, w.text)
		}
	}
}
