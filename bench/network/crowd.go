package main

import (
	"context"
	"crypto/rand"
	random "math/rand/v2"
	"time"

	"onewindow/cli/demo"
	"onewindow/queue"
	"onewindow/wire"
)

// crowd is the citizens and clerks of one hall, with its printers and its voice: the
// demonstration's, who besides leave before they are called, and are sent on.
type crowd struct {
	*demo.Crowd
	h   *hall
	rng *random.Rand
	// papers is how many of the day's tickets were seen by the printer.
	papers int
	leaves map[string]time.Time // when who waits gives up
	said   map[string]int       // the calls that the voice has spoken

	commands, refused int
}

// Shares of the visits.
const (
	leaving  = 0.06
	sentOn   = 0.08
	gone     = "left"
	glance   = 100 * time.Millisecond // how often the crowd looks up, in real time
	patience = 25 * time.Minute       // before whom it is too long goes
)

// newCrowd is one for about so many visits on a whole day.
func newCrowd(h *hall, seed uint64, visits float64) *crowd {
	return &crowd{
		// The demonstration counts visits by windows.
		Crowd: demo.NewCrowd(seed, max(1, int(visits/visitsOfAWindow+0.5))), h: h, rng: random.New(random.NewPCG(seed, 0x6e6574)),
		leaves: map[string]time.Time{}, said: map[string]int{},
	}
}

// visitsOfAWindow is how many the demonstration lets come for each window on a day.
const visitsOfAWindow = 1209.0 / 59

// live lets the crowd live until ctx ends.
func (c *crowd) live(ctx context.Context) {
	look := time.NewTicker(glance)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		var wants []queue.Command
		c.h.node.Read(func(s *queue.State, now time.Time) {
			wants = c.Step(s, now)
			c.sendOn(s, wants)
			wants = append(wants, c.machines(s)...)
			wants = append(wants, c.giveUp(s, now)...)
		})
		for _, w := range wants {
			if ctx.Err() != nil {
				return
			}
			c.say(w)
		}
	}
}

// say gives a command as whoever would give it. A refusal is part of life.
func (c *crowd) say(cmd queue.Command) {
	by := demo.Actor(cmd)
	switch cmd := cmd.(type) {
	case queue.ReportPaper:
		by = queue.Actor{Terminal: cmd.Terminal}
	case queue.Transfer:
		by = queue.Actor{Terminal: "window-" + cmd.Window, Clerk: demo.ClerkOf(cmd.Window)}
	case queue.Cancel:
		by = queue.Actor{Terminal: "guide-1", Clerk: demo.Guide}
	}
	c.commands++
	if r := c.h.node.Do(by, rand.Text(), cmd); !r.OK {
		c.refused++
		if r.Err.Code == wire.CodeInternal {
			panic(r.Err) // the hall is not what it should be; nothing after this counts
		}
	}
}

// sendOn turns some ends of visits into transfers to another theme.
func (c *crowd) sendOn(s *queue.State, wants []queue.Command) {
	for i, w := range wants {
		f, ok := w.(queue.Finish)
		if !ok || len(s.Settings.Themes) < 2 || c.rng.Float64() >= sentOn {
			continue
		}
		to := s.Settings.Themes[c.rng.IntN(len(s.Settings.Themes))].ID
		wants[i] = queue.Transfer{Window: f.Window, To: queue.Target{Theme: to}}
	}
}

// machines is what printers and the voice tell: each number's paper is out, each call
// was spoken.
func (c *crowd) machines(s *queue.State) (wants []queue.Command) {
	if c.papers > len(s.Tickets) {
		c.papers = 0 // another day
	}
	for ; c.papers < len(s.Tickets); c.papers++ {
		terminal := "kiosk-1"
		if s.Tickets[c.papers].Source == queue.SourceGuide {
			terminal = "guide-1"
		}
		wants = append(wants, queue.ReportPaper{Terminal: terminal, Number: s.Tickets[c.papers].Number, State: queue.PaperPrinted})
	}
	for _, w := range s.Windows {
		if w.State != queue.Calling {
			continue
		}
		if t := s.Ticket(w.Ticket); t != nil && t.Announced.IsZero() && c.said[t.Number] != t.Calls {
			c.said[t.Number] = t.Calls
			wants = append(wants, queue.Announce{Number: t.Number, Window: w.ID, Times: t.Calls})
		}
	}
	return wants
}

// giveUp lets some of those who wait go.
func (c *crowd) giveUp(s *queue.State, now time.Time) (wants []queue.Command) {
	s.Live(func(t *queue.Ticket) bool {
		if t.State != queue.Waiting {
			return true
		}
		at, ok := c.leaves[t.Number]
		if !ok {
			if c.rng.Float64() < leaving {
				at = now.Add(time.Duration(c.rng.Int64N(int64(patience))))
			}
			c.leaves[t.Number] = at
		}
		if !at.IsZero() && now.After(at) {
			wants = append(wants, queue.Cancel{Number: t.Number, Reason: gone})
		}
		return true
	})
	return wants
}
