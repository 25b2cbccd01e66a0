package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// autoHall is a furnished hall on Monday 2026-11-23 at 06:00 whose days open and
// close by themselves.
func autoHall(t *testing.T, change func(*queue.Settings)) *queuetest.Hall {
	t.Helper()
	h := &queuetest.Hall{State: queue.New(), Now: time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC)}
	s := queuetest.Settings(1)
	if change != nil {
		change(&s)
	}
	h.Do(t, queue.StartEpoch{Epoch: "1-00000001"})
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "s1"})
	h.Do(t, queue.ChangeCatalogue{Catalogue: queuetest.Catalogue(), Hash: "c1"})
	return h
}

// pass lets things happen until now and fails if something due is left.
func pass(t *testing.T, h *queuetest.Hall, until time.Time) []queue.Record {
	t.Helper()
	h.Now = until
	rs, err := queue.Advance(h.State, until)
	if err != nil {
		t.Fatal(err)
	}
	if due := queue.Due(h.State); !due.IsZero() && !due.After(until) {
		t.Fatalf("after advancing to %s something is still due at %s", until, due)
	}
	return rs
}

func local(date, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, time.FixedZone("hall", 8*3600))
	if err != nil {
		panic(err)
	}
	return t
}

func types(rs []queue.Record) (all []string) {
	for _, r := range rs {
		all = append(all, r.Event.Type())
	}
	return all
}

func TestTheDayOpensAndClosesByItselfOnWorkingDays(t *testing.T) {
	h := autoHall(t, func(s *queue.Settings) {
		s.Calendar.Days = map[string]bool{"2026-11-24": false, "2026-11-28": true}
	})
	for _, step := range []struct {
		at, date string
		open     bool
		due      string
	}{
		{"2026-11-23 07:29", "", false, "2026-11-23 07:30"},
		{"2026-11-23 07:30", "2026-11-23", true, "2026-11-23 08:45"},
		{"2026-11-23 20:59", "2026-11-23", true, "2026-11-23 21:00"},
		{"2026-11-23 21:00", "2026-11-23", false, "2026-11-25 07:30"}, // the 24th is a day off
		{"2026-11-25 07:31", "2026-11-25", true, "2026-11-25 08:45"},
		{"2026-11-27 07:30", "2026-11-27", true, "2026-11-27 08:45"},  // the hall was off on the 26th
		{"2026-11-27 23:00", "2026-11-27", false, "2026-11-28 07:30"}, // a Saturday that works
		{"2026-11-28 21:00", "2026-11-28", false, "2026-11-30 07:30"},
	} {
		pass(t, h, local(step.at[:10], step.at[11:]))
		if d := h.State.Day; d.Date != step.date || d.Open != step.open {
			t.Fatalf("at %s the day is %q, open %v; want %q, %v", step.at, d.Date, d.Open, step.date, step.open)
		}
		if due := queue.Due(h.State); !due.Equal(local(step.due[:10], step.due[11:])) {
			t.Fatalf("at %s due is %s, want %s", step.at, due, step.due)
		}
	}
}

func TestNothingStaysDueHoweverLongTheHallWasOff(t *testing.T) {
	start := local("2026-11-23", "08:00")
	for hours := range 24 * 15 {
		h := autoHall(t, func(s *queue.Settings) { s.Calendar.Days = map[string]bool{"2026-11-26": false} })
		pass(t, h, start)
		until := start.Add(time.Duration(hours) * time.Hour)
		pass(t, h, until)
		date := h.State.Settings.Hall.Date(until)
		clock := h.State.Settings.Hall.ClockAt(until)
		works := h.State.Settings.Calendar.Works(date)
		if inHours := works && clock >= 7*60+30 && clock < 21*60; inHours != h.State.Day.Open {
			t.Fatalf("off until %s %s: day %q open %v, want open %v", date, clock, h.State.Day.Date, h.State.Day.Open, inHours)
		}
		if h.State.Day.Open && h.State.Day.Date != date {
			t.Fatalf("off until %s: day %s is open", date, h.State.Day.Date)
		}
	}
}

func TestAHallThatSleepsThroughLunchHasNothingDueAfterwards(t *testing.T) {
	h := autoHall(t, nil)
	pass(t, h, local("2026-11-23", "11:00"))
	pass(t, h, local("2026-11-23", "15:00"))
	if h.State.Day.Phase != queue.PhaseOpen {
		t.Fatalf("phase %s, want open", h.State.Day.Phase)
	}
	if due := queue.Due(h.State); !due.Equal(local("2026-11-23", "18:00")) {
		t.Fatalf("due %s, want closing time", due)
	}
}

