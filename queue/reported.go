package queue

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Reported says which event holds the report of a business day.
type Reported struct {
	Date string `json:"date"`
	Seq  uint64 `json:"seq"`
}

// ClosedDay says which event closed a business day, the last time if it was reopened.
type ClosedDay struct {
	Date string `json:"date"`
	Seq  uint64 `json:"seq"`
}

// keptReports is how many days' reports a state knows the place of, and how many days
// that have none: more than three years of working days.
const keptReports = 800

// MaxReport bounds the report of a day, in bytes: an event must pass through the hall's
// network whole.
const MaxReport = 960 << 10

// reportedAt is where a day stands, or would stand, among those reported.
func (s *State) reportedAt(date string) (i int, ok bool) {
	return slices.BinarySearchFunc(s.Reported, date, func(r Reported, date string) int { return strings.Compare(r.Date, date) })
}

// reportDay keeps the report of a day that is over. A day has one; only if it was
// reopened since is there another, in its place.
func (d *decision) reportDay(c ReportDay) *Refusal {
	if t, err := time.Parse(dateLayout, c.Date); err != nil || t.Format(dateLayout) != c.Date || c.Date > d.Day.Date {
		return Refuse(CodeBadDate, "a day that has been is reported", "date", c.Date)
	}
	if d.Day.Open && c.Date == d.Day.Date {
		return Refuse(CodeDayOpen, "a day is reported once it is closed", "date", c.Date)
	}
	if len(c.Report) > MaxReport || !json.Valid(c.Report) {
		return Refuse(CodeBadHistory, "a report is JSON of at most 960 KiB", "date", c.Date)
	}
	for _, x := range d.Unreported {
		if x.Date == c.Date && c.Closed != 0 && c.Closed != x.Seq {
			return Refuse(CodeBadHistory, "the day was reopened and closed again; count it anew", "date", c.Date)
		}
	}
	if _, ok := d.reportedAt(c.Date); !ok {
		d.emit(DayReported{Date: c.Date, Report: c.Report})
	}
	return nil
}

// awaitReport notes that a day has closed and is to be reported.
func (s *State) awaitReport(r *Record, e DayClosed) {
	if _, ok := s.reportedAt(e.Date); ok {
		return
	}
	all := append(slices.Clone(s.Unreported), ClosedDay{Date: e.Date, Seq: r.Seq})
	s.Unreported = all[max(0, len(all)-keptReports):]
}

func (s *State) applyReported(r *Record, e DayReported) {
	i, ok := s.reportedAt(e.Date)
	all := slices.Clone(s.Reported)
	if ok {
		all[i].Seq = r.Seq
	} else {
		all = slices.Insert(all, i, Reported{Date: e.Date, Seq: r.Seq})
	}
	s.Reported = all[max(0, len(all)-keptReports):]
	s.Unreported = without(s.Unreported, func(x ClosedDay) bool { return x.Date == e.Date })
}
