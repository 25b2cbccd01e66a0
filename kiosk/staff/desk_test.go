package staff_test

import (
	"image"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/staff/stafftest"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// fakeHall is a hall behind the Desk of this terminal.
type fakeHall = stafftest.Hall

const terminal = "g1"

var text = stafftest.Text

// settings are a hall of three themes; c1 manages it, c2 may not cancel.
func settings() queue.Settings {
	s := stafftest.Settings()
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
	f := stafftest.New(t, terminal, wire.RoleGuide, settings())
	f.Hall.Do(t, queue.ChangeCatalogue{Catalogue: catalogue(), Hash: "c2"})
	f.Hall.Do(t, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3", "4"} {
		f.Hall.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
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
			f.Hall.Do(t, c)
		}
	}
	f.Hall.IssueAs(t, queue.Issue{Items: []string{"A-1", "A-2"}, Language: queue.En})
	for range 2 {
		f.Hall.IssueAs(t, queue.Issue{Theme: "business"})
	}
	f.Hall.Wait(2 * time.Minute)
	do(queue.Next{Window: "1"}, queue.Start{Window: "1"}, queue.Next{Window: "2"})
	for range 2 {
		f.Hall.Wait(20 * time.Second)
		do(queue.Recall{Window: "2"})
	}
	f.Hall.Wait(20 * time.Second)
	do(queue.NoShow{Window: "2"}, queue.Next{Window: "2"}, queue.Start{Window: "2"})
	f.Hall.Wait(3 * time.Minute)
	do(queue.HoldTicket{Window: "2", Kind: queue.HoldAway}, queue.Pause{Window: "2", Reason: "break"})
	f.Hall.IssueAs(t, queue.Issue{Items: []string{"A-3"}, Class: queue.Priority, Ground: queue.GroundElderly})
	f.Hall.IssueAs(t, queue.Issue{Theme: "business"})
	f.Hall.IssueAs(t, queue.Issue{Theme: "general", Source: queue.SourceGuide})
	f.Hall.Wait(4 * time.Minute)
	return f
}

// desk is a screen that has nothing but a session and tickets.
type desk struct {
	staff.Pages
	session *staff.Session
	tickets *staff.Tickets
	hall    *fakeHall
}

func newDesk(f *fakeHall, lang queue.Lang) *desk {
	d := &desk{Pages: staff.NewPages(staff.NewTalk(lang, func() time.Time { return f.Hall.Now })), hall: f}
	d.session = staff.NewSession(&d.Pages, f, terminal)
	d.tickets = staff.NewTickets(&d.Pages, f, d.session)
	d.Receive(tui.TickMsg{Now: tuitest.StartTime})
	d.Receive(wire.Link{Up: true, Since: tuitest.StartTime})
	d.show()
	return d
}

// show gives the screen the hall's state, as the hall publishes it.
func (d *desk) show() {
	v := d.hall.View()
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
func (d *desk) Msg(m tea.Msg) tea.Cmd         { return tea.Batch(d.Receive(m), d.tickets.Hear(m)) }
