package queuetest

import (
	"fmt"
	"slices"
	"time"

	"onewindow/queue"
)

// checkShifts: the spans of a window follow each other, the last says what the window
// now does, and those for which it was open make up its time.
func checkShifts(s *queue.State) error {
	last, open := map[string]queue.Shift{}, map[string]time.Duration{}
	seq := uint64(0)
	for i, x := range s.Shifts {
		if x.Seq <= seq || x.Clerk == "" || x.From.Before(s.Day.Opened) || x.From.After(s.At) || !x.To.IsZero() && x.To.Before(x.From) || x.Paused != (x.Reason != "") {
			return fmt.Errorf("shift %d of %+v", i, s.Shifts)
		}
		seq = x.Seq
		if before, ok := last[x.Window]; ok && (before.To.IsZero() || before.To.After(x.From)) {
			return fmt.Errorf("window %s is in two shifts, %+v and %+v", x.Window, before, x)
		}
		last[x.Window] = x
		to := x.To
		if to.IsZero() {
			to = s.At
		}
		if !x.Paused {
			open[x.Window] += to.Sub(x.From)
		}
	}
	for _, w := range s.Windows {
		x, ok := last[w.ID]
		if lasts := ok && x.To.IsZero(); lasts != (w.State != queue.Closed) {
			return fmt.Errorf("window %s is %s, and its last shift %+v", w.ID, w.State, x)
		}
		if w.State != queue.Closed && (x.Paused != (w.State == queue.Paused) || x.Clerk != w.Clerk || x.Reason != w.Reason) {
			return fmt.Errorf("window %s is %s (%s) with %s, and its shift %+v", w.ID, w.State, w.Reason, w.Clerk, x)
		}
		if was, _ := w.Worked(s.At); was != open[w.ID] {
			return fmt.Errorf("window %s counts %s open, and its shifts %s", w.ID, was, open[w.ID])
		}
	}
	return nil
}

// checkFaults: of an open day each fault that there is has one span that lasts, and no
// other does.
func checkFaults(s *queue.State) error {
	lasting := map[string]queue.DeviceSpan{}
	for _, x := range s.DeviceSpans {
		if x.Fault == "" || x.From.Before(s.Day.Opened) || x.From.After(s.At) || !x.To.IsZero() && x.To.Before(x.From) {
			return fmt.Errorf("the fault %+v", x)
		}
		if !x.To.IsZero() {
			continue
		}
		key := x.Terminal + "/" + x.ID
		if _, twice := lasting[key]; twice || !s.Day.Open {
			return fmt.Errorf("the fault %+v lasts twice, or when the day is over", x)
		}
		lasting[key] = x
	}
	for _, d := range s.Devices {
		key := d.Terminal + "/" + d.ID
		if x, ok := lasting[key]; s.Day.Open && (ok != (d.Fault != "") || x.Fault != d.Fault || ok && x.Kind != d.Kind) {
			return fmt.Errorf("the device %+v has the fault %+v", d, x)
		}
		delete(lasting, key)
	}
	if len(lasting) > 0 {
		return fmt.Errorf("faults of no device: %+v", lasting)
	}
	return nil
}

// checkForeseen: a theme is full only where the rules have it so, and then gives no
// number; promises, advice and the days reported are such as can be.
func checkForeseen(s *queue.State) error {
	for i := range s.Themes {
		ts := &s.Themes[i]
		if ts.Full == nil {
			continue
		}
		if !s.Settings.Rules.ForecastStop || ts.Full.Fits >= queue.FullBelow || ts.Full.Since.After(s.At) {
			return fmt.Errorf("theme %s is full, %+v", ts.ID, ts.Full)
		}
		if s.IntakeAt(ts.ID, s.At) == nil {
			return fmt.Errorf("theme %s is full and gives numbers", ts.ID)
		}
	}
	for _, t := range s.Tickets {
		p := t.Promise
		if p == nil {
			continue
		}
		order := []int{0, p.Low, p.Median, p.Likely, p.High, 86400}
		if p.Ahead < 0 || !slices.IsSorted(order) || p.At.Before(t.Issued) || p.At.After(s.At) {
			return fmt.Errorf("number %s, drawn %s, was promised %+v", t.Number, t.Issued, p)
		}
	}
	met := map[string]bool{}
	for _, a := range s.Advices {
		if met[a.ID] || !s.Day.Open || s.Theme(a.Theme) == nil || s.Window(a.Window) == nil || a.At.After(s.At) {
			return fmt.Errorf("the advice %+v", a)
		}
		met[a.ID] = true
	}
	for i, r := range s.Reported {
		if i > 0 && s.Reported[i-1].Date >= r.Date || r.Date > s.Day.Date || s.Day.Open && r.Date == s.Day.Date || r.Seq > s.Seq {
			return fmt.Errorf("the reports %+v", s.Reported)
		}
	}
	for i, d := range s.Unreported {
		reported := slices.ContainsFunc(s.Reported, func(r queue.Reported) bool { return r.Date == d.Date })
		if i > 0 && s.Unreported[i-1].Date >= d.Date || d.Date > s.Day.Date || s.Day.Open && d.Date == s.Day.Date || d.Seq > s.Seq || reported {
			return fmt.Errorf("the days without a report %+v; reported are %+v", s.Unreported, s.Reported)
		}
	}
	return nil
}
