package queue_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// changes are what the hall remembers, oldest first, as "what: from -> to".
func changes(h *queuetest.Hall) (all []string) {
	for _, c := range h.State.Changes {
		all = append(all, fmt.Sprintf("%s: %s -> %s", c.What, c.From, c.To))
	}
	return all
}

func TestWhatStaffChangeIsRememberedWithWhoAndWhen(t *testing.T) {
	h := queuetest.New(t, 1)
	skip := len(h.State.Changes)
	h.Wait(time.Minute)
	h.Do(t, queue.Assign{Window: "1", Own: []string{"general", "business"}, Spill: []string{"construction"}})
	h.Do(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "busy"})
	h.Do(t, queue.SetIntake{Theme: "business", Reason: "no longer"})
	h.Do(t, queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: 5, Slots: []queue.SlotQuota{{From: 540, To: 600, Limit: 3}}}})
	h.Do(t, queue.SetNotice{ID: "n1", Text: queue.Text{ZhHans: "演习"}, Until: h.Now.Add(time.Minute)})
	h.Do(t, queue.SetNotice{ID: "n2", Text: queue.Text{ZhHans: "会议"}})
	h.Do(t, queue.SetNotice{ID: "n2"})
	h.Do(t, queue.StopHall{Reason: "fire"})
	h.Do(t, queue.ResumeHall{})
	h.Wait(2 * time.Minute)
	c := queuetest.Catalogue()
	c.Items[0].Minutes++
	h.Do(t, queue.ChangeCatalogue{Catalogue: c, Hash: "c2"}) // the notice n1 has ended by itself
	h.Do(t, queue.CloseDay{})
	want := []string{
		"window/1: business (construction) -> general, business (construction)",
		"intake/business:  -> busy", "intake/business: busy -> ", "quota/business:  -> day=5, slots=(from=09:00, limit=3, to=10:00)",
		"notice/n1:  -> 演习", "notice/n2:  -> 会议", "notice/n2: 会议 -> ", "stop:  -> fire", "stop: fire -> ",
		"catalogue: c1 -> c2", "day: 2026-11-25 -> ",
	}
	if got := changes(h)[skip:]; !slices.Equal(got, want) {
		t.Fatalf("%q\nwant\n%q", got, want)
	}
	for _, c := range h.State.Changes[skip:] {
		if c.By != (queue.Actor{Terminal: "t"}) || c.At.Before(queuetest.Morning.Add(time.Minute)) {
			t.Errorf("%+v", c)
		}
	}
}

func TestSettingsAreComparedFieldByField(t *testing.T) {
	h := queuetest.New(t, 1)
	skip := len(h.State.Changes)
	s := *h.State.Settings
	s.Themes = slices.Clone(s.Themes)
	s.Staff = slices.Clone(s.Staff)
	s.Hall.Zones = []queue.Zone{{ID: "a", Name: queue.Text{ZhHans: "一区"}, Floor: "2F"}}
	s.Rules.Calls, s.Rules.ForecastStop = 2, true
	s.Rules.Alerts.LoadWarning = 5
	s.Calendar.Days = map[string]bool{"2026-12-25": false}
	s.Themes[0].Quota = queue.Quota{Day: 80}
	slices.Reverse(s.Themes) // a new order is told for nothing by itself
	s.Staff[0].PIN, s.Staff[0].Rights = "pbkdf2.secret.key", []queue.Right{queue.RightPick}
	s.Staff = append(s.Staff[:1:1], s.Staff[2], queue.Clerk{ID: "new", Name: "Newcomer", PIN: "pbkdf2.other.key"})
	h.Do(t, queue.SignOut{Window: "2"})
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "s2"})
	want := []string{
		"calendar.days.2026-12-25:  -> false", "hall.zones/a.floor:  -> 2F", "rules.alerts.load_warning:  -> 5", "rules.calls: 3 -> 2",
		"rules.forecast_stop: false -> true", "staff/c1.pin:  -> changed", "staff/c1.rights: pick, cancel -> pick",
		"staff/c2.name: Clerk 2 -> ", "staff/c2.rights: pick, cancel -> ", "staff/new.name:  -> Newcomer", "staff/new.pin:  -> changed",
		"themes/business.quota:  -> day=80",
	}
	if got := changes(h)[skip:]; !slices.Equal(got, want) {
		t.Fatalf("%q\nwant\n%q", got, want)
	}
}

func TestTheLastTwoHundredChangesAreRemembered(t *testing.T) {
	h := queuetest.New(t, 1)
	for i := range 260 {
		h.Do(t, queue.SetIntake{Theme: "business", Closed: true, Reason: fmt.Sprint(i)})
	}
	if n := len(h.State.Changes); n != 200 || h.State.Changes[199].To != "259" || h.State.Changes[0].To != "60" {
		t.Fatalf("%d changes from %+v to %+v", n, h.State.Changes[0], h.State.Changes[n-1])
	}
}

func TestWhatHappensByItselfIsNoChangeOfAnybodys(t *testing.T) {
	h := autoHall(t, func(*queue.Settings) {})
	for _, clock := range []string{"07:30", "09:00", "21:00"} {
		h.Now = local("2026-11-23", clock)
		if _, err := queue.Advance(h.State, h.Now); err != nil {
			t.Fatal(err)
		}
	}
	if len(h.State.Changes) != 0 {
		t.Fatalf("%q", changes(h))
	}
}
