package sim

import (
	"math/rand/v2"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// Day is one day of a hall, ready to be played.
type Day struct {
	Hall *Hall
	// Number is which day it is, from 0, and Date its date.
	Number int
	Date   string
	// Opening is minute 0.
	Opening time.Time
	// Citizens are those who come; the visit v of Plan is Citizens[v].
	Citizens []Citizen
	// Plan is what happens, and after it was played, what came of it.
	Plan rollout.Day
	// Planned are the spans in which each window is planned to be attended, by its
	// index. Plan says when it is.
	Planned [][]rollout.Span
}

// Day makes the n-th day of a hall: its citizens, as Scenario.Citizens drew them, and
// what its clerks do, drawn from the seed. The same window of the same arm has the
// same breaks and absences under every policy.
func (h *Hall) Day(n int, seed uint64, citizens []Citizen) *Day {
	open := h.Opening(n)
	d := &Day{Hall: h, Number: n, Date: Date(n), Opening: open, Citizens: citizens}
	s, zero := h.Scenario, open.UnixMilli()
	p := &d.Plan
	p.From = zero + min(0, ms(s.Edges[0]))
	p.Close = zero + ms(s.Closes())
	p.Walk, p.Lost = ms(s.WalkIn), ms(s.MissedCall)
	p.ReturnAfter = h.base.Settings.Rules.ReturnAfter
	h.clerks(d, seed, zero)
	p.Visits = make([]rollout.Visit, len(citizens))
	for i := range citizens {
		h.visit(p, &p.Visits[i], &citizens[i], zero)
	}
	return d
}

// clerks draws when windows are attended.
func (h *Hall) clerks(d *Day, seed uint64, zero int64) {
	s := h.Scenario
	length := lognormal(max(s.Params.BreakMean, 1e-6), s.Params.BreakCV)
	if h.Arm == Before && s.BeforeBreak > 0 {
		length = lognormal(s.BeforeBreak, s.Params.BreakCV)
	}
	lead := h.base.Settings.Rules.SpillLead.Duration().Milliseconds()
	wins := s.Windows(h.Arm)
	d.Plan.Windows = make([]rollout.Window, len(wins))
	d.Planned = make([][]rollout.Span, len(wins))
	src := rand.NewPCG(0, 0)
	r := rand.New(src)
	for i := range wins {
		w := &d.Plan.Windows[i]
		w.Reach = queue.Reach{Own: []int32{int32(h.skills[i][0])}, Lead: lead}
		for _, q := range h.skills[i][1:] {
			w.Reach.Spill = append(w.Reach.Spill, int32(q))
		}
		w.Speed, w.Second = wins[i].Speed, h.Policy.Second
		src.Seed(seed, 0xb5ad4eceda1ce2a9+uint64(i))
		absent, half, morning := r.Float64() < s.Roster.Absent, r.Float64() < s.Roster.HalfDay, r.Float64() < 0.5
		d.Planned[i] = h.roster(&wins[i], zero, half, morning)
		if !absent {
			w.Duty = d.Planned[i]
		}
		if s.Params.BreakEvery <= 0 {
			continue
		}
		for at := r.ExpFloat64() * s.Params.BreakEvery; at < s.Closes(); at += r.ExpFloat64() * s.Params.BreakEvery {
			w.Breaks = append(w.Breaks, rollout.Break{At: zero + ms(at), For: max(1, ms(length.draw(r)))})
		}
	}
}

// roster is when a window is planned to be attended.
func (h *Hall) roster(w *Window, zero int64, half, morning bool) []rollout.Span {
	s := h.Scenario
	open, lunch, back, end := zero, zero+ms(s.LunchFrom()), zero+ms(s.LunchTo()), zero+ms(s.Closes())
	switch {
	case half && morning:
		return []rollout.Span{{From: open, To: lunch}}
	case half:
		return []rollout.Span{{From: back, To: end}}
	case w.Lunch:
		return []rollout.Span{{From: open, To: end}}
	}
	return []rollout.Span{{From: open, To: lunch}, {From: back, To: end}}
}

// visit is what a citizen's number leads to in this hall.
func (h *Hall) visit(p *rollout.Day, v *rollout.Visit, c *Citizen, zero int64) {
	s, r := h.Scenario, &h.base.Settings.Rules
	at := zero + c.At
	*v = rollout.Visit{At: at, Key: at, Lane: int32(s.Items[c.Item].Queue(h.Arm)), Work: c.Work, Back: c.Back}
	// What queue makes of a class; Real asks it, and is held to the same by test.
	switch c.Class {
	case Priority:
		v.Key -= r.PriorityCredit.Duration().Milliseconds()
	case Appointment:
		slot, late := zero+c.Slot, r.AppointmentLate.Duration().Milliseconds()
		if at >= slot-late && at <= slot+late {
			v.Key = min(at, slot-r.AppointmentLead.Duration().Milliseconds())
		}
	}
	switch {
	case c.NoShow:
		v.Leaves = 0
	case c.Patience >= endless:
		v.Leaves = rollout.Never
	default:
		v.Leaves = at + c.Patience
	}
	if c.Second < 0 {
		return
	}
	lane := int32(s.Items[c.Second].Queue(h.Arm))
	if lane == v.Lane {
		v.Work = max(1, int64(s.Params.MultiSave*float64(c.Work+c.WorkSecond)))
		return
	}
	p.Parts = append(p.Parts, rollout.Part{Lane: lane, Work: c.WorkSecond})
	v.Then = int32(len(p.Parts))
}

// settings are the hall's with what is planned for the day.
func (d *Day) settings() queue.Settings {
	set := *d.Hall.base.Settings
	set.Windows = slices.Clone(set.Windows)
	zero := d.Opening.UnixMilli()
	for i := range set.Windows {
		spans := slices.Clone(d.Planned[i])
		for k := range spans {
			spans[k].From, spans[k].To = spans[k].From-zero, spans[k].To-zero
		}
		set.Windows[i].Duty = sessions(spans)
	}
	return set
}

// PlayLight plays the day with the light queue, without a hall.
func (d *Day) PlayLight(p *rollout.Player) {
	var l rollout.Light
	l.Begin(&d.Plan, queue.NewLine(d.Hall.Lines))
	p.Run(&d.Plan, &l, rollout.Never, rollout.All)
}
