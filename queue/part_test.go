package queue_test

import (
	"encoding/json"
	"strings"
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// rulesOf are the hall's rules with so many calls.
func rulesOf(h *queuetest.Hall, calls int) *queue.Rules {
	r := h.State.Settings.Rules
	r.Calls = calls
	return &r
}

func wantTypes(t *testing.T, rs []queue.Record, want ...string) {
	t.Helper()
	if got := strings.Join(types(rs), " "); got != strings.Join(want, " ") {
		t.Fatalf("happened %q, want %q", got, want)
	}
}

func TestAPublicationIsTheHallsWordAtOnceAndTheCentreOwnsThePart(t *testing.T) {
	h := queuetest.New(t, 1)
	rs := h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: rulesOf(h, 5)})
	wantTypes(t, rs, "settings.changed/1", "part.taken/1")
	if got := h.State.Settings.Rules.Calls; got != 5 {
		t.Errorf("calls are %d", got)
	}
	if got := h.State.Parts[queue.PartRules]; got != (queue.Taken{Version: 7, Hash: "7f"}) || !h.State.Owned(queue.PartRules) || h.State.Owned(queue.PartCalendar) {
		t.Errorf("parts %+v", h.State.Parts)
	}
	if h.State.SettingsHash != queue.ContentHash(h.State.Settings) {
		t.Error("the hash of the settings is not theirs")
	}
}

func TestAPublicationThatSaysWhatTheHallSaysChangesOnlyTheOwner(t *testing.T) {
	h := queuetest.New(t, 1)
	catalogue, calendar := *h.State.Catalogue, h.State.Settings.Calendar
	hash := h.State.SettingsHash
	wantTypes(t, h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 1, Hash: "1f", Rules: rulesOf(h, h.State.Settings.Rules.Calls)}), "part.taken/1")
	wantTypes(t, h.Do(t, queue.TakePart{Part: queue.PartCalendar, Version: 2, Hash: "2f", Calendar: &calendar}), "part.taken/1")
	wantTypes(t, h.Do(t, queue.TakePart{Part: queue.PartCatalogue, Version: 3, Hash: "3f", Catalogue: &catalogue}), "part.taken/1")
	if h.State.SettingsHash != hash {
		t.Error("the settings have another hash, and say the same")
	}
	// A newer version of the same text need not bring it again.
	wantTypes(t, h.Do(t, queue.TakePart{Part: queue.PartCatalogue, Version: 4, Hash: "3f"}), "part.taken/1")
}

func TestWhatTheCentreWantsIsWhatTheHallRunsNewerOrNot(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: rulesOf(h, 5)})
	// The one in force, said again with or without its text, changes nothing.
	wantTypes(t, h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: rulesOf(h, 1)}))
	wantTypes(t, h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f"}))
	for i, want := range []queue.TakePart{
		{Part: queue.PartRules, Version: 6, Hash: "6f", Rules: rulesOf(h, 4)}, // a wider one prevails again
		{Part: queue.PartRules, Version: 9, Hash: "9f", Rules: rulesOf(h, 3)},
		{Part: queue.PartRules, Version: 1, Hash: "1f", Rules: rulesOf(h, 2)}, // the centre has begun anew
		{Part: queue.PartRules, Version: 1, Hash: "1e", Rules: rulesOf(h, 1)}, // and again, up to the same version
	} {
		wantTypes(t, h.Do(t, want), "settings.changed/1", "part.taken/1")
		if got := h.State.Parts[queue.PartRules]; got != (queue.Taken{Version: want.Version, Hash: want.Hash}) || h.State.Settings.Rules.Calls != 4-i {
			t.Fatalf("%+v with %d calls", got, h.State.Settings.Rules.Calls)
		}
	}
	// An older one need not bring the text that is in force either.
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 5, Hash: "1e"})
	wantTypes(t, h.Do(t, queue.TakePart{Part: queue.PartCalendar, Version: 2, Hash: "2f", Calendar: &queue.Calendar{Days: map[string]bool{"2026-12-25": false}}}), "settings.changed/1", "part.taken/1")
	if h.State.Settings.Rules.Calls != 1 || h.State.Parts[queue.PartRules].Version != 5 {
		t.Error("the calendar has changed the rules")
	}
}

