package queue_test

import (
	"fmt"
	"slices"
	"time"

	"onewindow/queue"

	"pgregory.net/rapid"
)

// dice is a number below n with equal chances; rapid's own numbers are small
// most of the time, which would leave the rarer commands untried.
func dice(t *rapid.T, n int, label string) int {
	v := 0
	for _, b := range rapid.SliceOfN(rapid.Bool(), 8, 8).Draw(t, label) {
		v *= 2
		if b {
			v++
		}
	}
	return v * n / 256
}

// one is one of some things, with equal chances.
func one[T any](t *rapid.T, all []T, label string) T { return all[dice(t, len(all), label)] }

// step is whatever happens next: mostly the day's work.
func (m *machine) step(t *rapid.T) {
	m.watchAlerts(t)
	if dice(t, 3, "ask") == 0 {
		m.compare(t)
	}
	switch dice(t, 8, "step") {
	case 0, 1, 2:
		m.busy(t)
	case 3:
		m.wait(t)
	default:
		m.any(t)
	}
}

var themes = []string{"business", "construction", "general"}

// wait moves the clock, mostly a little and sometimes back or by days.
func (m *machine) wait(t *rapid.T) {
	d := one(t, []time.Duration{time.Second, 5 * time.Second, 20 * time.Second, time.Minute, 5 * time.Minute, 11 * time.Minute}, "wait")
	if dice(t, 24, "long") == 0 {
		d = one(t, []time.Duration{40 * time.Minute, 3 * time.Hour, 13 * time.Hour, 3 * 24 * time.Hour, -time.Minute, -2 * time.Hour}, "how long")
	}
	m.now = m.now.Add(d)
	m.advance(t)
}

// busy is what happens all day: somebody comes, somebody is called and served.
func (m *machine) busy(t *rapid.T) {
	if m.morning(t) {
		return
	}
	w := m.window(t)
	switch x := m.state.Window(w); {
	case m.state.Stopped != nil:
		m.do(t, queue.ResumeHall{})
	case dice(t, 5, "comes") < 2:
		m.do(t, m.issue(t))
	case x.State == queue.Idle:
		m.undoable(t, w, queue.Next{Window: w})
	case x.State == queue.Calling:
		m.undoable(t, w, queue.Start{Window: w, Inferred: rapid.Bool().Draw(t, "inferred")})
	case x.State == queue.WindowServing && m.state.Settings.Rules.NeedOutcome:
		m.undoable(t, w, queue.Finish{Window: w, Handled: []queue.Handled{{Item: "A-1", Outcome: queue.Accepted}}})
	case x.State == queue.WindowServing:
		m.undoable(t, w, queue.Next{Window: w})
	case x.State == queue.Closed:
		m.do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	case x.State == queue.Paused:
		m.do(t, queue.Resume{Window: w})
	}
}

