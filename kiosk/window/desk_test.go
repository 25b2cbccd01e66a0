package window_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/kiosk/staff/stafftest"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/window"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// fakeHall is a real hall in memory behind the Desk of one window.
type fakeHall struct {
	mu     sync.Mutex // guards all
	hall   *queuetest.Hall
	verbs  []string
	err    error         // the answer to the next request, which is not done
	lost   bool          // the next request is done but its answer is lost
	gate   chan struct{} // if set, requests wait for it
	window string
	// nameless answers of reprints do not say who prints.
	nameless bool
	usual    [2]int // amber and red of every visit, in seconds; zero for the hall's own
}

var text = stafftest.Text

// pin is everybody's.
const pin = stafftest.PIN

// settings are a hall of three themes.
func settings() queue.Settings {
	s := stafftest.Settings()
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
	c.Items[0].Materials = []queue.Material{
		{Name: text("身份证原件", "身份證正本", "ID card"), Required: true},
		{Name: text("经营场所证明", "經營場所證明", "Proof of premises"), Required: true},
		{Name: text("委托书", "委託書", "Power of attorney")},
	}
	return c
}

// newHall is a hall at nine whose window 2 belongs to the screen; clerk c2 is
// signed in there if signedIn.
func newHall(t testing.TB, signedIn bool) *fakeHall {
	t.Helper()
	f := &fakeHall{window: "2"}
	f.hall = queuetest.Empty(t, settings())
	f.hall.Do(t, queue.ChangeCatalogue{Catalogue: catalogue(), Hash: "c2"})
	f.hall.Do(t, queue.OpenDay{Date: queuetest.Date})
	f.hall.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	if signedIn {
		f.hall.Do(t, queue.SignIn{Window: "2", Clerk: "c2"})
	}
	return f
}

// now is hall time.
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

// view is what the hall publishes for the window.
func (f *fakeHall) view() wire.Window {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := f.views().Window(f.hall.State.Window(f.window))
	f.dress(w.Ticket)
	for _, lines := range [][]wire.Line{w.Own, w.Spill} { // told as those of a forecast are
		for i := range lines {
			lines[i].Estimate.Rough = false
		}
	}
	return w
}

func (f *fakeHall) views() *view.Views {
	return view.Of(f.hall.State, f.hall.Now).Named(func(t string) string { return stafftest.Names[t] })
}

// dress sets what the hall knows of usual lengths.
func (f *fakeHall) dress(v *wire.Visit) {
	if v != nil && f.usual[1] > 0 {
		v.Amber, v.Red = f.usual[0], f.usual[1]
	}
}

// terminal is the name of the window's terminal.
const terminal = "window-2"

func (f *fakeHall) CallHelp(_ context.Context, kind queue.HelpKind) (queue.Help, error) {
	if _, err := f.try("help "+string(kind), queue.CallHelp{Kind: kind, Terminal: terminal, Window: f.window}); err != nil {
		return queue.Help{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return *f.hall.State.Help(terminal, kind), nil
}

func (f *fakeHall) WithdrawHelp(_ context.Context, id string) error {
	_, err := f.try("withdraw", queue.AnswerHelp{ID: id, Terminal: terminal})
	return err
}

func (f *fakeHall) state(number string) queue.TicketState {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hall.State.Ticket(number).State
}

// ticket is a copy of what the hall knows of a number.
func (f *fakeHall) ticket(number string) queue.Ticket {
	f.mu.Lock()
	defer f.mu.Unlock()
	return *f.hall.State.Ticket(number)
}

func (f *fakeHall) sent() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.verbs...)
}

