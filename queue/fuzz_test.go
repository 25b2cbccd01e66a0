package queue_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// halfway is a hall in the middle of its day, with somebody in every state.
func halfway(t testing.TB) *queue.State {
	t.Helper()
	h := queuetest.New(t, 2)
	n := func(c queue.Issue) string { return h.IssueAs(t, c) }
	n(queue.Issue{Items: []string{"A-1", "C-1"}})
	n(queue.Issue{Theme: "business", Class: queue.Priority})
	n(queue.Issue{Theme: "general"})
	n(queue.Issue{Theme: "construction"})
	n(queue.Issue{Theme: "construction"})
	h.Wait(time.Minute)
	h.Do(t, queue.Next{Window: "1"})
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldHere})
	h.Do(t, queue.Next{Window: "1"})
	h.Do(t, queue.Next{Window: "3"})
	h.Do(t, queue.Start{Window: "3"})
	h.Do(t, queue.Next{Window: "5"})
	for range 2 {
		h.Wait(20 * time.Second)
		h.Do(t, queue.Recall{Window: "5"})
	}
	h.Wait(20 * time.Second)
	h.Do(t, queue.NoShow{Window: "5"})
	n(queue.Issue{Theme: "business"})
	h.Do(t, queue.Transfer{Number: n(queue.Issue{Theme: "general"}), To: queue.Target{Clerk: "c2"}})
	h.Do(t, queue.Pause{Window: "6", Reason: "tea"})
	h.Do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-1"})
	h.Do(t, queue.OpenDesk{Terminal: "guide-1", Clerk: "c1"})
	h.Do(t, queue.AskWindow{Window: "6", What: queue.AskOpen})
	h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose, Theme: "business"})
	h.Do(t, queue.SignOut{Window: "4"})
	h.Do(t, queue.Free{Window: "3"})
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	h.Do(t, queue.Reprint{Number: n(queue.Issue{Theme: "business"})})
	h.Do(t, queue.ReportDevices{Terminal: "caller-1", Role: "caller", Devices: []queue.Device{{ID: "voice", Kind: queue.DeviceVoice, Fault: queue.FaultGone}}})
	h.Do(t, queue.WatchAlerts{})
	return h.State
}

func FuzzAnyRecordAppliesOrChangesNothing(f *testing.F) {
	lines, err := os.ReadFile("testdata/events-v1.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(lines) {
		f.Add(line)
	}
	base := halfway(f)
	for _, data := range []string{
		`{"v":1,"type":"ticket.issued/1","data":{}}`, `{"v":1,"type":"ticket.issued/1","data":{"ticket":{"number":"A004","seq":9,"state":"waiting","legs":[{"theme":"business"}]}}}`,
		`{"v":1,"type":"ticket.finished/1","data":{"number":"B001","window":"3"}}`, `{"v":1,"type":"window.undone/1","data":{"window":"3"}}`,
		`{"v":1,"type":"ticket.called/1","data":{"number":"A003","window":"2","clerk":"c2"}}`, `{"v":1,"type":"settings.changed/1","data":{}}`,
		`{"v":1,"type":"day.opened/1","data":{"date":"2026-11-26"}}`, `{"v":1,"type":"day.closed/1","data":{"date":"2026-11-25"}}`,
		`{"v":1,"type":"epoch.started/1","data":{"epoch":"2-00000001","skip":9223372036854775807}}`, `{"v":1,"type":"quota.set/1","data":{"theme":"general"}}`,
		`{"v":1,"type":"ticket.changed/1","data":{"number":"A002","window":"1","legs":[{"theme":"x"}]}}`,
		`{"v":1,"type":"help.called/1","data":{"kind":"staff","terminal":"kiosk-1"}}`, `{"v":1,"type":"help.answered/1","data":{"id":"1"}}`,
		`{"v":1,"type":"desk.opened/1","data":{"terminal":"guide-1","clerk":"c9"}}`, `{"v":1,"type":"desk.closed/1","data":{"terminal":"guide-1"}}`,
		`{"v":1,"type":"alert.raised/1","data":{"alert":{"id":"wait/general"}}}`, `{"v":1,"type":"alert.cleared/1","data":{"id":"unserved/construction"}}`,
		`{"v":1,"type":"alert.acknowledged/1","data":{"id":"x"}}`, `{"v":1,"type":"window.asked/1","data":{"window":"1","what":"open"}}`,
		`{"v":1,"type":"window.answered/1","data":{"window":"6"}}`,
		`{"v":1,"type":"device.changed/1","data":{"device":{"terminal":"kiosk-1","id":"reader","kind":"reader"}}}`, `{"v":1,"type":"device.removed/1","data":{"terminal":"kiosk-1","id":"printer"}}`,
		`{"v":1,"type":"ticket.reprinted/1","data":{"number":"A002","copy":3,"printer":"kiosk-1"}}`, `{"v":1,"type":"ticket.paper/1","data":{"number":"A002","copy":1,"state":"printed","printer":"kiosk-1"}}`,
		`{"v":1,"type":"ticket.announced/1","data":{"number":"A002","window":"1","times":1}}`,
	} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var r queue.Record
		if json.Unmarshal(b, &r) != nil {
			return
		}
		for _, s := range []*queue.State{base.Clone(), queue.New()} {
			r.Seq = s.Seq + 1
			if r.At.Before(s.At) {
				r.At = s.At
			}
			before := body(t, s)
			err := queue.Apply(s, r)
			if err == nil {
				if b, err := s.Snapshot(); err == nil {
					if _, err := queue.Restore(b, nil); err != nil {
						t.Fatalf("%T%+v left a hall that is not sound: %v", r.Event, r.Event, err)
					}
				}
				exercise(t, s)
				continue
			}
			var refusal *queue.Refusal
			if !errors.As(err, &refusal) || refusal.Hint == "" {
				t.Fatalf("%v is no refusal with a hint", err)
			}
			if !bytes.Equal(before, body(t, s)) {
				t.Fatalf("the refused record changed the state: %v", err)
			}
		}
	})
}

