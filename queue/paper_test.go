package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// printing reports what became of a paper, and says whether that was news.
func printing(t *testing.T, h *queuetest.Hall, terminal, number string, copy int, state queue.PaperState, reason queue.PaperReason) bool {
	t.Helper()
	return len(h.Do(t, queue.ReportPaper{Terminal: terminal, Number: number, Copy: copy, State: state, Reason: reason})) > 0
}

func TestAPaperIsToldByWhoPrintsItAndOnlyWhatIsNewIsKept(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business") // at the terminal "t"
	if h.State.Ticket(a).Paper() != nil {
		t.Fatal("a paper of which nobody has told")
	}
	wantRefusal(t, h, queue.ReportPaper{Terminal: "kiosk-1", Number: a, State: queue.PaperPrinted}, queue.CodeOtherTerminal)
	wantRefusal(t, h, queue.ReportPaper{Terminal: "t", Number: "Z999", State: queue.PaperPrinted}, queue.CodeUnknownNumber)
	wantRefusal(t, h, queue.ReportPaper{Terminal: "t", Number: a, Copy: 1, State: queue.PaperPrinted}, queue.CodeUnknownPaper)
	wantRefusal(t, h, queue.ReportPaper{Terminal: "t", Number: a, Copy: -1, State: queue.PaperPrinted}, queue.CodeUnknownPaper)
	wantRefusal(t, h, queue.ReportPaper{Terminal: "t", Number: a, State: queue.PaperAsked}, queue.CodeBadKind)
	wantRefusal(t, h, queue.ReportPaper{Terminal: "t", Number: a, State: queue.PaperUnprinted, Reason: "The lid!"}, queue.CodeBadKind)
	h.Wait(time.Second)
	for i, c := range []struct {
		state  queue.PaperState
		reason queue.PaperReason
		news   bool
		is     queue.PaperState
	}{
		{queue.PaperUnconfirmed, "silent", true, queue.PaperUnconfirmed},
		{queue.PaperUnconfirmed, "silent", false, queue.PaperUnconfirmed},
		{queue.PaperUnconfirmed, queue.PaperRestarted, true, queue.PaperUnconfirmed},
		{queue.PaperUnprinted, "paper_out", true, queue.PaperUnprinted},
		{queue.PaperPrinted, "silent", true, queue.PaperPrinted},
		{queue.PaperUnconfirmed, "silent", false, queue.PaperPrinted},
		{queue.PaperUnprinted, "gone", false, queue.PaperPrinted},
		{queue.PaperPrinted, "", false, queue.PaperPrinted},
	} {
		if news := printing(t, h, "t", a, 0, c.state, c.reason); news != c.news {
			t.Errorf("report %d: news %v, want %v", i, news, c.news)
		}
		if p := h.State.Ticket(a).Paper(); p == nil || p.State != c.is || p.Copy != 0 || p.Printer != "t" || !p.At.Equal(h.Now) {
			t.Errorf("report %d: %+v, want %s", i, p, c.is)
		}
	}
	if p := h.State.Ticket(a).Paper(); p.Reason != "" {
		t.Errorf("printed, because of %q", p.Reason)
	}
	// The visit may be over before the printer answers.
	b := h.Issue(t, "business")
	h.Do(t, queue.Cancel{Number: b, Reason: "left"})
	if !printing(t, h, "t", b, 0, queue.PaperUnprinted, queue.PaperLate) {
		t.Error("the paper of a cancelled number is no news")
	}
}

func TestACopyIsAskedForOnceAndIsNobodysOnceItsTerminalHasTold(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	h.Do(t, queuetest.Printer("kiosk-2", ""))
	a := h.Issue(t, "business")
	h.Do(t, queue.Reprint{Number: a, Printer: "kiosk-2"})
	h.Do(t, queue.Reprint{Number: a})
	want := []queue.PaperJob{{Number: a, Copy: 1, Terminal: "kiosk-2", At: h.Now}, {Number: a, Copy: 2, Terminal: "kiosk-1", At: h.Now}}
	if p := h.State.Papers; len(p) != 2 || p[0] != want[0] || p[1] != want[1] {
		t.Fatalf("%+v, want %+v", p, want)
	}
	if p := h.State.Ticket(a).Paper(); p.Copy != 2 || p.State != queue.PaperAsked || p.Printer != "kiosk-1" {
		t.Fatalf("%+v", p)
	}
	wantRefusal(t, h, queue.ReportPaper{Terminal: "kiosk-1", Number: a, Copy: 1, State: queue.PaperPrinted}, queue.CodeOtherTerminal)
	if !printing(t, h, "kiosk-2", a, 1, queue.PaperPrinted, "") {
		t.Error("no news")
	}
	if p := h.State.Papers; len(p) != 1 || p[0] != want[1] {
		t.Fatalf("%+v", p)
	}
	// The newest paper is still the second copy.
	if p := h.State.Ticket(a).Paper(); p.Copy != 2 || p.State != queue.PaperAsked {
		t.Fatalf("%+v", p)
	}
}

