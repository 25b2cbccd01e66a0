package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"onewindow/central/api/apitest"
	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/cli/demo"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/wire"
)

// lived is the report of a hall's day of the demonstration, closed in the evening.
func lived(t testing.TB, hall, date string, seed uint64) *report.Day {
	t.Helper()
	set, cat := queuetest.Settings(3), queuetest.Catalogue()
	set.Hall.ID = hall
	st, _, err := demo.Morning(set, cat, "1-00000001", date, set.Hall.At(date, 12*60), "", demo.NewCrowd(seed, len(set.Windows)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := queue.Execute(st, st.At, queue.Actor{Terminal: "t"}, "", queue.CloseDay{}); err != nil {
		t.Fatal(err)
	}
	d := report.Of(st)
	if d.All.Issued == 0 || d.All.Waits.Number() < 5 || len(d.Clerks) == 0 {
		t.Fatalf("nothing happened on that day: %+v", d.All)
	}
	return d
}

// tells lets the centre have a report.
func (s *server) tells(hall string, d *report.Day) []byte {
	s.t.Helper()
	b, err := d.Encode()
	if err != nil {
		s.t.Fatal(err)
	}
	s.centre.Report(hall, d.Date, string(b))
	return b
}

// figures are those of one answer.
func (s *server) figures(token, query string) form.Reports {
	s.t.Helper()
	return readJSON[form.Reports](s.t, s.want(http.StatusOK, request{path: "/v1/reports?" + query, token: token}).body)
}

// flat is anything with JSON as numbers by their paths.
func flat(t testing.TB, v any) map[string]float64 {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]float64{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case float64:
			all[path] = v
		case map[string]any:
			for k, x := range v {
				walk(path+"."+k, x)
			}
		}
	}
	walk("", readJSON[any](t, b))
	return all
}

// waits are all waits of cells, in order.
func waits(cells ...*report.Cell) (all []int) {
	for _, c := range cells {
		for _, b := range c.Waits {
			for range b.N {
				all = append(all, b.Seconds)
			}
		}
	}
	slices.Sort(all)
	return all
}

// agrees holds a row against the cells that it is of, by what each of them says itself:
// every number of a cell is in the row, summed up, or the greatest of them.
func agrees(t *testing.T, r form.ReportRow, cells ...*report.Cell) {
	t.Helper()
	want := map[string]float64{}
	for _, c := range cells {
		for path, n := range flat(t, c) {
			if path == ".waits" {
				continue
			}
			if strings.HasSuffix(path, ".max") || strings.HasSuffix(path, ".most_seconds") {
				want[path] = max(want[path], n)
			} else {
				want[path] += n
			}
		}
	}
	got := flat(t, r)
	for path, n := range want {
		if got[path] != n {
			t.Errorf("%s %s: %s is %v, the halls say %v", r.Dim, r.ID, path, got[path], n)
		}
	}
	all := waits(cells...)
	sum, inTime := 0, 0
	for _, w := range all {
		if sum += w; w <= 15*60 {
			inTime++
		}
	}
	rank := func(percent int) int { return all[(len(all)*percent+99)/100-1] }
	if len(all) != r.Called || len(all) > 0 && (r.WaitP50 != rank(50) || r.WaitP90 != rank(90) || r.WaitMax != all[len(all)-1] ||
		r.WaitMean != (sum+len(all)/2)/len(all) || r.InTarget != (1000*inTime+len(all)/2)/len(all)) {
		t.Errorf("%s %s: the waits are %+v, the halls say %v", r.Dim, r.ID, r, all)
	}
}

// row is a row of a part.
func row(t *testing.T, p form.ReportPart, dim, id string) form.ReportRow {
	t.Helper()
	i := slices.IndexFunc(p.Rows, func(r form.ReportRow) bool { return r.Dim == dim && r.ID == id })
	if i < 0 {
		t.Fatalf("there is no %s %q", dim, id)
	}
	return p.Rows[i]
}