func TestThePhasesOfADayFollowTheOpeningHours(t *testing.T) {
	h := autoHall(t, nil)
	for _, step := range []struct {
		clock string
		want  queue.Phase
	}{
		{"07:30", queue.PhaseBefore}, {"08:44", queue.PhaseBefore}, {"08:45", queue.PhaseIntake}, {"09:00", queue.PhaseOpen},
		{"11:59", queue.PhaseOpen}, {"12:00", queue.PhaseLunch}, {"13:59", queue.PhaseLunch}, {"14:00", queue.PhaseOpen},
		{"17:59", queue.PhaseOpen}, {"18:00", queue.PhaseClosed},
	} {
		pass(t, h, local("2026-11-23", step.clock))
		if h.State.Day.Phase != step.want {
			t.Fatalf("at %s the phase is %s, want %s", step.clock, h.State.Day.Phase, step.want)
		}
	}
}

func TestADayClosedByHandDoesNotOpenAgainByItself(t *testing.T) {
	h := autoHall(t, nil)
	pass(t, h, local("2026-11-23", "10:00"))
	h.Do(t, queue.CloseDay{})
	pass(t, h, local("2026-11-23", "20:00"))
	if h.State.Day.Open {
		t.Fatal("the day has opened again")
	}
	r := wantRefusal(t, h, queue.Issue{Theme: "general"}, queue.CodeDayClosed)
	if !r.Until.Equal(local("2026-11-24", "08:45")) {
		t.Fatalf("come again at %s, want the next working day", r.Until)
	}
	wantRefusal(t, h, queue.OpenDay{Date: "2062-11-23"}, queue.CodeBadDate)
}

func TestAStepThatIsDueWakesTheCitizen(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	serve(t, h, "1")
	until := h.Now.Add(10 * time.Minute)
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldStep, Until: until, Reason: "seal"})
	wantState(t, h, a, queue.Held)
	if due := queue.Due(h.State); !due.Equal(until) {
		t.Fatalf("due %s, want %s", due, until)
	}
	pass(t, h, until.Add(-time.Millisecond))
	wantState(t, h, a, queue.Held)
	pass(t, h, until)
	wantState(t, h, a, queue.Waiting)
	if x := wantNext(t, h, "1", a); x.Reason.Code != queue.ReasonWoken {
		t.Fatalf("reason %s, want woken", x.Reason.Code)
	}
}

func TestWhoIsWokenTogetherIsWokenInTheOrderOfDrawing(t *testing.T) {
	h := queuetest.New(t, 2)
	until := h.Now.Add(10 * time.Minute)
	h.Issue(t, "business")
	h.Issue(t, "business")
	serve(t, h, "1")
	serve(t, h, "2")
	for _, w := range []string{"2", "1"} {
		h.Do(t, queue.HoldTicket{Window: w, Kind: queue.HoldStep, Until: until})
	}
	restored, err := queue.Restore(snapshot(t, h.State), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*queue.State{h.State, restored} {
		events := queue.Tick(s, until)
		if len(events) != 2 || events[0] != (queue.TicketWoken{Number: "A001"}) || events[1] != (queue.TicketWoken{Number: "A002"}) {
			t.Errorf("woken: %+v", events)
		}
	}
}

func TestANoticeEndsAtItsTime(t *testing.T) {
	h := queuetest.New(t, 1)
	until := h.Now.Add(time.Hour)
	h.Do(t, queue.SetNotice{ID: "fire", Text: queue.Text{ZhHans: "演习"}, Until: until})
	h.Do(t, queue.SetNotice{ID: "tea", Text: queue.Text{ZhHans: "茶水"}})
	pass(t, h, until)
	if n := h.State.Notices; len(n) != 1 || n[0].ID != "tea" {
		t.Fatalf("notices %v, want only the one without an end", n)
	}
	h.Do(t, queue.SetNotice{ID: "tea", Text: queue.Text{}})
	if len(h.State.Notices) != 0 {
		t.Fatal("an empty text clears a notice")
	}
	wantRefusal(t, h, queue.SetNotice{ID: "", Text: queue.Text{En: "x"}}, queue.CodeBadNotice)
	wantRefusal(t, h, queue.SetNotice{ID: "x", Text: queue.Text{En: "x"}, Until: h.Now}, queue.CodeBadNotice)
	wantRefusal(t, h, queue.SetNotice{ID: "x", Text: queue.Text{En: string(make([]byte, 601))}}, queue.CodeBadNotice)
}

func TestTimeNeverRunsBackwards(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Wait(time.Hour)
	h.Issue(t, "business")
	h.Now = h.Now.Add(-2 * time.Hour) // a wall clock was set back
	n := h.Issue(t, "business")
	x := h.State.Ticket(n)
	if x.Issued.Before(h.State.Tickets[0].Issued) {
		t.Fatalf("%s was issued at %s, before the one before it", n, x.Issued)
	}
}
