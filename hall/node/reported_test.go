package node_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/wire"
)

// reportVar tells the test binary, started again, to be a hall with that data folder
// that is killed as kill -9 does in the moment when a report is to be written. A hall
// without history gives numbers and closes its day before.
const reportVar = "NODE_TEST_REPORT"

func beKilledAtReport(dir string) error {
	j, err := journal.Open(dir, "T-1", journal.Options{})
	if err != nil {
		return err
	}
	set, err := settingsOf(j, dir)
	if err != nil {
		return err
	}
	set.Foresee = 0
	set.Committing(func(b journal.Batch) (uint64, error) {
		for _, e := range b.Events {
			if bytes.Contains(e[:min(len(e), 256)], []byte(queue.DayReported{}.Type())) {
				p, err := os.FindProcess(os.Getpid())
				if err == nil {
					err = p.Kill()
				}
				if err != nil {
					return 0, err
				}
				select {} // until it is dead
			}
		}
		return j.Commit(b)
	})
	first := j.Last() == 0
	n, err := node.Open(set)
	if err != nil {
		return err
	}
	if first {
		if err := openForWork(n); err != nil {
			return err
		}
		by := queue.Actor{Terminal: "test"}
		for _, c := range []queue.Command{queue.Issue{Theme: "business"}, queue.Issue{Theme: "business"}, queue.Next{Window: "1"}, queue.Finish{Window: "1"}, queue.CloseDay{}} {
			if r := n.Do(by, "", c); !r.OK {
				return r.Err
			}
		}
	}
	<-time.After(time.Minute)
	return errors.New("no report was to be written for a minute")
}

// reportsAreOfTheirHistory fails unless every closed day has one report, and that is what
// its history comes to.
func (h *hall) reportsAreOfTheirHistory() (dates []string) {
	h.t.Helper()
	var fold report.Recount
	counted := map[string][]byte{}
	for _, r := range h.events() {
		day, err := fold.Record(r)
		if err != nil {
			h.t.Fatal(err)
		}
		if day != nil {
			if counted[day.Date], err = day.Encode(); err != nil {
				h.t.Fatal(err)
			}
		}
		e, ok := r.Event.(queue.DayReported)
		if !ok {
			continue
		}
		if !bytes.Equal(e.Report, counted[e.Date]) {
			h.t.Errorf("the report of %s is\n%s\nand its history comes to\n%s", e.Date, e.Report, counted[e.Date])
		}
		dates = append(dates, e.Date)
		delete(counted, e.Date)
	}
	for date := range counted {
		h.t.Errorf("%s has no report", date)
	}
	return dates
}

// reportsWere waits until those days are reported.
func (h *hall) reportsWere(want ...string) {
	h.t.Helper()
	within(h.t, time.Minute, fmt.Sprint("the reports of ", want), func() (ok bool) {
		h.Read(func(s *queue.State, _ time.Time) { ok = len(s.Reported) == len(want) })
		return ok
	})
	got := h.reportsAreOfTheirHistory()
	slices.Sort(got) // the one that was seen to close comes before older ones
	if !slices.Equal(got, want) {
		h.t.Errorf("reported are %v, want %v", got, want)
	}
}

func TestAHallThatIsKilledBetweenCloseAndReportReportsTheDayAllTheSame(t *testing.T) {
	dir := t.TempDir()
	for range 3 { // once after the close, then whenever it tries again
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), reportVar+"="+dir)
		out, err := c.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.Exited() {
			t.Fatalf("it was not killed: %v\n%s", err, out)
		}
	}
	h := openHall(t, dir, foreseeing)
	defer h.close()
	h.reportsWere(queuetest.Date)
	if days, _ := reportsOf(h, admin, wire.ReportRequest{From: queuetest.Date, To: queuetest.Date}); len(days) != 1 || days[0].All.Served != 1 {
		t.Errorf("%+v", days)
	}
}

// byItself furnishes a hall whose days open and close by themselves.
func byItself() (queue.Settings, queue.Catalogue, error) {
	s := queuetest.Settings(1)
	s.Rules.AutoDay = true
	return s, queuetest.Catalogue(), nil
}

// atHour has the hall opened at an hour, so many days after queuetest.Date.
func atHour(days, hour int) func(*node.Settings) {
	at := queuetest.Morning.Add(time.Duration(24*days+hour-9) * time.Hour)
	return func(s *node.Settings) { s.Clock, s.First = node.NewPacedClock(at, 1), byItself }
}

func (h *hall) dayIs(date string) {
	h.t.Helper()
	within(h.t, time.Minute, date+" is open", func() (ok bool) {
		h.Read(func(s *queue.State, _ time.Time) { ok = s.Day.Open && s.Day.Date == date })
		return ok
	})
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
}

func TestADayIsReportedThoughTheMachineWasOffWhenItClosed(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir, foreseeing, atHour(0, 9))
	h.dayIs("2026-11-25")
	h.close() // switched off in the afternoon
	h = openHall(t, dir, foreseeing, atHour(1, 9))
	h.dayIs("2026-11-26")
	h.reportsWere("2026-11-25")
	h.close()
	h = openHall(t, dir, foreseeing, atHour(5, 9)) // over the weekend
	h.dayIs("2026-11-30")
	h.reportsWere("2026-11-25", "2026-11-26")
	h.close()
}

func TestDaysThatNobodyForesawAreReportedOnceSomebodyDoes(t *testing.T) {
	dir := t.TempDir()
	for day, date := range []string{"2026-11-25", "2026-11-26", "2026-11-27"} {
		h := openHall(t, dir, atHour(day, 9))
		h.dayIs(date)
		h.close()
	}
	h := openHall(t, dir, atHour(2, 17))
	set := must[wire.SettingsReply](h, admin, "state", "settings", nil).Settings
	set.Hall.UTCOffset = 540
	if r := h.Do(queue.Actor{Terminal: "test"}, "", queue.ChangeSettings{Settings: set, Hash: "s2"}); !r.OK {
		t.Fatal(r.Err)
	}
	h.close()
	h = openHall(t, dir, foreseeing, atHour(5, 9))
	defer h.close()
	h.dayIs("2026-11-30")
	h.reportsWere("2026-11-25", "2026-11-26", "2026-11-27")
}

func TestADayThatIsReopenedIsReportedAnew(t *testing.T) {
	h := openHall(t, t.TempDir(), foreseeing)
	defer h.close()
	h.openDay()
	for range 3 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
		must[any](h, admin, "hall", "closeday", nil)
		must[any](h, admin, "hall", "openday", wire.OpenDayRequest{Date: queuetest.Date})
	}
	must[any](h, admin, "hall", "closeday", nil)
	within(t, time.Minute, "the report", func() (ok bool) {
		h.Read(func(s *queue.State, _ time.Time) { ok = len(s.Reported) == 1 && len(s.Unreported) == 0 })
		return ok
	})
	h.reportsAreOfTheirHistory()
}
