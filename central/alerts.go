package central

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// An alert of the network is a condition that lasts. It is raised when it is met for
// a while, and ends when it was not met for a while, so that a line that flickers and
// a figure about its threshold ring once.

// rule is when one kind of alert is raised and ended.
type rule struct {
	kind wire.HallAlertKind
	// after is how long it must be met, until how long it must not be met.
	after, until time.Duration
	// kept: it stays while nothing is heard of the hall for long.
	kept bool
	// measure says how it is with a hall now.
	measure func(*sighting) reading
}

// sighting is a hall as its alerts are judged by.
type sighting struct {
	row  wire.HallRow
	open bool // its business day is, as last heard
	// away is since when it is not there, for as long as the centre's program has
	// looked; zero while it is there.
	away time.Time
	// machine are the alarms of the hall's machine.
	machine []wire.Error
	// astray counts the parts of which it runs something else than is published for it;
	// refused says that it could not take one of them, code why.
	astray  int
	refused bool
	code    string
	now     time.Time
}

// reading is what a rule makes of a hall. With unknown nothing is said about it.
type reading struct {
	met, unknown bool
	// sure: it needs not be met for a while first.
	sure  bool
	level queue.AlertLevel
	value int
	code  string
}

// Thresholds of the network's alerts. A hall warns its own manager earlier: these
// are for those who look at many halls.
const (
	waitWarns    = 30 * time.Minute
	waitCritical = 60 * time.Minute
	// endsAt is below how many percent of its threshold a wait ends its alert.
	endsAt = 80

	awayWarns    = time.Minute
	awayCritical = 5 * time.Minute
	// heldFor is how long what was last heard of a hall still rings when it has gone.
	heldFor = time.Minute
)

// rules are all kinds of alerts.
var rules = []rule{
	{kind: wire.AlertHallPanic, kept: true, measure: count(queue.Critical, func(s *sighting) (int, string) { return s.row.Panics, "" })},
	{kind: wire.AlertHallStopped, kept: true, measure: count(queue.Critical, func(s *sighting) (int, string) { return truth(s.row.Standing == wire.HallStopped), "" })},
	{kind: wire.AlertHallCopied, until: 30 * time.Second, measure: func(s *sighting) reading {
		return reading{met: s.row.Standing == wire.HallCopied, level: queue.Critical, code: wire.CodeHallTwice}
	}},
	{kind: wire.AlertHallRefused, measure: func(s *sighting) reading {
		r := reading{met: s.row.Standing == wire.HallRefused, level: queue.Critical}
		if s.row.Why != nil {
			r.code = s.row.Why.Code
		}
		return r
	}},
	{kind: wire.AlertHallAway, until: 10 * time.Second, measure: measureAway},
	{kind: wire.AlertHallWait, until: 30 * time.Second, measure: live(func(s *sighting) reading {
		longest := time.Duration(s.row.Figures.Longest) * time.Second
		r := reading{met: longest >= waitWarns, level: queue.Warning, value: s.row.Figures.Longest}
		if longest >= waitCritical {
			r.level = queue.Critical
		}
		// Between the threshold and a good way below it, it stays as it is.
		r.unknown = !r.met && longest*100 >= waitWarns*endsAt
		return r
	})},
	{kind: wire.AlertHallUrgent, until: 30 * time.Second, measure: count(queue.Critical, func(s *sighting) (int, string) { return s.row.Urgent, "" })},
	{kind: wire.AlertHallDevice, after: time.Minute, until: time.Minute, measure: count(queue.Warning, func(s *sighting) (int, string) { return s.row.Faulty, "" })},
	{kind: wire.AlertHallMachine, until: 30 * time.Second, measure: count(queue.Warning, func(s *sighting) (int, string) {
		if len(s.machine) == 0 {
			return 0, ""
		}
		return len(s.machine), s.machine[0].Code
	})},
	{kind: wire.AlertHallPart, after: time.Minute, measure: measurePart},
}

