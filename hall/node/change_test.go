package node_test

import (
	"sync"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// handClock is hall time that a test moves.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) After(time.Time) time.Duration { return time.Hour }
func (c *handClock) Jumped() time.Duration         { return 0 }
func (c *handClock) Adopt() (from, to time.Time)   { return c.Now(), c.Now() }

func (h *hall) lineOf(theme string) wire.Line {
	h.t.Helper()
	for _, l := range h.hallView().Lines {
		if l.Theme == theme {
			return l
		}
	}
	h.t.Fatalf("no line %s", theme)
	return wire.Line{}
}

func TestTheQuotaOfTheDayLeavesTheSlotsInForce(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	slot := queue.SlotQuota{From: 9 * 60, To: 10 * 60, Limit: 5}
	must[any](h, manager, "hall", "quota", queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: 50, Slots: []queue.SlotQuota{slot}}})
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	must[any](h, manager, "hall", "quota", map[string]any{"theme": "business", "quota": map[string]any{"day": 60}})
	l := h.lineOf("business")
	if l.Quota.Day != 60 || len(l.Quota.Slots) != 1 || l.Quota.Slots[0] != slot {
		t.Fatalf("the quota in force is %+v", l.Quota)
	}
	if l.Given != 1 || len(l.GivenSlots) != 1 || l.GivenSlots[0] != 1 {
		t.Fatalf("%d given, %v in the slots", l.Given, l.GivenSlots)
	}
	must[any](h, manager, "hall", "quota", queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: 60, Slots: []queue.SlotQuota{}}})
	if l = h.lineOf("business"); l.Quota.Day != 60 || len(l.Quota.Slots) != 0 {
		t.Fatalf("the slots were taken away, and in force is %+v", l.Quota)
	}
	wantRefused(t, h.ask(manager, "hall", "quota", queue.SetQuota{Theme: "nothing"}), queue.CodeUnknownTheme)
	h.foldsToTheSame()
}

func TestAnAlertThatHasRisenIsNotAcknowledgedUnseen(t *testing.T) {
	clock := &handClock{now: queuetest.Morning}
	h := openHall(t, t.TempDir(), func(s *node.Settings) { s.Clock = clock })
	defer h.close()
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{Date: queuetest.Date})
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	h.Look()
	seen := h.hallView().Alerts[0]
	clock.pass(6 * time.Minute)
	h.Look()
	wantRefused(t, h.ask(manager, "hall", "acknowledge", wire.AlertRequest{ID: seen.ID, Level: seen.Level}), queue.CodeAlertRisen)
	a := h.hallView().Alerts[0]
	if a.Level != queue.Critical || !a.Seen.IsZero() {
		t.Fatalf("%+v", a)
	}
	wantRefused(t, h.ask(manager, "hall", "acknowledge", wire.AlertRequest{ID: a.ID, Level: "odd"}), queue.CodeBadKind)
	must[any](h, manager, "hall", "acknowledge", wire.AlertRequest{ID: a.ID, Level: a.Level})
	if a = h.hallView().Alerts[0]; a.Seen.IsZero() {
		t.Fatalf("%+v", a)
	}
}

func TestOfTwoManagersWhoChangeTheSameSettingsTheSecondIsTold(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	read := must[wire.SettingsReply](h, manager, "state", "settings", nil)
	if read.Hash == "" {
		t.Fatal("the settings have no hash")
	}
	one, two := read.Rules, read.Rules
	one.Calls, two.Returns = 2, 3
	must[any](h, manager, "hall", "rules", wire.RulesRequest{Rules: one, Hash: read.Hash})
	wantRefused(t, h.ask(manager, "hall", "rules", wire.RulesRequest{Rules: two, Hash: read.Hash}), queue.CodeSettingsChanged)
	wantRefused(t, h.ask(admin, "hall", "settings", wire.SettingsRequest{Settings: read.Settings, Hash: read.Hash}), queue.CodeSettingsChanged)
	read = must[wire.SettingsReply](h, manager, "state", "settings", nil)
	if read.Rules.Calls != 2 || read.Rules.Returns == 3 {
		t.Fatalf("%+v", read.Rules)
	}
	two = read.Rules
	two.Returns = 3
	must[any](h, manager, "hall", "rules", wire.RulesRequest{Rules: two, Hash: read.Hash})

	saw := &wire.Served{Own: []string{"business"}, Spill: h.hallView().Windows[0].Spill}
	must[any](h, manager, "hall", "assign", wire.AssignRequest{Window: "1", Own: []string{"general"}, Was: saw})
	wantRefused(t, h.ask(manager, "hall", "assign", wire.AssignRequest{Window: "1", Own: []string{"construction"}, Was: saw}), queue.CodeSettingsChanged)
	if w := h.hallView().Windows[0]; len(w.Own) != 1 || w.Own[0] != "general" {
		t.Fatalf("window 1 serves %v", w.Own)
	}
}
