package foresee

import (
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
)

// report has the report of the last closed day written into the hall's history, unless
// it is there; the one of a day that was reopened counts no more.
func (f *Foresee) report(look seen) {
	if look.day.Open || look.day.Date == "" || slices.ContainsFunc(look.reported, func(r queue.Reported) bool { return r.Date == look.day.Date }) {
		return
	}
	var day *report.Day
	f.hall.Read(func(s *queue.State, _ time.Time) {
		if !s.Day.Open && s.Day.Date == look.day.Date {
			f.guarded("report", func() { day = report.Of(s) })
		}
	})
	if day == nil {
		return
	}
	b, err := day.Encode()
	if err != nil {
		f.log.Error("the day's report cannot be written", "date", look.day.Date, "err", err)
		return
	}
	f.say(queue.ReportDay{Date: look.day.Date, Report: b})
}