const november = "from=2026-11-01&to=2026-11-30"

func TestAReportOfOneDayIsTheHallsOwn(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	d := lived(t, apitest.Street, "2026-11-25", 1)
	own := s.tells(apitest.Street, d)
	token := s.token("", network.ScopeRead, network.ScopeExport)
	got := s.figures(token, november+"&hall="+apitest.Street+"&dim=hall&dim=theme&dim=item&dim=window&dim=clerk")
	if len(got.Parts) != 1 || got.Parts[0].Days != 1 || got.Parts[0].Hall != apitest.Street || got.Parts[0].From != "2026-11-25" || got.Parts[0].To != "2026-11-25" {
		t.Fatalf("the parts are %+v", got.Parts)
	}
	if want := []form.ReportsTold{{Hall: apitest.Street, Days: []string{"2026-11-25"}}}; !reflect.DeepEqual(got.Told, want) {
		t.Errorf("told are %+v", got.Told)
	}
	p := got.Parts[0]
	n := 1
	agrees(t, row(t, p, "hall", ""), &d.All)
	for dim, cells := range map[string]map[string]*report.Cell{"theme": d.Themes, "item": d.Items, "window": d.Windows, "clerk": d.Clerks} {
		n += len(cells)
		for id, c := range cells {
			agrees(t, row(t, p, dim, id), c)
		}
	}
	if len(p.Rows) != n {
		t.Errorf("there are %d rows, want %d", len(p.Rows), n)
	}
	if !reflect.DeepEqual(p.HalfHours, d.HalfHours) || !reflect.DeepEqual(p.Papers, d.Papers) || p.Advice != d.Advice || len(p.Faults) != len(d.Faults) {
		t.Errorf("the rest is %+v", p)
	}
	days := readJSON[form.ReportDays](t, s.want(http.StatusOK, request{path: "/v1/reports/days?clerks=true&" + november, token: token}).body)
	if len(days.Days) != 1 || string(days.Days[0].Report) != string(own) || days.Rest != "" {
		t.Errorf("as the hall wrote it, it is\n%s, want\n%s", days.Days[0].Report, own)
	}
}

func TestSeveralHallsAndDaysAreJoinedWithoutLoss(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	days := []*report.Day{lived(t, apitest.Street, "2026-11-24", 1), lived(t, apitest.Street, "2026-11-25", 2), lived(t, apitest.Community, "2026-11-25", 3), lived(t, apitest.Other, "2026-12-01", 4)}
	for _, d := range days {
		s.tells(d.Hall, d)
	}
	token := s.token("", network.ScopeRead)
	all := s.figures(token, "from=2026-11-01&to=2026-12-31").Parts[0]
	agrees(t, row(t, all, "hall", ""), &days[0].All, &days[1].All, &days[2].All, &days[3].All)
	if all.Days != 4 || all.Hall != "" || all.From != "2026-11-24" || all.To != "2026-12-01" {
		t.Errorf("all are %+v", all)
	}
	for id := range days[0].Themes {
		var cells []*report.Cell
		for _, d := range days {
			if c := d.Themes[id]; c != nil {
				cells = append(cells, c)
			}
		}
		agrees(t, row(t, all, "theme", id), cells...)
	}
	agrees(t, row(t, all, "window", apitest.Community+"/1"), days[2].Windows["1"])
	beside := s.figures(token, "from=2026-11-01&to=2026-12-31&dim=halls&dim=date").Parts[0]
	agrees(t, row(t, beside, "halls", apitest.Street), &days[0].All, &days[1].All)
	agrees(t, row(t, beside, "halls", apitest.Other), &days[3].All)
	agrees(t, row(t, beside, "date", "2026-11-25"), &days[1].All, &days[2].All)
	if len(beside.Rows) != 3+3 {
		t.Errorf("beside each other are %d rows", len(beside.Rows))
	}
	for query, want := range map[string]map[string][]*report.Day{
		"by=hall":                        {apitest.Street: days[:2], apitest.Community: days[2:3], apitest.Other: days[3:]},
		"by=day":                         {"2026-11-24": days[:1], "2026-11-25": days[1:3], "2026-12-01": days[3:]},
		"by=week":                        {"2026-11-24": days[:3], "2026-12-01": days[3:]},
		"by=month":                       {"2026-11-24": days[:3], "2026-12-01": days[3:]},
		"below=" + apitest.Street:        {"2026-11-24": days[:3]},
		"hall=" + apitest.Street:         {apitest.Street: days[:2]},
		"by=day&below=" + apitest.Street: {"2026-11-24": days[:1], "2026-11-25": days[1:3]},
	} {
		parts := s.figures(token, "from=2026-11-01&to=2026-12-31&"+query).Parts
		if len(parts) != len(want) {
			t.Errorf("%s: there are %d parts", query, len(parts))
			continue
		}
		for _, p := range parts {
			of := want[p.From]
			if of == nil {
				of = want[p.Hall]
			}
			var cells []*report.Cell
			for _, d := range of {
				cells = append(cells, &d.All)
			}
			agrees(t, row(t, p, "hall", ""), cells...)
		}
	}
}

