package district_test

import (
	"cmp"
	"context"
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"onewindow/assets"
	"onewindow/kiosk/district"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// morning is when the network of the tests stands as it does: a Wednesday, 10:24.
var morning = tuitest.StartTime.Add(79 * time.Minute)

// zone is that of the halls.
var zone = morning.Location()

// place is a hall as the catalogue has it.
type place struct {
	ID      string      `json:"id"`
	Level   queue.Level `json:"level"`
	Name    queue.Text  `json:"name"`
	Parent  string      `json:"parent"`
	Street  queue.Text  `json:"street"`
	Windows []struct {
		From  int    `json:"from"`
		To    int    `json:"to"`
		Theme string `json:"theme"`
	} `json:"windows"`
}

func (p place) windows() int {
	n := 0
	for _, w := range p.Windows {
		n += w.To - w.From + 1
	}
	return n
}

func places(t testing.TB) []place {
	t.Helper()
	data, err := assets.Catalogue(assets.Halls)
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Halls []place `json:"halls"`
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all.Halls
}

// network is Longgang's network on a busy morning: nobody real, and the same each
// time. Some halls are in trouble, each in its own way.
func network(t testing.TB) wire.District {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 127))
	d := wire.District{Rev: 1, At: morning, Name: "龙岗区"}
	for _, p := range places(t) {
		d.Halls = append(d.Halls, busy(r, p))
	}
	for hall, trouble := range troubles {
		for i := range d.Halls {
			if h := &d.Halls[i]; h.Hall == hall {
				trouble(h)
			}
		}
	}
	d.Alerts = alertsOf(d.Halls)
	return d
}

// busy is a hall in which all is well.
func busy(r *rand.Rand, p place) wire.HallRow {
	n := p.windows()
	h := wire.HallRow{Hall: p.ID, Name: p.Name, Level: p.Level, Parent: p.Parent, Street: p.Street, Standing: wire.HallOpen,
		Since: morning.Add(-3 * time.Hour), Heard: morning.Add(-time.Duration(r.IntN(4)) * time.Second), Day: "2026-11-25", Version: "1.4.0"}
	open := max(1, n-r.IntN(1+n/3))
	issued := open*5 + r.IntN(1+open*3)
	called := issued * (80 + r.IntN(15)) / 100
	waiting := issued - called
	h.Figures = wire.Figures{Issued: issued, Waiting: waiting, Called: called, Served: called * 9 / 10, Missed: called / 20, Open: open,
		Serving: open * 4 / 5, Paused: r.IntN(2) * open / 6, Within15: 84 + r.IntN(16), P50: 240, P90: 700}
	if waiting > 0 {
		h.Figures.Longest = 60 * (3 + r.IntN(11))
	}
	h.Before = &wire.SameTime{Day: "2026-11-18", Until: "10:00", Issued: max(1, issued*(80+r.IntN(35))/100), Served: called, Within15: 90, Wait: 400}
	for i, w := range p.Windows {
		l := wire.LiveLine{Theme: w.Theme, Windows: max(1, w.To-w.From), Given: issued / len(p.Windows), Waiting: waiting / len(p.Windows)}
		if l.Waiting > 0 {
			l.Since = morning.Add(-time.Duration(h.Figures.Longest/(i+1)) * time.Second)
		}
		l.Estimate = queue.Estimate{Ahead: l.Waiting, Low: l.Waiting, Mean: l.Waiting + 2, High: l.Waiting + 5}
		h.Lines = append(h.Lines, l)
	}
	for _, part := range queue.Parts {
		h.Parts = append(h.Parts, wire.PartState{Part: part, Version: 12, Hash: "8f3a61c09d2e"})
	}
	return h
}

