package queue

import (
	"slices"
	"strings"
	"time"
)

// Change is one thing that staff have changed in the hall: who, what, when, from
// what to what.
type Change struct {
	At time.Time `json:"at"`
	By Actor     `json:"by"`
	// What is the path of the setting, such as "rules.calls",
	// "staff/wang.rights", "themes/general.quota", or "intake/general",
	// "window/12", "notice/n1", "stop", "catalogue" for what is set for the day, and
	// "part/rules" for the version that the centre published.
	What string `json:"what"`
	// From and To are the values as text; empty is none. Secrets are never in
	// them.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// keptChanges is how many changes a state remembers.
const keptChanges = 200

// changed notes changes, unless they happened by themselves.
func (s *State) changed(r *Record, cs ...Change) {
	if r.By == (Actor{}) {
		return
	}
	for _, c := range cs {
		if c.From == c.To {
			continue
		}
		c.At, c.By = r.At, r.By
		s.Changes = append(s.Changes, c)
	}
	if more := len(s.Changes) - keptChanges; more > 0 {
		s.Changes = slices.Delete(s.Changes, 0, more)
	}
}

// noteChange keeps what an event of the hall is about to change, if it is
// something that staff set.
func (s *State) noteChange(r *Record) {
	switch e := r.Event.(type) {
	case SettingsChanged:
		if s.Settings != nil {
			s.changed(r, differences(s.Settings, &e.Settings)...)
		}
	case CatalogueChanged:
		if s.Catalogue != nil {
			s.changed(r, Change{What: "catalogue", From: s.CatalogueHash, To: e.Hash})
		}
	case PartTaken:
		s.changed(r, Change{What: "part/" + string(e.Part), From: s.versionOf(e.Part), To: version(e.Version)})
	case PartReleased:
		s.changed(r, Change{What: "part/" + string(e.Part), From: s.versionOf(e.Part)})
	case DayOpened:
		s.changed(r, Change{What: "day", To: e.Date})
	case DayReopened:
		s.changed(r, Change{What: "day", To: e.Date})
	case DayClosed:
		s.changed(r, Change{What: "day", From: e.Date})
	case HallStopped:
		s.changed(r, Change{What: "stop", To: e.Reason})
	case HallResumed:
		if s.Stopped != nil {
			s.changed(r, Change{What: "stop", From: s.Stopped.Reason})
		}
	case IntakeSet:
		c := Change{What: "intake/" + e.Theme} // why it is closed; empty while it is open
		if old := s.ThemeState(e.Theme).Closed; old != nil {
			c.From = old.Reason
		}
		if e.Closed {
			c.To = e.Reason
		}
		s.changed(r, c)
	case QuotaSet:
		s.changed(r, Change{What: "quota/" + e.Theme, From: inWords(s.ThemeState(e.Theme).Quota), To: inWords(e.Quota)})
	case NoticeSet:
		s.changed(r, Change{What: "notice/" + e.Notice.ID, From: s.noticeText(e.Notice.ID), To: e.Notice.Text.In(ZhHans)})
	case NoticeCleared:
		s.changed(r, Change{What: "notice/" + e.ID, From: s.noticeText(e.ID)})
	}
}

func (s *State) noticeText(id string) string {
	for _, n := range s.Notices {
		if n.ID == id {
			return n.Text.In(ZhHans)
		}
	}
	return ""
}

// themesInWords are the themes of a window: its own, and in brackets those that it
// helps out with.
func themesInWords(own, spill []string) string {
	text := strings.Join(own, ", ")
	if len(spill) > 0 {
		text += " (" + strings.Join(spill, ", ") + ")"
	}
	return text
}
