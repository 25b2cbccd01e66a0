package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
	"onewindow/wire"
)

// reportRuns is how often reports are asked for at most: an answer holds a day at
// least.
const reportRuns = 1000

// Reports implements manager.Desk.
func (d managerDesk) Reports(ctx context.Context, from, to string) (span *report.Span, unread []string, err error) {
	return wholeReport(ctx, from, to, func(ctx context.Context, r wire.ReportRequest) (out wire.ReportReply, err error) {
		err = d.c.Do(ctx, "state", "report", r, &out)
		return out, err
	})
}

// wholeReport asks for the reports of days, a run after the other, and joins them.
func wholeReport(ctx context.Context, from, to string, ask func(context.Context, wire.ReportRequest) (wire.ReportReply, error)) (span *report.Span, unread []string, err error) {
	days, cannot, err := reportedDays(ctx, from, to, ask)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range cannot {
		unread = append(unread, u.Day)
	}
	span, err = report.Join(days...)
	return span, unread, err
}

// reportedDays asks for the reports of days, a run after the other; unread are those that
// the hall or this build cannot read.
func reportedDays(ctx context.Context, from, to string, ask func(context.Context, wire.ReportRequest) (wire.ReportReply, error)) (days []*report.Day, unread []unreadReport, err error) {
	for range reportRuns {
		r, err := ask(ctx, wire.ReportRequest{From: from, To: to})
		if err != nil {
			return nil, nil, err
		}
		for _, date := range r.Unread {
			unread = append(unread, unreadReport{Unread: report.Unread{Day: date, Why: report.WhyHall}})
		}
		for _, b := range r.Days {
			day, err := report.Read(b)
			if err == nil {
				days = append(days, day)
				continue
			}
			date, named := dateOf(b)
			if !named {
				return nil, nil, fmt.Errorf("state.report: update this machine or the hall: %w", err)
			}
			unread = append(unread, unreadReport{Unread: report.Unread{Day: date, Why: report.WhyOf(err)}})
		}
		if r.Next == "" {
			break
		}
		from = r.Next
	}
	return days, unread, nil
}

// dateOf is the day of a report that cannot be read otherwise.
func dateOf(b []byte) (date string, ok bool) {
	var d struct {
		Date string `json:"date"`
	}
	err := json.Unmarshal(b, &d)
	return d.Date, err == nil && d.Date != ""
}

// Plan implements manager.Desk.
func (d managerDesk) Plan(ctx context.Context, date string) (r wire.PlanReply, err error) {
	err = d.c.Do(ctx, "state", "plan", wire.PlanRequest{Date: date}, &r)
	return r, err
}

// ExportReports implements manager.Desk. The hall leaves figures about persons out for
// who has no right to them.
func (d managerDesk) ExportReports(ctx context.Context, from, to string) (string, error) {
	s, err := d.Settings(ctx)
	if err != nil {
		return "", err
	}
	c, err := d.Catalogue(ctx)
	if err != nil {
		return "", err
	}
	span, _, err := d.Reports(ctx, from, to) // what is missing stands on the page
	if err != nil {
		return "", err
	}
	names := sheet.NamesOf(&s.Settings, &queue.Catalogue{Items: c.Items}, d.lang)
	laid := sheet.Of(span, sheet.Options{Lang: d.lang, Clerks: true, Names: names, Title: s.Hall.Name.In(d.lang)})
	return writeReports(d.folder, strings.Join([]string{"onewindow", s.Hall.ID, "report", from, to}, "-"), laid)
}

// writeReports writes a report in its three forms, and returns their path without the
// ending.
func writeReports(folder, name string, r *sheet.Report) (string, error) {
	var path string
	for _, form := range []struct {
		ending string
		write  func(io.Writer) error
	}{{".csv", r.CSV}, {".xlsx", r.XLSX}, {".html", r.HTML}} {
		var b bytes.Buffer
		if err := form.write(&b); err != nil {
			return "", fmt.Errorf("export: %w", err)
		}
		at, err := writeDay(folder, name+form.ending, b.Bytes())
		if err != nil {
			return "", err
		}
		path = strings.TrimSuffix(at, form.ending)
	}
	return path, nil
}
