package node

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// Serve answers one request of a terminal; reply is called exactly once, after
// the commit for what changes something. The network has checked the envelope
// and the terminal's right to the verb.
func (n *Node) Serve(from wire.Terminal, verb wire.Verb, req wire.Request, reply func(wire.Reply)) {
	if verb.Area == "network" {
		// The centre is asked, for which nobody else may wait.
		n.aside(func() { reply(n.askQuickest(req.Data)) }, reply)
		return
	}
	if verb.Query {
		reply(n.query(from, verb, req.Data))
		return
	}
	if administrative(verb) {
		if err := n.maySay(from, verb); err != nil {
			reply(refuse(err))
			return
		}
		// Files are written there; the next request must not wait for them.
		key := jobKey(from.ID, req.RID)
		n.aside(func() { reply(n.errands.once(key, func() wire.Reply { return n.administer(verb, req.Data) })) }, reply)
		return
	}
	if verb.Name == "signin" {
		// Checking a PIN takes milliseconds, which no call must wait for; and an
		// answer that was given stands, whatever the PIN is now.
		n.aside(func() { n.signIn(from, verb, req, reply) }, reply)
		return
	}
	n.put(from, verb, req, reply)
}

// Late answers a request that came after its exp: as it was answered before, or else
// with the refusal. The writer looks, so that what came first is answered first.
func (n *Node) Late(from wire.Terminal, verb wire.Verb, req wire.Request, refusal *wire.Error, reply func(wire.Reply)) {
	if administrative(verb) {
		n.aside(func() { reply(n.errands.again(jobKey(from.ID, req.RID), refuse(refusal))) }, reply)
		return
	}
	n.submit(&job{terminal: from.ID, rid: req.RID, late: refusal, reply: n.telling(&job{}, verb, reply)})
}

// signIn hands a sign-in to the writer, unless it was answered before.
func (n *Node) signIn(from wire.Terminal, verb wire.Verb, req wire.Request, reply func(wire.Reply)) {
	if r, ok := n.again(&job{terminal: from.ID, rid: req.RID}); ok {
		reply(r)
		return
	}
	n.put(from, verb, req, reply)
}

// again is the answer to a request that had one, or of which nobody knows.
func (n *Node) again(j *job) (r wire.Reply, ok bool) {
	r, ok, err := n.answered(j)
	if err != nil {
		n.log.Error("read a stored answer", "rid", j.rid, "err", err)
		return refuse(unknownOutcome()), true
	}
	return r, ok
}

// put makes the job of a request and hands it to the writer.
func (n *Node) put(from wire.Terminal, verb wire.Verb, req wire.Request, reply func(wire.Reply)) {
	j, err := n.job(from, verb, req.Data)
	if err != nil {
		reply(refuse(err))
		return
	}
	j.terminal, j.rid, j.exp, j.reply = from.ID, req.RID, req.Exp, n.telling(j, verb, reply)
	if net := n.elsewhere(j); net != nil {
		n.aside(func() { n.issueKnown(net, j) }, reply)
		return
	}
	n.submit(j)
}

// aside runs a chore on a goroutine of its own, for which Close waits; a node that
// stops takes none.
func (n *Node) aside(chore func(), reply func(wire.Reply)) {
	n.mu.RLock()
	closed := n.closed
	if !closed {
		n.chores.Go(chore)
	}
	n.mu.RUnlock()
	if closed {
		reply(refuse(errClosed))
	}
}

// read decodes a body; an absent one is that of a verb without fields.
func read[T any](data json.RawMessage) (T, *wire.Error) {
	var v T
	if len(bytes.TrimSpace(data)) == 0 {
		return v, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&v); err != nil {
		return v, &wire.Error{Code: wire.CodeBadRequest, Msg: "the request's data cannot be read: " + err.Error(), Hint: "see docs/wire.md for the verb's fields"}
	}
	if _, err := d.Token(); err != io.EOF {
		return v, &wire.Error{Code: wire.CodeBadRequest, Msg: "something follows the request's data", Hint: "send one JSON object; see docs/wire.md"}
	}
	return v, nil
}

// job makes the command of a request.
func (n *Node) job(from wire.Terminal, verb wire.Verb, data json.RawMessage) (*job, *wire.Error) {
	j := &job{by: queue.Actor{Terminal: from.ID}, desk: from.Desk(), signed: verb.Signed(from.Role), right: verb.Right}
	var err *wire.Error
	switch verb.Area {
	case "desk":
		err = n.deskJob(j, from, verb.Name, data)
	case "device":
		err = n.deviceJob(j, from, verb.Name, data)
	case "call":
		err = callJob(j, verb.Name, data)
	case "help":
		err = helpJob(j, from, verb.Name, data)
	case "ticket":
		err = n.ticketJob(j, from, verb.Name, data)
	case "window":
		err = n.windowJob(j, from, verb.Name, data)
	case "hall":
		err = n.hallJob(j, verb.Name, data)
	}
	if err == nil && j.command == nil && j.make == nil {
		err = &wire.Error{Code: wire.CodeUnknownVerb, Msg: "the hall does not know " + verb.String(), Hint: "see docs/wire.md"}
	}
	return j, err
}

