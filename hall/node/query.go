package node

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/wire"
)

// query answers what changes nothing, from the follower's state.
func (n *Node) query(from wire.Terminal, verb wire.Verb, data json.RawMessage) wire.Reply {
	var out any
	err := n.maySay(from, verb)
	if err != nil {
		return refuse(err)
	}
	switch verb.String() {
	case "state.get":
		out, err = n.getTopic(from, data)
	case "state.catalogue":
		out, err = n.catalogue()
	case "state.settings":
		out = n.settings()
	case "state.events":
		out, err = n.events(from, data)
	case "ticket.find":
		out, err = n.find(from, data)
	case "ticket.history":
		out, err = n.history(data)
	case "ticket.compare":
		out, err = n.compare(data)
	case "state.changes":
		n.follow.read(func(s *queue.State, _ time.Time) {
			out = wire.ChangesReply{Changes: newestFirst(s.Changes)}
		})
	case "state.day":
		out, err = n.day(data)
	case "state.report":
		out, err = n.report(from, data)
	case "state.plan":
		out, err = n.plan(data)
	case "terminal.list":
		if net := n.net(); net != nil {
			out = wire.TerminalsReply{Terminals: net.Terminals()}
		}
	}
	if err != nil {
		return refuse(err)
	}
	return n.answer(out)
}

// answer is a reply that reflects the follower's state.
func (n *Node) answer(data any) wire.Reply {
	r := wire.Reply{V: wire.Version, OK: true}
	n.follow.read(func(s *queue.State, _ time.Time) { r.Epoch, r.Seq = string(s.Epoch), s.Seq })
	if data != nil {
		r.Data = mustJSON(data)
	}
	return r
}

// getTopic answers what the terminal's role may also hear.
func (n *Node) getTopic(from wire.Terminal, data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.TopicRequest](data)
	if err != nil {
		return nil, err
	}
	if !from.MayHear(r.Topic) {
		return nil, &wire.Error{Code: wire.CodeForbidden, Msg: "a " + string(from.Role) + " may not see " + string(r.Topic), Hint: "see docs/wire.md for the topics of each role"}
	}
	m, ok := n.follow.topic(r.Topic)
	if !ok {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "there is no topic " + string(r.Topic), Hint: "menu, board, hall, signs, papers, sys, or win.<window>"}
	}
	return m, nil
}

func (n *Node) catalogue() (any, *wire.Error) {
	var out *wire.CatalogueReply
	n.follow.read(func(s *queue.State, _ time.Time) {
		if s.Configured() {
			out = &wire.CatalogueReply{Hash: s.CatalogueHash, Themes: s.Settings.Themes, Items: s.Catalogue.Items}
		}
	})
	if out == nil {
		return nil, wireError(queue.Refuse(queue.CodeNotConfigured, "the hall has no catalogue yet"))
	}
	return out, nil
}

// settings are those in force, and which parts of them the centre publishes; nil
// before there are any.
func (n *Node) settings() any {
	var out *wire.SettingsReply
	n.follow.read(func(s *queue.State, _ time.Time) {
		if s.Settings != nil {
			out = &wire.SettingsReply{Settings: withoutSecrets(*s.Settings), Hash: s.SettingsHash, Parts: n.parts(s.Parts)}
		}
	})
	if out == nil {
		return nil
	}
	out.Parts = slices.DeleteFunc(out.Parts, func(p wire.PartState) bool { return p.Version == 0 && p.Refused == 0 })
	return out
}

// withoutSecrets leaves out what sign-in rests on.
func withoutSecrets(s queue.Settings) queue.Settings {
	staff := make([]queue.Clerk, len(s.Staff))
	for i, c := range s.Staff {
		c.PIN = ""
		staff[i] = c
	}
	s.Staff = staff
	return s
}

// maxEvents bounds one answer of state.events.
const maxEvents = 500

// errEnough ends a reading of the journal early.
var errEnough = errors.New("enough")

func (n *Node) events(from wire.Terminal, data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.EventsRequest](data)
	if err != nil {
		return nil, err
	}
	if r.Limit <= 0 || r.Limit > maxEvents {
		r.Limit = maxEvents
	}
	clerks := n.maySeeClerks(from)
	out := wire.EventsReply{Events: []queue.Record{}, Last: n.set.Journal.Last(), NoClerks: !clerks}
	if r.From == 0 {
		r.From = 1
	}
	rerr := n.set.Journal.Events(r.From, func(_ uint64, b []byte) error {
		if len(out.Events) == r.Limit {
			return errEnough
		}
		var rec queue.Record
		if err := json.Unmarshal(b, &rec); err != nil {
			return err
		}
		out.Events = append(out.Events, redact(rec, clerks))
		return nil
	})
	if rerr != nil && !errors.Is(rerr, errEnough) {
		return nil, storageError(rerr)
	}
	return out, nil
}

