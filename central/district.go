package central

import (
	"cmp"
	"maps"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// known is all that the centre knows of one hall. Each part may be missing.
type known struct {
	hall   string
	place  *network.Place
	state  *halls.State     // of the connections, if the hall is enrolled or was heard
	last   *halls.State     // the last that told how the hall is, which may have no key now
	stored *store.HallState // of what its events led to
	parts  []wire.PartState // as the hall has told them
	want   wish
}

// chinaOffset is hall time before a hall has said its own, in minutes.
const chinaOffset = 480

// row is the hall as the district sees it, but for Before.
func (k *known) row() wire.HallRow {
	r := wire.HallRow{Hall: k.hall, Parts: k.want.beside(k.parts)}
	if p := k.place; p != nil {
		r.Name, r.Level, r.Parent, r.Street = p.Name, p.Level, p.Parent, p.Street
	}
	if s := k.stored; s != nil {
		r.Name.ZhHans = cmp.Or(r.Name.ZhHans, s.Name, s.Now.Name)
		r.Level = cmp.Or(r.Level, queue.Level(s.Now.Level))
		r.Heard = later(s.Hello, s.Segment, s.RefusedAt)
		r.Version, r.Day = s.Version, s.Now.Day
		r.Figures = wire.Figures{
			Issued: s.Now.Issued, Waiting: s.Now.Waiting, Served: s.Now.Done, Missed: s.Now.Missing, Cancelled: s.Now.Cancelled,
			Open: s.Now.Windows, Serving: s.Now.Busy, Paused: s.Now.Paused,
		}
	}
	if s := k.state; s != nil {
		if r.Name.Empty() {
			r.Name = s.Hello.Name
		}
		r.Heard, r.Since = later(r.Heard, s.Heard), s.Since
		r.Version = cmp.Or(s.Hello.Version, r.Version)
		r.Behind = k.behind()
	}
	if s := k.live(); s != nil {
		l := &s.Live
		r.Heard = later(r.Heard, s.Heard)
		r.Day, r.Figures, r.Lines = l.Day.Date, l.Figures, l.Lines
		r.Alerts, r.Urgent, r.Panics, r.Faulty = l.Alerts, l.Urgent, l.Panics, l.Faulty
		r.Advices, r.Accuracy = l.Advices, l.Accuracy
	}
	r.Standing, r.Why = k.standing()
	if r.Standing == wire.HallAway && r.Since.IsZero() {
		r.Since = r.Heard // it went before this program began
	}
	return r
}

// live is the newest that told how the hall is: figures of a hall that is away, or has
// no key any more, are those that it said last. nil if it has told nothing since this
// program began; then there is only what its events led to.
func (k *known) live() *halls.State {
	if k.state != nil && !k.state.LiveAt.IsZero() {
		return k.state
	}
	return k.last
}

// standing says how the hall stands, and why where it is not well.
func (k *known) standing() (wire.HallStanding, *wire.Error) {
	s := k.state
	switch {
	case s == nil && !k.told(), s != nil && !s.Up && s.Heard.IsZero() && !k.told():
		return wire.HallNever, nil
	case s == nil:
		return wire.HallAway, &wire.Error{Code: wire.CodeHallUnknown, Msg: "the hall has no key any more", Hint: "invite it again if it is to come back"}
	case s.Copy != nil:
		return wire.HallCopied, wire.RefuseUp(wire.CodeHallTwice)
	case !s.Up && s.Refused != nil:
		return wire.HallAway, k.refusal()
	case !s.Up:
		return wire.HallAway, &wire.Error{Code: wire.CodeUnreachable, Msg: s.Why, Hint: "the hall goes on working; look at its machine and its line"}
	case s.Refused != nil:
		return wire.HallRefused, k.refusal()
	}
	open, stopped := k.day()
	switch {
	case stopped:
		return wire.HallStopped, nil
	case open:
		return wire.HallOpen, nil
	}
	return wire.HallClosed, nil
}

// refusal is why the centre takes nothing from the hall. Its epoch is the line of the
// hall's history, which an administrator may adopt.
func (k *known) refusal() *wire.Error {
	e := *k.state.Refused
	e.Params = maps.Clone(e.Params)
	if e.Params == nil {
		e.Params = map[string]string{}
	}
	if e.Params["epoch"] = k.state.Hello.Epoch; e.Params["epoch"] == "" {
		delete(e.Params, "epoch")
	}
	return &e
}

// told reports whether the hall has ever told anything that the centre kept.
func (k *known) told() bool {
	return k.stored != nil && (!k.stored.Hello.IsZero() || !k.stored.RefusedAt.IsZero())
}

// day says whether the hall's business day is open, and in an emergency stop, as it
// was last heard.
func (k *known) day() (open, stopped bool) {
	if s := k.live(); s != nil {
		return s.Live.Day.Open, s.Live.Day.Stopped != ""
	}
	if k.stored != nil {
		return k.stored.Now.Open, k.stored.Now.Stopped != ""
	}
	return false, false
}

// behind counts the events that the hall has and the centre has not. Where another
// process of the centre takes this hall's events, what is stored tells.
func (k *known) behind() uint64 {
	last, have := max(k.state.Hello.Seq, k.state.Live.Seq), k.state.Acked
	if k.stored != nil {
		have = max(have, k.stored.Watermark)
	}
	if last > have {
		return last - have
	}
	return 0
}

// moment is the hall's date, and the half hour of hall time up to which is counted
// when its business day is compared with one before.
func (k *known) moment(now time.Time) (day string, slot int) {
	offset := chinaOffset
	if s := k.live(); s != nil {
		day, offset = s.Live.Day.Date, s.Live.Day.UTCOffset
	} else if k.stored != nil {
		day = k.stored.Now.Day
	}
	local := now.UTC().Add(time.Duration(offset) * time.Minute)
	if day != "" && day < local.Format(time.DateOnly) {
		return day, 48 // of a day that is over, all of it
	}
	return day, local.Hour()*2 + local.Minute()/30
}

// weekBefore is the same weekday a week before; empty for what is no date.
func weekBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, -7).Format(time.DateOnly)
}

// later is the latest of the times.
func later(times ...time.Time) (t time.Time) {
	for _, x := range times {
		if x.After(t) {
			t = x
		}
	}
	return t
}
