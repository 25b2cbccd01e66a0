package node_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

var caller = wire.Terminal{ID: "caller-1", Role: wire.RoleCaller}

// printer is a report of one printer with that fault, or none.
func printer(fault queue.DeviceFault) wire.DevicesRequest {
	return wire.DevicesRequest{Devices: []queue.Device{{ID: "printer", Kind: queue.DevicePrinter, Fault: fault}}}
}

// topicOf reads a topic as a terminal.
func topicOf[T any](h *hall, from wire.Terminal, topic wire.Topic) (v T) {
	h.t.Helper()
	m := must[wire.Message](h, from, "state", "get", wire.TopicRequest{Topic: topic})
	if err := json.Unmarshal(m.Data, &v); err != nil {
		h.t.Fatal(err)
	}
	return v
}

// heardNow is a network in which those terminals were heard just now.
func heardNow(all ...wire.Terminal) *roster {
	for i := range all {
		all[i].Seen, all[i].Name = time.Now(), "the "+all[i].ID
	}
	return &roster{terminals: all}
}

func TestAFaultIsAnAlertAsSoonAsItIsToldAndNamesItsTerminal(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir) // which looks by itself once an hour
	h.openDay()
	h.Attach(heardNow(kiosk))
	must[any](h, kiosk, "device", "report", printer(queue.FaultPaperOut))
	within(t, time.Minute, "an alert", func() bool { return len(h.hallView().Alerts) == 1 })
	v := h.hallView()
	want := queue.Alert{
		ID: "device/kiosk-1/printer", Kind: queue.AlertDevice, Level: queue.Critical, Terminal: "kiosk-1", Name: "the kiosk-1", Role: "kiosk",
		Device: "printer", What: queue.DevicePrinter, Fault: queue.FaultPaperOut, Since: v.Alerts[0].Since,
	}
	if v.Alerts[0] != want || len(v.Devices) != 1 || v.Devices[0].Role != "kiosk" || v.Devices[0].Since.IsZero() {
		t.Fatalf("alerts %+v\ndevices %+v", v.Alerts, v.Devices)
	}
	seq := h.journal.Last()
	must[any](h, kiosk, "device", "report", printer(queue.FaultPaperOut))
	if h.journal.Last() != seq {
		t.Fatal("the same report was written again")
	}
	h.foldsToTheSame()
	h.close()
	h = openHall(t, dir)
	defer h.close()
	if v := h.hallView(); len(v.Devices) != 1 || v.Devices[0].Fault != queue.FaultPaperOut {
		t.Fatalf("after a restart %+v", v.Devices)
	}
}

func TestTheDevicesOfARevokedTerminalGo(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	net := heardNow(kiosk, caller)
	h.Attach(net)
	must[any](h, kiosk, "device", "report", printer(""))
	must[any](h, caller, "device", "report", wire.DevicesRequest{Devices: []queue.Device{{ID: "voice", Kind: queue.DeviceVoice}}})
	h.Attach(heardNow(caller))
	if r := h.ask(admin, "terminal", "revoke", wire.TerminalRequest{ID: "kiosk-1"}); !r.OK {
		t.Fatal(r.Err)
	}
	within(t, time.Minute, "the devices are gone", func() bool {
		d := h.hallView().Devices
		return len(d) == 1 && d[0].Terminal == "caller-1"
	})
	h.foldsToTheSame()
}

// standing is a clock that stands still between a test's steps.
type standing struct {
	mu  sync.Mutex
	now time.Time
}

func (c *standing) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *standing) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *standing) After(time.Time) time.Duration { return time.Hour }
func (c *standing) Jumped() time.Duration         { return 0 }
func (c *standing) Adopt() (from, to time.Time)   { return c.Now(), c.Now() }

func TestALoosePlugIsTakenNoteOfSixtyTimesAMinute(t *testing.T) {
	clock := &standing{now: queuetest.Morning}
	h := openHall(t, t.TempDir(), func(s *node.Settings) { s.Clock = clock })
	defer h.close()
	began := clock.Now()
	for i := range 60 {
		fault := queue.FaultGone
		if i%2 == 0 {
			fault = ""
		}
		must[any](h, kiosk, "device", "report", printer(fault))
		must[any](h, kiosk, "device", "report", printer(fault)) // repeated, and not counted
		clock.pass(100 * time.Millisecond)
	}
	err := wantRefused(t, h.ask(kiosk, "device", "report", printer("")), queue.CodeTooSoon)
	if err.Until == nil || !err.Until.Equal(queue.Stamp(began.Add(time.Minute))) || err.Hint == "" {
		t.Fatalf("%+v", err)
	}
	must[any](h, kiosk, "device", "report", printer(queue.FaultGone)) // what the hall knows is no change
	must[any](h, windowTerminal(1), "device", "report", printer(""))  // and another terminal is not concerned
	clock.pass(began.Add(time.Minute).Sub(clock.Now()))
	must[any](h, kiosk, "device", "report", printer(""))
	wantRefused(t, h.ask(kiosk, "device", "report", printer(queue.FaultGone)), queue.CodeTooSoon)
	h.foldsToTheSame()
}

