package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"onewindow/hall/setup"
	"onewindow/trust"
)

// fleetSettings are how halls are run.
type fleetSettings struct {
	// pace is how many times as fast as real time the halls live; their day begins at
	// from, in minutes of the day.
	pace float64
	from int
	// autoDay lets the halls open and close their business day by themselves.
	autoDay bool
	// noSync leaves out the halls' fsync: on one machine all halls share the one disk,
	// and have to wait for each other there as no real hall has to.
	noSync bool
}

// day is the business day of all measurements: a working Wednesday.
const day = "2026-11-25"

// fleet is many halls.
type fleet struct {
	set   fleetSettings
	start time.Time
	clock *clock
	halls []*hall
	lines []*proxy // one for each hall
}

// hallIDs are the first n halls of the catalogue, the district's own first and then
// those of streets and communities.
func hallIDs(n int) ([]string, error) {
	list, err := setup.Halls()
	if err != nil {
		return nil, err
	}
	if n > len(list) {
		return nil, fmt.Errorf("the catalogue has %d halls", len(list))
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = list[i].ID
	}
	return ids, nil
}

// openFleet starts halls in folders below dir.
func openFleet(dir string, keys map[string]key, ids []string, set fleetSettings) (*fleet, error) {
	midnight, err := time.ParseInLocation(time.DateOnly, day, time.FixedZone("", 8*60*60))
	if err != nil {
		return nil, err
	}
	start := midnight.Add(time.Duration(set.from) * time.Minute)
	f := &fleet{set: set, start: start, clock: newClock(start, set.pace)}
	for _, id := range ids {
		h := &hall{id: id, dir: filepath.Join(dir, "halls", id), key: keys[id], set: set, clock: f.clock}
		f.halls = append(f.halls, h)
		if err := h.open(); err != nil {
			return nil, errors.Join(err, f.close())
		}
	}
	return f, nil
}

// join connects every hall with the centre that is at addrs, each over lines of its
// own, which can be spoilt.
func (f *fleet) join(pin trust.Pin, addrs ...string) error {
	for _, h := range f.halls {
		var through []string
		for _, a := range addrs {
			p, err := openProxy(a)
			if err != nil {
				return err
			}
			f.lines = append(f.lines, p)
			through = append(through, p.addr())
		}
		if err := h.join(trust.URLsOf(through, true), pin); err != nil {
			return err
		}
	}
	return nil
}

// settled waits until the centre has confirmed everything to every hall; the error
// says who has not got so far.
func (f *fleet) settled(most time.Duration) error {
	deadline := time.Now().Add(most)
	for _, h := range f.halls {
		if !waits(time.Until(deadline), h.told) {
			s := h.link.State()
			return fmt.Errorf("after %v the centre has confirmed %d of %d events of %s; the link: up %v, %s, refused: %v", most, s.Acked, h.node.Last(), h.id, s.Up, s.Why, s.Refused)
		}
	}
	return nil
}

// each does something with every hall at once.
func (f *fleet) each(do func(h *hall) error) error {
	var wg sync.WaitGroup
	errs := make([]error, len(f.halls))
	for i, h := range f.halls {
		wg.Go(func() { errs[i] = do(h) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// events is how many the halls have together.
func (f *fleet) events() (n uint64) {
	for _, h := range f.halls {
		n += h.node.Last()
	}
	return n
}

// spoil changes all lines.
func (f *fleet) spoil(fn func(p *proxy)) {
	for _, p := range f.lines {
		p.set(fn)
	}
}

// heal makes all lines good ones.
func (f *fleet) heal() {
	for _, p := range f.lines {
		p.heal()
	}
}

func (f *fleet) close() error {
	err := f.each((*hall).close)
	for _, p := range f.lines {
		p.close()
	}
	return err
}

// windowsOfAll counts the windows of every hall of the catalogue.
func windowsOfAll() (map[string]int, error) {
	list, err := setup.Halls()
	if err != nil {
		return nil, err
	}
	all := map[string]int{}
	for _, h := range list {
		all[h.ID] = h.Windows
	}
	return all, nil
}

// marks are the last events of all halls.
func (f *fleet) marks() []uint64 {
	all := make([]uint64, len(f.halls))
	for i, h := range f.halls {
		all[i] = h.node.Last()
	}
	return all
}

// past reports whether the centre has confirmed what was there then.
func (f *fleet) past(marks []uint64) bool {
	for i, h := range f.halls {
		if s := h.link.State(); !s.Up || s.Acked < marks[i] {
			return false
		}
	}
	return true
}

// size is how much all journals take on disk, in bytes.
func (f *fleet) size() (size int64, err error) {
	for _, h := range f.halls {
		info, err := os.Stat(filepath.Join(h.dir, "hall.db"))
		if err != nil {
			return 0, err
		}
		size += info.Size()
	}
	return size, nil
}