// ticketJob makes the commands of guide desks and kiosks.
func (n *Node) ticketJob(j *job, from wire.Terminal, name string, data json.RawMessage) (err *wire.Error) {
	var number string
	switch name {
	case "issue":
		var r wire.IssueRequest
		if r, err = read[wire.IssueRequest](data); err != nil {
			return err
		}
		j.command, err = n.issue(j, from, r)
		j.answer = func(s *queue.State, now time.Time, rs []queue.Record) any {
			return n.ticket(s, now, s.Tickets[len(s.Tickets)-1])
		}
		return err
	case "return":
		var c queue.Return
		c, err = read[queue.Return](data)
		j.command, number = c, c.Number
	case "transfer":
		var c queue.Transfer
		c, err = read[queue.Transfer](data)
		c.Window = ""
		j.command, number = c, c.Number
	case "change":
		var c queue.ChangeItems
		c, err = read[queue.ChangeItems](data)
		c.Window = ""
		j.command, number = c, c.Number
	case "cancel":
		var c queue.Cancel
		c, err = read[queue.Cancel](data)
		c.Window = ""
		j.command, number = c, c.Number
	case "reprint":
		var c queue.Reprint
		c, err = read[queue.Reprint](data)
		c.Silent = n.silent()
		j.command, number = c, c.Number
	case "paper":
		var r wire.PaperRequest
		r, err = read[wire.PaperRequest](data)
		j.command = queue.ReportPaper{Terminal: from.ID, Number: r.Number, Copy: r.Copy, State: r.State, Reason: r.Reason}
		return err
	}
	j.answer = func(s *queue.State, now time.Time, _ []queue.Record) any {
		if t := s.Ticket(number); t != nil {
			return n.ticket(s, now, t)
		}
		return nil
	}
	return err
}

// issue makes the job's command, which gives a number. Identities are hashed here and
// go no further.
func (n *Node) issue(j *job, from wire.Terminal, r wire.IssueRequest) (queue.Command, *wire.Error) {
	c := queue.Issue{Items: r.Items, Theme: r.Theme, Class: r.Class, Ground: r.Ground, Slot: r.Slot, Language: r.Language, Source: queue.SourceGuide}
	switch from.Role {
	case wire.RoleKiosk:
		c.Source = queue.SourceKiosk
	case wire.RoleCentral:
		c.Source = queue.SourcePhone
		if r.Class == queue.Appointment {
			c.Source = queue.SourceAppointment
		}
	}
	if len(r.Items) > 20 {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "a number is for at most 20 items", Hint: "give a second number for the rest"}
	}
	var err *wire.Error
	if c.Citizen, j.keyID, j.otherID, err = n.identify(r.ID); err != nil {
		return nil, err
	}
	if r.Agent != nil && len(r.Agent.Document) > wire.MaxDocumentText {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "the agent's document is too long", Hint: "give a code: kinship, mandate, company or none"}
	}
	if r.Agent != nil {
		c.Agent = &queue.Agent{Document: r.Agent.Document}
		if c.Agent.For, err = n.citizen(r.Agent.ForID); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// answeredAdvice is what became of an advice that was accepted or refused.
func answeredAdvice(_ *queue.State, _ time.Time, rs []queue.Record) any {
	for _, r := range rs {
		if e, ok := r.Event.(queue.AdviceAnswered); ok {
			return wire.AdviceReply{Answer: e.Answer}
		}
	}
	return nil
}

// hallJob makes the commands of managers and admins.
func (n *Node) hallJob(j *job, name string, data json.RawMessage) (err *wire.Error) {
	switch name {
	case "assign":
		err = assign(j, data)
	case "free":
		j.command, err = read[queue.Free](data)
	case "stop":
		j.command, err = read[queue.StopHall](data)
	case "resume":
		j.command = queue.ResumeHall{}
	case "intake":
		j.command, err = read[queue.SetIntake](data)
	case "quota":
		err = quota(j, data)
	case "notice":
		j.command, err = read[queue.SetNotice](data)
	case "openday":
		var r wire.OpenDayRequest
		r, err = read[wire.OpenDayRequest](data)
		if r.Date == "" {
			n.follow.read(func(s *queue.State, now time.Time) {
				if s.Settings != nil {
					r.Date = s.Settings.Hall.Date(now)
				}
			})
		}
		j.command = queue.OpenDay{Date: r.Date}
	case "closeday":
		j.command = queue.CloseDay{}
	case "staff":
		err = staff(j, data)
	case "settings":
		err = settings(j, data)
	case "rules":
		err = rules(j, data)
	case "ask":
		var r wire.AskRequest
		r, err = read[wire.AskRequest](data)
		j.command = queue.AskWindow(r)
	case "advice":
		var r wire.AdviceRequest
		r, err = read[wire.AdviceRequest](data)
		j.command, j.answer = queue.AnswerAdvice{ID: r.ID, Accept: r.Accept, Shown: n.shownAdvice(r.ID)}, answeredAdvice
	case "acknowledge":
		var r wire.AlertRequest
		r, err = read[wire.AlertRequest](data)
		j.command = queue.AcknowledgeAlert(r)
	case "catalogue":
		var r wire.CatalogueRequest
		r, err = read[wire.CatalogueRequest](data)
		j.command = queue.ChangeCatalogue{Catalogue: r.Catalogue, Hash: queue.ContentHash(r.Catalogue)}
	case "clock":
		j.command = queue.AdoptClock{}
	}
	return err
}
