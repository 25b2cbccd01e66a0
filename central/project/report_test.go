package project_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"onewindow/central/project"
)

// record is an event as a hall writes it.
func record(seq int, typ, data string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"v":1,"hall":"H","epoch":"1-00000001","seq":%d,"type":%q,"at":"2026-11-25T10:00:00Z","data":%s}`, seq, typ, data))
}

func TestRowsTellWhereTheReportOfADayStands(t *testing.T) {
	s := project.New()
	for i, data := range []string{`{"date":"2026-11-24","report":{"a":1}}`, `{"date":"2026-11-25","report":[1, 2]}`, `{"report":{},"more":7,"date":"2026-11-25"}`} {
		s.Apply(must(t, record(i+1, "day.reported/1", data)))
	}
	c := s.Changes()
	want := []project.Report{{Day: "2026-11-24", Seq: 1}, {Day: "2026-11-25", Seq: 2}, {Day: "2026-11-25", Seq: 3}}
	if !slices.Equal(c.Reports, want) || c.Hall.Unknown+c.Hall.Odd != 0 {
		t.Errorf("the reports are %+v, the hall %+v", c.Reports, c.Hall)
	}
	if c := s.Changes(); len(c.Reports) != 0 {
		t.Errorf("they are told again: %+v", c.Reports)
	}
}

func TestAReportIsReadAsTheHallWroteIt(t *testing.T) {
	report := `{"b":1.50, "a":["\u4e00",null]}`
	for name, tc := range map[string]struct {
		raw  json.RawMessage
		want string
	}{
		"as every hall writes it": {record(7, "day.reported/1", `{"date":"2026-11-25","report":`+report+`}`), report},
		"in another order":        {json.RawMessage(`{"data":{"report":` + report + `,"date":"2026-11-25"},"at":"2026-11-25T10:00:00Z","type":"day.reported/1","seq":7,"v":1}`), report},
		"without one":             {record(7, "day.reported/1", `{"date":"2026-11-25"}`), ""},
		"of no object":            {record(7, "day.reported/1", `7`), ""},
		"of no record":            {json.RawMessage(`{}`), ""},
	} {
		got, err := project.ReportOf(tc.raw)
		if string(got) != tc.want || (err == nil) != (tc.want != "") {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}
