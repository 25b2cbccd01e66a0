package window

import (
	"image"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// finishing is the form that states what was done for the citizen. Items can be
// added and taken out, because people bring more, and other things, than they
// said at the kiosk.
type finishing struct {
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
	s.done = finishing{}
	for _, it := range s.view.Ticket.Wanted {
		s.done.items = append(s.done.items, handled{it.Code, s.in(it.Name), queue.Unstated})
	}
	if len(s.done.items) == 0 {
		s.done.items = []handled{{"", s.in(s.view.Ticket.ThemeName), queue.Unstated}}
	}
	s.showFinish()
}

func (s *Screen) showFinish() {
	s.done.list.Title = s.t("window.finish_title", "number", s.about)
	s.done.list.PerPage, s.done.list.More = 6, s.finishKeys()
	s.done.show(s)
	s.goTo(pageFinish)
}

// show renews the rows of the list.
func (f *finishing) show(s *Screen) {
	f.list.Rows = nil
	for i, h := range f.items {
		note := s.t("window.outcome_open")
		if h.outcome != queue.Unstated {
			note = s.t("common.outcome." + string(h.outcome))
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

func (s *Screen) tapFinish(id string) tea.Cmd {
	f := &s.done
	if f.list.Tap(id) {
		return nil
	}
	s.says = message{}
	switch id {
	case "back":
		s.home()
	case "confirm":
		return s.confirmFinish()
	case "add":
		return s.openAdd()
	case "remove":
		if len(f.items) > 1 {
			f.items = slices.Delete(f.items, f.list.At, f.list.At+1)
			f.show(s)
		} else {
			s.say(tui.Warn, "window.last_item")
		}
	default:
		f.tapRow(s, id)
	}
	return nil
}

func (f *finishing) tapRow(s *Screen, id string) {
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
			f.show(s)
		}
	}
}

// confirmFinish sends the outcomes: all of them, or, where the hall does not
// ask for them, none.
func (s *Screen) confirmFinish() tea.Cmd {
	f := &s.done
	switch open := f.open(); {
	case open == len(f.items) && !s.view.NeedOutcome && !f.changed(s):
		return s.send("finish", queue.Finish{})
	case open > 0:
		s.say(tui.Warn, "window.outcomes_open", "n", open)
		return nil
	}
	var out []queue.Handled
	for _, h := range f.items {
		out = append(out, queue.Handled{Item: h.code, Outcome: h.outcome})
	}
	return s.send("finish", queue.Finish{Handled: out})
}

// changed reports whether the items are others than those asked for.
func (f *finishing) changed(s *Screen) bool {
	var codes []string
	for _, h := range f.items {
		if h.code != "" {
			codes = append(codes, h.code)
		}
	}
	return !slices.Equal(codes, wantedCodes(s))
}

func wantedCodes(s *Screen) []string {
	var codes []string
	for _, it := range s.view.Ticket.Wanted {
		codes = append(codes, it.Code)
	}
	return codes
}

// addHandled takes an item from the catalogue into the form.
func (s *Screen) addHandled(it queue.Item) {
	f := &s.done
	f.items = slices.DeleteFunc(f.items, func(h handled) bool { return h.code == "" })
	if !slices.ContainsFunc(f.items, func(h handled) bool { return h.code == it.Code }) {
		f.items = append(f.items, handled{it.Code, s.in(it.Name), queue.Unstated})
		f.list.At = len(f.items) - 1
	}
	s.showFinish()
}

func (s *Screen) layoutFinish(area image.Rectangle) []tui.Target {
	high := 3
	if area.Dy() < 16 {
		high = 1
	}
	r := tui.CutBottom(&area, high)
	var ts []tui.Target
	for i, cell := range tui.Row(r, len(outcomes), 1) {
		o := outcomes[i]
		t := tui.Target{ID: string(o.outcome), Key: o.keys, Label: s.t("common.outcome." + string(o.outcome)), Rect: cell}
		if high == 1 {
			t.Look = tui.Quiet
		}
		ts = append(ts, t)
	}
	return append(ts, s.done.list.Layout(area, s.listLabels())...)
}

// finishKeys are the keys beside those of the list.
func (s *Screen) finishKeys() []tui.Target {
	return []tui.Target{
		{ID: "add", Key: "i", Label: s.t("window.add_item")},
		{ID: "remove", Key: "d delete", Label: s.t("window.remove_item")},
		{ID: "confirm", Key: "enter f", Label: s.t("common.confirm"), Look: tui.Primary},
	}
}