func TestACopyIsAskedOfATerminalThatIsHeardAndTheAnswerNamesIt(t *testing.T) {
	h := managedHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	h.atDesk(guide, "lu")
	kiosk2 := wire.Terminal{ID: "kiosk-2", Role: wire.RoleKiosk}
	net := heardNow(kiosk, kiosk2, guide, windowTerminal(1))
	h.Attach(net)
	number := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}).Number
	reprint := queue.Reprint{Number: number}
	wantRefused(t, h.ask(guide, "ticket", "reprint", reprint), queue.CodeNoPrinter)
	for _, k := range []wire.Terminal{kiosk, kiosk2} {
		must[any](h, k, "device", "report", printer(""))
	}
	net = heardNow(kiosk, kiosk2, guide, windowTerminal(1))
	net.terminals[0].Seen = time.Now().Add(-time.Minute)
	h.Attach(net)
	if p := must[wire.Ticket](h, guide, "ticket", "reprint", reprint).Paper; p == nil || p.State != queue.PaperAsked || p.Copy != 1 || p.Printer != "kiosk-2" || p.Name != "the kiosk-2" {
		t.Fatalf("%+v", p)
	}
	reprint.Printer = "kiosk-1"
	wantRefused(t, h.ask(guide, "ticket", "reprint", reprint), queue.CodeNoPrinter)
	reprint.Printer = "kiosk-2"
	if d := must[wire.Done](h, windowTerminal(1), "window", "reprint", reprint); d.Printer != "kiosk-2" || d.PrinterName != "the kiosk-2" || d.Window != "1" {
		t.Fatalf("%+v", d)
	}

	jobs := func(from wire.Terminal) (copies []int) {
		for _, j := range topicOf[wire.Papers](h, from, wire.TopicPapers).Jobs {
			if j.Terminal == "kiosk-2" && j.Number == number && j.Ticket.Number == number {
				copies = append(copies, j.Copy)
			}
		}
		return copies
	}
	for _, from := range []wire.Terminal{kiosk2, guide, windowTerminal(1), manager} {
		if c := jobs(from); !slices.Equal(c, []int{1, 2}) {
			t.Errorf("%s hears of the copies %v", from.ID, c)
		}
	}
	wantRefused(t, h.ask(caller, "state", "get", wire.TopicRequest{Topic: wire.TopicPapers}), wire.CodeForbidden)
	printed := wire.PaperRequest{Number: number, Copy: 1, State: queue.PaperPrinted}
	wantRefused(t, h.ask(kiosk, "ticket", "paper", printed), queue.CodeOtherTerminal)
	must[any](h, kiosk2, "ticket", "paper", printed)
	must[any](h, kiosk, "ticket", "paper", wire.PaperRequest{Number: number, State: queue.PaperUnprinted, Reason: "cutter"})
	if c := jobs(kiosk2); !slices.Equal(c, []int{2}) {
		t.Errorf("the copies %v are open", c)
	}
	story := must[wire.HistoryReply](h, guide, "ticket", "history", wire.NumberRequest{Number: number})
	var types []string
	for _, r := range story.Events {
		types = append(types, r.Event.Type())
	}
	if want := []string{"ticket.issued/1", "ticket.reprinted/1", "ticket.reprinted/1", "ticket.paper/1", "ticket.paper/1"}; !slices.Equal(types, want) {
		t.Errorf("the story is %v, want %v", types, want)
	}
	h.foldsToTheSame()
}

func TestACallIsOnTheSignsAtOnceAndItsClocksCountFromTheVoice(t *testing.T) {
	// Time stands still: after ten seconds the clocks count without the voice.
	h := openHall(t, t.TempDir(), func(s *node.Settings) { s.Clock = &standing{now: queuetest.Morning} })
	defer h.close()
	h.openDay()
	heard := heardNow(kiosk, caller, windowTerminal(1))
	h.Attach(heard)
	must[any](h, caller, "device", "report", wire.DevicesRequest{Devices: []queue.Device{{ID: "voice", Kind: queue.DeviceVoice}}})
	number := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}).Number
	done := must[wire.Done](h, windowTerminal(1), "window", "next", nil)
	within(t, time.Minute, "the call on the signs", func() bool {
		m, ok := heard.newest(wire.TopicSigns)
		var s wire.Signs
		return ok && json.Unmarshal(m.Data, &s) == nil && len(s.Calls) == 1 && s.Calls[0].Number == number && s.Windows[0].Number == number && s.Windows[0].Times == 1
	})
	if s := topicOf[wire.Signs](h, caller, wire.TopicSigns); len(s.Windows) != 30 || s.Windows[0].State != queue.Calling {
		t.Fatalf("%+v", s)
	}
	wantRefused(t, h.ask(kiosk, "state", "get", wire.TopicRequest{Topic: wire.TopicSigns}), wire.CodeForbidden)
	at := done.Ticket.RecallAt
	must[any](h, caller, "call", "announced", wire.AnnouncedRequest{Number: number, Window: "1", Times: 1})
	seq := h.journal.Last()
	must[any](h, caller, "call", "announced", wire.AnnouncedRequest{Number: number, Window: "1", Times: 1}) // the voice repeats itself
	must[any](h, caller, "call", "announced", wire.AnnouncedRequest{Number: number, Window: "2", Times: 1})
	if h.journal.Last() != seq {
		t.Fatal("a call was heard twice")
	}
	w := topicOf[wire.Window](h, windowTerminal(1), wire.WindowTopic("1"))
	if !w.Ticket.RecallAt.Before(at) || w.Ticket.Announced.IsZero() {
		t.Fatalf("recall at %s, before the voice %s", w.Ticket.RecallAt, at)
	}
	if err := wantRefused(t, h.ask(windowTerminal(1), "window", "recall", nil), queue.CodeTooSoon); !err.Until.Equal(w.Ticket.RecallAt) {
		t.Fatalf("refused until %s, shown %s", err.Until, w.Ticket.RecallAt)
	}
	h.foldsToTheSame()
}
