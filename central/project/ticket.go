package project

import (
	"encoding/json"
	"time"

	"onewindow/queue"
)

// ticket is a visit, as queue.Ticket is.
type ticket struct {
	day, number   string
	first, rev    uint64
	state         string
	legs          []queue.Leg // replaced and never changed in place
	leg           int
	class, source string
	language      string
	issued        time.Time
	reason        string
	window, clerk string // that have it or had it last
	calls, misses int
	spans         []span
	ended         time.Time
	endSeq        uint64
	endWindow     string // where it was when it ended unserved
	why           string
	paper         string
	paperCopy     int // which one paper is of
	copies        int

	written string // legs as JSON; empty if they have changed since
	marks   []mark // what the statistics count of it on the business day
	changed bool
}

// span is one stretch of a visit, as queue.Period is. Begun and Over are the events
// that began and ended it.
type span struct {
	State    queue.TicketState `json:"state"`
	From     time.Time         `json:"from"`
	To       time.Time         `json:"to,omitzero"`
	Leg      int               `json:"leg,omitempty"`
	Theme    string            `json:"theme"`
	Window   string            `json:"window,omitempty"`
	Begun    uint64            `json:"begun"`
	Over     uint64            `json:"over,omitempty"`
	Inferred bool              `json:"inferred,omitempty"`
	Picked   bool              `json:"picked,omitempty"`
	Missed   bool              `json:"missed,omitempty"`
}

// savedTicket is the written form of a ticket that is kept for another day.
type savedTicket struct {
	Row   Ticket      `json:"row"`
	Legs  []queue.Leg `json:"legs"`
	Spans []span      `json:"spans"`
	Paper int         `json:"paper,omitempty"`
}

func (t *ticket) save() savedTicket {
	return savedTicket{Row: t.row(), Legs: t.legs, Spans: t.spans, Paper: t.paperCopy}
}

func (o savedTicket) load() *ticket {
	r := &o.Row
	return &ticket{
		day: r.Day, number: r.Number, first: r.First, rev: r.Rev, state: r.State, legs: o.Legs, leg: r.Leg, class: r.Class, source: r.Source,
		language: r.Language, issued: time.UnixMilli(r.Issued).UTC(), reason: r.Reason, window: r.Window, clerk: r.Clerk,
		calls: r.Calls, misses: r.Misses, spans: o.Spans, paper: r.Paper, paperCopy: o.Paper, copies: r.Copies, written: r.Legs,
	}
}

// clone is a copy that later events do not change.
func (t *ticket) clone() *ticket {
	c := *t
	c.spans = append([]span(nil), t.spans...)
	return &c
}

// at is the ticket's current leg.
func (t *ticket) at() *queue.Leg {
	if t.leg < 0 || t.leg >= len(t.legs) {
		return &queue.Leg{}
	}
	return &t.legs[t.leg]
}

// last is the span in which the ticket is.
func (t *ticket) last() *span {
	if len(t.spans) == 0 {
		return &span{}
	}
	return &t.spans[len(t.spans)-1]
}

// row is the ticket's row.
func (t *ticket) row() Ticket {
	if t.written == "" {
		b, err := json.Marshal(t.legs)
		if err != nil {
			b = []byte("[]") // cannot be: legs are strings
		}
		t.written = string(b)
	}
	r := Ticket{
		Day: t.day, Number: t.number, First: t.first, Rev: t.rev, State: t.state, Theme: text(t.at().Theme), Legs: t.written, Leg: t.leg,
		Class: t.class, Source: t.source, Language: t.language, Issued: milliseconds(t.issued), Ended: milliseconds(t.ended),
		Why: t.why, Reason: t.reason, Window: t.window, Clerk: t.clerk, Calls: t.calls, Misses: t.misses, Wait: -1, Paper: t.paper, Copies: t.copies,
	}
	var waiting, service, hold time.Duration
	for i := range t.spans {
		p := &t.spans[i]
		length := time.Duration(0)
		if !p.To.IsZero() {
			length = p.To.Sub(p.From)
		}
		switch p.State {
		case queue.Waiting:
			waiting += length
		case queue.Called:
			if r.LastCalled = milliseconds(p.From); r.FirstCalled == 0 {
				r.FirstCalled = r.LastCalled
				r.Wait = seconds(p.From.Sub(t.issued))
			}
		case queue.Serving:
			service += length
			if r.LastServed = milliseconds(p.From); r.FirstServed == 0 {
				r.FirstServed = r.LastServed
			}
		case queue.Held:
			hold += length
		case queue.Missed:
			r.Missed = milliseconds(p.From)
		}
		if p.Missed && t.state == string(queue.Expired) {
			r.Missed = milliseconds(p.To)
		}
	}
	r.Waiting, r.Service, r.Hold = seconds(waiting), seconds(service), seconds(hold)
	return r
}

// seconds is a length in whole seconds, as a row can hold it.
func seconds(d time.Duration) int { return int(max(d, 0) / time.Second) }

// step ends the current span and begins the one of the new state.
func (s *State) step(e *Event, t *ticket, to queue.TicketState) {
	if n := len(t.spans); n > 0 && t.spans[n-1].To.IsZero() {
		t.spans[n-1].To, t.spans[n-1].Over = e.At, e.Seq
	}
	t.state, t.rev = string(to), e.Seq
	s.touch(t)
	if !to.Live() {
		t.ended, t.endSeq = e.At, e.Seq
		return
	}
	p := span{State: to, From: e.At, Leg: t.leg, Theme: text(t.at().Theme), Begun: e.Seq}
	if to == queue.Called || to == queue.Serving || to == queue.Held {
		p.Window = t.window
	}
	t.spans = append(t.spans, p)
}

// wait puts the ticket back in line.
func (s *State) wait(e *Event, t *ticket) {
	t.calls = 0
	s.step(e, t, queue.Waiting)
}
