package manager_test

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
	"onewindow/kiosk/manager"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// fakeHall is a real hall in memory behind the Desk of a manager.
type fakeHall struct {
	mu    sync.Mutex // guards all
	hall  *queuetest.Hall
	verbs []string
	err   error         // the answer to the next request, which is not done
	lost  bool          // the next request is done but its answer is lost
	gate  chan struct{} // if set, requests wait for it
}

func text(hans, hant, en string) queue.Text { return queue.Text{ZhHans: hans, ZhHant: hant, En: en} }

// newHall is a hall at nine, of six windows of which four are open.
func newHall(t testing.TB) *fakeHall {
	t.Helper()
	set := queuetest.Settings(2)
	names := []queue.Text{text("商事登记", "商事登記", "Business"), text("工程建设", "工程建設", "Construction"), text("综合服务", "綜合服務", "General services")}
	for i := range set.Themes {
		set.Themes[i].Name = names[i]
	}
	set.Hall.Name = text("龙岗区政务服务大厅", "龍崗區政務服務大廳", "Longgang hall")
	f := &fakeHall{hall: queuetest.Empty(t, set)}
	f.hall.Do(t, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3", "4"} {
		f.hall.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	return f
}

// busy is a hall in the middle of its morning.
func busy(t testing.TB) *fakeHall {
	t.Helper()
	f := newHall(t)
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
	f.verbs = append(f.verbs, verb)
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
	c, ok := body.(queue.Command)
	if _, day := body.(wire.OpenDayRequest); day {
		c, ok = queue.OpenDay{Date: f.hall.State.Settings.Hall.Date(f.hall.Now)}, true
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

func (f *fakeHall) History(_ context.Context, number string) (wire.HistoryReply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.err; err != nil {
		f.err = nil
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

// newScreen is the manager's screen on the hall's clock, with the hall's state
// already heard.
func newScreen(f *fakeHall, lang queue.Lang) *manager.Screen {
	s := manager.New(manager.Settings{Lang: lang, Now: f.now}, f)
	s.Msg(tui.TickMsg{Now: tuitest.StartTime})
	s.Msg(wire.Link{Up: true, Since: tuitest.StartTime})
	s.Msg(f.view())
	return s
}

// driver presses keys as a person does: not before the screen takes them again.
type driver struct{ *tuitest.Harness }

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

func (d driver) TapID(id string) {
	d.ready()
	d.Harness.TapID(id)
}

func (d driver) TapLabel(text string) {
	d.ready()
	d.Harness.TapLabel(text)
}

// TapLine taps the line of the screen that has text.
func (d driver) TapLine(text string) {
	d.ready()
	for y, line := range strings.Split(d.Wait(text), "\n") {
		if strings.Contains(line, text) {
			d.Tap(4, y)
			return
		}
	}
}

// Show gives the screen the hall's state, as the hall publishes it.
func (d driver) Show(f *fakeHall) {
	d.ready()
	d.Send(f.view())
}

// start runs the screen as `onewindow` does.
func start(t *testing.T, f *fakeHall, w, h int) driver {
	t.Helper()
	return driver{tuitest.StartWith(t, newScreen(f, queue.ZhHans), w, h, tui.Options{Unlocked: true})}
}
