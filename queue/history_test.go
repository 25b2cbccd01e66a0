package queue_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// update writes the golden files anew. They are the promise that journals of
// every release replay: only a new type of event is a reason, and then only
// lines at the end may change.
var update = flag.Bool("update", false, "write the golden files anew")

// everything is a history in which every type of event happens.
func everything(t *testing.T) *queuetest.Hall {
	t.Helper()
	h := autoHall(t, func(s *queue.Settings) {
		s.Calendar.Days = map[string]bool{"2026-11-24": false}
		s.Themes[0].Quota = queue.Quota{Day: 200, Slots: []queue.SlotQuota{{From: 9 * 60, To: 10 * 60, Limit: 50}}}
	})
	let := func(clock string, date ...string) {
		h.Now = local(append(date, "2026-11-23")[0], clock)
		rs, err := queue.Advance(h.State, h.Now)
		if err != nil {
			t.Fatal(err)
		}
		h.Records = append(h.Records, rs...)
	}
	let("07:30")
	let("08:45")
	let("09:00")
	for _, w := range []string{"1", "2", "3"} {
		h.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}, Source: queue.SourceKiosk, Language: queue.En, Citizen: queue.Citizen{Key: "k1", Last4: "001X", Sealed: "c2VhbGVk"}})
	b := h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Priority, Source: queue.SourceGuide, Agent: &queue.Agent{Document: "power of attorney"}})
	c := h.IssueAs(t, queue.Issue{Theme: "construction", Class: queue.Appointment, Slot: h.Now.Add(15 * time.Minute), Source: queue.SourcePhone})
	h.Wait(time.Minute)
	reprinted(t, h, a, "rid-000010")
	wantNext(t, h, "1", b) // called
	h.Do(t, queue.Undo{Window: "1"})
	wantNext(t, h, "1", b)
	miss(t, h, "1") // recalled, missed
	h.Do(t, queue.Return{Number: b})
	wantNext(t, h, "1", a)
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.ChangeItems{Window: "1", Items: []string{"A-2", "C-2"}})
	h.Wait(3 * time.Minute)
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldHere, Reason: "copy"})
	h.Do(t, queue.TakeBack{Window: "1", Number: a})
	h.Do(t, queue.Pause{Window: "1", Reason: "lunch", After: true}) // pausing
	h.Do(t, queue.Finish{Window: "1", Handled: []queue.Handled{{Item: "A-2", Outcome: queue.Accepted}}})
	h.Do(t, queue.Resume{Window: "1"})
	h.Do(t, queue.Pause{Window: "1", Reason: "tea"})
	h.Do(t, queue.Assign{Window: "1", Own: []string{"business", "general"}, Spill: []string{"construction"}})
	wantNext(t, h, "2", c)
	h.Do(t, queue.Start{Window: "2", Inferred: true})
	h.Do(t, queue.HoldTicket{Window: "2", Kind: queue.HoldStep, Until: h.Now.Add(5 * time.Minute), Reason: "seal"})
	h.Do(t, queue.SetNotice{ID: "drill", Text: queue.Text{ZhHans: "消防演习", En: "Fire drill"}, Until: h.Now.Add(5 * time.Minute)})
	h.Wait(5 * time.Minute)
	h.Do(t, queue.Transfer{Number: c, To: queue.Target{Theme: "general", Window: "3"}}) // after woken, cleared
	wantNext(t, h, "3", b)                                                              // helps out
	h.Do(t, queue.Free{Window: "3"})                                                    // released, closed
	h.Do(t, queue.Cancel{Number: a, Reason: "left"})
	h.Do(t, queue.StopHall{Reason: "fire"})
	h.Do(t, queue.ResumeHall{})
	h.Do(t, queue.SetIntake{Theme: "general", Closed: true, Reason: "enough"})
	h.Do(t, queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: 100}})
	h.Do(t, queue.AdoptClock{From: h.Now, To: h.Now.Add(time.Hour)})
	let("21:00") // phase, expired, closed

	let("08:50", "2026-11-25")
	h.Do(t, queue.OpenDesk{Terminal: "guide-1", Clerk: "c3"})
	h.Do(t, queue.OpenDesk{Terminal: "manager-1", Clerk: "c3"})
	h.Do(t, queue.CloseDesk{Terminal: "guide-1"})
	h.Do(t, queue.AskWindow{Window: "1", What: queue.AskOpen, Theme: "business"})
	let("09:01", "2026-11-25")
	h.Issue(t, "business")
	h.Do(t, queue.WatchAlerts{}) // nobody serves it
	h.Do(t, queue.AcknowledgeAlert{ID: "unserved/business"})
	h.Wait(5 * time.Minute)
	h.Do(t, queue.WatchAlerts{}) // that has become critical
	if _, err := h.Try(queue.AnswerAsk{Window: "9"}); err == nil {
		t.Fatal("a window that the hall does not have has answered")
	}
	tookOff(t, h, "rid-000049")
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose})
	h.Do(t, queue.WatchAlerts{}) // over
	called := h.Do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-1"})
	h.Do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-1", Window: "1"})
	h.Do(t, queue.AnswerHelp{ID: fmt.Sprint(called[0].Seq)})
	h.Wait(time.Minute)
	h.Do(t, queue.Pause{Window: "1", Reason: "tea"}) // as it was asked to
	h.Wait(time.Minute)
	h.Do(t, queue.CloseDay{}) // by mistake
	h.Wait(20 * time.Minute)
	h.Do(t, queue.OpenDay{Date: "2026-11-25"}) // reopened, readmitted
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose})
	h.Do(t, queue.AnswerAsk{Window: "1"}) // declined
	h.Wait(queue.NoLasts)
	h.Do(t, queue.AskWindow{Window: "2", What: queue.AskOpen}) // after the no was forgotten
	h.Do(t, queue.AnswerAsk{Window: "2", Accept: true})

	h.Do(t, queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk", Devices: []queue.Device{
		{ID: "printer", Kind: queue.DevicePrinter, Name: "By the door", Model: "T-80", Low: true},
		{ID: "reader", Kind: queue.DeviceReader},
	}})
	h.Do(t, queue.ReportDevices{Terminal: "caller-1", Role: "caller", Devices: []queue.Device{{ID: "voice", Kind: queue.DeviceVoice, Zones: []string{"hall"}}}})
	d := h.Issue(t, "business")
	h.Do(t, queue.ReportPaper{Terminal: "t", Number: d, State: queue.PaperUnconfirmed, Reason: queue.PaperRestarted})
	h.Do(t, queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk", Devices: []queue.Device{ // the reader has gone
		{ID: "printer", Kind: queue.DevicePrinter, Name: "By the door", Model: "T-80", Restarts: 1},
	}})
	h.Do(t, queue.Reprint{Number: d})
	h.Do(t, queue.Reprint{Number: d, Printer: "kiosk-1"})
	h.Do(t, queue.ReportPaper{Terminal: "kiosk-1", Number: d, Copy: 1, State: queue.PaperPrinted})
	h.Do(t, queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk", Devices: []queue.Device{
		{ID: "printer", Kind: queue.DevicePrinter, Name: "By the door", Model: "T-80", Fault: queue.FaultPaperOut, Restarts: 1},
	}})
	h.Do(t, queue.WatchAlerts{}) // the kiosk has no other printer
	first := h.Next(t, "1")
	h.Wait(3 * time.Second)
	h.Do(t, queue.Announce{Number: first, Window: "1", Times: 1})
	h.Wait(time.Minute) // nobody has told of the second copy
	h.Do(t, queue.Recall{Window: "1"})

	rules := h.State.Settings.Rules
	rules.ReturnAfter = 4
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 7, Hash: "7f", Rules: &rules}) // the settings change
	calendar := h.State.Settings.Calendar
	h.Do(t, queue.TakePart{Part: queue.PartCalendar, Version: 8, Hash: "8f", Calendar: &calendar}) // as it was
	catalogue := queuetest.Catalogue()
	catalogue.Items[0].Minutes += 2
	h.Do(t, queue.TakePart{Part: queue.PartCatalogue, Version: 9, Hash: "9f", Catalogue: &catalogue})
	h.Do(t, queue.ReleasePart{Part: queue.PartCalendar})

	rules.ForecastStop = true
	h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 10, Hash: "af", Rules: &rules})
	h.Do(t, queue.PromiseWait{Number: d, Promise: promise(h.Now)})
	h.Do(t, queue.Foretell{Outlooks: []queue.Outlook{{Theme: "business", Fits: 72}, {Theme: "general", Fits: 99}}})
	h.Do(t, queue.Advise{Advices: []queue.Advice{
		advice("business", queue.AskOpen, "3", 2, h.Now.Add(time.Hour)), advice("construction", queue.AskOpen, "2", 2, h.Now.Add(time.Hour)),
	}})
	given := h.State.Advices
	h.Do(t, queue.AnswerAdvice{ID: given[0].ID, Accept: true})
	h.Do(t, queue.AnswerAdvice{ID: given[1].ID})
	h.Do(t, queue.CloseDay{})
	h.Do(t, queue.ReportDay{Date: "2026-11-25", Report: json.RawMessage(`{"date":"2026-11-25","issued":2}`)})
	return h
}

