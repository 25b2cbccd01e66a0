package web_test

import (
	"encoding/csv"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onewindow/kiosk/words"
)

func TestTheReportsAreThoseOfTheHalls(t *testing.T) {
	s := open(t, network())
	s.signIn()
	d, err := lived()
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		path   string
		issued int
		says   []string
		not    []string
	}{
		"yesterday, if nothing is said": {"/reports", 2 * d.All.Issued, []string{"2026-11-25", "Longgang District Hall", "Nanwan Street Hall"}, []string{"<td class=\"number\">2026-11-24"}},
		"a week":                        {"/reports?span=week&on=2026-11-26", 3 * d.All.Issued, []string{"2026-11-23 to 2026-11-29", "3 daily reports", "By date", "By hall", `<th scope="col">Item</th>`, `<th scope="col" class="number">Drawn</th>`}, nil},
		"a month":                       {"/reports?span=month&on=2026-11-01", 3 * d.All.Issued, []string{"2026-11-01 to 2026-11-30"}, nil},
		"a hall":                        {"/reports?span=month&on=2026-11-01&part=LG-NW", d.All.Issued, []string{"Nanwan Street Hall, 2026-11-01 to 2026-11-30, 1 daily report", "There is no report of 2026-11-01 to 2026-11-24"}, []string{"By hall"}},
		"a hall and all under it":       {"/reports?span=month&on=2026-11-01&part=LG-00*", 3 * d.All.Issued, []string{"Longgang District Hall and all under it, 2026-11-01 to 2026-11-30", "There is no report of 2026-11-01 to 2026-11-23.", "Halls without a daily report of this period", "Not included"}, nil},
		"what cannot be read":           {"/reports?span=day&on=2026-11-25&part=LG-PH*", 0, []string{"Pinghu Street Hall: the report of 2026-11-25", "There is no daily report", "Shangmugu"}, []string{"<svg"}},
		"a day without a report":        {"/reports?span=day&on=2026-11-20", 0, []string{"There is no daily report", "Tian&#39;an Park Centre", "all days"}, []string{"By theme", "Summary"}},
		"a hall that there is not":      {"/reports?part=NOWHERE&span=month&on=2026-11-01", 0, []string{"There is no daily report"}, []string{"<table"}},
		"what makes no sense":           {"/reports?span=year&on=never", 2 * d.All.Issued, []string{"2026-11-25"}, nil},
	} {
		p := page(t, s, tc.path)
		for _, want := range tc.says {
			if !strings.Contains(p, want) {
				t.Errorf("%s: it does not say %q", name, want)
			}
		}
		for _, not := range tc.not {
			if strings.Contains(p, not) {
				t.Errorf("%s: it says %q", name, not)
			}
		}
		drawn := regexp.MustCompile(`<th scope="row">Drawn</th><td class="number">(\d+)</td>`).FindStringSubmatch(p)
		if tc.issued == 0 != (drawn == nil) || drawn != nil && drawn[1] != strconv.Itoa(tc.issued) {
			t.Errorf("%s: %v were drawn, want %d", name, drawn, tc.issued)
		}
	}
}

func TestThePageOfAHallLeadsToItsReports(t *testing.T) {
	s := open(t, network())
	s.signIn()
	m := regexp.MustCompile(`href="(/reports[^"]*part=[^"]*)"`).FindStringSubmatch(page(t, s, "/halls/LG-NW"))
	if m == nil {
		t.Fatal("there is no link")
	}
	if p := page(t, s, strings.ReplaceAll(m[1], "&amp;", "&")); !strings.Contains(p, `<option value="LG-NW" selected>`) {
		t.Errorf("%s leads to %.2000s", m[1], p)
	}
}

