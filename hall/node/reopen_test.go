package node_test

import (
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

func TestADayClosedByMistakeIsReopenedAlsoByAHallThatWasStartedAnew(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir)
	h.openDay()
	guide := wire.Terminal{ID: "guide-1", Role: wire.RoleGuide}
	id := citizenNumber(t, 7)
	n := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: id}).Number
	must[any](h, admin, "hall", "closeday", nil)
	h.close()

	h = openHall(t, dir)
	day := func() wire.Day {
		m := must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicHall})
		v, err := decode[wire.Hall](wire.Reply{OK: true, Data: m.Data})
		if err != nil {
			t.Fatal(err)
		}
		return v.Day
	}
	if d := day(); d.Open || !d.MayReopen {
		t.Fatalf("the closed day is %+v", d)
	}
	wantRefused(t, h.ask(admin, "hall", "openday", wire.OpenDayRequest{Date: "2026-11-26"}), queue.CodeBadDate)
	must[any](h, admin, "hall", "openday", nil)
	if d := day(); !d.Open || d.MayReopen || d.Date != queuetest.Date {
		t.Fatalf("the reopened day is %+v", d)
	}
	found := must[wire.TicketsReply](h, guide, "ticket", "find", wire.NumberRequest{ID: id}).Tickets
	if len(found) != 1 || found[0].Number != n || found[0].State != queue.Waiting {
		t.Fatalf("the citizen holds %+v, want %s", found, n)
	}
	if next := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}).Number; next == n {
		t.Fatalf("number %s was given again", n)
	}
	h.foldsToTheSame()
	h.close()
	h = openHall(t, dir)
	defer h.close()
	h.foldsToTheSame()
}
