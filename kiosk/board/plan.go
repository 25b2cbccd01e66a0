package board

import (
	"image"

	"onewindow/kiosk/tui"
)

// plan is where everything stands.
type plan struct {
	head, main, recent, waiting, notice image.Rectangle
}

// tall and high are screens with room for larger letters.
func tall(area image.Rectangle) bool { return area.Dy() >= 34 }
func high(area image.Rectangle) bool { return area.Dy() >= 60 }

// upright reports whether the screen stands on its short side; a cell is twice
// as high as wide.
func upright(area image.Rectangle) bool { return area.Dx() < 70 || area.Dx() < 2*area.Dy()*3/4 }

// planOf divides the screen: the calls get most of it, and the lists stand at
// their right or, on an upright screen, below.
func (s *Screen) planOf(area image.Rectangle) plan {
	var p plan
	p.head = tui.CutTop(&area, headRows(area))
	p.notice = tui.CutBottom(&area, s.noticeRows(area))
	lines := 1 + len(s.board.Lines)
	if s.largeWords(area) {
		lines = 1 + min(largeLines, len(s.board.Lines))*(wordRows+1)
	}
	switch {
	case !upright(area):
		p.main = area
		area = tui.CutRight(&p.main, min(110, area.Dx()*36/100))
		tui.CutRight(&area, 1)
	case area.Dx() >= 70:
		p.main = tui.CutTop(&area, area.Dy()*53/100)
		tui.CutTop(&area, 1)
		area = tui.Inset(area, 1, 0)
	default:
		p.main = tui.CutTop(&area, min(area.Dy()*5/9, 1+s.set.Rows*5))
		area = tui.Inset(area, 1, 0)
	}
	if len(s.recent()) == 0 {
		p.waiting = area
		return p
	}
	p.waiting = tui.CutBottom(&area, min(lines, area.Dy()*3/5))
	tui.CutBottom(&area, 1)
	p.recent = area
	return p
}

// largeWords reports whether there is a font and room for notices and lists in
// large words.
func (s *Screen) largeWords(area image.Rectangle) bool {
	return s.set.Face != nil && high(area) && area.Dx() >= 200
}

func headRows(area image.Rectangle) int {
	switch {
	case high(area) && area.Dx() >= 200:
		return 9
	case tall(area) && area.Dx() >= 80:
		return 5
	case tall(area):
		return 3
	}
	return 1
}

func (s *Screen) noticeRows(area image.Rectangle) int {
	switch {
	case s.largeWords(area):
		return wordRows + 4
	case tall(area):
		return 4
	}
	return 2
}
