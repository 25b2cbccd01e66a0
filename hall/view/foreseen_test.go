package view_test

import (
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/queue/wait"
)

// forecast is one that was made now, by which everybody is called after so many minutes
// from low to high.
func forecast(s *queue.State, now time.Time, low, high int) *wait.Forecast {
	at := func(m int) time.Time { return now.Add(time.Duration(m) * time.Minute) }
	r := wait.Range{Low: at(low), Median: at((low + high) / 2), Mean: at((low + high) / 2), Likely: at(high - 1), High: at(high)}
	f := &wait.Forecast{Epoch: s.Epoch, Seq: s.Seq, Made: now, Tickets: map[string]wait.Range{}, Themes: map[string]wait.Outlook{}}
	for _, t := range s.Tickets {
		if t.State == queue.Waiting {
			f.Tickets[t.Number] = r
		}
	}
	for i := range s.Settings.Themes {
		f.Themes[s.Settings.Themes[i].ID] = wait.Outlook{Range: r, Fits: 100}
	}
	return f
}

// promise is one made now.
func promise(now time.Time, low, high int) queue.Promise {
	return queue.Promise{At: now, Low: 60 * low, Median: 60 * (low + high) / 2, Likely: 60 * (high - 1), High: 60 * high}
}

func TestEveryScreenTellsTheSameForecast(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	f := view.Foreseen{Forecast: forecast(h.State, h.Now, 10, 20)}
	h.Wait(30 * time.Second)
	v := view.Of(h.State, h.Now).Foreseen(f)
	// A number's moments are fixed, so that its range comes nearer.
	if e := v.Ticket(h.State.Ticket(a)).Estimate; e != (queue.Estimate{Low: 9, Median: 15, Mean: 15, Likely: 19, High: 20}) {
		t.Errorf("ticket %+v", e)
	}
	// Whoever draws one now waits as long as foreseen.
	want := queue.Estimate{Ahead: 1, Low: 10, Median: 15, Mean: 15, Likely: 19, High: 20}
	board, menu, hall, window := v.Board(), v.Menu(), v.Hall(), v.Window(h.State.Window("1"))
	for where, got := range map[string]queue.Estimate{
		"board": board.Lines[0].Estimate, "menu": menu.Lines[0].Estimate, "hall": hall.Lines[0].Estimate, "window": window.Own[0].Estimate,
	} {
		if got != want {
			t.Errorf("%s %+v, want %+v", where, got, want)
		}
	}
}

func TestAnOldForecastAndOneOfAnotherHistoryGiveWayToTheFormula(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	made := h.Now
	for name, c := range map[string]struct {
		after  time.Duration
		change func(f *wait.Forecast)
		rough  bool
	}{
		"fresh":         {time.Minute, func(*wait.Forecast) {}, false},
		"old":           {time.Minute + time.Second, func(*wait.Forecast) {}, true},
		"another epoch": {0, func(f *wait.Forecast) { f.Epoch = "9-00000009" }, true},
		"another day":   {0, func(f *wait.Forecast) { f.Made = h.State.Day.Opened.Add(-time.Second) }, true},
	} {
		f := forecast(h.State, made, 10, 20)
		c.change(f)
		v := view.Of(h.State, made.Add(c.after)).Foreseen(view.Foreseen{Forecast: f})
		if e := v.Ticket(h.State.Ticket(a)).Estimate; e.Rough != c.rough {
			t.Errorf("%s: %+v", name, e)
		}
		if e := v.Board().Lines[0].Estimate; e.Rough != c.rough {
			t.Errorf("%s: line %+v", name, e)
		}
	}
}

func TestANumberDrawnSinceTheForecastHasItsPromiseOrTheOutlook(t *testing.T) {
	h := queuetest.New(t, 1)
	f := view.Foreseen{Forecast: forecast(h.State, h.Now, 10, 20)}
	h.Wait(time.Second)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	h.Do(t, queue.PromiseWait{Number: a, Promise: promise(h.Now, 30, 40)})
	c := h.Issue(t, "business")
	p := promise(h.Now, 50, 60)
	f.Told = func(number string) *queue.Promise { // and is not in the history yet
		if number == c {
			return &p
		}
		return nil
	}
	v := view.Of(h.State, h.Now).Foreseen(f)
	if e := v.Ticket(h.State.Ticket(a)).Estimate; e != (queue.Estimate{Low: 30, Median: 35, Mean: 35, Likely: 39, High: 40}) {
		t.Errorf("promised %+v", e)
	}
	if x := v.Ticket(h.State.Ticket(c)); x.Estimate != (queue.Estimate{Ahead: 2, Low: 50, Median: 55, Mean: 55, Likely: 59, High: 60}) || !x.Before.Equal(h.Now.Add(60*time.Minute-time.Second)) {
		t.Errorf("just promised %+v before %s", x.Estimate, x.Before)
	}
	if e := v.Ticket(h.State.Ticket(b)).Estimate; e != (queue.Estimate{Ahead: 1, Low: 10, Median: 15, Mean: 15, Likely: 19, High: 20, Rough: true}) {
		t.Errorf("not promised %+v", e)
	}
}