// morning begins the next day if this one is over, and reports whether it did.
func (m *machine) morning(t *rapid.T) bool {
	if m.state.Day.Open && m.state.Day.Phase != queue.PhaseClosed && m.state.Day.Phase != queue.PhaseBefore {
		return false
	}
	m.do(t, queue.CloseDay{})
	h := &m.state.Settings.Hall
	date := max(h.Date(m.now), m.state.Day.Date)
	for m.state.Day.Date >= date || !m.state.Settings.Calendar.Works(date) || h.At(date, 8*60+50).Before(m.state.At) {
		date = m.state.Settings.Calendar.NextWorking(date)
	}
	m.now = h.At(date, 8*60+50)
	m.advance(t)
	m.do(t, queue.OpenDay{Date: date})
	for _, w := range m.state.Windows {
		m.do(t, queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	return true
}

// undoable does a command and now and then takes it back, after which the hall
// must be as it was.
func (m *machine) undoable(t *rapid.T, window string, c queue.Command) {
	if dice(t, 4, "undo") > 0 {
		m.do(t, c)
		return
	}
	m.advance(t)
	before, seq := bare(t, m.state), m.state.Seq
	if !m.do(t, c) || m.state.Seq == seq {
		return
	}
	if !m.do(t, queue.Undo{Window: window}) {
		switch c.(type) {
		case queue.Recall, queue.SignIn, queue.SignOut, queue.Free, queue.Assign:
			return // these cannot be taken back
		}
		t.Fatalf("%T%+v cannot be taken back", c, c)
	}
	same(t, fmt.Sprintf("%T%+v and undo", c, c), bare(t, m.state), before)
}

// windowIn is a window, most often one in one of the states.
func (m *machine) windowIn(t *rapid.T, states ...queue.WindowState) string {
	var fit []string
	for _, w := range m.state.Windows {
		if slices.Contains(states, w.State) {
			fit = append(fit, w.ID)
		}
	}
	if len(fit) > 0 && dice(t, 8, "any window") > 0 {
		return one(t, fit, "window")
	}
	return m.window(t)
}

func (m *machine) window(t *rapid.T) string {
	return fmt.Sprint(1 + dice(t, len(m.state.Windows), "window"))
}

// number is one of the day's, most often in one of the states.
func (m *machine) number(t *rapid.T, states ...queue.TicketState) string {
	var fit, all []string
	for _, x := range m.state.Tickets {
		all = append(all, x.Number)
		if slices.Contains(states, x.State) {
			fit = append(fit, x.Number)
		}
	}
	if len(fit) > 0 && dice(t, 8, "any number") > 0 {
		return one(t, fit, "number")
	}
	return one(t, append(all, "Z999"), "number")
}

func (m *machine) items(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.SampledFrom([]string{"A-1", "A-2", "B-1", "B-2", "C-1", "C-2"}), 1, 3).Draw(t, "items")
}

func (m *machine) issue(t *rapid.T) queue.Issue {
	c := queue.Issue{Theme: one(t, themes, "theme"), Source: queue.SourceKiosk}
	if dice(t, 4, "with items") == 0 {
		c.Items = m.items(t)
	}
	switch dice(t, 6, "class") {
	case 0:
		c.Class = queue.Priority
	case 1:
		c.Class = queue.Appointment
		c.Slot = m.now.Add(time.Duration(dice(t, 61, "slot")-30) * time.Minute)
	}
	if k := dice(t, 13, "citizen"); k > 6 {
		key := fmt.Sprint("k", k)
		c.Citizen = queue.Citizen{Key: key, Sealed: key}
		if dice(t, 4, "agent") == 0 {
			c.Agent = &queue.Agent{Document: "letter"}
		}
	}
	return c
}

func (m *machine) target(t *rapid.T) queue.Target {
	switch dice(t, 4, "target") {
	case 0:
		return queue.Target{Theme: one(t, themes, "to theme")}
	case 1:
		return queue.Target{Window: m.window(t)}
	case 2:
		return queue.Target{Theme: one(t, themes, "to theme"), Window: m.window(t)}
	}
	return queue.Target{Clerk: "c" + m.window(t)}
}

// any is any command at any window.
func (m *machine) any(t *rapid.T) {
	at := func(states ...queue.WindowState) string { return m.windowIn(t, states...) }
	switch dice(t, 33, "command") {
	case 0, 1:
		m.do(t, m.issue(t))
	case 2:
		m.do(t, queue.Return{Number: m.number(t, queue.Missed)})
	case 3:
		m.do(t, queue.Transfer{Number: m.number(t, queue.Waiting, queue.Held), To: m.target(t)})
	case 4:
		w := at(queue.Calling, queue.WindowServing)
		m.undoable(t, w, queue.Transfer{Window: w, To: m.target(t)})
	case 5:
		w := at(queue.Idle, queue.Calling, queue.WindowServing)
		m.undoable(t, w, queue.Transfer{Window: w, Number: m.number(t, queue.Waiting, queue.Held), To: m.target(t)})
	case 6:
		w := at(queue.Idle, queue.Calling, queue.WindowServing)
		m.undoable(t, w, queue.ChangeItems{Window: w, Number: m.number(t, queue.Waiting, queue.Held, queue.Serving), Items: m.items(t)})
	case 7:
		m.do(t, queue.ChangeItems{Number: m.number(t, queue.Waiting, queue.Held, queue.Missed), Items: m.items(t)})
	case 8:
		w := at(queue.Idle, queue.Calling, queue.WindowServing)
		m.undoable(t, w, queue.Cancel{Window: w, Number: m.number(t, queue.Waiting, queue.Held, queue.Serving), Reason: "left"})
	case 9:
		m.do(t, queue.Reprint{Number: m.number(t, queue.Waiting)})
	case 10:
		m.do(t, queue.SignIn{Window: at(queue.Closed), Clerk: "c" + m.window(t)})
	case 11:
		m.do(t, queue.SignOut{Window: at(queue.Idle, queue.Paused)})
	case 12:
		w := at(queue.Idle)
		m.undoable(t, w, queue.Call{Window: w, Number: m.number(t, queue.Waiting)})
	case 13:
		m.do(t, queue.Recall{Window: at(queue.Calling)})
	case 14:
		w := at(queue.WindowServing, queue.Calling)
		m.undoable(t, w, queue.Finish{Window: w})
	case 15, 16:
		m.giveUp(t, at(queue.Calling))
	case 17, 18:
		w := at(queue.WindowServing)
		c := queue.HoldTicket{Window: w, Kind: one(t, []queue.HoldKind{queue.HoldAway, queue.HoldHere, queue.HoldStep}, "kind")}
		c.Until = m.now.Add(time.Duration(dice(t, 21, "minutes")) * time.Minute)
		m.undoable(t, w, c)
	case 19:
		w := at(queue.Idle)
		m.undoable(t, w, queue.TakeBack{Window: w, Number: m.number(t, queue.Held)})
	case 20:
		w := at(queue.Idle, queue.Calling, queue.WindowServing)
		m.undoable(t, w, queue.Pause{Window: w, Reason: one(t, []string{"tea", "lunch"}, "reason"), After: rapid.Bool().Draw(t, "after")})
	case 21:
		w := at(queue.Paused)
		m.undoable(t, w, queue.Resume{Window: w})
	case 22:
		m.do(t, queue.Undo{Window: m.window(t)})
	case 23:
		own := one(t, themes, "own")
		m.do(t, queue.Assign{Window: m.window(t), Own: []string{own}, Spill: []string{one(t, themes, "spill")}})
	case 24:
		m.do(t, queue.Free{Window: at(queue.Calling, queue.WindowServing)})
	case 25:
		if dice(t, 2, "staff") == 0 {
			m.staff(t)
			return
		}
		m.manage(t)
	case 26:
		m.changeSettings(t)
	case 27:
		s := m.restored(t)
		m.state = s
		m.follower = m.follower.Clone()
	case 28, 29, 30:
		m.hardware(t)
	case 31, 32:
		m.foresee(t)
	}
}

// giveUp calls as often as needed and then marks the number missed.
func (m *machine) giveUp(t *rapid.T, w string) {
	for m.state.Window(w).State == queue.Calling {
		m.now = m.now.Add(20 * time.Second)
		m.advance(t)
		if m.state.Window(w).State != queue.Calling {
			return
		}
		if !m.do(t, queue.Recall{Window: w}) {
			m.undoable(t, w, queue.NoShow{Window: w})
			return
		}
	}
}

// manage is what managers do.
func (m *machine) manage(t *rapid.T) {
	theme := one(t, themes, "theme")
	switch dice(t, 13, "manage") {
	case 0:
		m.do(t, queue.StopHall{Reason: "fire"})
	case 1, 2, 3:
		m.do(t, queue.ResumeHall{})
	case 4:
		m.do(t, queue.SetIntake{Theme: theme, Closed: rapid.Bool().Draw(t, "closed"), Reason: "busy"})
	case 5:
		m.do(t, queue.SetQuota{Theme: theme, Quota: queue.Quota{Day: dice(t, 61, "quota")}})
	case 6:
		m.do(t, queue.SetNotice{ID: theme, Text: queue.Text{ZhHans: "!"}, Until: m.now.Add(time.Hour)})
	case 7:
		if dice(t, 4, "close") == 0 {
			m.do(t, queue.CloseDay{})
		}
	case 8, 9:
		m.do(t, queue.OpenDay{Date: m.state.Settings.Hall.Date(m.now)})
	case 10:
		n := m.state.Epoch.Counter() + 1
		m.do(t, queue.StartEpoch{Epoch: queue.Epoch(fmt.Sprintf("%d-0000abcd", n)), Skip: 100})
	case 11, 12:
		m.publish(t)
	}
}

// changeSettings changes rules, the order of themes, or a window's.
func (m *machine) changeSettings(t *rapid.T) {
	m.version++
	s := *m.state.Settings
	s.Themes, s.Windows, s.Staff = slices.Clone(s.Themes), slices.Clone(s.Windows), slices.Clone(s.Staff)
	switch dice(t, 6, "change") {
	case 0:
		slices.Reverse(s.Themes)
	case 1:
		slices.Reverse(s.Windows)
		slices.Reverse(s.Staff)
	case 2:
		s.Rules.SpillLead = queue.Minutes(dice(t, 16, "lead"))
		s.Rules.ReturnAfter = dice(t, 5, "return after")
	case 3:
		i := dice(t, len(s.Windows), "window")
		s.Windows[i].Own = []string{one(t, themes, "own")}
	case 4:
		s.Hall.Sessions = []queue.Session{{Open: 9 * 60, Close: queue.Clock(rapid.IntRange(10*60, 20*60).Draw(t, "close"))}}
	case 5:
		s.Rules.KeepOvernight, s.Rules.Calls = !s.Rules.KeepOvernight, 1+dice(t, 3, "calls")
	}
	m.do(t, queue.ChangeSettings{Settings: s, Hash: fmt.Sprint("s", m.version)})
}

// drain lets one window of each theme work until nobody waits: nobody starves.
func (m *machine) drain(t *rapid.T) {
	m.do(t, queue.ResumeHall{})
	if !m.state.Day.Open || m.state.Settings.Rules.NeedOutcome {
		return
	}
	for _, theme := range themes {
		i := slices.IndexFunc(m.state.Windows, func(w *queue.Window) bool { return slices.Contains(w.Own, theme) })
		if i < 0 {
			continue
		}
		w := m.state.Windows[i]
		if w.State == queue.Closed {
			for k := range m.state.Settings.Staff {
				if m.do(t, queue.SignIn{Window: w.ID, Clerk: m.state.Settings.Staff[k].ID}) {
					break
				}
			}
		}
		if w.PauseAfter != "" || w.State == queue.Paused {
			m.do(t, queue.Resume{Window: w.ID})
		}
		waiting := func() (n int) {
			for x := range m.state.Live {
				if x.State == queue.Waiting && x.Theme() == theme && x.Target == (queue.Target{}) {
					n++
				}
			}
			return n
		}
		for range 3*len(m.state.Tickets) + 3 {
			if w.State == queue.Calling {
				m.do(t, queue.Start{Window: w.ID})
			}
			m.do(t, queue.Next{Window: w.ID})
		}
		if n := waiting(); n > 0 {
			t.Fatalf("%d still wait for %s, and window %s (%s) serves it", n, theme, w.ID, w.State)
		}
	}
}
