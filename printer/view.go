package printer

import (
	"time"

	"onewindow/printer/escpos"
)

const (
	// firm is how long a fault must hold before it is told, and cleared how long its
	// end. Sensors bounce, and answers can be noise.
	firm    = 100 * time.Millisecond
	cleared = 500 * time.Millisecond
	// lowFirm is the same for the sensor of the roll, which trembles with it.
	lowFirm = time.Second
)

// view is what is told of the condition: the condition without its flapping.
type view struct {
	known bool // something was told since the line was opened or the printer came back
	fault Fault

	// A fault, or the end of one, that does not hold long enough yet.
	other Fault
	since time.Time
	at    time.Time // when to look again; zero: there is none

	low      bool
	lowSince time.Time
	lowAt    time.Time
}

// evaluate follows the condition, which was looked at now.
func (x *session) evaluate(now time.Time) {
	v := &x.view
	raw := faultOf(x.cond)
	switch {
	case !v.known:
		v.known = true
		x.show(raw, now)
		x.showLow(x.cond.NearEnd)
	case raw == v.fault:
		v.at = time.Time{}
	case v.at.IsZero() || raw != v.other:
		v.other, v.since = raw, now
		v.at = now.Add(hold(raw))
		x.hurry(v.at)
	case now.Sub(v.since) >= hold(raw):
		x.show(raw, now)
	}
	switch {
	case x.cond.NearEnd == v.low:
		v.lowAt = time.Time{}
	case v.lowAt.IsZero():
		v.lowSince, v.lowAt = now, now.Add(lowFirm)
	case now.Sub(v.lowSince) >= lowFirm:
		x.showLow(x.cond.NearEnd)
	}
}

func hold(f Fault) time.Duration {
	if f == "" {
		return cleared
	}
	return firm
}

// settleView tells what has held long enough. A printer that can be asked is asked
// again instead.
func (x *session) settleView(now time.Time) {
	v := &x.view
	if !v.at.IsZero() && !now.Before(v.at) {
		if x.p.RealTime {
			v.at = now.Add(every) // the round that was hurried tells
			return
		}
		x.show(v.other, now)
	}
	if !v.lowAt.IsZero() && !now.Before(v.lowAt) {
		x.showLow(x.cond.NearEnd)
	}
}

// show tells a fault, or that there is none.
func (x *session) show(f Fault, now time.Time) {
	v := &x.view
	v.fault, v.at = f, time.Time{}
	x.setHealth(func(h *Health) { h.Fault, h.Known = f, true })
	if f == "" {
		x.hurry(now.Add(every))
	}
}

func (x *session) showLow(low bool) {
	x.view.low, x.view.lowAt = low, time.Time{}
	x.setHealth(func(h *Health) { h.Low = low })
}

// fresh reports whether the condition was looked at lately and the printer answers.
func (x *session) fresh(now time.Time) bool {
	return x.view.known && !x.poll.silent && now.Sub(x.seen) < recent
}

// asb follows the automatic status: whether the printer still has it switched on.
type asb struct {
	on    bool // it was switched on, and the printer reported since
	asked time.Time
	cond  escpos.Condition // the last report
	odd   time.Time        // since when the answers differ from it
}

// sent notes that the automatic status was switched on anew.
func (a *asb) sent(now time.Time) { *a = asb{asked: now} }

// automatic is a report of ASB.
func (x *session) automatic(b []byte, now time.Time) {
	x.cond = x.cond.ASB(b)
	x.asb.on, x.asb.cond, x.asb.odd = true, x.cond, time.Time{}
	x.seen = now
	if !x.p.RealTime && x.poll.running {
		x.poll.draft = x.cond
		x.roundDone(now)
		return
	}
	x.poll.draft = x.cond
	x.evaluate(now)
}

// compare finds out whether the printer has forgotten to report by itself: it says
// something else than it reported, for longer than a report takes.
func (a *asb) compare(x *session, now time.Time) {
	switch {
	case !a.on || !x.p.RealTime || faultOf(a.cond) == faultOf(x.cond):
		a.odd = time.Time{}
	case a.odd.IsZero():
		a.odd = now
		x.hurry(now.Add(firm))
	case now.Sub(x.noisy) < lowFirm:
		// Noise broke a report.
		a.on, a.odd = false, time.Time{}
	case now.Sub(a.odd) >= firm:
		a.on, a.odd = false, time.Time{}
		x.restarted(now, "it no longer reports by itself")
	}
}
