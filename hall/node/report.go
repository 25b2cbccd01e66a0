package node

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/wire"
)

// mostReport is how many bytes of reports one answer holds, but for the first, which
// comes in any case.
const mostReport = 512 << 10

// report answers with the reports of days: those in the hall's history, and that of the
// day that runs, as far as it has come. Figures of clerks are for who has the right.
func (n *Node) report(from wire.Terminal, data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.ReportRequest](data)
	if err != nil {
		return nil, err
	}
	a := reporting{clerks: n.maySeeClerks(from)}
	n.follow.read(func(s *queue.State, now time.Time) {
		r.From = cmp.Or(r.From, s.Day.Date)
		r.To = cmp.Or(r.To, r.From)
		a.listed = s.Reported // an event makes a new list
		_, has := slices.BinarySearchFunc(s.Reported, s.Day.Date, func(d queue.Reported, date string) int { return strings.Compare(d.Date, date) })
		if !has && r.From <= s.Day.Date && s.Day.Date <= r.To {
			a.last, a.running = report.At(s, now), s.Day.Open
		}
	})
	for _, date := range []string{r.From, r.To} {
		if _, e := time.Parse(time.DateOnly, date); e != nil && date != "" || r.From > r.To {
			return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "a date is written 2006-01-02, and from is not later than to", Hint: "leave both out for the last business day"}
		}
	}
	return n.reportsOf(r, &a)
}

// reporting is what a request for reports is answered from.
type reporting struct {
	clerks bool
	listed []queue.Reported
	// last is the last day, if its report is not in the history.
	last    *report.Day
	running bool
}

func (n *Node) reportsOf(r wire.ReportRequest, a *reporting) (any, *wire.Error) {
	out := wire.ReportReply{Days: []json.RawMessage{}}
	size := 0
	add := func(d *report.Day) *wire.Error {
		if !a.clerks {
			d = d.WithoutClerks()
		}
		b, err := d.Encode()
		if err != nil {
			n.log.Error("write a report", "date", d.Date, "err", err)
			return &wire.Error{Code: wire.CodeInternal, Msg: "the hall made a mistake", Hint: "see the hall's log"}
		}
		if size += len(b); len(out.Days) > 0 && size > mostReport {
			out.Next = d.Date
			return nil
		}
		out.Days = append(out.Days, b)
		return nil
	}
	for _, x := range a.listed {
		if x.Date < r.From || x.Date > r.To || out.Next != "" {
			continue
		}
		d, err := n.reportAt(x.Seq)
		if err != nil {
			n.log.Error("read a report", "date", x.Date, "seq", x.Seq, "err", err)
			out.Unread = append(out.Unread, x.Date)
			continue
		}
		if err := add(d); err != nil {
			return nil, err
		}
	}
	if a.last == nil || out.Next != "" {
		return out, nil
	}
	err := add(a.last)
	if a.running && out.Next == "" {
		out.Running = a.last.Date
	}
	return out, err
}

// maySeeClerks reports whether who is at a terminal may see figures about single clerks.
func (n *Node) maySeeClerks(from wire.Terminal) bool {
	if !from.Desk() {
		return true // the hall's admin
	}
	var refused *queue.Refusal
	n.follow.read(func(s *queue.State, _ time.Time) { _, refused = s.Authorise(from.ID, queue.RightReports) })
	return refused == nil
}

// reportAt is the report that an event holds.
func (n *Node) reportAt(seq uint64) (*report.Day, error) {
	r, err := n.record(seq)
	if err != nil {
		return nil, err
	}
	e, ok := r.Event.(queue.DayReported)
	if !ok {
		return nil, fmt.Errorf("node: event %d is %s, which is no report", seq, r.Event.Type())
	}
	return report.Read(e.Report)
}

// record reads one event of the hall's history.
func (n *Node) record(seq uint64) (r queue.Record, err error) {
	err = errNoEvent
	rerr := n.set.Journal.Run(seq, 1, 1, func(_ uint64, b []byte) error {
		err = json.Unmarshal(b, &r)
		return nil
	})
	return r, errors.Join(rerr, err)
}

var errNoEvent = errors.New("node: there is no such event")
