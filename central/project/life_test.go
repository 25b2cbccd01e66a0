package project_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// fatal is what a life needs of a *testing.T or *rapid.T.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

// life is a hall in which anything happens, with all records as they are written.
type life struct {
	*queuetest.Hall
	r    *rand.Rand
	done int // records that were written
	raw  []json.RawMessage
}

func newLife(t fatal, seed uint64, keep bool) *life {
	t.Helper()
	s := queuetest.Settings(2)
	s.Rules.KeepOvernight = keep
	s.Rules.ReturnAfter = 1
	s.Rules.Calls = 1 + int(seed%3)
	s.Rules.Returns = int(seed / 3 % 2)
	s.Rules.CallGap = 0
	s.Rules.UndoWithin = 60
	l := &life{Hall: queuetest.Empty(t, s), r: rand.New(rand.NewPCG(seed, 7))}
	l.morning(queuetest.Date)
	return l
}

// morning opens a day and signs everybody in.
func (l *life) morning(date string) {
	_, _ = l.Try(queue.OpenDay{Date: date})
	for _, w := range l.State.Windows {
		_, _ = l.Try(queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
}

// write brings raw up to the records.
func (l *life) write(t fatal) {
	t.Helper()
	for ; l.done < len(l.Records); l.done++ {
		b, err := l.Records[l.done].Encode()
		if err != nil {
			t.Fatalf("%v", err)
		}
		l.raw = append(l.raw, b)
	}
}

func (l *life) one(all ...string) string { return all[l.r.IntN(len(all))] }

// number is one of the day's, most often in the state.
func (l *life) number(state queue.TicketState) string {
	fit, all := []string{}, []string{"Z9"}
	for _, t := range l.State.Tickets {
		all = append(all, t.Number)
		if t.State == state {
			fit = append(fit, t.Number)
		}
	}
	if len(fit) > 0 && l.r.IntN(8) > 0 {
		return l.one(fit...)
	}
	return l.one(all...)
}

// step is whatever happens next; the hall may refuse it.
func (l *life) step() {
	if l.r.IntN(3) == 0 {
		l.Wait(time.Duration(l.r.IntN(300)) * time.Second)
	}
	w := fmt.Sprint(1 + l.r.IntN(len(l.State.Windows)))
	theme := l.one("business", "construction", "general")
	items := []string{l.one("A-1", "B-2", "C-3"), l.one("A-1", "A-2", "B-1", "C-1")}[:1+l.r.IntN(2)]
	switch l.r.IntN(3) {
	case 0:
		l.visit(theme, items)
	case 1:
		l.serve(w)
	default:
		_, _ = l.Try(l.any(w, theme, items))
	}
}

// visit draws a number, with or without a paper.
func (l *life) visit(theme string, items []string) {
	c := queue.Issue{Theme: theme, Source: queue.SourceKiosk}
	if l.r.IntN(2) == 0 {
		c = queue.Issue{Items: items, Source: queue.SourcePhone, Class: queue.Priority, Citizen: queue.Citizen{Key: "k", Sealed: "seal"}}
	}
	rs, err := l.Try(c)
	if err == nil && l.r.IntN(2) == 0 {
		n := rs[0].Event.(queue.TicketIssued).Ticket.Number
		_, _ = l.Try(queue.ReportPaper{Terminal: "t", Number: n, State: queue.PaperState(l.one("printed", "unprinted"))})
	}
}

// serve does what is next at the window, and now and then takes it back.
func (l *life) serve(w string) {
	switch l.State.Window(w).State {
	case queue.Idle:
		_, _ = l.Try(queue.Next{Window: w})
	case queue.Calling:
		_, _ = l.Try(queue.Start{Window: w, Inferred: l.r.IntN(4) == 0})
	case queue.WindowServing:
		if l.r.IntN(2) == 0 {
			_, _ = l.Try(queue.Finish{Window: w, Handled: []queue.Handled{{Item: l.one("A-1", "B-1"), Outcome: queue.Accepted}}})
		} else {
			_, _ = l.Try(queue.Next{Window: w})
		}
	case queue.Closed:
		_, _ = l.Try(queue.SignIn{Window: w, Clerk: "c" + w})
	case queue.Paused:
		_, _ = l.Try(queue.Resume{Window: w})
	}
	if l.r.IntN(5) == 0 {
		_, _ = l.Try(queue.Undo{Window: w})
	}
}

// any is any other command.
func (l *life) any(w, theme string, items []string) queue.Command {
	other := fmt.Sprint(1 + l.r.IntN(len(l.State.Windows)))
	switch l.r.IntN(24) {
	case 0:
		return queue.NoShow{Window: w}
	case 1:
		return queue.Return{Number: l.number(queue.Missed)}
	case 2:
		return queue.HoldTicket{Window: w, Kind: queue.HoldHere}
	case 3:
		return queue.HoldTicket{Window: w, Kind: queue.HoldStep, Until: l.Now.Add(5 * time.Minute)}
	case 4:
		return queue.TakeBack{Window: w, Number: l.number(queue.Held)}
	case 5:
		return queue.Transfer{Number: l.number(queue.Serving), Window: w, To: queue.Target{Theme: theme}}
	case 6:
		return queue.Transfer{Number: l.number(queue.Waiting), To: queue.Target{Theme: theme, Window: other}}
	case 7:
		return queue.ChangeItems{Window: w, Items: items}
	case 8:
		return queue.ChangeItems{Number: l.number(queue.Waiting), Items: items}
	case 9:
		return queue.Cancel{Number: l.number(queue.Waiting), Reason: "left"}
	case 10:
		return queue.Cancel{Number: l.number(queue.Serving), Window: w, Reason: "left"}
	case 11:
		return queue.Recall{Window: w}
	case 12:
		return queue.Pause{Window: w, Reason: "tea", After: l.r.IntN(2) == 0}
	case 13:
		return queue.Free{Window: w}
	case 14:
		return queue.Assign{Window: w, Own: []string{theme}}
	case 15:
		return queue.Call{Window: w, Number: l.number(queue.Waiting)}
	case 16:
		return queue.Reprint{Number: l.number(queue.Waiting)}
	case 17:
		return queue.SignOut{Window: w}
	case 18:
		return queuetest.Printer("t", queue.DeviceFault(l.one("", "paper_out")))
	case 19:
		s := *l.State.Settings
		s.Windows = append([]queue.WindowPlan(nil), s.Windows...)
		s.Windows[0].Own = []string{theme}
		return queue.ChangeSettings{Settings: s, Hash: fmt.Sprint("s", l.r.Uint32())}
	case 20:
		return queue.StopHall{Reason: "drill"}
	}
	return queue.ResumeHall{}
}

// night closes the day and opens the next; now and then it was a mistake.
func (l *life) night() {
	_, _ = l.Try(queue.CloseDay{})
	date := l.State.Day.Date
	if l.r.IntN(2) == 0 {
		l.Wait(time.Minute)
		_, _ = l.Try(queue.OpenDay{Date: date})
		for range 10 {
			l.step()
		}
		_, _ = l.Try(queue.CloseDay{})
	}
	l.Wait(20 * time.Hour)
	next := l.State.Settings.Calendar.NextWorking(date)
	l.Now = l.State.Settings.Hall.At(next, 9*60)
	l.morning(next)
}
