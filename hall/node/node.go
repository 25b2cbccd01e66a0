package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/hall/foresee"
	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/wire"
)

// Settings are how a hall node runs.
type Settings struct {
	// Journal and Keys are the hall's; the node does not close them.
	Journal *journal.Journal
	Keys    *journal.Keys
	// Backups is the folder for copies of the journal.
	Backups string
	// Clock is hall time; nil is the machine's clock.
	Clock Clock
	// Watch is how often, in real time, alerts are looked for; 0 is every five
	// seconds.
	Watch time.Duration
	// Foresee is how often, in hall time, all waits are foreseen anew; 0 is every
	// foresee.Pace, and less than 0 never: then nothing is promised, advised or
	// reported.
	Foresee time.Duration
	// Unhurried has all foreseen as if that took no time, see foresee.Settings.
	Unhurried bool
	// Version of the software, for the heartbeat.
	Version string
	// Log takes what operators must know.
	Log *slog.Logger
	// First furnishes a hall that has no history yet.
	First func() (queue.Settings, queue.Catalogue, error)

	// In tests: commit stands for the journal's, and claimWithin for the constant.
	commit      func(journal.Batch) (uint64, error)
	claimWithin time.Duration
}

// write commits a batch.
func (s *Settings) write(b journal.Batch) (uint64, error) {
	if s.commit != nil {
		return s.commit(b)
	}
	return s.Journal.Commit(b)
}

// LAN is the hall's own network as the node needs it.
type LAN interface {
	// Publish sends a full-state message; it does not block.
	Publish(wire.Message)
	// Token makes a one-time token for a terminal.
	Token(role wire.Role, window string, ttl time.Duration) (wire.TokenReply, error)
	// Revoke withdraws a terminal's key.
	Revoke(terminal string) error
	// Terminals lists the enrolled.
	Terminals() []wire.Terminal
}

// Node is a running hall.
type Node struct {
	set    Settings
	clock  Clock
	log    *slog.Logger
	state  *queue.State // owned by run
	follow *follower
	// foresee is what the hall foresees; nil if it does not.
	foresee *foresee.Foresee
	alarms  alarms
	// refused is what of the centre's publications could not be taken.
	refused refusals
	// commits are those who want to know that there are new events.
	commits  listeners
	guess    guesses
	changing changing
	// looks has the watch look at once.
	looks chan struct{}

	jobs chan *job
	done chan struct{}
	// quit ends watch, which then closes watched; ctx ends with it, for what asks the
	// centre.
	quit, watched chan struct{}
	ctx           context.Context
	end           context.CancelFunc
	quickest      quickests

	mu      sync.RWMutex // guards closed, lan and network
	closed  bool
	lan     LAN
	network Network

	// owned by run
	sick      bool
	cause     error     // why it is sick
	probed    time.Time // when the disk was last looked at
	sinceSnap int
	reports   reports
	snapping  sync.WaitGroup
	snapshots atomic.Bool // one is being written

	chores  sync.WaitGroup // requests that are served beside the writer
	errands errands
	broken  chan error

	closing  sync.Once
	closeErr error
}

// GCPercent is what a process that runs a hall sets with debug.SetGCPercent,
// unless GOGC says otherwise: a hall's heap is a few tens of megabytes and its
// garbage short-lived, so that collecting five times as seldom costs little
// memory and saves a third of the engine's time.
const GCPercent = 400

// maxBatch bounds one commit. What waits beyond it goes into the next.
const maxBatch = 512

// Open rebuilds the hall from its journal and runs it. The caller attaches a
// network afterwards, and closes the node before the journal.
func Open(set Settings) (*Node, error) {
	if set.Log == nil {
		set.Log = slog.New(slog.DiscardHandler)
	}
	if set.Watch <= 0 {
		set.Watch = watchPace
	}
	if set.claimWithin <= 0 {
		set.claimWithin = claimWithin
	}
	n := &Node{
		set: set, log: set.Log, clock: set.Clock,
		jobs: make(chan *job, 4096), done: make(chan struct{}), broken: make(chan error, 1),
		quit: make(chan struct{}), watched: make(chan struct{}), looks: make(chan struct{}, 1),
	}
	s, err := n.load()
	if err != nil {
		return nil, err
	}
	n.state = s
	if n.clock == nil {
		n.clock = NewClock(s.At)
	}
	if err := n.begin(); err != nil {
		return nil, err
	}
	n.follow = newFollower(n.state.Clone(), n.clock, n.publish, n.sys, n.views, n.folded, n.giveUp)
	n.ctx, n.end = context.WithCancel(context.Background())
	if set.Foresee >= 0 {
		n.foresee = foresee.Start(foreseer{n}, foresee.Settings{Pace: set.Foresee, Unhurried: set.Unhurried, Seed: foreseeSeed, Log: n.log})
	}
	n.follow.start() // it publishes what is foreseen, too
	go n.run()
	go n.watch()
	return n, nil
}

