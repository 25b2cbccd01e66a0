package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// foretell tells one outlook, and what events that led to.
func foretell(t *testing.T, h *queuetest.Hall, theme string, fits int) []queue.Record {
	t.Helper()
	return h.Do(t, queue.Foretell{Outlooks: []queue.Outlook{{Theme: theme, Fits: fits}}})
}

// stopping is a hall that stops the intake by its forecasts.
func stopping(t *testing.T) *queuetest.Hall {
	t.Helper()
	h := queuetest.New(t, 1)
	change(t, h, func(s *queue.Settings) { s.Rules.ForecastStop = true })
	return h
}

func TestAThemeGivesNoNumbersFrom89PercentUntil95(t *testing.T) {
	h := stopping(t)
	for _, c := range []struct {
		fits, events int
		full         bool
	}{{100, 0, false}, {90, 0, false}, {89, 1, true}, {89, 0, true}, {20, 0, true}, {94, 0, true}, {95, 1, false}, {90, 0, false}, {0, 1, true}} {
		rs := foretell(t, h, "business", c.fits)
		if len(rs) != c.events || h.State.ThemeState("business").Full != nil != c.full {
			t.Fatalf("at %d percent %v, full %+v", c.fits, types(rs), h.State.ThemeState("business").Full)
		}
		if !c.full {
			h.Issue(t, "business")
			continue
		}
		r := wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeFull)
		if r.Params["theme"] != "business" || !r.Until.Equal(local("2026-11-26", "08:45")) {
			t.Fatalf("refused with %v until %s", r.Params, r.Until)
		}
		wantRefusal(t, h, queue.Issue{Items: []string{"C-1", "A-1"}}, queue.CodeFull) // a later leg counts too
		h.Issue(t, "general")
	}
}

func TestARefusalSaysTheOutlookThatStoppedTheIntake(t *testing.T) {
	h := stopping(t)
	h.Wait(time.Minute)
	foretell(t, h, "business", 71)
	foretell(t, h, "business", 60)
	if r := wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeFull); r.Params["fits"] != "71" {
		t.Fatalf("refused with %v", r.Params)
	}
	if f := h.State.ThemeState("business").Full; !f.Since.Equal(h.Now) {
		t.Fatalf("full since %s", f.Since)
	}
}

func TestAnOutlookStopsNothingWhereTheRulesDoNotHaveItOrTheHallHasClosed(t *testing.T) {
	h := queuetest.New(t, 1)
	if rs := foretell(t, h, "business", 0); len(rs) > 0 {
		t.Fatalf("without forecast_stop %v", types(rs))
	}
	h = stopping(t)
	h.Now = at(t, h, "18:00")
	if rs := foretell(t, h, "business", 0); len(rs) > 0 {
		t.Fatalf("after closing %v", types(rs))
	}
	h.Do(t, queue.CloseDay{})
	if rs := foretell(t, h, "business", 0); len(rs) > 0 {
		t.Fatalf("with no day open %v", types(rs))
	}
}

func TestOneCommandForetellsAThemeOnceAndPassesOverOneThatIsUnknown(t *testing.T) {
	h := stopping(t)
	rs := h.Do(t, queue.Foretell{Outlooks: []queue.Outlook{{Theme: "nothing", Fits: 1}, {Theme: "general", Fits: 2}, {Theme: "general", Fits: 99}, {Theme: "business", Fits: 3}}})
	if len(rs) != 2 || h.State.ThemeState("general").Full == nil || h.State.ThemeState("business").Full == nil {
		t.Fatalf("%v", types(rs))
	}
	wantRefusal(t, h, queue.Foretell{Outlooks: []queue.Outlook{{Theme: "general", Fits: 99}, {Theme: "business", Fits: -1}}}, queue.CodeBadHistory)
}

func TestSwitchingTheRuleOffOrANewDayOpensAFullTheme(t *testing.T) {
	h := stopping(t)
	foretell(t, h, "business", 0)
	foretell(t, h, "general", 0)
	change(t, h, func(s *queue.Settings) { s.Rules.ForecastStop = false })
	h.Issue(t, "business")
	change(t, h, func(s *queue.Settings) { s.Rules.ForecastStop = true })
	h.Issue(t, "general")
	foretell(t, h, "general", 0)
	h.Do(t, queue.CloseDay{})
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	h.Issue(t, "general")
}

func TestAHallThatIsStoppedIsNotFull(t *testing.T) {
	h := stopping(t)
	h.Do(t, queue.StopHall{Reason: "fire"})
	if rs := foretell(t, h, "business", 0); len(rs) > 0 {
		t.Fatalf("stopped: %v", types(rs))
	}
	h.Do(t, queue.ResumeHall{})
	h.Issue(t, "business")
	if rs := foretell(t, h, "business", 0); len(rs) != 1 {
		t.Fatalf("after the stop: %v", types(rs))
	}
}
