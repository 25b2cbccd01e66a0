// Package view makes what each terminal is shown out of the hall's state: pure
// functions from queue to wire, with nothing remembered in between. A screen
// that was away is therefore right as soon as it has the newest message.
//
// Nothing personal is in any view but the window's own, and there only the
// last four characters of the number that the citizen gave.
package view

import (
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/wait"
	"onewindow/wire"
)

// Views are all views of one state at one moment. What several of them share is
// made once.
type Views struct {
	s     *queue.State
	now   time.Time
	lines []wire.Line
	calls []wire.Call
	// away are the tickets put aside, once looked for.
	away   []*queue.Ticket
	looked bool
	name   func(terminal string) string
	// cell are the hall's figures, once counted.
	cell *report.Cell
	// foreseen is what was given, ranges the forecast that is used, once it was chosen;
	// hall and known are what it was reckoned from, if it is by formula.
	foreseen Foreseen
	ranges   *wait.Forecast
	hall     *wait.Hall
	known    *wait.Known
	formula  *wait.Formula // of hall, once a number was asked for
}

// Of prepares the views of a configured state.
func Of(s *queue.State, now time.Time) *Views { return &Views{s: s, now: now} }

// Day is the business day.
func (v *Views) Day() wire.Day {
	set := v.s.Settings
	d := wire.Day{
		Hall: set.Hall.ID, Name: set.Hall.Name, Date: v.s.Day.Date, Open: v.s.Day.Open, MayReopen: v.s.MayReopen(v.now), Phase: v.s.Day.Phase,
		Hours: set.Hall.Sessions, UTCOffset: set.Hall.UTCOffset, Notices: v.s.Notices,
	}
	if v.s.Stopped != nil {
		d.Stopped = v.s.Stopped.Reason
	}
	return d
}

// Lines are the lines of all themes, in the order of the settings.
func (v *Views) Lines() []wire.Line {
	if v.lines != nil {
		return v.lines
	}
	v.lines = make([]wire.Line, len(v.s.Settings.Themes))
	oldest := v.s.Oldest()
	for i := range v.s.Settings.Themes {
		th := &v.s.Settings.Themes[i]
		n, _ := v.s.Waiting(th.ID)
		l := wire.Line{
			Theme: th.ID, Name: th.Name, Prefix: th.Prefix, Special: th.Special, Serves: th.Serves, Waiting: n,
			Since: oldest[i], Estimate: v.outlook(th.ID),
			Closed: v.s.IntakeAt(th.ID, v.now),
		}
		if ts := v.s.ThemeState(th.ID); ts != nil {
			l.Given, l.Quota, l.GivenSlots = ts.Issued, ts.Quota, slices.Clone(ts.Slots)
		}
		for _, w := range v.s.Windows {
			if w.State != queue.Closed && slices.Contains(w.Own, th.ID) {
				l.Windows++
			}
		}
		v.lines[i] = l
	}
	return v.lines
}

func (v *Views) line(theme string) (wire.Line, bool) {
	for _, l := range v.Lines() {
		if l.Theme == theme {
			return l, true
		}
	}
	return wire.Line{}, false
}

// Menu is what a kiosk offers.
func (v *Views) Menu() wire.Menu {
	return wire.Menu{
		Day: v.Day(), Lines: v.Lines(), Catalogue: v.s.CatalogueHash, PriorityAge: v.s.Settings.Rules.PriorityAge,
		Helping: v.helping(),
	}
}

// boardCalls is how many calls a board gets: as many as it may have missed in a
// minute or two away.
const boardCalls = 24

// Board is what the waiting hall sees.
func (v *Views) Board() wire.Board {
	return wire.Board{Day: v.Day(), Lines: v.Lines(), Calls: v.Calls()}
}

// Calls are the last calls, newest first.
func (v *Views) Calls() []wire.Call {
	if v.calls != nil {
		return v.calls
	}
	v.calls = make([]wire.Call, 0, len(v.s.Calls))
	for _, c := range slices.Backward(v.s.Calls) {
		if len(v.calls) == boardCalls {
			break
		}
		t := v.s.Ticket(c.Number)
		if t == nil {
			continue
		}
		v.calls = append(v.calls, wire.Call{Number: c.Number, Place: v.place(c.Window), At: c.At, Times: c.Times, State: t.State})
	}
	return v.calls
}

// place says where a window is.
func (v *Views) place(window string) wire.Place {
	w := v.s.Window(window)
	if w == nil {
		return wire.Place{}
	}
	p := v.s.Plan(w)
	return wire.Place{Window: p.ID, Label: p.Label, Zone: v.zone(p.Zone)}
}

func (v *Views) zone(id string) queue.Text {
	for _, z := range v.s.Settings.Hall.Zones {
		if z.ID == id {
			return z.Name
		}
	}
	return queue.Text{}
}
