package manager_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/staff/stafftest"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/wire"
)

// fakeHall is the hall of all screens of staff, with what only managers ask it for.
// Its own fields are read and set within set, or while no screen runs.
type fakeHall struct {
	*stafftest.Hall
	bodies    []any
	terminals []wire.Terminal
	tokens    []wire.TokenRequest
	slow      chan struct{} // if set, the settings as they are now are told once it is closed
	exported  error         // what an export comes to
	exports   int
	accuracy  []wire.Accuracy
	planned   []string      // the themes of a plan
	days      []*report.Day // reported ones, before today
	learned   int           // from how many days a plan is made
	off       []string      // dates that are no working days
	unread    []string      // days of which it cannot read its report
}

// terminal is the manager's own.
const terminal = "m1"

var text = stafftest.Text

// settings are a hall of three themes and six windows in two zones; c1 manages it.
func settings() queue.Settings {
	set := stafftest.Settings()
	names := []queue.Text{text("商事登记", "商事登記", "Business"), text("工程建设", "工程建設", "Construction"), text("综合服务", "綜合服務", "General services")}
	for i := range set.Themes {
		set.Themes[i].Name = names[i]
	}
	set.Hall.Name = text("龙岗区行政服务大厅", "龍崗區行政服務大廳", "Longgang hall")
	set.Hall.Zones = []queue.Zone{{ID: "a", Name: text("一区", "一區", "Zone 1")}, {ID: "b", Name: text("二区", "二區", "Zone 2")}}
	for i := range set.Windows {
		if i >= 3 {
			set.Windows[i].Zone = "b"
		}
	}
	set.Staff[0].Rights = []queue.Right{queue.RightPick, queue.RightCancel, queue.RightManage, queue.RightReports}
	return set
}

