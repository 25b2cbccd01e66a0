package uplink

import (
	"context"
	"time"
)

// QuickLive is how often a link with quick paces tells how the hall is, at most.
const QuickLive = 50 * time.Millisecond

// Quick sets paces that tests can wait for.
func (s *Settings) Quick() {
	s.claims = QuickClaims
	s.times = times{
		dial: 2 * time.Second, ping: 150 * time.Millisecond, answer: 400 * time.Millisecond,
		pause: 5 * time.Millisecond, pauseMost: 50 * time.Millisecond, refused: 50 * time.Millisecond,
		away: 200 * time.Millisecond, liveAtMost: QuickLive, liveAtLast: 400 * time.Millisecond,
		settle:  3 * time.Second,
		desired: time.Hour, desiredAgain: 20 * time.Millisecond, desiredAtMost: 5 * time.Millisecond, claimKept: time.Hour,
	}
}

// Sound is for tests in which the line is good and the centre answers: a machine that
// stands still for a moment is then no bad line.
func (s *Settings) Sound() {
	s.NoPings()
	s.PatientAnswers()
	s.times.settle, s.times.dial = 30*time.Second, 30*time.Second
}

// NoPings lets a line be silent for long.
func (s *Settings) NoPings() { s.times.ping = time.Minute }

// AskAgain sets how often the centre is asked what it wants.
func (s *Settings) AskAgain(every time.Duration) { s.times.desired = every }

// Patient lets one question for what is wanted follow another as late as in the
// product.
func (s *Settings) Patient() { s.times.desiredAtMost = times{}.complete().desiredAtMost }

// PatientPace is how late that is.
func PatientPace() time.Duration { return times{}.complete().desiredAtMost }

// KeepClaims sets how long the outcome of a claim is kept.
func (s *Settings) KeepClaims(d time.Duration) { s.times.claimKept = d }

// QuickClaims is how many outcomes a link with quick paces keeps, and MaxRounds how
// often in a row is asked what is wanted.
const (
	QuickClaims = 40
	MaxRounds   = maxRounds
)

// PatientDial lets one try to connect last long.
func (s *Settings) PatientDial() { s.times.dial = time.Minute }

// HastyDial lets one try to connect last shortly, and a line be silent for longer.
func (s *Settings) HastyDial() { s.times.dial, s.times.ping = 200*time.Millisecond, time.Second }

// HalfOpenWithin is how long a line that went silent is taken for a good one, with the
// paces of the product.
func HalfOpenWithin() time.Duration {
	t := times{}.complete()
	return t.silence() + t.ping/8
}

// Descent finds the lines of a history.
var Descent = descent

// PatientAnswers lets the centre take long for an answer.
func (s *Settings) PatientAnswers() { s.times.answer = 30 * time.Second }

// HastyAnswers gives up soon what the centre does not answer.
func (s *Settings) HastyAnswers() { s.times.answer = 400 * time.Millisecond }

// Ended ends with the link.
func (u *Uplink) Ended() context.Context { return u.ctx }

// NothingToTell reports whether no outcome of a claim is kept.
func (u *Uplink) NothingToTell() bool { return u.claims.idle() }
