package queue

import (
	"encoding/json"
	"slices"
	"time"
)

// maxSkip bounds the numbers that one change of epoch leaves out.
const maxSkip = 100_000

// hallFits says why an event of the hall itself cannot follow on the state; nil
// if it can. It asks no more than the state needs to stay whole: rules that
// Decide adds later must not make an old history unreadable.
func (s *State) hallFits(r *Record) error {
	bad := func(why string) error { return Refuse(CodeBadHistory, why) }
	switch e := r.Event.(type) {
	case SettingsChanged:
		return s.settingsHold(&e.Settings)
	case CatalogueChanged, ClockAdopted:
		return nil
	case EpochStarted:
		if !s.Epoch.Older(e.Epoch) || e.Skip < 0 || e.Skip > maxSkip {
			return bad("an epoch that is not newer, or skips too much")
		}
		return nil
	}
	if s.Settings == nil {
		return bad("the hall has no settings yet")
	}
	switch e := r.Event.(type) {
	case DayOpened:
		if _, err := time.Parse(dateLayout, e.Date); err != nil || s.Day.Open || e.Date <= s.Day.Date {
			return bad("a day opened over another, or not later")
		}
	case DayClosed:
		if !s.Day.Open || e.Date != s.Day.Date {
			return bad("a day closed that is not open")
		}
		if slices.ContainsFunc(s.Windows, func(w *Window) bool { return w.State != Closed }) {
			return bad("a day closed over an open window")
		}
	case DayReopened:
		if s.Day.Open || e.Date == "" || e.Date != s.Day.Date {
			return bad("a day reopened that is not the last one closed")
		}
	case PhaseChanged:
		if !s.Day.Open {
			return bad("a phase of no day")
		}
	case IntakeSet:
		if s.Theme(e.Theme) == nil {
			return bad("intake of an unknown theme")
		}
	case QuotaSet:
		if s.Theme(e.Theme) == nil {
			return bad("quota of an unknown theme")
		}
	case ThemeFull:
		if s.Theme(e.Theme) == nil || e.Fits < 0 || e.Fits > 100 {
			return bad("an unknown theme that is full, or one with an outlook that cannot be")
		}
	case DayReported:
		if _, err := time.Parse(dateLayout, e.Date); err != nil || !json.Valid(e.Report) {
			return bad("a report of no day, or none")
		}
		if e.Date > s.Day.Date || s.Day.Open && e.Date == s.Day.Date {
			return bad("a report of a day that is not over")
		}
	case PartTaken:
		if !slices.Contains(Parts, e.Part) || e.Version == 0 {
			return bad("a part that this build does not know, or without a version")
		}
	case PartReleased:
		if _, ok := s.Parts[e.Part]; !ok {
			return bad("a part released that is the hall's own")
		}
	case HallStopped, HallResumed, NoticeSet, NoticeCleared:
	default:
		return s.staffFits(r.Event)
	}
	return nil
}

// staffFits says the same of an event that concerns the staff.
func (s *State) staffFits(e Event) error {
	fits := false
	switch e := e.(type) {
	case HelpCalled:
		fits = s.Help(e.Terminal, e.Kind) == nil
	case HelpAnswered:
		fits = slices.ContainsFunc(s.Helps, func(h Help) bool { return h.ID == e.ID })
	case DeskOpened:
		fits = s.Clerk(e.Clerk) != nil
	case DeskClosed:
		fits = s.Desk(e.Terminal) != nil
	case AlertRaised:
		fits = e.Alert.ID != ""
	case AlertCleared:
		fits = s.Alert(e.ID) != nil
	case AlertAcknowledged:
		fits = s.Alert(e.ID) != nil
	case DeviceChanged:
		fits = e.Device.Terminal != "" && e.Device.ID != ""
	case AdviceGiven:
		a := &e.Advice
		fits = a.ID != "" && s.Advice(a.ID) == nil && s.Theme(a.Theme) != nil && s.windows[a.Window] != nil
	case AdviceAnswered:
		a := s.Advice(e.ID)
		fits = a != nil && e.Answer.known() && (e.Shown == nil || a.shows(e.Shown))
	case DeviceRemoved:
		fits = s.Device(e.Terminal, e.ID) != nil
	}
	if !fits {
		return Refuse(CodeBadHistory, "an event of staff or devices that does not fit, or that this build does not know")
	}
	return nil
}

// settingsHold says why settings would lose something that is live.
func (s *State) settingsHold(n *Settings) error {
	themes, windows := map[string]bool{}, map[string]bool{}
	for i := range n.Themes {
		themes[n.Themes[i].ID] = true
	}
	for i := range n.Windows {
		windows[n.Windows[i].ID] = true
	}
	if len(n.Themes) == 0 || len(themes) < len(n.Themes) || len(windows) < len(n.Windows) {
		return Refuse(CodeBadHistory, "settings without themes, or with a name twice")
	}
	for _, w := range s.Windows {
		if w.State != Closed && !windows[w.ID] {
			return Refuse(CodeBadHistory, "settings without a window that is open", "window", w.ID)
		}
	}
	for t := range s.Live {
		for _, l := range t.Legs[t.Leg:] {
			if !themes[l.Theme] {
				return Refuse(CodeBadHistory, "settings without a theme that is waited for", "number", t.Number, "theme", l.Theme)
			}
		}
	}
	return nil
}
