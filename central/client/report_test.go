package client

import (
	"bytes"
	"errors"
	"fmt"
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
		days, err := reader.ReportDays(within(t), tc.q)
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
	if days, err := both.ReportDays(within(t), november); err != nil || len(days) != 4 || days[0].Clerks["zhao"].Served != 10 {
		t.Errorf("with clerks they are %+v, %v", days, err)
	}
	if _, err := reader.ReportDays(within(t), november); code(err) != wire.CodeForbidden {
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

func TestAReportOfANewerReleaseIsAnError(t *testing.T) {
	c := newCentre(t, false)
	c.tells(t, apitest.Street, "2026-11-01", 1)
	c.Report(apitest.Street, "2026-11-02", `{"v":2}`)
	_, err := c.client(t, Options{}, network.ScopeRead).ReportDays(within(t), ReportQuery{From: "2026-11-01", To: "2026-11-30"})
	if code(err) != wire.CodeUnsupportedVersion || !strings.Contains(err.Error(), "2026-11-02") {
		t.Errorf("the error is %v", err)
	}
}

func code(err error) string {
	var e *wire.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
