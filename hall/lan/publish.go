package lan

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

// publisher sends full-state messages from a goroutine of its own, the newest
// of each topic, topics in the order in which they became due.
type publisher struct {
	conn *nats.Conn
	log  *slog.Logger

	mu     sync.Mutex
	due    map[wire.Topic]wire.Message
	order  []wire.Topic
	closed bool
	wake   chan struct{}
	done   chan struct{}
}

func newPublisher(nc *nats.Conn, log *slog.Logger) *publisher {
	p := &publisher{conn: nc, log: log, due: map[wire.Topic]wire.Message{}, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go p.run()
	return p
}

func (p *publisher) publish(m wire.Message) {
	m.V = wire.Version
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	if _, waits := p.due[m.Topic]; !waits {
		p.order = append(p.order, m.Topic)
	}
	p.due[m.Topic] = m
	p.nudge()
}

func (p *publisher) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *publisher) run() {
	defer close(p.done)
	for range p.wake {
		for {
			m, ok, closed := p.next()
			if !ok {
				if closed {
					return
				}
				break
			}
			p.send(m)
		}
	}
}

func (p *publisher) next() (m wire.Message, ok, closed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.order) == 0 {
		return m, false, p.closed
	}
	t := p.order[0]
	p.order = p.order[1:]
	m = p.due[t]
	delete(p.due, t)
	return m, true, false
}

func (p *publisher) send(m wire.Message) {
	data, err := m.Encode()
	if err == nil && len(data) > maxPayload {
		err = fmt.Errorf("%d bytes, %d can be sent", len(data), maxPayload)
	}
	if err == nil {
		err = p.conn.Publish(wire.EventSubject(m.Topic), data)
	}
	if err != nil {
		// Terminals notice by the hall's heartbeat and fetch the state.
		p.log.Error("lan: message not sent", "topic", m.Topic, "err", err)
	}
}

// stop sends what is due and ends the goroutine.
func (p *publisher) stop(ctx context.Context) error {
	p.mu.Lock()
	p.closed = true
	p.nudge()
	p.mu.Unlock()
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("lan: last messages: %w", ctx.Err())
	}
}
