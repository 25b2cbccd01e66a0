package tray

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// A cell of the terminal stands for so many dots of the paper, as many as a letter
// of a printer's usual size has: text stands as large on the screen as on the paper.
const (
	perCol = 12
	perRow = 24
)

// largeDots is how many dots high a line is that is written in large letters, where
// those have its characters.
const largeDots = 4 * perRow

// sheet is a paper as it is drawn.
type sheet struct {
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
// out, but for a row.
func sheetOf(p Paper) sheet {
	top, end := inked(p)
	top = max(top/perRow-1, 0)
	s := sheet{cols: (p.Width + perCol - 1) / perCol, rows: max(min((end+perRow-1)/perRow+1, (p.Height+perRow-1)/perRow)-top, 1)}
	s.dots = make([]bool, s.cols*2*s.rows)
	for y := range 2 * s.rows {
		for x := range s.cols {
			s.dots[y*s.cols+x] = mostly(p, image.Rect(x*perCol, y*perCol, (x+1)*perCol, (y+1)*perCol).Add(image.Pt(0, top*perRow)))
		}
	}
	for _, l := range p.Lines {
		l.Rect = l.Rect.Sub(image.Pt(0, top*perRow)).Intersect(image.Rect(0, 0, s.cols*perCol, s.rows*perRow))
		switch {
		case l.Rect.Empty():
		case l.Rect.Dy() < largeDots:
			s.wipe(l.Rect)
			s.write(l)
		case plain(l.Text):
			s.wipe(l.Rect)
			r := image.Rect(l.Rect.Min.X/perCol, l.Rect.Min.Y/perRow, (l.Rect.Max.X+perCol-1)/perCol, (l.Rect.Max.Y+perRow-1)/perRow)
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
	for y := r.Min.Y / perCol; y < (r.Max.Y+perCol-1)/perCol && y < 2*s.rows; y++ {
		for x := r.Min.X / perCol; x < (r.Max.X+perCol-1)/perCol && x < s.cols; x++ {
			s.dots[y*s.cols+x] = false
		}
	}
}

// write puts a line of text where it stands. Characters that were enlarged keep
// their places, with room around each.
func (s *sheet) write(l Line) {
	width := tui.Width(l.Text)
	row := (l.Rect.Min.Y + l.Rect.Dy()/2) / perRow
	if width == 0 || row >= s.rows {
		return
	}
	bold := l.Rect.Dy() > perRow
	if l.Rect.Dx() <= (width+1)*perCol {
		s.words = append(s.words, word{image.Pt((l.Rect.Min.X+perCol/2)/perCol, row), l.Text, bold})
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
			from, to := int(at)/perCol, int(at+room)/perCol
			s.words = append(s.words, word{image.Pt(from, row), strings.Repeat("─", max(to-from, 1)), false})
		case r != ' ':
			from := int(at+(room-float64(w*perCol))/2+perCol/2) / perCol
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
