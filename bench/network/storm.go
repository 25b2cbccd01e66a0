package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"onewindow/trust"
)

// allAtOnce lets many halls that were cut off come back in the same moment, as after a
// long outage of the centre.
func allAtOnce(r *report, work string, halls, each, rounds int, kinds []string) error {
	ids, err := hallIDs(halls)
	if err != nil {
		return err
	}
	keys, err := newKeys(ids)
	if err != nil {
		return err
	}
	f := &fleet{}
	defer f.close() // everything that counts was looked at before
	var end time.Time
	for _, id := range ids {
		h := &hall{id: id, dir: filepath.Join(work, "all", id), key: keys[id], set: fleetSettings{pace: 1}}
		f.halls = append(f.halls, h)
		e, err := h.fill(each)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		if e.After(end) {
			end = e
		}
	}
	f.clock = newClock(end, 1)
	for _, h := range f.halls {
		h.clock = f.clock
		if err := h.open(); err != nil {
			return err
		}
	}
	f.clock.stop()
	r.line("")
	r.line("| halls at once | database | events | until everything was there | events/s | the centre: processor | memory at most |")
	r.line("|---:|---|---:|---:|---:|---:|---:|")
	for _, kind := range kinds {
		var took, cpu []float64
		var peak int64
		for range rounds {
			t, u, err := f.storm(work, kind == "PostgreSQL", keys)
			if err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			took, cpu, peak = append(took, t.Seconds()), append(cpu, u.cpu.Seconds()), max(peak, u.peak)
		}
		r.figure("storm "+kind, float64(f.events())/median(took))
		r.line("| %d | %s | %d | %.1f s | %.0f | %.2f s | %s |", halls, kind, f.events(), median(took), float64(f.events())/median(took), median(cpu), mb(peak))
	}
	return nil
}

// storm is one round of it: a new centre, and all halls join.
func (f *fleet) storm(work string, postgres bool, keys map[string]key) (took time.Duration, u usage, err error) {
	db := ""
	if postgres {
		if db, err = newPostgres(background()); err != nil {
			return 0, u, err
		}
	}
	c, err := newCentre(filepath.Join(work, fmt.Sprintf("storm%d", time.Now().UnixNano())), db, keys)
	if err != nil {
		return 0, u, err
	}
	if err := c.start(); err != nil {
		return 0, u, err
	}
	defer c.kill()
	pin, err := c.pin()
	if err != nil {
		return 0, u, err
	}
	defer func() {
		err = errors.Join(err, f.each(func(h *hall) error { h.leave(); return nil }))
	}()
	before, begun := c.usage(), time.Now()
	if err := f.each(func(h *hall) error { return h.join(trust.URLsOf([]string{c.addr}, true), pin) }); err != nil {
		return 0, u, err
	}
	if err := f.settled(5 * time.Minute); err != nil {
		return 0, u, err
	}
	took, u = time.Since(begun), c.usage().since(before)
	v, err := f.compare(background(), c.db)
	if err != nil {
		return 0, u, err
	}
	return took, u, v.err()
}
