package queuetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"onewindow/queue"
)

// checkNumbers: each number once, none above the last one given, and the counts
// of the day right.
func checkNumbers(s *queue.State) error {
	if s.Settings == nil {
		return nil
	}
	known := map[string]bool{}
	issued := map[string]int{}
	for _, t := range s.Tickets {
		if known[t.Number] {
			return fmt.Errorf("number %s was given twice", t.Number)
		}
		known[t.Number] = true
		if s.Ticket(t.Number) != t {
			return fmt.Errorf("number %s leads to another ticket", t.Number)
		}
		if t.Day == s.Day.Date {
			issued[strings.TrimRight(t.Number, "0123456789")]++
		}
	}
	for i, th := range s.Settings.Themes {
		ts := &s.Themes[i]
		if ts.ID != th.ID || ts.Issued != issued[th.Prefix] {
			return fmt.Errorf("theme %s counts %d numbers, and gave %d", th.ID, ts.Issued, issued[th.Prefix])
		}
		slots := 0
		for _, n := range ts.Slots {
			slots += n
		}
		if slots > ts.Issued {
			return fmt.Errorf("theme %s counts %d numbers in slots, and gave %d", th.ID, slots, ts.Issued)
		}
	}
	return nil
}

// checkLines: who stands in the lines is who waits, in the order of keys, and
// the expected work is theirs.
func checkLines(s *queue.State) error {
	if s.Settings == nil {
		return nil
	}
	for i := range s.Settings.Themes {
		th := &s.Settings.Themes[i]
		var want []*queue.Ticket
		all, work := 0, 0
		for _, t := range s.Tickets {
			if t.State != queue.Waiting || t.Theme() != th.ID {
				continue
			}
			all, work = all+1, work+minutes(s, t)
			if t.Target == (queue.Target{}) && t.After <= s.Themes[i].Calls {
				want = append(want, t)
			}
		}
		slices.SortFunc(want, inOrder)
		n, m := s.Waiting(th.ID)
		if n != all || m != work {
			return fmt.Errorf("theme %s: %d wait with %d minutes, want %d with %d", th.ID, n, m, all, work)
		}
		if got := s.First(th.ID, len(s.Tickets)); !slices.Equal(got, want) {
			return fmt.Errorf("theme %s: the line is %v, want %v", th.ID, numbers(got), numbers(want))
		}
		for k, t := range want {
			if a := s.Ahead(t); a != k {
				return fmt.Errorf("theme %s: %d ahead of %s, want %d", th.ID, a, t.Number, k)
			}
		}
	}
	// The longest wait is found without looking at everybody.
	oldest := make([]time.Time, len(s.Settings.Themes))
	for _, t := range s.Tickets {
		since := s.WaitsSince(t)
		if since.IsZero() {
			continue
		}
		th := slices.IndexFunc(s.Settings.Themes, func(x queue.Theme) bool { return x.ID == t.Theme() })
		if o := &oldest[th]; o.IsZero() || since.Before(*o) {
			*o = since
		}
	}
	for i, o := range s.Oldest() {
		if !o.Equal(oldest[i]) {
			return fmt.Errorf("the longest wait for %s is since %v, and is told as since %v", s.Settings.Themes[i].ID, oldest[i], o)
		}
	}
	return nil
}

// inOrder is the order of calling, said once more.
func inOrder(a, b *queue.Ticket) int {
	if c := a.Key.Compare(b.Key); c != 0 {
		return c
	}
	return int(a.Seq) - int(b.Seq)
}

// minutes is the expected work of a ticket's current leg.
func minutes(s *queue.State, t *queue.Ticket) (m int) {
	for _, code := range t.Legs[t.Leg].Items {
		if it := s.Item(code); it != nil {
			m += it.Minutes
		}
	}
	if m == 0 {
		m = s.Theme(t.Theme()).Minutes
	}
	return m
}

func numbers(ts []*queue.Ticket) (ns []string) {
	for _, t := range ts {
		ns = append(ns, t.Number)
	}
	return ns
}

// checkPeriods: the spans of a visit follow each other without a gap but for the
// breaks of the day, begin with its issue, end with it, and only the last is open.
func checkPeriods(s *queue.State) error {
	for _, t := range s.Tickets {
		if len(t.Periods) == 0 || t.Periods[0].State != queue.Waiting || !t.Periods[0].From.Equal(t.Issued) {
			return fmt.Errorf("number %s: its spans %v do not begin with its issue", t.Number, t.Periods)
		}
		last := len(t.Periods) - 1
		for i, p := range t.Periods {
			switch {
			case i < last && !p.To.Equal(t.Periods[i+1].From) && !slices.ContainsFunc(s.Day.Breaks, func(b queue.Break) bool {
				return b.From.Equal(p.To) && b.To.Equal(t.Periods[i+1].From)
			}):
				return fmt.Errorf("number %s: a gap after span %d of %v", t.Number, i, t.Periods)
			case !p.To.IsZero() && p.To.Before(p.From):
				return fmt.Errorf("number %s: span %d of %v ends before it begins", t.Number, i, t.Periods)
			case p.Leg < 0 || p.Leg >= len(t.Legs) || i > 0 && p.Leg < t.Periods[i-1].Leg:
				return fmt.Errorf("number %s: span %d of %v is of a wrong leg", t.Number, i, t.Periods)
			case (p.State.AtWindow() || p.State == queue.Held) != (p.Window != ""):
				return fmt.Errorf("number %s: span %d of %v at window %q", t.Number, i, t.Periods, p.Window)
			}
		}
		end := t.Periods[last]
		if t.State.Live() && (end.State != t.State || !end.To.IsZero()) || !t.State.Live() && !end.To.Equal(t.Ended) {
			return fmt.Errorf("number %s is %s since %s, and its last span is %+v", t.Number, t.State, t.Ended, end)
		}
	}
	return nil
}
