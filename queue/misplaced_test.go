package queue_test

import (
	"bytes"
	"testing"
	"time"

	"onewindow/queue"
)

// misplaced are events of every type that name the number and the windows in
// all ways, right and wrong.
func misplaced(s *queue.State, number string) []queue.Event {
	later := s.At.Add(time.Hour)
	es := []queue.Event{
		nil, queue.TicketReturned{Number: number, After: 5}, queue.TicketWoken{Number: number}, queue.TicketReprinted{Number: number, Copy: 2},
		queue.TicketIssued{}, queue.TicketIssued{Ticket: queue.Ticket{Number: number, Seq: int32(len(s.Tickets) + 1), State: queue.Waiting, Legs: []queue.Leg{{Theme: "business"}}}},
		queue.TicketIssued{Ticket: queue.Ticket{Number: "A099", Seq: int32(len(s.Tickets) + 1), State: queue.Waiting, Legs: []queue.Leg{{Theme: "nothing"}}}},
		queue.TicketIssued{Ticket: queue.Ticket{Number: "B099", Seq: int32(len(s.Tickets) + 1), State: queue.Waiting, Legs: []queue.Leg{{Theme: "business"}}}},
		queue.TicketIssued{Ticket: queue.Ticket{Number: "A099", Seq: int32(len(s.Tickets) + 1), State: queue.Waiting, Legs: []queue.Leg{{Theme: "business"}}}},
		queue.DayOpened{Date: "2026-11-26"}, queue.DayOpened{Date: "soon"}, queue.DayClosed{Date: s.Day.Date}, queue.DayClosed{}, queue.PhaseChanged{Phase: queue.PhaseLunch},
		queue.SettingsChanged{}, queue.SettingsChanged{Settings: queue.Settings{Themes: s.Settings.Themes}}, queue.SettingsChanged{Settings: queue.Settings{Themes: s.Settings.Themes[1:], Windows: s.Settings.Windows}},
		queue.SettingsChanged{Settings: queue.Settings{Themes: append(s.Settings.Themes[:1:1], s.Settings.Themes...), Windows: s.Settings.Windows}},
		queue.CatalogueChanged{}, queue.EpochStarted{}, queue.EpochStarted{Epoch: "2-00000001", Skip: -1}, queue.EpochStarted{Epoch: "2-00000001", Skip: 100},
		queue.HallStopped{}, queue.HallResumed{}, queue.IntakeSet{Theme: "nothing"}, queue.IntakeSet{Theme: "business", Closed: true}, queue.QuotaSet{}, queue.QuotaSet{Theme: "general"},
		queue.NoticeSet{}, queue.NoticeCleared{}, queue.ClockAdopted{},
		queue.PartTaken{}, queue.PartTaken{Part: queue.PartRules}, queue.PartTaken{Part: "windows", Version: 1}, queue.PartTaken{Part: queue.PartCalendar, Version: 2, Hash: "2f"},
		queue.PartReleased{}, queue.PartReleased{Part: queue.PartRules},
		queue.DayReopened{}, queue.DayReopened{Date: s.Day.Date}, queue.TicketReadmitted{Number: number}, queue.TicketReadmitted{Number: number, Missed: true},
		queue.HelpCalled{Kind: queue.HelpStaff, Terminal: "kiosk-1"}, queue.HelpAnswered{}, queue.DeskOpened{Terminal: "guide-1", Clerk: "c1"},
		queue.DeskOpened{Terminal: "guide-1", Clerk: "nobody"}, queue.DeskClosed{Terminal: "guide-1"}, queue.AlertRaised{},
		queue.AlertRaised{Alert: queue.Alert{ID: "unserved/business", Level: queue.Critical}}, queue.AlertCleared{ID: "unserved/construction"},
		queue.AlertAcknowledged{ID: "unserved/construction"}, queue.AlertAcknowledged{ID: "none"},
		queue.DeviceChanged{}, queue.DeviceChanged{Device: queue.Device{Terminal: "a", ID: "printer", Kind: "odd"}}, queue.DeviceChanged{Device: queue.Device{Terminal: "kiosk-1", ID: "printer"}},
		queue.DeviceRemoved{}, queue.DeviceRemoved{Terminal: "kiosk-1", ID: "printer"}, queue.DeviceRemoved{Terminal: "kiosk-1", ID: "none"},
		queue.DayReported{Date: s.Day.Date, Report: []byte("{}")}, queue.DayReported{Date: "2026-01-02", Report: []byte("{}")}, queue.DayReported{Date: "soon"},
		queue.AdviceGiven{}, queue.AdviceGiven{Advice: queue.Advice{ID: "a", Theme: "general", Window: "3", What: queue.AskClose}}, queue.AdviceAnswered{ID: "none", Answer: queue.AdviceOver},
		queue.ThemeFull{Theme: "general", Full: true, Fits: 50}, queue.ThemeFull{Theme: "nothing"}, queue.TicketPromised{Number: number}, queue.TicketPromised{Number: "Z999"},
		queue.TicketReprinted{Number: number, Copy: 1, Printer: "kiosk-1"}, queue.TicketReprinted{Number: "Z999", Copy: 1, Printer: "kiosk-1"},
		queue.TicketPaper{Number: number, State: queue.PaperPrinted}, queue.TicketPaper{Number: number, Copy: 9, State: "odd", Printer: "x"}, queue.TicketPaper{Number: "Z999"},
	}
	for _, w := range []string{"1", "2", "3", "99", ""} {
		es = append(es,
			queue.TicketCalled{Number: number, Window: w, Clerk: "c" + w, Reason: queue.Reason{Code: queue.ReasonPicked}}, queue.TicketRecalled{Number: number, Window: w, Call: 2},
			queue.TicketStarted{Number: number, Window: w, Since: s.At}, queue.TicketFinished{Number: number, Window: w}, queue.TicketFinished{Number: number, Window: w, More: true},
			queue.TicketMissed{Number: number, Window: w}, queue.TicketMissed{Number: number, Window: w, Final: true},
			queue.TicketHeld{Number: number, Window: w, Hold: queue.Hold{Kind: queue.HoldStep, Until: later}}, queue.TicketTakenBack{Number: number, Window: w, Clerk: "c" + w},
			queue.TicketTransferred{Number: number, Window: w, To: queue.Target{Theme: "general"}}, queue.TicketTransferred{Number: number, Window: w, To: queue.Target{Theme: "nothing"}},
			queue.TicketTransferred{Number: number, Window: w, To: queue.Target{Window: "99"}}, queue.TicketTransferred{Number: number, Window: w, To: queue.Target{Clerk: "nobody"}},
			queue.TicketChanged{Number: number, Window: w, Legs: []queue.Leg{{Theme: "general"}, {Theme: "nothing"}}}, queue.TicketChanged{Number: number, Window: w},
			queue.TicketChanged{Number: number, Window: w, Legs: []queue.Leg{{Theme: "general"}}},
			queue.TicketReleased{Number: number, Window: w}, queue.TicketCancelled{Number: number, Window: w}, queue.TicketExpired{Number: number, Window: w},
			queue.WindowOpened{Window: w, Clerk: "c" + w}, queue.WindowClosed{Window: w}, queue.WindowPaused{Window: w, Reason: "tea"}, queue.WindowPausing{Window: w, Reason: "tea"},
			queue.WindowResumed{Window: w}, queue.WindowAssigned{Window: w, Own: []string{"nothing"}}, queue.WindowUndone{Window: w},
			queue.TicketAnnounced{Number: number, Window: w, Times: 1}, queue.TicketAnnounced{Number: "Z999", Window: w},
			queue.WindowAsked{Window: w, What: queue.AskOpen}, queue.WindowAnswered{Window: w},
			queue.WindowReplied{Window: w, Answer: queue.AnswerNo}, queue.WindowReplied{Window: w, Answer: "perhaps"})
	}
	return es
}

