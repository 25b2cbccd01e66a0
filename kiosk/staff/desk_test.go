package staff_test

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/hall/view"
	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// fakeHall is a real hall in memory behind the Desk of the terminal "g1".
type fakeHall struct {
	hall  *queuetest.Hall
	verbs []string
	err   error // the answer to the next request, which is not done
	lost  bool  // the next request is done but its answer is lost
}

const terminal = "g1"

func text(hans, hant, en string) queue.Text { return queue.Text{ZhHans: hans, ZhHant: hant, En: en} }

// hashed is the PIN 1234 of everybody; made once, because it is meant to be slow.
var hashed = sync.OnceValue(func() string {
	pin, err := queue.HashPIN("1234", []byte("saltsalt"))
	if err != nil {
		panic(err)
	}
	return pin
})

// settings are a hall of three themes; c1 manages it, c2 may not cancel.
func settings() queue.Settings {
	s := queuetest.Settings(2)
	names := []queue.Text{text("商事登记", "商事登記", "Business registration"), text("工程建设", "工程建設", "Construction"), text("综合服务", "綜合服務", "General services")}
	for i := range s.Themes {
		s.Themes[i].Name = names[i]
	}
	for i := range s.Staff {
		s.Staff[i].Name = []string{"王芳", "李强", "张敏", "刘洋", "陈静", "赵磊"}[i]
		s.Staff[i].PIN = hashed()
	}
	s.Staff[0].Rights = append(s.Staff[0].Rights, queue.RightManage)
	s.Staff[1].Rights = nil
	s.Hall.Zones[0].Name = text("一区", "一區", "Zone 1")
	return s
}

func catalogue() queue.Catalogue {
	c := queuetest.Catalogue()
	names := []queue.Text{text("个体工商户设立登记", "個體工商戶設立登記", "Sole trader registration"), text("公司变更登记", "公司變更登記", "Change of company"),
		text("营业执照补领", "營業執照補領", "Licence replacement"), text("公司注销登记", "公司註銷登記", "Company deregistration")}
	for i := range names {
		c.Items[i].Name = names[i]
	}
	return c
}

