package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"onewindow/cli/config"
	"onewindow/cli/demo"
	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/hall/node"
	"onewindow/hall/setup"
	"onewindow/queue"
	"onewindow/wire"
)

// demo runs a whole hall in one terminal.
func (a *app) demo() *cobra.Command {
	var o demoOptions
	c := &cobra.Command{
		Use:   "demo",
		Short: "A whole hall in this terminal, nothing to configure",
		Long: `A whole hall in this terminal: F1 citizen, F2 clerk, F3 board, F4 manager,
F5 paper tray, F6 guide's desk.

It begins in the middle of a morning that has been lived in virtual time through
the real rules, and has learned how long things take from seven days that were
simulated before; citizens and clerks go on while everything that you press is the
real engine on a real journal. They do what people would: a clerk whom the manager asks
to open or to close says yes. The kiosk's printer and card reader,
the strips over three windows and the voice are virtual ones on pseudo terminals,
driven as real ones are: in the paper tray lie the papers that came out, and there
the paper is pulled, the cover opened, the cable unplugged. Ctrl+C leaves. Without a terminal it
prints a short run as text. A clerk who signs in types the PIN ` + demo.PIN + `.

With --screen the screen looks as it does in a hall, without the bar of tabs; the
keys still change it.`,
		Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error { return a.runDemo(c.Context(), o) },
	}
	o.flags(c)
	return c
}

// demoHall is a hall under demonstration.
type demoHall struct {
	*openedHall
	set   queue.Settings
	clock node.Clock
	crowd *demo.Crowd
	// window is the one that somebody real attends.
	window string
	speed  float64
}

