package simulate

import (
	"fmt"
	"io"
	"time"
)

// Progress tells how far a plan is.
type Progress struct {
	// W is where to; Live writes over one line of a terminal, and else each telling is
	// a line.
	W    io.Writer
	Live bool
	// Days is how many there are; Every is how often to tell.
	Days  int
	Every time.Duration
	// Now is the clock.
	Now func() time.Time

	began, last time.Time
	width       int
}

// Begin starts the clock.
func (p *Progress) Begin() {
	p.began = p.Now()
	p.last = p.began
}

// Told is for Play.
func (p *Progress) Told(done int) {
	now := p.Now()
	if done < p.Days && now.Sub(p.last) < p.Every {
		return
	}
	p.last = now
	took := now.Sub(p.began)
	rate := float64(done) / max(took.Seconds(), 1e-9)
	left := time.Duration(float64(p.Days-done) / rate * float64(time.Second))
	line := fmt.Sprintf("%d of %d days, %.0f a second, %s left", done, p.Days, rate, left.Round(time.Second))
	if done == p.Days {
		line = fmt.Sprintf("%d days in %s, %.0f a second", done, took.Round(time.Millisecond), rate)
	}
	if !p.Live {
		fmt.Fprintln(p.W, line)
		return
	}
	fmt.Fprintf(p.W, "\r%-*s", p.width, line)
	p.width = len(line)
	if done == p.Days {
		fmt.Fprintln(p.W)
	}
}

// Break ends a live line that is not whole.
func (p *Progress) Break() {
	if p.Live && p.width > 0 {
		fmt.Fprintln(p.W)
	}
}
