package node

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	"onewindow/queue"
)

// loadGC is how far memory may grow, in percent of what is in use, while the
// state is rebuilt: nearly all that is made then stays, so that collecting it
// over and over would take as long as the rest.
const loadGC = 400

// load rebuilds the state from the newest snapshot and the events after it.
func (n *Node) load() (*queue.State, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(loadGC))
	seq, snap, ok, err := n.set.Journal.Snapshot()
	if err != nil {
		return nil, fmt.Errorf("node: load: %w", err)
	}
	s := queue.New()
	if ok {
		if s, err = restore(snap, n.open); err != nil {
			n.log.Warn("the snapshot cannot be read; all events are read instead", "err", err)
			s, seq = queue.New(), 0
		} else if s.Seq != seq {
			return nil, fmt.Errorf("node: load: the snapshot of event %d holds the state of %d", seq, s.Seq)
		}
	}
	// What the snapshot lacks counts towards the next one, also if the hall never
	// runs that long.
	n.sinceSnap = int(n.set.Journal.Last() - seq)
	return s, n.replay(s, seq+1)
}

// replayChunk is how many events are decoded at a time.
const replayChunk = 2048

// replay applies the events from seq on. Decoding is most of the work and is
// done ahead, on all processors.
func (n *Node) replay(s *queue.State, seq uint64) error {
	type chunk struct {
		raw  [][]byte
		recs []queue.Record
		err  error
		done chan struct{}
	}
	chunks := make(chan *chunk, 2*runtime.NumCPU())
	work := make(chan *chunk, 2*runtime.NumCPU())
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for c := range work {
				c.recs = make([]queue.Record, len(c.raw))
				for i, b := range c.raw {
					if c.recs[i], c.err = n.decodeRecord(b); c.err != nil {
						break
					}
				}
				close(c.done)
			}
		})
	}
	var readErr error
	workers.Go(func() {
		defer close(chunks)
		defer close(work)
		c := &chunk{done: make(chan struct{})}
		send := func() {
			chunks <- c
			work <- c
			c = &chunk{done: make(chan struct{})}
		}
		readErr = n.set.Journal.Events(seq, func(_ uint64, data []byte) error {
			c.raw = append(c.raw, append([]byte(nil), data...))
			if len(c.raw) == replayChunk {
				send()
			}
			return nil
		})
		if len(c.raw) > 0 {
			send()
		}
	})
	var err error
	for c := range chunks {
		<-c.done
		if err != nil {
			continue
		}
		if err = c.err; err != nil {
			continue
		}
		for _, r := range c.recs {
			if err = queue.Apply(s, r); err != nil {
				err = fmt.Errorf("event %d: %w", r.Seq, err)
				break
			}
		}
	}
	workers.Wait()
	if err == nil {
		err = readErr
	}
	if err != nil {
		return fmt.Errorf("node: replay: %w", err)
	}
	return nil
}

// decodeRecord reads a record and makes its citizens known.
func (n *Node) decodeRecord(b []byte) (r queue.Record, err error) {
	// Straight to the record's own reader: json.Unmarshal would first look
	// through all of it once more.
	if err = r.UnmarshalJSON(b); err != nil {
		return r, err
	}
	if e, ok := r.Event.(queue.TicketIssued); ok {
		e.Ticket.Unseal(n.open)
		r.Event = e
	}
	return r, nil
}

// encode writes records as the journal keeps them.
func encode(rs []queue.Record) ([][]byte, error) {
	bs := make([][]byte, len(rs))
	for i, r := range rs {
		b, err := r.Encode()
		if err != nil {
			return nil, fmt.Errorf("node: write event %d: %w", r.Seq, err)
		}
		bs[i] = b
	}
	return bs, nil
}
