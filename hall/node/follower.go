package node

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/wire"
)

// follower folds the committed records a second time, publishes the views that
// follow from them, and answers questions. It is always the truth as of its
// own sequence, and normally a fraction of a millisecond behind the writer.
//
// Under load it publishes the board, the signs, the papers, and the windows where
// something happened, at most once in pace, and all else once in slowPace, with the newest state; a topic
// whose content did not change is not published.
type follower struct {
	clock   Clock
	publish func(wire.Message)
	sys     func(epoch queue.Epoch, seq uint64) wire.Sys
	views   func(s *queue.State, now time.Time) *view.Views
	folded  func(s *queue.State, r *queue.Record)
	lost    func(error)

	mu    sync.Mutex // guards state and all
	state *queue.State
	all   bool // publish everything, whether it changed or not

	inbox sync.Mutex // guards fed; whoever has mu may take it, not the other way round
	fed   [][]queue.Record

	kick chan struct{}
	quit chan struct{}
	done chan struct{}

	// owned by run
	last map[wire.Topic][]byte
	seen uint64 // the sequence that the windows' topics reflect
}

// Paces of publishing. A call must be seen at once, where it was made and on the
// board; how many wait, elsewhere, is read by eye.
const (
	pace     = 20 * time.Millisecond
	slowPace = 250 * time.Millisecond
	sysPace  = 3 * time.Second
)

func newFollower(s *queue.State, clock Clock, publish func(wire.Message), sys func(queue.Epoch, uint64) wire.Sys, views func(*queue.State, time.Time) *view.Views, folded func(*queue.State, *queue.Record), lost func(error)) *follower {
	f := &follower{
		clock: clock, publish: publish, sys: sys, views: views, folded: folded, lost: lost, state: s,
		kick: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{}),
		last: map[wire.Topic][]byte{},
	}
	return f
}

// start has it publish. Whoever reads need not wait for that.
func (f *follower) start() { go f.run() }

// feed hands over committed records. It waits for nothing, and whoever reads
// from then on sees them.
func (f *follower) feed(rs []queue.Record) {
	f.inbox.Lock()
	f.fed = append(f.fed, rs)
	f.inbox.Unlock()
	f.wake()
}

// refresh publishes everything anew.
func (f *follower) refresh() {
	f.mu.Lock()
	f.all = true
	f.mu.Unlock()
	f.wake()
}

func (f *follower) wake() {
	select {
	case f.kick <- struct{}{}:
	default:
	}
}

func (f *follower) stop() {
	close(f.quit)
	<-f.done
}

// catchUp applies what has been fed; the caller holds mu. The records were
// applied by the writer before, so that they cannot fail here; if one does, the
// follower no longer tells the truth, and the node must start anew.
func (f *follower) catchUp() {
	f.inbox.Lock()
	fed := f.fed
	f.fed = nil
	f.inbox.Unlock()
	for _, rs := range fed {
		for i := range rs {
			if err := queue.Apply(f.state, rs[i]); err != nil {
				f.lost(fmt.Errorf("node: follow event %d: %w", rs[i].Seq, err))
				return
			}
			f.folded(f.state, &rs[i])
		}
	}
}

// forget lets the follower no longer know the people of a day.
func (f *follower) forget(day string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.catchUp()
	f.state = withoutPeople(f.state, day)
}

// read calls fn with the caught-up state. fn must not keep it.
func (f *follower) read(fn func(s *queue.State, now time.Time)) {
	now := f.clock.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.catchUp()
	fn(f.state, now)
}

