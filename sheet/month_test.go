package sheet_test

import (
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/sheet"
)

// names are those of the hall of month, one of them like a formula.
func names(lang queue.Lang) sheet.Names {
	s, c := queuetest.Settings(2), queuetest.Catalogue()
	s.Themes[0].Name = queue.Text{ZhHans: "商事登记", ZhHant: "商事登記", En: "=Business"}
	return sheet.NamesOf(&s, &c, lang)
}

// month is a span of two days that nobody's chance made: the same in each run.
func month(t queuetest.Must) *report.Span {
	t.Helper()
	s := queuetest.Settings(2)
	h := queuetest.Empty(t, s)
	span := &report.Span{}
	for day, date := range []string{"2026-11-25", "2026-11-26"} {
		h.Now = h.State.Settings.Hall.At(date, 8*60+50)
		h.Do(t, queue.OpenDay{Date: date})
		for _, w := range s.Windows[:5] {
			h.Do(t, queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
		}
		h.Do(t, queuetest.Printer("t", queue.FaultPaperOut))
		for i := range 40 + 10*day {
			visitor(t, h, i)
			h.Wait(3 * time.Minute)
			if i == 6 {
				h.Do(t, queuetest.Printer("t", ""))
				advice(t, h)
			}
			if i > 4 {
				clerk(t, h, i)
			}
		}
		h.Do(t, queue.CloseDay{})
		if err := span.Add(report.Of(h.State)); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return span
}

// visitor draws the i-th number of the day.
func visitor(t queuetest.Must, h *queuetest.Hall, i int) {
	is := queue.Issue{Theme: []string{"business", "construction", "general"}[i%3], Source: queue.SourceKiosk}
	if i%4 == 0 {
		is.Theme, is.Items = "", []string{[]string{"A-1", "B-2", "C-1"}[i%3]}
	}
	if i%7 == 6 {
		is.Class = queue.Priority
	}
	n := h.IssueAs(t, is)
	paper := queue.ReportPaper{Terminal: "t", Number: n, State: queue.PaperPrinted}
	if i < 5 {
		paper.State, paper.Reason = queue.PaperUnprinted, queue.PaperReason(queue.FaultPaperOut)
	}
	if i%5 != 4 { // of every fifth nobody hears
		h.Do(t, paper)
	}
	if i%17 == 3 {
		h.Do(t, queue.Cancel{Number: n, Reason: "left"})
		return
	}
	low := 60 * (i % 9)
	h.Do(t, queue.PromiseWait{Number: n, Promise: queue.Promise{At: h.Now, Low: low, Median: low + 300, Likely: low + 500, High: low + 700, Rough: i%11 == 0}})
}

// clerk is what a window does after the i-th number; what the hall refuses is left out.
func clerk(t queuetest.Must, h *queuetest.Hall, i int) {
	w := h.State.Windows[i%5]
	try := func(c queue.Command) { _, _ = h.Try(c) }
	switch {
	case w.State == queue.Paused:
		try(queue.Resume{Window: w.ID})
	case i%13 == 12:
		try(queue.Pause{Window: w.ID, Reason: "tea", After: true})
		try(queue.Finish{Window: w.ID})
		return
	case i%20 == 19:
		try(queue.Finish{Window: w.ID})
		try(queue.Call{Window: w.ID, Number: h.State.Tickets[len(h.State.Tickets)-1].Number})
		return
	}
	try(queue.Next{Window: w.ID})
	if i%9 == 8 {
		for range 2 {
			h.Wait(20 * time.Second)
			try(queue.Recall{Window: w.ID})
		}
		h.Wait(20 * time.Second)
		try(queue.NoShow{Window: w.ID})
		try(queue.Next{Window: w.ID})
	}
	h.Wait(40 * time.Second)
	try(queue.Start{Window: w.ID})
}

// advice is given and accepted.
func advice(t queuetest.Must, h *queuetest.Hall) {
	h.Do(t, queue.Advise{Advices: []queue.Advice{{Theme: "general", What: queue.AskOpen, Window: "6", Now: 1, Then: 2, Until: h.Now.Add(time.Hour)}}})
	h.Do(t, queue.AnswerAdvice{ID: h.State.Advices[0].ID, Accept: true})
}
