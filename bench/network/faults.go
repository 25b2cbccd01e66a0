package main

import (
	"errors"
	"path/filepath"
	"time"
)

// fault is one way in which a network of halls breaks.
type fault struct {
	name string
	// site is what it needs.
	postgres, cluster bool
	// lasts is how long it stays broken.
	lasts time.Duration
	// prepare, if not nil, is done while all is well.
	prepare func(s *site, round int) error
	// strike breaks it and heal repairs it; l is the work in the halls.
	strike func(s *site, l *load, round int) error
	heal   func(s *site, round int) error
}

// silence is longer than everything that waits: for the answer to a segment, for three
// signs of life, for a try to connect.
const silence = 8 * time.Second

// copiesFile is where the centre's database was copied to, in the site's folder.
const copiesFile = "centre-copy.db"

var faults = []fault{
	{
		name: "centre killed (kill -9)", lasts: 4 * time.Second,
		strike: func(s *site, _ *load, _ int) error { s.centres[0].kill(); return nil },
		heal:   startCentre,
	},
	{
		name: "links cut", lasts: 4 * time.Second,
		strike: func(s *site, _ *load, _ int) error {
			s.fleet.spoil(func(p *proxy) { p.away = true })
			for _, p := range s.fleet.lines {
				p.cut()
			}
			return nil
		},
		heal: healLines,
	},
	{
		name: "links half open", lasts: silence,
		strike: func(s *site, _ *load, _ int) error { s.fleet.spoil(func(p *proxy) { p.held = true }); return nil },
		heal:   healLines,
	},
	{
		name: "answers lost", lasts: silence,
		strike: func(s *site, _ *load, _ int) error { s.fleet.spoil(func(p *proxy) { p.mute = true }); return nil },
		heal:   healLines,
	},
	{
		name: "slow lines (200 ms each way)", lasts: 4 * time.Second,
		strike: func(s *site, _ *load, _ int) error {
			s.fleet.spoil(func(p *proxy) { p.delay = 200 * time.Millisecond })
			return nil
		},
		heal: healLines,
	},
	{
		name: "centre restored from an old backup", lasts: time.Second,
		prepare: func(s *site, round int) error {
			// The copy of the round before is put back, but in the first.
			if round > 0 {
				return nil
			}
			return copySQLite(background(), s.db, filepath.Join(s.dir, copiesFile))
		},
		strike: func(s *site, _ *load, _ int) error {
			s.centres[0].kill()
			return replaceSQLite(s.db, filepath.Join(s.dir, copiesFile))
		},
		heal: func(s *site, round int) error {
			return errors.Join(startCentre(s, round), copySQLite(background(), s.db, filepath.Join(s.dir, copiesFile)))
		},
	},
	{
		// What halls cannot give again it takes from its network.json.
		name: "centre's store wiped", lasts: time.Second,
		strike: func(s *site, _ *load, _ int) error {
			s.centres[0].kill()
			return replaceSQLite(s.db, "")
		},
		heal: startCentre,
	},
	{
		name: "hall restored from a backup", lasts: 2 * time.Second,
		prepare: func(s *site, round int) (err error) {
			s.backup, err = s.fleet.halls[round%len(s.fleet.halls)].backup()
			return err
		},
		strike: func(s *site, l *load, round int) error {
			return l.desks[round%len(l.desks)].without(func(h *hall) error { return h.restore(s.backup) })
		},
	},
	{
		name: "PostgreSQL restarted (immediate)", postgres: true, lasts: 4 * time.Second,
		strike: func(*site, *load, int) error { return restartPostgres() },
	},
	{
		name: "one of three NATS servers killed (kill -9)", postgres: true, cluster: true, lasts: 4 * time.Second,
		strike: func(s *site, _ *load, round int) error { s.cluster.kill(round % 3); return nil },
		heal:   func(s *site, round int) error { return s.cluster.start(round % 3) },
	},
	{
		name: "one of two centres killed (kill -9)", postgres: true, cluster: true, lasts: 4 * time.Second,
		strike: func(s *site, _ *load, round int) error { s.centres[round%2].kill(); return nil },
		heal:   func(s *site, round int) error { return s.centres[round%2].start() },
	},
}

func startCentre(s *site, _ int) error { return s.centres[0].start() }

func healLines(s *site, _ int) error { s.fleet.heal(); return nil }
