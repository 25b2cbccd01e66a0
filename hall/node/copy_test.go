package node_test

import (
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

func TestPaperCopyAndEveryScreenTellOneTime(t *testing.T) {
	clock := &handClock{now: queuetest.Morning}
	h := openHall(t, t.TempDir(), unhurried, func(s *node.Settings) { s.First, s.Clock = furnish(1), clock })
	defer h.close()
	h.openDay()
	h.Attach(heardNow(kiosk, guide))
	must[any](h, kiosk, "device", "report", printer(""))
	for range 3 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	}
	paper := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	within(t, time.Minute, "the promises", func() bool { return len(h.promises()) == 4 })
	clock.pass(7 * time.Minute) // nobody was called: a new estimate would be later
	copied := must[wire.Ticket](h, guide, "ticket", "reprint", queue.Reprint{Number: paper.Number, Printer: kiosk.ID})
	if copied.Before.IsZero() || !copied.Before.Equal(paper.Before) || copied.Estimate.High >= paper.Estimate.High {
		t.Errorf("the answer: before %s, %+v; on paper before %s, %+v", copied.Before, copied.Estimate, paper.Before, paper.Estimate)
	}
	for _, j := range topicOf[wire.Papers](h, kiosk, wire.TopicPapers).Jobs {
		if !j.Ticket.Before.Equal(paper.Before) {
			t.Errorf("on copy %d before %s, on paper before %s", j.Copy, j.Ticket.Before, paper.Before)
		}
	}
	found := must[wire.TicketsReply](h, guide, "ticket", "find", wire.NumberRequest{Number: paper.Number})
	if x := found.Tickets[0]; !x.Before.Equal(paper.Before) {
		t.Errorf("found before %s, on paper before %s", x.Before, paper.Before)
	}
}
