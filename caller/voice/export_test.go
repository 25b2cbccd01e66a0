package voice

import "time"

// SetSlack makes a player impatient.
func (p *Player) SetSlack(d time.Duration) { p.slack = d }

// SetHolds is how long a command must run to be taken as sounding.
func (p *Player) SetHolds(d time.Duration) { p.holds = d }
