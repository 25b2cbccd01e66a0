package window

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// itemList chooses items of the hall's catalogue: one to add to those handled,
// or all that the citizen now wants.
type itemList struct {
	list   tui.Chooser
	all    []queue.Item
	only   string   // shown are items whose code or name holds this
	many   bool     // several are chosen
	chosen []string // codes, in order
}

// catalogueMsg is the hall's catalogue.
type catalogueMsg struct {
	reply wire.CatalogueReply
	err   error
}

// openAdd chooses an item that was handled too.
func (s *Screen) openAdd() tea.Cmd {
	s.items = itemList{list: tui.Chooser{At: -1}}
	return s.fetchCatalogue()
}

// openChange chooses what the citizen wants now. What is already asked for, also
// for the later parts of the visit, is chosen: it stays unless it is taken out.
func (s *Screen) openChange() tea.Cmd {
	s.items = itemList{list: tui.Chooser{At: -1}, many: true, chosen: s.allCodes()}
	return s.fetchCatalogue()
}

// allCodes are the items of the current part of the visit and of all later ones.
func (s *Screen) allCodes() []string {
	codes := wantedCodes(s)
	for _, leg := range s.view.Ticket.Later {
		codes = append(codes, leg.Codes...)
	}
	return codes
}

func (s *Screen) fetchCatalogue() tea.Cmd {
	if s.cut {
		s.say(tui.Bad, "common.not_sent")
		return nil
	}
	s.busy, s.begun = "common.working", s.real
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), requestTime)
		defer cancel()
		reply, err := desk.Catalogue(ctx)
		return catalogueMsg{reply, err}
	}
}

// gotCatalogue shows the items: first those that are chosen, so that they can be
// taken out at once, then the others of the citizen's theme.
func (s *Screen) gotCatalogue(m catalogueMsg) {
	s.busy = ""
	if m.err != nil {
		var e *wire.Error
		if !errors.As(m.err, &e) {
			e = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}}
		}
		s.refuse(e)
		return
	}
	if s.view == nil || s.view.Ticket == nil || s.number() != s.about {
		return
	}
	s.items.all = slices.Clone(m.reply.Items)
	own := s.view.Ticket.Theme
	rank := func(it queue.Item) int {
		switch {
		case slices.Contains(s.items.chosen, it.Code):
			return 0
		case it.Theme == own:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(s.items.all, func(a, b queue.Item) int { return rank(a) - rank(b) })
	s.showItems()
	s.goTo(pageItems)
}

// showItems renews the rows of the list.
func (s *Screen) showItems() {
	l := &s.items
	l.list.Title = s.t("window.add_which")
	if l.many {
		l.list.Title = s.t("window.change_title", "number", s.about, "n", len(l.chosen))
	}
	l.list.More = []tui.Target{{ID: "find", Key: "s tab /", Label: s.t("window.find")}}
	if l.many {
		l.list.More = append(l.list.More, tui.Target{ID: "confirm", Key: "enter", Label: s.t("common.confirm"), Look: tui.Primary})
	}
	l.list.Rows = nil
	for _, it := range l.all {
		if l.only != "" && !strings.Contains(strings.ToLower(it.Code+" "+s.in(it.Name)), strings.ToLower(l.only)) {
			continue
		}
		label := s.in(it.Name)
		if l.many {
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

func (s *Screen) tapItems(id string) tea.Cmd {
	l := &s.items
	if l.list.Tap(id) {
		return nil
	}
	s.says = message{}
	switch id {
	case "back":
		if l.many {
			s.home()
		} else {
			s.showFinish()
		}
	case "find":
		s.enter(tui.Entry{Title: s.t("window.find_item"), Max: 20}, func(text string) tea.Cmd {
			s.findItem(text)
			return nil
		})
	case "confirm":
		if len(l.chosen) == 0 {
			s.say(tui.Warn, "refusal.no_item")
			return nil
		}
		return s.send("change", queue.ChangeItems{Number: s.about, Items: slices.Clone(l.chosen)})
	default:
		s.pickItem(strings.TrimPrefix(id, "item "))
	}
	return nil
}

func (s *Screen) findItem(text string) {
	s.items.only, s.items.list.At = text, -1
	s.showItems()
	if len(s.items.list.Rows) == 0 {
		s.items.only = ""
		s.showItems()
		s.say(tui.Warn, "window.not_found", "text", text)
	}
	s.goTo(pageItems)
}

func (s *Screen) pickItem(code string) {
	l := &s.items
	i := slices.IndexFunc(l.all, func(it queue.Item) bool { return it.Code == code })
	if i < 0 {
		return
	}
	if !l.many {
		s.addHandled(l.all[i])
		return
	}
	if at := slices.Index(l.chosen, code); at >= 0 {
		l.chosen = slices.Delete(l.chosen, at, at+1)
	} else {
		l.chosen = append(l.chosen, code)
	}
	s.showItems()
}