// count measures a number that alerts when it is not zero.
func count(level queue.AlertLevel, number func(*sighting) (int, string)) func(*sighting) reading {
	return live(func(s *sighting) reading {
		n, code := number(s)
		return reading{met: n > 0, level: level, value: n, code: code}
	})
}

// live measures what only a hall that is there tells.
func live(measure func(*sighting) reading) func(*sighting) reading {
	return func(s *sighting) reading {
		switch s.row.Standing {
		case wire.HallAway, wire.HallNever:
			return reading{unknown: true}
		}
		return measure(s)
	}
}

// truth is a condition as a number.
func truth(is bool) int {
	if is {
		return 1
	}
	return 0
}

// measurePart: what is published for a hall it takes within moments. That it could not
// take it, it says itself. One that is away, or of which nothing is taken, is told of it
// later.
func measurePart(s *sighting) reading {
	r := reading{met: s.astray > 0, sure: s.refused, level: queue.Warning, value: s.astray, code: s.code}
	switch s.row.Standing {
	case wire.HallOpen, wire.HallClosed, wire.HallStopped:
	default:
		r.met, r.unknown = false, r.met
	}
	return r
}

// measureAway: a hall whose business day is over may be switched off.
func measureAway(s *sighting) reading {
	if s.away.IsZero() || !s.open {
		return reading{}
	}
	gone := s.now.Sub(s.away)
	r := reading{met: gone >= awayWarns, level: queue.Warning, unknown: gone < awayWarns}
	if gone >= awayCritical {
		r.level = queue.Critical
	}
	// Whole minutes: a state that changes every second tells nobody more.
	r.value = int(s.now.Sub(s.row.Since).Truncate(time.Minute) / time.Second)
	return r
}

// ringing are the alerts of one hall, and what may become one.
type ringing map[wire.HallAlertKind]*ring

type ring struct {
	alert wire.HallAlert
	on    bool
	// met is since when it has been met, unmet since when not; one of them is zero.
	met, unmet time.Time
}

// judge brings the alerts of a hall up to the moment.
func (a ringing) judge(s *sighting) {
	gone := !s.away.IsZero() && s.now.Sub(s.away) >= heldFor
	for i := range rules {
		u := &rules[i]
		r, was := u.measure(s), a[u.kind]
		if r.unknown && (!gone || u.kept || u.kind == wire.AlertHallAway) {
			if was != nil {
				was.unmet = time.Time{}
			}
			continue
		}
		if !r.met {
			switch {
			case was == nil:
			case !was.on, r.unknown, u.until == 0:
				delete(a, u.kind)
			default:
				was.met = time.Time{}
				if was.unmet.IsZero() {
					was.unmet = s.now
				}
				if s.now.Sub(was.unmet) >= u.until {
					delete(a, u.kind)
				}
			}
			continue
		}
		if was == nil {
			was = &ring{alert: wire.HallAlert{Hall: s.row.Hall, Kind: u.kind, Since: s.now}, met: s.now}
			a[u.kind] = was
		}
		if was.met.IsZero() {
			was.met = s.now
		}
		was.unmet = time.Time{}
		was.on = was.on || r.sure || s.now.Sub(was.met) >= u.after
		was.alert.Value, was.alert.Code = r.value, r.code
		// A rise counts at once; from critical back to warning it does not go before it ends.
		if was.alert.Level != queue.Critical {
			was.alert.Level = r.level
		}
	}
}

// alerts are those that ring.
func (a ringing) alerts() (list []wire.HallAlert) {
	for _, r := range a {
		if r.on {
			list = append(list, r.alert)
		}
	}
	return list
}

// gravest sorts alerts: the critical ones first, among them by kind in the order of
// rules, then the oldest.
func gravest(list []wire.HallAlert) {
	order := func(kind wire.HallAlertKind) int {
		return slices.IndexFunc(rules, func(r rule) bool { return r.kind == kind })
	}
	slices.SortFunc(list, func(a, b wire.HallAlert) int {
		return cmp.Or(truth(b.Level == queue.Critical)-truth(a.Level == queue.Critical), order(a.Kind)-order(b.Kind), a.Since.Compare(b.Since), strings.Compare(a.Hall, b.Hall))
	})
}
