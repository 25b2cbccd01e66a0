package cli

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/central/api"
	"onewindow/central/api/apitest"
	"onewindow/central/network"
	"onewindow/queue/report"
)

func TestTheCentreIsAskedForReports(t *testing.T) {
	centre := apitest.New()
	a, err := api.New(api.Settings{Rate: 10000, Burst: 10000}, centre)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a)
	t.Cleanup(func() { a.Close(); server.Close() })
	for _, at := range []struct {
		hall, day string
		issued    int
	}{{apitest.Street, "2026-11-24", 7}, {apitest.Street, "2026-11-25", 20}, {apitest.Community, "2026-11-25", 300}, {apitest.Other, "2026-11-25", 4000}} {
		d := report.Day{V: report.Version, Hall: at.hall, Date: at.day, Opened: time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC), Closed: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
		d.All.Issued, d.All.Served, d.Clerks = at.issued, at.issued, map[string]*report.Cell{"zhao": {Served: at.issued}}
		b, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		centre.Report(at.hall, at.day, string(b))
	}
	centre.Report(apitest.Street, "2026-12-02", `{"v":99}`)
	centre.Report(apitest.Community, "2026-12-03", `{"v":1,"all":{}}`)
	d := report.Day{V: report.Version, Hall: apitest.Other, Date: "2026-12-02"}
	d.All.Issued = 55555
	b, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	centre.Report(apitest.Other, "2026-12-02", string(b))
	token := func(below string, scopes ...network.Scope) string {
		text, tok := api.MakeToken(network.Token{Name: "test", Below: below, Scopes: scopes}, time.Now())
		if err := centre.AddToken(context.Background(), tok); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "token")
		if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	reader, both := token("", network.ScopeRead), token("", network.ScopeRead, network.ScopeExport)
	streets := token(apitest.Street, network.ScopeRead)
	for name, tc := range map[string]struct {
		args []string
		code int
		says []string
		not  []string
	}{
		"the last day, of all":      {[]string{"day", "--token-file", reader}, 0, []string{"龙岗区", "2026-11-25", "4320", "平湖街道", "坂田街道"}, []string{"zhao"}},
		"a week of a street":        {[]string{"week", "2026-11-26", "--below", apitest.Street, "--token-file", reader, "--lang", "en"}, 0, []string{"2026-11-23 to 2026-11-29", "327", "3 daily reports", "There is no report of 2026-11-23", "Not included", "2026-11-24"}, []string{"4000", "zhao"}},
		"who is missing":            {[]string{"month", "2026-11-24", "--token-file", reader, "--lang", "en"}, 0, []string{"龙岗区, 2026-11-01 to 2026-11-30, 4 daily reports", "Halls without a daily report of this period", "all days"}, nil},
		"who is missing, as a page": {[]string{"month", "2026-11-24", "--html", "-", "--token-file", reader, "--lang", "en"}, 0, []string{"龙岗区, 2026-11-01 to 2026-11-30, 4 daily reports", "Halls without a daily report of this period", "all days"}, nil},
		"a hall with its clerks":    {[]string{"month", "2026-11-01", "--hall", apitest.Street, "--clerks", "--token-file", both, "--lang", "en"}, 0, []string{"27", "zhao"}, []string{"300"}},
		"clerks without the scope":  {[]string{"day", "--clerks", "--token-file", reader}, exitRefused, []string{"export"}, nil},
		"as a table":                {[]string{"day", "2026-11-24", "--csv", "-", "--token-file", reader, "--lang", "en"}, 0, []string{"\ufeff", "Drawn,7"}, nil},
		"a day without a report":    {[]string{"day", "2026-11-20", "--token-file", reader}, exitFailure, []string{"no report"}, nil},
		"a hall that is not there":  {[]string{"day", "--hall", "NOWHERE", "--token-file", reader}, exitRefused, []string{"NOWHERE"}, nil},
		"hall and below":            {[]string{"day", "--hall", apitest.Street, "--below", apitest.Street, "--token-file", reader}, exitUsage, []string{"both"}, nil},
		"not all can be read":       {[]string{"month", "2026-12-01", "--token-file", reader, "--lang", "en"}, exitPartial, []string{"55555", "平湖街道: the report of 2026-12-02 is of newer software", "the report of 2026-12-03 is damaged", "2026-12-02 (of newer software)", "2026-12-03 (damaged)", apitest.Street + " 2026-12-02: a later release has written it"}, nil},
		"not all, as a table":       {[]string{"month", "2026-12-01", "--csv", "-", "--token-file", reader, "--lang", "en"}, exitPartial, []string{"55555", "the report of 2026-12-02 is of newer software", "2026-12-03 (damaged)"}, nil},
		"not all, as a page":        {[]string{"month", "2026-12-01", "--html", "-", "--token-file", reader, "--lang", "en"}, exitPartial, []string{"55555", "the report of 2026-12-02 is of newer software", "2026-12-03 (damaged)"}, nil},
		"none can be read":          {[]string{"day", "2026-12-03", "--token-file", reader}, exitFailure, []string{"no report of a day from 2026-12-03 to 2026-12-03 that can be read", apitest.Community}, nil},
		"nobody has reported":       {[]string{"month", "--hall", apitest.District, "--token-file", reader}, exitFailure, []string{"no report of the last 31 days from LG-00"}, []string{"ever opened"}},
		"of a street":               {[]string{"month", "2026-11-24", "--below", apitest.Street, "--token-file", reader, "--lang", "en"}, 0, []string{"平湖街道 and all under it, 2026-11-01"}, nil},
		"of a hall in a street":     {[]string{"month", "2026-11-24", "--hall", apitest.Street, "--token-file", reader, "--lang", "en"}, 0, nil, []string{"under it"}},
		"of what the token reaches": {[]string{"month", "2026-11-24", "--token-file", streets, "--lang", "en"}, 0, []string{"平湖街道 and all under it, 2026-11-01"}, []string{"龙岗区"}},
		"by clerks, without them":   {[]string{"month", "2026-11-01", "--by", "clerk", "--token-file", reader, "--lang", "en"}, exitRefused, []string{"no figures of clerks", "--clerks"}, []string{"Drawn"}},
		"two kinds, two hints":      {[]string{"month", "2026-12-01", "--token-file", reader, "--lang", "en"}, exitPartial, []string{"update this program", "the centre's database"}, []string{"--recount"}},
		"counted anew":              {[]string{"day", "--recount", "--token-file", reader}, exitUsage, []string{"--recount"}, nil},
		"without a token":           {[]string{"day"}, exitConfig, []string{"token"}, nil},
	} {
		var out, errs strings.Builder
		code := Run(append([]string{"report", "--central", server.URL}, tc.args...), nil, &out, &errs)
		if code != tc.code {
			t.Errorf("%s: it ends with %d, want %d: %s", name, code, tc.code, errs.String())
		}
		for _, want := range tc.says {
			if !strings.Contains(out.String()+errs.String(), want) {
				t.Errorf("%s: it does not say %q:\n%s%s", name, want, out.String(), errs.String())
			}
		}
		for _, not := range tc.not {
			if strings.Contains(out.String()+errs.String(), not) {
				t.Errorf("%s: it says %q:\n%s", name, not, out.String())
			}
		}
	}
}