// troubles are what is the matter with some halls.
var troubles = map[string]func(h *wire.HallRow){
	"LG-00": func(h *wire.HallRow) {
		h.Figures.Longest, h.Figures.Within15, h.Urgent, h.Alerts = 47*60, 66, 1, 3
		h.Lines[0].Since, h.Lines[0].Waiting = morning.Add(-47*time.Minute), 38
		h.Lines[0].Estimate = queue.Estimate{Ahead: 38, Low: 38, Mean: 44, High: 55}
		h.Lines[6].Closed = &queue.Refusal{Code: queue.CodeQuotaDay}
		h.Parts[1] = wire.PartState{Part: queue.PartRules, Version: 4, Hash: "51b7de90aa12", Refused: 5, Why: &wire.Error{Code: "bad_settings", Msg: "wait_critical_seconds 60: not below that of the warning"}}
	},
	"LG-NW": func(h *wire.HallRow) { h.Figures.Longest, h.Alerts = 21*60, 1 },
	"LG-BT": func(h *wire.HallRow) { h.Panics, h.Alerts, h.Urgent = 1, 1, 1 },
	"LG-PH-03": func(h *wire.HallRow) {
		h.Standing, h.Since, h.Heard = wire.HallAway, morning.Add(-12*time.Minute), morning.Add(-12*time.Minute)
		h.Why = &wire.Error{Code: wire.CodeUnreachable}
	},
	"LG-BJ-05": func(h *wire.HallRow) {
		h.Standing, h.Since, h.Heard = wire.HallAway, morning.Add(-17*time.Hour), morning.Add(-17*time.Hour)
		h.Why, h.Day = &wire.Error{Code: wire.CodeUnreachable}, "2026-11-24"
	},
	"LG-LC-02": func(h *wire.HallRow) {
		h.Standing, h.Since, h.Heard = wire.HallRefused, morning.Add(-2*time.Hour), morning.Add(-2*time.Hour)
		h.Why, h.Behind = &wire.Error{Code: wire.CodeEpochForked}, 1287
	},
	"LG-HG-01": func(h *wire.HallRow) { h.Standing, h.Figures.Waiting = wire.HallStopped, 9 },
	"LG-PD-04": func(h *wire.HallRow) { h.Faulty, h.Alerts = 2, 2 },
	"LG-YS-01": func(h *wire.HallRow) { h.Version = "1.3.2"; h.Parts[2] = wire.PartState{Part: queue.PartCatalogue} },
	"LG-P3": func(h *wire.HallRow) {
		*h = wire.HallRow{Hall: h.Hall, Name: h.Name, Level: h.Level, Parent: h.Parent, Street: h.Street, Standing: wire.HallNever}
	},
	"LG-P5": func(h *wire.HallRow) {
		h.Standing, h.Day, h.Before, h.Lines = wire.HallClosed, "", nil, nil
		h.Figures = wire.Figures{}
	},
}

// alertsOf are the alerts of those halls as the centre raises them.
func alertsOf(halls []wire.HallRow) []wire.HallAlert {
	var out []wire.HallAlert
	for _, h := range halls {
		add := func(kind wire.HallAlertKind, level queue.AlertLevel, since time.Duration, value int, code string) {
			out = append(out, wire.HallAlert{Hall: h.Hall, Kind: kind, Level: level, Since: morning.Add(-since), Value: value, Code: code})
		}
		switch h.Standing {
		case wire.HallAway:
			add(wire.AlertHallAway, queue.Critical, morning.Sub(h.Since), int(morning.Sub(h.Since).Seconds()), "")
		case wire.HallRefused:
			add(wire.AlertHallRefused, queue.Critical, 2*time.Hour, 0, h.Why.Code)
		case wire.HallStopped:
			add(wire.AlertHallStopped, queue.Critical, 4*time.Minute, 0, "")
		}
		if h.Panics > 0 {
			add(wire.AlertHallPanic, queue.Critical, 90*time.Second, 1, "")
		}
		switch {
		case h.Figures.Longest >= 30*60:
			add(wire.AlertHallWait, queue.Critical, 17*time.Minute, h.Figures.Longest, "")
		case h.Figures.Longest >= 15*60:
			add(wire.AlertHallWait, queue.Warning, 6*time.Minute, h.Figures.Longest, "")
		}
		if h.Faulty > 0 {
			add(wire.AlertHallDevice, queue.Warning, 25*time.Minute, h.Faulty, "")
		}
		for _, p := range h.Parts {
			if p.Refused > 0 {
				add(wire.AlertHallPart, queue.Warning, 26*time.Hour, 1, p.Why.Code)
			}
		}
	}
	return out
}