func (a *app) runDemo(ctx context.Context, o demoOptions) (err error) {
	if err := o.check(); err != nil {
		return failWith(exitUsage, err)
	}
	dir := o.data
	if dir == "" {
		if dir, err = os.MkdirTemp("", "onewindow-demo-*"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	h, err := openDemo(dir, o)
	if err != nil {
		return err
	}
	live, stop := context.WithCancel(ctx)
	lived := make(chan struct{})
	go func() {
		defer close(lived)
		h.live(live, o.empty)
	}()
	if a.onTerminal() {
		err = a.demoScreens(ctx, h, o, dir)
	} else {
		err = a.demoText(ctx, h)
	}
	stop()
	<-lived
	if ctx.Err() != nil {
		err = nil // leaving is not a failure
	}
	return errors.Join(err, h.close())
}

// onTerminal reports whether somebody looks and types.
func (a *app) onTerminal() bool { return isTerminal(a.in) && isTerminal(a.out) }

// isTerminal reports whether an input or output of the program is a terminal.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// openDemo opens the hall, with the morning in its journal if that is new.
func openDemo(dir string, o demoOptions) (*demoHall, error) {
	return openDemoBy(dir, o, func(start time.Time) node.Clock { return demo.NewClock(start, o.speed) })
}

// openDemoBy is openDemo with a clock of the caller's that starts at a given moment.
func openDemoBy(dir string, o demoOptions, clock func(start time.Time) node.Clock) (*demoHall, error) {
	set, err := setup.Settings(o.hall)
	if err != nil {
		return nil, failWith(exitUsage, err)
	}
	cat, err := setup.Catalogue(o.hall)
	if err != nil {
		return nil, failWith(exitUsage, err)
	}
	if err := demo.Staff(&set, o.speed); err != nil {
		return nil, err
	}
	h := &demoHall{set: set, speed: o.speed, window: set.Windows[len(set.Windows)-1].ID}
	for _, w := range set.Windows {
		if th := themeOf(&set, w.Own[0]); !th.Special {
			h.window = w.ID // the last comprehensive window
		}
	}
	h.crowd = demo.NewCrowd(o.seed, len(set.Windows), h.window).Busy(o.load)
	h.crowd.Away(o.away...)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, failWith(exitConfig, err)
	}
	start, err := h.past(dir, cat, o)
	if err != nil {
		return nil, err
	}
	h.clock = clock(start)
	h.openedHall, err = openHall(config.Hall{ID: set.Hall.ID, Data: dir}, slog.New(slog.DiscardHandler), h.clock,
		func() (queue.Settings, queue.Catalogue, error) { return set, cat, nil }, o.node)
	if err != nil {
		return nil, err
	}
	return h, nil
}

func themeOf(set *queue.Settings, id string) queue.Theme {
	for _, t := range set.Themes {
		if t.ID == id {
			return t
		}
	}
	return queue.Theme{}
}

// past lives the morning into a new journal, and says when the hall goes on.
func (h *demoHall) past(dir string, cat queue.Catalogue, o demoOptions) (time.Time, error) {
	j, err := journal.Open(dir, h.set.Hall.ID, journal.Options{})
	if err != nil {
		return time.Time{}, failWith(exitStore, err)
	}
	date := cmp.Or(o.date, h.workday(time.Now()))
	if o.empty {
		return h.set.Hall.At(date, o.time(8*60+50)), j.Close()
	}
	if j.Last() > 0 {
		// A hall that was kept: it goes on where it was left.
		at, err := lastTime(j)
		return at, errors.Join(err, j.Close())
	}
	until := h.set.Hall.At(date, o.time(10*60+20))
	before, err := demo.Past(h.set, cat, date, o.seed, o.load)
	if err != nil {
		return until, errors.Join(err, j.Close())
	}
	morning := demo.Day{
		Settings: h.set, Catalogue: cat, Epoch: queue.Epoch(j.Epoch()), Date: date, Until: until,
		Hand: h.window, Crowd: h.crowd, Before: before, Promise: 1,
	}
	_, rs, err := morning.Live()
	if err == nil {
		err = demo.Keep(j.Commit, rs)
	}
	return until, errors.Join(err, j.Close())
}

// lastTime is when the newest event of a journal happened.
func lastTime(j *journal.Journal) (time.Time, error) {
	var r queue.Record
	err := j.Events(j.Last(), func(_ uint64, b []byte) error { return json.Unmarshal(b, &r) })
	if err != nil {
		return r.At, failWith(exitStore, fmt.Errorf("read the kept hall: %w", err))
	}
	return r.At, nil
}

// workday is today, or the next working day.
func (h *demoHall) workday(now time.Time) string {
	date := h.set.Hall.Date(now)
	if h.set.Calendar.Works(date) {
		return date
	}
	return h.set.Calendar.NextWorking(date)
}

// Read implements demo.Hall.
func (h *demoHall) Read(fn func(s *queue.State, now time.Time)) {
	h.beat()
	h.node.Read(fn)
}

// beat lets time go on.
func (h *demoHall) beat() {
	if c, ok := h.clock.(*demo.Clock); ok {
		c.Beat()
	}
}

// live lets time go on until ctx ends, with people in the hall or without.
func (h *demoHall) live(ctx context.Context, empty bool) {
	if !empty {
		h.crowd.Live(ctx, h)
		return
	}
	tick := time.NewTicker(demo.Glance)
	defer tick.Stop()
	for {
		h.beat()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Say implements demo.Hall.
func (h *demoHall) Say(c queue.Command) { h.node.Do(demo.Actor(c), "", c) }

// client is a terminal of the hall in this process, with the rights of its
// role.
func (h *demoHall) client(ctx context.Context, role wire.Role) (*lan.Client, error) {
	t := wire.Terminal{Role: role, Name: string(role) + "-1"}
	if role == wire.RoleWindow {
		t.Window = h.window
	}
	// Requests expire in hall time, which runs faster here.
	expiry := time.Duration(float64(ask) * max(1, h.speed))
	return h.server.Local(ctx, t, lan.Options{Version: Version(), Clock: h.clock.Now, Expiry: min(expiry, wire.MaxAhead)})
}
