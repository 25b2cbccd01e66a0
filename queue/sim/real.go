package sim

import (
	"errors"
	"fmt"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// Real is a whole hall as a rollout.Queue: each thing that people do is a command to
// it, and it alone says who is next.
type Real struct {
	// State is the hall. Whoever looks at it from a hook must not change it but by Do.
	State *queue.State

	day    *Day
	player *rollout.Player
	hooks  *Hooks
	due    time.Time
	err    error
	moment time.Time
	// number says of each visit which of the day's numbers it has drawn, visit of each
	// number whose it is. They are the same as long as the hall refuses nobody.
	number, visit []int32
}

// Hooks look at a day while it is played. All may be nil.
type Hooks struct {
	// Issued is called when the visit's number has been drawn, before any window calls
	// for it. Called is called when it was called for the first time.
	Issued func(r *Real, v int32) error
	Called func(r *Real, v int32) error
	// Refused is called when the hall gave the visit no number, because the day is full
	// for its theme. Without it that is an error.
	Refused func(r *Real, v int32) error
	// Moment is called each Every after the day began.
	Every  time.Duration
	Moment func(r *Real) error
	// Ready is called once the day is open, before anything else happens.
	Ready func(r *Real) error
}

// Now is the moment that is being played.
func (r *Real) Now() time.Time { return r.moment }

// Day is the day that is being played.
func (r *Real) Day() *Day { return r.day }

// Ticket is the number of a visit, or nil if it has not been drawn.
func (r *Real) Ticket(v int32) *queue.Ticket {
	if int(v) >= len(r.number) || r.number[v] < 0 {
		return nil
	}
	return r.State.Tickets[r.number[v]]
}

// Do has the hall carry out a command now, from a hook.
func (r *Real) Do(c queue.Command) error {
	if _, err := queue.Execute(r.State, r.moment, queue.Actor{}, "", c); err != nil {
		return fmt.Errorf("sim: %T: %w", c, err)
	}
	r.due = queue.Due(r.State)
	return nil
}

// Begin has a window come to work now, End has it go as soon as nobody is there, and
// There says whether it is at work and stays; from Hooks.Moment.
func (r *Real) Begin(w int) { r.player.Begin(int32(w)) }

// End is the counterpart of Begin.
func (r *Real) End(w int) { r.player.End(int32(w)) }

// There reports whether a window is at work and stays.
func (r *Real) There(w int) bool { return r.player.There(int32(w)) }

// Play plays the day in the whole hall and closes it. What came of each visit is in
// Plan, and all else in the state of the closed day.
func (d *Day) Play(p *rollout.Player, hooks *Hooks) (*queue.State, error) {
	r := &Real{day: d, player: p, hooks: hooks, moment: d.Opening}
	if hooks == nil {
		r.hooks = &Hooks{}
	}
	r.State = d.Hall.base.Clone()
	r.at(d.Plan.From)
	if d.Hall.Scenario.Roster.HalfDay > 0 {
		r.do(queue.ChangeSettings{Settings: d.settings(), Hash: d.Date})
	}
	r.do(queue.OpenDay{Date: d.Date})
	r.due = queue.Due(r.State)
	r.hook(r.hooks.Ready)
	p.Watch, p.Step = nil, 0
	if r.hooks.Moment != nil {
		p.Step = r.hooks.Every.Milliseconds()
		p.Watch = func(now int64) { r.at(now); r.hook(r.hooks.Moment) }
	}
	p.Run(&d.Plan, r, rollout.Never, rollout.All)
	p.Watch = nil
	r.at(max(r.moment.UnixMilli(), d.Plan.Close))
	r.do(queue.CloseDay{})
	if r.err != nil {
		return nil, r.err
	}
	return r.State, nil
}

// at moves hall time, and lets happen what is due by itself.
func (r *Real) at(ms int64) {
	r.moment = time.UnixMilli(ms).UTC()
	if r.err != nil || r.due.IsZero() || r.moment.Before(r.due) {
		return
	}
	if _, err := queue.Advance(r.State, r.moment); err != nil {
		r.err = fmt.Errorf("sim: %w", err)
		return
	}
	r.due = queue.Due(r.State)
}

// do carries out a command that the hall must not refuse. It makes nothing due that a
// day would wait for: AutoDay is off, and no scenario has steps of a known length.
func (r *Real) do(c queue.Command) {
	if r.err != nil {
		return
	}
	if _, err := queue.Execute(r.State, r.moment, queue.Actor{}, "", c); err != nil {
		r.err = fmt.Errorf("sim: %s, %s: %T%+v: %w", r.day.Date, r.moment.Format("15:04:05"), c, c, err)
	}
	r.due = queue.Due(r.State)
}

func (r *Real) hook(f func(*Real) error) {
	if r.err == nil && f != nil {
		r.err = f(r)
	}
}

func (r *Real) told(f func(*Real, int32) error, v int32) {
	if r.err == nil && f != nil {
		r.err = f(r, v)
	}
}

// refuses asks whether the hall gives no number because the day is full, and says so.
func (r *Real) refuses(c queue.Issue, v int32) bool {
	if r.err != nil || r.hooks.Refused == nil || !r.State.Settings.Rules.ForecastStop {
		return false
	}
	var refusal *queue.Refusal
	if _, err := queue.Decide(r.State, r.moment, queue.Actor{}, c); !errors.As(err, &refusal) || refusal.Code != queue.CodeFull {
		return false
	}
	r.told(r.hooks.Refused, v)
	return true
}

func (r *Real) plan(w int32) *queue.WindowPlan { return &r.State.Settings.Windows[w] }

// Draw implements rollout.Queue.
func (r *Real) Draw(at int64, v int32) {
	r.at(at)
	if t := r.Ticket(v); t != nil {
		if t.State == queue.Missed {
			r.do(queue.Return{Number: t.Number})
		}
		return // the next leg waits already
	}
	c := &r.day.Citizens[v]
	issue := queue.Issue{Items: make([]string, 1, 2), Source: queue.SourceKiosk}
	issue.Items[0] = r.day.Hall.codes[c.Item]
	if c.Second >= 0 {
		issue.Items = append(issue.Items, r.day.Hall.codes[c.Second])
	}
	switch c.Class {
	case Priority:
		issue.Class = queue.Priority
	case Appointment:
		issue.Class, issue.Slot = queue.Appointment, r.day.Opening.Add(time.Duration(c.Slot)*time.Millisecond)
	}
	for len(r.number) <= int(v) {
		r.number = append(r.number, -1)
	}
	if r.refuses(issue, v) {
		return
	}
	r.do(issue)
	if r.err != nil {
		return
	}
	r.number[v] = int32(len(r.visit))
	r.visit = append(r.visit, v)
	r.told(r.hooks.Issued, v)
}

// Next implements rollout.Queue.
func (r *Real) Next(at int64, w int32) (int32, bool) {
	if r.err != nil {
		return 0, false
	}
	r.at(at)
	win := r.State.Windows[w]
	r.do(queue.Next{Window: win.ID})
	if r.err != nil || win.Ticket == "" {
		return 0, false
	}
	v := r.visit[r.State.Ticket(win.Ticket).Seq-1]
	if r.day.Plan.Visits[v].Called == rollout.Never {
		r.told(r.hooks.Called, v)
	}
	return v, true
}

// Waits implements rollout.Queue.
func (r *Real) Waits(w int32) bool { return len(r.State.NextAt(r.State.Windows[w], 1)) > 0 }

// Come implements rollout.Queue.
func (r *Real) Come(at int64, w, _ int32) { r.at(at); r.do(queue.Start{Window: r.plan(w).ID}) }

// Miss implements rollout.Queue.
func (r *Real) Miss(at int64, w, _ int32) { r.at(at); r.do(queue.NoShow{Window: r.plan(w).ID}) }

// Done implements rollout.Queue.
func (r *Real) Done(at int64, w, _ int32) { r.at(at); r.do(queue.Finish{Window: r.plan(w).ID}) }

// Open implements rollout.Queue.
func (r *Real) Open(at int64, w int32) {
	r.at(at)
	id := r.plan(w).ID
	r.do(queue.SignIn{Window: id, Clerk: r.State.Settings.Staff[w].ID})
}

// Close implements rollout.Queue.
func (r *Real) Close(at int64, w int32) { r.at(at); r.do(queue.SignOut{Window: r.plan(w).ID}) }

// breakReason is what a clerk gives for a short break.
const breakReason = "break"

// Pause implements rollout.Queue.
func (r *Real) Pause(at int64, w int32) {
	r.at(at)
	r.do(queue.Pause{Window: r.plan(w).ID, Reason: breakReason})
}

// Resume implements rollout.Queue.
func (r *Real) Resume(at int64, w int32) { r.at(at); r.do(queue.Resume{Window: r.plan(w).ID}) }
