package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"onewindow/cli/demo"
	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/hall/setup"
	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/trust"
)

// hall is a whole hall as it runs at its place, but for its terminals: what they
// would ask is given to the node directly.
type hall struct {
	id    string
	dir   string
	key   key
	set   fleetSettings
	clock node.Clock

	journal *journal.Journal
	node    *node.Node
	link    *uplink.Uplink
	// urls and pin are how it reaches the centre, once it is linked.
	urls []string
	pin  trust.Pin
}

// open starts the hall's node on its own folder.
func (h *hall) open() error {
	if err := os.MkdirAll(h.dir, 0o700); err != nil {
		return err
	}
	j, err := journal.Open(h.dir, h.id, journal.Options{NoSync: h.set.noSync})
	if err != nil {
		return fmt.Errorf("hall %s: %w", h.id, err)
	}
	keys, err := journal.OpenKeys(h.dir)
	if err != nil {
		return errors.Join(fmt.Errorf("hall %s: %w", h.id, err), j.Close())
	}
	n, err := node.Open(node.Settings{
		Journal: j, Keys: keys, Backups: filepath.Join(h.dir, "backups"), Clock: h.clock, Version: "bench", First: h.furnish,
	})
	if err != nil {
		return errors.Join(fmt.Errorf("hall %s: %w", h.id, err), j.Close())
	}
	h.journal, h.node = j, n
	return nil
}

// furnish is the hall as the catalogue has it, with clerks.
func (h *hall) furnish() (queue.Settings, queue.Catalogue, error) {
	s, err := setup.Settings(h.id)
	if err != nil {
		return s, queue.Catalogue{}, err
	}
	if err := demo.Staff(&s, h.set.pace); err != nil {
		return s, queue.Catalogue{}, err
	}
	s.Rules.AutoDay = h.set.autoDay
	s.Rules.ForecastStop = h.set.autoDay
	c, err := setup.Catalogue(h.id)
	return s, c, err
}

// join opens the hall's link to the centre.
func (h *hall) join(urls []string, pin trust.Pin) error {
	u, err := uplink.Open(uplink.Settings{Hall: h.id, URLs: urls, Seed: h.key.seed, Pin: pin}, h.node)
	if err != nil {
		return fmt.Errorf("hall %s: %w", h.id, err)
	}
	h.node.JoinNetwork(u)
	h.link, h.urls, h.pin = u, urls, pin
	return nil
}

// leave ends the link.
func (h *hall) leave() {
	if h.link != nil {
		h.link.Close()
		h.link = nil
	}
}

// close ends the hall in the order that loses nothing.
func (h *hall) close() error {
	h.leave()
	if h.node == nil {
		return nil
	}
	err := errors.Join(h.node.Close(), h.journal.Close())
	h.node, h.journal = nil, nil
	if err != nil {
		return fmt.Errorf("hall %s: %w", h.id, err)
	}
	return nil
}

// told reports whether the centre has confirmed all that the hall has.
func (h *hall) told() bool {
	s := h.link.State()
	return s.Up && s.Acked == h.node.Last()
}

// backup is a copy of the journal as of now.
func (h *hall) backup() ([]byte, error) {
	var b bytes.Buffer
	if _, err := h.journal.Backup(&b); err != nil {
		return nil, fmt.Errorf("hall %s: %w", h.id, err)
	}
	return b.Bytes(), nil
}

// restore puts a backup in the place of the hall's journal, as a technician does
// after the disk was lost, and starts the hall again.
func (h *hall) restore(backup []byte) error {
	if err := h.close(); err != nil {
		return err
	}
	if _, err := journal.Restore(bytes.NewReader(backup), h.dir, journal.RestoreOptions{Hall: h.id, Replace: true}); err != nil {
		return fmt.Errorf("hall %s: %w", h.id, err)
	}
	if err := h.open(); err != nil {
		return err
	}
	return h.join(h.urls, h.pin)
}

// records are all of the hall's events as they leave it.
func (h *hall) records() (all [][]byte, err error) {
	for last := h.node.Last(); uint64(len(all)) < last; {
		if err := h.node.Records(uint64(len(all))+1, 2000, 4<<20, func(_ uint64, b []byte) error {
			all = append(all, bytes.Clone(b))
			return nil
		}); err != nil {
			return nil, fmt.Errorf("hall %s: %w", h.id, err)
		}
	}
	return all, nil
}

// waits polls until ok, no longer than most.
func waits(most time.Duration, ok func() bool) bool {
	for deadline := time.Now().Add(most); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}