// newHall is a hall at nine, of six windows of which four are open; nobody is
// signed in at the manager's terminal.
func newHall(t testing.TB) *fakeHall {
	t.Helper()
	f := &fakeHall{Hall: stafftest.New(t, terminal, wire.RoleManager, settings())}
	f.Hall.Hall.Do(t, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3", "4"} {
		f.Hall.Hall.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	seen := f.Hall.Hall.Now
	for i, r := range []wire.Role{wire.RoleKiosk, wire.RoleKiosk, wire.RoleWindow, wire.RoleBoard, wire.RoleManager} {
		x := wire.Terminal{ID: fmt.Sprintf("%s-%d", r, i), Role: r, Name: fmt.Sprintf("T%d", i), Seen: seen}
		if r == wire.RoleWindow {
			x.Window = "1"
		}
		f.terminals = append(f.terminals, x)
	}
	f.terminals[1].Seen = seen.Add(-3 * time.Minute) // silent
	f.terminals[3].Seen = time.Time{}                // never heard
	return f
}

// signed is a new hall with c1 signed in at the manager's terminal.
func signed(t testing.TB) *fakeHall {
	t.Helper()
	f := newHall(t)
	f.Hall.Hall.Do(t, queue.OpenDesk{Terminal: terminal, Clerk: "c1"})
	return f
}

// busy is a hall in the middle of its morning.
func busy(t testing.TB) *fakeHall {
	t.Helper()
	f := signed(t)
	for range 4 {
		f.issue(t, queue.Issue{Theme: "business"})
		f.wait(3 * time.Minute)
	}
	f.issue(t, queue.Issue{Theme: "general"})
	f.issue(t, queue.Issue{Theme: "construction", Class: queue.Priority})
	f.do(t, queue.Next{Window: "1"})
	f.do(t, queue.Start{Window: "1"})
	f.do(t, queue.Next{Window: "2"})
	f.do(t, queue.Pause{Window: "3", Reason: "lunch"})
	f.do(t, queue.SetNotice{ID: "n1", Text: text("下午两点系统升级", "下午兩點系統升級", "System upgrade at two")})
	f.wait(6 * time.Minute)
	return f
}

// watch raises the alerts that are due.
func (f *fakeHall) watch(t testing.TB) {
	t.Helper()
	silent := []queue.Silence{}
	for _, x := range f.terminals {
		silent = append(silent, queue.Silence{Terminal: x.ID, Name: x.Name, Role: string(x.Role), Window: x.Window, For: f.terminals[0].Seen.Sub(x.Seen), Unknown: x.Seen.IsZero()})
	}
	f.do(t, queue.WatchAlerts{Terminals: silent})
}

func (f *fakeHall) now() time.Time       { return f.Now() }
func (f *fakeHall) wait(d time.Duration) { f.Wait(d) }

// do is what somebody else does in the hall.
func (f *fakeHall) do(t testing.TB, c queue.Command) {
	t.Helper()
	f.Command(t, c)
}

func (f *fakeHall) issue(t testing.TB, c queue.Issue) string {
	t.Helper()
	return f.Draw(t, c)
}

// view is what the hall publishes for managers.
func (f *fakeHall) view() wire.Hall {
	v := f.View()
	v.Advices = f.Hall.Hall.State.Advices
	v.Accuracy = f.accuracy
	return v
}

func (f *fakeHall) set(change func(*fakeHall)) { f.Set(func(*stafftest.Hall) { change(f) }) }

// sent are the verbs of what was done.
func (f *fakeHall) sent() (verbs []string) {
	f.set(func(f *fakeHall) { verbs = slices.Clone(f.Done) })
	return verbs
}

// is asks for something about the state.
func (f *fakeHall) is(ok func(s *queue.State) bool) func() bool {
	return func() (is bool) {
		f.set(func(f *fakeHall) { is = ok(f.Hall.Hall.State) })
		return is
	}
}

func (f *fakeHall) Do(ctx context.Context, verb string, body any) (err error) {
	var c queue.Command
	f.set(func(f *fakeHall) {
		f.bodies = append(f.bodies, body)
		c, err = f.command(verb, body)
	})
	switch {
	case err != nil:
		f.set(func(f *fakeHall) { f.Done = append(f.Done, verb) })
		return err
	case c != nil:
		body = c
	}
	if r, ok := body.(wire.TerminalRequest); ok {
		f.set(func(f *fakeHall) {
			f.Done = append(f.Done, verb)
			f.terminals = slices.DeleteFunc(slices.Clone(f.terminals), func(t wire.Terminal) bool { return t.ID == r.ID })
		})
		return nil
	}
	return f.Hall.Do(ctx, verb, body)
}

func (f *fakeHall) Advice(_ context.Context, a wire.AdviceRequest) (r wire.AdviceReply, err error) {
	f.set(func(f *fakeHall) {
		f.Done = append(f.Done, "hall.advice")
		var rs []queue.Record
		rs, err = f.Hall.Hall.Try(queue.AnswerAdvice{ID: a.ID, Accept: a.Accept})
		for _, x := range rs {
			if e, ok := x.Event.(queue.AdviceAnswered); ok {
				r.Answer = e.Answer
			}
		}
	})
	return r, stafftest.Refusal(err)
}

// command is what the node makes of a request that only managers send; nil for others.
func (f *fakeHall) command(verb string, body any) (queue.Command, error) {
	set := *f.Hall.Hall.State.Settings
	switch r := body.(type) {
	case wire.OpenDayRequest:
		return queue.OpenDay{Date: set.Hall.Date(f.Hall.Hall.Now)}, nil
	case wire.AlertRequest:
		return queue.AcknowledgeAlert{ID: r.ID, Level: r.Level}, nil
	case wire.AskRequest:
		return queue.AskWindow{Window: r.Window, What: r.What, Theme: r.Theme}, nil
	case wire.AssignRequest:
		if w := f.Hall.Hall.State.Window(r.Window); r.Was != nil && !slices.Equal(w.Own, r.Was.Own) {
			return nil, &wire.Error{Code: string(queue.CodeSettingsChanged)}
		}
		return queue.Assign{Window: r.Window, Own: r.Own, Spill: r.Spill}, nil
	case wire.RulesRequest:
		if r.Hash != f.Hall.Hall.State.SettingsHash {
			return nil, &wire.Error{Code: string(queue.CodeSettingsChanged)}
		}
		set.Rules = r.Rules
		return queue.ChangeSettings{Settings: set, Hash: fmt.Sprint(len(f.Hall.Hall.Records))}, nil
	case wire.StaffRequest:
		set.Staff = withStaff(set.Staff, r)
		return queue.ChangeSettings{Settings: set, Hash: fmt.Sprint(len(f.Hall.Hall.Records))}, nil
	case queue.Command:
		return r, nil
	}
	return nil, nil // as it is
}

func withStaff(staff []queue.Clerk, r wire.StaffRequest) []queue.Clerk {
	staff = slices.Clone(staff)
	i := slices.IndexFunc(staff, func(c queue.Clerk) bool { return c.ID == r.ID })
	switch {
	case r.Remove:
		return slices.Delete(staff, i, i+1)
	case i < 0:
		return append(staff, queue.Clerk{ID: r.ID, Name: r.Name, Rights: r.Rights, PIN: r.PIN})
	}
	if r.Name != "" {
		staff[i].Name = r.Name
	}
	if r.Rights != nil {
		staff[i].Rights = r.Rights
	}
	return staff
}

func (f *fakeHall) Settings(ctx context.Context) (wire.SettingsReply, error) {
	var set queue.Settings
	var hash string
	var parts []wire.PartState
	var slow chan struct{}
	f.set(func(f *fakeHall) {
		set, hash, slow = *f.Hall.Hall.State.Settings, f.Hall.Hall.State.SettingsHash, f.slow
		for p, has := range f.Hall.Hall.State.Parts {
			parts = append(parts, wire.PartState{Part: p, Version: has.Version, Hash: has.Hash})
		}
	})
	set.Staff = slices.Clone(set.Staff)
	for i := range set.Staff {
		set.Staff[i].PIN = ""
	}
	if slow != nil {
		select {
		case <-slow:
		case <-ctx.Done():
		}
	}
	return wire.SettingsReply{Settings: set, Hash: hash, Parts: parts}, nil
}

func (f *fakeHall) Changes(context.Context) (r wire.ChangesReply, _ error) {
	f.set(func(f *fakeHall) { r.Changes = slices.Clone(f.Hall.Hall.State.Changes) })
	slices.Reverse(r.Changes)
	return r, nil
}

func (f *fakeHall) Terminals(context.Context) (r wire.TerminalsReply, _ error) {
	f.set(func(f *fakeHall) { r.Terminals = slices.Clone(f.terminals) })
	return r, nil
}

func (f *fakeHall) Token(_ context.Context, r wire.TokenRequest) (t wire.TokenReply, err error) {
	f.set(func(f *fakeHall) {
		if _, refused := f.Hall.Hall.State.Authorise(terminal, queue.RightManage); refused != nil {
			err = stafftest.Refusal(refused)
			return
		}
		f.tokens = append(f.tokens, r)
		t = wire.TokenReply{Token: "ow1." + strings.Repeat("k3xq7vbn2mfa", 12), Expires: f.Hall.Hall.Now.Add(15 * time.Minute)}
	})
	return t, err
}

func (f *fakeHall) Day(context.Context) (r wire.DayReply, _ error) {
	f.set(func(f *fakeHall) {
		for _, x := range f.Hall.Hall.State.Tickets {
			d := wire.DayTicket{Number: x.Number, State: x.State, Class: x.Class, Issued: x.Issued}
			for _, l := range x.Legs {
				d.Themes = append(d.Themes, l.Theme)
			}
			r.Tickets = append(r.Tickets, d)
		}
	})
	return r, nil
}

func (f *fakeHall) Reports(_ context.Context, from, to string) (*report.Span, []string, error) {
	var days []*report.Day
	f.set(func(f *fakeHall) {
		for _, d := range append(slices.Clone(f.days), report.Of(f.Hall.Hall.State)) {
			if from <= d.Date && d.Date <= to {
				days = append(days, d)
			}
		}
	})
	span, err := report.Join(days...)
	return span, f.unread, err
}

func (f *fakeHall) Plan(_ context.Context, date string) (r wire.PlanReply, _ error) {
	day, err := time.Parse(time.DateOnly, date)
	r = wire.PlanReply{Date: date, Works: day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !slices.Contains(f.off, date), Days: f.learned, Target: 15, Level: 90}
	if err != nil || !r.Works || f.learned == 0 {
		return r, err
	}
	for i := range 18 {
		from := queue.Clock(9*60 + 30*i)
		for k, theme := range f.planned {
			row := wire.PlanRow{Theme: theme, From: from, To: from + 30, Draws: 9.5, Load: 1.6, Windows: 1 + (i+k)%4, Share: 93, Have: 3, Rule: 2.4}
			switch {
			case i >= 6 && i < 10 && (k > 0 || i > 6): // the hall rests, but for one line
				row.Draws, row.Load, row.Windows, row.Have, row.Share, row.Rule = 0, 0, 0, 0, 100, 0
			case i == 11 && k == 0:
				row.Draws, row.Windows, row.Have, row.Share = 131.4, 13, 13, 17
			}
			r.Rows = append(r.Rows, row)
			r.Hours += float64(row.Windows) / 2
		}
		r.Most = 7
	}
	return r, nil
}

func (f *fakeHall) ExportReports(_ context.Context, from, to string) (_ string, err error) {
	f.set(func(f *fakeHall) {
		f.exports++
		err = f.exported
	})
	return "/home/m/onewindow-T-1-report-" + from + "-" + to, err
}

func (f *fakeHall) Export(context.Context) (_ string, err error) {
	f.set(func(f *fakeHall) {
		f.exports++
		err = f.exported
	})
	return "/home/m/onewindow-T-1-2026-11-25.csv", err
}
