package take_test

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/kiosk/take"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// desk is a small hall: it gives numbers, refuses, or is out of reach.
type desk struct {
	mu      sync.Mutex
	asked   []wire.IssueRequest
	refuse  error         // instead of a number
	hold    chan struct{} // if not nil, Issue answers only after it is closed
	tickets []wire.Ticket
	fetched int
	rids    []string     // of asked
	helps   int          // calls for staff
	gone    []string     // calls taken back
	helpNo  error        // instead of a call
	fetchNo error        // instead of the catalogue
	items   []queue.Item // the catalogue; nil is that of items

	lists [][]queue.Material       // wanted on papers, of asked
	found []string                 // the ID numbers that were looked up
	cards map[string][]wire.Ticket // what they lead to

	sought    [][]string      // items for which other halls were asked about
	elsewhere []wire.HallWait // the answer
	seekNo    error           // instead of it
	seekHold  chan struct{}   // if not nil, it comes only after this is closed
}

func (d *desk) Quickest(ctx context.Context, items []string) (wire.QuickestReply, error) {
	d.mu.Lock()
	d.sought = append(d.sought, items)
	halls, refuse, hold := d.elsewhere, d.seekNo, d.seekHold
	d.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return wire.QuickestReply{}, ctx.Err()
		}
	}
	return wire.QuickestReply{Halls: halls}, refuse
}

func (d *desk) Issue(ctx context.Context, rid string, r wire.IssueRequest, list []queue.Material) (wire.Ticket, error) {
	d.mu.Lock()
	d.rids = append(d.rids, rid)
	d.asked = append(d.asked, r)
	d.lists = append(d.lists, list)
	refuse, hold := d.refuse, d.hold
	d.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return wire.Ticket{}, ctx.Err()
		}
	}
	if refuse != nil {
		return wire.Ticket{}, refuse
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	t := ticket(r, 12+len(d.tickets))
	d.tickets = append(d.tickets, t)
	return t, nil
}

func (d *desk) Find(_ context.Context, r wire.NumberRequest) (wire.TicketsReply, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return wire.TicketsReply{}, d.refuse
	}
	if r.ID != "" {
		d.found = append(d.found, r.ID)
		return wire.TicketsReply{Tickets: d.cards[r.ID]}, nil
	}
	for _, t := range d.tickets {
		if t.Number == r.Number {
			return wire.TicketsReply{Tickets: []wire.Ticket{t}}, nil
		}
	}
	return wire.TicketsReply{}, nil
}

func (d *desk) CallStaff(context.Context) (queue.Help, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.helps++
	return queue.Help{ID: "h1", Kind: queue.HelpStaff, Terminal: "k1"}, d.helpNo
}

func (d *desk) StaffNotNeeded(_ context.Context, id string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone = append(d.gone, id)
	return d.helpNo
}

func (d *desk) Catalogue(context.Context) (wire.CatalogueReply, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fetched++
	if d.items != nil {
		return wire.CatalogueReply{Hash: "c1", Items: d.items}, d.fetchNo
	}
	return wire.CatalogueReply{Hash: "c1", Items: items()}, d.fetchNo
}

func (d *desk) requests() []wire.IssueRequest {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]wire.IssueRequest(nil), d.asked...)
}

func ticket(r wire.IssueRequest, n int) wire.Ticket {
	t := wire.Ticket{
		Number: "A0" + strconv.Itoa(n), State: queue.Waiting, Class: queue.Ordinary, Theme: "general", Leg: 1, Legs: 1,
		Day:       "2026-11-25",
		ThemeName: queue.Text{ZhHans: "综合服务", ZhHant: "綜合服務", En: "General services"},
		Estimate:  queue.Estimate{Ahead: 4, Low: 10, Mean: 13, High: 15},
		Before:    tuitest.StartTime.Add(25 * time.Minute),
		Zones:     []queue.Text{{ZhHans: "一层A区", ZhHant: "一層A區", En: "Zone A, floor 1"}},
		Windows:   []string{"23", "24", "25", "26", "27", "28", "29", "30"},
		Issued:    tuitest.StartTime, Language: r.Language,
	}
	if r.Class != "" {
		t.Class = r.Class
	}
	return t
}

