package main

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

// site is a network of halls with its centre, of one process or of several behind a
// cluster.
type site struct {
	dir     string
	keys    map[string]key
	db      string
	centres []*centre
	cluster *cluster
	fleet   *fleet
	// backup is of the hall that is to be restored.
	backup []byte
}

// siteSettings say what a site is made of.
type siteSettings struct {
	halls    int
	postgres bool
	// servers is how many NATS servers stand between, 0 for the centre's own; server
	// is their program.
	servers int
	server  string
	// centres are how many processes the centre has; more than one needs servers.
	centres int
	fleet   fleetSettings
}

// openSite starts everything and waits until every hall is connected.
func openSite(dir string, set siteSettings) (s *site, err error) {
	if dir, err = os.MkdirTemp(dir, "onewindow-network-*"); err != nil {
		return nil, err
	}
	s = &site{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	ids, err := hallIDs(set.halls)
	if err != nil {
		return s, err
	}
	if s.keys, err = newKeys(ids); err != nil {
		return s, err
	}
	if set.postgres {
		if s.db, err = newPostgres(background()); err != nil {
			return s, err
		}
	}
	if set.servers > 0 {
		if s.cluster, err = openCluster(filepath.Join(dir, "nats"), set.server, set.servers); err != nil {
			return s, err
		}
	}
	for i := range max(1, set.centres) {
		keys := s.keys
		if i > 0 {
			keys = nil
		}
		c, err := newCentre(filepath.Join(dir, "centre"+string(rune('a'+i))), s.db, keys)
		if err != nil {
			return s, err
		}
		s.centres, s.db = append(s.centres, c), c.db
		if s.cluster != nil {
			c.addr, c.cluster = "", s.cluster
		}
		if err := c.start(); err != nil {
			return s, err
		}
	}
	if s.fleet, err = openFleet(filepath.Join(dir, "fleet"), s.keys, ids, set.fleet); err != nil {
		return s, err
	}
	if s.cluster != nil {
		err = s.fleet.join(s.cluster.pin, s.cluster.addrs()...)
	} else if pin, perr := s.centres[0].pin(); perr != nil {
		err = perr
	} else {
		err = s.fleet.join(pin, s.centres[0].addr)
	}
	if err != nil {
		return s, err
	}
	return s, s.fleet.settled(time.Minute)
}

// close ends everything and removes its folders.
func (s *site) close() error {
	var errs []error
	if s.fleet != nil {
		errs = append(errs, s.fleet.close())
	}
	for _, c := range s.centres {
		c.kill()
	}
	if s.cluster != nil {
		s.cluster.close()
	}
	return errors.Join(append(errs, os.RemoveAll(s.dir))...)
}
