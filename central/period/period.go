package period

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"onewindow/central/project"
	"onewindow/queue/report"
)

// Source has the reports; the centre is one. They come in the order of halls and days.
type Source interface {
	Reports(ctx context.Context, hall, from, to string, yield func(project.DayReport) error) error
}

// By is what figures are kept apart by.
type By string

// What figures are kept apart by: ByAll keeps all together.
const (
	ByAll   By = ""
	ByHall  By = "hall"
	ByDay   By = "day"
	ByWeek  By = "week" // from Monday
	ByMonth By = "month"
)

// Query says which reports are wanted: of the business days From to To, both included,
// of one hall, or of all if Hall is empty, and of those what Wants lets in; nil is all.
type Query struct {
	From, To string
	Hall     string
	Wants    func(hall, day string) bool
	// Most is how many there may be; with more it ends with ErrMany. 0 is no limit.
	Most int
}

// ErrMany is that there are more reports than Query.Most.
var ErrMany = errors.New("period: too many reports")

// Part are the figures that belong together. Key is the hall, or the first day of the
// day, week or month; empty for all.
type Part struct {
	Key  string
	Span *report.Span
}

// Joined is what was reported.
type Joined struct {
	Told  []report.Told
	Parts []Part
}

// Of is what each of the halls has told, also those that have told nothing, in the order
// of halls.
func (j *Joined) Of(halls []string) (all []report.Told) {
	for _, hall := range halls {
		t := report.Told{Hall: hall}
		if i := slices.IndexFunc(j.Told, func(t report.Told) bool { return t.Hall == hall }); i >= 0 {
			t = j.Told[i]
		}
		all = append(all, t)
	}
	return all
}

// Day is one report: where it stands, Raw as it was written, and Report what stands in
// it; Why is set instead where this build cannot read it.
type Day struct {
	project.DayReport
	Raw    json.RawMessage
	Report *report.Day
	Why    error
}

// Each yields the reports one by one, in the order of halls and days. A report is of the
// hall whose it is for the centre, whatever the hall calls itself.
func Each(ctx context.Context, from Source, q Query, yield func(Day) error) error {
	n := 0
	return from.Reports(ctx, q.Hall, q.From, q.To, func(r project.DayReport) error {
		if q.Wants != nil && !q.Wants(r.Hall, r.Day) {
			return nil
		}
		if n++; q.Most > 0 && n > q.Most {
			return ErrMany
		}
		d := Day{DayReport: r}
		if d.Raw, d.Why = project.ReportOf(r.Body); d.Why == nil {
			d.Report, d.Why = report.Read(d.Raw)
		}
		if d.Why == nil && d.Report.Date != r.Day {
			d.Why = fmt.Errorf("the report of %s is of %s", r.Day, d.Report.Date)
		}
		if d.Why == nil {
			d.Report.Hall = r.Hall
		}
		return yield(d)
	})
}

// Join joins the reports, apart by what is wanted.
func Join(ctx context.Context, from Source, q Query, by By) (*Joined, error) {
	j := &Joined{}
	spans := map[string]*report.Span{}
	err := Each(ctx, from, q, func(d Day) error {
		if n := len(j.Told); n == 0 || j.Told[n-1].Hall != d.Hall {
			j.Told = append(j.Told, report.Told{Hall: d.Hall})
		}
		t := &j.Told[len(j.Told)-1]
		if d.Why != nil {
			t.Unread = append(t.Unread, report.Unread{Day: d.Day, Why: report.WhyOf(d.Why)})
			return nil
		}
		t.Days = append(t.Days, d.Day)
		key := by.key(d.Hall, d.Day)
		if spans[key] == nil {
			spans[key] = &report.Span{}
		}
		return spans[key].Add(d.Report)
	})
	if err != nil {
		return nil, err
	}
	for key, s := range spans {
		j.Parts = append(j.Parts, Part{Key: key, Span: s})
	}
	slices.SortFunc(j.Parts, func(a, b Part) int { return cmp.Compare(a.Key, b.Key) })
	return j, nil
}

// key is the part to which a day of a hall belongs.
func (b By) key(hall, day string) string {
	switch b {
	case ByHall:
		return hall
	case ByDay:
		return day
	case ByWeek:
		return Monday(day)
	case ByMonth:
		return day[:len("2026-11")] + "-01"
	}
	return ""
}

// Monday is the first day of the week of a day.
func Monday(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day // cannot be: days of rows are dates
	}
	return at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Format(time.DateOnly)
}
