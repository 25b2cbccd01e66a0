package foresee

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// serve serves one citizen, for so long.
func serve(t *testing.T, h *queuetest.Hall, length time.Duration) {
	t.Helper()
	h.Issue(t, "business")
	h.Do(t, queue.Next{Window: "1"})
	h.Wait(20 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	h.Wait(length)
	h.Do(t, queue.Finish{Window: "1"})
}

func TestAClosedDayIsReportedOnceAndTeaches(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	h.round(f)
	if k := f.Known(); k == nil || len(k.Days) != 0 {
		t.Fatalf("%+v", k)
	}
	before := f.Known().Mean("business")
	h.do(func(h *queuetest.Hall) {
		for range 40 {
			serve(t, h, 2*time.Minute)
		}
		h.Do(t, queue.CloseDay{})
	})
	f.Hurry()
	h.within("the report", func() bool { return h.count("day.reported/1") == 1 })
	f.Hurry()
	h.within("the lesson", func() bool { return len(f.Known().Days) == 1 })
	if f.Forecast() != nil {
		t.Error("something is foreseen of a closed day")
	}
	if d := f.Known().Days[0]; d.Date != queuetest.Date || d.All.Served != 40 {
		t.Fatalf("%s: %d served", d.Date, d.All.Served)
	}
	if after := f.Known().Mean("business"); after >= before-1 {
		t.Errorf("visits of two minutes have taught nothing: %g minutes, then %g", before, after)
	}

	h.do(func(h *queuetest.Hall) { h.Wait(time.Minute); h.Do(t, queue.OpenDay{Date: queuetest.Date}) })
	f.Hurry()
	h.within("the report counts no more", func() bool { return len(f.Known().Days) == 0 })
	h.do(func(h *queuetest.Hall) {
		h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
		serve(t, h, time.Minute)
		h.Do(t, queue.CloseDay{})
	})
	f.Hurry()
	h.within("a new report", func() bool { return h.count("day.reported/1") == 2 })
	f.Hurry()
	h.within("its lesson", func() bool { k := f.Known(); return len(k.Days) == 1 && k.Days[0].All.Served == 41 })
}

func TestADayThatClosedBeforeTheHallWasStoppedIsReportedAtTheNextStart(t *testing.T) {
	h := newHall(t, 1)
	h.do(func(h *queuetest.Hall) { serve(t, h, time.Minute); h.Do(t, queue.CloseDay{}) })
	f := h.start()
	h.within("the report", func() bool { return h.count("day.reported/1") == 1 })
	f.Hurry()
	h.within("the lesson", func() bool { k := f.Known(); return k != nil && len(k.Days) == 1 })
	again := h.start()
	again.Hurry()
	h.within("what is known after another start", func() bool { k := again.Known(); return k != nil && len(k.Days) == 1 })
	if n := h.count("day.reported/1"); n != 1 {
		t.Errorf("%d reports", n)
	}
}

func TestTheLastSixtyReportedDaysTeach(t *testing.T) {
	h := newHall(t, 1)
	h.do(func(h *queuetest.Hall) {
		for range daysKept + 3 {
			if !h.State.Day.Open {
				date := h.State.Settings.Calendar.NextWorking(h.State.Day.Date)
				h.Now = h.State.Settings.Hall.At(date, 9*60)
				h.Do(t, queue.OpenDay{Date: date})
			}
			h.Do(t, queue.CloseDay{})
			d := written(t, h.State)
			h.Do(t, queue.ReportDay{Date: h.State.Day.Date, Report: d})
		}
	})
	f := h.start()
	h.within("what is known", func() bool { return f.Known() != nil })
	days := f.Known().Days
	if len(days) != daysKept || days[0].Date != "2026-11-30" {
		t.Fatalf("%d days from %s", len(days), days[0].Date)
	}
}

func TestAnAdviceStaysForAWhileAndThenGivesWay(t *testing.T) {
	now := queuetest.Morning
	advice := func(theme string, then int, ago time.Duration) queue.Advice {
		return queue.Advice{Theme: theme, What: queue.AskOpen, Then: then, At: now.Add(-ago)}
	}
	type list []queue.Advice
	for name, c := range map[string]struct{ open, found, want list }{
		"nothing":            {nil, nil, nil},
		"found":              {nil, list{advice("a", 2, 0)}, list{advice("a", 2, 0)}},
		"young":              {list{advice("a", 2, steady-time.Second)}, nil, list{advice("a", 2, steady-time.Second)}},
		"old":                {list{advice("a", 2, steady)}, nil, nil},
		"young, found other": {list{advice("a", 2, time.Minute)}, list{advice("a", 3, 0), advice("b", 1, 0)}, list{advice("a", 2, time.Minute), advice("b", 1, 0)}},
		"old, found other":   {list{advice("a", 2, time.Hour)}, list{advice("a", 3, 0)}, list{advice("a", 3, 0)}},
	} {
		got := settled(c.open, c.found, now)
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %+v, want %+v", name, got[i], c.want[i])
			}
		}
	}
}

func TestTooFewWindowsAreAdvisedToBeMoreAndTheClerkIsAsked(t *testing.T) {
	h := newHall(t, 3)
	f := h.start()
	h.do(func(h *queuetest.Hall) {
		h.Wait(time.Hour)
		h.Do(t, queue.SignOut{Window: "2"})
		h.Do(t, queue.SignOut{Window: "3"})
		for range 12 {
			h.Issue(t, "business")
		}
	})
	f.Hurry()
	var open []queue.Advice
	h.within("advice", func() bool {
		h.do(func(h *queuetest.Hall) { open = h.State.Advices })
		return len(open) > 0
	})
	if a := open[0]; a.Theme != "business" || a.What != queue.AskOpen || a.Then <= a.Now || a.Share <= a.ShareNow {
		t.Fatalf("%+v", a)
	}
	h.do(func(h *queuetest.Hall) { h.Do(t, queue.AnswerAdvice{ID: open[0].ID, Accept: true}) })
	h.do(func(h *queuetest.Hall) {
		if w := h.State.Window(open[0].Window); w.Asked == nil || w.Asked.What != queue.AskOpen {
			t.Errorf("window %s was asked %+v", w.ID, w.Asked)
		}
	})
}
