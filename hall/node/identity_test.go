package node_test

import (
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/wire"
)

// finds is how many numbers of a citizen a guide finds.
func (h *hall) finds(id string) int {
	h.t.Helper()
	return len(must[wire.TicketsReply](h, wire.Terminal{ID: "guide-1", Role: wire.RoleGuide}, "ticket", "find", wire.NumberRequest{ID: id}).Tickets)
}

func TestTheNetworksKeyIsInForceAtOnceWhereNobodyIsKnown(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir)
	own := h.KeyID()
	if err := h.TakeKey(networkKey); err != nil {
		t.Fatal(err)
	}
	if h.KeyID() != networkKey.ID || own == networkKey.ID {
		t.Fatalf("the key %s, before %s", h.KeyID(), own)
	}
	h.close()
	h = openHall(t, dir)
	defer h.close()
	if h.KeyID() != networkKey.ID {
		t.Fatalf("after a restart the key %s", h.KeyID())
	}
	if err := h.TakeKey(networkKey); err != nil || h.KeyID() != networkKey.ID {
		t.Fatalf("taken again: %v, %s", err, h.KeyID())
	}
}

func TestAKeyThatIsNoneIsRefused(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	own := h.KeyID()
	for _, k := range []wire.NetworkKey{
		{}, {ID: "net-1"}, {ID: "net-1", Key: make([]byte, 31)}, {Key: make([]byte, 32)}, {ID: "a b", Key: make([]byte, 32)}, {ID: own, Key: make([]byte, 32)},
	} {
		if err := h.TakeKey(k); err == nil || h.KeyID() != own {
			t.Errorf("%+v was taken", k.ID)
		}
	}
}

func TestWhoDrewANumberBeforeTheKeyChangedIsFoundAfterIt(t *testing.T) {
	dir := t.TempDir()
	m := newMachine()
	set := func(s *node.Settings) {
		s.Clock = node.NewWallClock(time.Time{}, m.read)
		first := s.First
		s.First = func() (queue.Settings, queue.Catalogue, error) {
			set, c, err := first()
			set.Rules.KeepOvernight = true
			return set, c, err
		}
	}
	h := openHall(t, dir, set)
	own := h.KeyID()
	h.openDay()
	before, after, third := citizenNumber(t, 1), citizenNumber(t, 2), citizenNumber(t, 3)
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"A-1"}, ID: before})

	// Today the key waits, also over a restart.
	if err := h.TakeKey(networkKey); err != nil {
		t.Fatal(err)
	}
	h.Look()
	h.close()
	h = openHall(t, dir, set)
	if h.KeyID() != own {
		t.Fatalf("in force is %s while somebody is known by %s", h.KeyID(), own)
	}
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"A-1"}, ID: after})
	if h.finds(before) != 1 || h.finds(after) != 1 {
		t.Fatal("while the key waits somebody is not found")
	}

	// With the next business day it is in force, though numbers were kept.
	must[any](h, admin, "hall", "closeday", nil)
	h.Look()
	if h.KeyID() != own {
		t.Fatal("the key changed overnight, and nothing could be known by then")
	}
	m.pass(24 * time.Hour)
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{})
	h.Look()
	if h.KeyID() != networkKey.ID {
		t.Fatalf("on the next day the key is %s", h.KeyID())
	}
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"A-1"}, ID: third})
	look := func(when string) {
		t.Helper()
		if h.finds(before) != 1 || h.finds(after) != 1 || h.finds(third) != 1 {
			t.Fatalf("%s: found %d, %d, %d", when, h.finds(before), h.finds(after), h.finds(third))
		}
		wantRefused(t, h.ask(kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"A-1"}, ID: before}), queue.CodeSameItem)
	}
	look("after the change")
	h.close()
	h = openHall(t, dir, set)
	look("after a restart")
	h.foldsToTheSame()

	// Once nobody is known any more, the key before is.
	for _, number := range h.live() {
		must[any](h, admin, "ticket", "cancel", queue.Cancel{Number: number, Reason: "left"})
	}
	h.Look()
	m.pass(3 * time.Minute)
	h.Look()
	h.close()
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	if keys.Former() != nil || keys.Waiting() != nil || !keys.Networked() {
		t.Errorf("former %v, waiting %v", keys.Former(), keys.Waiting())
	}
}

// live are the numbers that may still be served.
func (h *hall) live() (numbers []string) {
	h.Read(func(s *queue.State, _ time.Time) {
		s.Live(func(x *queue.Ticket) bool { numbers = append(numbers, x.Number); return true })
	})
	return numbers
}

func TestTheKeyChangesAsSoonAsNobodyIsKnown(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	own := h.KeyID()
	h.openDay()
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)})
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}) // of nobody who is known
	if err := h.TakeKey(networkKey); err != nil || h.KeyID() != own {
		t.Fatalf("%v, the key %s", err, h.KeyID())
	}
	must[any](h, admin, "ticket", "cancel", queue.Cancel{Number: "A001", Reason: "left"})
	h.Look()
	if h.KeyID() != networkKey.ID {
		t.Errorf("the key is %s", h.KeyID())
	}
}
