package cli

import (
	"context"
	"fmt"

	"onewindow/queue/report"
	"onewindow/wire"
)

// reportRuns is how often reports are asked for at most: an answer holds a day at
// least.
const reportRuns = 1000

// Reports implements manager.Desk.
func (d managerDesk) Reports(ctx context.Context, from, to string) (*report.Span, error) {
	return wholeReport(ctx, from, to, func(ctx context.Context, r wire.ReportRequest) (out wire.ReportReply, err error) {
		err = d.c.Do(ctx, "state", "report", r, &out)
		return out, err
	})
}

// wholeReport asks for the reports of days, a run after the other, and joins them.
func wholeReport(ctx context.Context, from, to string, ask func(context.Context, wire.ReportRequest) (wire.ReportReply, error)) (*report.Span, error) {
	days, err := reportedDays(ctx, from, to, ask)
	if err != nil {
		return nil, err
	}
	return report.Join(days...)
}

// reportedDays asks for the reports of days, a run after the other.
func reportedDays(ctx context.Context, from, to string, ask func(context.Context, wire.ReportRequest) (wire.ReportReply, error)) ([]*report.Day, error) {
	var days []*report.Day
	for range reportRuns {
		r, err := ask(ctx, wire.ReportRequest{From: from, To: to})
		if err != nil {
			return nil, err
		}
		for _, b := range r.Days {
			day, err := report.Read(b)
			if err != nil {
				return nil, fmt.Errorf("state.report: update this machine or the hall: %w", err)
			}
			days = append(days, day)
		}
		if r.Next == "" {
			break
		}
		from = r.Next
	}
	return days, nil
}
