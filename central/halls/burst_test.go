package halls_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/wire"
)

// TestHallsThatAllHaveABacklogComeThrough: after an outage of the centre, every
// hall has full segments to send at once, and none of them loses its line for it.
func TestHallsThatAllHaveABacklogComeThrough(t *testing.T) {
	c := open(t, func(s *halls.Settings) { s.NoTLS = true; s.Paces(10*time.Second, 20*time.Second, 0, 0, 0, 0) })
	const n, segments, each = 100, 2, 70
	event := json.RawMessage(fmt.Sprintf(`{"x":%q}`, strings.Repeat("y", 600)))
	var list []*fakeHall
	for i := range n {
		list = append(list, c.hall(fmt.Sprintf("LG-%03d", i)))
	}
	var wg sync.WaitGroup
	for _, h := range list {
		wg.Go(func() {
			again := time.NewTicker(20 * time.Millisecond) // a hall waits longer
			defer again.Stop()
			for h.acked < segments*each {
				if err := h.hello(segments * each); code(err) == wire.CodeOverloaded {
					<-again.C
					continue
				} else if err != nil {
					t.Errorf("%s: %v", h.code, err)
					return
				}
				for h.acked < segments*each {
					g := wire.Segment{V: 1, Hall: h.code, Epoch: epoch, Token: h.token, From: h.acked + 1, To: h.acked + each}
					for range each {
						g.Events = append(g.Events, event)
					}
					data, err := g.Encode()
					if err != nil {
						t.Error(err)
						return
					}
					var r wire.SegmentReply
					if err := h.ask(wire.SegmentSubject(h.code), data, &r); err != nil || r.Err != nil {
						t.Errorf("%s: %v %v", h.code, err, r.Err)
						return
					}
					h.token, h.acked = r.Token, r.Seq
				}
			}
		})
	}
	wg.Wait()
	if _, events := c.store.counts(); events != n*segments*each {
		t.Errorf("%d events", events)
	}
	if err := c.Ready(); err != nil {
		t.Error(err)
	}
}