func TestOfACopyOfWhichNothingIsToldTheHallSaysAfterAMinuteThatNobodyKnows(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	a := h.Issue(t, "business")
	h.Do(t, queue.Reprint{Number: a})
	if due := queue.Due(h.State); !due.Equal(h.Now.Add(time.Minute)) {
		t.Fatalf("due %s, want in a minute", due)
	}
	h.Wait(time.Minute - time.Millisecond)
	if rs, err := queue.Advance(h.State, h.Now); err != nil || len(rs) > 0 {
		t.Fatalf("%v, %v", rs, err)
	}
	h.Wait(time.Millisecond)
	rs, err := queue.Advance(h.State, h.Now)
	if err != nil || len(rs) != 1 {
		t.Fatalf("%v, %v", rs, err)
	}
	e := queue.TicketPaper{Number: a, Copy: 1, State: queue.PaperUnconfirmed, Reason: "silent", Printer: "kiosk-1"}
	if rs[0].Event != e || rs[0].By != (queue.Actor{}) || len(h.State.Papers) != 0 {
		t.Fatalf("%+v, and open %+v", rs[0], h.State.Papers)
	}
	// It was only slow.
	if !printing(t, h, "kiosk-1", a, 1, queue.PaperPrinted, "") || h.State.Ticket(a).Paper().State != queue.PaperPrinted {
		t.Fatal("what the terminal tells later does not count")
	}
}

func TestACopyGoesToTheNearestPrinterThatWorksAndIsHeard(t *testing.T) {
	report := func(terminal, role string, faults ...queue.DeviceFault) queue.ReportDevices {
		c := queue.ReportDevices{Terminal: terminal, Role: role}
		for i, f := range faults {
			c.Devices = append(c.Devices, queue.Device{ID: string(rune('a' + i)), Kind: queue.DevicePrinter, Fault: f})
		}
		return c
	}
	own, guide, guide2 := report("t", "window", ""), report("guide-1", "guide", ""), report("guide-2", "guide", "")
	kiosk, kiosk2 := report("kiosk-1", "kiosk", ""), report("kiosk-2", "kiosk", queue.FaultGone, "")
	broken := func(c queue.ReportDevices) queue.ReportDevices {
		return report(c.Terminal, c.Role, queue.FaultPaperOut)
	}
	for name, c := range map[string]struct {
		there  []queue.ReportDevices
		named  string
		silent []string
		want   string
	}{
		"the own":                       {[]queue.ReportDevices{kiosk, guide, own}, "", nil, "t"},
		"a guide's":                     {[]queue.ReportDevices{kiosk2, guide2, guide, broken(own)}, "", nil, "guide-1"},
		"the other guide's":             {[]queue.ReportDevices{kiosk2, guide2, guide}, "", []string{"guide-1"}, "guide-2"},
		"a kiosk's":                     {[]queue.ReportDevices{kiosk2, kiosk, broken(guide)}, "", nil, "kiosk-1"},
		"a kiosk's second":              {[]queue.ReportDevices{kiosk2, broken(kiosk)}, "", nil, "kiosk-2"},
		"the one named":                 {[]queue.ReportDevices{kiosk2, guide, own}, "kiosk-2", nil, "kiosk-2"},
		"none":                          {nil, "", nil, ""},
		"none that works":               {[]queue.ReportDevices{broken(kiosk), broken(guide)}, "", nil, ""},
		"none that is heard":            {[]queue.ReportDevices{kiosk}, "", []string{"kiosk-1"}, ""},
		"named, and broken":             {[]queue.ReportDevices{broken(kiosk), guide}, "kiosk-1", nil, ""},
		"named, and silent":             {[]queue.ReportDevices{kiosk, guide}, "kiosk-1", []string{"kiosk-1"}, ""},
		"a reader is no printer":        {[]queue.ReportDevices{{Terminal: "kiosk-1", Role: "kiosk", Devices: []queue.Device{{ID: "r", Kind: queue.DeviceReader}}}}, "", nil, ""},
		"another window's is no help":   {[]queue.ReportDevices{report("w", "window", "")}, "", nil, ""},
		"but it may be named":           {[]queue.ReportDevices{report("w", "window", "")}, "w", nil, "w"},
		"the own, whoever named itself": {[]queue.ReportDevices{own}, "t", nil, "t"},
	} {
		t.Run(name, func(t *testing.T) {
			h := queuetest.New(t, 1)
			for _, r := range c.there {
				h.Do(t, r)
			}
			a := h.Issue(t, "business")
			cmd := queue.Reprint{Number: a, Printer: c.named, Silent: c.silent}
			if c.want == "" {
				if r := wantRefusal(t, h, cmd, queue.CodeNoPrinter); r.Hint == "" || h.State.Ticket(a).Copies != 0 {
					t.Fatalf("%+v", r)
				}
				return
			}
			if e := h.Do(t, cmd)[0].Event; e != (queue.TicketReprinted{Number: a, Copy: 1, Printer: c.want}) {
				t.Fatalf("%+v, want %s", e, c.want)
			}
		})
	}
}

