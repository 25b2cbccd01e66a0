package window

import (
	"image"
	"slices"
	"strings"

	"onewindow/kiosk/tui"
)

// keyPlan says how many keys stand how: those of every visit in one high row,
// the first of them of double width; the others below, in rows of equal cells.
type keyPlan struct {
	first, firstHigh  int // keys in the high row, and its height
	others, otherHigh int // the others, and the height of their rows
	cols              int // of the others
	between           int // free rows between the rows of the others
	gap               int
	quiet             bool // keys of one row are drawn without frames
}

func (p keyPlan) rows() int {
	if p.others == 0 {
		return 0
	}
	return (p.others + p.cols - 1) / p.cols
}

func (p keyPlan) height() int {
	return p.firstHigh + p.rows()*p.otherHigh + max(0, p.rows()-1)*p.between
}

// planKeys plans the keys for a screen of that room.
func (s *Screen) planKeys(w, h int) keyPlan {
	p := keyPlan{firstHigh: 3, otherHigh: 1, gap: 1, first: 3}
	for _, n := range []int{7, 5} {
		if w/(n+1) >= s.keyWidth(actions[:n]) {
			p.first = n
			break
		}
	}
	p.others = len(actions) - p.first
	p.cols = max(1, min(p.others, (w+p.gap)/s.keyWidth(actions[p.first:])))
	p.cols = (p.others + p.rows() - 1) / p.rows() // rows of about the same length
	switch {
	case h >= 44:
		p.firstHigh, p.otherHigh = 5, 3
	case h >= 31 && p.rows() == 1:
		p.otherHigh = 3
	case h >= 28 && p.rows() > 1:
		p.between = 1
	}
	p.quiet = p.rows() > 1 && p.otherHigh == 1 && p.between == 0 // slabs would run together
	return p
}

// planStrip plans the keys of the strip; what does not fit still has its key.
func (s *Screen) planStrip(w, h int) keyPlan {
	p := keyPlan{quiet: true, otherHigh: 1}
	need := s.keyWidth(actions) - 1
	p.cols = max(1, w/need)
	rows := min((len(actions)+p.cols-1)/p.cols, max(3, h/2))
	p.others = min(len(actions), p.cols*rows)
	return p
}

// keyWidth is how wide the widest of some keys is, with its name and a gap.
func (s *Screen) keyWidth(of []action) int {
	w := 0
	for _, a := range of {
		w = max(w, tui.Width(s.T("window.key."+a.id)))
		if other, ok := otherNames[a.id]; ok {
			w = max(w, tui.Width(s.T(other)))
		}
	}
	return w + 5
}

// layoutKeys lays out the keys of the work page, or the answers to the question
// whether the called citizen came. Enter is not among these.
func (s *Screen) layoutKeys(f frame) []tui.Target {
	if s.own == pageAnswer {
		return s.layoutAnswers(f)
	}
	ts := s.layoutWish(f)
	area := f.keys
	shown := actions
	if n := f.plan.first + f.plan.others; n < len(actions) {
		shown = s.shownActions(n)
	}
	if f.plan.first > 0 {
		row := tui.CutTop(&area, f.plan.firstHigh)
		for i, r := range tui.Split(row, f.plan.gap, firstShares(f.plan.first)...) {
			ts = append(ts, s.placed(shown[i], r, f))
		}
		shown = shown[f.plan.first:]
	}
	for len(shown) > 0 && !area.Empty() {
		row := tui.CutTop(&area, f.plan.otherHigh)
		tui.CutTop(&area, f.plan.between)
		for i, r := range tui.Row(row, f.plan.cols, f.plan.gap) {
			if i < len(shown) {
				ts = append(ts, s.placed(shown[i], r, f))
			}
		}
		shown = shown[min(f.plan.cols, len(shown)):]
	}
	return ts
}

// shownActions are the n whose keys are shown where not all are: those of every
// visit, then as they stand, and the way to all others last.
func (s *Screen) shownActions(n int) []action {
	help := len(actions) - 1
	return append(slices.Clone(actions[:n-1]), actions[help])
}

// placed is an action as a button in r.
func (s *Screen) placed(a action, r image.Rectangle, f frame) tui.Target {
	t := s.target(a)
	t.Rect = r
	if f.plan.quiet && r.Dy() == 1 && t.Look == tui.Plain {
		t.Look = tui.Quiet
	}
	if t.ID != "next" {
		return t
	}
	edge := 4
	if r.Dy() == 1 {
		edge = 2
	}
	for _, key := range []string{"window.key_next_brief", "window.key_next"} {
		if name := s.T(key); tui.Width(name) <= r.Dx()-edge {
			t.Label = name
		}
	}
	return t
}

// firstShares are the shares of the keys in the high row.
func firstShares(n int) []int {
	shares := slices.Repeat([]int{1}, n)
	shares[0] = 2
	return shares
}

// layoutAnswers are the answers to the question whether the called one came.
func (s *Screen) layoutAnswers(f frame) []tui.Target {
	ts := []tui.Target{
		{ID: "start", Key: "+ s pgup", Label: s.T("window.key.start"), Look: tui.Primary},
		{ID: "noshow", Key: "- n", Label: s.T("window.not_here")},
		{ID: "recall", Key: "* r", Label: s.T("window.key.recall")},
		{ID: "back", Key: "0 esc q", Label: s.T("common.back")},
	}
	cols, high := 4, min(max(3, f.plan.firstHigh), f.keys.Dy())
	if f.keys.Dx() < 60 {
		cols, high = 2, max(1, min(3, f.keys.Dy()/2))
	}
	for i, r := range tui.Grid(f.keys, len(ts), cols, 1, 0, high, high) {
		ts[i].Rect = r
	}
	return ts
}

// nameKeys writes on the keys of a page what to press: Enter on the one that
// confirms, and on the others the key of a keypad, which leads back and turns pages
// too.
func (s *Screen) nameKeys(ts []tui.Target) []tui.Target {
	ts = s.NameEnter(ts)
	if e := s.Entry(); e != nil && s.Typing() {
		for i, t := range ts {
			if t.ID == "back" && e.Text == "" || t.ID == "delete" && e.Text != "" && takesDigits(e) {
				ts[i].Key = "- " + t.Key // see keypadMinus
			}
		}
		return ts
	}
	taken := func(key string) bool {
		return slices.ContainsFunc(ts, func(t tui.Target) bool { return slices.Contains(t.Keys(), key) })
	}
	for i, t := range ts {
		if key, ok := keypadKeys[t.ID]; ok && !taken(key) {
			ts[i].Key += " " + key
		}
		if t.Rect.Dy() > 1 || tui.Width(t.Label)+4 <= t.Rect.Dx() { // else there is room for the word only
			ts[i].Key = keypadFirst(ts[i].Key)
		} else if t.ID == "find" {
			ts[i].Key = "tab / s"
		}
	}
	return ts
}

// keypadKeys lead back from every list, and turn its pages.
var keypadKeys = map[string]string{"back": "0", "later": "+", "earlier": "-"}

// keypadFirst puts a key of the keypad before the others: the first one is shown.
func keypadFirst(keys string) string {
	ks := strings.Fields(keys)
	slices.SortStableFunc(ks, func(a, b string) int { return onKeypad(a) - onKeypad(b) })
	return strings.Join(ks, " ")
}

func onKeypad(key string) int {
	if key == "enter" || len(key) == 1 && strings.Contains("0123456789.+-*/", key) {
		return 0
	}
	return 1
}
