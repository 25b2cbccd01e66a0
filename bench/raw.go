package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

// rawSync is how long the disk takes to make one page durable.
func rawSync(dir string, span time.Duration) (t times, err error) {
	f, err := os.Create(filepath.Join(dir, "fsync"))
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name()) // only space is lost
	defer f.Close()           // nothing in it is wanted
	page := make([]byte, 4096)
	for start := time.Now(); time.Since(start) < span; {
		at := time.Now()
		page[0]++
		if _, err := f.WriteAt(page, int64(len(t)%256)*int64(len(page))); err != nil {
			return nil, fmt.Errorf("raw fsync: %w", err)
		}
		if err := f.Sync(); err != nil {
			return nil, fmt.Errorf("raw fsync: %w", err)
		}
		t = append(t, time.Since(at))
	}
	return t, nil
}

// drain is the least program that makes requests durable in the hall's store:
// one writer takes what waits in a channel, puts one event for each into one
// transaction, commits, and wakes those who wait. It knows no rules, keeps no
// answers, and has no network.
type drain struct {
	db   *bolt.DB
	jobs chan chan error
	done chan struct{}
}

// drainBatch is the most that one transaction takes, as in the hall.
const drainBatch = 512

func openDrain(dir string, event int) (*drain, error) {
	db, err := bolt.Open(filepath.Join(dir, "drain.db"), 0o600, &bolt.Options{
		NoFreelistSync: true, FreelistType: bolt.FreelistMapType, PageSize: 4096, NoStatistics: true, InitialMmapSize: 1 << 30,
	})
	if err != nil {
		return nil, fmt.Errorf("drain loop: %w", err)
	}
	d := &drain{db: db, jobs: make(chan chan error, 4096), done: make(chan struct{})}
	go d.run(make([]byte, event))
	return d, nil
}

func (d *drain) run(event []byte) {
	defer close(d.done)
	seq := uint64(0)
	for first := range d.jobs {
		batch := []chan error{first}
	take:
		for len(batch) < drainBatch {
			select {
			case j, ok := <-d.jobs:
				if !ok {
					break take
				}
				batch = append(batch, j)
			default:
				break take
			}
		}
		err := d.db.Update(func(tx *bolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists([]byte("events"))
			if err != nil {
				return err
			}
			b.FillPercent = 0.95
			for range batch {
				seq++
				if err := b.Put(binary.BigEndian.AppendUint64(nil, seq), event); err != nil {
					return err
				}
			}
			return nil
		})
		for _, j := range batch {
			j <- err
		}
	}
}

// load lets so many clients of the process ask one thing after the other.
func (d *drain) load(clients int, span time.Duration) (times, error) {
	return together(clients, span, func(int) func() error {
		answer := make(chan error, 1)
		return func() error {
			d.jobs <- answer
			return <-answer
		}
	})
}

func (d *drain) close() error {
	close(d.jobs)
	<-d.done
	return d.db.Close()
}

// together runs clients at once, each doing one thing after the other until the
// span is over, and returns how long each thing took.
func together(clients int, span time.Duration, client func(i int) func() error) (times, error) {
	took := make([]times, clients)
	errs := make([]error, clients)
	var wg sync.WaitGroup
	start := time.Now()
	for i := range clients {
		do := client(i)
		wg.Go(func() {
			for at := time.Now(); at.Sub(start) < span; at = time.Now() {
				if errs[i] = do(); errs[i] != nil {
					return
				}
				took[i] = append(took[i], time.Since(at))
			}
		})
	}
	wg.Wait()
	var all times
	for i := range clients {
		if errs[i] != nil {
			return nil, errs[i]
		}
		all = append(all, took[i]...)
	}
	return all, nil
}
