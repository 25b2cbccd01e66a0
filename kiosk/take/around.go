package take

import (
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// layoutFrame are the targets around the page: the way back, the languages,
// large text, and somebody to help.
func (s *Screen) layoutFrame(f frame) []tui.Target {
	left, staff, large := s.leftTarget(), s.staffTarget(f), s.largeTarget()
	langs := make([]tui.Target, 0, 3)
	for _, l := range []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En} {
		langs = append(langs, s.langTarget(l))
	}
	switch {
	case f.low && f.foot.Dx() < 68:
		cells := shares(f.foot, 1, 1, 1, 1, 1)
		lang := s.langTarget(s.nextLang())
		lang.Label = s.t("take.language_next")
		left.Rect, lang.Rect, large.Rect, staff.Rect = cells[0], cells[1], cells[2], cells[3]
		return withoutEmpty(left, lang, large, staff)
	case f.wide || f.low:
		cells := shares(f.foot, 1, 11, 10, 10, 11, 11, 18)
		left.Rect, large.Rect, staff.Rect = cells[0], cells[4], cells[5]
		for i := range langs {
			langs[i].Rect = cells[i+1]
		}
	default:
		cells := shares(f.foot, 1, 1, 1, 1, 1)
		for i := range langs {
			langs[i].Rect = cells[i]
		}
		large.Rect = cells[3]
		nav := shares(f.nav, 1, 14, 12, 16)
		left.Rect, staff.Rect = nav[0], nav[2]
	}
	return withoutEmpty(append([]tui.Target{left}, append(langs, large, staff)...)...)
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
		t.Selected = false
		t.Key = s.offKeypad("*")
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

// largeTarget says which text it leads to, and is never shown as selected: a thick
// frame beside that of the language would be read with it.
func (s *Screen) largeTarget() tui.Target {
	t := tui.Target{ID: "large", Label: s.t("take.large"), Key: "/"}
	if s.large {
		t.Label = s.t("take.usual")
	}
	return t
}

// leftTarget is the way back; on home it leads to what is no line.
func (s *Screen) leftTarget() tui.Target {
	switch {
	case s.page == pageHome && (s.menu == nil || s.cut):
		return tui.Target{}
	case s.page == pageHome:
		return tui.Target{ID: "other", Label: s.t("take.other"), Key: "."}
	case s.page == pageResult:
		t := tui.Target{ID: "home", Label: s.t("take.done") + " " + strconv.Itoa(s.left()), Look: tui.Primary}
		if s.steady {
			t.Key = "enter 1 ."
		}
		return t
	case s.page == pageFound:
		return tui.Target{ID: "home", Label: s.t("common.home"), Key: ". enter"}
	}
	return tui.Target{ID: "back", Label: s.t("common.back"), Key: ". esc"}
}

func (s *Screen) staffTarget(f frame) tui.Target {
	t := tui.Target{ID: "staff", Label: s.t("take.staff"), Key: s.offKeypad("0"), Selected: s.helping()}
	switch {
	case s.helping() && f.low:
		t.Label, t.Selected = s.t("take.staff_called_short"), false
	case s.helping():
		t.Label = s.t("take.staff_called")
	case f.low:
		t.Label = s.t("take.staff_short")
	}
	return t
}

// offKeypad is the key of a target, on a page with a keypad none: there digits
// are typed, and the arrows lead to the target.
func (s *Screen) offKeypad(key string) string {
	if s.keypad() {
		return ""
	}
	return key
}

// Draw paints the screen.
func (s *Screen) Draw(c *tui.Canvas, ts []tui.Target) {
	f := s.frameOf(c.Area())
	s.drawHead(c, f)
	s.drawPage(c, f)
	q, over := s.asking()
	for _, t := range ts {
		if t.Modal && over {
			over = false
			drawQuestion(c, f, q)
		}
		if t.ID == s.focus && t.ID != "" {
			t.Pressed = true // where the arrows are
		}
		c.Button(t)
	}
	if s.busy {
		in := c.Panel(tui.Centred(f.body, 40, 5), "")
		c.Text(in, tui.Center|tui.Middle, tui.CardAccent|tui.Bold, s.t("common.working"))
	}
}

// drawHead is the bar on top: which hall, and whether it is heard and what time
// it is.
func (s *Screen) drawHead(c *tui.Canvas, f frame) {
	r := f.head
	coming := s.helping() && !s.help.old
	c.Fill(r, tui.Title)
	r = tui.Inset(r, 1, (r.Dy()-1)/2)
	if f.head.Dy() == 2 && !coming {
		c.Wrap(r, tui.Left, tui.Title|tui.Bold, s.in(s.menu.Day.Name))
		return
	}
	if s.menu == nil {
		c.Text(r, tui.Left, tui.Title|tui.Bold, s.t("take.title"))
		return
	}
	name, now := s.in(s.menu.Day.Name), s.local(s.now)
	clock := words.Clock(now)
	link := s.t("common.linked")
	if s.cut {
		link = s.t("common.cut")
	}
	// What stands on the right, the fullest first; that all is well needs saying
	// least.
	prompted := s.page == pageHome && s.usable() && s.prompted(f)
	right := []string{link + "  " + words.Date(words.Lang(s.lang), now) + "  " + clock, link + "  " + clock, clock, ""}
	switch {
	case coming:
		right = []string{s.t("take.coming") + "  " + clock, s.t("take.coming")}
	case prompted:
		right = []string{s.t("take.choose") + "  " + clock, s.t("take.choose")}
	case s.cut:
		right = right[:2]
	}
	text := right[len(right)-1]
	for _, t := range right {
		if tui.Width(t)+tui.Width(name)+2 <= r.Dx() {
			text = t
			break
		}
	}
	c.Text(r, tui.Right, tui.Title, text)
	tui.CutRight(&r, tui.Width(text)+2)
	switch {
	case tui.Width(name) <= r.Dx():
	case coming:
		return // half a name says nothing
	case prompted:
		c.Fill(f.head, tui.Title)
		c.Text(tui.Inset(f.head, 1, 0), tui.Right, tui.Title, clock)
		name = s.t("take.choose")
	}
	c.Text(r, tui.Left, tui.Title|tui.Bold, name)
}
