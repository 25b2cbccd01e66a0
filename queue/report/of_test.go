package report_test

import (
	"fmt"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// serve calls the next at a window, lets the citizen walk up and serves it so long.
func serve(t *testing.T, h *queuetest.Hall, window string, walk, service time.Duration) string {
	t.Helper()
	n := h.Next(t, window)
	h.Wait(walk)
	h.Do(t, queue.Start{Window: window})
	h.Wait(service)
	h.Do(t, queue.Finish{Window: window})
	return n
}

func want[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("%s: %s, want %s", what, g, w)
	}
}

func TestADayThatOneCanCountByHand(t *testing.T) {
	h := queuetest.New(t, 1) // 09:00; windows 1 business, 2 construction, 3 general
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	h.IssueAs(t, queue.Issue{Items: []string{"A-2", "B-1"}})
	h.Wait(20 * time.Minute)
	serve(t, h, "1", time.Minute, 10*time.Minute) // A001: waited 20 min; until 09:31
	serve(t, h, "1", 0, 5*time.Minute)            // A002, first part: waited 31 min; until 09:36
	h.Do(t, queue.Pause{Window: "1", Reason: "tea"})
	h.Wait(9 * time.Minute)
	h.Do(t, queue.Resume{Window: "1"})  // 09:45
	serve(t, h, "2", 0, 15*time.Minute) // A002, second part: waited 9 min more; until 10:00
	h.Issue(t, "general")               // 10:00
	h.Next(t, "3")                      // and called at once
	for range 2 {
		h.Wait(20 * time.Second)
		h.Do(t, queue.Recall{Window: "3"})
	}
	h.Wait(20 * time.Second)
	h.Do(t, queue.NoShow{Window: "3"}) // 10:01
	left := h.Issue(t, "general")
	h.Do(t, queue.Cancel{Number: left, Reason: "left"})
	h.Issue(t, "general") // waits in vain
	h.Wait(59 * time.Minute)
	h.Do(t, queue.CloseDay{}) // 11:00
	d := report.Of(h.State)

	all := d.All
	want(t, "drawn, served, cancelled, unserved, lost", []int{all.Issued, all.Served, all.Cancelled, all.Unserved, all.Lost}, []int{5, 2, 1, 2, 0})
	want(t, "missed, not back", []int{all.Missed, all.NoShow}, []int{1, 1})
	want(t, "waits of the hall", all.Waits, report.Dist{{0, 1}, {1200, 1}, {1860, 1}})
	want(t, "median, 90 %, longest, in time", []int{all.Waits.Percentile(50), all.Waits.Percentile(90), all.Waits.Max(), all.InTarget()}, []int{1200, 1860, 1860, 333})
	want(t, "waits for construction", d.Themes["construction"].Waits, report.Dist{{540, 1}})
	want(t, "walks", all.Walk, report.Sum{N: 3, Seconds: 60, Max: 60})
	want(t, "visits", all.Service, report.Sum{N: 2, Seconds: 600 + 300 + 900, Max: 1200})
	want(t, "parts of business", d.Themes["business"].Service, report.Sum{N: 2, Seconds: 900, Max: 600})
	want(t, "item A-1", []int{d.Items["A-1"].Issued, d.Items["A-1"].Served, d.Items["A-1"].Service.Seconds}, []int{1, 1, 600})
	one := d.Windows["1"]
	want(t, "window 1 open, paused, busy", []int{one.Open, one.Paused, one.Busy, one.Occupancy()}, []int{120*60 - 540, 540, 16 * 60, 144})
	want(t, "its clerk", []int{d.Clerks["c1"].Served, d.Clerks["c1"].Open}, []int{2, one.Open})
	want(t, "window 3", []int{d.Windows["3"].Missed, d.Windows["3"].Busy, d.Windows["3"].Served}, []int{1, 60, 0})
	nine := d.HalfHours[0]
	want(t, "the half hour from nine", []any{nine.At.String(), nine.Drawn, nine.Called, nine.Waits, nine.Waiting, nine.Open},
		[]any{"09:00", 2, 1, report.Sum{N: 2, Seconds: 3060, Max: 1860}, 20*60 + 30*60, 3 * 1800})

	l := d.Lessons
	want(t, "breaks", []int{l.Breaks.N, l.Breaks.Seconds}, []int{1, 540})
	want(t, "calls in vain", []int{l.Lost.N, l.Lost.Seconds}, []int{1, 60})
	want(t, "called and missed at once, after 20 min, after 30", []report.Miss{l.Misses[0], l.Misses[4], l.Misses[6]}, []report.Miss{{1, 1}, {1, 0}, {1, 0}})
	want(t, "lengths by item", []int{l.Items["A-1"].Seconds, l.Items["A-2"].Seconds, l.Items["B-1"].Seconds}, []int{600, 300, 900})
	want(t, "drawn from nine and from ten", []int{l.Drawn["business"][18], l.Drawn["general"][20]}, []int{2, 3})
	want(t, "minutes of window 1", l.Present["1"][18:22], []int{30, 21, 30, 30})
}

