package central

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/wire"
)

// Settings say what a centre is made of.
type Settings struct {
	// Name is the centre's, for people.
	Name string
	// Data is its folder: the certificates of the halls' door, the network as it is kept
	// beside the database (KeepsakeFile), and the database where DB names none. It is
	// made if it is not there.
	Data string
	// NoRecover: a database without a network is not given the one in KeepsakeFile,
	// which is set aside.
	NoRecover bool
	// DB is the address of the database (store.Open); empty is central.db in Data.
	DB string
	// Halls say where halls connect; Dir, Name and Log are filled in. With Cluster they
	// connect to a NATS cluster that is not the centre's own.
	Halls   halls.Settings
	Cluster *halls.Cluster
	// Ingested is told of each segment that was kept: of which hall, of how many events,
	// and how long the keeping took. It is called from many goroutines and returns at
	// once; nil is none.
	Ingested func(hall string, events int, took time.Duration)
	// Log takes what operators must know; nil means none.
	Log *slog.Logger

	paces paces
}

// paces are how often things are done; tests have their own.
type paces struct {
	// look is how long a change may wait before it is shown, and the least time between
	// two states of the district.
	look time.Duration
	// reread is how often the store is read for what other processes have changed, and
	// forget how often claims that count no more are dropped.
	reread, forget time.Duration
	// save is how often the network that is kept beside the database is compared with
	// it, besides after each change.
	save time.Duration
}

func (p paces) complete() paces {
	def := func(d *time.Duration, to time.Duration) {
		if *d <= 0 {
			*d = to
		}
	}
	def(&p.look, time.Second)
	def(&p.reread, rereadAlone)
	def(&p.forget, time.Minute)
	def(&p.save, time.Minute)
	return p
}

// How often the store is read for what other processes have changed: seldom where
// there are none.
const (
	rereadAlone  = time.Minute
	rereadShared = 15 * time.Second
)

// Centre is a running centre. Its methods may be called from any goroutine.
type Centre struct {
	set     Settings
	log     *slog.Logger
	archive archive
	halls   *halls.Halls
	board   *board
	// begun is closed when halls is there: a hall may ask before that.
	begun chan struct{}
	// key is the network's. It is made once; only where several processes begin a network
	// at once, one of them with a file that gives it back, do the others take that key.
	key    atomic.Pointer[wire.NetworkKey]
	keeper *keeper

	// reading makes readings of the store one after the other; known is false before
	// the first, which is Open's.
	reading sync.Mutex
	known   bool
	places  []network.Place // as the store gave them last

	stop context.CancelFunc
	work sync.WaitGroup
	// lock is the data folder's; nil where a test has opened the centre over its store.
	lock *os.File
}

// ErrStore is in the chain of Open's error where the database cannot be used; with
// store.ErrNewer also where a newer release has written it.
var ErrStore = errors.New("the database cannot be used")

// Open starts a centre: its store, the door for halls, and the watch over the
// district. The data folder is this centre's alone until Close (ErrRunning). No password
// of the database stands in its error.
func Open(ctx context.Context, set Settings) (*Centre, error) {
	if set.Log == nil {
		set.Log = slog.New(slog.DiscardHandler)
	}
	if set.Cluster != nil && set.paces.reread == 0 {
		set.paces.reread = rereadShared
	}
	set.paces = set.paces.complete()
	if err := os.MkdirAll(set.Data, 0o700); err != nil {
		return nil, fmt.Errorf("central: the data folder: %w", err)
	}
	lock, err := lockData(ctx, set.Data)
	if err != nil {
		return nil, err
	}
	c, err := openLocked(ctx, set)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	c.lock = lock
	return c, nil
}