func TestWhatAClerkTakesBackLeavesThePapersAsTheyAre(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantNext(t, h, "1", a)
	h.Wait(time.Second)
	if !printing(t, h, "t", a, 0, queue.PaperUnprinted, "cutter") {
		t.Fatal("no news")
	}
	h.Do(t, queue.Undo{Window: "1"}) // the printer does not keep the clerk from it
	if p := h.State.Ticket(a).Paper(); p == nil || p.State != queue.PaperUnprinted || h.State.Ticket(a).State != queue.Waiting {
		t.Fatalf("%+v", p)
	}
	if err := queuetest.Check(h.State); err != nil {
		t.Fatal(err)
	}
}

func TestPapersStayWithTheNumbersThatAreKeptOvernight(t *testing.T) {
	s := queuetest.Settings(1)
	s.Rules.KeepOvernight = true
	h := queuetest.Empty(t, s)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	h.Do(t, queue.Cancel{Number: b, Reason: "left"})
	h.Do(t, queue.ReportPaper{Terminal: "t", Number: b, State: queue.PaperPrinted})
	h.Do(t, queue.Reprint{Number: a})
	h.Do(t, queue.CloseDay{})
	if _, err := h.Try(queue.OpenDay{Date: "2026-11-26"}); err == nil {
		t.Fatal("tomorrow was opened today")
	}
	h.Now = local("2026-11-26", "09:00")
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	if p := h.State.Ticket(a).Paper(); p == nil || p.State != queue.PaperUnconfirmed || len(h.State.Papers) != 0 || len(h.State.Devices) != 1 {
		t.Fatalf("%+v, open %+v, devices %+v", p, h.State.Papers, h.State.Devices)
	}
	if err := queuetest.Check(h.State); err != nil {
		t.Fatal(err)
	}
}

func TestATicketRemembersItsLastPapers(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	a := h.Issue(t, "business")
	for range 30 {
		h.Do(t, queue.Reprint{Number: a})
		if err := queuetest.Check(h.State); err != nil {
			t.Fatal(err)
		}
	}
	if p := h.State.Ticket(a).Papers; len(p) != 8 || p[7].Copy != 30 || p[0].Copy != 23 {
		t.Fatalf("%+v", p)
	}
	wantRefusal(t, h, queue.ReportPaper{Terminal: "kiosk-1", Number: a, Copy: 3, State: queue.PaperPrinted}, queue.CodeUnknownPaper)
	h.Wait(time.Minute)
	if _, err := queue.Advance(h.State, h.Now); err != nil || len(h.State.Papers) != 0 {
		t.Fatalf("%v, open %+v", err, h.State.Papers)
	}
	if err := queuetest.Check(h.State); err != nil {
		t.Fatal(err)
	}
}

func TestANumberGivenWhereAPrinterStandsHasAPaperOrTheHallSaysThatNobodyKnows(t *testing.T) {
	h := queuetest.New(t, 1)
	for _, c := range []struct {
		report queue.ReportDevices
		waits  bool
	}{
		{queue.ReportDevices{Terminal: "t", Role: "kiosk"}, false},
		{queuetest.Printer("t", queue.FaultPaperOut), true}, // it tells that there is none
		{queuetest.Printer("t", ""), true},
		{queue.ReportDevices{Terminal: "t", Role: "manager", Devices: queuetest.Printer("t", "").Devices}, false}, // it may not tell
	} {
		h.Do(t, c.report)
		a := h.Issue(t, "business")
		if p := h.State.Ticket(a).Paper(); (p != nil) != c.waits || c.waits && (p.State != queue.PaperAsked || p.Printer != "t" || p.Copy != 0) {
			t.Fatalf("%+v: %+v", c.report, p)
		}
		if !c.waits {
			continue
		}
		b := h.Issue(t, "business")
		printing(t, h, "t", b, 0, queue.PaperPrinted, "")
		h.Wait(time.Minute)
		if _, err := queue.Advance(h.State, h.Now); err != nil {
			t.Fatal(err)
		}
		x, y := h.State.Ticket(a).Paper(), h.State.Ticket(b).Paper()
		if x.State != queue.PaperUnconfirmed || x.Reason != "silent" || y.State != queue.PaperPrinted || len(h.State.Papers) > 0 {
			t.Fatalf("%+v and %+v, open %+v", x, y, h.State.Papers)
		}
	}
}
