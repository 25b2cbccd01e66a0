package lan

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

const (
	// gapTime is the longest that a watch waits, after the hall announced a
	// newer state, for the message that is probably under way.
	gapTime = 250 * time.Millisecond
	// fetchPause stands between tries to fetch a state.
	fetchPause = 500 * time.Millisecond
)

// Watch delivers the full state of some topics. It fetches them when it begins,
// after each reconnect, after lost messages, and when the hall's heartbeat
// announces a newer state than was heard. Older states than the one delivered
// are dropped; so is a state of a window that is older than the answer to what this
// terminal did. A slow reader gets the newest state of each topic, never a
// backlog.
type Watch struct {
	client *Client
	out    chan wire.Message
	subs   []*nats.Subscription

	mu     sync.Mutex
	topics map[wire.Topic]*topicState
	order  []wire.Topic

	due    chan struct{} // something to deliver
	stale  chan struct{} // something to fetch
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
	once   sync.Once
}

type topicState struct {
	msg       wire.Message // newest heard
	heard     bool
	asked     bool   // msg is the answer to a question, and so the hall's newest
	taken     uint64 // counts the messages kept, delivered the ones given out
	delivered uint64
	fetch     bool
	announced uint64 // newest state of the hall, by its heartbeat
	fetched   uint64 // what was announced when the state was last fetched
}

// Watch begins to watch topics. The caller reads C and closes the watch.
func (c *Client) Watch(topics []wire.Topic) *Watch {
	w := &Watch{
		client: c,
		out:    make(chan wire.Message),
		topics: map[wire.Topic]*topicState{},
		due:    make(chan struct{}, 1),
		stale:  make(chan struct{}, 1),
	}
	w.ctx, w.cancel = context.WithCancel(c.ctx)
	for _, t := range topics {
		if w.topics[t] != nil {
			continue
		}
		// The hall's heartbeat needs no fetching: the next one is near.
		w.topics[t] = &topicState{fetch: t != wire.TopicSys}
		w.order = append(w.order, t)
		sub, err := c.nc.Subscribe(wire.EventSubject(t), w.heard)
		if err != nil {
			// The client is closed, or the topic is no subject.
			c.opt.Log.Error("lan: watch", "topic", t, "err", err)
			continue
		}
		w.subs = append(w.subs, sub)
	}
	c.mu.Lock()
	c.watches[w] = true
	c.mu.Unlock()
	nudge(w.stale)
	w.wg.Add(2)
	go w.deliver()
	go w.fetch()
	return w
}

// C gives the newest message of each topic. It is closed by Close.
func (w *Watch) C() <-chan wire.Message { return w.out }

// Close ends the watch and closes C.
func (w *Watch) Close() {
	w.once.Do(func() {
		w.client.mu.Lock()
		delete(w.client.watches, w)
		w.client.mu.Unlock()
		for _, s := range w.subs {
			// An error means that the connection is closed already.
			_ = s.Unsubscribe()
		}
		w.cancel()
		w.wg.Wait()
		close(w.out)
	})
}

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// heard takes a message from the network.
func (w *Watch) heard(m *nats.Msg) {
	var msg wire.Message
	if err := json.Unmarshal(m.Data, &msg); err != nil {
		w.client.opt.Log.Warn("lan: unreadable message", "subject", m.Subject, "err", err)
		return
	}
	if m.Subject != wire.EventSubject(msg.Topic) {
		w.client.opt.Log.Warn("lan: message on the wrong topic", "subject", m.Subject, "topic", msg.Topic)
		return
	}
	w.client.link.heard(false, w.client.opt.Clock())
	w.take(msg, false)
}

// take keeps msg if it is not older than what was heard.
func (w *Watch) take(msg wire.Message, asked bool) {
	if msg.V != wire.Version {
		w.client.opt.Log.Warn("lan: message of an unknown version; update the terminal", "topic", msg.Topic, "v", msg.V)
		return
	}
	if w.client.admit(msg.Epoch) != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.topics[msg.Topic]
	if t == nil {
		return
	}
	if t.heard && msg.Epoch == t.msg.Epoch && msg.Seq < t.msg.Seq {
		return
	}
	same := t.heard && msg.Epoch == t.msg.Epoch && bytes.Equal(msg.Data, t.msg.Data)
	t.msg, t.heard, t.asked = msg, true, asked
	if !same {
		t.taken++
		nudge(w.due)
	}
}

// behind tells whether the hall announced a state that was neither heard nor
// fetched. A state that an event did not touch may keep its old revision.
func (t *topicState) behind() bool {
	return t.heard && t.announced > max(t.msg.Seq, t.fetched)
}

