// Package queuetest builds halls for tests, checks what must always hold of a
// hall, and holds a second, slow and obvious implementation of the order to
// test the first against. Tests alone import it.
package queuetest

import (
	"fmt"
	"time"

	"onewindow/queue"
)

// Morning is 09:00 hall time on a working Wednesday.
var Morning = time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC)

// Date is the business day of Morning.
const Date = "2026-11-25"

// Settings are a hall of three themes and n windows for each; the last window of
// each theme helps out with the next theme. Every clerk "c1", "c2", … may pick
// and cancel.
func Settings(n int) queue.Settings {
	s := queue.Settings{
		Hall: queue.Hall{
			ID: "T-1", Level: queue.LevelDistrict, Name: queue.Text{ZhHans: "测试大厅", En: "Test hall"}, UTCOffset: 480,
			Zones:    []queue.Zone{{ID: "a", Name: queue.Text{ZhHans: "一区"}}},
			Sessions: []queue.Session{{Open: 9 * 60, Close: 12 * 60}, {Open: 14 * 60, Close: 18 * 60}},
		},
		Rules: queue.DefaultRules(),
	}
	s.Rules.ForecastStop = false
	for i, p := range []string{"A", "B", "C"} {
		id := []string{"business", "construction", "general"}[i]
		s.Themes = append(s.Themes, queue.Theme{ID: id, Name: queue.Text{ZhHans: id}, Prefix: p, Minutes: 10 + 2*i})
	}
	for i := range s.Themes {
		for k := range n {
			id := fmt.Sprint(len(s.Windows) + 1)
			w := queue.WindowPlan{ID: id, Label: id, Zone: "a", Own: []string{s.Themes[i].ID}}
			if k == n-1 {
				w.Spill = []string{s.Themes[(i+1)%3].ID}
			}
			s.Windows = append(s.Windows, w)
			s.Staff = append(s.Staff, queue.Clerk{ID: "c" + id, Name: "Clerk " + id, Rights: []queue.Right{queue.RightPick, queue.RightCancel}})
		}
	}
	return s
}

// Catalogue has four items in each theme of Settings: "A-1" to "A-4", and so
// on.
func Catalogue() queue.Catalogue {
	var c queue.Catalogue
	for i, p := range []string{"A", "B", "C"} {
		for k := 1; k <= 4; k++ {
			code := fmt.Sprintf("%s-%d", p, k)
			c.Items = append(c.Items, queue.Item{Code: code, Name: queue.Text{ZhHans: code}, Theme: []string{"business", "construction", "general"}[i], Minutes: 5 * k})
		}
	}
	return c
}

// Hall is a hall under test with its whole history.
type Hall struct {
	State   *queue.State
	Records []queue.Record
	// Now is hall time; tests move it.
	Now time.Time
	n   int
}

// Must is what a Hall needs of a *testing.T or *rapid.T.
type Must interface {
	Helper()
	Fatalf(format string, args ...any)
}

// New is a furnished hall at Morning with its day open and n windows a theme,
// all of them signed in.
func New(t Must, n int) *Hall {
	t.Helper()
	h := Empty(t, Settings(n))
	h.Do(t, queue.OpenDay{Date: Date})
	for _, w := range h.State.Settings.Windows {
		h.Do(t, queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	return h
}

// Empty is a furnished hall whose day is not open.
func Empty(t Must, s queue.Settings) *Hall {
	t.Helper()
	s.Rules.AutoDay = false
	h := &Hall{State: queue.New(), Now: Morning}
	h.Do(t, queue.StartEpoch{Epoch: "1-00000001"})
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "s1"})
	h.Do(t, queue.ChangeCatalogue{Catalogue: Catalogue(), Hash: "c1"})
	return h
}

// Try executes a command as a request of its own and lets due things happen
// first.
func (h *Hall) Try(c queue.Command) ([]queue.Record, error) {
	rs, err := queue.Advance(h.State, h.Now)
	h.Records = append(h.Records, rs...)
	if err != nil {
		return nil, err
	}
	h.n++
	rs, err = queue.Execute(h.State, h.Now, queue.Actor{Terminal: "t"}, fmt.Sprintf("rid-%06d", h.n), c)
	h.Records = append(h.Records, rs...)
	return rs, err
}

// Do is Try that must succeed.
func (h *Hall) Do(t Must, c queue.Command) []queue.Record {
	t.Helper()
	rs, err := h.Try(c)
	if err != nil {
		t.Fatalf("%T%+v: %v", c, c, err)
	}
	return rs
}

// Printer is the report of a kiosk whose one printer has that fault, or none.
func Printer(terminal string, fault queue.DeviceFault) queue.ReportDevices {
	return queue.ReportDevices{Terminal: terminal, Role: "kiosk", Devices: []queue.Device{{ID: "printer", Kind: queue.DevicePrinter, Fault: fault}}}
}

// Issue gives a number for a theme.
func (h *Hall) Issue(t Must, theme string) string {
	t.Helper()
	return h.IssueAs(t, queue.Issue{Theme: theme, Source: queue.SourceKiosk})
}

// IssueAs gives a number and returns it.
func (h *Hall) IssueAs(t Must, c queue.Issue) string {
	t.Helper()
	rs := h.Do(t, c)
	return rs[0].Event.(queue.TicketIssued).Ticket.Number
}

// Next presses next and returns the number called, or "".
func (h *Hall) Next(t Must, window string) string {
	t.Helper()
	h.Do(t, queue.Next{Window: window})
	return h.State.Window(window).Ticket
}

// Wait moves hall time.
func (h *Hall) Wait(d time.Duration) { h.Now = h.Now.Add(d) }
