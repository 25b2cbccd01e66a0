package take

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// frame is how a page is parted. What stands in nav and foot is at the same
// place on every page.
type frame struct {
	head, body, nav, foot image.Rectangle
	// low is a screen without room for two rows of buttons, wide one with room
	// for all of them side by side: nav is empty and everything stands in foot.
	low, wide bool
	// tall is a screen in portrait, where hands reach the lower part best.
	tall bool
	gap  int
}

// frameOf parts the screen. In portrait the bar has a second row for a hall of a
// long name.
func (s *Screen) frameOf(area image.Rectangle) frame {
	w, h := area.Dx(), area.Dy()
	f := frame{low: h < 20 || w < 70 && h < 26, wide: w >= 70 && h >= 20, tall: w < 70 && h >= 36, gap: 1}
	bar, foot := 1, 3
	switch {
	case h >= 45:
		bar, foot = 3, 5
	case h < 18:
		foot = 2
	case f.tall && s.menu != nil && tui.Width(s.in(s.menu.Day.Name)) > w-2:
		bar = 2
	}
	f.head = tui.CutTop(&area, bar)
	f.foot = tui.CutBottom(&area, foot)
	if !f.low && !f.wide {
		f.nav = tui.CutBottom(&area, foot)
	}
	if h >= 45 {
		tui.CutTop(&area, 1)
		tui.CutBottom(&area, 1)
	}
	f.body = area
	f.body, f.foot, f.nav = tui.Inset(area, 1, 0), tui.Inset(f.foot, 1, 0), tui.Inset(f.nav, 1, 0)
	return f
}

// aired leaves a row free below the bar on top where there is room.
func (f frame) aired() frame {
	if f.body.Dy() >= 17 {
		f.body.Min.Y++
	}
	return f
}

// shares parts a row into columns of those weights.
func shares(r image.Rectangle, gap int, weights ...int) []image.Rectangle {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	room, used := r.Dx()-gap*(len(weights)-1), 0
	var out []image.Rectangle
	x, done := r.Min.X, 0
	for _, w := range weights {
		done += w
		end := room * done / sum
		out = append(out, image.Rect(x, r.Min.Y, x+end-used, r.Max.Y))
		x += end - used + gap
		used = end
	}
	return out
}

// Layout returns the targets.
func (s *Screen) Layout(area image.Rectangle) []tui.Target {
	f := s.frameOf(area)
	ts, around := s.layoutPage(f), s.layoutFrame(f)
	if q, ok := s.asking(); ok {
		left := s.leftTarget().ID
		for i := range around { // staff and languages are in reach whatever is asked
			t := &around[i]
			if t.Modal = s.more || t.ID != left; t.Modal {
				t.Key = strings.TrimSpace(strings.ReplaceAll(t.Key, "enter", "")) // the panel's
			}
		}
		around = append(around, s.layoutQuestion(f, q)...)
	}
	ts = append(ts, around...)
	if s.busy {
		for i := range ts {
			ts[i].Disabled = true
		}
	}
	return s.giveEnter(ts)
}

// view is the page that is shown: its targets, how it is drawn, and whether a row is
// left free below the bar on top.
func (s *Screen) view() (layout func(frame) []tui.Target, draw func(*tui.Canvas, frame), aired bool) {
	switch s.page {
	case pageHome:
		return s.layoutHome, s.drawHome, false
	case pageVisit:
		return s.layoutVisit, s.drawVisit, false
	case pageSearch:
		return s.layoutSearch, s.drawSearch, true
	case pageList:
		return s.layoutList, s.drawList, true
	case pageBasket:
		return s.layoutBasket, s.drawBasket, true
	case pagePriority:
		return s.layoutPriority, s.drawPriority, true
	case pageID, pageForID:
		return s.layoutID, s.drawID, true
	case pageAgent:
		return s.layoutAgent, s.drawAgent, true
	case pageOffer:
		return s.layoutOffer, s.drawOffer, true
	case pageUnknown:
		return s.layoutUnknown, s.drawUnknown, true
	case pageResult:
		return nil, s.drawResult, false
	case pageFailed:
		return s.layoutFailed, s.drawFailed, true
	case pageFind:
		return s.layoutFind, s.drawFind, true
	case pageFound:
		return s.layoutFound, s.drawFound, false
	case pageOther:
		return s.layoutOther, s.drawOther, true
	case pageWhere:
		return s.layoutWhere, s.drawWhere, true
	}
	return nil, nil, false
}

// layoutPage are the targets of the page itself.
func (s *Screen) layoutPage(f frame) []tui.Target {
	layout, _, aired := s.view()
	if layout == nil {
		return nil
	}
	if aired {
		f = f.aired()
	}
	return layout(f)
}

func (s *Screen) drawPage(c *tui.Canvas, f frame) {
	_, draw, aired := s.view()
	if draw == nil {
		return
	}
	if aired {
		f = f.aired()
	}
	draw(c, f)
}