func TestCallsThatPassedSomebodyAreCountedByTheirGround(t *testing.T) {
	for _, tt := range []struct {
		ground report.Ground
		do     func(h *queuetest.Hall)
	}{
		{report.GroundPicked, func(h *queuetest.Hall) { h.Do(t, queue.Call{Window: "1", Number: "A002"}) }},
		{report.GroundDirected, func(h *queuetest.Hall) {
			h.Do(t, queue.Transfer{Number: "A002", To: queue.Target{Window: "5"}})
			h.Next(t, "5")
		}},
		{report.GroundSent, func(h *queuetest.Hall) {
			h.Do(t, queue.Transfer{Number: "A001", To: queue.Target{Window: "2"}})
			h.Next(t, "1")
		}},
		{report.GroundPriority, func(h *queuetest.Hall) {
			h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Priority})
			h.Next(t, "1")
		}},
		{report.GroundAppointment, func(h *queuetest.Hall) {
			h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Appointment, Slot: h.Now})
			h.Next(t, "1")
		}},
		{report.GroundReturned, func(h *queuetest.Hall) {
			h.Next(t, "1")
			for range 2 {
				h.Wait(20 * time.Second)
				h.Do(t, queue.Recall{Window: "1"})
			}
			h.Wait(20 * time.Second)
			h.Do(t, queue.NoShow{Window: "1"})
			h.Do(t, queue.Return{Number: "A001"})
			h.Next(t, "1")
		}},
		{"", func(h *queuetest.Hall) { h.Next(t, "1"); h.Next(t, "2") }},
		{"", func(h *queuetest.Hall) { // a call that is taken back: whoever was called meanwhile passed nobody
			h.Next(t, "1")
			h.Next(t, "2")
			h.Do(t, queue.Undo{Window: "1"})
		}},
	} {
		h := queuetest.New(t, 2)
		h.Issue(t, "business")
		h.Wait(10 * time.Minute)
		h.Issue(t, "business")
		tt.do(h)
		got := report.Of(h.State).All.Overtakes
		if tt.ground == "" {
			if len(got) > 0 {
				t.Errorf("%+v, want none", got)
			}
			continue
		}
		if x := got[tt.ground]; len(got) != 1 || x.Calls != 1 || x.Passed < 1 || x.Most < 600 && tt.ground != report.GroundPriority && tt.ground != report.GroundAppointment {
			t.Errorf("%+v, want one call by %s", got, tt.ground)
		}
	}
}

func TestPromisesAreHeldAgainstWhatCame(t *testing.T) {
	h := queuetest.New(t, 1)
	promise := func(low, median, likely, high int, rough bool) {
		n := h.Issue(t, "business")
		h.Do(t, queue.PromiseWait{Number: n, Promise: queue.Promise{At: h.Now, Low: low, Median: median, Likely: likely, High: high, Rough: rough}})
	}
	promise(60, 300, 500, 600, false) // waits 300: exact
	promise(60, 100, 200, 300, false) // waits 360: too long, beyond
	promise(500, 900, 1000, 1200, false)
	promise(0, 600, 700, 800, true)
	h.Wait(5 * time.Minute)
	for range 4 {
		serve(t, h, "1", 0, time.Minute)
	}
	h.Issue(t, "business")
	d := report.Of(h.State)
	want(t, "promises", d.All.Told, report.Accuracy{Promised: 3, Called: 3, Held: 1, Kept: 2, Error: 0 + 260 + 480, Bias: 0 - 260 + 480})
	want(t, "by formula", d.All.Rough, report.Accuracy{Promised: 1, Called: 1, Held: 1, Kept: 1, Error: 120, Bias: 120})
	scores := map[int]int{}
	for i, n := range d.Lessons.Scores {
		if n > 0 {
			scores[i] = n
		}
	}
	// 260 beyond a range of 200 is 1.3 of it, 480 below one of 400 is 1.2.
	want(t, "scores", scores, map[int]int{0: 1, 24: 1, 26: 1})
	now := report.Hall(h.State, h.Now)
	want(t, "promises by themselves", []report.Accuracy{now.Told, now.Rough}, []report.Accuracy{d.All.Told, d.All.Rough})
}

