package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// scene is a hall in a known state, with the number of interest.
type scene struct {
	name   string
	number string
	hall   *queuetest.Hall
}

// scenes are halls in which a number, or window "1", is in each of its states.
// Two more tickets wait, so that there is always somebody to call.
func scenes(t *testing.T) []scene {
	t.Helper()
	var all []scene
	add := func(name string, build func(h *queuetest.Hall) string) {
		h := queuetest.New(t, 2)
		h.Do(t, queuetest.Printer("kiosk-1", ""))
		h.Wait(time.Minute)
		number := build(h)
		all = append(all, scene{name, number, h})
	}
	issue := func(h *queuetest.Hall) string {
		a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "A-2"}})
		h.Issue(t, "business")
		h.Issue(t, "construction")
		return a
	}
	serving := func(h *queuetest.Hall) string {
		a := issue(h)
		serve(t, h, "1")
		return a
	}
	settings := func(h *queuetest.Hall, change func(*queue.Rules)) {
		s := *h.State.Settings
		change(&s.Rules)
		h.Do(t, queue.ChangeSettings{Settings: s, Hash: "changed"})
	}
	add("nobody waits", func(h *queuetest.Hall) string { return "A001" })
	add("waiting", issue)
	add("waiting for window 1", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "1"}})
		return a
	})
	add("waiting for clerk c2", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.Transfer{Number: a, To: queue.Target{Clerk: "c2"}})
		return a
	})
	add("waiting overnight for window 1", func(h *queuetest.Hall) string {
		settings(h, func(r *queue.Rules) { r.KeepOvernight = true })
		a := issue(h)
		h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "1"}})
		return a
	})
	called := func(h *queuetest.Hall) string {
		a := issue(h)
		wantNext(t, h, "1", a)
		return a
	}
	add("called", called)
	add("called overnight", func(h *queuetest.Hall) string {
		settings(h, func(r *queue.Rules) { r.KeepOvernight = true })
		return called(h)
	})
	add("called, and another called", func(h *queuetest.Hall) string {
		a := called(h)
		wantNext(t, h, "2", "A002")
		return a
	})
	add("serving, and another served", func(h *queuetest.Hall) string {
		a := serving(h)
		serve(t, h, "2")
		return a
	})
	add("called, pausing after", func(h *queuetest.Hall) string {
		a := called(h)
		h.Do(t, queue.Pause{Window: "1", Reason: "lunch", After: true})
		return a
	})
	lastCall := func(h *queuetest.Hall) string {
		a := called(h)
		for range 2 {
			h.Wait(20 * time.Second)
			h.Do(t, queue.Recall{Window: "1"})
		}
		h.Wait(20 * time.Second)
		return a
	}
	add("called for the last time", lastCall)
	add("called for the last time, pausing after", func(h *queuetest.Hall) string {
		a := lastCall(h)
		h.Do(t, queue.Pause{Window: "1", Reason: "lunch", After: true})
		return a
	})
	missed := func(h *queuetest.Hall) string {
		a := lastCall(h)
		h.Do(t, queue.NoShow{Window: "1"})
		return a
	}
	add("missed", missed)
	add("missed before, called again for the last time", func(h *queuetest.Hall) string {
		a := missed(h)
		h.Do(t, queue.Return{Number: a})
		h.Do(t, queue.Call{Window: "1", Number: a})
		for range 2 {
			h.Wait(20 * time.Second)
			h.Do(t, queue.Recall{Window: "1"})
		}
		h.Wait(20 * time.Second)
		return a
	})
	add("serving", serving)
	add("serving where outcomes are needed", func(h *queuetest.Hall) string {
		settings(h, func(r *queue.Rules) { r.NeedOutcome = true })
		return serving(h)
	})
	add("serving, pausing after", func(h *queuetest.Hall) string {
		a := serving(h)
		h.Do(t, queue.Pause{Window: "1", Reason: "lunch", After: true})
		return a
	})
	legs := func(h *queuetest.Hall) string {
		a := h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}})
		h.Issue(t, "business")
		wantNext(t, h, "1", a)
		h.Do(t, queue.Start{Window: "1"})
		return a
	}
	add("serving the first of two legs", legs)
	add("serving the first of two legs, pausing after", func(h *queuetest.Hall) string {
		a := legs(h)
		h.Do(t, queue.Pause{Window: "1", Reason: "lunch", After: true})
		return a
	})
	for _, kind := range []queue.HoldKind{queue.HoldAway, queue.HoldHere, queue.HoldStep} {
		add("held: "+string(kind), func(h *queuetest.Hall) string {
			a := serving(h)
			h.Do(t, queue.HoldTicket{Window: "1", Kind: kind, Until: h.Now.Add(20 * time.Second), Reason: "copy"})
			return a
		})
	}
	add("held overnight", func(h *queuetest.Hall) string {
		settings(h, func(r *queue.Rules) { r.KeepOvernight = true })
		a := serving(h)
		h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldAway})
		return a
	})
	add("done", func(h *queuetest.Hall) string {
		a := serving(h)
		h.Do(t, queue.Finish{Window: "1"})
		return a
	})
	add("cancelled", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.Cancel{Number: a, Reason: "left"})
		return a
	})
	add("expired", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.CloseDay{})
		return a
	})
	add("missed, and the day closed", func(h *queuetest.Hall) string {
		a := missed(h)
		h.Do(t, queue.CloseDay{})
		return a
	})
	add("window closed", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.SignOut{Window: "1"})
		return a
	})
	add("window paused", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.Pause{Window: "1", Reason: "lunch"})
		return a
	})
	add("hall stopped while serving", func(h *queuetest.Hall) string {
		a := serving(h)
		h.Do(t, queue.StopHall{Reason: "fire"})
		return a
	})
	add("hall stopped while idle", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.StopHall{Reason: "fire"})
		return a
	})
	wish := func(name string, state func(h *queuetest.Hall) string, what queue.AskKind) {
		add("asked to "+string(what)+" while "+name, func(h *queuetest.Hall) string {
			a := state(h)
			h.Do(t, queue.AskWindow{Window: "1", What: what, Theme: "business"})
			return a
		})
	}
	wish("closed", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.SignOut{Window: "1"})
		return a
	}, queue.AskOpen)
	wish("paused", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.Pause{Window: "1", Reason: "lunch"})
		return a
	}, queue.AskOpen)
	wish("idle", issue, queue.AskClose)
	wish("calling", called, queue.AskClose)
	wish("serving", serving, queue.AskClose)
	accepted := func(name string, state func(h *queuetest.Hall) string) {
		add("accepted to close while "+name, func(h *queuetest.Hall) string {
			a := state(h)
			h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose})
			h.Do(t, queue.AnswerAsk{Window: "1", Accept: true})
			return a
		})
	}
	accepted("calling", called)
	accepted("serving", serving)
	add("waiting without its paper", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.ReportPaper{Terminal: "t", Number: a, State: queue.PaperUnconfirmed, Reason: queue.PaperRestarted})
		h.Do(t, queue.Reprint{Number: a})
		return a
	})
	add("called, and heard", func(h *queuetest.Hall) string {
		a := called(h)
		h.Wait(3 * time.Second)
		h.Do(t, queue.Announce{Number: a, Window: "1", Times: 1})
		return a
	})
	add("with rules and catalogue of the centre", func(h *queuetest.Hall) string {
		a := issue(h)
		rules, catalogue := h.State.Settings.Rules, *h.State.Catalogue
		h.Do(t, queue.TakePart{Part: queue.PartRules, Version: 3, Hash: "3f", Rules: &rules})
		h.Do(t, queue.TakePart{Part: queue.PartCatalogue, Version: 4, Hash: "4f", Catalogue: &catalogue})
		return a
	})
	add("with calls for help, a desk and alerts", func(h *queuetest.Hall) string {
		a := issue(h)
		h.Do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-1"})
		h.Do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-1", Window: "1"})
		h.Do(t, queue.OpenDesk{Terminal: "guide-1", Clerk: "c1"})
		h.Do(t, queue.SignOut{Window: "3"})
		h.Do(t, queue.SignOut{Window: "4"})
		h.Do(t, queue.SignOut{Window: "2"})
		h.Do(t, queue.WatchAlerts{})
		h.Do(t, queue.SignIn{Window: "3", Clerk: "c3"}) // the alert is over
		return a
	})
	add("advised, and full", func(h *queuetest.Hall) string {
		settings(h, func(r *queue.Rules) { r.ForecastStop = true })
		a := issue(h)
		h.Do(t, queue.Foretell{Outlooks: []queue.Outlook{{Theme: "business", Fits: 70}}})
		h.Do(t, queue.Advise{Advices: []queue.Advice{advice("business", queue.AskClose, "1", 1, h.Now.Add(time.Hour))}})
		return a
	})
	add("not full yet", func(h *queuetest.Hall) string {
		settings(h, func(r *queue.Rules) { r.ForecastStop = true })
		return issue(h)
	})
	return all
}

