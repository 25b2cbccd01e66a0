package guide_test

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

	"onewindow/hall/view"
	"onewindow/kiosk/guide"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// fakeHall is a real hall in memory behind the Desk of the terminal "g1".
type fakeHall struct {
	mu    sync.Mutex // guards all
	hall  *queuetest.Hall
	asked []wire.IssueRequest
	verbs []string
	err   error         // the answer to the next request, which is not done
	lost  bool          // the next request is done but its answer is lost
	gate  chan struct{} // if set, requests wait for it
}

const terminal = "g1"

// key is the hall's, under which citizens are known.
var key = []byte("key")

func text(hans, hant, en string) queue.Text { return queue.Text{ZhHans: hans, ZhHant: hant, En: en} }

// hashed is the PIN 1234 of everybody; made once, because it is meant to be slow.
var hashed = sync.OnceValue(func() string {
	pin, err := queue.HashPIN("1234", []byte("saltsalt"))
	if err != nil {
		panic(err)
	}
	return pin
})

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
	s.Staff[5].Rights = []queue.Right{queue.RightCancel}
	s.Hall.Zones[0].Name = text("一层A区", "一層A區", "Zone A, floor 1")
	s.Hall.Name = text("龙岗区行政服务大厅", "龍崗區行政服務大廳", "Longgang District Service Hall")
	return s
}

func catalogue() queue.Catalogue {
	c := queuetest.Catalogue()
	names := []queue.Text{text("个体工商户设立登记", "個體工商戶設立登記", "Sole trader registration"), text("公司变更登记", "公司變更登記", "Change of company"),
		text("营业执照补领", "營業執照補領", "Licence replacement"), text("公司注销登记", "公司註銷登記", "Company deregistration"),
		text("建设工程规划许可", "建設工程規劃許可", "Planning permission"), text("施工许可证核发", "施工許可證核發", "Building permit"),
		text("竣工联合验收", "竣工聯合驗收", "Final inspection"), text("临时占用道路审批", "臨時佔用道路審批", "Use of a road"),
		text("敬老优待证申领", "敬老優待證申領", "Senior citizen card"), text("残疾人证办理", "殘疾人證辦理", "Card for the disabled"),
		text("居住证签注", "居住證簽註", "Residence permit"), text("社会保险参保登记", "社會保險參保登記", "Social insurance")}
	for i := range names {
		c.Items[i].Name = names[i]
	}
	c.Items[0].Materials = []queue.Material{
		{Name: text("身份证原件", "身份證正本", "ID card"), Required: true},
		{Name: text("经营场所证明", "經營場所證明", "Proof of premises"), Required: true},
		{Name: text("委托书", "委託書", "Power of attorney")},
	}
	c.Items[8].Materials = []queue.Material{
		{Name: text("居民身份证（原件及复印件）", "居民身份證（正本及影印本）", "ID card (original and copy)"), Required: true},
		{Name: text("数码照相回执", "數碼照相回執", "Digital photo receipt"), Required: true},
	}
	return c
}

// newHall is a hall at nine with windows 1 to 5 open; 赵磊 (c6) is free for the
// guide's desk.
func newHall(t testing.TB) *fakeHall {
	t.Helper()
	f := &fakeHall{hall: queuetest.Empty(t, settings())}
	f.do(t, queue.ChangeCatalogue{Catalogue: catalogue(), Hash: "c2"}, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3", "4", "5"} {
		f.do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	return f
}

// busy is a hall with numbers in each state: A001 served, A002 and B001 missed,
// A003 on hold, others waiting; staff are called to a window and to a kiosk.
func busy(t testing.TB) *fakeHall {
	t.Helper()
	f := newHall(t)
	f.issue(t, queue.Issue{Items: []string{"A-1", "A-2"}, Language: queue.En})
	for range 2 {
		f.issue(t, queue.Issue{Theme: "business"})
	}
	f.issue(t, queue.Issue{Theme: "construction"})
	f.wait(2 * time.Minute)
	f.do(t, queue.Next{Window: "1"}, queue.Start{Window: "1"}, queue.Next{Window: "2"}, queue.Next{Window: "3"})
	for range 2 {
		f.wait(20 * time.Second)
		f.do(t, queue.Recall{Window: "2"}, queue.Recall{Window: "3"})
	}
	f.wait(20 * time.Second)
	f.do(t, queue.NoShow{Window: "2"}, queue.Next{Window: "2"}, queue.Start{Window: "2"})
	f.wait(3 * time.Minute)
	f.do(t, queue.NoShow{Window: "3"}, queue.HoldTicket{Window: "2", Kind: queue.HoldAway}, queue.Pause{Window: "2", Reason: "break"})
	f.issue(t, queue.Issue{Items: []string{"A-3"}, Class: queue.Priority, Ground: queue.GroundElderly})
	for range 3 {
		f.issue(t, queue.Issue{Theme: "business"})
		f.issue(t, queue.Issue{Theme: "general", Source: queue.SourceGuide})
	}
	f.do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-2"})
	f.wait(time.Minute)
	f.do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "w3", Window: "3"})
	f.wait(3 * time.Minute)
	return f
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
func (f *fakeHall) do(t testing.TB, cs ...queue.Command) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range cs {
		f.hall.Do(t, c)
	}
}

