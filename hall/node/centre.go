package node

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// What the link to the centre needs of the hall. The node knows no centre; all of
// this works the same whether there is one or not, and nothing here waits for it.

// centre is as whom the centre's commands are done.
var centre = wire.Terminal{ID: wire.CentreID, Role: wire.RoleCentral}

// Introduce is who the hall is and how far its history goes, but for what only the
// link knows: Instance and Line. Seq is the last committed event.
func (n *Node) Introduce() wire.Hello {
	j := n.set.Journal
	h := wire.Hello{
		V: wire.Version, Hall: j.Hall(), Epoch: j.Epoch(), First: j.First(), Seq: j.Last(),
		Version: n.set.Version, Schema: j.Schema(), At: queue.Stamp(n.clock.Now()),
	}
	n.follow.read(func(s *queue.State, _ time.Time) {
		h.Settings, h.Catalogue = s.SettingsHash, s.CatalogueHash
		if s.Settings != nil {
			h.Name = s.Settings.Hall.Name
		}
	})
	return h
}

// Last is the sequence of the last committed event.
func (n *Node) Last() uint64 { return n.set.Journal.Last() }

// Records calls yield for committed events in order from the sequence from, as they
// may leave the hall: as stored, but without the secrets of staff; the centre keeps to
// itself who may see the figures of clerks. It ends after most
// events, before the one with which they have more than size bytes (the first comes
// in any case), or behind the last. record is valid only during yield, whose error
// ends it and is returned.
func (n *Node) Records(from uint64, most, size int, yield func(seq uint64, record []byte) error) error {
	return n.set.Journal.Run(from, most, size, func(seq uint64, b []byte) error {
		b, err := withoutStaffSecrets(b)
		if err != nil {
			return fmt.Errorf("node: event %d: %w", seq, err)
		}
		return yield(seq, b)
	})
}

// withoutStaffSecrets is redact on a written event, with the figures of clerks.
func withoutStaffSecrets(b []byte) ([]byte, error) {
	if !bytes.Contains(b, []byte(`"type":"settings.changed/`)) {
		return b, nil
	}
	var r queue.Record
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, err
	}
	return redact(r, true).Encode()
}

// Commits gives a hint after each commit that had events, until stop. Hints that
// were not taken become one.
func (n *Node) Commits() (hints <-chan struct{}, stop func()) { return n.commits.add() }

// Standing is how the hall is now; ok is false before it is furnished.
func (n *Node) Standing() (live wire.Live, ok bool) {
	var h wire.Hall
	n.follow.read(func(s *queue.State, now time.Time) {
		if ok = s.Configured(); !ok {
			return
		}
		live = wire.Live{V: wire.Version, Hall: s.Settings.Hall.ID, Epoch: string(s.Epoch), Seq: s.Seq, At: queue.Stamp(now)}
		h = n.views(s, now).Hall()
	})
	if !ok {
		return live, false
	}
	live.Day, live.Figures, live.Alerts = h.Day, h.Figures, len(h.Alerts)
	live.Devices, live.Unpapered, live.Alarms = len(h.Devices), len(h.Unpapered), n.alarms.list()
	live.Advices = len(h.Advices)
	if len(h.Accuracy) > 0 && h.Accuracy[0].Date == h.Day.Date {
		live.Accuracy = &h.Accuracy[0]
	}
	live.Lines = make([]wire.LiveLine, len(h.Lines))
	for i, l := range h.Lines {
		live.Lines[i] = wire.LiveLine{
			Theme: l.Theme, Waiting: l.Waiting, Since: l.Since, Estimate: l.Estimate, Windows: l.Windows, Given: l.Given, Closed: l.Closed,
		}
	}
	for _, a := range h.Alerts {
		if a.Level == queue.Critical {
			live.Urgent++
		}
	}
	for _, c := range h.Helps {
		if c.Kind == queue.HelpPanic {
			live.Panics++
		}
	}
	for _, d := range h.Devices {
		if d.Fault != "" {
			live.Faulty++
		}
	}
	return live, true
}

// ServeCentre answers one command of the centre, as Serve does for a terminal; the
// link has checked the envelope and that the centre may.
func (n *Node) ServeCentre(verb wire.Verb, req wire.Request, reply func(wire.Reply)) {
	n.Serve(centre, verb, req, reply)
}

// LateCentre answers a command of the centre that came after its exp, as Late does.
func (n *Node) LateCentre(verb wire.Verb, req wire.Request, refusal *wire.Error, reply func(wire.Reply)) {
	n.Late(centre, verb, req, refusal, reply)
}

// TellCentre replaces what the link to the centre has staff know: an alarm, if the
// centre refuses this hall, and a note. nil is nothing.
func (n *Node) TellCentre(alarm, note *wire.Error) { n.alarms.centre(alarm, note) }

// ShowCentre has the hall's own heartbeat tell how the link to the centre is. look is
// called from several goroutines and waits for nothing; nil is no link.
func (n *Node) ShowCentre(look func() wire.CentreLink) { n.alarms.show(look) }
