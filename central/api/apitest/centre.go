package apitest

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"

	"onewindow/central/network"
	"onewindow/central/project"
	"onewindow/queue"
	"onewindow/wire"
)

// Halls of the network: the district's, two streets' and a community's under the first
// street.
const (
	District  = "LG-00"
	Street    = "LG-PH"
	Community = "LG-PH-09"
	Other     = "LG-BT"
)

// Halls are all of them, in the order of the tree.
var Halls = []string{District, Other, Street, Community}

// Day is the business day of all halls.
const Day = "2026-11-26"

// At is the centre's clock when nothing has happened yet.
var At = time.Date(2026, 11, 26, 1, 30, 0, 0, time.UTC)

// Citizen is a number of a citizen that no log and no answer may have.
const Citizen = "110105194912310025"

// Centre is a centre in memory. Its methods may be called by several goroutines.
type Centre struct {
	mu       sync.Mutex
	district wire.District
	changed  chan struct{}
	closed   chan struct{}
	places   []network.Place
	enrolled []network.Enrolled
	told     []string // halls that were there once
	tokens   map[string]network.Token
	parts    []network.Publication
	deeds    []network.Deed
	answers  map[string]wire.Reply
	issued   int
	away     map[string]*wire.Error
	refuse   map[string]*wire.Error
	fails    error
	asked    int
	used     map[string]time.Time
	rows     int
	cut      int
	notReady error
	gate     chan struct{}
	last     string
	slow     time.Duration
}

// New makes a centre of Halls, all of which are open.
func New() *Centre {
	c := &Centre{
		changed: make(chan struct{}), closed: make(chan struct{}), tokens: map[string]network.Token{}, answers: map[string]wire.Reply{},
		away: map[string]*wire.Error{}, refuse: map[string]*wire.Error{}, used: map[string]time.Time{}, rows: 3, cut: -1,
	}
	for hall, p := range map[string]network.Place{
		District:  {Name: text("区中心"), Level: queue.LevelDistrict},
		Street:    {Name: text("平湖街道"), Level: queue.LevelStreet, Parent: District, Street: text("平湖街道")},
		Community: {Name: text("凤凰社区"), Level: queue.LevelCommunity, Parent: Street, Street: text("平湖街道")},
		Other:     {Name: text("坂田街道"), Level: queue.LevelStreet, Parent: District, Street: text("坂田街道")},
	} {
		p.Hall = hall
		c.places = append(c.places, p)
	}
	slices.SortFunc(c.places, func(a, b network.Place) int { return slices.Index(Halls, a.Hall) - slices.Index(Halls, b.Hall) })
	c.district = wire.District{Rev: 1, At: At, Name: "龙岗区", Alerts: []wire.HallAlert{
		{Hall: Other, Kind: wire.AlertHallWait, Level: queue.Critical, Since: At, Value: 2400},
		{Hall: Community, Kind: wire.AlertHallDevice, Level: queue.Warning, Since: At, Value: 1},
	}}
	for i, p := range c.places {
		c.district.Halls = append(c.district.Halls, wire.HallRow{
			Hall: p.Hall, Name: p.Name, Level: p.Level, Parent: p.Parent, Street: p.Street, Standing: wire.HallOpen, Since: At.Add(-time.Hour), Heard: At,
			Behind: uint64(i), Day: Day, Figures: wire.Figures{Issued: 10 * (i + 1), Waiting: i + 1, Served: 5},
			Lines:   []wire.LiveLine{{Theme: "A", Waiting: i + 1, Since: At, Windows: 2, Given: 10}},
			Version: "test", Parts: []wire.PartState{{Part: queue.PartCalendar, Version: 1, Hash: "00"}},
		})
	}
	for _, hall := range []string{District, Community} {
		c.enrolled = append(c.enrolled, network.Enrolled{Hall: hall, Key: "U" + hall, Name: "machine of " + hall, At: At})
	}
	c.parts = []network.Publication{{Version: 1, Part: queue.PartCalendar, Target: network.All, Hash: "00", Body: []byte(`{"days":{}}`), By: "centre", At: At}}
	return c
}

func text(s string) queue.Text { return queue.Text{ZhHans: s} }

// Change edits the district, which has changed then.
func (c *Centre) Change(edit func(*wire.District)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.district
	d.Halls, d.Alerts = slices.Clone(d.Halls), slices.Clone(d.Alerts)
	d.Rev++
	if edit != nil {
		edit(&d)
	}
	c.district = d
	close(c.changed)
	c.changed = make(chan struct{})
}

// Close ends those who wait for changes.
func (c *Centre) Close() { close(c.closed) }

// District is the newest.
func (c *Centre) District() wire.District {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.district
}

// ErrClosed is what Next says once the centre is closed.
var ErrClosed = errors.New("the centre closes")