func (f *fakeHall) issue(t testing.TB, c queue.Issue) string {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hall.IssueAs(t, c)
}

func (f *fakeHall) signIn(t testing.TB) {
	t.Helper()
	f.do(t, queue.OpenDesk{Terminal: terminal, Clerk: "c6"})
}

// view is what the hall publishes.
func (f *fakeHall) view() wire.Hall {
	f.mu.Lock()
	defer f.mu.Unlock()
	return view.Of(f.hall.State, f.hall.Now).Named(func(t string) string { return map[string]string{"kiosk-2": "二号取号机"}[t] }).Hall()
}

func (f *fakeHall) state(number string) queue.TicketState {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hall.State.Ticket(number).State
}

func (f *fakeHall) set(change func(*fakeHall)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func (f *fakeHall) sent() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.verbs)
}

func (f *fakeHall) requests() []wire.IssueRequest {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

// enter begins a request: it waits for the gate, and fails if it shall.
func (f *fakeHall) enter(ctx context.Context, verb string) error {
	f.mu.Lock()
	f.verbs = append(f.verbs, verb)
	gate := f.gate
	f.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.err
	f.err = nil
	return err
}

// may says whether the desk may do what a verb is for.
func (f *fakeHall) may(verb string) error {
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
	return nil
}

// try does it, and loses the answer if that shall be.
func (f *fakeHall) try(c queue.Command) ([]queue.Record, error) {
	rs, err := f.hall.Try(c)
	if f.lost {
		f.lost = false
		return nil, &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	}
	return rs, refusal(err)
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

func (f *fakeHall) Do(ctx context.Context, verb string, body any) error {
	if err := f.enter(ctx, verb); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.may(verb); err != nil {
		return err
	}
	c, ok := body.(queue.Command)
	switch b := body.(type) {
	case wire.DeskRequest:
		c, ok = queue.CloseDesk{Terminal: terminal}, true
		if verb == "desk.signin" {
			if clerk := f.hall.State.Clerk(b.Clerk); clerk == nil || !clerk.CheckPIN(b.PIN) {
				return &wire.Error{Code: wire.CodeWrongPIN}
			}
			c = queue.OpenDesk{Terminal: terminal, Clerk: b.Clerk}
		}
	case wire.HelpAnswer:
		c, ok = queue.AnswerHelp{ID: b.ID}, true
	case wire.AlertRequest:
		c, ok = queue.AcknowledgeAlert{ID: b.ID}, true
	}
	if !ok {
		return &wire.Error{Code: wire.CodeBadRequest}
	}
	_, err := f.try(c)
	return err
}

func (f *fakeHall) Issue(ctx context.Context, r wire.IssueRequest) (wire.Ticket, error) {
	if err := f.enter(ctx, "ticket.issue"); err != nil {
		return wire.Ticket{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.may("ticket.issue"); err != nil {
		return wire.Ticket{}, err
	}
	f.asked = append(f.asked, r)
	c := queue.Issue{Items: r.Items, Theme: r.Theme, Class: r.Class, Ground: r.Ground, Source: queue.SourceGuide, Language: r.Language}
	citizen := func(id string) (queue.Citizen, error) {
		if id == "" {
			return queue.Citizen{}, nil
		}
		n, err := queue.ParseIDNumber(id, f.hall.Now)
		return n.Citizen(key), err
	}
	var err error
	if c.Citizen, err = citizen(r.ID); err == nil && r.Agent != nil {
		c.Agent = &queue.Agent{Document: r.Agent.Document}
		c.Agent.For, err = citizen(r.Agent.ForID)
	}
	if err != nil {
		return wire.Ticket{}, refusal(err)
	}
	rs, err := f.try(c)
	if err != nil {
		return wire.Ticket{}, err
	}
	number := rs[0].Event.(queue.TicketIssued).Ticket.Number
	return view.Of(f.hall.State, f.hall.Now).Ticket(f.hall.State.Ticket(number)), nil
}

func (f *fakeHall) Find(ctx context.Context, r wire.NumberRequest) (wire.TicketsReply, error) {
	if err := f.enter(ctx, "ticket.find"); err != nil {
		return wire.TicketsReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	id, err := queue.ParseIDNumber(r.ID, f.hall.Now)
	if err != nil {
		return wire.TicketsReply{}, refusal(err)
	}
	var out wire.TicketsReply
	for _, t := range f.hall.State.Of(id.Citizen(key)) {
		out.Tickets = append(out.Tickets, view.Of(f.hall.State, f.hall.Now).Ticket(t))
	}
	return out, nil
}

func (f *fakeHall) History(ctx context.Context, number string) (wire.HistoryReply, error) {
	if err := f.enter(ctx, "ticket.history"); err != nil {
		return wire.HistoryReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
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

func (f *fakeHall) Compare(ctx context.Context, r wire.CompareRequest) (wire.CompareReply, error) {
	if err := f.enter(ctx, "ticket.compare"); err != nil {
		return wire.CompareReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	o, refused := queue.Compare(f.hall.State, r.A, r.B)
	if refused != nil {
		return wire.CompareReply{}, refusal(refused)
	}
	v := view.Of(f.hall.State, f.hall.Now)
	return wire.CompareReply{Order: o, A: v.Ticket(f.hall.State.Ticket(r.A)), B: v.Ticket(f.hall.State.Ticket(r.B))}, nil
}

func (f *fakeHall) Catalogue(ctx context.Context) (wire.CatalogueReply, error) {
	if err := f.enter(ctx, "state.catalogue"); err != nil {
		return wire.CatalogueReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.hall.State
	return wire.CatalogueReply{Hash: s.CatalogueHash, Themes: s.Settings.Themes, Items: s.Catalogue.Items}, nil
}

// newScreen is the guide's screen on the hall's clock, with the hall's state
// already heard.
func newScreen(f *fakeHall, lang queue.Lang) *guide.Screen {
	s := guide.New(guide.Settings{Lang: lang, Now: f.now, Terminal: terminal}, f)
	s.Msg(tui.TickMsg{Now: tuitest.StartTime})
	s.Msg(wire.Link{Up: true, Since: tuitest.StartTime})
	s.Msg(f.view())
	return s
}

// driver presses keys as a person does: not before the screen takes them again.
type driver struct {
	*tuitest.Harness
	hall *fakeHall
}

// start runs the screen as `onewindow` does.
func start(t *testing.T, f *fakeHall, w, h int) driver {
	t.Helper()
	return driver{tuitest.StartWith(t, newScreen(f, queue.ZhHans), w, h, tui.Options{Unlocked: true}), f}
}

// ready waits until no request is under way: then some key is alive.
func (d driver) ready() {
	d.WaitFor("the keys are alive", func(string) bool {
		alive := false
		d.Inspect(func(s tui.Screen) {
			ts := s.Layout(image.Rect(0, 0, 100, 40))
			alive = len(ts) == 0 || slices.ContainsFunc(ts, func(t tui.Target) bool { return !t.Disabled })
		})
		return alive
	})
}

func (d driver) Press(keys ...string) {
	for _, k := range keys {
		d.ready()
		d.Harness.Press(k)
	}
}

func (d driver) TapID(ids ...string) {
	for _, id := range ids {
		d.ready()
		d.Harness.TapID(id)
	}
}

// Show gives the screen the hall's state, as the hall publishes it.
func (d driver) Show() {
	d.ready()
	d.Send(d.hall.view())
}