func (f *follower) run() {
	defer close(f.done)
	beat := time.NewTicker(sysPace)
	defer beat.Stop()
	later := time.NewTimer(time.Hour)
	defer later.Stop()
	var slowAt time.Time
	for {
		select {
		case <-f.quit:
			for _, m := range f.messages(true) { // what the last answers led to
				f.publish(m)
			}
			return
		case <-beat.C:
			f.beat()
			continue
		case <-f.kick:
		case <-later.C:
		}
		started := time.Now()
		slow := started.Sub(slowAt) >= slowPace
		if slow {
			slowAt = started
		} else {
			later.Reset(slowPace)
		}
		for _, m := range f.messages(slow) {
			f.publish(m)
		}
		// A burst of commits becomes one round of messages.
		select {
		case <-f.quit:
			continue // seen above
		case <-time.After(pace - min(pace, time.Since(started))):
		}
	}
}

func (f *follower) beat() {
	f.mu.Lock()
	f.catchUp()
	s := f.sys(f.state.Epoch, f.state.Seq)
	f.mu.Unlock()
	f.publish(message(wire.TopicSys, queue.Epoch(s.Epoch), s.Seq, s.At, mustJSON(s)))
}

// messages are those topics that have changed since they were last published;
// not those that can wait, unless slow.
// The views are taken under the lock and written down without it, so that no
// request waits for that; a view shares nothing with the state that later
// events change.
func (f *follower) messages(slow bool) (out []wire.Message) {
	type shown struct {
		topic wire.Topic
		data  any
	}
	var views []shown
	var epoch queue.Epoch
	var seq uint64
	var at time.Time
	f.read(func(s *queue.State, now time.Time) {
		if !s.Configured() {
			return
		}
		if f.all {
			f.all, slow = false, true
			clear(f.last)
		}
		epoch, seq, at = s.Epoch, s.Seq, now
		v := f.views(s, now)
		views = append(views, shown{wire.TopicBoard, v.Board()}, shown{wire.TopicSigns, v.Signs()}, shown{wire.TopicPapers, v.Papers()})
		for _, w := range s.Windows {
			// Who looks at a closed window sees the day and who may sign in.
			if slow || w.Rev > f.seen {
				views = append(views, shown{wire.WindowTopic(w.ID), v.Window(w)})
			}
		}
		f.seen = s.Seq
		if slow {
			views = append(views, shown{wire.TopicMenu, v.Menu()}, shown{wire.TopicHall, v.Hall()})
		}
	})
	for _, v := range views {
		// A round of screens takes milliseconds; a request that comes meanwhile
		// must not wait for a processor.
		runtime.Gosched()
		b := mustJSON(v.data)
		if bytes.Equal(b, f.last[v.topic]) {
			continue
		}
		f.last[v.topic] = b
		out = append(out, message(v.topic, epoch, seq, at, b))
	}
	return out
}

// topic makes one topic's message on demand.
func (f *follower) topic(t wire.Topic) (m wire.Message, ok bool) {
	f.read(func(s *queue.State, now time.Time) {
		if t == wire.TopicSys {
			m, ok = message(t, s.Epoch, s.Seq, now, mustJSON(f.sys(s.Epoch, s.Seq))), true
			return
		}
		if !s.Configured() {
			return
		}
		v := f.views(s, now)
		var data any
		switch t {
		case wire.TopicMenu:
			data = v.Menu()
		case wire.TopicBoard:
			data = v.Board()
		case wire.TopicHall:
			data = v.Hall()
		case wire.TopicSigns:
			data = v.Signs()
		case wire.TopicPapers:
			data = v.Papers()
		default:
			i := slices.IndexFunc(s.Windows, func(w *queue.Window) bool { return wire.WindowTopic(w.ID) == t })
			if i < 0 {
				return
			}
			data = v.Window(s.Windows[i])
		}
		m, ok = message(t, s.Epoch, s.Seq, now, mustJSON(data)), true
	})
	return m, ok
}

func message(t wire.Topic, e queue.Epoch, seq uint64, at time.Time, data []byte) wire.Message {
	return wire.Message{V: wire.Version, Topic: t, Epoch: string(e), Seq: seq, At: queue.Stamp(at), Data: data}
}
