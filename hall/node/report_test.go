package node_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/wire"
)

// keeps writes the report of a past day into the hall's history.
func keeps(h *hall, date string, d any) {
	h.t.Helper()
	b, err := json.Marshal(d)
	if err != nil {
		h.t.Fatal(err)
	}
	if r := h.Do(queue.Actor{Terminal: "hall"}, "", queue.ReportDay{Date: date, Report: b}); !r.OK {
		h.t.Fatal(r.Err)
	}
}

// withClerk is a report with figures of one clerk.
func withClerk(date string) report.Day {
	return report.Day{V: report.Version, Hall: "T-1", Date: date, Figures: report.Figures{
		All: report.Cell{Served: 7}, Clerks: map[string]*report.Cell{"c1": {Served: 7}},
	}}
}

func TestEventsTellTheFiguresOfClerksOnlyToWhoHasTheRight(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	keeps(h, "2026-11-23", withClerk("2026-11-23"))
	keeps(h, "2026-11-24", map[string]any{"v": 99, "clerks": "c1"}) // of a release that this one cannot read
	shown := func(from wire.Terminal) (clerks, whole bool) {
		r := must[wire.EventsReply](h, from, "state", "events", wire.EventsRequest{})
		n := 0
		for _, rec := range r.Events {
			e, ok := rec.Event.(queue.DayReported)
			if !ok {
				continue
			}
			n++
			clerks = clerks || bytes.Contains(e.Report, []byte(`"c1"`))
			if d, err := report.Read(e.Report); e.Date == "2026-11-23" && (err != nil || d.All.Served != 7) {
				t.Fatalf("%s: %v", e.Report, err)
			}
		}
		if n != 2 {
			t.Fatalf("%d reports", n)
		}
		return clerks, !r.NoClerks
	}
	if clerks, whole := shown(manager); clerks || whole {
		t.Errorf("nobody is signed in: clerks shown %v, said to be whole %v", clerks, whole)
	}
	h.atDesk(manager, "boss")
	if clerks, whole := shown(manager); clerks || whole {
		t.Errorf("the manager has no such right: clerks shown %v, said to be whole %v", clerks, whole)
	}
	h.atDesk(manager, "clerk")
	if clerks, whole := shown(manager); !clerks || !whole {
		t.Errorf("who has the right: clerks shown %v, said to be whole %v", clerks, whole)
	}
	if clerks, whole := shown(admin); !clerks || !whole {
		t.Errorf("the admin: clerks shown %v, said to be whole %v", clerks, whole)
	}
}

func TestTheCentreGetsReportsAsTheyStandInTheHistory(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	keeps(h, "2026-11-24", withClerk("2026-11-24"))
	found := false
	err := h.Records(1, 1000, 1<<20, func(_ uint64, b []byte) error {
		found = found || bytes.Contains(b, []byte(`"clerks":{"c1":`))
		return nil
	})
	if err != nil || !found {
		t.Fatalf("found %v, %v", found, err)
	}
}

func TestAReportThatCannotBeReadIsNamedAndTheOthersAreTold(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	keeps(h, "2026-11-20", withClerk("2026-11-20"))
	keeps(h, "2026-11-23", map[string]any{"v": 99})
	keeps(h, "2026-11-24", withClerk("2026-11-24"))
	days, r := reportsOf(h, admin, wire.ReportRequest{From: "2026-11-01", To: queuetest.Date})
	var got []string
	for _, d := range days {
		got = append(got, d.Date)
	}
	if !slices.Equal(got, []string{"2026-11-20", "2026-11-24", queuetest.Date}) || !slices.Equal(r.Unread, []string{"2026-11-23"}) {
		t.Fatalf("told %v, unread %v", got, r.Unread)
	}
}
