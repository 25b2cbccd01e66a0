package period_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/central/period"
	"onewindow/central/project"
	"onewindow/cli/demo"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/wire"
)

// told are reports as a centre has them.
type told []project.DayReport

// tell adds the report of a day.
func (c *told) tell(hall, day, text string) {
	body := fmt.Sprintf(`{"v":1,"hall":%q,"epoch":"1-a","seq":7,"type":"day.reported/1","at":"%sT10:00:00Z","data":{"date":%q,"report":%s}}`, hall, day, day, text)
	*c = append(*c, project.DayReport{Hall: hall, Day: day, Seq: 7, Body: []byte(body)})
}

func (c told) Reports(_ context.Context, hall, from, to string, yield func(project.DayReport) error) error {
	for _, r := range c {
		if hall != "" && r.Hall != hall || r.Day < from || r.Day > to {
			continue
		}
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

// day is a report in which so many numbers were drawn.
func day(t testing.TB, hall, date string, issued int) string {
	t.Helper()
	d := report.Day{V: report.Version, Hall: hall, Date: date, Opened: time.Date(2026, 11, 1, 0, 30, 0, 0, time.UTC)}
	d.All.Issued = issued
	b, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFiguresAreKeptApartAsIsWanted(t *testing.T) {
	var c told
	for i, at := range []struct{ hall, day string }{{"A", "2026-11-29"}, {"A", "2026-11-30"}, {"A", "2026-12-01"}, {"B", "2026-11-29"}, {"B", "2027-01-01"}} {
		c.tell(at.hall, at.day, day(t, at.hall, at.day, 1<<i))
	}
	for by, want := range map[period.By]map[string]int{
		period.ByAll:   {"": 31},
		period.ByHall:  {"A": 7, "B": 24},
		period.ByDay:   {"2026-11-29": 9, "2026-11-30": 2, "2026-12-01": 4, "2027-01-01": 16},
		period.ByWeek:  {"2026-11-23": 9, "2026-11-30": 6, "2026-12-28": 16},
		period.ByMonth: {"2026-11-01": 11, "2026-12-01": 4, "2027-01-01": 16},
	} {
		j, err := period.Join(t.Context(), c, period.Query{From: "2026-01-01", To: "2027-12-31"}, by)
		if err != nil {
			t.Fatal(err)
		}
		got, keys := map[string]int{}, []string{}
		for _, p := range j.Parts {
			got[p.Key] = p.Span.All.Issued
			keys = append(keys, p.Key)
		}
		if !reflect.DeepEqual(got, want) || !slices.IsSorted(keys) {
			t.Errorf("by %q: %v in the order %v, want %v", by, got, keys, want)
		}
	}
}

func TestAWeekBeginsOnMonday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "day"))
		monday, err := time.Parse(time.DateOnly, period.Monday(at.Format(time.DateOnly)))
		if err != nil || monday.Weekday() != time.Monday || monday.After(at) || at.Sub(monday) >= 7*24*time.Hour {
			t.Fatalf("the week of %v begins on %v, %v", at, monday, err)
		}
	})
}

func TestWhatCannotBeReadIsToldAndNotCounted(t *testing.T) {
	var c told
	c.tell("A", "2026-11-24", day(t, "A", "2026-11-24", 1))
	c.tell("A", "2026-11-25", `{"v":2}`)
	c.tell("A", "2026-11-26", day(t, "A", "2026-11-27", 1))
	c.tell("B", "2026-11-24", day(t, "another name", "2026-11-24", 2))
	c.tell("B", "2026-11-25", `"text"`)
	c.tell("C", "2026-11-25", `7`)
	j, err := period.Join(t.Context(), c, period.Query{From: "2026-11-01", To: "2026-11-30"}, period.ByAll)
	if err != nil {
		t.Fatal(err)
	}
	want := []report.Told{{Hall: "A", Days: []string{"2026-11-24"}, Unread: []report.Unread{{Day: "2026-11-25", Why: report.WhyNewer}, {Day: "2026-11-26", Why: report.WhyDamaged}}}, {Hall: "B", Days: []string{"2026-11-24"}, Unread: []report.Unread{{Day: "2026-11-25", Why: report.WhyDamaged}}}, {Hall: "C", Unread: []report.Unread{{Day: "2026-11-25", Why: report.WhyDamaged}}}}
	if !reflect.DeepEqual(j.Told, want) {
		t.Errorf("told are %+v", j.Told)
	}
	if len(j.Parts) != 1 || j.Parts[0].Span.All.Issued != 3 || j.Parts[0].Span.Halls["B"] == nil {
		t.Errorf("the parts are %+v", j.Parts)
	}
}

