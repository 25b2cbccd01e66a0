package caller

import (
	"cmp"
	"slices"
	"time"
)

// How long things count in a hall.
const (
	// behind is how late a call may be said in full.
	behind = 10 * time.Second
	// stale is after how long nobody is called any more: who heard nothing was looked
	// for by the strips, or is called again.
	stale = 60 * time.Second
	// fresh is how old a call may be that is said by a voice that has just started:
	// what is older may have been said before.
	fresh = 5 * time.Second
	// tries is how often a call is begun that does not get to its end.
	tries = 2
)

// Announcement is a call to be said now.
type Announcement struct {
	Call  Call
	Again bool // the citizen has heard the number before
	Short bool // say it in few words
}

// Unsaid is why a call was not said.
type Unsaid string

// Reasons.
const (
	UnsaidOver     Unsaid = "over"     // the citizen came, or the call ended, before its turn
	UnsaidReplaced Unsaid = "replaced" // called again before the first call was said; that one takes its place
	UnsaidStale    Unsaid = "stale"    // older than a minute
	UnsaidEarlier  Unsaid = "earlier"  // from before the voice was started
	UnsaidQuiet    Unsaid = "quiet"    // the voice has its quiet hours
	UnsaidStopped  Unsaid = "stopped"  // nobody is called now
	UnsaidFailed   Unsaid = "failed"   // begun several times, and never to its end
)

// Dropped is a call that is not said, or not to its end, and will not be.
type Dropped struct {
	Call   Call
	Reason Unsaid
}

// Announcer is the order in which one loudspeaker calls people. It is a pure state
// machine: the hall's newest calls and the time come in, what to say comes out.
//
// One call is said at a time, the oldest first. A call that is over, or older than
// a minute, is not said any more, and each call that is not said is told with its
// reason, once. What was said to its end is never said again; a recall is another
// call.
type Announcer struct {
	zones   []string // none: all
	started bool     // a list came
	calls   map[callID]*pending
	now     *pending // what is being said
}

// callID tells calls apart: a recall has other times, a later visit another
// moment.
type callID struct {
	number, window string
	times          int
	at             int64
}

func idOf(c Call) callID { return callID{c.Number, c.Window, c.Times, c.At.UnixNano()} }

// pending is a call that was heard of.
type pending struct {
	call   Call
	place  time.Time // its place in the order: when it, or the call that it replaces, was made
	again  bool
	listed bool // the hall still lists it
	done   bool // said, or dropped
	began  int  // how often it was begun
}

// NewAnnouncer is an announcer for the zones with these ids; none, or "*", is all
// of them.
func NewAnnouncer(zones []string) *Announcer {
	if slices.Contains(zones, "*") {
		zones = nil
	}
	return &Announcer{zones: zones, calls: map[callID]*pending{}}
}

// concerns reports whether a call is for this loudspeaker. A call without a zone
// is for all.
func (a *Announcer) concerns(c Call) bool {
	return len(a.zones) == 0 || len(c.Zones) == 0 || slices.ContainsFunc(c.Zones, func(z string) bool { return slices.Contains(a.zones, z) })
}

// Calls takes the list of all calls that are open now; what is not in it is over.
func (a *Announcer) Calls(now time.Time, calls []Call) (dropped []Dropped) {
	for _, p := range a.calls {
		p.listed = false
	}
	var added []*pending
	for _, c := range calls {
		id := idOf(c)
		if !a.concerns(c) {
			continue
		}
		p := a.calls[id]
		if p == nil {
			c.Zones = slices.Clone(c.Zones)
			p = &pending{call: c, place: c.At, again: c.Times > 1}
			a.calls[id] = p
			added = append(added, p)
		}
		p.listed = true
	}
	for _, p := range added {
		dropped = append(dropped, a.enter(now, p)...)
	}
	for _, p := range a.inOrder() {
		if !p.listed && !p.done && p != a.now {
			dropped = append(dropped, p.drop(UnsaidOver))
		}
	}
	for id, p := range a.calls {
		// Remembered for as long as it would be said if it were listed again.
		if !p.listed && p.done && p != a.now && now.Sub(p.call.At) > stale {
			delete(a.calls, id)
		}
	}
	a.started = true
	return dropped
}

// enter is a call that was not known.
func (a *Announcer) enter(now time.Time, p *pending) (dropped []Dropped) {
	for _, old := range a.inOrder() {
		if old == p || old.done || old == a.now || old.listed || old.call.Number != p.call.Number || old.call.Window != p.call.Window {
			continue
		}
		if old.place.Before(p.place) {
			p.place = old.place
		}
		p.again = old.again // nobody has heard that one
		dropped = append(dropped, old.drop(UnsaidReplaced))
	}
	if age := now.Sub(p.call.At); !a.started && (p.call.Heard || age > fresh || age < -fresh) { // in the future: our clock is wrong
		dropped = append(dropped, p.drop(UnsaidEarlier))
	}
	return dropped
}

// Next is what to say now; false when there is nothing, or something is being said.
// Began and Ended tell what became of it.
func (a *Announcer) Next(now time.Time) (next Announcement, ok bool, dropped []Dropped) {
	if a.now != nil {
		return Announcement{}, false, nil
	}
	for _, p := range a.inOrder() {
		switch {
		case p.done:
		case now.Sub(p.call.At) > stale:
			dropped = append(dropped, p.drop(UnsaidStale))
		default:
			a.now = p
			return Announcement{Call: p.call, Again: p.again, Short: now.Sub(p.place) >= behind}, true, dropped
		}
	}
	return Announcement{}, false, dropped
}

// Began tells that what Next gave is being heard.
func (a *Announcer) Began() {
	if a.now != nil {
		a.now.began++
	}
}

// Ended tells that what Next gave was said to its end, or not. What was not is said
// again from its beginning, if the call is still open then.
func (a *Announcer) Ended(whole bool) (dropped []Dropped) {
	p := a.now
	a.now = nil
	switch {
	case p == nil:
	case whole:
		p.done = true
	case !p.listed:
		dropped = append(dropped, p.drop(UnsaidOver))
	case p.began >= tries:
		dropped = append(dropped, p.drop(UnsaidFailed))
	}
	return dropped
}

// Refused tells that what Next gave cannot be said by this voice at all.
func (a *Announcer) Refused() (dropped []Dropped) {
	if p := a.now; p != nil {
		a.now = nil
		dropped = append(dropped, p.drop(UnsaidFailed))
	}
	return dropped
}

// Hush drops everything that waits, for quiet hours, or because nobody is called now.
// What is being said is said to its end.
func (a *Announcer) Hush(why Unsaid) (dropped []Dropped) {
	for _, p := range a.inOrder() {
		if !p.done && p != a.now {
			dropped = append(dropped, p.drop(why))
		}
	}
	return dropped
}

// drop gives a call up.
func (p *pending) drop(why Unsaid) Dropped {
	p.done = true
	return Dropped{p.call, why}
}

// inOrder is all that is known, in the order in which it is to be said.
func (a *Announcer) inOrder() []*pending {
	all := make([]*pending, 0, len(a.calls))
	for _, p := range a.calls {
		all = append(all, p)
	}
	slices.SortFunc(all, func(p, q *pending) int {
		return cmp.Or(p.place.Compare(q.place), p.call.At.Compare(q.call.At), cmp.Compare(p.call.Number, q.call.Number),
			cmp.Compare(p.call.Window, q.call.Window), cmp.Compare(p.call.Times, q.call.Times))
	})
	return all
}