func TestAHallThatHasReportedNothingIsTold(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	s.tells(apitest.Street, lived(t, apitest.Street, "2026-11-24", 1))
	s.centre.Report(apitest.Street, "2026-11-25", `{"v":99,"of":"tomorrow"}`)
	s.centre.Report(apitest.Community, "2026-11-25", `{"v":1,"hall":"LG-PH-09","date":"2026-11-26","opened":"2026-11-26T00:30:00Z","all":{}}`)
	token := s.token("", network.ScopeRead)
	got := s.figures(token, november)
	want := []form.ReportsTold{{Hall: apitest.District, Days: []string{}}, {Hall: apitest.Other, Days: []string{}}, {Hall: apitest.Street, Days: []string{"2026-11-24"}, Unread: []string{"2026-11-25"}, Newer: []string{"2026-11-25"}},
		{Hall: apitest.Community, Days: []string{}, Unread: []string{"2026-11-25"}}}
	slices.SortFunc(want, func(a, b form.ReportsTold) int { return strings.Compare(a.Hall, b.Hall) })
	if !reflect.DeepEqual(got.Told, want) || len(got.Parts) != 1 || got.Parts[0].Days != 1 {
		t.Errorf("told are %+v", got.Told)
	}
	days := readJSON[form.ReportDays](t, s.want(http.StatusOK, request{path: "/v1/reports/days?" + november, token: token}).body).Days
	if len(days) != 3 || slices.ContainsFunc(days, func(d form.ReportDay) bool { return (d.Report == nil) != (d.Day == "2026-11-25") }) {
		t.Errorf("the days are %+v", days)
	}
	if got := s.figures(token, "from=2026-10-01&to=2026-10-31"); len(got.Parts) != 0 || len(got.Told) != 4 {
		t.Errorf("of a month without a report are told %+v", got)
	}
}

