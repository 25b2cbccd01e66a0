package foresee

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
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

// reported waits for so many reports, and returns what the last is of.
func (h *hall) reported(f *Foresee, n int) (last queue.DayReported) {
	h.t.Helper()
	f.Hurry()
	h.within("the report", func() bool { return h.count("day.reported/1") == n })
	h.do(func(h *queuetest.Hall) {
		for _, r := range h.Records {
			if e, ok := r.Event.(queue.DayReported); ok {
				last = e
			}
		}
	})
	return last
}

// nextDay opens the next working day at nine.
func nextDay(t *testing.T, h *queuetest.Hall) {
	t.Helper()
	date := h.State.Settings.Calendar.NextWorking(h.State.Day.Date)
	h.Now = h.State.Settings.Hall.At(date, 9*60)
	h.Do(t, queue.OpenDay{Date: date})
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
}

// closedThen is a hall whose day closed, after which so much happened before anybody
// looked; want is what the day came to when it closed.
func closedThen(t *testing.T, h *queuetest.Hall, then func(*queuetest.Hall)) (want []byte) {
	t.Helper()
	serve(t, h, time.Minute)
	h.Issue(t, "business")
	h.Do(t, queue.CloseDay{})
	want = written(t, h.State)
	h.Wait(time.Hour)
	then(h)
	return want
}

// afterwards is what may happen before a closed day is reported.
var afterwards = map[string]func(*testing.T, *queuetest.Hall){
	"nothing":      func(*testing.T, *queuetest.Hall) {},
	"the next day": nextDay,
	"three days": func(t *testing.T, h *queuetest.Hall) {
		nextDay(t, h)
		serve(t, h, time.Minute)
		h.Do(t, queue.CloseDay{})
		nextDay(t, h)
	},
	"other settings": func(t *testing.T, h *queuetest.Hall) {
		set := *h.State.Settings
		set.Hall.UTCOffset = 540
		h.Do(t, queue.ChangeSettings{Settings: set, Hash: "s3"})
	},
}

func TestADayIsReportedAsItWasWhenItClosed(t *testing.T) {
	for name, then := range afterwards {
		for _, running := range []bool{true, false} {
			t.Run(fmt.Sprint(name, ", foreseen meanwhile: ", running), func(t *testing.T) {
				h := newHall(t, 1)
				var f *Foresee
				if running {
					f = h.start()
				}
				var want []byte
				var days int
				h.do(func(h *queuetest.Hall) {
					want = closedThen(t, h, func(h *queuetest.Hall) { then(t, h) })
					for _, r := range h.Records {
						if _, ok := r.Event.(queue.DayClosed); ok {
							days++
						}
					}
				})
				if !running {
					f = h.start()
				}
				h.reported(f, days)
				found := false
				h.do(func(h *queuetest.Hall) {
					if len(h.State.Unreported) > 0 {
						t.Errorf("not reported: %+v", h.State.Unreported)
					}
					for _, r := range h.Records {
						if e, ok := r.Event.(queue.DayReported); ok && e.Date == queuetest.Date {
							found = true
							if !bytes.Equal(e.Report, want) {
								t.Errorf("%s\nwhen it closed\n%s", e.Report, want)
							}
						}
					}
				})
				if !found {
					t.Error("the day has no report")
				}
			})
		}
	}
}

func TestADayThatCannotBeReportedIsSaidOnceAndHoldsUpNoOther(t *testing.T) {
	h := newHall(t, 1)
	var log lines
	f := h.start(func(s *Settings) { s.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	h.round(f)
	var seq uint64
	h.do(func(q *queuetest.Hall) {
		q.Do(t, queue.CloseDay{})
		seq = q.State.Unreported[0].Seq
		h.follow()
		d := report.Of(q.State)
		for s := range 200_000 {
			d.All.Waits = append(d.All.Waits, report.Bin{Seconds: s, N: 1}) // more than an event holds
		}
		f.counts.put(seq, d)
		nextDay(t, q)
		q.Do(t, queue.CloseDay{})
	})
	f.Hurry()
	h.within("the other day's report", func() bool { return h.count("day.reported/1") == 1 })
	for range 3 {
		before := h.looks()
		f.Hurry()
		h.within("another round", func() bool { return h.looks() > before })
	}
	if n := strings.Count(log.String(), "a day will have no report"); n != 1 {
		t.Errorf("said %d times:\n%s", n, log.String())
	}
}

// lines collects what is logged.
type lines struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestAReportThatCouldNotBeReadIsReadAgain(t *testing.T) {
	h := newHall(t, 1)
	h.do(func(q *queuetest.Hall) {
		q.Do(t, queue.CloseDay{})
		q.Do(t, queue.ReportDay{Date: q.State.Day.Date, Report: written(t, q.State)})
		h.unread = 1
	})
	f := h.start()
	h.within("what is known", func() bool { return f.Known() != nil })
	if n := len(f.Known().Days); n != 0 {
		t.Fatalf("%d days", n)
	}
	f.Hurry()
	h.within("the day to teach", func() bool { return len(f.Known().Days) == 1 })
}

func TestRoundsRestHoweverTheyAreHurried(t *testing.T) {
	h := newHall(t, 1)
	const long = 10 * time.Millisecond
	h.resting = func() { <-time.After(long) }
	began := time.Now() // the first round begins at once
	f := h.start()
	rounds := func() int { h.mu.Lock(); defer h.mu.Unlock(); return h.renewed }
	h.within("five rounds", func() bool { f.Hurry(); return rounds() >= 5 })
	if took := time.Since(began); took < 4*(1+share)*long {
		t.Errorf("five rounds within %s", took)
	}
}