// commands are every command with every argument that makes a difference to the
// number and to windows "1" (its own), "2" and "3" (of another theme).
func commands(h *queuetest.Hall, number string) []queue.Command {
	settings := *h.State.Settings
	settings.Rules.CallGap++
	catalogue := *h.State.Catalogue
	less := queue.Catalogue{Items: catalogue.Items[1:]}
	cs := []queue.Command{
		queue.TakePart{Part: queue.PartRules, Version: 3, Hash: "3f", Rules: &settings.Rules}, queue.TakePart{Part: queue.PartRules, Version: 5, Hash: "5f", Rules: &settings.Rules},
		queue.TakePart{Part: queue.PartRules, Version: 5, Hash: "3f"}, queue.TakePart{Part: queue.PartRules, Version: 5, Hash: "5f", Rules: &queue.Rules{}},
		queue.TakePart{Part: queue.PartCalendar, Version: 1, Hash: "1f", Calendar: &queue.Calendar{Days: map[string]bool{"2026-12-25": false}}},
		queue.TakePart{Part: queue.PartCatalogue, Version: 6, Hash: "6f", Catalogue: &less}, queue.TakePart{Part: queue.PartCatalogue, Version: 6, Hash: "6f", Catalogue: &queue.Catalogue{Items: []queue.Item{{Code: "?"}}}},
		queue.TakePart{Part: queue.PartRules, Hash: "0f", Rules: &settings.Rules}, queue.TakePart{Part: "windows", Version: 9, Hash: "9f"}, queue.TakePart{},
		queue.ReleasePart{Part: queue.PartRules}, queue.ReleasePart{Part: queue.PartCalendar}, queue.ReleasePart{},
		queue.ChangeCatalogue{Catalogue: less, Hash: "c4"},
		queue.Issue{Theme: "business"}, queue.Issue{Items: []string{"A-1", "C-1", "A-2"}}, queue.Issue{Theme: "nothing"},
		queue.Issue{}, queue.Issue{Items: []string{"Z-9"}}, queue.Issue{Theme: "general", Class: queue.Appointment},
		queue.Return{Number: number}, queue.Return{Number: "Z999"}, queue.Reprint{Number: number}, queue.Reprint{},
		queue.StopHall{Reason: "smoke"}, queue.StopHall{}, queue.ResumeHall{},
		queue.SetIntake{Theme: "business", Closed: true, Reason: "busy"}, queue.SetIntake{Theme: "business", Closed: true},
		queue.SetIntake{Theme: "business"}, queue.SetIntake{Theme: "nothing"},
		queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: 5}}, queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: -1}},
		queue.SetQuota{Theme: "nothing"}, queue.SetNotice{ID: "n", Text: queue.Text{ZhHans: "n"}}, queue.SetNotice{},
		queue.OpenDay{Date: "2026-11-25"}, queue.OpenDay{Date: "2026-11-26"}, queue.OpenDay{Date: "26.11.2026"}, queue.CloseDay{},
		queue.ChangeSettings{Settings: settings, Hash: "s2"}, queue.ChangeSettings{Hash: "s2"},
		queue.ChangeCatalogue{Catalogue: catalogue, Hash: "c2"},
		queue.ChangeCatalogue{Catalogue: queue.Catalogue{Items: []queue.Item{{Code: "?"}}}, Hash: "c3"},
		queue.StartEpoch{Epoch: "2-0000abcd", Skip: 100}, queue.StartEpoch{Epoch: "2"},
		queue.AdoptClock{From: h.Now, To: h.Now.Add(time.Hour)}, nil,
		queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-1"}, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-1", Window: "1"},
		queue.CallHelp{Kind: "odd", Terminal: "kiosk-1"}, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-1", Window: "99"},
		queue.AnswerHelp{ID: "0"}, queue.OpenDesk{Terminal: "guide-1", Clerk: "c1"}, queue.OpenDesk{Terminal: "guide-1", Clerk: "c2"},
		queue.OpenDesk{Terminal: "guide-1", Clerk: "nobody"}, queue.CloseDesk{Terminal: "guide-1"}, queue.WatchAlerts{},
		queue.AcknowledgeAlert{ID: "none/business"},
		queuetest.Printer("kiosk-1", ""), queuetest.Printer("kiosk-1", queue.FaultCover), queue.ReportDevices{Terminal: "kiosk-1"}, queue.ReportDevices{},
		queue.ReportDevices{Terminal: "kiosk-1", Devices: []queue.Device{{ID: "printer", Kind: "odd"}}},
		queue.Reprint{Number: number, Printer: "kiosk-1"}, queue.Reprint{Number: number, Printer: "kiosk-9"}, queue.Reprint{Number: number, Silent: []string{"kiosk-1"}},
		queue.ReportPaper{Terminal: "t", Number: number, State: queue.PaperPrinted}, queue.ReportPaper{Terminal: "t", Number: number, State: "odd"},
		queue.ReportPaper{Terminal: "t", Number: number, Copy: 9, State: queue.PaperPrinted}, queue.ReportPaper{Number: number, State: queue.PaperPrinted},
	}
	cs = append(cs, foreseen(h, number)...)
	for _, times := range []int{1, 2, 3} {
		cs = append(cs, queue.Announce{Number: number, Window: "1", Times: times}, queue.Announce{Number: number, Window: "99", Times: times},
			queue.Announce{Number: "Z999", Window: "1", Times: times})
	}
	for _, x := range h.State.Helps {
		cs = append(cs, queue.AnswerHelp{ID: x.ID}, queue.AnswerHelp{ID: x.ID, Terminal: "kiosk-1"})
	}
	for _, x := range h.State.Alerts {
		cs = append(cs, queue.AcknowledgeAlert{ID: x.ID})
	}
	targets := []queue.Target{
		{}, {Theme: "general"}, {Window: "2"}, {Window: "3"}, {Window: "1"}, {Clerk: "c2"}, {Clerk: "c1"}, {Theme: "general", Window: "5"},
		{Theme: "nothing"}, {Window: "99"}, {Clerk: "nobody"}, {Window: "2", Clerk: "c2"},
	}
	for _, w := range []string{"1", "2", "3", "99"} {
		cs = append(cs, queue.SignIn{Window: w, Clerk: "c1"}, queue.SignIn{Window: w, Clerk: "c2"}, queue.SignIn{Window: w, Clerk: "nobody"},
			queue.SignOut{Window: w}, queue.Next{Window: w}, queue.Call{Window: w, Number: number}, queue.Call{Window: w, Number: "Z999"},
			queue.Recall{Window: w}, queue.Start{Window: w}, queue.Start{Window: w, Inferred: true}, queue.Finish{Window: w},
			queue.Finish{Window: w, Handled: []queue.Handled{{Item: "A-3", Outcome: queue.Accepted}, {Item: "B-1", Outcome: queue.Enquiry}}},
			queue.Finish{Window: w, Handled: []queue.Handled{{Item: "Z-9", Outcome: queue.Accepted}}},
			queue.Finish{Window: w, Handled: []queue.Handled{{Item: "A-3", Outcome: queue.Unstated}}},
			queue.NoShow{Window: w}, queue.HoldTicket{Window: w, Kind: queue.HoldAway}, queue.HoldTicket{Window: w, Kind: queue.HoldHere},
			queue.HoldTicket{Window: w, Kind: queue.HoldStep, Until: h.Now.Add(time.Hour)}, queue.HoldTicket{Window: w, Kind: queue.HoldStep},
			queue.HoldTicket{Window: w, Kind: "elsewhere"}, queue.TakeBack{Window: w, Number: number},
			queue.Pause{Window: w, Reason: "tea"}, queue.Pause{Window: w, Reason: "tea", After: true}, queue.Pause{Window: w},
			queue.Resume{Window: w}, queue.Undo{Window: w}, queue.Free{Window: w}, queue.AnswerAsk{Window: w}, queue.AnswerAsk{Window: w, Accept: true},
			queue.AskWindow{Window: w, What: queue.AskOpen}, queue.AskWindow{Window: w, What: queue.AskClose, Theme: "business"},
			queue.AskWindow{Window: w, What: "odd"}, queue.AskWindow{Window: w, What: queue.AskOpen, Theme: "nothing"},
			queue.Assign{Window: w, Own: []string{"general"}, Spill: []string{"business"}}, queue.Assign{Window: w}, queue.Assign{Window: w, Own: []string{"nothing"}})
		for _, n := range []string{number, ""} {
			if w == "99" {
				w = "" // a desk
			}
			cs = append(cs, queue.Cancel{Window: w, Number: n, Reason: "left"}, queue.Cancel{Window: w, Number: n},
				queue.ChangeItems{Window: w, Number: n, Items: []string{"A-2"}}, queue.ChangeItems{Window: w, Number: n, Items: []string{"C-1", "A-1"}},
				queue.ChangeItems{Window: w, Number: n, Items: []string{"C-1"}}, queue.ChangeItems{Window: w, Number: n},
				queue.ChangeItems{Window: w, Number: n, Items: []string{"Z-9"}})
			for _, to := range targets {
				cs = append(cs, queue.Transfer{Window: w, Number: n, To: to})
			}
		}
	}
	return cs
}
