package staff

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// bellPause is how long the bell is quiet after it rang.
const bellPause = 20 * time.Second

// Ring rings the terminal's bell, unless it did so a moment ago: somebody came or
// calls, and who works here may be looking elsewhere.
func (k *Talk) Ring() tea.Cmd {
	if k.real.Sub(k.rang) < bellPause {
		return nil
	}
	k.rang = k.real
	return tea.Raw("\a")
}
