package manager

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue/report"
	"onewindow/wire"
)

// period is how long a time a report is of.
type period string

const (
	byDay   period = "day"
	byWeek  period = "week" // from Monday to Sunday
	byMonth period = "month"
)

var periods = []period{byDay, byWeek, byMonth}

// around are the first and the last date of the period that holds a date.
func (p period) around(date time.Time) (from, to time.Time) {
	switch p {
	case byWeek:
		from = date.AddDate(0, 0, -(int(date.Weekday())+6)%7)
		return from, from.AddDate(0, 0, 6)
	case byMonth:
		from = date.AddDate(0, 0, 1-date.Day())
		return from, from.AddDate(0, 1, -1)
	}
	return date, date
}

// step is a date in the period n periods later.
func (p period) step(date time.Time, n int) time.Time {
	switch p {
	case byWeek:
		return date.AddDate(0, 0, 7*n)
	case byMonth:
		first := date.AddDate(0, 0, 1-date.Day())
		return first.AddDate(0, n, 0)
	}
	return date.AddDate(0, 0, n)
}

// reportFresh is for how long the report of a day that runs is shown as it is.
const reportFresh = time.Minute

// reports is the report that is shown, and which.
type reports struct {
	period period
	// date lies in the period; zero is today.
	date time.Time
	// span is what was told of from to; nil before the first answer, and asked when.
	span     *report.Span
	from, to string
	// unread are the dates in it of which the hall cannot read its report.
	unread []string
	asked  time.Time
	fault  *wire.Error
}

// today is the business day, or, before one was opened, the date.
func (s *Screen) today() time.Time {
	if d, err := time.Parse(time.DateOnly, s.view.Day.Date); err == nil {
		return d
	}
	d, _ := time.Parse(time.DateOnly, s.Local(s.Now()).Format(time.DateOnly))
	return d
}

// reportDate is the date in the period that is shown.
func (s *Screen) reportDate() time.Time {
	if s.reports.date.IsZero() {
		return s.today()
	}
	return s.reports.date
}

// reportSpan are the first and the last date that are shown.
func (s *Screen) reportSpan() (from, to string) {
	a, b := s.reports.period.around(s.reportDate())
	return a.Format(time.DateOnly), b.Format(time.DateOnly)
}

// askReport asks for the report that is to be shown, unless it is here. That of days
// which have closed stays as it is.
func (s *Screen) askReport() tea.Cmd {
	r := &s.reports
	from, to := s.reportSpan()
	if r.from == from && r.to == to && (r.span != nil && !r.span.Running && len(r.unread) == 0 || s.Now().Sub(r.asked) < reportFresh) {
		return nil
	}
	if r.from != from || r.to != to {
		r.span, r.unread, r.fault = nil, nil, nil
	}
	r.from, r.to, r.asked = from, to, s.Now()
	desk := s.desk
	type told struct {
		span   *report.Span
		unread []string
	}
	return staff.AskQuietly(&s.Talk, func(ctx context.Context) (t told, err error) {
		t.span, t.unread, err = desk.Reports(ctx, from, to)
		return t, err
	}, func(t told, e *wire.Error) tea.Cmd {
		if r.from != from || r.to != to {
			return nil
		}
		if r.fault = e; e == nil {
			r.span, r.unread = t.span, t.unread
		}
		return nil
	})
}

// stepReport shows the period n later; there is none after today's.
func (s *Screen) stepReport(n int) tea.Cmd {
	date := s.reports.period.step(s.reportDate(), n)
	if from, _ := s.reports.period.around(date); from.After(s.today()) {
		s.Say(tui.Accent, "manager.report_latest")
		return nil
	}
	s.reports.date = date
	return s.askReport()
}

// nextPeriod shows the day, the week or the month of the date.
func (s *Screen) nextPeriod() tea.Cmd {
	for i, p := range periods {
		if p == s.reports.period {
			s.reports.period = periods[(i+1)%len(periods)]
			break
		}
	}
	return s.askReport()
}