// reprinted lets a number be printed again as halls did before printers were known.
func reprinted(t *testing.T, h *queuetest.Hall, number, cause string) {
	t.Helper()
	if _, err := h.Try(queue.Reprint{Number: number}); err == nil {
		t.Fatal("printed without a printer")
	}
	became(t, h, cause, queue.TicketReprinted{Number: number, Copy: 1})
}

// tookOff lets the clerk of window 1 take a wish off the screen as halls did before
// window.replied.
func tookOff(t *testing.T, h *queuetest.Hall, cause string) {
	t.Helper()
	became(t, h, cause, queue.WindowAnswered{Window: "1"})
}

// became lets an event happen that no command leads to any more.
func became(t *testing.T, h *queuetest.Hall, cause string, e queue.Event) {
	t.Helper()
	r := queue.Record{
		Hall: h.State.Settings.Hall.ID, Epoch: h.State.Epoch, Seq: h.State.Seq + 1, At: queue.Stamp(h.Now),
		By: queue.Actor{Terminal: "t"}, Cause: cause, Event: e,
	}
	if err := queue.Apply(h.State, r); err != nil {
		t.Fatal(err)
	}
	h.Records = append(h.Records, r)
}

func TestARecordOfEveryTypeSurvivesBeingWritten(t *testing.T) {
	h := everything(t)
	met := map[string]bool{}
	for _, r := range h.Records {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var got queue.Record
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%s: %v", r.Event.Type(), err)
		}
		again, err := json.Marshal(got)
		if err != nil || !bytes.Equal(b, again) {
			t.Errorf("%s: written %s, then %s (%v)", r.Event.Type(), b, again, err)
		}
		if got.Event.Type() != r.Event.Type() || got.Seq != r.Seq || !got.At.Equal(r.At) || got.Cause != r.Cause || got.By != r.By {
			t.Errorf("%s: read %+v, want %+v", r.Event.Type(), got, r)
		}
		met[r.Event.Type()] = true
	}
	for _, typ := range queue.EventTypes {
		if !met[typ] {
			t.Errorf("the history has no %s", typ)
		}
	}
	if len(queue.EventTypes) != len(met) {
		t.Errorf("%d types happened, %d are listed", len(met), len(queue.EventTypes))
	}
}