func TestAMisplacedRecordIsRefusedOrLeavesAHallThatWorks(t *testing.T) {
	t.Parallel()
	for n, sc := range scenes(t) {
		base := sc.hall.State
		for k, number := range []string{sc.number, "A002"} {
			for i, e := range misplaced(base, number) {
				if k == 1 && (n+i)%3 > 0 { // a third will do for one that is in no special state
					continue
				}
				s := base.Clone()
				before := body(t, s)
				err := queue.Apply(s, queue.Record{Seq: s.Seq + 1, At: s.At.Add(time.Second), Cause: "rid", Event: e})
				if err != nil {
					if !bytes.Equal(before, body(t, s)) {
						t.Fatalf("%s: the refused %T%+v changed the state", sc.name, e, e)
					}
					continue
				}
				if _, err := queue.Restore(snapshot(t, s), nil); err != nil {
					t.Fatalf("%s: after %T%+v: %v", sc.name, e, e, err)
				}
				if i%40 == 0 {
					exercise(t, s)
				}
			}
		}
	}
}

func TestARecordOutOfOrderIsRefused(t *testing.T) {
	s := halfway(t)
	for _, r := range []queue.Record{
		{Seq: s.Seq, At: s.At, Event: queue.HallResumed{}},
		{Seq: s.Seq + 2, At: s.At, Event: queue.HallResumed{}},
		{Seq: s.Seq + 1, At: s.At.Add(-time.Millisecond), Event: queue.HallResumed{}},
	} {
		before := body(t, s)
		if err := queue.Apply(s, r); err == nil {
			t.Errorf("record %d at %s was applied after %d at %s", r.Seq, r.At, s.Seq, s.At)
		}
		same(t, "the state", body(t, s), before)
	}
}
