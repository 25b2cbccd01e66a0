package node_test

import (
	"os"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// restored brings a backup back into a new folder, with the keys of the old one.
func restored(t *testing.T, backup, from string) string {
	t.Helper()
	dir := t.TempDir()
	f, err := os.Open(backup)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := journal.Restore(f, dir, journal.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir+"/keys", os.DirFS(from+"/keys")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestARestoredHallBeginsANewHistoryAndSkipsNumbers(t *testing.T) {
	old := t.TempDir()
	h := openHall(t, old)
	h.openDay()
	for range 5 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: ""})
	}
	first := h.askAs("before-the-backup", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)})
	backup := must[wire.BackupReply](h, admin, "hall", "backup", nil)
	if backup.Seq != h.journal.Last() || backup.Epoch != h.journal.Epoch() {
		t.Fatalf("%+v", backup)
	}
	// What the backup does not know of.
	lost := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	h.close()

	dir := restored(t, backup.Path, old)
	h = openHall(t, dir)
	if h.journal.Epoch() == backup.Epoch || !queue.Epoch(backup.Epoch).Older(queue.Epoch(h.journal.Epoch())) {
		t.Fatalf("the epoch was %s and is %s", backup.Epoch, h.journal.Epoch())
	}
	events := h.events()
	if e, ok := events[len(events)-1].Event.(queue.EpochStarted); !ok || e.Skip != 100 || string(e.Epoch) != h.journal.Epoch() {
		t.Fatalf("the last event is %+v", events[len(events)-1])
	}
	// The lost paper matches nobody, and its number is given to nobody.
	wantRefused(t, h.ask(kiosk, "ticket", "find", wire.NumberRequest{Number: lost.Number}), queue.CodeUnknownNumber)
	r := h.ask(kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	next, err := decode[wire.Ticket](r)
	if err != nil || next.Number != "A107" || r.Epoch != h.journal.Epoch() {
		t.Fatalf("the next number is %+v of epoch %s, %v", next, r.Epoch, err)
	}
	if other := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "general"}); other.Number != "C101" {
		t.Fatalf("the next number is %s", other.Number)
	}
	// Answers came along, and so did the people.
	if again := h.askAs("before-the-backup", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)}); !again.Dup || string(again.Data) != string(first.Data) {
		t.Fatalf("%+v", again)
	}
	if found := must[wire.TicketsReply](h, admin, "ticket", "find", wire.NumberRequest{ID: citizenNumber(t, 1)}); len(found.Tickets) != 1 {
		t.Fatalf("%+v", found)
	}
	h.foldsToTheSame()
	h.close()
	// Opening it once more begins nothing again.
	h = openHall(t, dir)
	defer h.close()
	if next := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}); next.Number != "A108" {
		t.Fatalf("the next number is %s", next.Number)
	}
}

func TestABackupOfAForgottenDayNamesNobody(t *testing.T) {
	old := t.TempDir()
	h := openHall(t, old)
	h.openDay()
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)})
	backup := must[wire.BackupReply](h, admin, "hall", "backup", nil)
	must[any](h, admin, "hall", "closeday", nil)
	must[any](h, admin, "hall", "forget", wire.ForgetRequest{Date: queuetest.Date})
	h.close()
	h = openHall(t, restored(t, backup.Path, old))
	defer h.close()
	h.Read(func(s *queue.State, _ time.Time) {
		if c := s.Ticket("A001").Citizen; c.Known() || c.Last4 != "" {
			t.Errorf("%+v", c)
		}
	})
	h.foldsToTheSame()
}
