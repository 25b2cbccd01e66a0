package node

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/wire"
)

// job is one command on its way to the state.
type job struct {
	terminal string
	by       queue.Actor
	// at is the window that acts, whose clerk is who does it; empty for a desk.
	at string
	// desk tells that it comes from a guide's or manager's terminal, signed that it
	// is done only for a member of staff signed in there, and right what that one
	// needs besides.
	desk, signed bool
	right        queue.Right
	// rid is the request's id; empty for what need not be repeatable.
	rid string
	// cause is what the events name as their cause where there is no rid.
	cause string
	// exp is when the command loses its meaning; zero is never.
	exp     time.Time
	command queue.Command
	// keyID and otherID name the keys of the command's citizen (Citizen.Key and Other);
	// empty where nobody is known.
	keyID, otherID string
	// make makes the command from the state on which it is decided, where the
	// request only says what to change; nil where command is all.
	make func(s *queue.State) (queue.Command, *wire.Error)
	// late, instead of a command, is the refusal for a request whose time had passed
	// when it came, unless it was answered before.
	late *wire.Error
	// forget, instead of a command, is the day whose people the hall must no
	// longer know.
	forget string
	// answer makes the reply's data after the command was applied; nil is none.
	answer func(s *queue.State, now time.Time, rs []queue.Record) any
	// after is called once the command was committed and answered; nil is nothing. It
	// must wait for nothing.
	after func()
	reply func(wire.Reply)

	out wire.Reply
	// given is what answer made of this request, nil where the answer was given before.
	given any
}

// key is under which the answer is kept. A terminal has its own request ids. The
// id comes first, because clients make ids that grow with time: the journal then
// writes answers side by side.
func (j *job) key() string { return jobKey(j.terminal, j.rid) }

func jobKey(terminal, rid string) string { return rid + "/" + terminal }

// run is the hall's one writer.
func (n *Node) run() {
	defer close(n.done)
	timer := time.NewTimer(0)
	defer timer.Stop()
	batch := make([]*job, 0, maxBatch)
	for {
		batch = batch[:0]
		select {
		case j, ok := <-n.jobs:
			if !ok {
				return
			}
			batch = append(batch, j)
		case <-timer.C:
		}
	drain:
		for len(batch) < maxBatch {
			select {
			case j, ok := <-n.jobs:
				if !ok {
					break drain // the next receive ends the loop
				}
				batch = append(batch, j)
			default:
				break drain
			}
		}
		n.turn(batch)
		timer.Reset(n.untilDue())
	}
}

// untilDue is how long nothing happens by itself. While the disk is full,
// nothing can.
func (n *Node) untilDue() time.Duration {
	const idle, retry = time.Hour, 5 * time.Second
	if n.sick {
		return retry
	}
	due := queue.Due(n.state)
	if due.IsZero() {
		return idle
	}
	return min(max(n.clock.After(due), 0), idle)
}

// turn decides a batch, commits it, and answers it.
func (n *Node) turn(batch []*job) {
	if n.sick && undecided(n.cause) {
		n.fail(batch, n.cause) // until the owner has started anew
		return
	}
	if n.sick {
		if now := time.Now(); now.Sub(n.probed) < probeEvery {
			n.fail(batch, n.cause)
			return
		} else {
			n.probed = now
		}
		if err := n.recover(); err != nil {
			n.fail(batch, err)
			return
		}
		n.alarms.clear(wire.CodeStorage)
		n.log.Info("the journal can be written again")
	}
	now := n.clock.Now()
	n.alarms.clock(n.clock.Jumped())
	records, err := queue.Advance(n.state, now)
	if err != nil {
		n.fail(batch, err)
		return
	}
	var answers []journal.Answer
	seen := map[string]*job{}
	for _, j := range batch {
		if j.forget != "" {
			n.state = withoutPeople(n.state, j.forget)
			j.out = wire.Reply{V: wire.Version, OK: true}
			continue
		}
		if j.rid != "" {
			if first := seen[j.key()]; first != nil {
				j.out = first.out
				j.out.Dup = true
				continue
			}
			stored, ok, err := n.answered(j)
			if err != nil {
				// Only this request's answer is damaged; nobody else must suffer.
				n.log.Error("read a stored answer", "rid", j.rid, "err", err)
				j.out = refuse(unknownOutcome())
				continue
			}
			if ok {
				j.out = stored
				continue
			}
		}
		if j.late != nil {
			j.out = refuse(j.late)
			continue
		}
		rs, final, err := n.decide(j, now)
		if err != nil {
			n.fail(batch, err)
			return
		}
		records = append(records, rs...)
		if j.rid != "" && final {
			seen[j.key()] = j
			b, err := j.out.Encode()
			if err != nil {
				n.fail(batch, err)
				return
			}
			answers = append(answers, journal.Answer{RID: j.key(), At: now, Data: b})
		}
	}
	if len(records) > 0 || len(answers) > 0 {
		if err := n.commit(records, answers); err != nil {
			n.fail(batch, err)
			return
		}
	}
	if len(records) > 0 {
		// Before the answers: whoever has one must find its effect.
		n.follow.feed(records)
		n.commits.hint()
		n.foreseeAnew(records)
	}
	for _, j := range batch {
		j.reply(j.out)
		if j.after != nil {
			j.after()
		}
	}
	if len(records) > 0 {
		n.maybeSnapshot(len(records), dayClosed(records))
	}
}

