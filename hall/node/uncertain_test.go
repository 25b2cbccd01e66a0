package node_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/wire"
)

// disk stands between a hall and its journal.
type disk struct {
	journal *journal.Journal
	// uncertain is for a disk that fails after it wrote, full for one without room.
	uncertain, full atomic.Bool
}

func (d *disk) commit(b journal.Batch) (uint64, error) {
	if d.full.Load() {
		return 0, fmt.Errorf("test: %w", journal.ErrFull)
	}
	seq, err := d.journal.Commit(b)
	if err == nil && d.uncertain.Load() {
		err = fmt.Errorf("test: %w", journal.ErrUncertain)
	}
	return seq, err
}

func openOn(t *testing.T, dir string) (*hall, *disk) {
	t.Helper()
	d := &disk{}
	h := openHall(t, dir, func(s *node.Settings) {
		d.journal = s.Journal
		s.Committing(d.commit)
	})
	return h, d
}

func wantUnknown(t *testing.T, r wire.Reply) {
	t.Helper()
	if r.OK || r.Err == nil || r.Err.Code != wire.CodeUnreachable || r.Err.Params["sent"] != "yes" {
		t.Fatalf("%+v %+v, want an unknown outcome", r, r.Err)
	}
}

func TestACommitOfUnknownOutcomeIsNotToldAsNothingHappened(t *testing.T) {
	dir := t.TempDir()
	h, d := openOn(t, dir)
	h.openDay()
	d.uncertain.Store(true)
	body := wire.IssueRequest{Theme: "business"}
	wantUnknown(t, h.askAs("request-uncertain", kiosk, "ticket", "issue", body))
	select {
	case err := <-h.Broken():
		t.Log(err)
	default:
		t.Fatal("the owner is not asked to start anew")
	}
	// Neither who asks again nor who comes now is told anything else.
	wantUnknown(t, h.askAs("request-uncertain", kiosk, "ticket", "issue", body))
	wantUnknown(t, h.ask(kiosk, "ticket", "issue", body))
	if a := alarmsOf(h.Node); len(a) != 1 || a[0].Code != wire.CodeStorage || a[0].Hint == "" {
		t.Fatalf("alarms %+v", a)
	}
	h.close()

	h = openHall(t, dir)
	defer h.close()
	r := h.askAs("request-uncertain", kiosk, "ticket", "issue", body)
	given, err := decode[wire.Ticket](r)
	if err != nil || !r.Dup || given.Number != "A001" {
		t.Fatalf("after a new start: %+v %v", r, err)
	}
	if next := must[wire.Ticket](h, kiosk, "ticket", "issue", body); next.Number != "A002" {
		t.Fatalf("the next number is %s", next.Number)
	}
}

func TestWhoRepeatsWhatWasDoneBeforeTheDiskWasFullGetsTheFirstAnswer(t *testing.T) {
	h, d := openOn(t, t.TempDir())
	defer h.close()
	h.openDay()
	body := wire.IssueRequest{Theme: "business"}
	if r := h.askAs("request-before-full", kiosk, "ticket", "issue", body); !r.OK {
		t.Fatalf("%+v", r.Err)
	}
	d.full.Store(true)
	for range 2 { // the one that finds the disk full, and one after it
		if r := h.ask(kiosk, "ticket", "issue", body); r.Err == nil || r.Err.Code != wire.CodeStorageFull {
			t.Fatalf("%+v", r)
		}
	}
	if r := h.askAs("request-before-full", kiosk, "ticket", "issue", body); !r.OK || !r.Dup {
		t.Fatalf("repeated: %+v %+v", r, r.Err)
	}
	d.full.Store(false)
}
