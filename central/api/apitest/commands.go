package apitest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

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