func TestARecordOfAnUnknownTypeOrVersionIsNotRead(t *testing.T) {
	for _, line := range []string{
		`{"v":1,"type":"ticket.issued/2","seq":1,"at":"2026-11-23T01:00:00Z","data":{}}`,
		`{"v":2,"type":"hall.resumed/1","seq":1,"at":"2026-11-23T01:00:00Z","data":{}}`,
		`{"v":1,"type":"hall.resumed/1","seq":1,"at":"2026-11-23T01:00:00Z","data":[]}`,
		`{"v":1,"type":"hall.resumed/1","seq":1,"at":"yesterday","data":{}}`,
		`[]`,
	} {
		var r queue.Record
		if err := json.Unmarshal([]byte(line), &r); err == nil {
			t.Errorf("%s was read as %+v", line, r)
		}
	}
	if _, err := json.Marshal(queue.Record{Seq: 1}); err == nil {
		t.Error("a record without an event was written")
	}
}

// states are the golden states, each of the hall as of its own sequence: as each
// release that added types of events left the history, oldest first.
var states = []string{"events-v1.state.json", "events-v1.state2.json", "events-v1.state3.json", "events-v1.state4.json", "events-v1.state5.json", "events-v1.state6.json"}

func TestTheRecordsOfEveryReleaseReplayForEver(t *testing.T) {
	lines := filepath.Join("testdata", "events-v1.jsonl")
	if *update {
		writeGolden(t, lines, filepath.Join("testdata", states[len(states)-1]))
	}
	b, err := os.ReadFile(lines)
	if err != nil {
		t.Fatal(err)
	}
	golden := map[float64]map[string]any{}
	for _, name := range states {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		var want map[string]any
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		golden[want["seq"].(float64)] = want
		if _, err := queue.Restore(b, nil); err != nil {
			t.Errorf("the golden snapshot %s cannot be restored: %v", name, err)
		}
	}
	s := queue.New()
	var met []string
	for line := range bytes.Lines(b) {
		var r queue.Record
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		if err := queue.Apply(s, r); err != nil {
			t.Fatalf("event %d, %s: %v", r.Seq, r.Event.Type(), err)
		}
		if err := queuetest.Check(s); err != nil {
			t.Fatalf("event %d, %s: %v", r.Seq, r.Event.Type(), err)
		}
		met = append(met, r.Event.Type())
		if want := golden[float64(r.Seq)]; want != nil {
			var got any
			if err := json.Unmarshal(snapshot(t, s), &got); err != nil {
				t.Fatal(err)
			}
			within(t, fmt.Sprintf("state %d", r.Seq), want, got)
			delete(golden, float64(r.Seq))
		}
	}
	if len(golden) > 0 {
		t.Errorf("%d golden states are of no event", len(golden))
	}
	for _, typ := range queue.EventTypes {
		if !slices.Contains(met, typ) {
			t.Errorf("the golden file has no %s", typ)
		}
	}
}

// writeGolden writes the history and the state that it leads to.
func writeGolden(t *testing.T, lines, final string) {
	t.Helper()
	h := everything(t)
	var b, indented bytes.Buffer
	for _, r := range h.Records {
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	if err := os.WriteFile(lines, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := json.Indent(&indented, snapshot(t, h.State), "", " "); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(final, append(indented.Bytes(), '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// within fails where got lacks something of want; it may have more, as fields
// are added over time.
func within(t *testing.T, path string, want, got any) {
	t.Helper()
	w, ok := want.(map[string]any)
	if !ok {
		if a, isList := want.([]any); isList {
			b, _ := got.([]any)
			if len(a) != len(b) {
				t.Errorf("%s has %d entries, want %d", path, len(b), len(a))
				return
			}
			for i := range a {
				within(t, path+"[]", a[i], b[i])
			}
			return
		}
		if !reflect.DeepEqual(want, got) {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
		return
	}
	g, _ := got.(map[string]any)
	for k, v := range w {
		within(t, path+"."+k, v, g[k])
	}
}
