package queue

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Validate checks that the settings furnish a hall that can work. The error
// names the field and what it should be.
func (s *Settings) Validate() error {
	h := &s.Hall
	if !token(h.ID) {
		return fmt.Errorf("hall.id %q: letters, digits and '-' only", h.ID)
	}
	if h.Name.Empty() {
		return fmt.Errorf("hall.name: a hall has a name")
	}
	if h.UTCOffset < -12*60 || h.UTCOffset > 14*60 {
		return fmt.Errorf("hall.utc_offset_minutes %d: between -720 and 840", h.UTCOffset)
	}
	if len(h.Sessions) == 0 {
		return fmt.Errorf("hall.sessions: a hall has opening hours")
	}
	if err := inTurn(h.Sessions); err != nil {
		return fmt.Errorf("hall.sessions%w", err)
	}
	zones := map[string]bool{}
	for i, z := range h.Zones {
		if !token(z.ID) || zones[z.ID] {
			return fmt.Errorf("hall.zones[%d].id %q: unique, letters, digits and '-' only", i, z.ID)
		}
		zones[z.ID] = true
	}
	themes, prefixes := map[string]bool{}, map[string]bool{}
	for i := range s.Themes {
		t := &s.Themes[i]
		if !token(t.ID) || themes[t.ID] {
			return fmt.Errorf("themes[%d].id %q: unique, letters, digits and '-' only", i, t.ID)
		}
		themes[t.ID] = true
		if t.Prefix == "" || len(t.Prefix) > 3 || strings.Trim(t.Prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || prefixes[t.Prefix] {
			return fmt.Errorf("themes[%d].prefix %q: one to three capital letters that no other theme has", i, t.Prefix)
		}
		prefixes[t.Prefix] = true
		if t.Name.Empty() {
			return fmt.Errorf("themes[%d].name: a theme has a name", i)
		}
		if t.Minutes < 1 || t.Minutes > 600 {
			return fmt.Errorf("themes[%d].minutes %d: between 1 and 600", i, t.Minutes)
		}
		for _, what := range t.Serves {
			if !slices.Contains(Services, what) {
				return fmt.Errorf("themes[%d].serves %q: collection or enquiry", i, what)
			}
		}
		if err := t.Quota.validate(); err != nil {
			return fmt.Errorf("themes[%d].%w", i, err)
		}
	}
	if len(s.Themes) == 0 {
		return fmt.Errorf("themes: a hall has at least one")
	}
	if err := s.validateWindows(themes, zones); err != nil {
		return err
	}
	staff := map[string]bool{}
	for i, c := range s.Staff {
		if !token(c.ID) || staff[c.ID] {
			return fmt.Errorf("staff[%d].id %q: unique, letters, digits and '-' only", i, c.ID)
		}
		staff[c.ID] = true
	}
	if err := s.Calendar.Validate(); err != nil {
		return err
	}
	return s.Rules.Validate()
}

// Validate checks that each day is a date. The error names the field.
func (c Calendar) Validate() error {
	for _, day := range slices.Sorted(maps.Keys(c.Days)) {
		if t, err := time.Parse(dateLayout, day); err != nil || t.Format(dateLayout) != day {
			return fmt.Errorf("calendar.days: %q is no date like 2026-10-01", day)
		}
	}
	return nil
}

func (s *Settings) validateWindows(themes, zones map[string]bool) error {
	windows := map[string]bool{}
	for i, w := range s.Windows {
		if !token(w.ID) || windows[w.ID] {
			return fmt.Errorf("windows[%d].id %q: unique, letters, digits and '-' only", i, w.ID)
		}
		windows[w.ID] = true
		if w.Label == "" || len(w.Label) > 16 {
			return fmt.Errorf("windows[%d].label %q: 1 to 16 bytes", i, w.Label)
		}
		if w.Zone != "" && !zones[w.Zone] {
			return fmt.Errorf("windows[%d].zone %q: the hall has no such zone", i, w.Zone)
		}
		if len(w.Own) == 0 {
			return fmt.Errorf("windows[%d].own: a window serves at least one theme", i)
		}
		if err := inTurn(w.Duty); err != nil {
			return fmt.Errorf("windows[%d].duty%w", i, err)
		}
		for _, t := range append(append([]string(nil), w.Own...), w.Spill...) {
			if !themes[t] {
				return fmt.Errorf("windows[%d] serves %q: the hall has no such theme", i, t)
			}
		}
	}
	return nil
}

// inTurn checks that sessions follow each other.
func inTurn(all []Session) error {
	last := Clock(-1)
	for i, ses := range all {
		if ses.Open <= last || ses.Close <= ses.Open {
			return fmt.Errorf("[%d] %s-%s: sessions follow each other and end after they begin", i, ses.Open, ses.Close)
		}
		last = ses.Close
	}
	return nil
}

func (q Quota) validate() error {
	if q.Day < 0 {
		return fmt.Errorf("quota.day %d: 0 for no limit, or more", q.Day)
	}
	last := Clock(-1)
	for i, s := range q.Slots {
		if s.From < last || s.To <= s.From || s.Limit < 0 {
			return fmt.Errorf("quota.slots[%d] %s-%s: slots follow each other, end after they begin, and allow 0 or more", i, s.From, s.To)
		}
		last = s.To
	}
	return nil
}

// Validate checks that every rule is within its limits. The error names the field and
// what it should be.
func (r *Rules) Validate() error {
	for _, l := range RuleLimits {
		if v := l.Value(*r); v < l.Min || v > l.Max {
			return fmt.Errorf("rules.%s %d: between %d and %d", l.Name, v, l.Min, l.Max)
		}
	}
	if err := r.Alerts.validate(); err != nil {
		return fmt.Errorf("rules.alerts.%w", err)
	}
	if r.AutoDay && r.DayCloses <= r.DayOpens {
		return fmt.Errorf("rules.day_closes %s: after day_opens %s", r.DayCloses, r.DayOpens)
	}
	return nil
}

// Validate checks that every item can be served in a hall with those settings.
func (c *Catalogue) Validate(s *Settings) error {
	if err := c.ValidateAlone(); err != nil {
		return err
	}
	themes := map[string]bool{}
	for i := range s.Themes {
		themes[s.Themes[i].ID] = true
	}
	for i := range c.Items {
		if it := &c.Items[i]; !themes[it.Theme] {
			return fmt.Errorf("items[%d] %s: the hall has no theme %q", i, it.Code, it.Theme)
		}
	}
	return nil
}

// ValidateAlone checks what is right or wrong in any hall.
func (c *Catalogue) ValidateAlone() error {
	seen := map[string]bool{}
	for i := range c.Items {
		it := &c.Items[i]
		switch {
		case !token(it.Code) || seen[it.Code]:
			return fmt.Errorf("items[%d].code %q: unique, letters, digits and '-' only", i, it.Code)
		case it.Name.Empty():
			return fmt.Errorf("items[%d] %s: an item has a name", i, it.Code)
		case !token(it.Theme):
			return fmt.Errorf("items[%d] %s: theme %q: letters, digits and '-' only", i, it.Code, it.Theme)
		case it.Minutes < 1 || it.Minutes > 600:
			return fmt.Errorf("items[%d] %s: minutes %d: between 1 and 600", i, it.Code, it.Minutes)
		}
		seen[it.Code] = true
	}
	return nil
}

// token reports whether id may stand as a token of a message subject.
func token(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, r := range id {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-') {
			return false
		}
	}
	return true
}
