package take

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// frame is how a page is parted. What stands in nav and foot is at the same
// place on every page.
type frame struct {
	head, body, nav, foot image.Rectangle
	// low is a screen without room for two rows of buttons: nav is empty and
	// everything stands in foot.
	low bool
}

func frameOf(area image.Rectangle) frame {
	f := frame{low: area.Dy() < 20}
	f.head = tui.CutTop(&area, 1)
	f.foot = tui.CutBottom(&area, 3)
	if !f.low {
		f.nav = tui.CutBottom(&area, 3)
	}
	if area.Dy() > 24 {
		tui.CutTop(&area, 1)
		tui.CutBottom(&area, 1)
	}
	f.body = area
	return f
}

// Layout returns the targets.
func (s *Screen) Layout(area image.Rectangle) []tui.Target {
	f := frameOf(area)
	ts := s.layoutPage(f)
	ts = append(ts, s.layoutFrame(f)...)
	if s.busy {
		for i := range ts {
			ts[i].Disabled = true
		}
	}
	return ts
}

// layoutFrame are the targets around the page. A first key of several letters
// is not written on the button: these have no room for it.
func (s *Screen) layoutFrame(f frame) []tui.Target {
	left, staff := s.leftTarget(f.low), s.staffTarget()
	contrast := tui.Target{ID: "contrast", Label: s.t("take.contrast"), Key: "ctrl+b /", Selected: s.contrast}
	if f.low {
		cells := tui.Row(f.foot, 4, 0)
		left.Rect, contrast.Rect, staff.Rect = cells[0], cells[2], cells[3]
		staff.Label, contrast.Label = s.t("take.staff_short"), s.t("take.contrast_short")
		lang := s.langTarget(s.nextLang())
		lang.Rect, lang.Selected = cells[1], false
		return withoutEmpty(left, lang, contrast, staff)
	}
	gap := 0
	if f.foot.Dx() >= 60 {
		gap = 1
	}
	cells := tui.Row(f.foot, 4, gap)
	if tui.Width(contrast.Label)+2 > cells[3].Dx() {
		contrast.Label = s.t("take.contrast_short")
	}
	ts := make([]tui.Target, 0, 6)
	for i, l := range []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En} {
		t := s.langTarget(l)
		t.Rect = cells[i]
		ts = append(ts, t)
	}
	contrast.Rect = cells[3]
	nav := tui.Row(f.nav, 2, gap)
	if pager := s.pagerOnNav(f); pager != nil {
		nav = tui.Row(f.nav, 4, gap)
		pager[0].Rect, pager[1].Rect = nav[1], nav[2]
		ts = append(ts, pager...)
	}
	left.Rect, staff.Rect = nav[0], nav[len(nav)-1]
	if tui.Width(staff.Label)+6 > staff.Rect.Dx() {
		staff.Label = s.t("take.staff_short")
	}
	return withoutEmpty(append(ts, contrast, left, staff)...)
}

// pagerOnNav is what turns the sheets of a list, on a screen that is wide enough
// to have it beside the way back.
func (s *Screen) pagerOnNav(f frame) []tui.Target {
	if s.page != pageItems || s.more || f.nav.Dx() < 60 {
		return nil
	}
	return s.pager(s.listFrame(f, len(s.itemsOf(s.visit.theme))))
}

func withoutEmpty(ts ...tui.Target) []tui.Target {
	out := ts[:0]
	for _, t := range ts {
		if t.ID != "" {
			out = append(out, t)
		}
	}
	return out
}

// langTarget changes to a language. The next one in turn has the key.
func (s *Screen) langTarget(l queue.Lang) tui.Target {
	t := tui.Target{ID: "lang/" + string(l), Label: words.T(words.Lang(l), "take.language"), Selected: s.lang == l}
	if l == s.nextLang() {
		t.Key = s.offKeypad("ctrl+l *", "ctrl+l")
	}
	return t
}

func (s *Screen) nextLang() queue.Lang {
	switch s.lang {
	case queue.ZhHans:
		return queue.ZhHant
	case queue.ZhHant:
		return queue.En
	}
	return queue.ZhHans
}

