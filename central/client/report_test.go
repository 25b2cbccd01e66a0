package client

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/central/api/apitest"
	"onewindow/central/network"
	"onewindow/queue/report"
	"onewindow/wire"
)

// tells lets the centre have a hall's report of a day.
func (c *centre) tells(t *testing.T, hall, date string, issued int) {
	t.Helper()
	d := report.Day{V: report.Version, Hall: hall, Date: date, Opened: time.Date(2026, 11, 1, 0, 30, 0, 0, time.UTC)}
	d.All.Issued = issued
	d.Clerks = map[string]*report.Cell{"zhao": {Served: issued}}
	b, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	c.Report(hall, date, string(b))
}

func TestReportsAreAskedFor(t *testing.T) {
	c := newCentre(t, false)
	for i := range 3 {
		c.tells(t, apitest.Street, fmt.Sprintf("2026-11-%02d", i+1), 10)
	}
	c.tells(t, apitest.Community, "2026-11-02", 100)
	reader, both := c.client(t, Options{}, network.ScopeRead), c.client(t, Options{}, network.ScopeRead, network.ScopeExport)
	november := ReportQuery{From: "2026-11-01", To: "2026-11-30"}
	of := func(hall, below string) ReportQuery {
		return ReportQuery{From: "2026-11-02", To: "2026-11-30", Hall: hall, Below: below}
	}
	r, err := reader.Reports(within(t), november, "hall", "hall")
	if err != nil || len(r.Parts) != 2 || r.Parts[0].Rows[0].Issued != 30 || r.Parts[1].Rows[0].Issued != 100 || len(r.Parts[0].Rows) != 1 {
		t.Errorf("the reports are %+v, %v", r, err)
	}
	for name, tc := range map[string]struct {
		q    ReportQuery
		want int
	}{"all": {november, 130}, "a hall": {of(apitest.Street, ""), 20}, "a street": {of("", apitest.Street), 120}} {
		days, _, err := reader.ReportDays(within(t), tc.q)
		issued := 0
		for _, d := range days {
			issued += d.All.Issued
			if d.Clerks != nil {
				t.Errorf("%s: clerks are told", name)
			}
		}
		if err != nil || issued != tc.want {
			t.Errorf("%s: %d, %v, want %d", name, issued, err, tc.want)
		}
	}
	november.Clerks = true
	if days, _, err := both.ReportDays(within(t), november); err != nil || len(days) != 4 || days[0].Clerks["zhao"].Served != 10 {
		t.Errorf("with clerks they are %+v, %v", days, err)
	}
	if _, _, err := reader.ReportDays(within(t), november); code(err) != wire.CodeForbidden {
		t.Errorf("clerks are told to whoever asks: %v", err)
	}
	if items, err := reader.Items(within(t), apitest.Street); err != nil || len(items.Items) != 1 || items.Items[0].Code != "RL-001" || items.Items[0].Name.En != "Social security card" {
		t.Errorf("the items are %+v, %v", items, err)
	}
	if _, err := reader.Items(within(t), "NOWHERE"); code(err) != wire.CodeHallUnknown {
		t.Errorf("the items of no hall: %v", err)
	}
	var b bytes.Buffer
	if err := reader.ReportFile(within(t), &b, ReportQuery{From: "2026-11-01", To: "2026-11-30"}, "csv", "en", "hall"); err != nil || !strings.Contains(b.String(), "2026-11-03") {
		t.Errorf("the file is %q, %v", b.String(), err)
	}
}

func TestReportsThatCannotBeReadAreNamedBesideTheRest(t *testing.T) {
	c := newCentre(t, false)
	c.tells(t, apitest.Street, "2026-11-01", 1)
	c.Report(apitest.Street, "2026-11-02", `{"v":2}`)
	c.tells(t, apitest.Street, "2026-11-03", 2)
	c.Report(apitest.Community, "2026-11-02", `{"v":1}`)
	days, told, err := c.client(t, Options{}, network.ScopeRead).ReportDays(within(t), ReportQuery{From: "2026-11-01", To: "2026-11-30"})
	if err != nil || len(days) != 2 || days[1].All.Issued != 2 {
		t.Errorf("told are %v, %v", days, err)
	}
	want := []report.Told{{Hall: apitest.Street, Days: []string{"2026-11-01", "2026-11-03"}, Unread: []report.Unread{{Day: "2026-11-02", Why: report.WhyNewer}}},
		{Hall: apitest.Community, Unread: []report.Unread{{Day: "2026-11-02", Why: report.WhyDamaged}}}}
	slices.SortFunc(want, func(a, b report.Told) int { return strings.Compare(a.Hall, b.Hall) })
	if !reflect.DeepEqual(told, want) {
		t.Errorf("of the days are told %+v", told)
	}
}

func code(err error) string {
	var e *wire.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
