package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/trust"
	"onewindow/wire"
)

// quietHall is a hall without a queue, of which thousands fit on a machine: its link is
// the real one, its history one event.
type quietHall struct {
	id     string
	record []byte
}

// quietEpoch is the line of history of them all.
const quietEpoch = "1-00000001"

func newQuietHall(id string) (*quietHall, error) {
	rs, err := queue.Execute(queue.New(), time.Now(), queue.Actor{Terminal: "hall"}, "", queue.StartEpoch{Epoch: quietEpoch})
	if err != nil {
		return nil, err
	}
	b, err := rs[0].Encode()
	return &quietHall{id, b}, err
}

// Introduce implements uplink.Source, as the other methods do.
func (q *quietHall) Introduce() wire.Hello {
	return wire.Hello{Name: queue.Text{ZhHans: q.id}, Epoch: quietEpoch, Seq: 1, First: 1, Version: "bench", At: queue.Stamp(time.Now())}
}

// Last is the sequence of its one event.
func (q *quietHall) Last() uint64 { return 1 }

// Records gives that event.
func (q *quietHall) Records(from uint64, _, _ int, yield func(uint64, []byte) error) error {
	if from > 1 {
		return nil
	}
	return yield(1, q.record)
}

// Commits never gives a hint.
func (q *quietHall) Commits() (<-chan struct{}, func()) { return nil, func() {} }

// Standing is how a hall of three themes is on a quiet morning.
func (q *quietHall) Standing() (wire.Live, bool) {
	return wire.Live{V: wire.Version, Hall: q.id, Epoch: quietEpoch, Seq: 1, At: queue.Stamp(time.Now()), Lines: make([]wire.LiveLine, 3)}, true
}

// Now is the time.
func (q *quietHall) Now() time.Time { return time.Now() }

// ServeCentre answers that all is well.
func (q *quietHall) ServeCentre(_ wire.Verb, _ wire.Request, reply func(wire.Reply)) {
	reply(wire.Reply{V: wire.Version, OK: true})
}

// LateCentre refuses.
func (q *quietHall) LateCentre(_ wire.Verb, _ wire.Request, refusal *wire.Error, reply func(wire.Reply)) {
	reply(wire.Reply{V: wire.Version, Err: refusal})
}

// Parts are none.
func (q *quietHall) Parts() []wire.PartState { return nil }

// KeyID is none.
func (q *quietHall) KeyID() string { return "" }

// TakePart takes nothing.
func (q *quietHall) TakePart(context.Context, wire.DesiredPart) *wire.Error { return nil }

// ReleasePart gives nothing back.
func (q *quietHall) ReleasePart(context.Context, queue.Part) *wire.Error { return nil }

// TakeKey keeps no key.
func (q *quietHall) TakeKey(wire.NetworkKey) error { return nil }

// quietHalls is what the program of quiet halls is told: how to reach the centre, and
// the seeds by hall.
type quietHalls struct {
	URL   string
	Pin   trust.Pin
	Seeds map[string][]byte
}

// runQuietHalls connects them all at once and writes how many are connected, a number
// on a line, whenever that has changed, until its input ends.
func runQuietHalls(in io.Reader, out io.Writer) error {
	r := bufio.NewReader(in)
	var told quietHalls
	if err := json.NewDecoder(r).Decode(&told); err != nil {
		return err
	}
	var links []*uplink.Uplink
	for id, seed := range told.Seeds {
		q, err := newQuietHall(id)
		if err != nil {
			return err
		}
		u, err := uplink.Open(uplink.Settings{Hall: id, URLs: []string{told.URL}, Seed: seed, Pin: told.Pin}, q)
		if err != nil {
			return err
		}
		links = append(links, u)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, r)
		ended <- err
	}()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for was := -1; ; {
		select {
		case err := <-ended:
			return err // the process ends with all its links
		case <-tick.C:
		}
		up := 0
		for _, u := range links {
			if s := u.State(); s.Up && s.Acked == 1 {
				up++
			} else if s.Refused != nil {
				return errors.New(s.Refused.Error())
			}
		}
		if up != was {
			was = up
			if _, err := fmt.Fprintln(out, up); err != nil {
				return err
			}
		}
	}
}
