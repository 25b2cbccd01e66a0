package simulate

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// Run is one column of a comparison: an arm of the scenario under a policy.
type Run struct {
	Arm    sim.Arm
	Policy sim.Policy
}

// Name is the run in a word, such as "after:recommended".
func (r Run) Name() string { return string(r.Arm) + ":" + r.Policy.Name }

// Plan is what is to be played.
type Plan struct {
	Scenario *sim.Scenario
	// Name is what the scenario is called.
	Name string
	Runs []Run
	Days int
	// Seed is the first day's; day n has Seed+n.
	Seed uint64
	// Light plays without the hall around the line, which leads to the same calls.
	Light bool
	// Jobs is how many days are played at once; 0 is one for each processor.
	Jobs int
}

// Result is what came of a plan.
type Result struct {
	Plan    Plan
	Figures []*sim.Figures // by run
}

// Play plays all days of a plan. The citizens of a day are drawn once and come to
// every run. told is called after each day, from this goroutine. The same plan gives
// the same result, however many days are played at once.
func Play(ctx context.Context, p Plan, told func(done int)) (*Result, error) {
	halls := make([]*sim.Hall, len(p.Runs))
	r := &Result{Plan: p}
	for i, c := range p.Runs {
		var err error
		if halls[i], err = p.Scenario.Hall(c.Arm, c.Policy); err != nil {
			return nil, err
		}
		r.Figures = append(r.Figures, sim.NewFigures(halls[i]))
	}
	jobs := p.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type played struct {
		day      int
		outcomes []*sim.Outcome
		err      error
	}
	todo, done := make(chan int), make(chan played)
	var wg sync.WaitGroup
	defer wg.Wait() // after cancel, which comes last and so runs first
	defer cancel()
	wg.Go(func() {
		defer close(todo)
		for day := range p.Days {
			select {
			case todo <- day:
			case <-ctx.Done():
				return
			}
		}
	})
	for range jobs {
		wg.Go(func() {
			var player rollout.Player
			for day := range todo {
				out, err := playDay(&player, &p, halls, day)
				select {
				case done <- played{day, out, err}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	// Days are added in order, so that sums are the same every time.
	early := map[int][]*sim.Outcome{}
	for added := 0; added < p.Days; {
		select {
		case d := <-done:
			if d.err != nil {
				return nil, d.err
			}
			early[d.day] = d.outcomes
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		for out := early[added]; out != nil; out = early[added] {
			for i, o := range out {
				r.Figures[i].Add(o)
			}
			delete(early, added)
			added++
			told(added)
		}
	}
	return r, nil
}

// playDay plays one day in every hall.
func playDay(player *rollout.Player, p *Plan, halls []*sim.Hall, day int) ([]*sim.Outcome, error) {
	seed := p.Seed + uint64(day)
	citizens := p.Scenario.Citizens(seed)
	out := make([]*sim.Outcome, len(halls))
	for i, h := range halls {
		d := h.Day(day, seed, citizens)
		if p.Light {
			d.PlayLight(player)
		} else if _, err := d.Play(player, nil); err != nil {
			return nil, fmt.Errorf("%s, seed %d: %w", p.Runs[i].Name(), seed, err)
		}
		out[i] = d.Outcome()
	}
	return out, nil
}
