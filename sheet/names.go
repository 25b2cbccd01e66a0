package sheet

import (
	"strings"

	"onewindow/queue"
	"onewindow/queue/report"
)

// Dimension is what the figures are told of.
type Dimension string

// Dimensions.
const (
	ByHall   Dimension = "hall"
	ByDate   Dimension = "date"
	ByTheme  Dimension = "theme"
	ByItem   Dimension = "item"
	ByWindow Dimension = "window"
	ByClerk  Dimension = "clerk"
)

// Dimensions are all of them, in the order of the tables.
var Dimensions = []Dimension{ByHall, ByDate, ByTheme, ByItem, ByWindow, ByClerk}

// Names say how ids are called for people, by id; what is not in them is shown by its
// id. Windows and clerks of several halls are named by hall and id.
type Names struct{ Halls, Themes, Items, Windows, Clerks map[string]string }

// NamesOf are the names that a hall's settings and catalogue give in a language.
func NamesOf(s *queue.Settings, c *queue.Catalogue, lang queue.Lang) Names {
	n := Names{
		Halls: map[string]string{}, Themes: map[string]string{}, Items: map[string]string{},
		Windows: map[string]string{}, Clerks: map[string]string{},
	}
	if s != nil {
		n.Halls[s.Hall.ID] = s.Hall.Name.In(lang)
		for _, t := range s.Themes {
			n.Themes[t.ID] = t.Name.In(lang)
		}
		for _, w := range s.Windows {
			n.Windows[w.ID] = w.Label
		}
		for _, k := range s.Staff {
			n.Clerks[k.ID] = k.Name
		}
	}
	if c != nil {
		for _, it := range c.Items {
			n.Items[it.Code] = it.Name.In(lang)
		}
	}
	return n
}

// of is how an id of a dimension is called.
func (n *Names) of(d Dimension, id string) string {
	var names map[string]string
	switch d {
	case ByHall:
		names = n.Halls
	case ByTheme:
		names = n.Themes
	case ByItem:
		names = n.Items
	case ByWindow:
		names = n.Windows
	case ByClerk:
		names = n.Clerks
	}
	if name := names[id]; name != "" {
		return name
	}
	if hall, at, ok := strings.Cut(id, "/"); ok && (d == ByWindow || d == ByClerk) {
		return n.of(ByHall, hall) + " " + at
	}
	return id
}

// cells are the cells of a dimension.
func cells(s *report.Span, d Dimension) map[string]*report.Cell {
	switch d {
	case ByHall:
		return s.Halls
	case ByDate:
		return s.Dates
	case ByTheme:
		return s.Themes
	case ByItem:
		return s.Items
	case ByWindow:
		return s.Windows
	case ByClerk:
		return s.Clerks
	}
	return nil
}