// decide runs one command against the state and sets the job's answer; final
// tells that every repetition gets it too. A failure of the machine is not final,
// and a failure of the rules themselves is the error.
func (n *Node) decide(j *job, now time.Time) (rs []queue.Record, final bool, err error) {
	if !j.exp.IsZero() && now.After(j.exp) {
		j.out = refuse(&wire.Error{Code: wire.CodeExpired, Msg: "the request came too late; nothing was done", Hint: "ask again if it is still wanted"})
		return nil, true, nil
	}
	if w := n.state.Window(j.at); w != nil {
		j.by.Clerk = w.Clerk
	}
	if j.desk {
		if refused := n.authorise(j); refused != nil {
			j.out = refuse(wireError(refused))
			return nil, true, nil
		}
	}
	if j.make != nil {
		command, refused := j.make(n.state)
		if refused != nil {
			j.out = refuse(refused)
			return nil, true, nil
		}
		j.command = command
	}
	command, err := n.seal(j.command)
	if err != nil {
		n.log.Error("seal a citizen", "err", err)
		j.out = refuse(storageError(err))
		return nil, false, nil
	}
	rs, err = queue.Execute(n.state, now, j.by, cmp.Or(j.rid, j.cause), command)
	if errors.Is(err, queue.ErrBroken) {
		return nil, false, err
	}
	if err != nil {
		j.out = refuse(wireError(err))
		return nil, true, nil
	}
	j.out = wire.Reply{V: wire.Version, OK: true, Epoch: string(n.state.Epoch), Seq: n.state.Seq}
	if j.answer != nil {
		if data := j.answer(n.state, now, rs); data != nil {
			j.given, j.out.Data = data, mustJSON(data)
		}
	}
	return rs, true, nil
}

// commit writes events and answers in one transaction.
func (n *Node) commit(rs []queue.Record, answers []journal.Answer) error {
	if next := n.set.Journal.Last() + 1; len(rs) > 0 && rs[0].Seq != next {
		return fmt.Errorf("node: the state's next event is %d, the journal's %d", rs[0].Seq, next)
	}
	events, err := encode(rs)
	if err != nil {
		return err
	}
	_, err = n.set.write(journal.Batch{Events: events, Answers: answers})
	return err
}

// fail answers a batch that could not be committed. The state has gone ahead of
// the journal; it is not used again before recover has read it anew.
func (n *Node) fail(batch []*job, cause error) {
	if !n.sick || undecided(cause) && !undecided(n.cause) {
		e := storageError(cause)
		n.log.Error("commit failed", "err", cause)
		n.alarms.raise(wire.Error{Code: wire.CodeStorage, Msg: e.Msg, Hint: e.Hint})
		if undecided(cause) {
			n.giveUp(cause)
		}
	}
	n.sick, n.cause = true, cause
	for _, j := range batch {
		j.reply(n.failed(j, cause))
	}
}

// failed is what a job gets whose batch was not committed. One that was done
// before, and only repeated because its answer was lost, gets that answer: it did
// happen.
func (n *Node) failed(j *job, cause error) wire.Reply {
	if undecided(cause) {
		return refuse(unknownOutcome())
	}
	if j.rid != "" {
		stored, ok, err := n.answered(j)
		if err != nil {
			n.log.Error("read a stored answer", "rid", j.rid, "err", err)
			return refuse(unknownOutcome())
		}
		if ok {
			return stored
		}
	}
	return refuse(storageError(cause))
}

// undecided reports whether a failed commit may have happened all the same: the
// disk failed while it said "done", or the journal was stopped in the middle of
// it. What the file holds is known once it is opened again.
func undecided(err error) bool {
	return errors.Is(err, journal.ErrUncertain) || errors.Is(err, journal.ErrDamaged)
}

// unknownOutcome is the answer to a request of which the hall does not know
// whether it was done. A client asks again with the same rid, and tells a person
// that the outcome is unknown when its time is over; nobody asks under a new rid.
func unknownOutcome() *wire.Error {
	return &wire.Error{
		Code: wire.CodeUnreachable, Msg: "the hall's disk failed, and it is not known whether this was done", Params: map[string]string{"sent": "yes"},
		Hint: "ask again with the same rid; the hall knows it once it has started anew",
	}
}

// recover goes on after a failed commit, once the journal can be written: with
// the state that the journal holds, so that nothing that was refused has
// happened.
func (n *Node) recover() error {
	if err := n.set.Journal.Probe(); err != nil {
		return err
	}
	s, err := n.load()
	if err != nil {
		return err
	}
	n.state, n.sick = s, false
	return nil
}

// probeEvery is how often a full disk is looked at; a look reads the journal's
// whole structure.
const probeEvery = time.Second

// answered finds the answer that a request has had before.
func (n *Node) answered(j *job) (r wire.Reply, ok bool, err error) {
	b, ok, err := n.set.Journal.Answer(j.key())
	if !ok || err != nil {
		return r, false, err
	}
	if r, err = unmarshalReply(b); err != nil {
		return r, false, err
	}
	r.Dup = true
	return r, true, nil
}

// storageError words a failed commit.
func storageError(err error) *wire.Error {
	if errors.Is(err, journal.ErrFull) {
		return &wire.Error{Code: wire.CodeStorageFull, Msg: "the hall's disk is full; nothing happened", Hint: "free space on the disk of the data folder; the hall goes on by itself"}
	}
	if undecided(err) {
		return &wire.Error{Code: wire.CodeStorage, Msg: "the hall's disk failed in the middle of a commit", Hint: "the hall starts anew by itself; if it does not, check the disk and see the hall's log"}
	}
	return &wire.Error{Code: wire.CodeStorage, Msg: "the hall could not write its journal; nothing happened", Hint: "see the hall's log"}
}

func dayClosed(rs []queue.Record) bool {
	for _, r := range rs {
		if _, ok := r.Event.(queue.DayClosed); ok {
			return true
		}
	}
	return false
}