// redact takes out of an event that leaves the hall's journal the secrets of staff and,
// unless clerks are shown, the figures of single clerks.
func redact(r queue.Record, clerks bool) queue.Record {
	switch e := r.Event.(type) {
	case queue.SettingsChanged:
		e.Settings = withoutSecrets(e.Settings)
		r.Event = e
	case queue.DayReported:
		if clerks {
			return r
		}
		d, err := report.Read(e.Report)
		if err == nil {
			e.Report, err = d.WithoutClerks().Encode()
		}
		if err != nil { // of another version: nobody can say where clerks are in it
			e.Report = json.RawMessage("null")
		}
		r.Event = e
	}
	return r
}

// find answers where a number stands, or, for staff, which numbers a citizen
// holds.
func (n *Node) find(from wire.Terminal, data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.NumberRequest](data)
	if err != nil {
		return nil, err
	}
	out := wire.TicketsReply{Tickets: []wire.Ticket{}}
	if r.ID != "" {
		if from.Role == wire.RoleWindow {
			return nil, &wire.Error{Code: wire.CodeForbidden, Msg: "a window looks up numbers only", Hint: "ask for the number on the paper; the guide desk can look up a citizen"}
		}
		c, err := n.citizen(r.ID)
		if err != nil {
			return nil, err
		}
		n.follow.read(func(s *queue.State, now time.Time) {
			v := n.views(s, now)
			for _, t := range s.Of(c) {
				out.Tickets = append(out.Tickets, v.Ticket(t))
			}
		})
		return out, nil
	}
	n.follow.read(func(s *queue.State, now time.Time) {
		if t := s.Ticket(r.Number); t != nil {
			out.Tickets = append(out.Tickets, n.views(s, now).Ticket(t))
		}
	})
	if len(out.Tickets) == 0 {
		return nil, wireError(queue.Refuse(queue.CodeUnknownNumber, "check the number on the paper; numbers of other days are not known", "number", r.Number))
	}
	return out, nil
}

// newestFirst turns changes round, but leaves what was changed at once in order.
func newestFirst(changes []queue.Change) []queue.Change {
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b queue.Change) int { return b.At.Compare(a.At) })
	return changes
}

// compare says which of two numbers comes first and why.
func (n *Node) compare(data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.CompareRequest](data)
	if err != nil {
		return nil, err
	}
	var out wire.CompareReply
	var refused *queue.Refusal
	n.follow.read(func(s *queue.State, now time.Time) {
		if out.Order, refused = queue.Compare(s, r.A, r.B); refused == nil {
			v := n.views(s, now)
			out.A, out.B = v.Ticket(s.Ticket(r.A)), v.Ticket(s.Ticket(r.B))
		}
	})
	if refused != nil {
		return nil, wireError(refused)
	}
	return out, nil
}

// maxRows bounds one answer of state.day.
const maxRows = 500

// day lists the day's numbers.
func (n *Node) day(data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.DayRequest](data)
	if err != nil {
		return nil, err
	}
	if r.Limit <= 0 || r.Limit > maxRows {
		r.Limit = maxRows
	}
	var out wire.DayReply
	n.follow.read(func(s *queue.State, now time.Time) { out = n.views(s, now).Rows(max(r.From, 1), r.Limit) })
	return out, nil
}

// history tells all that happened to a number of the day.
func (n *Node) history(data json.RawMessage) (any, *wire.Error) {
	r, err := read[wire.NumberRequest](data)
	if err != nil {
		return nil, err
	}
	out := wire.HistoryReply{}
	from := uint64(0)
	n.follow.read(func(s *queue.State, now time.Time) {
		if t := s.Ticket(r.Number); t != nil {
			out.Ticket = n.views(s, now).Ticket(t)
			out.Spans = append(out.Spans, t.Periods...)
			from = t.First
		}
	})
	if from == 0 {
		return nil, wireError(queue.Refuse(queue.CodeUnknownNumber, "only numbers of the day are known here", "number", r.Number))
	}
	name := []byte(`"number":"` + r.Number + `"`)
	rerr := n.set.Journal.Events(from, func(_ uint64, b []byte) error {
		if !bytes.Contains(b, name) {
			return nil
		}
		var rec queue.Record
		if err := json.Unmarshal(b, &rec); err != nil {
			return err
		}
		out.Events = append(out.Events, rec)
		return nil
	})
	if rerr != nil {
		return nil, storageError(rerr)
	}
	return out, nil
}
