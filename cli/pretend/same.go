package pretend

import (
	"slices"

	"onewindow/kiosk/tray"
)

// same reports whether two states look alike.
func same(a, b tray.State) bool {
	if (a.Printer == nil) != (b.Printer == nil) || a.Printer != nil && *a.Printer != *b.Printer {
		return false
	}
	return a.Silent == b.Silent && a.Unplugged == b.Unplugged && a.Card == b.Card && a.On == b.On &&
		len(a.Papers) == len(b.Papers) && // a new one counts in Printer too
		slices.EqualFunc(a.Strips, b.Strips, func(x, y tray.Strip) bool {
			return x.Name == y.Name && slices.EqualFunc(x.Rows, y.Rows, slices.Equal[[]tray.Span])
		}) &&
		slices.EqualFunc(said(a), said(b), func(x, y tray.Said) bool {
			return x.Text == y.Text && x.Speaking == y.Speaking && x.Broken == y.Broken
		})
}

func said(s tray.State) []tray.Said {
	if s.Voice == nil {
		return nil
	}
	return s.Voice.Said
}
