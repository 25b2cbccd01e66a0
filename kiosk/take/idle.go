package take

import (
	"image"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// idle asks who has not touched for a while whether more time is needed, and
// makes home as the next citizen expects it.
func (s *Screen) idle(d time.Duration) tea.Cmd {
	if s.more {
		return s.answered(d)
	}
	if d < idleTime || s.busy {
		return nil
	}
	switch s.page {
	case pageHome:
		s.sheet, s.focus = 0, ""
		s.openHelp(false)
		if s.visit.id != "" { // of a card, and whoever put it on has left
			s.goHome()
		}
		return s.resetLook()
	case pageResult:
		return nil // it ends by itself
	}
	if s.helping() && d < helpTime {
		return nil // somebody is on the way to who stands here
	}
	s.more, s.help.open, s.note, s.focus = true, false, nil, ""
	s.ends = s.real.Add(moreTime)
	return nil
}

// answered ends the question for more time: any touch and any key since it came
// means that somebody is still here, wherever it was.
func (s *Screen) answered(d time.Duration) tea.Cmd {
	switch asked := s.ends.Add(-moreTime); {
	case s.real.Add(-d).After(asked):
		s.stillHere()
	case !s.real.Before(s.ends):
		s.goHome()
		return s.resetLook()
	}
	return nil
}

// stillHere takes the question for more time away.
func (s *Screen) stillHere() {
	if s.more {
		s.more = false
		s.step++
	}
}

// timer ends a page that nobody touches, and lets keys leave the number.
func (s *Screen) timer(name string) tea.Cmd {
	switch name {
	case "result":
		s.goHome()
		return s.resetLook()
	case "steady":
		s.steady = true
	case "again":
		return s.askAgain()
	}
	return nil
}

// left is how many seconds the page still has.
func (s *Screen) left() int {
	return max(0, int((s.ends.Sub(s.real)+time.Second-1)/time.Second))
}

// question is a panel over the page: what it says, and its buttons.
type question struct {
	title   string
	lines   []styled
	targets []tui.Target
}

// asking is the question that stands over the page, if there is one.
func (s *Screen) asking() (question, bool) {
	switch {
	case s.more:
		return question{title: s.t("take.more_time"), lines: []styled{{style: tui.Card, text: s.t("take.returns_in", "n", s.left())}},
			targets: []tui.Target{{ID: "more", Label: s.t("take.more_time_yes"), Key: "1 enter", Look: tui.Primary}}}, true
	case s.note != nil:
		return s.noteQuestion(), true
	case s.help.open:
		return s.helpQuestion(), true
	}
	return question{}, false
}

// questionFrame is where a panel, its text and its buttons stand: in the lower
// part in portrait, and never over what stands around the page.
func questionFrame(f frame, q question) (panel, text, buttons image.Rectangle) {
	all := f.body
	w := min(64, all.Dx()-2)
	rows := len(rowsOf(q.lines, w-6))
	high := max(3, min(7, f.foot.Dy()+2))
	if all.Dy() < rows+high+2 { // what is said comes before air and large buttons
		rows = len(filledRows(q.lines, w-6))
		high = max(2, min(high, all.Dy()-2-rows))
	}
	panel = tui.Centred(all, w, min(all.Dy(), rows+high+4))
	if f.tall {
		panel = panel.Add(image.Pt(0, min(all.Dy()/8, all.Max.Y-panel.Max.Y)))
	}
	in := tui.Inset(panel, 2, 1)
	buttons = tui.CutBottom(&in, min(high, in.Dy()-1))
	if in.Dy() > rows {
		tui.CutTop(&in, (in.Dy()-rows)/2)
	}
	return panel, in, buttons
}

// layoutQuestion are the buttons of the panel; while it stands nothing of the page
// acts.
func (s *Screen) layoutQuestion(f frame, q question) []tui.Target {
	_, _, row := questionFrame(f, q)
	weights := make([]int, len(q.targets))
	for i := range weights {
		weights[i] = 1
	}
	for i, r := range shares(row, 1, weights...) {
		q.targets[i].Rect, q.targets[i].Modal = r, true
	}
	return q.targets
}

func drawQuestion(c *tui.Canvas, f frame, q question) {
	panel, text, _ := questionFrame(f, q)
	c.Panel(panel, q.title)
	rows := rowsOf(q.lines, text.Dx())
	if len(rows) > text.Dy() {
		rows = filledRows(q.lines, text.Dx())
	}
	drawRows(c, text, tui.Center, rows)
}

// filledRows are rowsOf without those left free.
func filledRows(lines []styled, w int) []styled {
	return slices.DeleteFunc(rowsOf(lines, w), func(l styled) bool { return l.text == "" })
}
