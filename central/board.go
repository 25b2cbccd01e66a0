package central

import (
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/wire"
)

// board keeps what is known of all halls and makes the district of it. What it is
// told changes nothing that was handed out: each District is new, and never changed.
type board struct {
	mu   sync.Mutex
	name string
	tree network.Tree
	// pubs are the publications in force, as store.InForce gives them, and published is
	// the newest version of all.
	pubs      []network.Publication
	published uint64
	halls     map[string]*entry
	order     []string // of the district; nil when it is to be made anew
	began     time.Time

	same map[sameKey]map[string]wire.SameTime
	// wanted are those of same that are used but not there yet.
	wanted map[sameKey]bool

	district wire.District
	// changed is closed with each new district and made anew.
	changed chan struct{}
	closed  bool
	wake    chan struct{}
}

// entry is a hall of the board.
type entry struct {
	known
	row    wire.HallRow
	dirty  bool
	at     sameKey
	away   time.Time
	alarms ringing
	// said is when the hall last told this process of its parts.
	said time.Time
}

// sameKey names what halls are compared with: a day up to a half hour.
type sameKey struct {
	day  string
	slot int
}

// mostSame bounds how many of them are kept: halls have nearly always one day.
const mostSame = 16

func newBoard(name string, now time.Time) *board {
	return &board{
		name: name, halls: map[string]*entry{}, began: now,
		same: map[sameKey]map[string]wire.SameTime{}, wanted: map[sameKey]bool{}, changed: make(chan struct{}), wake: make(chan struct{}, 1),
		// It rises over restarts too.
		district: wire.District{Rev: uint64(now.UnixMilli()), At: now.UTC(), Name: name, Halls: []wire.HallRow{}, Alerts: []wire.HallAlert{}},
	}
}

// stored is what the store has of everything that the board shows.
type stored struct {
	tree  network.Tree
	halls []store.HallState
	parts map[string][]wire.PartState
	// pubs are those in force, published is the newest version of all.
	pubs      []network.Publication
	published uint64
	// began is when the reading of it began.
	began time.Time
}

// read takes what the store has.
func (b *board) read(s stored) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wishes := b.published != s.published
	b.pubs, b.published = s.pubs, s.published
	if !slices.Equal(b.tree.Places(), s.tree.Places()) {
		b.tree, b.order, wishes = s.tree, nil, true
	}
	kept := make(map[string]*store.HallState, len(s.halls))
	for i := range s.halls {
		kept[s.halls[i].Hall] = &s.halls[i]
	}
	for _, p := range b.tree.Places() {
		b.entry(p.Hall)
	}
	for hall, e := range b.halls {
		var place *network.Place
		if p, ok := b.tree.Place(hall); ok {
			place = &p
		}
		parts := s.parts[hall]
		if e.said.After(s.began) {
			parts = e.parts // it has told something newer in the meantime
		}
		if !reflect.DeepEqual(e.place, place) || !reflect.DeepEqual(e.stored, kept[hall]) || !reflect.DeepEqual(e.parts, parts) {
			e.place, e.stored, e.parts, e.dirty = place, kept[hall], parts, true
		}
		if wishes {
			e.want, e.dirty = network.Choose(b.pubs, b.tree, hall), true
		}
		b.leave(e)
	}
	b.ring()
}

// saw takes how halls stand with the centre.
func (b *board) saw(states []halls.State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range states {
		s := &states[i]
		e := b.entry(s.Hall)
		e.dirty = true
		if was := e.live(); was != nil {
			e.last = was
		}
		if e.state = s; !s.Up && s.Why == "" && s.Heard.IsZero() {
			e.state = nil // it was revoked
		}
		b.leave(e)
	}
	b.ring()
}

// noted takes what a hall has just said of its parts.
func (b *board) noted(hall string, parts []wire.PartState) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := b.halls[hall]; e != nil {
		e.parts, e.said, e.dirty = parts, time.Now(), true
		b.ring()
	}
}

// entry finds a hall, or puts it on the board. The lock is held.
func (b *board) entry(hall string) *entry {
	e := b.halls[hall]
	if e == nil {
		e = &entry{known: known{hall: hall}, dirty: true, alarms: ringing{}}
		e.want = network.Choose(b.pubs, b.tree, hall)
		b.halls[hall], b.order = e, nil
	}
	return e
}

// leave takes a hall off the board that has neither a place nor a key. The lock is
// held.
func (b *board) leave(e *entry) {
	if e.place == nil && e.state == nil {
		delete(b.halls, e.hall)
		b.order = nil
	}
}