// Next waits for a change.
func (c *Centre) Next(ctx context.Context, after uint64) (wire.District, error) {
	for {
		c.mu.Lock()
		d, changed := c.district, c.changed
		c.mu.Unlock()
		if d.Rev > after {
			return d, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return wire.District{}, ctx.Err()
		case <-c.closed:
			return wire.District{}, ErrClosed
		}
	}
}

// Fail lets everything that asks the store fail with err; nil ends that.
func (c *Centre) Fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fails = err
}

func (c *Centre) failing() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fails
}

// Hall is one hall in detail.
func (c *Centre) Hall(_ context.Context, hall string) (wire.DistrictHall, error) {
	if err := c.failing(); err != nil {
		return wire.DistrictHall{}, err
	}
	d := c.District()
	for _, r := range d.Halls {
		if r.Hall != hall {
			continue
		}
		h := wire.DistrictHall{
			Row: r, Themes: []queue.Theme{{ID: "A", Name: text("综合"), Prefix: "A", Minutes: 8}},
			Windows: []wire.DistrictWindow{{ID: "1", Label: "1", State: "serving", Since: At, Number: "A001", Themes: []string{"A"}, Served: 4}},
			Today:   []wire.HalfHour{{Slot: 18, Issued: 4, Served: 2, Within15: 2, Wait: 120}},
		}
		for _, a := range d.Alerts {
			if a.Hall == hall {
				h.Alerts = append(h.Alerts, a)
			}
		}
		return h, nil
	}
	return wire.DistrictHall{}, wire.RefuseUp(wire.CodeHallUnknown)
}

// Quickest names all halls but the asking one.
func (c *Centre) Quickest(_ context.Context, from string, r wire.QuickestRequest, within func(string) bool) (wire.QuickestReply, error) {
	most := r.Most
	if most == 0 {
		most = 3
	}
	var reply wire.QuickestReply
	for _, p := range c.list() {
		if p.Hall != from && within(p.Hall) && len(reply.Halls) < most && r.Items[0] != "none" {
			reply.Halls = append(reply.Halls, wire.HallWait{Hall: p.Hall, Name: p.Name, Level: p.Level, Street: p.Street, Waiting: 1, Windows: 2, Estimate: queue.Estimate{Mean: 4, High: 8}, At: At})
		}
	}
	return reply, nil
}

func (c *Centre) list() []network.Place {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.places)
}

// Away lets a hall answer nothing: commands to it end with e.
func (c *Centre) Away(hall string, e *wire.Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.away[hall] = e
}

// Refuse lets every hall refuse a verb, as "ticket.issue"; nil ends that.
func (c *Centre) Refuse(verb string, e *wire.Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refuse[verb] = e
}

// Slow lets halls take so long for each answer.
func (c *Centre) Slow(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slow = d
}

// Asked is how many commands halls were given.
func (c *Centre) Asked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked
}