// openLocked is Open once the data folder is this centre's alone.
func openLocked(ctx context.Context, set Settings) (*Centre, error) {
	if set.DB == "" {
		path, err := filepath.Abs(filepath.Join(set.Data, "central.db"))
		if err != nil {
			return nil, fmt.Errorf("central: the data folder: %w", err)
		}
		// SQLite gives its other files the rights of this one; the network's key is in it.
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			return nil, fmt.Errorf("central: %w: %w", ErrStore, err)
		}
		set.DB = "sqlite://" + (&url.URL{Path: path}).EscapedPath()
	}
	s, err := store.Open(ctx, set.DB)
	if err != nil {
		return nil, fmt.Errorf("central: %w: %w", ErrStore, hide(err, set.DB))
	}
	c, err := open(ctx, set, s)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return c, nil
}

// open starts a centre over a store, which it closes in the end.
func open(ctx context.Context, set Settings, s *store.Store) (*Centre, error) {
	c := &Centre{set: set, log: set.Log, archive: s, board: newBoard(set.Name, time.Now()), begun: make(chan struct{})}
	c.keeper = newKeeper(set, s, c.keyed)
	if err := c.keeper.begin(ctx, set.NoRecover); err != nil {
		return nil, err
	}
	err := c.refresh(ctx)
	if err == nil {
		var key wire.NetworkKey
		key, err = s.NetworkKey(ctx)
		c.key.Store(&key)
	}
	if err != nil {
		return nil, fmt.Errorf("central: %w: %w", ErrStore, hide(err, set.DB))
	}
	c.keeper.look(ctx)
	to := set.Halls
	to.Dir, to.Name, to.Log = set.Data, set.Name, set.Log
	registry := keys{s.Keys(), c.keeper.change}
	if set.Cluster != nil {
		s.OnlyKnown() // the cluster lets in whom it likes
		c.halls, err = halls.Connect(ctx, to, *set.Cluster, registry, set.ingest(s), c)
	} else {
		c.halls, err = halls.Listen(ctx, to, registry, set.ingest(s), c)
	}
	if err != nil {
		return nil, fmt.Errorf("central: %w", err)
	}
	close(c.begun)
	running, stop := context.WithCancel(context.Background())
	c.stop = stop
	c.board.saw(c.halls.States())
	c.board.compose(time.Now())
	watch := c.halls.Watch()
	c.work.Go(func() { c.follow(running, watch) })
	c.work.Go(func() { c.keep(running) })
	c.work.Go(func() { c.show(running) })
	c.work.Go(func() { c.keeper.run(running, set.paces.save) })
	c.work.Go(func() { s.BringUp(running, c.rowsFailed) })
	return c, nil
}

// Close takes nothing more from halls, lets the store finish, and ends all that
// Open has begun. It waits for the halls' answers within ctx.
func (c *Centre) Close(ctx context.Context) error {
	err := c.halls.Close(ctx)
	c.stop()
	c.work.Wait()
	c.board.close()
	err = errors.Join(err, c.archive.Close())
	if c.lock != nil {
		err = errors.Join(err, c.lock.Close())
	}
	if err != nil {
		return fmt.Errorf("central: close: %w", err)
	}
	return nil
}

// Ready reports why the centre cannot do its work now; nil if it can.
func (c *Centre) Ready(ctx context.Context) error {
	if err := c.archive.Ready(ctx); err != nil {
		return fmt.Errorf("central: %w", hide(err, c.set.DB))
	}
	return c.halls.Ready()
}

// keyed takes the network's key as the store has it.
func (c *Centre) keyed(k network.Keepsake) {
	if is := c.key.Load(); k.Key.ID != "" && is.ID != k.Key.ID {
		c.log.Warn("central: another process has put the network back; its key is taken", "was", is.ID, "is", k.Key.ID)
		c.key.Store(&k.Key)
	}
}

// Name is the centre's, for people.
func (c *Centre) Name() string { return c.set.Name }

// URLs are where halls reach the centre; none with a cluster.
func (c *Centre) URLs() []string { return c.halls.URLs() }

// follow takes what the connections tell.
func (c *Centre) follow(ctx context.Context, w *halls.Watch) {
	defer w.Close()
	for {
		states, err := w.Next(ctx)
		if err != nil {
			return
		}
		c.board.saw(states)
	}
}

