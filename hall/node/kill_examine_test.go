package node_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/wire"
)

// examine opens the journal of the dead hall.
func (k *killed) examine() {
	k.t.Helper()
	j, err := journal.Open(k.dir, "T-1", journal.Options{})
	if err != nil {
		k.t.Fatalf("after kill %d: %v", k.kills, err)
	}
	defer func() {
		if err := j.Close(); err != nil {
			k.t.Fatal(err)
		}
	}()
	if k.kills%10 == 1 {
		if _, err := j.Verify(); err != nil {
			k.t.Fatalf("after kill %d: %v", k.kills, err)
		}
	}
	if err := errors.Join(k.readEvents(j), k.findAnswers(j)); err != nil {
		k.t.Fatalf("after kill %d: %v", k.kills, err)
	}
}

// readEvents checks that history goes on where it was, and takes in the rest.
func (k *killed) readEvents(j *journal.Journal) error {
	if j.Last() < k.last {
		return fmt.Errorf("there were %d events, now there are %d", k.last, j.Last())
	}
	known := k.last
	before := k.sum.Sum(nil)
	k.sum.Reset()
	return j.Events(1, func(seq uint64, b []byte) error {
		if seq == known+1 && !bytes.Equal(k.sum.Sum(nil), before) {
			return fmt.Errorf("the first %d events are not what they were", known)
		}
		k.sum.Write(b)
		if seq <= known {
			return nil
		}
		k.last = seq
		var r queue.Record
		if err := json.Unmarshal(b, &r); err != nil {
			return err
		}
		if r.Cause != "" {
			k.causes[r.Cause] = append(k.causes[r.Cause], r)
		}
		if e, ok := r.Event.(queue.TicketIssued); ok {
			k.numbers++
			if want := fmt.Sprintf("A%03d", k.numbers); e.Ticket.Number != want {
				return fmt.Errorf("number %s was given, want %s", e.Ticket.Number, want)
			}
		}
		return nil
	})
}

// findAnswers checks everything that was answered since it last looked.
func (k *killed) findAnswers(j *journal.Journal) error {
	k.mu.Lock()
	fresh := k.told[k.checked:]
	k.mu.Unlock()
	k.checked += len(fresh)
	for _, a := range fresh {
		stored, ok, err := j.Answer(a.rid + "/" + a.client.Identity().Terminal)
		if err != nil {
			return err
		}
		var r wire.Reply
		if ok {
			err = json.Unmarshal(stored, &r)
		}
		switch {
		case err != nil:
			return err
		case !ok:
			return fmt.Errorf("the answer to %s %s is lost", a.verb, a.rid)
		case r.OK != (a.code == "") || !r.OK && r.Err.Code != a.code || !bytes.Equal(r.Data, a.data):
			return fmt.Errorf("%s %s was answered with %s %s, and %+v is stored", a.verb, a.rid, a.code, a.data, r)
		}
		if err := a.happened(k.causes[a.rid]); err != nil {
			return fmt.Errorf("%s %s, answered with %s %s: %w", a.verb, a.rid, a.code, a.data, err)
		}
	}
	return nil
}

// happened checks the events of one request against its answer.
func (a *told) happened(events []queue.Record) error {
	var issued, called, started []string
	for _, r := range events {
		switch e := r.Event.(type) {
		case queue.TicketIssued:
			issued = append(issued, e.Ticket.Number)
		case queue.TicketCalled:
			called = append(called, e.Number)
		case queue.TicketStarted:
			started = append(started, e.Number)
		}
	}
	if a.code != "" {
		if len(events) > 0 {
			return fmt.Errorf("it was refused, and %d events happened", len(events))
		}
		return nil
	}
	var want, got []string
	if a.verb == "issue" {
		var t wire.Ticket
		if err := json.Unmarshal(a.data, &t); err != nil {
			return err
		}
		want, got = []string{t.Number}, issued
	} else {
		var d wire.Done
		if err := json.Unmarshal(a.data, &d); err != nil {
			return err
		}
		if d.Ticket != nil {
			want = []string{d.Ticket.Number}
		}
		got = called
		if a.verb == "start" {
			got = started
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		return fmt.Errorf("the journal says %v, want %v", got, want)
	}
	return nil
}

// foldAll checks that the whole history makes a sound hall.
func (k *killed) foldAll() {
	k.t.Helper()
	h := openHall(k.t, k.dir)
	defer h.close()
	h.foldsToTheSame()
}
