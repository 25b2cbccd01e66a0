package node

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/queue"
)

// A snapshot is a line that names its form, then blocks, each after its length:
// the state without its tickets in JSON, then the tickets in order, so many in
// each block. Tickets are nearly all of it; their blocks are read on all
// processors at once, and are in gob because it is read four times as fast as
// JSON. Like JSON it carries the names of the fields, so that another version of
// the software reads what it knows; a form in which something would be missing that
// this one keeps gets another number, and all events are read instead.
const (
	snapshotForm   = "onewindow state 5\n"
	ticketsInBlock = 2048
)

// snapshot writes a state.
func snapshot(s *queue.State) ([]byte, error) {
	head := *s
	head.Tickets = nil
	block, err := head.Snapshot()
	if err != nil {
		return nil, err
	}
	out := []byte(snapshotForm)
	add := func(b []byte) { out = append(binary.AppendUvarint(out, uint64(len(b))), b...) }
	add(block)
	for tickets := range slices.Chunk(s.Tickets, ticketsInBlock) {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(tickets); err != nil {
			return nil, fmt.Errorf("node: snapshot: %w", err)
		}
		add(b.Bytes())
	}
	return out, nil
}

// errSnapshot is returned for what snapshot did not write.
var errSnapshot = errors.New("node: the snapshot is cut short or of another form")

// restore reads what snapshot wrote.
func restore(b []byte, open func(day string, c *queue.Citizen)) (*queue.State, error) {
	b, ok := bytes.CutPrefix(b, []byte(snapshotForm))
	if !ok {
		return nil, errSnapshot
	}
	var blocks [][]byte
	for len(b) > 0 {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) {
			return nil, errSnapshot
		}
		blocks = append(blocks, b[size:size+int(n)])
		b = b[size+int(n):]
	}
	if len(blocks) == 0 {
		return nil, errSnapshot
	}
	s := &queue.State{}
	tickets := make([][]*queue.Ticket, len(blocks))
	errs := make([]error, len(blocks))
	var next atomic.Int64
	var readers sync.WaitGroup
	for range runtime.NumCPU() {
		readers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(blocks); i = int(next.Add(1)) - 1 {
				if i == 0 {
					errs[i] = json.Unmarshal(blocks[i], s)
					continue
				}
				errs[i] = gob.NewDecoder(bytes.NewReader(blocks[i])).Decode(&tickets[i])
			}
		})
	}
	readers.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("node: snapshot: %w", err)
	}
	s.Tickets = slices.Concat(tickets...)
	return s, s.Revive(open)
}

// snapshotEvery is after how many events the state is kept, so that a start
// reads no more than that.
const snapshotEvery = 20_000

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
	if n.sinceSnap < snapshotEvery && !now || !n.snapshots.CompareAndSwap(false, true) {
		return // not yet, or one is being written and the next batch asks again
	}
	n.sinceSnap = 0
	s := n.state.Clone()
	n.snapping.Go(func() {
		defer n.snapshots.Store(false)
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
