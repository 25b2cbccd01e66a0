package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(command(os.Args[1:], os.Stdout))
	}
	os.Exit(m.Run())
}

func TestAMorningOfSomeHallsIsAtTheCentreToTheTicket(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	p := dayPlan{halls: 3, tickets: 17000, pace: 1200, from: 8*60 + 50, until: 9*time.Hour + 50*time.Minute, noSync: true, dir: t.TempDir()}
	if _, err := p.run(&out); err != nil {
		t.Fatal(err)
	}
	// Speed is not the point.
	for _, gate := range []string{"the day: events lost, doubled", "the day: tickets and rows"} {
		if !passed(out.String(), gate) {
			t.Errorf("%s\n%s", gate, out.String())
		}
	}
}

func TestACentreThatIsKilledAndOneThatIsRestoredHaveEverythingOnce(t *testing.T) {
	t.Parallel()
	for _, f := range []string{"centre killed", "old backup", "hall restored"} {
		t.Run(f, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			p := faultsPlan{rounds: 1, halls: 2, rate: 40, calm: 300 * time.Millisecond, only: f, noSync: true, dir: t.TempDir()}
			if _, err := p.run(&out); err != nil {
				t.Fatal(err)
			}
			if !passed(out.String(), ": lost, doubled") {
				t.Error(out.String())
			}
		})
	}
}

// passed reports whether the report has that gate and it holds.
func passed(report, gate string) bool {
	for line := range strings.Lines(report) {
		if strings.Contains(line, gate) {
			return strings.Contains(line, "| PASS |")
		}
	}
	return false
}

func TestWhatIsNotTheSameIsSeen(t *testing.T) {
	t.Parallel()
	s, err := openSite(t.TempDir(), siteSettings{halls: 1, fleet: fleetSettings{pace: 1, from: 9 * 60, noSync: true}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}()
	l, err := newLoad(s.fleet, 100)
	if err != nil {
		t.Fatal(err)
	}
	look := func() *verdict {
		t.Helper()
		v, err := s.fleet.compareNow(t.Context(), s.db)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for range 40 {
		l.desks[0].work(nil)
	}
	if err := s.fleet.settled(time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := look().err(); err != nil {
		t.Fatal(err)
	}
	s.fleet.halls[0].leave()
	for range 4 {
		l.desks[0].work(nil)
	}
	if v := look(); v.lost < 3 || len(v.differences) < 5 || v.err() == nil {
		t.Errorf("%+v", v)
	}
}

func TestThePageOfScaleIsMadeOfFiguresAndLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	f := figures{}
	if _, _, err := f.tables(); err == nil || !strings.Contains(err.Error(), "storm PostgreSQL") {
		t.Errorf("nothing was measured: %v", err)
	}
	for _, name := range []string{"day events a ticket", "day bytes a ticket", "day p50 ms", "day p99 ms", "day centre MB", "day centre ms a ticket",
		"catchup SQLite", "storm SQLite", "storm PostgreSQL", "5000 kB", "5000 ms", "5000 idle"} {
		f[name] = 10
	}
	measured, calculated, err := f.tables()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| visits a day | 134 × halls | 17 000 |", "| memory for connections | i × halls | 1.27 MB | 13 MB | 206 MB | 6.4 GB |"} {
		if !strings.Contains(calculated, want) {
			t.Errorf("%q is not in\n%s", want, calculated)
		}
	}
	page, err := between("before\n<!-- measured -->\nold\n<!-- end of measured -->\nafter\n", "measured", measured)
	if err != nil || page != "before\n<!-- measured -->\n"+measured+"<!-- end of measured -->\nafter\n" {
		t.Errorf("%q %v", page, err)
	}
	if _, err := between("before", "measured", measured); err == nil {
		t.Error("a page without marks is written to")
	}
}
