package window

import (
	"image"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/search"
	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// itemList chooses items of the hall's catalogue: one to add to those handled,
// or all that the citizen now wants. It is a page over the screen's own.
type itemList struct {
	s      *Screen
	list   tui.Chooser
	all    []queue.Item
	only   []queue.Item // those that were found; nil if nothing was looked for
	to     *finishing   // to which one is added; nil if several are chosen
	chosen []string     // codes, in order
}

// openAdd chooses an item that was handled too.
func (s *Screen) openAdd(to *finishing) tea.Cmd { return s.openItems(&itemList{s: s, to: to}) }

// openChange chooses what the citizen wants now. What is already asked for, also
// for the later parts of the visit, is chosen: it stays unless it is taken out.
func (s *Screen) openChange() tea.Cmd { return s.openItems(&itemList{s: s, chosen: s.allCodes()}) }

// allCodes are the items of the current part of the visit and of all later ones.
func (s *Screen) allCodes() []string {
	codes := wantedCodes(s)
	for _, leg := range s.view.Ticket.Later {
		codes = append(codes, leg.Codes...)
	}
	return codes
}

// openItems fetches the catalogue and opens the list, unless the citizen has gone
// meanwhile.
func (s *Screen) openItems(l *itemList) tea.Cmd {
	s.begun = s.ticked
	desk := s.desk
	return staff.Ask(&s.Talk, "", desk.Catalogue, func(r wire.CatalogueReply, e *wire.Error) tea.Cmd {
		switch {
		case e != nil:
			if staff.Unsure(e) { // looking changes nothing: there is nothing to be unsure of
				e = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}}
			}
			s.refuse(e)
		case s.view != nil && s.view.Ticket != nil && s.number() == s.about:
			l.take(r.Items)
			s.Open(l)
		}
		return nil
	})
}

// take sorts the items: first those that are chosen, so that they can be taken
// out at once, then the others of the citizen's theme.
func (l *itemList) take(items []queue.Item) {
	own := l.s.view.Ticket.Theme
	rank := func(it queue.Item) int {
		switch {
		case slices.Contains(l.chosen, it.Code):
			return 0
		case it.Theme == own:
			return 1
		}
		return 2
	}
	l.all = slices.Clone(items)
	slices.SortStableFunc(l.all, func(a, b queue.Item) int { return rank(a) - rank(b) })
	l.list.At, l.list.Airy = -1, true
	l.renew()
}

// renew makes the rows of the list anew.
func (l *itemList) renew() {
	s := l.s
	l.list.Title = s.T("window.add_which")
	l.list.More = []tui.Target{{ID: "find", Key: "s tab /", Label: s.T("window.find")}}
	if l.to == nil {
		l.list.Title = s.T("window.change_title", "number", s.about, "n", len(l.chosen))
		l.list.More = append(l.list.More, tui.Target{ID: "confirm", Key: "enter", Label: s.T("common.confirm"), Look: tui.Primary})
	}
	l.list.Rows = nil
	shown := l.all
	if l.only != nil {
		shown = l.only
	}
	for _, it := range shown {
		label := s.In(it.Name)
		if l.to == nil {
			mark := "[ ] "
			if slices.Contains(l.chosen, it.Code) {
				mark = "[x] "
			}
			label = mark + label
		}
		l.list.Rows = append(l.list.Rows, tui.Choice{ID: "item " + it.Code, Label: label, Note: it.Code})
	}
	l.list.At = min(l.list.At, len(l.list.Rows)-1)
}

func (l *itemList) Tap(id string) tea.Cmd {
	if l.list.Tap(id) {
		return nil
	}
	s := l.s
	s.Hush()
	switch id {
	case "back":
		if l.to == nil {
			s.home()
		} else {
			s.Back()
		}
	case "find":
		s.enter(tui.Entry{Title: s.T("window.find_item"), Max: 20, Letters: s.codeLetters(l.all)}, func(text string) tea.Cmd {
			l.find(text)
			return nil
		})
	case "confirm":
		if len(l.chosen) == 0 {
			s.Say(tui.Warn, "refusal.no_item")
			return nil
		}
		return s.send("change", queue.ChangeItems{Number: s.about, Items: slices.Clone(l.chosen)})
	default:
		l.pick(strings.TrimPrefix(id, "item "))
	}
	return nil
}

// codeLetters are what codes are made of besides digits, for the keypad on the
// screen: as many as it has room for.
func (s *Screen) codeLetters(items []queue.Item) []string {
	var out []string
	for _, it := range items {
		for _, r := range it.Code {
			if l := string(r); (r < '0' || r > '9') && !slices.Contains(out, l) && len(out) < 6 {
				out = append(out, l)
			}
		}
	}
	return out
}

// find narrows the list to the items that fit: by part of the name, by pinyin or
// its initials, or by code.
func (l *itemList) find(text string) {
	l.s.Back()
	l.list.At = -1
	l.only = search.New(l.all).Find(text)
	if len(l.only) == 0 {
		l.only = nil
		l.s.Say(tui.Warn, "window.not_found", "text", text)
	}
	l.renew()
}

func (l *itemList) pick(code string) {
	i := slices.IndexFunc(l.all, func(it queue.Item) bool { return it.Code == code })
	if i < 0 {
		return
	}
	if l.to != nil {
		l.to.add(l.all[i])
		l.s.Back()
		return
	}
	if at := slices.Index(l.chosen, code); at >= 0 {
		l.chosen = slices.Delete(l.chosen, at, at+1)
	} else {
		l.chosen = append(l.chosen, code)
	}
	l.renew()
}

// Layout returns the rows and the keys of the list.
func (l *itemList) Layout(area image.Rectangle) []tui.Target {
	return l.list.Layout(area, l.s.ListLabels())
}

// Draw writes the heading, and the targets.
func (l *itemList) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	l.list.Draw(c, area, l.s.ListLabels())
	for _, t := range ts {
		c.Button(t)
	}
}

// Key walks through the list.
func (l *itemList) Key(k tea.KeyPressMsg) tea.Cmd {
	l.list.Key(k.String())
	return nil
}

// Typing is never: digits choose rows.
func (l *itemList) Typing() bool { return false }
