package manager

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/figures"
	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// reportFresh is for how long the report of a day that runs is shown as it is.
const reportFresh = time.Minute

// reports is the report that is shown, and which.
type reports struct {
	period figures.Period
	// date lies in the period; zero is today.
	date time.Time
	// told is what was told of from to; nil before the first answer, and asked when.
	told     *figures.Report
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
	a, b := s.reports.period.Around(s.reportDate())
	return a.Format(time.DateOnly), b.Format(time.DateOnly)
}

// askReport asks for the report that is to be shown, unless it is here. That of days
// which have closed stays as it is.
func (s *Screen) askReport() tea.Cmd {
	r := &s.reports
	from, to := s.reportSpan()
	if r.from == from && r.to == to && (r.told != nil && !r.told.Running && len(r.unread) == 0 || s.Now().Sub(r.asked) < reportFresh) {
		return nil
	}
	if r.from != from || r.to != to {
		r.told, r.unread, r.fault = nil, nil, nil
	}
	r.from, r.to, r.asked = from, to, s.Now()
	desk := s.desk
	type answer struct {
		told   *figures.Report
		unread []string
	}
	return staff.AskQuietly(&s.Talk, func(ctx context.Context) (a answer, err error) {
		span, unread, err := desk.Reports(ctx, from, to)
		if err != nil {
			return a, err
		}
		return answer{figures.OfSpan(span), unread}, nil
	}, func(a answer, e *wire.Error) tea.Cmd {
		if r.from != from || r.to != to {
			return nil
		}
		if r.fault = e; e == nil {
			r.told, r.unread = a.told, a.unread
		}
		return nil
	})
}

// stepReport shows the period n later; there is none after today's.
func (s *Screen) stepReport(n int) tea.Cmd {
	date := s.reports.period.Step(s.reportDate(), n)
	if from, _ := s.reports.period.Around(date); from.After(s.today()) {
		s.Say(tui.Accent, "manager.report_latest")
		return nil
	}
	s.reports.date = date
	return s.askReport()
}

// nextPeriod shows the day, the week or the month of the date.
func (s *Screen) nextPeriod() tea.Cmd {
	s.reports.period = s.reports.period.Next()
	return s.askReport()
}