func TestTheTimeOnThePaperStaysUntilItHasPassedOrTheNumberHasAnotherPlace(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Do(t, queue.PromiseWait{Number: a, Promise: promise(h.Now, 10, 21)}) // likely 20
	paper := h.Now.Add(20 * time.Minute)
	before := func(low, high int) time.Time {
		return view.Of(h.State, h.Now).Foreseen(view.Foreseen{Forecast: forecast(h.State, h.Now, low, high)}).Ticket(h.State.Ticket(a)).Before
	}
	if got := before(1, 9); !got.Equal(paper) {
		t.Errorf("sooner than promised: %s, want %s", got, paper)
	}
	if got := before(30, 41); !got.Equal(paper) {
		t.Errorf("later than promised: %s, want %s", got, paper)
	}
	h.Wait(20*time.Minute + time.Second)
	if got, want := before(5, 11), h.Now.Add(15*time.Minute-time.Second); !got.Equal(want) {
		t.Errorf("the promise has passed: %s, want %s", got, want)
	}

	b := h.Issue(t, "business")
	h.Do(t, queue.PromiseWait{Number: b, Promise: promise(h.Now, 10, 21)})
	h.Do(t, queue.Transfer{Number: b, To: queue.Target{Theme: "general"}})
	a = b
	if got, want := before(59, 61), h.Now.Add(65*time.Minute-time.Second); !got.Equal(want) {
		t.Errorf("in another line: %s, want %s", got, want)
	}
}

func TestWhatHasMovedSinceTheForecastIsToldTheOutlookOfWhereItIs(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	f := forecast(h.State, h.Now, 1, 2)
	f.Themes["general"] = wait.Outlook{Range: forecast(h.State, h.Now, 50, 60).Tickets[a]}
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Theme: "general"}})
	if e := view.Of(h.State, h.Now).Foreseen(view.Foreseen{Forecast: f}).Ticket(h.State.Ticket(a)).Estimate; e.Low != 50 || !e.Rough {
		t.Errorf("%+v", e)
	}
}

func TestAccuracyIsTodaysAndThatOfTheLastReportedDayBefore(t *testing.T) {
	h := queuetest.New(t, 1)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	h.Do(t, queue.PromiseWait{Number: a, Promise: promise(h.Now, 10, 21)})
	h.Do(t, queue.PromiseWait{Number: b, Promise: promise(h.Now, 10, 21)})
	h.Wait(12 * time.Minute)
	h.Next(t, "1") // of two promised one has been called
	c := h.Issue(t, "construction")
	p := promise(h.Now, 1, 3)
	p.Rough = true // said by formula: the report has it apart
	h.Do(t, queue.PromiseWait{Number: c, Promise: p})
	h.Next(t, "2")
	days := []*report.Day{{Date: "2026-11-20"}, {Date: "2026-11-24"}, {Date: queuetest.Date}}
	days[1].All.Rough = report.Accuracy{Promised: 3, Called: 3}
	days[1].All.Told = report.Accuracy{Promised: 9, Called: 8, Held: 6, Kept: 7, Error: 800, Bias: -80}
	days[2].All.Told = report.Accuracy{Promised: 9, Called: 9}
	got := view.Of(h.State, h.Now).Foreseen(view.Foreseen{Days: days}).Hall().Accuracy
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	if x := got[0]; x.Date != queuetest.Date || x.Told != 1 || x.Held != 100 || x.Kept != 100 || x.Error != 210 || x.Bias != 210 {
		t.Errorf("today %+v", x)
	}
	if x := got[1]; x.Date != "2026-11-24" || x.Told != 8 || x.Held != 75 || x.Kept != 88 || x.Error != 100 || x.Bias != -10 {
		t.Errorf("before %+v", x)
	}
	if got := view.Of(h.State, h.Now).Hall().Accuracy; len(got) != 1 {
		t.Errorf("no day was reported: %+v", got)
	}
}