func TestNoReportOnThePageNamesAPerson(t *testing.T) {
	s := open(t, network())
	s.signIn()
	d, err := lived()
	if err != nil || len(d.Clerks) == 0 {
		t.Fatal(err, "nobody worked")
	}
	for _, path := range []string{"/reports?span=month&on=2026-11-01", "/reports/file.csv?span=month&on=2026-11-01", "/reports/file.html?span=month&on=2026-11-01"} {
		p := body(t, s.do("GET", path, nil))
		for id := range d.Clerks {
			if regexp.MustCompile(`\b` + regexp.QuoteMeta(id) + `\b`).MatchString(p) {
				t.Errorf("%s names %s", path, id)
			}
		}
	}
}

func TestTheReportsAreThereInEachLanguageWithTheirFiles(t *testing.T) {
	s := open(t, network())
	s.signIn()
	for _, lang := range words.Langs {
		s.do("GET", "/language/"+string(lang), nil)
		p := page(t, s, "/reports?span=week&on=2026-11-25&part=LG-00*")
		if !strings.Contains(p, `<html lang="`+string(lang)+`"`) || strings.Count(p, "<svg") < 3 || strings.Contains(p, "web.") || strings.Contains(p, "sheet.") {
			t.Errorf("%s: the page is\n%.3000s", lang, p)
		}
		for _, kind := range []string{"csv", "xlsx", "html"} {
			i := strings.Index(p, "/reports/file."+kind)
			if i < 0 {
				t.Fatalf("%s: there is no link to a %s", lang, kind)
			}
			path := strings.ReplaceAll(p[i:i+strings.IndexByte(p[i:], '"')], "&amp;", "&")
			r := s.do("GET", path, nil)
			b := body(t, r)
			if r.StatusCode != http.StatusOK || len(b) < 500 {
				t.Errorf("%s: %s: %s, %d bytes", lang, path, r.Status, len(b))
			}
			if kind == "csv" {
				read := csv.NewReader(strings.NewReader(strings.TrimPrefix(b, "\ufeff")))
				read.FieldsPerRecord = -1
				all, err := read.ReadAll()
				title := words.T(lang, "sheet.by.hall")
				if err != nil || !slices.ContainsFunc(all, func(line []string) bool { return line[0] == title }) {
					t.Errorf("%s: the table has no %s: %v", lang, title, err)
				}
			}
			if policy := r.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") && kind == "html" {
				t.Errorf("%s: %s has the policy %q", lang, path, policy)
			}
		}
	}
}

func TestReportsAreForWhoHasSignedInAndAreWholeOrNone(t *testing.T) {
	c := network()
	s := open(t, c)
	for _, path := range []string{"/reports", "/reports/file.csv"} {
		if r := s.do("GET", path, nil); r.StatusCode != http.StatusSeeOther {
			t.Errorf("%s without a token: %s", path, r.Status)
		}
	}
	s.signIn()
	for _, path := range []string{"/reports/file.exe", "/reports/csv", "/reports/file.", "/reports/"} {
		if r := s.do("GET", path, nil); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
	c.lost = errors.New("the disk is gone")
	for _, path := range []string{"/reports", "/reports/file.csv"} {
		if r := s.do("GET", path, nil); r.StatusCode != http.StatusServiceUnavailable || strings.Contains(body(t, r), "disk") {
			t.Errorf("%s of a centre that cannot read: %s", path, r.Status)
		}
	}
}

func TestWhoLooksAtAReportGoesOnToTheOneBesideIt(t *testing.T) {
	s := open(t, network())
	s.signIn()
	for path, want := range map[string][2]string{
		"/reports?span=day&on=2026-11-30":               {"on=2026-11-29&amp;span=day", "on=2026-12-01&amp;span=day"},
		"/reports?span=week&on=2026-11-25":              {"on=2026-11-22&amp;span=week", "on=2026-11-30&amp;span=week"},
		"/reports?span=month&on=2026-12-31&part=LG-00*": {"on=2026-11-30&amp;part=LG-00%2A&amp;span=month", "on=2027-01-01&amp;part=LG-00%2A&amp;span=month"},
	} {
		p := page(t, s, path)
		for _, link := range want {
			if !strings.Contains(p, `href="/reports?`+link+`"`) {
				t.Errorf("%s does not lead to %s", path, link)
			}
		}
	}
}
