package take

import (
	"slices"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// others are what people also come for, as keys of the catalogue.
var others = []string{"collect", "enquire", "booking", "keys"}

// servedBy is the hall's line that serves collection or enquiry, if it has one.
func (s *Screen) servedBy(what string) (wire.Line, bool) {
	service := map[string]queue.Service{"collect": queue.ServiceCollection, "enquire": queue.ServiceEnquiry}[what]
	for _, l := range s.menu.Lines {
		if service != "" && slices.Contains(l.Serves, service) {
			return l, true
		}
	}
	return wire.Line{}, false
}

func (s *Screen) layoutOther(f frame) []tui.Target {
	body := f.body
	tui.CutTop(&body, 1)
	if f.tall {
		body.Min.Y = max(body.Min.Y, f.foot.Max.Y/3)
	}
	cols := 1
	if f.low || f.wide {
		cols = 2
	}
	rows := (len(others) + cols - 1) / cols
	var ts []tui.Target
	for i, r := range gridOf(body, len(others), cols, min(9, body.Dy()/rows), 0) {
		what := others[i]
		notes := []string{s.t("take.other_note." + what)}
		if l, ok := s.servedBy(what); ok {
			notes = []string{s.in(l.Name) + s.t("take.colon") + s.noteOf(l), s.in(l.Name)}
		}
		id := "what/" + what
		if what == "keys" {
			id = tui.HelpID
		}
		ts = append(ts, tui.Target{ID: id, Rect: r, Key: strconv.Itoa(i + 1),
			Label: label(s.t("take.other."+what), notes, r.Dx(), r.Dy(), true)})
	}
	return ts
}

// noteOf is how a line stands, in few words.
func (s *Screen) noteOf(l wire.Line) string {
	if l.Closed != nil {
		return s.shut(l.Closed)[0]
	}
	return s.waits(l)[0]
}

func (s *Screen) drawOther(c *tui.Canvas, f frame) {
	c.Text(f.body, tui.Left, tui.Accent|tui.Bold, s.t("take.other_title"))
}

// layoutWhere leads on from what this machine does not do.
func (s *Screen) layoutWhere(f frame) []tui.Target {
	return s.oneButton(f, tui.Target{ID: "home", Label: s.t("take.choose_service"), Key: "1 enter", Look: tui.Primary})
}

func (s *Screen) drawWhere(c *tui.Canvas, f frame) {
	f.body.Max.Y -= f.foot.Dy() + 2
	s.say(c, f, tui.Accent, s.t("take.where."+s.what), s.t("take.where_what."+s.what))
}

func (s *Screen) tapOther(kind, arg string) {
	if kind != "what" {
		return
	}
	if l, ok := s.servedBy(arg); ok {
		s.goTo(pageVisit)
		s.visit.theme = l.Theme
		return
	}
	s.goTo(pageWhere)
	s.what = arg
}
