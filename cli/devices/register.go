package devices

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/wire"
)

const (
	// settle is how long changes are gathered before they are told, so that a printer
	// that stops with several complaints is one report.
	settle = 100 * time.Millisecond
	// opening is how long after the start a fault is not told yet: lines are still being
	// opened, and a device that has not been heard yet is no alert.
	opening = 2 * time.Second
	// again is the pause before a report that failed is tried again.
	again = 2 * time.Second
)

// Register is the list of the terminal's devices. Whoever runs a device sets it;
// Run tells the hall.
type Register struct {
	hall Hall
	log  *slog.Logger

	mu      sync.Mutex // guards all
	all     []queue.Device
	changed chan struct{}
}

// NewRegister makes an empty list.
func NewRegister(hall Hall, log *slog.Logger) *Register {
	return &Register{hall: hall, log: log, changed: make(chan struct{}, 1)}
}

// Set takes how a device is; the one of the same id before is replaced. It never
// blocks.
func (r *Register) Set(d queue.Device) {
	r.mu.Lock()
	i, ok := slices.BinarySearchFunc(r.all, d.ID, func(o queue.Device, id string) int { return strings.Compare(o.ID, id) })
	if ok {
		r.all[i] = d
	} else {
		r.all = slices.Insert(r.all, i, d)
	}
	r.mu.Unlock()
	r.poke()
}

// Devices are all devices as they are now.
func (r *Register) Devices() []queue.Device {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.all)
}

// faulty reports whether a device does not work.
func (r *Register) faulty() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.all, func(d queue.Device) bool { return d.Fault != "" })
}

func (r *Register) poke() {
	select {
	case r.changed <- struct{}{}:
	default: // it will be looked at anyway
	}
}

// Run tells the hall all devices when it begins, when one changes and when the link
// is back, until ctx ends. A report that fails is tried again with what is then so,
// and is logged once.
func (r *Register) Run(ctx context.Context) {
	links, stop := r.hall.Links()
	defer stop()
	timer := time.NewTimer(settle)
	defer timer.Stop()
	failing, start := false, time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.changed:
			timer.Reset(settle)
		case l, ok := <-links:
			if !ok {
				return // the client is closed
			}
			if l.Up {
				timer.Reset(0)
			}
		case <-timer.C:
			if !r.hall.Link().Up {
				continue // the link's return begins anew
			}
			if left := opening - time.Since(start); left > 0 && r.faulty() {
				timer.Reset(left)
				continue
			}
			err := r.hall.Do(ctx, "device", "report", wire.DevicesRequest{Devices: r.Devices()}, nil)
			if err == nil {
				failing = false
				continue
			}
			if ctx.Err() != nil {
				return
			}
			if !failing {
				r.log.Warn("the hall was not told of the devices; trying again", "err", err)
			}
			failing = true
			timer.Reset(wait(err))
		}
	}
}

// Feed is Run beside a screen.
func (r *Register) Feed(ctx context.Context, _ func(tea.Msg)) { r.Run(ctx) }

// wait is how long to let pass after a failed report: as long as the hall says.
func wait(err error) time.Duration {
	var w *wire.Error
	if errors.As(err, &w) && w.Until != nil {
		return max(again, min(time.Until(*w.Until), time.Minute))
	}
	return again
}

// follow hears the newest state of topics until ctx ends.
func follow(ctx context.Context, c *lan.Client, take func(wire.Message), topics ...wire.Topic) {
	w := c.Watch(topics)
	defer w.Close()
	for {
		select {
		case <-ctx.Done():
			return
		case m, ok := <-w.C():
			if !ok {
				return
			}
			take(m)
		}
	}
}

// read reads a topic's state. What this build cannot read is logged.
func read[T any](m wire.Message, log *slog.Logger) (v T, ok bool) {
	if err := json.Unmarshal(m.Data, &v); err != nil {
		log.Error("the hall's message cannot be read; update this terminal", "topic", m.Topic, "err", err)
		return v, false
	}
	return v, true
}
