package window

import (
	"image"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// finishing is the form that states what was done for the citizen, a page over
// the screen's own. Items can be added and taken out, because people bring more,
// and other things, than they said at the kiosk.
type finishing struct {
	s     *Screen
	list  tui.Chooser
	items []handled
}

// handled is one item and its outcome; Unstated while the clerk has said
// nothing.
type handled struct {
	code, name string
	outcome    queue.Outcome
}

// outcomes with the keys that set them: those of the keypad first.
var outcomes = []struct {
	outcome queue.Outcome
	keys    string
}{
	{queue.Accepted, "+ a"}, {queue.ToCorrect, "* c"}, {queue.Refused, "- r"}, {queue.Enquiry, "/ e"},
}

// openFinish opens the form with the items asked for. A number without items is
// finished for its theme in general.
func (s *Screen) openFinish() {
	f := &finishing{s: s}
	for _, it := range s.view.Ticket.Wanted {
		f.items = append(f.items, handled{it.Code, s.In(it.Name), queue.Unstated})
	}
	if len(f.items) == 0 {
		f.items = []handled{{"", s.In(s.view.Ticket.ThemeName), queue.Unstated}}
	}
	f.list.PerPage, f.list.Airy = 6, true
	f.list.More = []tui.Target{
		{ID: "add", Key: "9 i", Label: s.T("window.add_item")},
		{ID: "remove", Key: ". d delete", Label: s.T("window.remove_item")},
		{ID: "confirm", Key: "enter", Label: s.T("common.confirm"), Look: tui.Primary},
	}
	f.renew()
	s.Open(f)
}

// renew makes the rows of the list anew.
func (f *finishing) renew() {
	f.list.Rows = nil
	for i, h := range f.items {
		note := f.s.T("window.outcome_open")
		if h.outcome != queue.Unstated {
			note = f.s.T("common.outcome." + string(h.outcome))
		}
		f.list.Rows = append(f.list.Rows, tui.Choice{ID: "row " + strconv.Itoa(i), Label: "[" + note + "] " + h.name, Note: h.code})
	}
	f.list.At = max(0, min(f.list.At, len(f.items)-1))
}

// open is how many items have no outcome yet.
func (f *finishing) open() int {
	n := 0
	for _, h := range f.items {
		if h.outcome == queue.Unstated {
			n++
		}
	}
	return n
}

func (f *finishing) Tap(id string) tea.Cmd {
	if f.list.Tap(id) {
		return nil
	}
	s := f.s
	s.Hush()
	switch id {
	case "back":
		s.home()
	case "confirm":
		return f.confirm()
	case "add":
		return s.openAdd(f)
	case "remove":
		if len(f.items) == 1 {
			s.Say(tui.Warn, "window.last_item")
			return nil
		}
		f.items = slices.Delete(f.items, f.list.At, f.list.At+1)
		f.renew()
	default:
		f.tapRow(id)
	}
	return nil
}

// tapRow walks to a row, or states the outcome of the one where we are.
func (f *finishing) tapRow(id string) {
	for i, r := range f.list.Rows {
		if r.ID == id {
			f.list.At = i
		}
	}
	for _, o := range outcomes {
		if string(o.outcome) == id {
			f.items[f.list.At].outcome = o.outcome
			if f.list.At+1 < len(f.items) {
				f.list.At++
			}
			f.renew()
		}
	}
}

// confirm sends the outcomes: all of them, or, where the hall does not ask for
// them, none.
func (f *finishing) confirm() tea.Cmd {
	s := f.s
	switch open := f.open(); {
	case open == len(f.items) && !s.view.NeedOutcome && !f.changed():
		return s.send("finish", queue.Finish{})
	case open > 0:
		s.Say(tui.Warn, "window.outcomes_open", "n", open)
		return nil
	}
	var out []queue.Handled
	for _, h := range f.items {
		out = append(out, queue.Handled{Item: h.code, Outcome: h.outcome})
	}
	return s.send("finish", queue.Finish{Handled: out})
}

// changed reports whether the items are others than those asked for.
func (f *finishing) changed() bool {
	var codes []string
	for _, h := range f.items {
		if h.code != "" {
			codes = append(codes, h.code)
		}
	}
	return !slices.Equal(codes, wantedCodes(f.s))
}

func wantedCodes(s *Screen) []string {
	var codes []string
	for _, it := range s.view.Ticket.Wanted {
		codes = append(codes, it.Code)
	}
	return codes
}

// add takes an item from the catalogue into the form.
func (f *finishing) add(it queue.Item) {
	f.items = slices.DeleteFunc(f.items, func(h handled) bool { return h.code == "" })
	if !slices.ContainsFunc(f.items, func(h handled) bool { return h.code == it.Code }) {
		f.items = append(f.items, handled{it.Code, f.s.In(it.Name), queue.Unstated})
		f.list.At = len(f.items) - 1
	}
	f.renew()
}

// Layout puts the outcomes below the list, each as wide as its word needs.
func (f *finishing) Layout(area image.Rectangle) []tui.Target {
	high := 3
	if area.Dy() < 16 {
		high = 1
	}
	var ts []tui.Target
	var shares []int
	for _, o := range outcomes {
		t := tui.Target{ID: string(o.outcome), Key: o.keys, Label: f.s.T("common.outcome." + string(o.outcome))}
		if high == 1 {
			t.Look = tui.Quiet
		}
		ts, shares = append(ts, t), append(shares, tui.Width(t.Label)+5)
	}
	per := len(ts)
	for i := range ts {
		if shares[i]-1 > (area.Dx()-per+1)*shares[i]/sum(shares) {
			per = len(ts) / 2 // not all words fit in one row
		}
	}
	foot := tui.CutBottom(&area, high*len(ts)/per)
	for at := 0; at < len(ts); at += per {
		for i, r := range tui.Split(tui.CutTop(&foot, high), 1, shares[at:at+per]...) {
			ts[at+i].Rect = r
		}
	}
	return append(ts, f.list.Layout(area, f.s.ListLabels())...)
}

func sum(ns []int) int {
	total := 0
	for _, n := range ns {
		total += n
	}
	return total
}

// Draw writes the heading; where names are cut short it has that of the row.
func (f *finishing) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	f.list.Title = f.s.T("window.finish_title", "number", f.s.about)
	if area.Dx() < 48 {
		f.list.Title = f.s.about + "  " + f.items[f.list.At].name
	}
	f.list.Draw(c, area, f.s.ListLabels())
	for _, t := range ts {
		c.Button(t)
	}
}

// Key walks through the list.
func (f *finishing) Key(k tea.KeyPressMsg) tea.Cmd {
	f.list.Key(k.String())
	return nil
}

// Typing is never: digits choose rows.
func (f *finishing) Typing() bool { return false }