// detail is one hall of the network as the centre tells of it.
func detail(d wire.District, hall string) wire.DistrictHall {
	r := rand.New(rand.NewPCG(7, 7))
	var out wire.DistrictHall
	for _, h := range d.Halls {
		if h.Hall == hall {
			out.Row = h
		}
	}
	for i, l := range out.Row.Lines {
		name, ok := themeNames[l.Theme]
		if !ok {
			name = queue.Text{ZhHans: l.Theme, En: l.Theme}
		}
		out.Themes = append(out.Themes, queue.Theme{ID: l.Theme, Name: name, Prefix: string(rune('A' + i))})
	}
	states := []queue.WindowState{queue.WindowServing, queue.WindowServing, queue.Calling, queue.WindowServing, queue.Idle, queue.WindowServing, queue.Paused, queue.Closed}
	for i := range max(out.Row.Figures.Open, 1) {
		w := wire.DistrictWindow{ID: strconv.Itoa(i + 1), Label: strconv.Itoa(i + 1), State: states[(i*3)%len(states)], Since: morning.Add(-time.Duration(20+r.IntN(900)) * time.Second), Served: r.IntN(9)}
		if w.State == queue.WindowServing || w.State == queue.Calling {
			w.Number = string(rune('A'+i/8)) + "0" + strconv.Itoa(10+i)
		}
		out.Windows = append(out.Windows, w)
	}
	for slot := 18; slot < 36; slot++ {
		n := cmp.Compare(slot, 24)*-2 + 9 + r.IntN(9)
		if slot == 24 || slot == 25 {
			n = 1 + r.IntN(3)
		}
		out.Before = append(out.Before, wire.HalfHour{Slot: slot, Issued: n})
		if slot < 21 {
			out.Today = append(out.Today, wire.HalfHour{Slot: slot, Issued: n + 2 + r.IntN(4)})
		}
	}
	return out
}

var themeNames = map[string]queue.Text{
	"business":         {ZhHans: "商事登记", ZhHant: "商事登記", En: "Business registration"},
	"construction":     {ZhHans: "工程建设", ZhHant: "工程建設", En: "Construction"},
	"general":          {ZhHans: "综合服务", ZhHant: "綜合服務", En: "General services"},
	"exit-entry":       {ZhHans: "出入境", ZhHant: "出入境", En: "Exit and entry"},
	"household":        {ZhHans: "户政", ZhHant: "戶政", En: "Household"},
	"social-insurance": {ZhHans: "社会保险", ZhHant: "社會保險", En: "Social insurance"},
	"collection":       {ZhHans: "出件咨询", ZhHant: "出件諮詢", En: "Collect, enquire"},
	"real-estate":      {ZhHans: "不动产登记", ZhHant: "不動產登記", En: "Real estate"},
	"housing-fund":     {ZhHans: "公积金", ZhHant: "公積金", En: "Housing fund"},
}

// centre answers for one hall, refuses, or says nothing.
type centre struct {
	mu        sync.Mutex
	d         wire.District
	asked     []string
	questions []district.Question
	refuse    error
	hold      chan struct{} // if not nil, answers wait until it is closed
}

func (c *centre) Hall(ctx context.Context, hall string) (wire.DistrictHall, error) {
	if err := c.answers(ctx, func() { c.asked = append(c.asked, hall) }); err != nil {
		return wire.DistrictHall{}, err
	}
	return detail(c.d, hall), nil
}

// answers notes a question, waits while answers are held back, and says whether it is
// refused.
func (c *centre) answers(ctx context.Context, note func()) error {
	c.mu.Lock()
	note()
	refuse, hold := c.refuse, c.hold
	c.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return refuse
}