// ring wakes whoever composes.
func (b *board) ring() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// compose brings the district up to the moment, and reports whether it has changed.
// That a hall was heard again, and nothing else of it, is no change.
func (b *board) compose(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	changed := b.order == nil
	if b.order == nil {
		b.order = make([]string, 0, len(b.halls))
		for _, p := range b.tree.Places() {
			b.order = append(b.order, p.Hall)
		}
		for _, hall := range slices.Sorted(maps.Keys(b.halls)) {
			if _, ok := b.tree.Place(hall); !ok {
				b.order = append(b.order, hall)
			}
		}
	}
	for _, hall := range b.order {
		changed = b.update(b.halls[hall], now) || changed
	}
	if !changed {
		return false
	}
	d := wire.District{Rev: b.district.Rev + 1, At: now.UTC(), Name: b.name, Halls: make([]wire.HallRow, len(b.order)), Alerts: []wire.HallAlert{}}
	for i, hall := range b.order {
		e := b.halls[hall]
		d.Halls[i] = e.row
		d.Alerts = append(d.Alerts, e.alarms.alerts()...)
	}
	gravest(d.Alerts)
	b.district = d
	b.announce()
	return true
}

// update brings one hall up to the moment, and reports whether it has changed.
func (b *board) update(e *entry, now time.Time) (changed bool) {
	day, slot := e.moment(now)
	at := sameKey{weekBefore(day), slot}
	if at != e.at && at.day != "" {
		e.at, e.dirty = at, true
	}
	if !e.dirty && e.away.IsZero() && len(e.alarms) == 0 {
		return false
	}
	if e.dirty {
		row := e.known.row()
		row.Before = b.before(e)
		changed = !sameRow(row, e.row)
		e.row, e.dirty = row, false
	}
	e.away = e.gone(b.began)
	s := sighting{row: e.row, away: e.away, now: now}
	s.open, _ = e.day()
	s.astray, s.refused, s.code = e.want.astray(e.parts)
	if e.state != nil {
		s.machine = e.state.Live.Alarms
	}
	before := e.alarms.alerts()
	e.alarms.judge(&s)
	return !sameAlerts(before, e.alarms.alerts()) || changed
}

// before is what the hall is compared with; as long as the newest is on its way, what
// it was compared with until now. The lock is held.
func (b *board) before(e *entry) *wire.SameTime {
	if e.at.day == "" {
		return nil
	}
	all, ok := b.same[e.at]
	if !ok {
		if len(b.wanted) < mostSame {
			b.wanted[e.at] = true
		}
		return e.row.Before
	}
	if t, ok := all[e.hall]; ok {
		return &t
	}
	return nil
}

// gone is since when a hall is away while this program looks; zero if it is not.
func (e *entry) gone(began time.Time) time.Time {
	if e.row.Standing != wire.HallAway {
		return time.Time{}
	}
	return later(e.row.Since, began)
}

// compared takes what halls are compared with.
func (b *board) compared(key sameKey, all map[string]wire.SameTime) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.wanted, key)
	if len(b.same) >= mostSame {
		used := map[sameKey]bool{}
		for _, e := range b.halls {
			used[e.at] = true
		}
		maps.DeleteFunc(b.same, func(k sameKey, _ map[string]wire.SameTime) bool { return !used[k] })
	}
	if len(b.same) >= mostSame {
		return // halls with so many different days are compared with nothing
	}
	b.same[key] = all
	for _, e := range b.halls {
		e.dirty = e.dirty || e.at == key
	}
	b.ring()
}

// lacks are what halls are to be compared with and the board has not.
func (b *board) lacks() []sameKey {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Collect(maps.Keys(b.wanted))
}

// sameRow reports whether two rows say the same, but for when a hall that is there was
// last heard.
func sameRow(a, b wire.HallRow) bool {
	if a.Standing != wire.HallAway {
		a.Heard = b.Heard
	}
	return reflect.DeepEqual(a, b)
}

// sameAlerts compares lists in any order.
func sameAlerts(a, b []wire.HallAlert) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(x wire.HallAlert) bool { return !slices.Contains(b, x) })
}

// newest is the district as it was last composed.
func (b *board) newest() wire.District {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.district
}

// codes are all halls of the board.
func (b *board) codes() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(maps.Keys(b.halls))
}

// network is the tree of halls. It does not change.
func (b *board) network() network.Tree {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.tree
}

// publications are those in force, newest first, which do not change; newest is the
// newest version of all that were ever made.
func (b *board) publications() (pubs []network.Publication, newest uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.pubs, b.published
}

// wants is what the centre wants of a hall. It does not change.
func (b *board) wants(hall string) wish {
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := b.halls[hall]; e != nil {
		return e.want
	}
	return network.Choose(b.pubs, b.tree, hall)
}
