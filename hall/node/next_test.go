package node_test

import (
	"fmt"
	"sync"
	"testing"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/wire"
)

// TestTwentyClerksPressNextAtOnceAndEveryTicketIsCalledOnce: thousands of presses,
// in rounds of twenty at the same moment; every fifth key bounces, so that the press
// arrives twice.
func TestTwentyClerksPressNextAtOnceAndEveryTicketIsCalledOnce(t *testing.T) {
	const clerks = 20
	rounds := size(100, 50, 500)
	tickets := clerks * rounds
	h := openHall(t, t.TempDir(), func(s *node.Settings) { s.First = furnish(clerks) })
	defer h.close()
	h.openDay()
	var numbers sync.WaitGroup
	for i := range tickets {
		numbers.Add(1)
		err := say(h.Node, fmt.Sprintf("ticket-%06d", i), kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}, func(wire.Reply) { numbers.Done() })
		if err != nil {
			t.Fatal(err)
		}
	}
	numbers.Wait()

	called := make([][]string, clerks)
	press := func(clerk, round int) error {
		var got []wire.Reply
		arrived := make(chan wire.Reply, 2)
		presses := 1
		if (round+clerk)%5 == 0 {
			presses = 2
		}
		for range presses {
			err := say(h.Node, fmt.Sprintf("next-%02d-%04d", clerk, round), windowTerminal(clerk+1), "window", "next", nil, func(r wire.Reply) { arrived <- r })
			if err != nil {
				return err
			}
		}
		for range presses {
			r := <-arrived
			if !r.OK {
				return r.Err
			}
			got = append(got, r)
		}
		number, err := numberOf(got[0])
		if err != nil {
			return err
		}
		if again, _ := numberOf(got[len(got)-1]); again != number {
			return fmt.Errorf("the bounced key called %q and %q", number, again)
		}
		called[clerk] = append(called[clerk], number)
		err = say(h.Node, fmt.Sprintf("start-%02d-%04d", clerk, round), windowTerminal(clerk+1), "window", "start", nil, func(r wire.Reply) { arrived <- r })
		if r := <-arrived; err == nil && !r.OK {
			err = r.Err
		}
		return err
	}
	for round := range rounds {
		var keys sync.WaitGroup
		down := make(chan struct{})
		for clerk := range clerks {
			keys.Go(func() {
				<-down
				if err := press(clerk, round); err != nil {
					t.Errorf("window %d, press %d: %v", clerk+1, round, err)
				}
			})
		}
		close(down)
		keys.Wait()
		if t.Failed() {
			return
		}
	}

	at := map[string]int{}
	for clerk, numbers := range called {
		for _, n := range numbers {
			if other, twice := at[n]; twice {
				t.Errorf("number %s was called at window %d and at window %d", n, other+1, clerk+1)
			}
			at[n] = clerk
		}
	}
	if len(at) != tickets || at[""] != 0 {
		t.Errorf("%d numbers were called, want %d", len(at), tickets)
	}
	// The line was first come, first served throughout.
	next := 1
	for _, r := range h.events() {
		if c, ok := r.Event.(queue.TicketCalled); ok {
			if want := fmt.Sprintf("A%03d", next); c.Number != want {
				t.Fatalf("call %d is of %s, want %s", next, c.Number, want)
			}
			next++
		}
	}
	h.foldsToTheSame()
}

// numberOf is the number at the window after what it did; empty for nobody.
func numberOf(r wire.Reply) (string, error) {
	d, err := decode[wire.Done](r)
	if err != nil || d.Ticket == nil {
		return "", err
	}
	return d.Ticket.Number, nil
}
