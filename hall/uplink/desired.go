package uplink

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	// refused are the publications that were not taken, by part.
	refused map[queue.Part]refusedPart
	// key is the network's key that the hall was given last. It may come into force
	// later.
	key string
	// said is what went wrong last, which is logged once.
	said string
}

// refusedPart is a publication that was not taken, and why.
type refusedPart struct {
	version uint64
	hash    string
	why     *wire.Error
	at      time.Time
}

func newDesire(u *Uplink) *desire {
	return &desire{u: u, look: make(chan struct{}, 1), refused: map[queue.Part]refusedPart{}}
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

// round asks once, and does what differs.
func (d *desire) round() (changed bool, err error) {
	have := d.have()
	list := make([]wire.PartState, 0, len(have))
	for _, part := range queue.Parts {
		if h, ok := have[part]; ok {
			list = append(list, h)
		}
	}
	keyID := d.u.source.KeyID()
	var answer desiredAnswer
	if e := d.u.question(d.u.ctx, wire.AskDesired, newRID(), wire.DesiredRequest{Have: list, KeyID: keyID}, &answer); e != nil {
		return false, e
	}
	wanted, err := answer.read()
	if err != nil {
		return false, err
	}
	var errs []error
	for _, part := range queue.Parts {
		w, listed := wanted[part]
		h := have[part]
		did := false
		switch {
		case listed && h.Version == w.Version && h.Hash == w.Hash:
			delete(d.refused, part)
		case listed:
			did, err = d.take(w, h)
			errs = append(errs, err)
		case h.Version > 0:
			did, err = d.release(part)
			errs = append(errs, err)
		default:
			delete(d.refused, part)
		}
		changed = changed || did
	}
	if answer.Key != nil && answer.Key.ID != keyID {
		errs = append(errs, d.takeKey(*answer.Key))
		changed = changed || d.u.source.KeyID() != keyID
	}
	return changed, errors.Join(errs...)
}

// have is how the hall stands, with what the link itself refused.
func (d *desire) have() map[queue.Part]wire.PartState {
	all := map[queue.Part]wire.PartState{}
	for _, p := range d.u.source.Parts() {
		if r, ok := d.refused[p.Part]; ok && p.Refused < r.version {
			p.Refused, p.Why = r.version, r.why
		}
		all[p.Part] = p
	}
	return all
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
func (d *desire) take(w wire.DesiredPart, h wire.PartState) (changed bool, err error) {
	before, known := d.refused[w.Part]
	known = known && before.version == w.Version && before.hash == w.Hash
	if known && time.Since(before.at) < d.u.set.times.desired {
		return false, nil
	}
	log := d.u.set.Log.With("part", w.Part, "version", w.Version)
	why := judge(w, h)
	if why != nil && !known {
		log.Error("uplink: a publication of the centre was refused; the hall goes on with what it has", "code", why.Code, "why", why.Msg, "hint", why.Hint)
	}
	if why == nil {
		ctx, cancel := context.WithTimeout(d.u.ctx, takeTime)
		why = d.u.source.TakePart(ctx, w)
		cancel()
	}
	switch {
	case why == nil:
		delete(d.refused, w.Part)
		log.Info("uplink: a publication of the centre is in force")
		return true, nil
	case why.Open():
		return false, fmt.Errorf("take %s version %d: %w", w.Part, w.Version, why)
	}
	d.refused[w.Part] = refusedPart{w.Version, w.Hash, why, time.Now()}
	return !known, nil
}

// judge says what is wrong with a publication as such; nil is nothing. What is in it
// the hall judges itself.
func judge(w wire.DesiredPart, h wire.PartState) *wire.Error {
	bad := func(format string, args ...any) *wire.Error {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf(format, args...), Hint: "publish it anew at the centre, which gives it a newer version"}
	}
	switch {
	case w.Version == 0:
		return bad("a publication without a version")
	case w.Version < h.Version:
		return bad("version %d is older than %d, which is in force", w.Version, h.Version)
	case w.Version == h.Version:
		return bad("version %d is in force with other content", w.Version)
	case len(w.Body) == 0 && w.Hash == h.Hash:
		return nil // it says again what is in force
	case len(w.Body) == 0:
		return bad("version %d came without its content", w.Version)
	case len(w.Body) > wire.MaxDocument:
		return wire.TooLarge(len(w.Body), wire.MaxDocument)
	}
	if sum := sha256.Sum256(w.Body); hex.EncodeToString(sum[:]) != w.Hash {
		return bad("the content of version %d does not have the hash that it came with", w.Version)
	}
	return nil
}

// release gives a part back to the hall.
func (d *desire) release(part queue.Part) (changed bool, err error) {
	ctx, cancel := context.WithTimeout(d.u.ctx, takeTime)
	defer cancel()
	if e := d.u.source.ReleasePart(ctx, part); e != nil {
		return false, fmt.Errorf("release %s: %w", part, e)
	}
	delete(d.refused, part)
	d.u.set.Log.Info("uplink: the centre publishes it no more; the hall may change it again", "part", part)
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