func TestAPromiseIsHeldAgainstTheLineForWhichItWasMade(t *testing.T) {
	h := queuetest.New(t, 1)
	for range 3 {
		n := h.Issue(t, "business")
		h.Do(t, queue.PromiseWait{Number: n, Promise: queue.Promise{At: h.Now, Low: 60, Median: 120, Likely: 300, High: 600}})
	}
	h.Wait(2 * time.Minute)
	h.Do(t, queue.Transfer{Number: "A001", To: queue.Target{Theme: "general"}})
	h.Do(t, queue.Next{Window: "1"}) // A002
	h.Do(t, queue.Undo{Window: "1"})
	h.Do(t, queue.Next{Window: "1"})
	h.Wait(30 * time.Minute)
	h.Do(t, queue.Next{Window: "3"}) // A001, of which nothing was said here
	want(t, "promises", report.Of(h.State).All.Told, report.Accuracy{Promised: 3, Called: 1, Held: 1, Kept: 1})
}

func TestPapersFaultsAndAdviceAreCounted(t *testing.T) {
	h := queuetest.New(t, 2)
	h.Do(t, queuetest.Printer("t", ""))
	paper := func(n string, state queue.PaperState, why queue.PaperReason) {
		h.Do(t, queue.ReportPaper{Terminal: "t", Number: n, State: state, Reason: why})
	}
	paper(h.Issue(t, "business"), queue.PaperPrinted, "")
	paper(h.Issue(t, "business"), queue.PaperUnprinted, queue.PaperReason(queue.FaultCutter))
	h.Do(t, queue.Reprint{Number: "A002"})
	h.Do(t, queuetest.Printer("t", queue.FaultCutter))
	h.Wait(2 * time.Minute) // of the copy nobody hears
	h.Do(t, queuetest.Printer("t", queue.FaultPaperOut))
	h.Wait(time.Minute)
	h.Do(t, queuetest.Printer("t", ""))
	h.Do(t, queue.Advise{Advices: []queue.Advice{{Theme: "general", What: queue.AskClose, Window: "5", Now: 2, Then: 1, Until: h.Now.Add(time.Hour)}}})
	h.Do(t, queue.AnswerAdvice{ID: h.State.Advices[0].ID})
	h.Issue(t, "business") // its paper is asked for when the day closes
	h.Do(t, queue.CloseDay{})
	h.Wait(time.Second)
	h.Do(t, queue.ReportPaper{Terminal: "t", Number: "A003", State: queue.PaperPrinted})
	d := report.Of(h.State)
	p := d.Papers
	want(t, "printed, unprinted, unconfirmed, copies", []int{p.Printed, p.Unprinted, p.Unconfirmed, p.Copies}, []int{1, 1, 1, 1})
	if p.Reasons["cutter"] != 1 {
		t.Errorf("reasons %v", p.Reasons)
	}
	want(t, "faults", d.Faults, map[queue.DeviceKind]map[queue.DeviceFault]report.Sum{queue.DevicePrinter: {
		queue.FaultCutter: {N: 1, Seconds: 120, Max: 120}, queue.FaultPaperOut: {N: 1, Seconds: 60, Max: 60},
	}})
	want(t, "advice", d.Advice, queue.Advised{Given: 1, Refused: 1})
}

func TestAVisitThatNobodyEndedTeachesNothing(t *testing.T) {
	h := queuetest.New(t, 1)
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	h.Next(t, "1")
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldHere})
	h.Do(t, queue.TakeBack{Window: "1", Number: "A001"})
	h.Wait(time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
	h.Next(t, "1")
	h.Do(t, queue.Start{Window: "1"})
	h.Wait(6 * time.Hour)
	h.Do(t, queue.CloseDay{})
	d := report.Of(h.State)
	if d.All.Served != 2 || len(d.Lessons.Items) > 0 || len(d.Lessons.Themes) > 0 {
		t.Errorf("%d served, learned %+v and %+v", d.All.Served, d.Lessons.Items, d.Lessons.Themes)
	}
}

func TestBeforeAnyDayThereIsNoReport(t *testing.T) {
	if d := report.Of(queue.New()); d != nil {
		t.Error("a report of nothing")
	}
	if d := report.Of(queuetest.Empty(t, queuetest.Settings(1)).State); d != nil {
		t.Error("a report before the first day")
	}
}
