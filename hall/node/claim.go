package node

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// claimWithin is how long a citizen waits for the centre to say whether there is a
// number in another hall. Without an answer the hall decides alone.
const claimWithin = time.Second

// elsewhere is the network to ask before the job's number is given; nil for a job that
// is of this hall alone: no number, or for nobody who is known, or under a mandate, or
// in a hall that knows people by a key of its own.
func (n *Node) elsewhere(j *job) Network {
	c, ok := j.command.(queue.Issue)
	if !ok || !c.Citizen.Known() || c.Agent.Mandated() {
		return nil
	}
	if net := n.halls(); net != nil && n.set.Keys.Networked() {
		return net
	}
	return nil
}

// issueKnown gives a number to a citizen who is known in a network of halls: the
// centre is asked first whether a number in another hall stands against it, and is
// told afterwards what became of it. It runs beside the writer, who decides as ever.
// The centre is not asked about what was answered before, nor about what this hall
// refuses by itself; and where it does not answer, the hall gives the number.
func (n *Node) issueKnown(net Network, j *job) {
	name := claimName(j)
	known, keyID := j.known(n.KeyID())
	tell := func(number, day string) {
		net.Claimed(wire.ClaimedRequest{RID: name, Citizen: known, Number: number, Day: day})
	}
	if r, ok := n.again(j); ok {
		j.reply(r)
		if number, day := issued(r); number != "" {
			tell(number, day) // the hall may have ended before it could
		}
		return
	}
	claim, ask := n.claim(j)
	claim.RID, claim.Citizen, claim.KeyID = name, known, keyID
	if ask {
		ctx, cancel := context.WithTimeout(n.ctx, n.set.claimWithin)
		r, err := net.Claim(ctx, claim)
		if err != nil && ctx.Err() != nil && n.ctx.Err() == nil {
			n.log.Warn("the centre did not say in time whether a citizen has a number in another hall; this hall decides alone", "within", n.set.claimWithin)
		}
		cancel()
		if err == nil && r.Refused != nil {
			e := held(r.Refused)
			j.make = func(*queue.State) (queue.Command, *wire.Error) { return nil, e }
			ask = false // nothing was claimed
		}
	}
	reply, got := j.reply, make(chan wire.Reply, 1)
	j.reply = func(r wire.Reply) { got <- r }
	n.submit(j)
	r := <-got
	reply(r)
	switch number, day := issued(r); {
	case number != "":
		tell(number, day)
	case ask && !r.Err.Open():
		tell("", claim.Day)
	}
}

// claimName is the name of the job's claim, the same for each repetition of its request
// and of no other request: two terminals may use the same rid. It is a hash, because it
// must have the form of a rid itself.
func claimName(j *job) string {
	sum := sha256.Sum256([]byte(j.key()))
	return hex.EncodeToString(sum[:16])
}

// known is by what the job's citizen is known under the key in force, and under which
// key that is: the keys may have changed places since the number was hashed.
func (j *job) known(inForce string) (citizen, keyID string) {
	c := j.command.(queue.Issue).Citizen
	if inForce != "" && inForce == j.otherID {
		return c.Other, inForce
	}
	return c.Key, j.keyID
}

// claim is what the centre is asked before the job's number is given, but for who asks
// for whom; ask is false if the hall refuses the number by itself.
func (n *Node) claim(j *job) (claim wire.ClaimRequest, ask bool) {
	c := j.command.(queue.Issue)
	n.follow.read(func(s *queue.State, now time.Time) {
		if _, err := queue.Decide(s, now, j.by, c); err != nil {
			return
		}
		ask = true
		claim = wire.ClaimRequest{
			Items: c.Items, Held: len(s.Of(c.Citizen)), Most: s.Settings.Rules.PerCitizen, Day: s.Day.Date,
		}
	})
	return claim, ask
}

// held words the centre's refusal of a claim; the network lets through no other.
func held(r *queue.Refusal) *wire.Error {
	e := wireError(r)
	e.Msg = "the citizen holds a number in another hall"
	return e
}

// issued is the number that an answer gives, and of which day; "" if it gives none.
func issued(r wire.Reply) (number, day string) {
	var t struct {
		Number string `json:"number"`
		Day    string `json:"day"`
	}
	if !r.OK || json.Unmarshal(r.Data, &t) != nil {
		return "", ""
	}
	return t.Number, t.Day
}