func TestOnlyWhatIsWantedIsJoined(t *testing.T) {
	var c told
	for i := range 9 {
		date := fmt.Sprintf("2026-11-%02d", i+1)
		c.tell("A", date, day(t, "A", date, 1))
		c.tell("B", date, day(t, "B", date, 100))
	}
	issued := func(q period.Query) (int, error) {
		j, err := period.Join(t.Context(), c, q, period.ByAll)
		if err != nil || len(j.Parts) == 0 {
			return 0, err
		}
		return j.Parts[0].Span.All.Issued, nil
	}
	for want, q := range map[int]period.Query{
		909: {From: "2026-11-01", To: "2026-11-30"},
		203: {From: "2026-11-01", To: "2026-11-03", Wants: func(hall, day string) bool { return hall == "A" || day > "2026-11-01" }},
		4:   {From: "2026-11-03", To: "2026-11-06", Hall: "A", Most: 4},
		0:   {From: "2026-12-01", To: "2026-12-31"},
	} {
		if got, err := issued(q); err != nil || got != want {
			t.Errorf("%+v: %d, %v, want %d", q, got, err, want)
		}
	}
	if _, err := issued(period.Query{From: "2026-11-01", To: "2026-11-30", Most: 17}); !errors.Is(err, period.ErrMany) {
		t.Errorf("of 18 reports where 17 are allowed: %v", err)
	}
}

// called is how halls call their things.
type called struct{}

func (called) District() wire.District {
	return wire.District{Halls: []wire.HallRow{{Hall: "A", Name: queue.Text{ZhHans: "甲厅", En: "Hall A"}}, {Hall: "B", Name: queue.Text{ZhHans: "乙厅", En: "Hall B"}}, {Hall: "C", Name: queue.Text{ZhHans: "丙厅"}}}}
}

func (called) Hall(_ context.Context, hall string) (wire.DistrictHall, error) {
	if hall == "C" {
		return wire.DistrictHall{}, errors.New("nobody asked for it")
	}
	return wire.DistrictHall{
		Themes:  []queue.Theme{{ID: "x", Name: queue.Text{ZhHans: "业务" + hall, En: "Theme of " + hall}}},
		Windows: []wire.DistrictWindow{{ID: "w1", Label: "1"}},
	}, nil
}

func (called) ItemNames(_ context.Context, hall string) (map[string]queue.Text, error) {
	return map[string]queue.Text{"i": {ZhHans: "事项" + hall}, "only-" + hall: {ZhHans: "只在" + hall}}, nil
}

func TestThingsAreCalledAsTheFirstHallCallsThem(t *testing.T) {
	join := func(halls ...string) *report.Span {
		var c told
		for _, h := range halls {
			c.tell(h, "2026-11-25", day(t, h, "2026-11-25", 1))
		}
		j, err := period.Join(t.Context(), c, period.Query{From: "2026-11-25", To: "2026-11-25"}, period.ByAll)
		if err != nil {
			t.Fatal(err)
		}
		return j.Parts[0].Span
	}
	n, err := period.Names(t.Context(), called{}, join("B", "A"), queue.En)
	if err != nil || n.Halls["A"] != "Hall A" || n.Themes["x"] != "Theme of A" || n.Windows["B/w1"] != "Hall B 1" || n.Items["i"] != "事项A" || n.Items["only-B"] != "只在B" || len(n.Halls) != 3 {
		t.Errorf("of two halls the names are %+v, %v", n, err)
	}
	n, err = period.Names(t.Context(), called{}, join("B"), queue.ZhHans)
	if err != nil || n.Themes["x"] != "业务B" || n.Windows["w1"] != "1" || len(n.Windows) != 1 || strings.Contains(fmt.Sprint(n.Items), "A") {
		t.Errorf("of one hall the names are %+v, %v", n, err)
	}
	if _, err := period.Names(t.Context(), called{}, join("C"), queue.ZhHans); err == nil {
		t.Error("what cannot be asked has a name")
	}
}

// BenchmarkMonth joins a month of a district of a hundred halls, each with a day of the
// demonstration.
func BenchmarkMonth(b *testing.B) {
	set := queuetest.Settings(6)
	st, _, err := demo.Morning(set, queuetest.Catalogue(), "1-00000001", queuetest.Date, set.Hall.At(queuetest.Date, 17*60), "", demo.NewCrowd(1, len(set.Windows)))
	if err != nil {
		b.Fatal(err)
	}
	d := report.Of(st)
	var c told
	bytes := 0
	for hall := range 100 {
		for n := range 22 {
			d.Hall, d.Date = fmt.Sprintf("H-%03d", hall), fmt.Sprintf("2026-11-%02d", n+1)
			text, err := d.Encode()
			if err != nil {
				b.Fatal(err)
			}
			c.tell(d.Hall, d.Date, string(text))
			bytes += len(text)
		}
	}
	b.ResetTimer()
	for range b.N {
		j, err := period.Join(b.Context(), c, period.Query{From: "2026-11-01", To: "2026-11-30"}, period.ByAll)
		if err != nil || j.Parts[0].Span.Days != 2200 {
			b.Fatal(j, err)
		}
	}
	b.ReportMetric(float64(d.All.Issued), "numbers/day")
	b.ReportMetric(float64(bytes)/2200, "B/report")
}
