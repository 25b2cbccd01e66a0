package view

import (
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// Rows are at most limit of the day's tickets in order of drawing, from the
// from-th on, counted from 1.
func (v *Views) Rows(from, limit int) wire.DayReply {
	ts := v.s.Tickets
	d := wire.DayReply{Date: v.s.Day.Date, Total: len(ts), Tickets: []wire.DayTicket{}}
	if from > len(ts) {
		return d
	}
	for _, t := range ts[from-1 : min(len(ts), from-1+limit)] {
		d.Tickets = append(d.Tickets, v.row(t))
	}
	return d
}

// row is a ticket as one line of the day's list.
func (v *Views) row(t *queue.Ticket) wire.DayTicket {
	r := wire.DayTicket{
		Number: t.Number, State: t.State, Class: t.Class, Source: t.Source, Issued: t.Issued,
		Service: int(t.Spent(queue.Serving, v.now) / time.Second), Misses: t.Misses, Reason: t.Reason.Code, Why: t.Why,
	}
	for _, l := range t.Legs {
		r.Themes = append(r.Themes, l.Theme)
		r.Items = append(r.Items, l.Items...)
	}
	for _, p := range t.Periods {
		switch p.State {
		case queue.Called:
			r.Calls++
			if r.Called.IsZero() {
				r.Called = p.From
				r.Wait = int(p.From.Sub(t.Issued) / time.Second)
			}
		case queue.Serving:
			if r.Started.IsZero() {
				r.Started = p.From
			}
			r.Ended = p.To
		}
		if p.Window != "" {
			r.Window = p.Window
		}
	}
	if r.Called.IsZero() {
		end := v.now
		if !t.Ended.IsZero() {
			end = t.Ended
		}
		r.Wait = int(end.Sub(t.Issued) / time.Second)
	}
	return r
}
