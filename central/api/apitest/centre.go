package apitest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
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
	reports  []project.DayReport
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

func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // the types of the wire can be written
	}
	return b
}