// Do asks a hall, which answers a rid as it did the first time.
func (c *Centre) Do(ctx context.Context, hall, area, verb, rid string, exp time.Time, data any) (wire.Reply, error) {
	c.mu.Lock()
	slow := c.slow
	c.mu.Unlock()
	select {
	case <-time.After(slow):
	case <-ctx.Done():
		return wire.Reply{}, ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	if err := ctx.Err(); err != nil {
		return wire.Reply{}, err
	}
	if left := time.Until(exp); left <= 0 || left > 10*time.Second {
		return wire.Reply{}, fmt.Errorf("a command expires in %v", left)
	}
	if !slices.ContainsFunc(c.places, func(p network.Place) bool { return p.Hall == hall }) {
		return wire.Reply{}, wire.RefuseUp(wire.CodeHallUnknown)
	}
	if e := c.away[hall]; e != nil {
		return wire.Reply{}, e
	}
	if v, _ := wire.FindVerb(area, verb); v.Query != (rid == "") || rid != "" && !wire.ValidRID(rid) {
		return wire.Reply{}, fmt.Errorf("%s.%s has the rid %q", area, verb, rid)
	}
	key := hall + " " + rid
	if first, ok := c.answers[key]; ok && rid != "" {
		first.Dup = true
		return first, nil
	}
	r := c.answer(hall, area+"."+verb, data)
	if rid != "" {
		c.answers[key] = r
	}
	return r, nil
}

// answer is what a hall says to a command that it has not answered before.
func (c *Centre) answer(hall, verb string, data any) wire.Reply {
	if e := c.refuse[verb]; e != nil {
		return wire.Reply{V: wire.Version, Err: e}
	}
	ticket := func(number string, state queue.TicketState) wire.Ticket {
		return wire.Ticket{Number: number, Day: Day, State: state, Class: queue.Ordinary, Theme: "A", ThemeName: text("综合"), Leg: 1, Legs: 1, Issued: At}
	}
	var reply any
	switch verb {
	case "ticket.issue":
		c.issued++
		reply = ticket(fmt.Sprintf("A%03d", c.issued), queue.Waiting)
	case "ticket.find":
		reply = wire.TicketsReply{Tickets: []wire.Ticket{ticket(data.(wire.NumberRequest).Number, queue.Waiting)}}
	case "ticket.cancel":
		reply = ticket(data.(queue.Cancel).Number, queue.Cancelled)
	case "state.get":
		var view any = wire.Menu{Day: wire.Day{Hall: hall, Name: text(hall), Date: Day, Open: true, Phase: queue.PhaseOpen}, Lines: []wire.Line{{Theme: "A", Name: text("综合"), Prefix: "A"}}}
		if data.(wire.TopicRequest).Topic == wire.TopicHall {
			view = wire.Hall{Day: wire.Day{Hall: hall, Name: text(hall), Date: Day}, Staff: []wire.Member{{ID: "c1", Name: "李雷"}}}
		}
		reply = wire.Message{V: 1, Topic: data.(wire.TopicRequest).Topic, Epoch: "0000000001-k3x9", Seq: 7, At: At, Data: encode(view)}
	default:
		return wire.Reply{V: wire.Version, Err: &wire.Error{Code: wire.CodeUnknownVerb, Msg: "there is no " + verb}}
	}
	return wire.Reply{V: wire.Version, OK: true, Data: encode(reply)}
}

// Tickets are two of the day, one of a history that was left.
func (c *Centre) Tickets(_ context.Context, hall, day string, yield func(t project.Ticket, superseded bool) error) error {
	if err := c.failing(); err != nil {
		return err
	}
	at := At.UnixMilli()
	for i, number := range []string{"A001", "A002"} {
		t := project.Ticket{
			Day: day, Number: number, First: 3, Rev: 9, State: "done", Theme: "A", Legs: `[{"theme":"A","items":["330100-0001"]}]`, Class: "ordinary", Source: "kiosk",
			Language: "zh-Hans", Issued: at, FirstCalled: at + 60000, FirstServed: at + 70000, Ended: at + 300000, Window: "1", Clerk: "c1", Calls: 1, Wait: 60, Waiting: 60, Service: 230,
		}
		if i == 1 {
			t.State, t.FirstCalled, t.FirstServed, t.Ended, t.Wait = "waiting", 0, 0, 0, -1
		}
		if err := yield(t, i == 1); err != nil {
			return err
		}
	}
	return nil
}

// Windows is one.
func (c *Centre) Windows(_ context.Context, _ string) ([]project.Window, error) {
	return []project.Window{{ID: "1", Label: "1", Zone: "hall", State: "serving", Clerk: "c1", Since: At.UnixMilli(), Number: "A001", Own: "A B", Served: 4, Open: 3600, Busy: 1800}}, c.failing()
}

// Statistics is a cell for each hall, or as many as Rows says.
func (c *Centre) Statistics(_ context.Context, hall string, dim project.Dim, from, _ string, halves bool, yield func(hall string, c project.Cell) error) error {
	if err := c.failing(); err != nil {
		return err
	}
	slot := project.WholeDay
	if halves {
		slot = 18
	}
	for _, p := range c.list() {
		if hall != "" && p.Hall != hall {
			continue
		}
		for range max(1, c.rowCount()-2) {
			cell := project.Cell{Key: project.Key{Day: from, Slot: slot, Dim: dim}, Counts: project.Counts{Issued: 5, Called: 4, WaitSeconds: 400, Served: 4, Services: 4, ServiceSeconds: 900}}
			cell.Waits[2] = 4
			if err := yield(p.Hall, cell); err != nil {
				return err
			}
		}
	}
	return nil
}

// Rows is how many events each hall has, and how many cells of statistics, less two.
func (c *Centre) Rows(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rows = n
}

// Cut lets an export fail after so many rows; -1 ends that.
func (c *Centre) Cut(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = n
}

func (c *Centre) rowCount() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rows
}

// Gate holds exports up until the function that it returns is called.
func (c *Centre) Gate() (open func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	gate := make(chan struct{})
	c.gate = gate
	return sync.OnceFunc(func() { close(gate) })
}

// Exported is why the last export ended; empty if it has all.
func (c *Centre) Exported() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

// WriteCSV writes the events of a hall, or of all.
func (c *Centre) WriteCSV(ctx context.Context, w io.Writer, hall, month string) (err error) {
	c.mu.Lock()
	gate, cut, rows := c.gate, c.cut, c.rows
	c.last = "running"
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.last = ""; err != nil {
			c.last = err.Error()
		}
	}()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	out := csv.NewWriter(w)
	lines := [][]string{{"hall", "epoch", "seq", "at", "type", "superseded", "record"}}
	if err := out.Write(lines[0]); err != nil {
		return err
	}
	for _, p := range c.list() {
		if hall != "" && p.Hall != hall {
			continue
		}
		for seq := range rows {
			if seq == cut {
				return errors.New("the disk is gone")
			}
			if err := out.Write([]string{p.Hall, "0000000001-k3x9", strconv.Itoa(seq + 1), month + "-02T00:30:00Z", "day.opened/1", "false", `{"v":1}`}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // the types of the wire can be written
	}
	return b
}
