package manager_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// fakeHall is a real hall in memory behind the Desk of the terminal "m1".
type fakeHall struct {
	mu        sync.Mutex // guards all
	hall      *queuetest.Hall
	verbs     []string
	bodies    []any
	err       error         // the answer to the next request, which is not done
	lost      bool          // the next request is done but its answer is lost
	gate      chan struct{} // if set, requests wait for it
	terminals []wire.Terminal
	tokens    []wire.TokenRequest
	slow      chan struct{} // if set, the settings as they are now are told once it is closed
	exported  error         // what an export comes to
	exports   int
}

// terminal is the manager's own.
const terminal = "m1"

func text(hans, hant, en string) queue.Text { return queue.Text{ZhHans: hans, ZhHant: hant, En: en} }

// hashed is the PIN 1234 of everybody; made once, because it is meant to be slow.
var hashed = sync.OnceValue(func() string {
	pin, err := queue.HashPIN("1234", []byte("saltsalt"))
	if err != nil {
		panic(err)
	}
	return pin
})

// settings are a hall of three themes and six windows in two zones; c1 manages it.
func settings() queue.Settings {
	set := queuetest.Settings(2)
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
	for i := range set.Staff {
		set.Staff[i].Name = []string{"王芳", "李强", "张敏", "刘洋", "陈静", "赵磊"}[i]
		set.Staff[i].PIN = hashed()
	}
	set.Staff[0].Rights = []queue.Right{queue.RightPick, queue.RightCancel, queue.RightManage, queue.RightReports}
	return set
}

// newHall is a hall at nine, of six windows of which four are open; nobody is
// signed in at the manager's terminal.
func newHall(t testing.TB) *fakeHall {
	t.Helper()
	f := &fakeHall{hall: queuetest.Empty(t, settings())}
	f.hall.Do(t, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3", "4"} {
		f.hall.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	seen := f.hall.Now
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
	f.hall.Do(t, queue.OpenDesk{Terminal: terminal, Clerk: "c1"})
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
	f.mu.Lock()
	silent := []queue.Silence{}
	for _, x := range f.terminals {
		silent = append(silent, queue.Silence{Terminal: x.ID, Name: x.Name, Role: string(x.Role), Window: x.Window, For: f.terminals[0].Seen.Sub(x.Seen), Unknown: x.Seen.IsZero()})
	}
	f.mu.Unlock()
	f.do(t, queue.WatchAlerts{Terminals: silent})
}

func (f *fakeHall) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hall.Now
}

func (f *fakeHall) wait(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hall.Wait(d)
}

// do is what somebody else does in the hall.
func (f *fakeHall) do(t testing.TB, c queue.Command) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hall.Do(t, c)
}

func (f *fakeHall) issue(t testing.TB, c queue.Issue) string {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hall.IssueAs(t, c)
}

// view is what the hall publishes for managers.
func (f *fakeHall) view() wire.Hall {
	f.mu.Lock()
	defer f.mu.Unlock()
	return view.Of(f.hall.State, f.hall.Now).Hall()
}

func (f *fakeHall) set(change func(*fakeHall)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func (f *fakeHall) sent() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.verbs...)
}

// is asks for something about the state.
func (f *fakeHall) is(ok func(s *queue.State) bool) func() bool {
	return func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return ok(f.hall.State)
	}
}

func (f *fakeHall) Do(ctx context.Context, verb string, body any) error {
	f.mu.Lock()
	f.verbs, f.bodies = append(f.verbs, verb), append(f.bodies, body)
	gate := f.gate
	f.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.err; err != nil {
		f.err = nil
		return err
	}
	area, name, _ := strings.Cut(verb, ".")
	v, ok := wire.FindVerb(area, name)
	if !ok || !v.Allows(wire.RoleManager) {
		return &wire.Error{Code: wire.CodeForbidden}
	}
	if v.Signed(wire.RoleManager) {
		if _, refused := f.hall.State.Authorise(terminal, v.Right); refused != nil {
			return refusal(refused)
		}
	}
	if r, ok := body.(wire.TerminalRequest); ok && verb == "terminal.revoke" {
		f.terminals = slices.DeleteFunc(slices.Clone(f.terminals), func(t wire.Terminal) bool { return t.ID == r.ID })
		return nil
	}
	c, err := f.command(verb, body)
	if err != nil {
		return err
	}
	_, err = f.hall.Try(c)
	if f.lost {
		f.lost = false
		return &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	}
	return refusal(err)
}

