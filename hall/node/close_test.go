package node_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

func TestAHallThatClosesUnderLoadAnswersEverything(t *testing.T) {
	rounds := size(3, 2, 6)
	for round := range rounds {
		dir := t.TempDir()
		h := openHall(t, dir)
		h.openDay()
		const clients = 16
		var asked, granted atomic.Int64
		var answers sync.WaitGroup // one for each request
		var clerks sync.WaitGroup
		stop := make(chan struct{})
		var mu sync.Mutex
		numbers := map[string]string{} // by request
		for c := range clients {
			clerks.Go(func() {
				open := make(chan struct{}, 8) // what a terminal has under way at most
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					case open <- struct{}{}:
					}
					rid := fmt.Sprintf("closing-%02d-%06d", c, i)
					answers.Add(1)
					asked.Add(1)
					err := say(h.Node, rid, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}, func(r wire.Reply) {
						defer answers.Done()
						defer func() { <-open }()
						switch {
						case r.OK:
							n, err := decode[wire.Ticket](r)
							if err != nil {
								t.Error(err)
							}
							mu.Lock()
							numbers[rid] = n.Number
							mu.Unlock()
							granted.Add(1)
						case r.Err.Code != wire.CodeShuttingDown || r.Err.Hint == "":
							t.Errorf("refused with %v", r.Err)
						}
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		clerks.Go(func() { // files are written aside
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				made := make(chan struct{})
				if err := say(h.Node, fmt.Sprintf("backup-%06d", i), admin, "hall", "backup", nil, func(wire.Reply) { close(made) }); err != nil {
					t.Error(err)
					return
				}
				<-made
			}
		})
		within(t, time.Minute, "load", func() bool { return granted.Load() > int64(20*round) })
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
		close(stop)
		clerks.Wait()
		done := make(chan struct{})
		go func() { answers.Wait(); close(done) }()
		select {
		case <-done:
		case <-time.After(time.Minute):
			t.Fatal("requests were left without an answer")
		}
		if err := h.Close(); err != nil {
			t.Fatalf("closing twice: %v", err)
		}
		if err := h.journal.Close(); err != nil {
			t.Fatal(err)
		}
		// What was granted is there, and nothing else.
		h = openHall(t, dir)
		issued := map[string]string{}
		for _, r := range h.events() {
			if e, ok := r.Event.(queue.TicketIssued); ok {
				issued[r.Cause] = e.Ticket.Number
			}
		}
		if len(issued) != len(numbers) {
			t.Fatalf("%d numbers were given to %d requests, %d stand in the journal", len(numbers), asked.Load(), len(issued))
		}
		for rid, n := range numbers {
			if issued[rid] != n {
				t.Fatalf("%s was given %s, the journal says %q", rid, n, issued[rid])
			}
		}
		h.close()
	}
}

func TestASlowNetworkHoldsUpNobody(t *testing.T) {
	h := openHall(t, t.TempDir())
	h.openDay()
	net := &listener{slow: make(chan struct{})}
	h.Attach(net) // stuck with its first message
	for i := range 200 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
		if i%2 == 0 {
			must[wire.Done](h, windowTerminal(1+i%10), "window", "next", nil)
			must[wire.Done](h, windowTerminal(1+i%10), "window", "start", nil)
		}
	}
	// Questions are answered with the newest state meanwhile.
	m := must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicMenu})
	if m.Seq != h.journal.Last() {
		t.Fatalf("the menu is of event %d, the last is %d", m.Seq, h.journal.Last())
	}
	close(net.slow)
	// It then gets the newest state, not everything in between.
	within(t, time.Minute, "the newest hall view", func() bool {
		m, ok := net.newest(wire.TopicHall)
		return ok && m.Seq == h.journal.Last()
	})
	net.mu.Lock()
	boards := 0
	for _, m := range net.said {
		if m.Topic == wire.TopicBoard {
			boards++
		}
	}
	net.mu.Unlock()
	if boards > 20 {
		t.Errorf("%d boards were published for one pause", boards)
	}
	h.close()
}
