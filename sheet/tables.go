package sheet

import (
	"maps"
	"slices"
	"strings"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/queue/report"
)

// heads are worded heads of columns.
func (l *layout) heads(keys ...string) (all []string) {
	for _, k := range keys {
		all = append(all, l.say("sheet.col."+k))
	}
	return all
}

// coded is a code in words; one that has none is shown as it is.
func (l *layout) coded(area, code string) Cell {
	if words.Has(area + code) {
		return worded(l.say(area + code))
	}
	return worded(code)
}

// reasons are the calls by why they came when they did.
func (l *layout) reasons() Table {
	t := Table{ID: "reasons", Title: l.say("sheet.reasons"), Heads: l.heads("reason", "calls", "share")}
	all := l.span.All.Called()
	for _, r := range slices.Sorted(maps.Keys(l.span.All.Calls)) {
		n := l.span.All.Calls[r]
		t.Rows = append(t.Rows, []Cell{l.coded("manager.csv_reason.", string(r)), count(n), percent(n, all)})
	}
	return t
}

// overtakes are the calls that passed somebody, by why. That there were none without a
// ground is said too, once there were calls.
func (l *layout) overtakes() Table {
	t := Table{ID: "overtakes", Title: l.say("sheet.overtakes"), Heads: l.heads("ground", "calls", "passed", "most")}
	if len(l.span.All.Calls) == 0 {
		return t
	}
	for _, g := range report.Grounds {
		x := l.span.All.Overtakes[g]
		if x.Calls > 0 || g == report.GroundUnexplained {
			t.Rows = append(t.Rows, []Cell{worded(l.say("sheet.ground." + string(g))), count(x.Calls), count(x.Passed), minutes(x.Most, min(x.Calls, 1))})
		}
	}
	return t
}

// accuracy says how good promised waits were: of the hall, of its themes, and apart
// those that were made by formula.
func (l *layout) accuracy() Table {
	t := Table{ID: "accuracy", Title: l.say("sheet.accuracy"), Heads: l.heads("promise", "promised", "was_called", "held", "kept_time", "error", "bias")}
	add := func(name string, a report.Accuracy) {
		if a.Promised == 0 {
			return
		}
		t.Rows = append(t.Rows, []Cell{
			worded(name), count(a.Promised), count(a.Called), percent(a.Held, a.Called), percent(a.Kept, a.Called),
			minutes(a.Error, a.Called), minutes(a.Bias, a.Called),
		})
	}
	add(l.say("sheet.told"), l.span.All.Told)
	for _, id := range slices.SortedFunc(maps.Keys(l.span.Themes), byNumber) {
		add(l.o.Names.of(ByTheme, id), l.span.Themes[id].Told)
	}
	add(l.say("sheet.rough"), l.span.All.Rough)
	return t
}

// papers are what became of papers, and why some did not come out.
func (l *layout) papers() Table {
	p := &l.span.Papers
	t := Table{ID: "papers", Title: l.say("sheet.papers"), Heads: l.heads("paper", "times")}
	if p.Printed+p.Unprinted+p.Unconfirmed+p.Asked+p.Copies == 0 {
		return t
	}
	for _, x := range []struct {
		key string
		n   int
	}{{"printed", p.Printed}, {"unprinted", p.Unprinted}, {"unconfirmed", p.Unconfirmed}, {"asked", p.Asked}, {"copies", p.Copies}} {
		t.Rows = append(t.Rows, []Cell{worded(l.say("sheet.paper." + x.key)), count(x.n)})
	}
	for _, r := range slices.Sorted(maps.Keys(p.Reasons)) {
		why := l.coded("staff.paper_reason.", string(r))
		if !words.Has("staff.paper_reason." + string(r)) {
			why = l.coded("staff.fault.", string(r))
		}
		t.Rows = append(t.Rows, []Cell{worded(l.say("sheet.paper.why", "why", why.Text)), count(p.Reasons[r])})
	}
	return t
}

// faults are the faults of devices.
func (l *layout) faults() Table {
	t := Table{ID: "faults", Title: l.say("sheet.faults"), Heads: l.heads("device", "fault", "times", "minutes", "longest")}
	for _, k := range slices.Sorted(maps.Keys(l.span.Faults)) {
		for _, f := range slices.Sorted(maps.Keys(l.span.Faults[k])) {
			x := l.span.Faults[k][f]
			t.Rows = append(t.Rows, []Cell{
				l.coded("staff.device.", string(k)), l.coded("staff.fault.", string(f)), count(x.N), minutes(x.Seconds, 1), minutes(x.Max, 1),
			})
		}
	}
	return t
}

// advice is what became of advice. What was open when the day closed, or still is, was
// neither taken nor refused; with it the lines add up.
func (l *layout) advice() Table {
	a := l.span.Advice
	t := Table{ID: "advice", Title: l.say("sheet.advice"), Heads: l.heads("advice", "times")}
	if a == (queue.Advised{}) {
		return t
	}
	for _, x := range []struct {
		key string
		n   int
	}{{"given", a.Given}, {"accepted", a.Accepted}, {"refused", a.Refused}, {"over", a.Over}, {"open", max(0, a.Given-a.Accepted-a.Refused-a.Over)}} {
		t.Rows = append(t.Rows, []Cell{worded(l.say("sheet.advised." + x.key)), count(x.n)})
	}
	return t
}

// safe is a text as a cell: a spreadsheet would take one that begins like a formula
// for one, and an apostrophe says that it is none.
func safe(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