func items() []queue.Item {
	text := func(zh, en string) queue.Text { return queue.Text{ZhHans: zh, En: en} }
	out := []queue.Item{
		{Code: "MZ-001", Name: text("敬老优待证申领", "Senior Citizen Card"), Theme: "general", Materials: []queue.Material{
			{Name: text("居民身份证（原件及复印件）", "Resident ID card (original and copy)"), Required: true},
			{Name: text("数码照相回执", "Digital photo receipt"), Required: true},
			{Name: text("户口簿", "Household register")},
		}},
		{Code: "MZ-002", Name: text("从事生活垃圾经营性清扫、收集、运输、处理服务审批", "Permit to collect, carry and treat household waste"), Theme: "general"},
	}
	for i := 3; i <= 20; i++ {
		n := strconv.Itoa(i)
		out = append(out, queue.Item{Code: "ZH-" + n, Name: text("综合事项"+n, "General item "+n), Theme: "general"})
	}
	return append(out, queue.Item{Code: "SS-001", Name: text("企业设立登记", "Registration of a company"), Theme: "business"})
}

// names of the lines of a district hall.
var names = []queue.Text{
	{ZhHans: "商事登记", ZhHant: "商事登記", En: "Business"},
	{ZhHans: "工程建设", ZhHant: "工程建設", En: "Construction"},
	{ZhHans: "综合服务", ZhHant: "綜合服務", En: "General services"},
	{ZhHans: "出入境", ZhHant: "出入境", En: "Exit and entry"},
	{ZhHans: "户政", ZhHant: "戶政", En: "Household"},
	{ZhHans: "社会保险", ZhHant: "社會保險", En: "Social insurance"},
	{ZhHans: "出件咨询", ZhHant: "出件諮詢", En: "Collect, enquire"},
	{ZhHans: "不动产登记", ZhHant: "不動產登記", En: "Real estate"},
	{ZhHans: "公积金", ZhHant: "公積金", En: "Housing fund"},
}

// menu is a hall with that many lines at 9:05, one of them full.
func menu(lines int) wire.Menu {
	m := wire.Menu{Catalogue: "c1", PriorityAge: 65, Day: wire.Day{
		Hall: "LG-00", Name: queue.Text{ZhHans: "龙岗区行政服务大厅", ZhHant: "龍崗區行政服務大廳", En: "Longgang District Service Hall"},
		Date: "2026-11-25", Open: true, Phase: queue.PhaseOpen, UTCOffset: 480,
		Hours: []queue.Session{{Open: 9 * 60, Close: 12 * 60}, {Open: 14 * 60, Close: 18 * 60}},
	}}
	ids := []string{"business", "construction", "general", "exit", "household", "insurance", "documents", "estate", "fund"}
	for i := range lines {
		l := wire.Line{Theme: ids[i], Name: names[i], Prefix: string(rune('A' + i)), Waiting: i * 4, Windows: 3,
			Special: i > 2, Estimate: queue.Estimate{Ahead: i * 4, Low: i * 5, High: i * 8}}
		if ids[i] == "documents" {
			l.Serves = []queue.Service{queue.ServiceCollection, queue.ServiceEnquiry}
		}
		m.Lines = append(m.Lines, l)
	}
	if lines == 1 {
		m.Lines[0].Theme, m.Lines[0].Name = "general", names[2]
		m.Lines[0].Waiting, m.Lines[0].Estimate = 4, queue.Estimate{Ahead: 4, Low: 10, High: 15}
	}
	if lines > 4 {
		m.Lines[4].Closed = refusal(queue.CodeFull, time.Date(2026, 11, 26, 0, 45, 0, 0, time.UTC))
	}
	return m
}

func refusal(code queue.Code, until time.Time, params ...string) *queue.Refusal {
	r := queue.Refuse(code, "hint", params...)
	r.Until = until
	return r
}

// start shows a kiosk that has that menu.
func start(t *testing.T, m wire.Menu, w, h int) (*tuitest.Harness, *desk) {
	t.Helper()
	d := &desk{}
	hs := open(t, d, w, h)
	hs.Send(wire.Link{Up: true})
	hs.Send(m)
	hs.WaitGone("正在连接")
	return hs, d
}

// byHand is a screen on which nobody scans: no key waits until it is known to be no
// scanner's.
type byHand struct{ *take.Screen }

func (byHand) TakesScans() bool { return false }

func open(t *testing.T, d *desk, w, h int) *tuitest.Harness {
	t.Helper()
	var clock atomic.Pointer[tuitest.Clock]
	now := func() time.Time {
		if c := clock.Load(); c != nil {
			return c.Now()
		}
		return tuitest.StartTime
	}
	hs := tuitest.Start(t, byHand{take.New(take.Settings{Now: now, Terminal: "k1"}, d)}, w, h)
	clock.Store(hs.Clock)
	hs.Wait("正在连接大厅")
	return hs
}
