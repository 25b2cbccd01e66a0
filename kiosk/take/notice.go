package take

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// noticeSeconds is how long one of several notices is shown.
const noticeSeconds = 8

// notice is what the hall has to tell, one after the other if it is more, in one
// line; "" if there is nothing.
func (s *Screen) notice() string {
	if s.menu == nil {
		return ""
	}
	var all []string
	for _, n := range s.menu.Day.Notices {
		text := strings.Join(strings.Fields(s.in(n.Text)), " ")
		if text != "" && (n.Until.IsZero() || n.Until.After(s.now)) {
			all = append(all, text)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return all[int(s.now.Unix()/noticeSeconds)%len(all)]
}

// noticeFrame takes the lowest row off the body of home while there is a notice.
func (s *Screen) noticeFrame(f frame) (rest frame, notice image.Rectangle) {
	if s.notice() != "" {
		notice = tui.CutBottom(&f.body, 1)
	}
	return f, notice
}

// drawNotice shows the notice; one that is too long is cut, and stands in full
// on the board.
func (s *Screen) drawNotice(c *tui.Canvas, r image.Rectangle) {
	if r.Empty() {
		return
	}
	c.Fill(r, tui.Card)
	r = tui.Inset(r, 1, 0)
	c.Text(r, tui.Left, tui.Card|tui.Bold, s.t("take.notice", "text", s.notice()))
}