func TestAnAdviceHasTheFiguresOfTheLastLook(t *testing.T) {
	h := queuetest.New(t, 2)
	until := h.Now.Add(time.Hour)
	h.Do(t, queue.Advise{Advices: []queue.Advice{
		{Theme: "general", What: queue.AskClose, Window: "5", Now: 2, Then: 1, ShareNow: 99, Until: until},
		{Theme: "business", What: queue.AskClose, Window: "2", Now: 2, Then: 1, ShareNow: 98, Until: until},
	}})
	general, business := h.State.Advices[0], h.State.Advices[1]
	now := general
	now.ShareNow, now.Share = 91, 80
	got := view.Of(h.State, h.Now).Foreseen(view.Foreseen{Advised: func(id string) *queue.Advice {
		if id == general.ID {
			return &now
		}
		return nil
	}}).Hall().Advices
	if len(got) != 2 || got[0] != now || got[1] != business {
		t.Errorf("%+v", got)
	}
	if h.State.Advices[0] != general {
		t.Error("the advice in the state is another now")
	}
}

func TestTheMostPressingAdviceComesFirst(t *testing.T) {
	for name, tc := range map[string]struct {
		business, construction queue.Advice
		want                   string
	}{
		"the fewest in time":                     {queue.Advice{ShareNow: 80}, queue.Advice{ShareNow: 60}, "4 2 5 "},
		"of equals, what spares the longer wait": {queue.Advice{ShareNow: 0, Wait: 18, WaitNow: 20}, queue.Advice{ShareNow: 0, Wait: 101, WaitNow: 158}, "4 2 5 "},
		"the share before the wait":              {queue.Advice{ShareNow: 1, Wait: 18, WaitNow: 20}, queue.Advice{ShareNow: 2, Wait: 101, WaitNow: 158}, "2 4 5 "},
	} {
		h := queuetest.New(t, 2)
		h.Do(t, queue.SignOut{Window: "2"})
		h.Do(t, queue.SignOut{Window: "4"})
		business, construction := tc.business, tc.construction
		business.Theme, business.What, business.Window, business.Now, business.Then = "business", queue.AskOpen, "2", 1, 2
		construction.Theme, construction.What, construction.Window, construction.Now, construction.Then = "construction", queue.AskOpen, "4", 1, 2
		all := []queue.Advice{{Theme: "general", What: queue.AskClose, Window: "5", Now: 2, Then: 1, ShareNow: 99}, business, construction}
		for i := range all {
			all[i].Until = h.Now.Add(time.Hour)
		}
		h.Do(t, queue.Advise{Advices: all})
		got := ""
		for _, a := range view.Of(h.State, h.Now).Hall().Advices {
			got += a.Window + " "
		}
		if got != tc.want {
			t.Errorf("%s: windows %s, want %s", name, got, tc.want)
		}
	}
}

func TestAtLunchEveryScreenIsGivenTheSameWaitAsThePaper(t *testing.T) {
	for name, simulated := range map[string]bool{"by simulation": true, "by formula": false} {
		h := queuetest.New(t, 1)
		set := h.State.Settings.Hall
		if len(set.Sessions) < 2 {
			t.Fatal("the hall has no lunch")
		}
		var number string
		for range 3 {
			number = h.Issue(t, "business")
		}
		h.Now = set.At(queuetest.Date, set.Sessions[0].Close+24)
		h.Do(t, queue.Foretell{}) // time has passed
		known := wait.Learn(h.State.Settings, h.State.Catalogue, nil)
		look := wait.Look(h.State, h.Now)
		fc := wait.Rough(known, look)
		if simulated {
			fc = wait.New(known, 1).All(look)
		}
		p, ok := fc.Tickets[number].Promise(h.Now)
		if !ok {
			t.Fatalf("%s: nothing is foreseen of %s", name, number)
		}
		h.Do(t, queue.PromiseWait{Number: number, Promise: p})
		f := view.Foreseen{Known: known}
		if simulated {
			f.Forecast = fc
		}
		v := view.Of(h.State, h.Now).Foreseen(f)
		if v.Day().Phase == queue.PhaseOpen {
			t.Fatal("the windows work")
		}
		paper, before := view.Promised(&p, h.Now)
		got := v.Ticket(h.State.Ticket(number))
		if e := got.Estimate; e.High == 0 || e.Low != paper.Low || e.High != paper.High || e.Ahead != paper.Ahead || !got.Before.Equal(before) || before.IsZero() {
			t.Errorf("%s: ticket %+v before %s, paper %+v before %s", name, got.Estimate, got.Before, paper, before)
		}
		board, menu, hall := v.Board().Lines[0], v.Menu().Lines[0], v.Hall().Lines[0]
		if e := hall.Estimate; e.High == 0 || board.Estimate != e || menu.Estimate != e {
			t.Errorf("%s: board %+v, kiosk %+v, guide and manager %+v", name, board.Estimate, menu.Estimate, e)
		}
	}
}
