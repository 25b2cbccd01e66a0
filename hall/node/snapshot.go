package node

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/queue"
)

// A snapshot is written as lines of JSON: the state without its tickets, then
// its tickets in order, so many in each line. The lines of tickets are most of
// it, and are read on all processors at once.
const ticketsInLine = 2048

// snapshot writes a state.
func snapshot(s *queue.State) ([]byte, error) {
	head := *s
	head.Tickets = nil
	b, err := head.Snapshot()
	if err != nil {
		return nil, err
	}
	for line := range slices.Chunk(s.Tickets, ticketsInLine) {
		l, err := json.Marshal(line)
		if err != nil {
			return nil, fmt.Errorf("node: snapshot: %w", err)
		}
		b = append(append(b, '\n'), l...)
	}
	return b, nil
}

// restore reads what snapshot wrote.
func restore(b []byte, open func(day string, c *queue.Citizen)) (*queue.State, error) {
	lines := bytes.Split(b, []byte{'\n'})
	s := &queue.State{}
	tickets := make([][]*queue.Ticket, len(lines))
	errs := make([]error, len(lines))
	var next atomic.Int64
	var readers sync.WaitGroup
	for range runtime.NumCPU() {
		readers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(lines); i = int(next.Add(1)) - 1 {
				if i == 0 {
					errs[i] = json.Unmarshal(lines[i], s)
				} else {
					errs[i] = json.Unmarshal(lines[i], &tickets[i])
				}
			}
		})
	}
	readers.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("node: snapshot, line %d: %w", i+1, err)
		}
	}
	tickets[0] = s.Tickets
	s.Tickets = slices.Concat(tickets...)
	return s, s.Revive(open)
}

// snapshotEvery is after how many events the state is kept, so that a start
// reads no more than that.
const snapshotEvery = 40_000

// keepAnswers is how long a request can be repeated, and pruneAtOnce how many
// older answers are dropped at a time.
const (
	keepAnswers = 48 * time.Hour
	pruneAtOnce = 50_000
)

// maybeSnapshot keeps the state when the day has closed, or when much has
// happened since. The writing is done aside, from a copy.
func (n *Node) maybeSnapshot(events int, now bool) {
	n.sinceSnap += events
	if n.sinceSnap < snapshotEvery && !now {
		return
	}
	n.sinceSnap = 0
	s := n.state.Clone()
	n.snapping.Wait() // one at a time
	n.snapping.Go(func() {
		b, err := snapshot(s)
		if err == nil {
			err = n.set.Journal.SaveSnapshot(s.Seq, b)
		}
		if err != nil {
			n.log.Warn("no snapshot; the next start takes longer", "err", err)
		}
		if _, err := n.set.Journal.PruneAnswers(s.At.Add(-keepAnswers), pruneAtOnce); err != nil {
			n.log.Warn("old answers could not be dropped", "err", err)
		}
	})
}
