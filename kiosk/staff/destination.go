package staff

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// Destinations are where a number can be sent. IDs are those of themes, windows and
// clerks; the labels of themes are their names.
type Destinations struct {
	Themes, Windows, Clerks []tui.Choice
	// ByLabel, if set, lets a window's label be typed, because a large hall has many,
	// and returns its id.
	ByLabel func(label string) string
}

// ChooseDestination asks where a number of a theme is sent; pick gets the answer.
// Clerks have a list of their own.
func (p *Pages) ChooseDestination(number, theme string, to Destinations, pick func(queue.Target) tea.Cmd) *tui.Chooser {
	var rows []tui.Choice
	targets := map[string]queue.Target{}
	for _, th := range to.Themes {
		row := tui.Choice{ID: "theme " + th.ID, Label: p.T("staff.to_theme", "theme", th.Label)}
		if th.ID == theme {
			row.Note = p.T("staff.own_line")
		}
		rows, targets[row.ID] = append(rows, row), queue.Target{Theme: th.ID}
	}
	for _, w := range to.Windows {
		row := tui.Choice{ID: "window " + w.ID, Label: w.Label, Note: w.Note}
		rows, targets[row.ID] = append(rows, row), queue.Target{Window: w.ID}
	}
	list := p.Choose(p.T("common.transfer_to")+"  "+number, rows, func(id string) tea.Cmd {
		switch id {
		case "clerk":
			p.chooseClerk(number, to.Clerks, pick)
			return nil
		case "window":
			p.Enter(tui.Entry{Title: p.T("staff.enter_window"), Max: 8}, func(label string) tea.Cmd {
				return pick(queue.Target{Window: to.ByLabel(label)})
			})
			return nil
		}
		return pick(targets[id])
	})
	if to.ByLabel != nil {
		list.More = append(list.More, tui.Target{ID: "window", Key: "w .", Label: p.T("staff.to_window")})
	}
	list.More = append(list.More, tui.Target{ID: "clerk", Key: "c *", Label: p.T("staff.to_clerk")})
	return list
}

// chooseClerk asks to whom a number is sent.
func (p *Pages) chooseClerk(number string, clerks []tui.Choice, pick func(queue.Target) tea.Cmd) {
	if len(clerks) == 0 {
		p.Say(tui.Warn, "staff.no_clerk")
		return
	}
	p.Choose(p.T("staff.to_which_clerk", "number", number), clerks, func(clerk string) tea.Cmd {
		return pick(queue.Target{Clerk: clerk})
	})
}
