package voice

import "time"

// SetSlack makes a player impatient.
func (p *Player) SetSlack(d time.Duration) { p.slack = d }