// command is what the node makes of a request.
func (f *fakeHall) command(verb string, body any) (queue.Command, error) {
	set := *f.hall.State.Settings
	switch r := body.(type) {
	case wire.OpenDayRequest:
		return queue.OpenDay{Date: set.Hall.Date(f.hall.Now)}, nil
	case wire.DeskRequest:
		if verb == "desk.signout" {
			return queue.CloseDesk{Terminal: terminal}, nil
		}
		if clerk := f.hall.State.Clerk(r.Clerk); clerk == nil || !clerk.CheckPIN(r.PIN) {
			return nil, &wire.Error{Code: wire.CodeWrongPIN}
		}
		return queue.OpenDesk{Terminal: terminal, Clerk: r.Clerk}, nil
	case wire.AlertRequest:
		return queue.AcknowledgeAlert{ID: r.ID, Level: r.Level}, nil
	case wire.HelpAnswer:
		return queue.AnswerHelp{ID: r.ID}, nil
	case wire.AskRequest:
		return queue.AskWindow{Window: r.Window, What: r.What, Theme: r.Theme}, nil
	case wire.AssignRequest:
		if w := f.hall.State.Window(r.Window); r.Was != nil && !slices.Equal(w.Own, r.Was.Own) {
			return nil, &wire.Error{Code: string(queue.CodeSettingsChanged)}
		}
		return queue.Assign{Window: r.Window, Own: r.Own, Spill: r.Spill}, nil
	case wire.RulesRequest:
		if r.Hash != f.hall.State.SettingsHash {
			return nil, &wire.Error{Code: string(queue.CodeSettingsChanged)}
		}
		set.Rules = r.Rules
		return queue.ChangeSettings{Settings: set, Hash: fmt.Sprint(len(f.hall.Records))}, nil
	case wire.StaffRequest:
		set.Staff = withStaff(set.Staff, r)
		return queue.ChangeSettings{Settings: set, Hash: fmt.Sprint(len(f.hall.Records))}, nil
	case queue.Command:
		return r, nil
	}
	return nil, &wire.Error{Code: wire.CodeBadRequest}
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

func refusal(err error) error {
	var r *queue.Refusal
	if !errors.As(err, &r) {
		return err
	}
	e := &wire.Error{Code: string(r.Code), Msg: r.Hint, Params: r.Params}
	if !r.Until.IsZero() {
		e.Until = &r.Until
	}
	return e
}

// fail is what goes wrong with the next question, if anything shall.
func (f *fakeHall) fail() error {
	err := f.err
	f.err = nil
	return err
}

func (f *fakeHall) Find(context.Context, wire.NumberRequest) (wire.TicketsReply, error) {
	return wire.TicketsReply{}, nil
}

func (f *fakeHall) History(_ context.Context, number string) (wire.HistoryReply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.fail(); err != nil {
		return wire.HistoryReply{}, err
	}
	t := f.hall.State.Ticket(number)
	if t == nil {
		return wire.HistoryReply{}, refusal(queue.Refuse(queue.CodeUnknownNumber, "", "number", number))
	}
	out := wire.HistoryReply{Ticket: view.Of(f.hall.State, f.hall.Now).Ticket(t), Spans: append([]queue.Period(nil), t.Periods...)}
	for _, r := range f.hall.Records {
		b, err := json.Marshal(r)
		if err != nil {
			return out, err
		}
		if strings.Contains(string(b), `"number":"`+number+`"`) {
			out.Events = append(out.Events, r)
		}
	}
	return out, nil
}

func (f *fakeHall) Compare(_ context.Context, r wire.CompareRequest) (wire.CompareReply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	o, refused := queue.Compare(f.hall.State, r.A, r.B)
	if refused != nil {
		return wire.CompareReply{}, refusal(refused)
	}
	v := view.Of(f.hall.State, f.hall.Now)
	return wire.CompareReply{Order: o, A: v.Ticket(f.hall.State.Ticket(r.A)), B: v.Ticket(f.hall.State.Ticket(r.B))}, nil
}

func (f *fakeHall) Catalogue(context.Context) (wire.CatalogueReply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.hall.State
	return wire.CatalogueReply{Hash: s.CatalogueHash, Themes: s.Settings.Themes, Items: s.Catalogue.Items}, nil
}

func (f *fakeHall) Settings(ctx context.Context) (wire.SettingsReply, error) {
	f.mu.Lock()
	set, hash, slow := *f.hall.State.Settings, f.hall.State.SettingsHash, f.slow
	f.mu.Unlock()
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
	return wire.SettingsReply{Settings: set, Hash: hash}, nil
}

func (f *fakeHall) Changes(context.Context) (wire.ChangesReply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	cs := slices.Clone(f.hall.State.Changes)
	slices.Reverse(cs)
	return wire.ChangesReply{Changes: cs}, nil
}

func (f *fakeHall) Terminals(context.Context) (wire.TerminalsReply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return wire.TerminalsReply{Terminals: slices.Clone(f.terminals)}, nil
}

func (f *fakeHall) Token(_ context.Context, r wire.TokenRequest) (wire.TokenReply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, refused := f.hall.State.Authorise(terminal, queue.RightManage); refused != nil {
		return wire.TokenReply{}, refusal(refused)
	}
	f.tokens = append(f.tokens, r)
	return wire.TokenReply{Token: "ow1." + strings.Repeat("k3xq7vbn2mfa", 12), Expires: f.hall.Now.Add(15 * time.Minute)}, nil
}

func (f *fakeHall) Export(context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.exports++
	return "/home/m/onewindow-T-1-2026-11-25.csv", f.exported
}