// announcement takes the newest state of the hall as its heartbeat tells it.
func (w *Watch) announcement(seq uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	behind := false
	for name, t := range w.topics {
		if name != wire.TopicSys {
			t.announced = seq
			behind = behind || t.behind()
		}
	}
	if behind {
		w.wg.Add(1)
		go w.settle()
	}
}

// settle gives messages under way a moment and fetches what is behind then. The
// moment is drawn at random, because all terminals hear the same heartbeat.
func (w *Watch) settle() {
	defer w.wg.Done()
	select {
	case <-time.After(gapTime/5 + rand.N(gapTime*4/5)):
	case <-w.ctx.Done():
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range w.topics {
		if t.behind() {
			t.fetch = true
			nudge(w.stale)
		}
	}
}

// refresh makes the watch fetch all its topics.
func (w *Watch) refresh() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, t := range w.topics {
		t.fetch = name != wire.TopicSys
		// Revisions of another history do not compare.
		t.announced, t.fetched = 0, 0
	}
	nudge(w.stale)
}

// revs adds the revisions that the watch has delivered.
func (w *Watch) revs(into map[wire.Topic]uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, t := range w.topics {
		if t.heard && t.taken == t.delivered && name != wire.TopicSys {
			into[name] = t.msg.Seq
		}
	}
}

func (w *Watch) deliver() {
	defer w.wg.Done()
	for {
		msg, taken, ok := w.pick()
		if !ok {
			select {
			case <-w.due:
				continue
			case <-w.ctx.Done():
				return
			}
		}
		select {
		case w.out <- msg:
			w.given(msg.Topic, taken)
		case <-w.due: // maybe a newer one of the same topic
		case <-w.ctx.Done():
			return
		}
	}
}

// pick chooses the next message to deliver and says which of its topic it is.
func (w *Watch) pick() (msg wire.Message, taken uint64, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range w.order {
		t := w.topics[name]
		if t.taken == t.delivered {
			continue
		}
		if name.OfWindow() && !t.asked && w.client.history.past(t.msg.Epoch, t.msg.Seq) {
			// The hall has answered what the clerk did since, and the screen shows that
			// already. The state after it may look the same and is not sent then; it is
			// asked for.
			t.delivered, t.heard, t.fetch = t.taken, false, true
			nudge(w.stale)
			continue
		}
		return t.msg, t.taken, true
	}
	return msg, 0, false
}

func (w *Watch) given(topic wire.Topic, taken uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.topics[topic].delivered = taken
	// The topic goes to the end of the line, so that a busy one does not keep
	// others from their turn.
	i := slices.Index(w.order, topic)
	w.order = append(slices.Delete(w.order, i, i+1), topic)
}

func (w *Watch) fetch() {
	defer w.wg.Done()
	for {
		select {
		case <-w.stale:
		case <-w.ctx.Done():
			return
		}
		for {
			topic, announced, ok := w.staleTopic()
			if !ok {
				break
			}
			if w.fetchTopic(topic, announced) {
				continue
			}
			select {
			case <-time.After(fetchPause):
			case <-w.ctx.Done():
				return
			}
		}
	}
}

// staleTopic takes one topic that is to be fetched.
func (w *Watch) staleTopic() (topic wire.Topic, announced uint64, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range w.order {
		if t := w.topics[name]; t.fetch {
			t.fetch = false
			return name, t.announced, true
		}
	}
	return "", 0, false
}

// fetchTopic gets one state; false means that it must be tried again.
func (w *Watch) fetchTopic(topic wire.Topic, announced uint64) bool {
	var msg wire.Message
	err := w.client.Do(w.ctx, "state", "get", wire.TopicRequest{Topic: topic}, &msg)
	if err == nil && msg.Topic == topic {
		w.mu.Lock()
		// Whoever asked for it anew meanwhile knows of something that this answer may
		// be too old for.
		anew := w.topics[topic].fetch
		w.mu.Unlock()
		if !anew {
			w.take(msg, true)
			w.mu.Lock()
			w.topics[topic].fetched = announced
			w.mu.Unlock()
		}
		return true
	}
	if w.ctx.Err() != nil {
		return false
	}
	var werr *wire.Error
	if err == nil || errors.As(err, &werr) && (werr.Code == wire.CodeForbidden || werr.Code == wire.CodeBadRequest) {
		// Asking again would not help; the next reconnect asks again.
		w.client.opt.Log.Error("lan: state not available", "topic", topic, "err", err, "got", msg.Topic)
		return true
	}
	w.client.opt.Log.Warn("lan: state not fetched yet", "topic", topic, "err", err)
	w.mu.Lock()
	w.topics[topic].fetch = true
	w.mu.Unlock()
	return false
}