func TestTheHallDoesNotChangeWhatTheCentrePublishes(t *testing.T) {
	h := queuetest.New(t, 1)
	own := func() queue.Settings { return *h.State.Settings }
	catalogue := *h.State.Catalogue
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: rulesOf(h, 5)})
	h.Do(t, queue.TakePart{Part: queue.PartCalendar, Version: 8, Hash: "8f", Calendar: &queue.Calendar{}})
	h.Do(t, queue.TakePart{Part: queue.PartCatalogue, Version: 9, Hash: "9f", Catalogue: &catalogue})

	s := own()
	s.Rules.Calls = 2
	r := wantRefusal(t, h, queue.ChangeSettings{Settings: s, Hash: "mine"}, queue.CodePartOwned)
	if r.Params["part"] != "rules" || r.Params["version"] != "7" || r.Hint != "the centre publishes this; ask the district's administrator" {
		t.Errorf("refused with %+v", r)
	}
	s = own()
	s.Calendar.Days = map[string]bool{"2026-12-25": false}
	if r := wantRefusal(t, h, queue.ChangeSettings{Settings: s, Hash: "mine"}, queue.CodePartOwned); r.Params["part"] != "calendar" {
		t.Errorf("refused with %+v", r)
	}
	if r := wantRefusal(t, h, queue.ChangeCatalogue{Catalogue: queue.Catalogue{Items: catalogue.Items[1:]}, Hash: "mine"}, queue.CodePartOwned); r.Params["part"] != "catalogue" || r.Params["version"] != "9" {
		t.Errorf("refused with %+v", r)
	}

	// Windows, staff, themes and hours are the hall's for ever.
	s = own()
	s.Staff = append([]queue.Clerk{{ID: "new", Name: "New"}}, s.Staff...)
	s.Themes = append([]queue.Theme{{ID: "more", Name: queue.Text{En: "More"}, Prefix: "M", Minutes: 5}}, s.Themes...)
	s.Hall.Sessions = []queue.Session{{Open: 8 * 60, Close: 18 * 60}}
	wantTypes(t, h.Do(t, queue.ChangeSettings{Settings: s, Hash: "mine"}), "settings.changed/1")
	// So is saying again what is said.
	wantTypes(t, h.Do(t, queue.ChangeCatalogue{Catalogue: catalogue, Hash: "another name of it"}), "catalogue.changed/1")
}

func TestAPartThatIsReleasedSaysTheSameAndIsTheHallsAgain(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: rulesOf(h, 5)})
	wantTypes(t, h.Do(t, queue.ReleasePart{Part: queue.PartRules}), "part.released/1")
	wantTypes(t, h.Do(t, queue.ReleasePart{Part: queue.PartRules}))
	if h.State.Settings.Rules.Calls != 5 || h.State.Parts != nil {
		t.Fatalf("calls %d, parts %v", h.State.Settings.Rules.Calls, h.State.Parts)
	}
	s := *h.State.Settings
	s.Rules.Calls = 2
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "mine"})
	// The same publication may come again.
	wantTypes(t, h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: rulesOf(h, 5)}), "settings.changed/1", "part.taken/1")
}

