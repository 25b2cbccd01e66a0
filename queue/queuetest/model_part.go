package queuetest

import (
	"encoding/json"
	"fmt"

	"onewindow/queue"
)

// published is a part that the centre owns: its version, and what it said when the
// hall took it.
type published struct {
	version uint64
	says    string
}

// applyParts reads whose the parts are. What the hall says of each it knows from the
// last change before.
func (m *Model) applyParts(r queue.Record) {
	switch e := r.Event.(type) {
	case queue.SettingsChanged:
		m.says[queue.PartCalendar], m.says[queue.PartRules] = text(e.Settings.Calendar), text(e.Settings.Rules)
	case queue.CatalogueChanged:
		m.says[queue.PartCatalogue] = text(e.Catalogue)
	case queue.PartTaken:
		m.parts[e.Part] = published{e.Version, m.says[e.Part]}
	case queue.PartReleased:
		delete(m.parts, e.Part)
	}
}

// compareParts says where a part is another's, or says something else than what the
// centre has published.
func (m *Model) compareParts(s *queue.State) error {
	if len(s.Parts) != len(m.parts) {
		return fmt.Errorf("the centre owns %v; the model has %v", s.Parts, m.parts)
	}
	says := map[queue.Part]string{queue.PartCatalogue: text(s.Catalogue)}
	if s.Settings != nil {
		says[queue.PartCalendar], says[queue.PartRules] = text(s.Settings.Calendar), text(s.Settings.Rules)
	}
	for p, o := range m.parts {
		if s.Parts[p].Version != o.version {
			return fmt.Errorf("%s is of version %d; the model has %d", p, s.Parts[p].Version, o.version)
		}
		if says[p] != o.says {
			return fmt.Errorf("the centre owns %s, and the hall has changed it", p)
		}
	}
	return nil
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// checkParts: what the centre owns is a known part, of a version and with a hash.
func checkParts(s *queue.State) error {
	for p, has := range s.Parts {
		known := p == queue.PartCatalogue || p == queue.PartCalendar || p == queue.PartRules
		if !known || has.Version == 0 || s.Settings == nil {
			return fmt.Errorf("the centre owns %q, %+v", p, has)
		}
	}
	if s.Parts != nil && len(s.Parts) == 0 {
		return fmt.Errorf("a list of parts without one") // it would be another state than the restored one
	}
	return nil
}
