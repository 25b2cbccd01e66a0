package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/cli/demo"
	"onewindow/queue"
)

// load is steady work in all halls of a fleet: at each, one command after the other
// at a fixed rate, in turns at its windows: a number is given, called, served, done.
type load struct {
	f     *fleet
	pause time.Duration
	desks []*desk
	stop  context.CancelFunc
	wg    sync.WaitGroup
	// into takes how long the commands took.
	into atomic.Pointer[times]
}

// desk is the work of one hall.
type desk struct {
	// mu is held while the hall is used, so that it can be taken away.
	mu      sync.Mutex
	h       *hall
	windows []string
	theme   map[string]string
	step    int
	// done and refused count its commands.
	done, refused int
}

// newLoad opens the business day everywhere, signs everybody in, and is ready to work
// with so many commands a second at each hall.
func newLoad(f *fleet, rate float64) (*load, error) {
	l := &load{f: f, pause: time.Duration(float64(time.Second) / rate)}
	for _, h := range f.halls {
		d := &desk{h: h, theme: map[string]string{}}
		commands := []queue.Command{queue.OpenDay{Date: day}}
		h.node.Read(func(s *queue.State, _ time.Time) {
			for _, w := range s.Settings.Windows {
				d.windows = append(d.windows, w.ID)
				d.theme[w.ID] = w.Own[0]
				commands = append(commands, queue.SignIn{Window: w.ID, Clerk: demo.ClerkOf(w.ID)})
			}
		})
		for _, c := range commands {
			if r := h.node.Do(demo.Actor(c), "", c); !r.OK {
				return nil, fmt.Errorf("hall %s: %T: %w", h.id, c, r.Err)
			}
		}
		l.desks = append(l.desks, d)
	}
	return l, nil
}

// run begins to work; the times of the commands go to note.
func (l *load) run() {
	ctx, stop := context.WithCancel(background())
	l.stop = stop
	for i, d := range l.desks {
		l.wg.Go(func() {
			// Halls do not act in step.
			first := time.NewTimer(l.pause * time.Duration(i) / time.Duration(len(l.desks)))
			defer first.Stop()
			select {
			case <-ctx.Done():
				return
			case <-first.C:
			}
			tick := time.NewTicker(l.pause)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
					d.work(l.into.Load())
				}
			}
		})
	}
}

// rest ends the work, and says whether it went well: the halls may refuse a few
// commands after one of them was restored, and none else.
func (l *load) rest() error {
	l.stop()
	l.wg.Wait()
	for _, d := range l.desks {
		if d.refused*20 > d.done+20 {
			return fmt.Errorf("hall %s refused %d of %d commands", d.h.id, d.refused, d.done)
		}
	}
	return nil
}

// work gives the next command.
func (d *desk) work(into *times) {
	if !d.mu.TryLock() {
		return // there is no hall now
	}
	defer d.mu.Unlock()
	w := d.windows[d.step/4%len(d.windows)]
	c := []queue.Command{
		queue.Issue{Theme: d.theme[w], Source: queue.SourceKiosk}, queue.Next{Window: w}, queue.Start{Window: w}, queue.Finish{Window: w},
	}[d.step%4]
	d.step++
	at := time.Now()
	r := d.h.node.Do(demo.Actor(c), rand.Text(), c)
	took := time.Since(at)
	d.done++
	if !r.OK {
		d.refused++
	} else if into != nil {
		into.note(took)
	}
}

// without takes the hall of a desk away while do runs.
func (d *desk) without(do func(h *hall) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return do(d.h)
}
