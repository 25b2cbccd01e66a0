package uplink

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

const (
	// maxRounds is how often in a row the centre is asked what it wants, which is once
	// more after each change.
	maxRounds = 3
	// takeTime is how long the hall may take for one part.
	takeTime = 30 * time.Second
	// keySize is that of the network's key in bytes.
	keySize = 32
)

// desire makes the hall what the centre wants it to be: the parts that the centre
// publishes, and the network's key. One goroutine has all but look.
type desire struct {
	u *Uplink
	// look wakes the goroutine.
	look chan struct{}
	// tried are the publications that the hall refused, by part, so that none is tried
	// again at once. What was refused and why the hall itself remembers.
	tried map[queue.Part]try
	// key is the network's key that the hall was given last. It may come into force
	// later.
	key string
	// said is what went wrong last, which is logged once.
	said string
}

// try is when a publication was refused.
type try struct {
	version uint64
	hash    string
	at      time.Time
}

func newDesire(u *Uplink) *desire {
	return &desire{u: u, look: make(chan struct{}, 1), tried: map[queue.Part]try{}}
}

// hint has the centre asked soon. Hints that were not taken become one.
func (d *desire) hint() {
	select {
	case d.look <- struct{}{}:
	default:
	}
}

// run asks after each hello that was accepted, after each hint of the centre, and now
// and then, until the link closes.
func (d *desire) run() {
	t := d.u.set.times
	timer := time.NewTimer(jitter(t.desired))
	defer timer.Stop()
	for {
		select {
		case <-d.u.ctx.Done():
			return
		case <-d.look:
		case <-timer.C:
		}
		next := t.desired
		if d.u.State().Up {
			if err := d.settle(); err != nil {
				next = t.desiredAgain
				d.failed(err)
			} else {
				d.said = ""
			}
		}
		// A centre that hints without end is asked so often all the same.
		if !d.u.rest(t.desiredAtMost) {
			return
		}
		timer.Reset(jitter(next))
	}
}

// failed logs why the centre's wishes are not known, once.
func (d *desire) failed(err error) {
	if said := err.Error(); said != d.said && d.u.ctx.Err() == nil {
		d.said = said
		d.u.set.Log.Warn("uplink: what the centre publishes for this hall cannot be taken now; it is tried again", "why", said)
	}
}

// jitter spreads what all halls do after the same time.
func jitter(d time.Duration) time.Duration { return d*9/10 + mrand.N(d/5+1) }

// settle asks what the centre wants and does it, and where that changed anything asks
// once more, by which the centre knows.
func (d *desire) settle() error {
	for range maxRounds {
		changed, err := d.round()
		if err != nil || !changed {
			return err
		}
	}
	return nil
}

// round asks once, and does what differs: what the centre names for the hall is what
// the hall runs, whether that is newer than what it has or not.
func (d *desire) round() (changed bool, err error) {
	have := d.u.source.Parts()
	keyID := d.u.source.KeyID()
	var answer desiredAnswer
	if e := d.u.question(d.u.ctx, wire.AskDesired, newRID(), wire.DesiredRequest{Have: have, KeyID: keyID}, &answer); e != nil {
		return false, e
	}
	wanted, err := answer.read()
	if err != nil {
		return false, err
	}
	has := map[queue.Part]wire.PartState{}
	for _, h := range have {
		has[h.Part] = h
	}
	var errs []error
	for _, part := range queue.Parts {
		w, listed := wanted[part]
		h := has[part]
		did := false
		switch {
		case listed && (h.Refused != 0 || h.Version != w.Version || h.Hash != w.Hash):
			did, err = d.take(w)
			errs = append(errs, err)
		case !listed && (h.Refused != 0 || h.Version != 0):
			did, err = d.release(part, h.Version != 0)
			errs = append(errs, err)
		}
		changed = changed || did
	}
	if answer.Key != nil && answer.Key.ID != keyID {
		errs = append(errs, d.takeKey(*answer.Key))
		changed = changed || d.u.source.KeyID() != keyID
	}
	return changed, errors.Join(errs...)
}

// desiredAnswer is a wire.DesiredReply of which can be told that it was one.
type desiredAnswer struct {
	Parts json.RawMessage  `json:"parts"`
	Key   *wire.NetworkKey `json:"key"`
}

// read gives what the centre wants by part. Parts that are not known are of a newer
// centre, and left out. What no centre says is an error, and nothing of it is taken.
func (a desiredAnswer) read() (map[queue.Part]wire.DesiredPart, error) {
	if len(a.Parts) == 0 {
		return nil, errors.New("the centre's answer cannot be read: it lists no parts")
	}
	var list []wire.DesiredPart
	if err := json.Unmarshal(a.Parts, &list); err != nil {
		return nil, fmt.Errorf("the centre's answer cannot be read: %w", err)
	}
	all := map[queue.Part]wire.DesiredPart{}
	for _, p := range list {
		if _, twice := all[p.Part]; twice {
			return nil, fmt.Errorf("the centre wants two versions of one part, %q", p.Part)
		}
		all[p.Part] = p
	}
	return all, nil
}

// take gives the hall a publication, unless that was refused a while ago. changed
// says that the hall has taken it, or has refused it for the first time. The error is
// that it could not be decided now.
func (d *desire) take(w wire.DesiredPart) (changed bool, err error) {
	before, known := d.tried[w.Part]
	known = known && before.version == w.Version && before.hash == w.Hash
	if known && time.Since(before.at) < d.u.set.times.desired {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(d.u.ctx, takeTime)
	defer cancel()
	switch why := d.u.source.TakePart(ctx, w); {
	case why == nil:
		delete(d.tried, w.Part)
		d.u.set.Log.Info("uplink: a publication of the centre is in force", "part", w.Part, "version", w.Version)
		return true, nil
	case why.Open():
		return false, fmt.Errorf("take %s version %d: %w", w.Part, w.Version, why)
	}
	d.tried[w.Part] = try{w.Version, w.Hash, time.Now()}
	return !known, nil
}

// release gives a part back to the hall, or, where it is the hall's own, lets it forget
// what it has refused. changed says that it has.
func (d *desire) release(part queue.Part, owned bool) (changed bool, err error) {
	ctx, cancel := context.WithTimeout(d.u.ctx, takeTime)
	defer cancel()
	if e := d.u.source.ReleasePart(ctx, part); e != nil {
		return false, fmt.Errorf("release %s: %w", part, e)
	}
	delete(d.tried, part)
	if owned {
		d.u.set.Log.Info("uplink: the centre publishes it no more; the hall may change it again", "part", part)
	}
	return true, nil
}

// takeKey gives the hall the network's key, once. It came over TLS, or from this
// machine: the settings allow no other line. Nothing of it is logged but its name.
func (d *desire) takeKey(k wire.NetworkKey) error {
	switch {
	case k.ID == d.key:
		return nil // it waits to come into force
	case !wire.ValidToken(k.ID) || len(k.Key) != keySize:
		return errors.New("the centre sent a key that is none")
	}
	if err := d.u.source.TakeKey(k); err != nil {
		return fmt.Errorf("take the network's key: %w", err)
	}
	d.key = k.ID
	d.u.set.Log.Info("uplink: the hall has the network's key", "id", k.ID)
	return nil
}