func TestFiguresAboutClerksAreForWhoMaySeeThem(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	d := lived(t, apitest.Street, "2026-11-25", 1)
	s.tells(apitest.Street, d)
	clerk := slices.Collect(maps.Keys(d.Clerks))[0]
	reader, both := s.token("", network.ScopeRead), s.token("", network.ScopeRead, network.ScopeExport)
	for _, path := range []string{"/v1/reports?dim=clerk&", "/v1/reports?dim=hall&dim=clerk&format=csv&", "/v1/reports/days?clerks=true&"} {
		s.refused(http.StatusForbidden, wire.CodeForbidden, request{path: path + november, token: reader})
	}
	if deeds, err := s.centre.Deeds(t.Context(), 10); err != nil || len(deeds) != 0 {
		t.Errorf("there are deeds %+v, %v", deeds, err)
	}
	for _, token := range []string{reader, both} {
		for _, path := range []string{"/v1/reports?", "/v1/reports/days?"} {
			if got := s.want(http.StatusOK, request{path: path + november, token: token}); strings.Contains(string(got.body), `"`+clerk+`"`) || strings.Contains(string(got.body), `"clerk`) {
				t.Errorf("%s tells of clerks: %s", path, got.body)
			}
		}
	}
	for _, path := range []string{"/v1/reports?dim=clerk&", "/v1/reports/days?clerks=true&"} {
		if got := s.want(http.StatusOK, request{path: path + november + "&hall=" + apitest.Street, token: both}); !strings.Contains(string(got.body), `"`+clerk+`"`) {
			t.Errorf("%s tells of no clerk: %s", path, got.body)
		}
	}
	deeds, err := s.centre.Deeds(t.Context(), 10)
	if err != nil || len(deeds) != 2 || deeds[0].What != "report.clerks" || deeds[0].Hall != apitest.Street || deeds[0].Detail != "2026-11-01 2026-11-30" {
		t.Errorf("the deeds are %+v, %v", deeds, err)
	}
}

func TestAReportIsOfThePartThatTheTokenReaches(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for i, hall := range apitest.Halls {
		s.tells(hall, lived(t, hall, "2026-11-25", uint64(i)))
	}
	token := s.token(apitest.Street, network.ScopeRead)
	got := s.figures(token, november+"&by=hall")
	if len(got.Told) != 2 || len(got.Parts) != 2 {
		t.Errorf("a street is told %+v", got.Told)
	}
	for _, path := range []string{"/v1/reports?", "/v1/reports/days?"} {
		if body := s.want(http.StatusOK, request{path: path + november, token: token}).body; strings.Contains(string(body), apitest.Other) || strings.Contains(string(body), `"`+apitest.District+`"`) {
			t.Errorf("%s tells a street of others: %s", path, body)
		}
		for _, q := range []string{"&hall=" + apitest.Other, "&below=" + apitest.Other, "&below=" + apitest.District, "&hall=NOWHERE"} {
			s.refused(http.StatusNotFound, wire.CodeHallUnknown, request{path: path + november + q, token: token})
		}
		for _, q := range []string{"from=2026-11-30&to=2026-11-01", "from=2020-01-01&to=2026-11-01", november + "&hall=" + apitest.Street + "&below=" + apitest.Street, november + "&dim=person", november + "&by=hall&format=csv"} {
			if path == "/v1/reports/days?" && strings.Contains(q, "=csv") || path == "/v1/reports/days?" && strings.Contains(q, "dim") {
				continue
			}
			s.refused(http.StatusBadRequest, wire.CodeBadRequest, request{path: path + q, token: token})
		}
	}
}

func TestReportsThatFindNoRoomAreToldWithTheNextAnswer(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.room = 20000 })
	want := []string{}
	d := lived(t, apitest.Street, "2026-11-25", 1)
	for i := range 12 {
		d.Date = fmt.Sprintf("2026-11-%02d", i+1)
		for _, hall := range []string{apitest.Other, apitest.Street} {
			d.Hall = hall
			s.tells(hall, d)
			want = append(want, hall+"/"+d.Date)
		}
	}
	slices.Sort(want)
	token := s.token("", network.ScopeRead)
	var got []string
	rest, answers := "", 0
	for {
		path := "/v1/reports/days?" + november
		if rest != "" {
			path += "&rest=" + rest
		}
		days := readJSON[form.ReportDays](t, s.want(http.StatusOK, request{path: path, token: token}).body)
		for _, d := range days.Days {
			got = append(got, d.Hall+"/"+d.Day)
		}
		if answers++; days.Rest == "" || answers > 100 {
			break
		}
		rest = days.Rest
	}
	if !slices.Equal(got, want) || answers < 3 {
		t.Errorf("in %d answers are told %v", answers, got)
	}
}