// newHall is a hall at nine with windows 1 to 4 open.
func newHall(t testing.TB) *fakeHall {
	t.Helper()
	f := &fakeHall{hall: queuetest.Empty(t, settings())}
	f.hall.Do(t, queue.ChangeCatalogue{Catalogue: catalogue(), Hash: "c2"})
	f.hall.Do(t, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3", "4"} {
		f.hall.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	return f
}

// busy is a hall with a number in each state: A001 served, A002 missed, A003 on
// hold, A004 priority, A005 and C001 waiting.
func busy(t testing.TB) *fakeHall {
	t.Helper()
	f := newHall(t)
	do := func(cs ...queue.Command) {
		for _, c := range cs {
			f.hall.Do(t, c)
		}
	}
	f.hall.IssueAs(t, queue.Issue{Items: []string{"A-1", "A-2"}, Language: queue.En})
	for range 2 {
		f.hall.IssueAs(t, queue.Issue{Theme: "business"})
	}
	f.hall.Wait(2 * time.Minute)
	do(queue.Next{Window: "1"}, queue.Start{Window: "1"}, queue.Next{Window: "2"})
	for range 2 {
		f.hall.Wait(20 * time.Second)
		do(queue.Recall{Window: "2"})
	}
	f.hall.Wait(20 * time.Second)
	do(queue.NoShow{Window: "2"}, queue.Next{Window: "2"}, queue.Start{Window: "2"})
	f.hall.Wait(3 * time.Minute)
	do(queue.HoldTicket{Window: "2", Kind: queue.HoldAway}, queue.Pause{Window: "2", Reason: "break"})
	f.hall.IssueAs(t, queue.Issue{Items: []string{"A-3"}, Class: queue.Priority, Ground: queue.GroundElderly})
	f.hall.IssueAs(t, queue.Issue{Theme: "business"})
	f.hall.IssueAs(t, queue.Issue{Theme: "general", Source: queue.SourceGuide})
	f.hall.Wait(4 * time.Minute)
	return f
}

// view is what the hall publishes.
func (f *fakeHall) view() wire.Hall { return view.Of(f.hall.State, f.hall.Now).Hall() }

func (f *fakeHall) state(number string) queue.TicketState { return f.hall.State.Ticket(number).State }

// fail is what goes wrong with the next request, if anything shall.
func (f *fakeHall) fail() error {
	err := f.err
	f.err = nil
	return err
}

func (f *fakeHall) Do(_ context.Context, verb string, body any) error {
	f.verbs = append(f.verbs, verb)
	if err := f.fail(); err != nil {
		return err
	}
	area, name, _ := strings.Cut(verb, ".")
	v, ok := wire.FindVerb(area, name)
	if !ok || !v.Allows(wire.RoleGuide) {
		return &wire.Error{Code: wire.CodeForbidden}
	}
	if v.Signed(wire.RoleGuide) {
		if _, r := f.hall.State.Authorise(terminal, v.Right); r != nil {
			return refusal(r)
		}
	}
	c, ok := body.(queue.Command)
	switch verb {
	case "desk.signin":
		r := body.(wire.DeskRequest)
		if clerk := f.hall.State.Clerk(r.Clerk); clerk == nil || !clerk.CheckPIN(r.PIN) {
			return &wire.Error{Code: wire.CodeWrongPIN}
		}
		c, ok = queue.OpenDesk{Terminal: terminal, Clerk: r.Clerk}, true
	case "desk.signout":
		c, ok = queue.CloseDesk{Terminal: terminal}, true
	}
	if !ok {
		return &wire.Error{Code: wire.CodeBadRequest}
	}
	_, err := f.hall.Try(c)
	if f.lost {
		f.lost = false
		return &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	}
	return refusal(err)
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

func (f *fakeHall) Find(_ context.Context, r wire.NumberRequest) (wire.TicketsReply, error) {
	if err := f.fail(); err != nil {
		return wire.TicketsReply{}, err
	}
	id, err := queue.ParseIDNumber(r.ID, f.hall.Now)
	if err != nil {
		return wire.TicketsReply{}, refusal(err)
	}
	var out wire.TicketsReply
	for _, t := range f.hall.State.Of(id.Citizen([]byte("key"))) {
		out.Tickets = append(out.Tickets, view.Of(f.hall.State, f.hall.Now).Ticket(t))
	}
	return out, nil
}

func (f *fakeHall) History(_ context.Context, number string) (wire.HistoryReply, error) {
	if err := f.fail(); err != nil {
		return wire.HistoryReply{}, err
	}
	t := f.hall.State.Ticket(number)
	if t == nil {
		return wire.HistoryReply{}, refusal(queue.Refuse(queue.CodeUnknownNumber, "", "number", number))
	}
	out := wire.HistoryReply{Ticket: view.Of(f.hall.State, f.hall.Now).Ticket(t), Spans: slices.Clone(t.Periods)}
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
	o, refused := queue.Compare(f.hall.State, r.A, r.B)
	if refused != nil {
		return wire.CompareReply{}, refusal(refused)
	}
	v := view.Of(f.hall.State, f.hall.Now)
	return wire.CompareReply{Order: o, A: v.Ticket(f.hall.State.Ticket(r.A)), B: v.Ticket(f.hall.State.Ticket(r.B))}, nil
}

func (f *fakeHall) Catalogue(context.Context) (wire.CatalogueReply, error) {
	s := f.hall.State
	return wire.CatalogueReply{Hash: s.CatalogueHash, Themes: s.Settings.Themes, Items: s.Catalogue.Items}, nil
}

// desk is a screen that has nothing but a session and tickets.
type desk struct {
	staff.Pages
	session *staff.Session
	tickets *staff.Tickets
	hall    *fakeHall
}

func newDesk(f *fakeHall, lang queue.Lang) *desk {
	d := &desk{Pages: staff.NewPages(staff.NewTalk(lang, func() time.Time { return f.hall.Now })), hall: f}
	d.session = staff.NewSession(&d.Pages, f, terminal)
	d.tickets = staff.NewTickets(&d.Pages, f, d.session)
	d.Receive(tui.TickMsg{Now: tuitest.StartTime})
	d.Receive(wire.Link{Up: true, Since: tuitest.StartTime})
	d.show()
	return d
}

// show gives the screen the hall's state, as the hall publishes it.
func (d *desk) show() {
	v := d.hall.view()
	d.SetDay(v.Day, staff.NamesOfHall(v))
	d.session.SetHall(v)
	d.tickets.SetHall(v)
}

// do runs a command to its end and shows the state after it.
func (d *desk) do(cmd tea.Cmd) {
	run(d.Receive, cmd)
	d.show()
}

// tap taps targets one after the other.
func (d *desk) tap(ids ...string) {
	for _, id := range ids {
		d.do(d.Top().Tap(id))
	}
}

// press presses keys as the shell does: a target's key taps it.
func (d *desk) press(keys ...string) {
	for _, name := range keys {
		k, err := tuitest.Key(name)
		if err != nil {
			panic(err)
		}
		ts := d.Top().Layout(image.Rect(0, 0, 98, 28))
		i := slices.IndexFunc(ts, func(t tui.Target) bool { return slices.Contains(t.Keys(), name) })
		if i >= 0 && !(d.Typing() && k.Text != "") {
			d.tap(ts[i].ID)
			continue
		}
		d.do(d.Top().Key(k))
	}
}

// signIn signs c1, the manager, in at the desk.
func (d *desk) signIn(clerk string) {
	d.session.SignIn(nil)
	d.tap("clerk " + clerk)
	d.press("1", "2", "3", "4", "enter")
}

func (d *desk) says() string { return d.Message(tui.TextLine{}).Text }

// Screen as the harness wants it.
func (d *desk) Layout(area image.Rectangle) []tui.Target {
	if d.Top() == nil {
		return nil
	}
	_, page, _ := staff.FrameOf(area)
	return d.Alive(d.Top().Layout(page))
}

func (d *desk) Draw(c *tui.Canvas, ts []tui.Target) {
	title, page, message := staff.FrameOf(c.Area())
	d.DrawTitle(c, title, "导办台", true)
	if d.Top() != nil {
		d.Top().Draw(c, page, ts)
	}
	d.DrawMessage(c, message, tui.TextLine{})
}

func (d *desk) Tap(id string) tea.Cmd         { return d.Top().Tap(id) }
func (d *desk) Key(k tea.KeyPressMsg) tea.Cmd { return d.Top().Key(k) }
func (d *desk) Msg(m tea.Msg) tea.Cmd         { return d.Receive(m) }
