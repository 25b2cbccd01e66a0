package uplink

import "time"

// QuickLive is how often a link with quick paces tells how the hall is, at most.
const QuickLive = 50 * time.Millisecond

// Quick sets paces that tests can wait for.
func (s *Settings) Quick() {
	s.times = times{
		dial: 2 * time.Second, ping: 150 * time.Millisecond, answer: 400 * time.Millisecond,
		pause: 5 * time.Millisecond, pauseMost: 50 * time.Millisecond, refused: 50 * time.Millisecond,
		away: 200 * time.Millisecond, liveAtMost: QuickLive, liveAtLast: 400 * time.Millisecond,
		settle: 3 * time.Second,
	}
}

// NoPings lets a line be silent for long.
func (s *Settings) NoPings() { s.times.ping = time.Minute }

// PatientDial lets one try to connect last long.
func (s *Settings) PatientDial() { s.times.dial = time.Minute }

// HalfOpenWithin is how long a line that went silent is taken for a good one, with the
// paces of the product.
func HalfOpenWithin() time.Duration {
	t := times{}.complete()
	return t.silence() + t.ping/8
}

// Descent finds the lines of a history.
var Descent = descent