// begin writes what a new hall or a new line of history starts with.
func (n *Node) begin() error {
	epoch := queue.Epoch(n.set.Journal.Epoch())
	if n.state.Epoch != epoch {
		skip := 0
		if n.state.Epoch != "" {
			if epoch.Older(n.state.Epoch) {
				return fmt.Errorf("node: the journal's epoch %s is older than its own history's %s", epoch, n.state.Epoch)
			}
			skip = epochSkip
		}
		if err := n.first(queue.StartEpoch{Epoch: epoch, Skip: skip}); err != nil {
			return err
		}
	}
	if n.state.Configured() || n.set.First == nil {
		return nil
	}
	settings, catalogue, err := n.set.First()
	if err != nil {
		return fmt.Errorf("node: furnish the hall: %w", err)
	}
	if n.state.Settings == nil {
		if err := n.first(queue.ChangeSettings{Settings: settings, Hash: queue.ContentHash(settings)}); err != nil {
			return err
		}
	}
	return n.first(queue.ChangeCatalogue{Catalogue: catalogue, Hash: queue.ContentHash(catalogue)})
}

// epochSkip is how many numbers of each theme a new line of history leaves out,
// so that paper of the old one is never matched.
const epochSkip = 100

// first commits a command of the node's own, before it runs.
func (n *Node) first(c queue.Command) error {
	rs, err := queue.Execute(n.state, n.clock.Now(), queue.Actor{Terminal: ownTerminal}, "", c)
	if err != nil {
		return fmt.Errorf("node: begin: %w", err)
	}
	events, err := encode(rs)
	if err != nil {
		return err
	}
	seq, err := n.set.Journal.Commit(journal.Batch{Events: events})
	if err == nil && len(rs) > 0 && seq != rs[0].Seq {
		err = fmt.Errorf("the state's next event is %d, the journal's %d", rs[0].Seq, seq)
	}
	if err != nil {
		return fmt.Errorf("node: begin: %w", err)
	}
	return nil
}

// Attach gives the node its hall's network and publishes the state there.
func (n *Node) Attach(net LAN) {
	n.mu.Lock()
	n.lan = net
	n.mu.Unlock()
	n.follow.refresh()
}

func (n *Node) net() LAN {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.lan
}

// nameOf is what people call a terminal; "" if it is not enrolled.
func (n *Node) nameOf(terminal string) string {
	if net := n.net(); net != nil {
		for _, t := range net.Terminals() {
			if t.ID == terminal {
				return t.Name
			}
		}
	}
	return ""
}

func (n *Node) publish(m wire.Message) {
	if net := n.net(); net != nil {
		net.Publish(m)
	}
}

// errClosed is what a job gets once the node stops.
var errClosed = &wire.Error{Code: wire.CodeShuttingDown, Msg: "the hall is stopping", Hint: "try again in a moment"}

// submit hands a job to the writer. Its reply is called exactly once, after the
// commit.
func (n *Node) submit(j *job) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if n.closed {
		j.reply(refuse(errClosed))
		return
	}
	n.jobs <- j
}

// Close answers and commits what has come in, takes a snapshot, and stops. The
// network must have stopped giving requests before.
func (n *Node) Close() error {
	n.closing.Do(func() { n.closeErr = n.stop() })
	return n.closeErr
}

func (n *Node) stop() error {
	close(n.quit)
	n.end()
	<-n.watched
	if n.foresee != nil {
		n.foresee.Stop()
	}
	n.mu.Lock()
	n.closed = true
	close(n.jobs)
	n.mu.Unlock()
	<-n.done
	n.chores.Wait()
	n.follow.stop()
	n.snapping.Wait()
	if n.sinceSnap == 0 || n.sick {
		return nil
	}
	b, err := snapshot(n.state)
	if err == nil {
		err = n.set.Journal.SaveSnapshot(n.state.Seq, b)
	}
	if err != nil && !errors.Is(err, journal.ErrFull) {
		return fmt.Errorf("node: last snapshot: %w", err)
	}
	return nil
}

// Do runs a command on behalf of the hall itself or of a program in the same
// process, and waits for its commit.
func (n *Node) Do(by queue.Actor, rid string, c queue.Command) wire.Reply {
	got := make(chan wire.Reply, 1)
	j := &job{terminal: by.Terminal, by: by, rid: rid, command: c, reply: func(r wire.Reply) { got <- r }}
	if _, ok := c.(queue.Issue); ok && n.foresee != nil {
		n.promising(j)
	}
	n.submit(j)
	return <-got
}

// giveUp asks the owner to start the node anew.
func (n *Node) giveUp(err error) {
	n.log.Error("the hall must start anew", "err", err)
	select {
	case n.broken <- err:
	default: // it was asked already
	}
}

// Broken gives the error after which the node cannot go on by itself: the disk
// failed so that only what a new start finds there is certain, or the follower
// lost the thread. The owner closes the node and starts anew.
func (n *Node) Broken() <-chan error { return n.broken }

// Now is hall time.
func (n *Node) Now() time.Time { return n.clock.Now() }

// Read calls fn with the follower's state, which fn must neither change nor
// keep.
func (n *Node) Read(fn func(s *queue.State, now time.Time)) { n.follow.read(fn) }
