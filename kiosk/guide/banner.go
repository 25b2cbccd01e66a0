package guide

import (
	"image"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// banners are what every page says before anything else, the most pressing first
// and at most two: that the hall is not heard, that somebody is in danger, that the
// hall is stopped or its day is closed.
func (s *Screen) banners() []string {
	var bs []string
	whole := s.Banner()
	if whole != "" && s.Cut() {
		bs, whole = append(bs, whole), ""
	}
	for _, h := range s.hall.Helps {
		if h.Kind == queue.HelpPanic && len(bs) == 0 {
			text := "!! " + s.Call(h) + "  " + words.Elapsed(s.Now().Sub(h.At))
			bs = append(bs, text+"  "+s.T("guide.panic_note"))
		}
	}
	if whole != "" {
		bs = append(bs, whole)
	}
	return bs
}

// cutBanners takes their rows off the top of a page, and a free one below them
// where there is room.
func (s *Screen) cutBanners(page *image.Rectangle) image.Rectangle {
	n := len(s.banners())
	r := tui.CutTop(page, n)
	if n > 0 && page.Dy() > 20 {
		tui.CutTop(page, 1)
	}
	return r
}

func (s *Screen) drawBanners(c *tui.Canvas, r image.Rectangle) {
	for _, text := range s.banners() {
		row := tui.CutTop(&r, 1)
		c.Fill(row, tui.BadFill)
		c.Text(tui.Inset(row, 1, 0), tui.Left, tui.BadFill|tui.Bold, text)
	}
}
