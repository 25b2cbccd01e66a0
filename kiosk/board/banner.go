package board

import (
	"image"

	"onewindow/kiosk/tui"
)

// bannerRows is how high a state's banner is over the calls in r.
func (s *Screen) bannerRows(st state, r image.Rectangle) int {
	if _, h := s.largeBanner(st, r); h > 0 {
		return h + 3
	}
	n := len(st.lines(r.Dx() - 4))
	if r.Dy() >= 30 {
		n += 2
	}
	return n
}

// largeBanner is how large the words of a banner over r are; 0 if they are text.
func (s *Screen) largeBanner(st state, r image.Rectangle) (w, h int) {
	if r.Dy() < 8*wordRows {
		return 0, 0
	}
	return s.wordsFit(st.banner.top, r.Dx()-4, wordRows)
}

// lines are the banner's text: in one line if it fits, else each language has
// its own.
func (st state) lines(width int) []string {
	if text := join(st.banner.top, st.banner.below); tui.Width(text) <= width {
		return []string{text}
	}
	lines := tui.WrapLines(st.banner.top, width)
	if st.banner.below != "" {
		lines = append(lines, tui.WrapLines(st.banner.below, width)...)
	}
	return lines
}

func (s *Screen) drawBanner(c *tui.Canvas, r image.Rectangle, st state) {
	c.Fill(r, st.style)
	r = tui.Inset(r, 2, 0)
	if _, h := s.wordsFit(st.banner.top, r.Dx(), wordRows); h > 0 && r.Dy() == h+3 {
		below := tui.CutBottom(&r, 1)
		tui.CutTop(&r, 1)
		s.drawWords(c, r, tui.Center, st.style, st.banner.top, wordRows)
		c.Text(below, tui.Center, st.style|tui.Bold, st.banner.below)
		return
	}
	lines := st.lines(r.Dx())
	tui.CutTop(&r, (r.Dy()-len(lines))/2)
	for i, text := range lines {
		c.Text(line(r, i), tui.Center, st.style|tui.Bold, text)
	}
}
