package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"onewindow/central/project"
	"onewindow/central/store"
	"onewindow/wire"
)

// tells appends an event to what the hall tells.
func (h *hall) tells(typ, at, data string) {
	h.events = append(h.events, json.RawMessage(fmt.Sprintf(`{"v":1,"hall":%q,"epoch":%q,"seq":%d,"type":%q,"at":%q,"data":%s}`, h.id, h.epoch, h.last()+1, typ, at, data)))
}

// reports tells a day as a hall does that closes it; the report is any JSON.
func (h *hall) reports(day, report string) {
	h.tells("day.opened/1", day+"T00:30:00Z", `{"date":"`+day+`"}`)
	for range 10 {
		h.tells("phase.changed/1", day+"T01:00:00Z", `{"phase":"open"}`)
	}
	h.tells("day.closed/1", day+"T10:00:00Z", `{}`)
	h.tells("day.reported/1", day+"T10:00:01Z", `{"date":"`+day+`","report":`+report+`}`)
}

// anew opens a day again and reports it once more.
func (h *hall) anew(day, report string) {
	h.tells("day.reopened/1", day+"T11:00:00Z", `{}`)
	h.tells("day.closed/1", day+"T12:00:00Z", `{}`)
	h.tells("day.reported/1", day+"T12:00:01Z", `{"date":"`+day+`","report":`+report+`}`)
}

func reporting(id string) *hall {
	return &hall{id: id, epoch: "1-00000001", line: []wire.EpochStart{{Epoch: "1-00000001", From: 1}}}
}

// told is what the store has of reports, as "hall day" and the report.
func told(t testing.TB, s *store.Store, hall, from, to string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := s.Reports(t.Context(), hall, from, to, func(r project.DayReport) error {
		body, err := project.ReportOf(r.Body)
		if all[r.Hall+" "+r.Day] != "" {
			t.Errorf("%s %s is told twice", r.Hall, r.Day)
		}
		all[r.Hall+" "+r.Day] = string(body)
		if !strings.HasPrefix(r.At.Format("2006-01-02T15:04:05Z"), r.Day+"T1") {
			t.Errorf("%s %s was made at %v", r.Hall, r.Day, r.At)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// tell compares what the store has of reports.
func tell(t testing.TB, s *store.Store, hall, from, to string, want map[string]string) {
	t.Helper()
	if got := told(t, s, hall, from, to); !maps.Equal(got, want) {
		t.Errorf("of %q from %s to %s are told\n%v, want\n%v", hall, from, to, got, want)
	}
}

func TestReportsAreToldAsTheyCame(t *testing.T) {
	one, two := reporting("LG-1"), reporting("LG-2")
	odd := `{ "a" : 1.50, "unknown":["\u4e00", null ]}`
	one.reports("2026-11-24", `{"day":24}`)
	one.reports("2026-11-25", odd)
	two.reports("2026-11-25", `{"day":25}`)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, one, 7)
		send(t, s, two, 100)
		same(t, s, one)
		same(t, s, two)
		tell(t, s, "LG-1", "2026-11-24", "2026-11-25", map[string]string{"LG-1 2026-11-24": `{"day":24}`, "LG-1 2026-11-25": odd})
		tell(t, s, "", "2026-11-25", "2026-11-30", map[string]string{"LG-1 2026-11-25": odd, "LG-2 2026-11-25": `{"day":25}`})
		tell(t, s, "", "2026-11-26", "2026-11-30", map[string]string{})
		tell(t, s, "LG-9", "2026-11-01", "2026-11-30", map[string]string{})
		if err := s.Reports(t.Context(), "", "2026-11-01", "2026-11-30", func(project.DayReport) error { return errStop }); !errors.Is(err, errStop) {
			t.Errorf("the error of whoever is told is %v", err)
		}
	})
}

var errStop = errors.New("enough")

func TestTheLastReportOfADayCounts(t *testing.T) {
	h := reporting("LG-1")
	h.reports("2026-11-25", `{"n":1}`)
	h.anew("2026-11-25", `{"n":2}`)
	first := h.last()
	h.anew("2026-11-25", `{"n":3}`)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h.upTo(first), 5)
		tell(t, s, "", "2026-11-25", "2026-11-25", map[string]string{"LG-1 2026-11-25": `{"n":2}`})
		send(t, s, h, 5)
		tell(t, s, "", "2026-11-25", "2026-11-25", map[string]string{"LG-1 2026-11-25": `{"n":3}`})
		if err := s.Reproject(t.Context(), h.id); err != nil {
			t.Fatal(err)
		}
		same(t, s, h)
	})
}

