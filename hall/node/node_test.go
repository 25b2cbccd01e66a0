package node_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

func TestACitizenTakesANumberAndAClerkCallsIt(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	got := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	if got.Number != "A001" || got.State != queue.Waiting {
		t.Fatalf("issued %+v", got)
	}
	done := must[wire.Done](h, windowTerminal(1), "window", "next", nil)
	if done.Ticket == nil || done.Ticket.Number != "A001" || done.State != queue.Calling {
		t.Fatalf("called %+v", done)
	}
}

func TestARepeatedRequestGetsTheFirstAnswerAlsoAfterARestart(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir)
	h.openDay()
	first := h.askAs("the-same-request", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	again := h.askAs("the-same-request", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	h.close()
	h = openHall(t, dir)
	defer h.close()
	third := h.askAs("the-same-request", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	if first.Dup || !again.Dup || !third.Dup {
		t.Fatalf("dup: %v %v %v", first.Dup, again.Dup, third.Dup)
	}
	if string(first.Data) != string(again.Data) || string(first.Data) != string(third.Data) {
		t.Fatalf("answers differ:\n%s\n%s\n%s", first.Data, again.Data, third.Data)
	}
	if got := must[wire.TicketsReply](h, kiosk, "ticket", "find", wire.NumberRequest{Number: "A001"}); len(got.Tickets) != 1 {
		t.Fatalf("found %+v", got)
	}
	if r := h.ask(kiosk, "ticket", "find", wire.NumberRequest{Number: "A002"}); r.OK {
		t.Fatal("the request was carried out twice")
	}
}

func TestTheHallIsTheSameAfterARestart(t *testing.T) {
	dir := t.TempDir()
	still := func(s *node.Settings) { s.Clock = &standing{now: queuetest.Morning} } // no call grows old
	h := openHall(t, dir, still)
	h.openDay()
	for range 50 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "general"})
	}
	for w := 21; w <= 30; w++ {
		must[wire.Done](h, windowTerminal(w), "window", "next", nil)
	}
	// board is what it shows, but for waits, which count from now.
	board := func() (wire.Board, uint64) {
		m := must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicBoard})
		var b wire.Board
		if err := json.Unmarshal(m.Data, &b); err != nil {
			t.Fatal(err)
		}
		for i := range b.Lines {
			b.Lines[i].Estimate = queue.Estimate{}
		}
		return b, m.Seq
	}
	before, seq := board()
	h.close()
	h = openHall(t, dir, still)
	defer h.close()
	if after, last := board(); !reflect.DeepEqual(before, after) || seq != last {
		t.Fatalf("before event %d:\n%+v\nafter event %d:\n%+v", seq, before, last, after)
	}
}

func TestWhoeverHasAnAnswerFindsItsEffect(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	h.Attach(&listener{}) // its views keep the follower busy
	for range 300 {
		n := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}).Number
		if found := must[wire.TicketsReply](h, kiosk, "ticket", "find", wire.NumberRequest{Number: n}); len(found.Tickets) != 1 {
			t.Fatalf("%s was just given, and found are %+v", n, found)
		}
	}
}