// leftTarget is the way back; on home it finds a number instead.
func (s *Screen) leftTarget(low bool) tui.Target {
	switch {
	case s.more:
		return tui.Target{}
	case s.page == pageHome && (s.menu == nil || s.cut):
		return tui.Target{}
	case s.page == pageHome:
		label := s.t("take.find")
		if low {
			label = s.t("take.find_short")
		}
		return tui.Target{ID: "find", Label: label, Key: "-"}
	case s.page == pageResult:
		t := tui.Target{ID: "home", Label: s.doneText(low), Look: tui.Primary}
		if s.steady {
			t.Key = "enter 1 ."
		}
		return t
	case s.page == pageFound:
		return tui.Target{ID: "home", Label: s.t("common.home"), Key: "enter ."}
	}
	return tui.Target{ID: "back", Label: s.t("common.back"), Key: ". esc"}
}

func (s *Screen) staffTarget() tui.Target {
	if s.more || s.page == pageStaff {
		return tui.Target{}
	}
	return tui.Target{ID: "staff", Label: s.t("take.staff"), Key: s.offKeypad("0 ctrl+g", "ctrl+g")}
}

// offKeypad is the keys of a target, on a page with a keypad those that the
// keypad does not need.
func (s *Screen) offKeypad(keys, onKeypad string) string {
	if s.page == pageID || s.page == pageFind {
		return onKeypad
	}
	return keys
}

// Draw paints the screen.
func (s *Screen) Draw(c *tui.Canvas, ts []tui.Target) {
	f := frameOf(c.Area())
	s.drawHead(c, f.head)
	s.drawPage(c, f)
	for _, t := range ts {
		c.Button(t)
	}
	if s.busy {
		r := tui.Centred(f.body, 36, 5)
		c.Fill(r, tui.Card)
		c.Box(r, tui.Card)
		c.Text(tui.Inset(r, 2, 1), tui.Center|tui.Middle, tui.CardAccent|tui.Bold, s.t("common.working"))
	}
}

func (s *Screen) drawHead(c *tui.Canvas, r image.Rectangle) {
	c.Fill(r, tui.Title)
	r = tui.Inset(r, 1, 0)
	if s.menu == nil {
		c.Text(r, tui.Left, tui.Title|tui.Bold, s.t("kiosk.title"))
		return
	}
	now := s.local(s.now)
	clock := words.Clock(now)
	if r.Dx() >= 70 {
		clock = words.Date(words.Lang(s.lang), now) + "  " + clock
	}
	c.Text(r, tui.Right, tui.Title, clock)
	tui.CutRight(&r, tui.Width(clock)+2)
	c.Text(r, tui.Left, tui.Title|tui.Bold, s.in(s.menu.Day.Name))
}

// layoutPage are the targets of the page itself.
func (s *Screen) layoutPage(f frame) []tui.Target {
	if s.more {
		return s.layoutMore(f)
	}
	switch s.page {
	case pageHome:
		return s.layoutHome(f)
	case pageTheme:
		return s.layoutTheme(f)
	case pageItems:
		return s.layoutItems(f)
	case pagePriority:
		return s.layoutPriority(f)
	case pageID:
		return s.layoutID(f)
	case pageOffer:
		return s.layoutOffer(f)
	case pageFailed:
		return s.layoutFailed(f)
	case pageFind:
		return s.layoutFind(f)
	}
	return nil
}

func (s *Screen) drawPage(c *tui.Canvas, f frame) {
	if s.more {
		s.drawMore(c, f)
		return
	}
	switch s.page {
	case pageHome:
		s.drawHome(c, f)
	case pageTheme:
		s.drawTheme(c, f)
	case pageItems:
		s.drawItems(c, f)
	case pagePriority:
		s.drawPriority(c, f)
	case pageID:
		s.drawID(c, f)
	case pageOffer:
		s.drawOffer(c, f)
	case pageResult:
		s.drawResult(c, f)
	case pageFailed:
		s.drawFailed(c, f)
	case pageFind:
		s.drawFind(c, f)
	case pageFound:
		s.drawFound(c, f)
	case pageStaff:
		s.drawStaff(c, f)
	}
}

// toggleContrast changes between the usual page and the one of strong contrast.
func (s *Screen) toggleContrast() tea.Cmd {
	s.contrast = !s.contrast
	s.sheet = 0
	if s.contrast {
		return tui.UseTheme("contrast")
	}
	return tui.UseTheme(s.set.Theme)
}
