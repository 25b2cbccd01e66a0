package manager

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/figures"
	"onewindow/kiosk/tui"
)

// page is what one tab shows and what its keys do. A page shares the Screen and
// keeps nothing of its own but where the arrow keys are.
type page interface {
	// keys are its actions, in the order of their keys on the screen.
	keys() []action
	// walk takes the keys that move among its rows; names are those of
	// tea.KeyPressMsg.
	walk(key string)
	// enter opens the row that was reached.
	enter() tea.Cmd
	// touch opens a row by the two parts of its target's ID: what it is and which.
	touch(kind, name string) tea.Cmd
	// layout are the targets of its rows in r; draw paints the page with them, but
	// not its keys. Both are pure.
	layout(r image.Rectangle) []tui.Target
	draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target)
}

// newPages makes the page of each tab.
func newPages(s *Screen) map[tab]page {
	return map[tab]page{
		tabOverview: &overviewPage{Screen: s}, tabWindows: &windowsPage{Screen: s}, tabAlerts: &alertsPage{Screen: s},
		tabTerminals: &terminalsPage{Screen: s}, tabTicket: &numbersPage{Screen: s}, tabSettings: &rulesPage{Screen: s},
		tabDevices: &devicesPage{Screen: s}, tabStaff: &staffPage{Screen: s}, tabChanges: &changesPage{Screen: s},
		tabReports: &reportPage{Screen: s, sheet: figures.View{Part: figures.Lines}}, tabPlan: &planPage{Screen: s},
	}
}

// reach is the row of a page that the arrow keys have reached.
type reach struct{ at int }

// among is that row, of n.
func (r *reach) among(n int) int { return max(0, min(r.at, n-1)) }

// move moves it by a key among n rows, of which each row on the screen has wide.
func (r *reach) move(key string, n, wide int) {
	at := r.at
	switch key {
	case "down":
		at += wide
	case "up":
		at -= wide
	case "right":
		at++
	case "left":
		at--
	case "pgdown":
		at += 10 * wide
	case "pgup":
		at -= 10 * wide
	case "home":
		at = 0
	case "end":
		at = n - 1
	}
	r.at = max(0, min(at, n-1))
}

// shown is the first of n rows that is shown where fit of them fit, so that the
// row at is among them and no room stays empty.
func shown(at, n, fit int) int {
	if fit <= 0 || n <= fit {
		return 0
	}
	return max(0, min(at-fit/2, n-fit))
}