func TestAPublicationThatTheHallCannotBearIsRefusedAndChangesNothing(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: rulesOf(h, 5)})
	foreign := queue.Catalogue{Items: []queue.Item{{Code: "TAX-9", Name: queue.Text{En: "Tax"}, Theme: "taxes", Minutes: 5}}}
	for _, tc := range []struct {
		name  string
		c     queue.TakePart
		code  queue.Code
		hints []string
	}{
		{"rules beyond their limits", queue.TakePart{Part: queue.PartRules, Version: 8, Hash: "8f", Rules: rulesOf(h, 99)}, queue.CodeBadSettings, []string{"rules.calls 99", "between 1 and 5"}},
		{"an item of a theme that the hall lacks", queue.TakePart{Part: queue.PartCatalogue, Version: 8, Hash: "8f", Catalogue: &foreign}, queue.CodeBadCatalogue, []string{"TAX-9", `"taxes"`}},
		{"nothing", queue.TakePart{Part: queue.PartRules, Version: 8, Hash: "8f"}, queue.CodeBadSettings, nil},
		{"another part", queue.TakePart{Part: queue.PartRules, Version: 8, Hash: "8f", Calendar: &queue.Calendar{}}, queue.CodeBadSettings, nil},
		{"a part that is not", queue.TakePart{Part: "windows", Version: 8, Hash: "8f"}, queue.CodeBadSettings, nil},
		{"no version", queue.TakePart{Part: queue.PartCalendar, Hash: "8f", Calendar: &queue.Calendar{}}, queue.CodeBadSettings, nil},
		{"no hash", queue.TakePart{Part: queue.PartCalendar, Version: 8, Calendar: &queue.Calendar{}}, queue.CodeBadSettings, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := snapshot(t, h.State)
			r := wantRefusal(t, h, tc.c, tc.code)
			for _, hint := range tc.hints {
				if !strings.Contains(r.Hint, hint) {
					t.Errorf("the hint %q does not say %q", r.Hint, hint)
				}
			}
			if string(before) != string(snapshot(t, h.State)) {
				t.Error("the refused publication has changed the hall")
			}
		})
	}
}

func TestAHallWithoutFurnitureTakesNoPublication(t *testing.T) {
	h := &queuetest.Hall{State: queue.New(), Now: queuetest.Morning}
	wantRefusal(t, h, queue.TakePart{Part: queue.PartRules, Version: 1, Hash: "1f", Rules: &queue.Rules{Calls: 3}}, queue.CodeNotConfigured)
}

func TestASnapshotKeepsWhoseEachPartIsAndACopyHasItsOwn(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: rulesOf(h, 5)})
	again, err := queue.Restore(snapshot(t, h.State), nil)
	if err != nil || again.Parts[queue.PartRules].Version != 7 {
		t.Fatalf("restored %v, %v", again.Parts, err)
	}
	copied := h.State.Clone()
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 8, Hash: "8f", Rules: rulesOf(h, 4)})
	h.Do(t, queue.ReleasePart{Part: queue.PartRules})
	if copied.Parts[queue.PartRules].Version != 7 {
		t.Errorf("what the hall took is in its copy: %v", copied.Parts)
	}
	// Before there was a network, snapshots did not have the field.
	var old map[string]json.RawMessage
	if err := json.Unmarshal(snapshot(t, h.State), &old); err != nil {
		t.Fatal(err)
	}
	if _, there := old["parts"]; there {
		t.Error("a hall that owns all its parts writes a list of none")
	}
}

func TestACitizenIsFoundUnderBothKeysWhileOneTakesThePlaceOfTheOther(t *testing.T) {
	h := queuetest.New(t, 1)
	before := queue.Citizen{Key: "old", Sealed: "s1"}
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1"}, Citizen: before})
	now := queue.Citizen{Key: "new", Other: "old", Sealed: "s2"}
	if r := wantRefusal(t, h, queue.Issue{Items: []string{"A-1"}, Citizen: now}, queue.CodeSameItem); r.Params["number"] != a {
		t.Errorf("refused with %+v", r)
	}
	agent := &queue.Agent{Document: queue.DocumentNone, For: queue.Citizen{Key: "k", Other: "o", Sealed: "s3"}}
	b := h.IssueAs(t, queue.Issue{Items: []string{"B-1"}, Citizen: now, Agent: agent})
	if x := h.State.Ticket(b); x.Citizen.Other != "" || x.Agent.For.Other != "" || x.Agent.For.Key != "k" || agent.For.Other != "o" {
		t.Errorf("the ticket has the other key, or the command has lost it: %+v, %+v", x.Citizen, *x.Agent)
	}
	wantRefusal(t, h, queue.Issue{Items: []string{"C-1"}, Citizen: now}, queue.CodeTooMany)
	if held := h.State.Of(now); len(held) != 2 {
		t.Errorf("holds %d", len(held))
	}
	if held := h.State.Of(queue.Citizen{Key: "old", Other: "new"}); len(held) != 2 {
		t.Errorf("looked up the other way round holds %d", len(held))
	}
	if held := h.State.Of(queue.Citizen{Key: "new", Other: "new"}); len(held) != 1 {
		t.Errorf("under one key holds %d", len(held))
	}
}