// show composes the district: at once when something has changed, but not sooner than
// a while after the last time; and regularly, because time itself raises alerts.
func (c *Centre) show(ctx context.Context) {
	tick := time.NewTicker(c.set.paces.look)
	defer tick.Stop()
	pause := time.NewTimer(0)
	defer pause.Stop()
	<-pause.C
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-c.board.wake:
		}
		if !c.board.compose(time.Now()) {
			continue
		}
		pause.Reset(c.set.paces.look)
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
	}
}

// keep reads the store again from time to time, for what other processes have changed
// there, and for what halls are compared with.
func (c *Centre) keep(ctx context.Context) {
	reread := time.NewTicker(c.set.paces.reread)
	defer reread.Stop()
	forget := time.NewTicker(c.set.paces.forget)
	defer forget.Stop()
	compare := time.NewTicker(c.set.paces.look)
	defer compare.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-reread.C:
			c.refreshed(ctx)
		case <-forget.C:
			if err := c.archive.ForgetClaims(ctx, time.Now().UTC()); err != nil && ctx.Err() == nil {
				c.log.Error("central: claims that are over were not dropped", "err", hide(err, c.set.DB))
			}
		case <-compare.C:
			c.compare(ctx)
		}
	}
}

// rowsFailed logs that rows of a hall cannot be made anew; what it tells is kept
// nevertheless.
func (c *Centre) rowsFailed(hall string, err error) {
	c.log.Error("central: what a hall's events lead to cannot be brought up to them; it is tried again within a minute", "hall", hall, "err", hide(err, c.set.DB))
}

// compare reads what halls are compared with, where the board lacks it. An error is
// logged, and tried again.
func (c *Centre) compare(ctx context.Context) {
	for _, key := range c.board.lacks() {
		all, err := c.archive.SameTime(ctx, key.day, key.slot)
		if err != nil {
			if ctx.Err() == nil {
				c.log.Error("central: the day a week before cannot be read", "day", key.day, "err", hide(err, c.set.DB))
			}
			return
		}
		c.board.compared(key, all)
	}
}

// refresh reads what the store has into the board, and tells those halls of which
// something else is wanted now than before.
func (c *Centre) refresh(ctx context.Context) error {
	c.reading.Lock()
	defer c.reading.Unlock()
	places, err := c.archive.Places(ctx)
	if err != nil {
		return err
	}
	s := stored{began: time.Now()}
	was := c.board.network()
	old, newest := c.board.publications()
	if s.tree = was; !slices.Equal(places, c.places) {
		if s.tree, err = network.NewTree(places); err != nil {
			return fmt.Errorf("the halls of the network: %w", err)
		}
	}
	if s.halls, err = c.archive.Halls(ctx); err != nil {
		return err
	}
	if s.parts, err = c.archive.Parts(ctx); err != nil {
		return err
	}
	s.pubs = old
	if s.published, err = c.archive.Published(ctx); err == nil && s.published != newest {
		s.pubs, err = c.archive.InForce(ctx)
	}
	if err != nil {
		return err
	}
	c.board.read(s)
	if c.known && (s.published != newest || !slices.Equal(places, c.places)) {
		if list := changed(c.board.codes(), old, s.pubs, was, s.tree); len(list) > 0 {
			c.halls.Changed(list...)
		}
	}
	c.known, c.places = true, places
	return nil
}

// refreshed is refresh where an error changes nothing: it is logged, and the next
// reading makes it good.
func (c *Centre) refreshed(ctx context.Context) {
	if err := c.refresh(ctx); err != nil && ctx.Err() == nil {
		c.log.Error("central: the store cannot be read; the network is shown as it was", "err", hide(err, c.set.DB))
	}
}

// storage is the error of what the store could not do.
func (c *Centre) storage(what string, err error) error {
	var w *wire.Error
	if errors.As(err, &w) {
		return w // the store's own refusal
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	err = hide(err, c.set.DB)
	c.log.Error("central: "+what, "err", err)
	return &wire.Error{Code: wire.CodeStorage, Msg: what + ": " + err.Error(), Hint: "see the centre's log; nothing was changed"}
}
