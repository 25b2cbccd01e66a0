package node

import (
	"encoding/json"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait"
	"onewindow/wire"
)

// plan answers how many windows a day will need, by what earlier days have taught.
func (n *Node) plan(data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.PlanRequest](data)
	if err != nil {
		return nil, err
	}
	var set *queue.Settings
	var cat *queue.Catalogue
	n.follow.read(func(s *queue.State, now time.Time) {
		if !s.Configured() {
			return
		}
		set, cat = s.Settings, s.Catalogue
		if last := max(s.Day.Date, set.Hall.Date(now)); r.Date == "" {
			r.Date = set.Calendar.NextWorking(last)
		}
	})
	if set == nil {
		return nil, wireError(queue.Refuse(queue.CodeNotConfigured, "the hall has no settings yet; load them first"))
	}
	if d, e := time.Parse(time.DateOnly, r.Date); e != nil || d.Format(time.DateOnly) != r.Date {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "a date is written 2006-01-02", Hint: "leave it out for the next working day"}
	}
	known := n.foreseen().Known
	if known == nil {
		known = wait.Learn(set, cat, nil)
	}
	staffing := wait.DefaultStaffing()
	staffing.Level = wait.PlanLevel
	p := wait.PlanDay(known, set, r.Date, staffing)
	out := wire.PlanReply{
		Date: p.Date, Works: p.Works, Days: p.Days, Target: p.Target, Level: p.Level, Hours: p.Hours, Most: p.Most, Rows: make([]wire.PlanRow, len(p.Rows)),
	}
	for i, row := range p.Rows {
		out.Rows[i] = wire.PlanRow(row)
	}
	return out, nil
}
