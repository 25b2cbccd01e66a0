package node

import (
	"encoding/json"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// deviceJob makes the command by which a terminal tells its devices. What it tells is
// looked at for alerts as soon as it is committed.
func (n *Node) deviceJob(j *job, from wire.Terminal, name string, data json.RawMessage) *wire.Error {
	if name != "report" {
		return nil
	}
	r, err := read[wire.DevicesRequest](data)
	if err != nil {
		return err
	}
	c := queue.ReportDevices{Terminal: from.ID, Role: string(from.Role), Devices: r.Devices}
	j.make = func(s *queue.State) (queue.Command, *wire.Error) {
		now := n.clock.Now()
		if until, much := n.reports.full(from.ID, now); much {
			// What changes nothing is always welcome.
			if events, _ := queue.Decide(s, now, j.by, c); len(events) > 0 {
				return nil, wireError(tooManyReports(until))
			}
		}
		return c, nil
	}
	j.answer = func(_ *queue.State, now time.Time, rs []queue.Record) any {
		if len(rs) > 0 {
			n.reports.note(from.ID, now)
		}
		return nil
	}
	j.after = n.lookSoon
	return nil
}

// callJob makes the command by which a caller tells that the voice has spoken.
func callJob(j *job, name string, data json.RawMessage) *wire.Error {
	if name != "announced" {
		return nil
	}
	r, err := read[wire.AnnouncedRequest](data)
	j.command = queue.Announce(r)
	return err
}

// maxReports is how many reports of one terminal may change something within a minute.
// Terminals wait until a fault lasts before they tell it; this bounds what a loose plug
// writes into the hall's history where one does not.
const maxReports = 60

// reports counts them by terminal. Only the writer touches it.
type reports struct{ at map[string][]time.Time }

// full reports whether the terminal has told as many changes as it may, and until when.
func (r *reports) full(terminal string, now time.Time) (until time.Time, much bool) {
	at := r.at[terminal]
	at = slices.DeleteFunc(at, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(at) == 0 {
		delete(r.at, terminal)
		return until, false
	}
	r.at[terminal] = at
	return at[0].Add(time.Minute), len(at) >= maxReports
}

func (r *reports) note(terminal string, now time.Time) {
	if r.at == nil {
		r.at = map[string][]time.Time{}
	}
	r.at[terminal] = append(r.at[terminal], now)
}

func tooManyReports(until time.Time) *queue.Refusal {
	r := queue.Refuse(queue.CodeTooSoon, "the devices of this terminal change more often than the hall takes note of; tell them again later, and look for a loose plug")
	r.Until = queue.Stamp(until)
	return r
}

// silentAfter is from when a terminal that was not heard is not asked to print. It
// says every five seconds that it is there.
const silentAfter = 15 * time.Second

// silent are the enrolled terminals that are not heard now.
func (n *Node) silent() (terminals []string) {
	net := n.net()
	if net == nil {
		return nil
	}
	for _, t := range net.Terminals() {
		if t.Seen.IsZero() || time.Since(t.Seen) >= silentAfter {
			terminals = append(terminals, t.ID)
		}
	}
	return terminals
}

// dropStrangers forgets the devices of terminals that are not enrolled any more. The
// hall's own are of no terminal.
func (n *Node) dropStrangers() {
	net := n.net()
	if net == nil {
		return
	}
	known := net.Terminals()
	var gone []string
	n.follow.read(func(s *queue.State, _ time.Time) {
		for _, d := range s.Devices {
			if d.Terminal != ownTerminal && !slices.Contains(gone, d.Terminal) &&
				!slices.ContainsFunc(known, func(t wire.Terminal) bool { return t.ID == d.Terminal }) {
				gone = append(gone, d.Terminal)
			}
		}
	})
	for _, id := range gone {
		done := make(chan struct{})
		n.submit(&job{by: queue.Actor{Terminal: ownTerminal}, command: queue.ReportDevices{Terminal: id}, reply: func(wire.Reply) { close(done) }})
		<-done
	}
}

// ownTerminal is who the hall itself is where it acts.
const ownTerminal = "hall"