func TestAReportIsAFileForPeople(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	s.tells(apitest.Street, lived(t, apitest.Street, "2026-11-24", 1))
	s.tells(apitest.Community, lived(t, apitest.Community, "2026-11-25", 2))
	token := s.token("", network.ScopeRead)
	const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	for name, tc := range map[string]struct {
		query, accept, kind, file string
		has                       []string
	}{
		"CSV by the address":       {"&format=csv", "", "text/csv; charset=utf-8", "report-2026-11-01-2026-11-30.csv", []string{"\ufeff", "平湖街道", "凤凰社区", "龙岗区"}},
		"CSV by the header":        {"", "text/plain, text/csv;q=0.5", "text/csv; charset=utf-8", "report-2026-11-01-2026-11-30.csv", []string{"\ufeff"}},
		"CSV of a street":          {"&format=csv&below=" + apitest.Street, "", "text/csv; charset=utf-8", "report-2026-11-01-2026-11-30.csv", []string{"平湖街道"}},
		"a workbook":               {"", workbook, workbook, "report-2026-11-01-2026-11-30.xlsx", []string{"PK"}},
		"a page":                   {"&language=en", "text/html,application/xhtml+xml", "text/html; charset=utf-8", "", []string{"<html", "</html>", "<svg", "2026-11-24"}},
		"a page without a report":  {"&format=html&hall=" + apitest.Other, "", "text/html; charset=utf-8", "", []string{"</html>"}},
		"JSON whatever is taken":   {"", "image/png", "application/json", "", []string{`"parts"`}},
		"the address goes before":  {"&format=json", "text/csv", "application/json", "", []string{`"parts"`}},
		"only themes, as CSV":      {"&format=csv&dim=theme&language=en", "", "text/csv; charset=utf-8", "report-2026-11-01-2026-11-30.csv", []string{"2026-11-24"}},
		"only windows and themes":  {"&format=csv&dim=theme&dim=window&language=en", "", "text/csv; charset=utf-8", "report-2026-11-01-2026-11-30.csv", []string{"2026-11-24"}},
		"JSON of a street's day":   {"&below=" + apitest.Street + "&by=day", "application/json", "application/json", "", []string{`"parts"`}},
		"a workbook of the street": {"&format=xlsx&below=" + apitest.Street, "*/*", workbook, "report-2026-11-01-2026-11-30.xlsx", []string{"PK"}},
	} {
		h := http.Header{}
		if tc.accept != "" {
			h.Set("Accept", tc.accept)
		}
		got := s.want(http.StatusOK, request{path: "/v1/reports?" + november + tc.query, token: token, header: h})
		if got.header.Get("Content-Type") != tc.kind {
			t.Errorf("%s: it is of the kind %q", name, got.header.Get("Content-Type"))
		}
		if file := got.header.Get("Content-Disposition"); file != "" != (tc.file != "") || !strings.Contains(file, tc.file) {
			t.Errorf("%s: the file is %q", name, file)
		}
		for _, want := range tc.has {
			if !strings.Contains(string(got.body), want) {
				t.Errorf("%s: %q is not in it: %.300s", name, want, got.body)
			}
		}
		for _, policy := range got.header.Values("Content-Security-Policy") {
			if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script") {
				t.Errorf("%s: the policy is %q", name, policy)
			}
		}
	}
}

func TestWhatIsNotAskedForIsNotInTheFile(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	d := lived(t, apitest.Street, "2026-11-25", 1)
	s.tells(apitest.Street, d)
	token := s.token("", network.ScopeRead, network.ScopeExport)
	clerk := slices.Collect(maps.Keys(d.Clerks))[0]
	for query, want := range map[string]bool{"": false, "&dim=theme": false, "&dim=clerk": true, "&dim=hall&dim=clerk": true} {
		got := s.want(http.StatusOK, request{path: "/v1/reports?format=csv&" + november + query, token: token})
		if strings.Contains(string(got.body), "\n"+clerk+",") != want {
			t.Errorf("with %q the clerk is there: %v\n%s", query, !want, got.body)
		}
	}
}