func (f *fakeHall) set(change func(*fakeHall)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func (f *fakeHall) Do(ctx context.Context, verb string, body any) (wire.Done, error) {
	f.mu.Lock()
	gate := f.gate
	c, err := f.command(verb, body)
	f.mu.Unlock()
	f.note(verb)
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	return f.answer(c, err)
}

// note remembers what was asked.
func (f *fakeHall) note(verb string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.verbs = append(f.verbs, verb)
}

// try notes and does one thing.
func (f *fakeHall) try(verb string, c queue.Command) (wire.Done, error) {
	f.note(verb)
	return f.answer(c, nil)
}

// answer does one thing, or answers as the test wants it to.
func (f *fakeHall) answer(c queue.Command, err error) (wire.Done, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.err; err != nil {
		f.err = nil
		return wire.Done{}, err
	}
	if err == nil {
		_, err = f.hall.Try(c)
	}
	if f.lost {
		f.lost = false
		return wire.Done{}, &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	}
	if err != nil {
		return wire.Done{}, stafftest.Refusal(err)
	}
	done := f.views().Done(f.hall.State.Window(f.window))
	f.dress(done.Ticket)
	if again, ok := c.(queue.Reprint); ok && !f.nameless {
		done.Printer = f.hall.State.Ticket(again.Number).Paper().Printer
		done.PrinterName = stafftest.Names[done.Printer]
	}
	return done, nil
}

// command is the hall's reading of a request.
func (f *fakeHall) command(verb string, body any) (queue.Command, error) {
	if _, ok := wire.FindVerb("window", verb); !ok {
		return nil, &wire.Error{Code: wire.CodeUnknownVerb}
	}
	switch c := body.(type) {
	case wire.SignInRequest:
		// To check a hash is meant to be slow, which the hall's own tests suffer.
		if f.hall.State.Clerk(c.Clerk) == nil || c.PIN != pin {
			return nil, &wire.Error{Code: wire.CodeWrongPIN}
		}
		return queue.SignIn{Window: f.window, Clerk: c.Clerk}, nil
	case queue.SignOut:
		c.Window = f.window
		return c, nil
	case queue.Next:
		c.Window = f.window
		return c, nil
	case queue.Call:
		c.Window = f.window
		return c, nil
	case queue.Recall:
		c.Window = f.window
		return c, nil
	case queue.Start:
		c.Window = f.window
		return c, nil
	case queue.Finish:
		c.Window = f.window
		return c, nil
	case queue.NoShow:
		c.Window = f.window
		return c, nil
	case queue.HoldTicket:
		c.Window = f.window
		return c, nil
	case queue.TakeBack:
		c.Window = f.window
		return c, nil
	case queue.Transfer:
		c.Window = f.window
		return c, nil
	case queue.ChangeItems:
		c.Window = f.window
		return c, nil
	case queue.Cancel:
		c.Window = f.window
		return c, nil
	case queue.Pause:
		c.Window = f.window
		return c, nil
	case queue.Resume:
		c.Window = f.window
		return c, nil
	case queue.Undo:
		c.Window = f.window
		return c, nil
	case queue.Return:
		return c, nil
	case queue.Reprint:
		return c, nil
	case queue.AnswerAsk:
		c.Window = f.window
		return c, nil
	}
	return nil, &wire.Error{Code: wire.CodeBadRequest}
}

func (f *fakeHall) Catalogue(context.Context) (wire.CatalogueReply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.err; err != nil {
		f.err = nil
		return wire.CatalogueReply{}, err
	}
	s := f.hall.State
	return wire.CatalogueReply{Hash: s.CatalogueHash, Themes: s.Settings.Themes, Items: s.Catalogue.Items}, nil
}

// newScreen is the window's screen on the hall's clock, with the hall's state
// already heard.
func newScreen(f *fakeHall, lang queue.Lang) *window.Screen {
	s := window.New(window.Settings{Lang: lang, Now: f.now, Terminal: terminal}, f)
	s.Msg(tui.TickMsg{Now: tuitest.StartTime})
	s.Msg(wire.Link{Up: true, Since: tuitest.StartTime})
	s.Msg(f.view())
	return s
}

// driver uses the screen as a person does.
type driver struct{ tuitest.Driver }

// Show gives the screen the hall's state, as the hall publishes it.
func (d driver) Show(f *fakeHall) {
	d.Ready()
	d.Send(f.view())
}

// start runs the screen as `onewindow` does.
func start(t *testing.T, f *fakeHall, w, h int) driver {
	t.Helper()
	opt := tui.Options{MinWidth: window.MinWidth, MinHeight: window.MinHeight, Unlocked: true}
	return driver{tuitest.Driver{Harness: tuitest.StartWith(t, newScreen(f, queue.ZhHans), w, h, opt)}}
}
