package lan

import (
	"fmt"
	"sync"

	"onewindow/wire"
)

// history is the newest epoch that a terminal has heard of.
type history struct {
	mu    sync.Mutex
	epoch string
	// seq is the newest event of it that an answer to what this terminal did
	// reflects.
	seq uint64
}

// did notes what an answer to something that the terminal did reflects.
func (h *history) did(epoch string, seq uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if epoch == h.epoch {
		h.seq = max(h.seq, seq)
	}
}

// past reports whether a state is older than what the terminal did and knows to be
// done.
func (h *history) past(epoch string, seq uint64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return epoch == h.epoch && seq < h.seq
}

// newest returns the epoch, empty if none was heard.
func (h *history) newest() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.epoch
}

// admit takes an epoch from the hall. An older one is refused: the hall then
// runs on a copy that was replaced. Two tags of one counter are two branches
// restored from the same backup; the first one heard counts. raised is true
// when a newer history began. An empty epoch says nothing and is admitted.
func (h *history) admit(epoch string) (raised bool, err *wire.Error) {
	if epoch == "" {
		return false, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if epoch == h.epoch {
		return false, nil
	}
	n, ok := wire.EpochCounter(epoch)
	have, _ := wire.EpochCounter(h.epoch)
	if !ok || h.epoch != "" && n <= have {
		return false, &wire.Error{Code: wire.CodeStaleEpoch,
			Msg:    fmt.Sprintf("the hall answers from history %s, this terminal has seen %s", epoch, h.epoch),
			Hint:   "stop the older copy of the hall; if this hall is the right one, give it a new epoch and restart the terminal",
			Params: map[string]string{"epoch": epoch, "seen": h.epoch}}
	}
	raised = h.epoch != ""
	h.epoch, h.seq = epoch, 0
	return raised, nil
}