func TestAfterABackupWasPutBackTheReportsAreThoseOfTheHistoryThatCounts(t *testing.T) {
	h := reporting("LG-1")
	h.reports("2026-11-24", `{"n":1}`)
	h.reports("2026-11-25", `{"n":2}`)
	kept := h.last()
	h.anew("2026-11-25", `{"n":3}`)
	h.reports("2026-11-26", `{"n":4}`)
	restored := func(at uint64) *hall {
		return &hall{id: h.id, epoch: "2-00000002", events: slices.Clone(h.events[:at]), line: []wire.EpochStart{h.line[0], {Epoch: "2-00000002", From: at + 1}}}
	}
	begun := func(g *hall) *hall {
		g.tells("epoch.started/1", "2026-11-26T00:00:00Z", `{"epoch":"2-00000002"}`)
		return g
	}
	for name, tc := range map[string]struct {
		hall *hall
		want map[string]string
	}{
		"behind the first report of the day": {begun(restored(kept)), map[string]string{"LG-1 2026-11-24": `{"n":1}`, "LG-1 2026-11-25": `{"n":2}`}},
		"before any of the day":              {begun(restored(kept - 3)), map[string]string{"LG-1 2026-11-24": `{"n":1}`}},
		"and it is reported anew": {func() *hall {
			g := begun(restored(kept))
			g.anew("2026-11-25", `{"n":9}`)
			return g
		}(), map[string]string{"LG-1 2026-11-24": `{"n":1}`, "LG-1 2026-11-25": `{"n":9}`}},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, d database) {
				s := d.open(t)
				send(t, s, h, 6)
				send(t, s, tc.hall, 6)
				tell(t, s, "", "2026-11-01", "2026-11-30", tc.want)
				same(t, s, tc.hall)
				if err := s.Reproject(t.Context(), h.id); err != nil {
					t.Fatal(err)
				}
				tell(t, s, "", "2026-11-01", "2026-11-30", tc.want)
				same(t, s, tc.hall)
			})
			each(t, func(t *testing.T, d database) { // a centre that lost everything
				s := d.open(t)
				send(t, s, tc.hall, 6)
				tell(t, s, "", "2026-11-01", "2026-11-30", tc.want)
			})
		})
	}
}

func TestReportsBehindAGapAreFound(t *testing.T) {
	h := reporting("LG-1")
	h.reports("2026-11-24", `{"n":1}`)
	gone := h.last()
	h.reports("2026-11-25", `{"n":2}`)
	h.reports("2026-11-26", `{"n":3}`)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h.upTo(gone), 5)
		late := *h
		late.first = gone + 4
		send(t, s, &late, 5)
		tell(t, s, "", "2026-11-01", "2026-11-30", map[string]string{"LG-1 2026-11-24": `{"n":1}`, "LG-1 2026-11-25": `{"n":2}`, "LG-1 2026-11-26": `{"n":3}`})
	})
}

func TestReportsThatAnOlderReleaseHasTakenUnreadAreFound(t *testing.T) {
	h := reporting("LG-1")
	h.reports("2026-11-24", `{"n":1}`)
	h.reports("2026-11-25", `{"n":2}`)
	each(t, func(t *testing.T, d database) {
		old := d.open(t)
		send(t, old, h, 5)
		behind(t, d, "DELETE FROM reports")
		behind(t, d, "UPDATE halls SET projection = 1")
		s := d.open(t)
		if err := s.BringUpOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		tell(t, s, "", "2026-11-01", "2026-11-30", map[string]string{"LG-1 2026-11-24": `{"n":1}`, "LG-1 2026-11-25": `{"n":2}`})
		same(t, s, h)
	})
}

func TestAReportOfNoDayIsNoReport(t *testing.T) {
	h := reporting("LG-1")
	h.reports("2026-11-25", `{"n":1}`)
	for _, data := range []string{`{"date":"","report":{}}`, `{"date":"yesterday","report":{}}`, `{"date":"` + strings.Repeat("9", 9000) + `","report":{}}`, `{"date":"2026-11-26"}`, `{"report":{}}`} {
		h.tells("day.reported/1", "2026-11-25T11:00:00Z", data)
	}
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h, 5)
		same(t, s, h)
		once(t, s, h)
		tell(t, s, "", "", "~", map[string]string{"LG-1 2026-11-25": `{"n":1}`})
		if now := stored(t, s, h.id).now; now.Odd+now.Unknown != 5 {
			t.Errorf("%d events are odd and %d unknown", now.Odd, now.Unknown)
		}
	})
}