func FuzzAnySnapshotIsRestoredWholeOrRefused(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"tickets":[null],"windows":[null]}`))
	f.Add([]byte(`{"tickets":[{"seq":1,"state":"done","legs":[{}],"periods":[{"leg":7}]}]}`))
	s := halfway(f)
	f.Add(snapshot(f, s))
	f.Add(snapshot(f, queue.New()))
	for _, name := range []string{"testdata/events-v1.state.json", "testdata/events-v1.state6.json"} {
		golden, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(golden)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := queue.Restore(b, func(_ string, c *queue.Citizen) { c.Key = c.Sealed })
		if err == nil {
			exercise(t, s)
		}
	})
}

// exercise works with a state of doubtful origin; nothing of it may panic.
func exercise(t *testing.T, s *queue.State) {
	t.Helper()
	now := s.At.Add(time.Minute)
	queue.Due(s)
	s = s.Clone()
	if _, err := queue.Advance(s, now); err != nil {
		t.Logf("advance: %v", err)
	}
	for i := range s.Themes {
		s.Trend(s.Themes[i].ID, now)
	}
	for i := range min(len(s.Tickets), 4) {
		for k := range i {
			_, _ = queue.Compare(s, s.Tickets[i].Number, s.Tickets[k].Number)
		}
	}
	commands := []queue.Command{
		queue.TakePart{Part: queue.PartRules, Version: 99, Hash: "99", Rules: &queue.Rules{Calls: 3}}, queue.ReleasePart{Part: queue.PartRules},
		queue.WatchAlerts{}, queuetest.Printer("kiosk-1", queue.FaultCover), queue.CloseDay{}, queue.OpenDay{Date: "2026-11-26"}, queue.Issue{Theme: "business"},
		queue.Foretell{Outlooks: []queue.Outlook{{Theme: "business", Fits: 3}, {Theme: "general", Fits: 99}}}, queue.ReportDay{Date: s.Day.Date, Report: json.RawMessage(`1`)},
		queue.Advise{Advices: []queue.Advice{{Theme: "business", What: queue.AskClose, Window: "1"}, {Theme: "general", What: queue.AskOpen, Window: "2"}}},
	}
	for _, w := range s.Windows {
		s.NextAt(w, 3)
		s.UndoUntil(w)
		commands = append(commands, queue.Next{Window: w.ID}, queue.Undo{Window: w.ID}, queue.Free{Window: w.ID})
	}
	for _, a := range s.Advices {
		commands = append(commands, queue.AnswerAdvice{ID: a.ID}, queue.AnswerAdvice{ID: a.ID, Accept: true})
	}
	for _, x := range s.Tickets {
		s.Ahead(x)
		queue.Usual(s, x)
		commands = append(commands, queue.Return{Number: x.Number}, queue.Cancel{Number: x.Number, Reason: "left"},
			queue.Reprint{Number: x.Number}, queue.ReportPaper{Terminal: "t", Number: x.Number, State: queue.PaperPrinted},
			queue.PromiseWait{Number: x.Number, Promise: queue.Promise{At: now, High: 60}})
	}
	for _, c := range commands {
		twin := s.Clone()
		if _, err := queue.Execute(twin, now, queue.Actor{}, "rid", c); err != nil {
			continue
		}
		queue.Due(twin)
	}
}

func FuzzAnyCommandIsDecidedWithoutAChange(f *testing.F) {
	f.Add(0, "1", "A001", "business", "away", int64(60), false)
	f.Add(7, "3", "", "", "", int64(-1), true)
	f.Add(20, "99", "C9", "A-1", "appointment", int64(1)<<60, true)
	base := halfway(f)
	f.Fuzz(func(t *testing.T, which int, window, number, word, kind string, seconds int64, flag bool) {
		at := base.At.Add(time.Duration(seconds))
		when := base.At.Add(time.Duration(seconds) * time.Second)
		settings := *base.Settings
		settings.Themes = append([]queue.Theme{{ID: word, Prefix: kind, Minutes: which}}, settings.Themes...)
		commands := []queue.Command{
			queue.Issue{Items: []string{word, number}, Class: queue.Class(kind), Slot: when}, queue.Issue{Theme: word, Class: queue.Class(kind), Slot: when},
			queue.Return{Number: number}, queue.Transfer{Window: window, Number: number, To: queue.Target{Theme: word}},
			queue.Transfer{Window: window, Number: number, To: queue.Target{Window: word, Clerk: kind}},
			queue.ChangeItems{Window: window, Number: number, Items: []string{word, kind}}, queue.Cancel{Window: window, Number: number, Reason: word},
			queue.Reprint{Number: number, Printer: kind}, queue.SignIn{Window: window, Clerk: word}, queue.SignOut{Window: window}, queue.Next{Window: window},
			queue.Call{Window: window, Number: number}, queue.Recall{Window: window}, queue.Start{Window: window, Inferred: flag},
			queue.Finish{Window: window, Handled: []queue.Handled{{Item: word, Outcome: queue.Outcome(kind)}}}, queue.NoShow{Window: window},
			queue.HoldTicket{Window: window, Kind: queue.HoldKind(kind), Until: when}, queue.TakeBack{Window: window, Number: number},
			queue.Pause{Window: window, Reason: word, After: flag}, queue.Resume{Window: window}, queue.Undo{Window: window},
			queue.Assign{Window: window, Own: []string{word}, Spill: []string{kind}}, queue.Free{Window: window}, queue.StopHall{Reason: word},
			queue.SetIntake{Theme: word, Closed: flag, Reason: kind}, queue.SetNotice{ID: word, Text: queue.Text{En: kind}, Until: when},
			queue.SetQuota{Theme: word, Quota: queue.Quota{Day: which, Slots: []queue.SlotQuota{{From: queue.Clock(which), To: queue.Clock(seconds), Limit: which}}}},
			queue.OpenDay{Date: word}, queue.CloseDay{}, queue.StartEpoch{Epoch: queue.Epoch(word), Skip: which}, queue.AdoptClock{From: when, To: at},
			queue.ChangeSettings{Settings: settings, Hash: word},
			queue.TakePart{Part: queue.Part(kind), Version: uint64(which), Hash: word, Rules: &queue.Rules{Calls: which}},
			queue.TakePart{Part: queue.PartRules, Version: uint64(which), Hash: word, Rules: &queue.Rules{Calls: which, ReturnAfter: int(seconds)}},
			queue.TakePart{Part: queue.PartCalendar, Version: uint64(which), Hash: word, Calendar: &queue.Calendar{Days: map[string]bool{word: flag}}},
			queue.TakePart{Part: queue.PartCatalogue, Version: uint64(which), Hash: word, Catalogue: &queue.Catalogue{Items: []queue.Item{{Code: word, Theme: kind, Minutes: which}}}},
			queue.ReleasePart{Part: queue.Part(kind)},
			queue.CallHelp{Kind: queue.HelpKind(kind), Terminal: word, Window: window}, queue.AnswerHelp{ID: word, Terminal: kind},
			queue.OpenDesk{Terminal: word, Clerk: kind}, queue.CloseDesk{Terminal: word}, queue.WatchAlerts{}, queue.AcknowledgeAlert{ID: word},
			queue.AskWindow{Window: window, What: queue.AskKind(kind), Theme: word}, queue.AnswerAsk{Window: window, Accept: flag},
			queue.ChangeCatalogue{Catalogue: queue.Catalogue{Items: []queue.Item{{Code: word, Theme: kind, Minutes: which}}}, Hash: word},
			queue.ReportDevices{Terminal: word, Role: kind, Devices: []queue.Device{{ID: number, Kind: queue.DeviceKind(kind), Fault: queue.DeviceFault(word), Low: flag, Restarts: which}}},
			queue.ReportDevices{Terminal: "kiosk-1", Devices: []queue.Device{{ID: number, Kind: queue.DeviceStrip, Zones: []string{word}}, {ID: word, Kind: queue.DevicePrinter, Name: kind}}},
			queue.ReportPaper{Terminal: word, Number: number, Copy: which, State: queue.PaperState(kind), Reason: queue.PaperReason(word)},
			queue.ReportPaper{Terminal: "t", Number: number, State: queue.PaperUnprinted, Reason: queue.PaperReason(word)},
			queue.Announce{Number: number, Window: window, Times: which},
			queue.PromiseWait{Number: number, Promise: queue.Promise{At: when, Ahead: which, Low: which, Median: int(seconds), Likely: int(seconds), High: 80_000}},
			queue.Foretell{Outlooks: []queue.Outlook{{Theme: word, Fits: which}, {Theme: "business", Fits: int(seconds)}}},
			queue.Advise{Advices: []queue.Advice{{Theme: word, What: queue.AskKind(kind), Window: window, Then: which, Until: when}}}, queue.AnswerAdvice{ID: word, Accept: flag},
			queue.ReportDay{Date: word, Report: json.RawMessage(kind)},
		}
		c := commands[(which%len(commands)+len(commands))%len(commands)]
		s := base.Clone()
		before := body(t, s)
		events, err := queue.Decide(s, at, queue.Actor{}, c)
		if !bytes.Equal(before, body(t, s)) {
			t.Fatalf("deciding %T%+v changed the state", c, c)
		}
		var r *queue.Refusal
		if err != nil && !errors.As(err, &r) {
			t.Fatalf("%T: %v is no refusal", c, err)
		}
		rs, err := queue.Execute(s, at, queue.Actor{}, "rid", c)
		if len(rs) != len(events) || (err == nil) != (r == nil) {
			t.Fatalf("%T%+v: decided %d events and %v, executed %d and %v", c, c, len(events), r, len(rs), err)
		}
		if _, err := json.Marshal(rs); err != nil && at.Year() < 9999 {
			t.Fatalf("%T%+v: %v", c, c, err)
		}
		if err := queuetest.Check(s); err != nil {
			t.Fatalf("%T%+v: %v", c, c, err)
		}
	})
}

func FuzzACitizenNumberIsCheckedOrRefused(f *testing.F) {
	for _, s := range []string{"440399193708010022", "44039919600606007x", "440399190002290016", "", "４４０３９９193708010022", "44039919370801002Ⅹ"} {
		f.Add(s)
	}
	today := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		n, err := queue.ParseIDNumber(s, today)
		var r *queue.Refusal
		if err != nil {
			if !errors.As(err, &r) || r.Hint == "" || n != "" {
				t.Fatalf("%q: %q, %v", s, n, err)
			}
			return
		}
		if again, err := queue.ParseIDNumber(string(n), today); again != n || err != nil {
			t.Fatalf("%q is read as %q, which is read as %q, %v", s, n, again, err)
		}
		if a := n.Age(today); a < 0 || a > 180 || len(n.Masked()) != 18 || len(n.Last4()) != 4 {
			t.Fatalf("%q: age %d, %q, %q", n, a, n.Masked(), n.Last4())
		}
	})
}

func FuzzATimeOfDayIsReadAsItIsWritten(f *testing.F) {
	for _, s := range []string{"00:00", "24:00", "09:05", "24:01", "9:05", "12:60", "-1:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := queue.ParseClock(s)
		if err == nil && (c.String() != s || c < 0 || c > 24*60) {
			t.Fatalf("%q is read as %s", s, c)
		}
	})
}

func FuzzAnEpochIsReadAsItIsWritten(f *testing.F) {
	for _, s := range []string{"1-00000001", "4294967295-0123abcd", "0-00000001", "1-0000000G", "-", "01-00000001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := queue.ParseEpoch(s)
		if err == nil && (string(e) != s || e.Counter() == 0) {
			t.Fatalf("%q is read as %q, counter %d", s, e, e.Counter())
		}
	})
}
