package node

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// refusals are the publications that the hall could not take. They are kept until it
// has taken what is wanted of the part, nothing is wanted of it any more, or the program
// ends.
type refusals struct {
	mu  sync.Mutex // guards all
	all map[queue.Part]refusedPart
}

type refusedPart struct {
	version uint64
	why     *wire.Error
}

func (r *refusals) note(p queue.Part, version uint64, why *wire.Error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if why == nil {
		delete(r.all, p)
		return
	}
	if r.all == nil {
		r.all = map[queue.Part]refusedPart{}
	}
	r.all[p] = refusedPart{version, why}
}

func (r *refusals) of(p queue.Part) refusedPart {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all[p]
}

// Parts is how the hall stands with each part that the centre may publish.
func (n *Node) Parts() []wire.PartState {
	var taken map[queue.Part]queue.Taken
	n.follow.read(func(s *queue.State, _ time.Time) { taken = s.Parts }) // which nobody changes in place
	return n.parts(taken)
}

func (n *Node) parts(taken map[queue.Part]queue.Taken) []wire.PartState {
	all := make([]wire.PartState, 0, len(queue.Parts))
	for _, p := range queue.Parts {
		has, refused := taken[p], n.refused.of(p)
		all = append(all, wire.PartState{Part: p, Version: has.Version, Hash: has.Hash, Refused: refused.version, Why: refused.why})
	}
	return all
}

// TakePart takes a publication of the centre, which from then on owns the part, and
// waits for the commit. The one that is in force changes nothing. A refusal is
// remembered, and told by Parts, until the hall takes another one of the part, or is
// given the one in force again, or ReleasePart.
func (n *Node) TakePart(ctx context.Context, p wire.DesiredPart) *wire.Error {
	c, err := readPart(p)
	if err == nil {
		err = n.obey(ctx, fmt.Sprintf("part-%s-%d", p.Part, p.Version), c)
	}
	if slices.Contains(queue.Parts, p.Part) {
		n.refused.note(p.Part, p.Version, err)
	}
	if err != nil {
		n.log.Warn("a publication of the centre was not taken", "part", p.Part, "version", p.Version, "code", err.Code, "why", err.Msg, "hint", err.Hint)
	}
	return err
}

// ReleasePart makes a part the hall's own again; what it says stays in force. Of a part
// that is the hall's own it only forgets what was refused.
func (n *Node) ReleasePart(ctx context.Context, p queue.Part) *wire.Error {
	err := n.obey(ctx, "part-"+string(p)+"-released", queue.ReleasePart{Part: p})
	if err == nil {
		n.refused.note(p, 0, nil)
	}
	return err
}

// obey does what the centre wants to be so, and waits for the commit or the end of
// ctx. Such a command may be repeated as often as one likes, and so no answer to it is
// kept: what was refused once may be taken later.
func (n *Node) obey(ctx context.Context, cause string, c queue.Command) *wire.Error {
	got := make(chan wire.Reply, 1)
	n.submit(&job{terminal: centre.ID, by: queue.Actor{Terminal: centre.ID}, cause: cause, command: c, reply: func(r wire.Reply) { got <- r }})
	select {
	case r := <-got:
		return r.Err
	case <-ctx.Done():
		return &wire.Error{Code: wire.CodeUnreachable, Msg: "the hall has not said in time whether it has done this", Hint: "ask how the hall stands, and ask again", Params: map[string]string{"sent": "yes"}}
	}
}

// readPart reads a publication. One without a body says again what is in force.
func readPart(p wire.DesiredPart) (queue.TakePart, *wire.Error) {
	c := queue.TakePart{Part: p.Part}
	if len(p.Body) > 0 {
		var err *wire.Error
		if c, err = wire.ReadPart(p.Part, p.Body); err != nil {
			err.Hint = "update the hall's software, or publish what it knows; see docs/wire.md"
			return c, err
		}
		if wire.PartHash(p.Body) != p.Hash {
			return c, &wire.Error{Code: wire.CodeBadRequest, Msg: "the publication is not that of its hash", Hint: "publish it anew; what was sent was changed on its way"}
		}
	}
	c.Version, c.Hash = p.Version, p.Hash
	return c, nil
}
