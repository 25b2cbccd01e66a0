package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"onewindow/wire"
)

const (
	// quickestWithin is how long a terminal waits for what the centre knows of other
	// halls, and quickestKept how long an answer is given again.
	quickestWithin = 2 * time.Second
	quickestKept   = 10 * time.Second
	// keepQuickest bounds how many answers are kept.
	keepQuickest = 256
)

// quickests are the answers of the centre about other halls, by what was asked for.
// Whoever asks for the same while the centre is asked waits for that answer.
type quickests struct {
	mu    sync.Mutex // guards known
	known map[string]*quickest
}

type quickest struct {
	done  chan struct{}
	reply wire.QuickestReply
	err   *wire.Error
	at    time.Time // when it was asked
}

// ask gives the answer under key, from now or from a while ago.
func (q *quickests) ask(key string, now time.Time, do func() (wire.QuickestReply, *wire.Error)) (wire.QuickestReply, *wire.Error) {
	q.mu.Lock()
	for k, old := range q.known {
		if now.Sub(old.at) > quickestKept || now.Before(old.at) {
			delete(q.known, k)
		}
	}
	if has := q.known[key]; has != nil {
		q.mu.Unlock()
		<-has.done
		return has.reply, has.err
	}
	mine := &quickest{done: make(chan struct{}), at: now}
	if len(q.known) < keepQuickest {
		if q.known == nil {
			q.known = map[string]*quickest{}
		}
		q.known[key] = mine
	}
	q.mu.Unlock()
	mine.reply, mine.err = do()
	if mine.err != nil {
		q.mu.Lock()
		if q.known[key] == mine { // the next one asks anew
			delete(q.known, key)
		}
		q.mu.Unlock()
	}
	close(mine.done)
	return mine.reply, mine.err
}

// askQuickest asks the centre where items are served soonest. It runs beside the
// writer and the follower, and may wait.
func (n *Node) askQuickest(data json.RawMessage) wire.Reply {
	r, err := read[wire.QuickestRequest](data)
	if err != nil {
		return refuse(err)
	}
	slices.Sort(r.Items)
	r.Items = slices.Compact(r.Items)
	switch {
	case len(r.Items) == 0 || len(r.Items) > wire.QuickestItems || slices.ContainsFunc(r.Items, func(code string) bool { return !wire.ValidToken(code) }):
		return refuse(&wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("name 1 to %d items by their codes", wire.QuickestItems), Hint: "see state.catalogue"})
	case r.Most < 0 || r.Most > wire.QuickestMost:
		return refuse(&wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("at most %d halls are named", wire.QuickestMost), Hint: fmt.Sprintf("leave most out for %d", wire.QuickestUsual)})
	case r.Most == 0:
		r.Most = wire.QuickestUsual
	}
	net := n.halls()
	if net == nil {
		return refuse(&wire.Error{Code: wire.CodeCentreAway, Msg: "the hall belongs to no network", Hint: "the hall works without one"})
	}
	out, err := n.quickest.ask(fmt.Sprint(r.Most, " ", strings.Join(r.Items, " ")), n.clock.Now(), func() (wire.QuickestReply, *wire.Error) {
		ctx, cancel := context.WithTimeout(n.ctx, quickestWithin)
		defer cancel()
		out, err := net.Quickest(ctx, r)
		return out, netError(err)
	})
	if err != nil {
		return refuse(err)
	}
	if out.Halls == nil {
		out.Halls = []wire.HallWait{}
	}
	return n.answer(out)
}

// netError words an error of the network of halls for a terminal; nil is none.
func netError(err error) *wire.Error {
	if err == nil {
		return nil
	}
	var e *wire.Error
	if errors.As(err, &e) {
		return e
	}
	return &wire.Error{Code: wire.CodeCentreAway, Msg: "the centre cannot be asked: " + err.Error(), Hint: "the hall goes on without it"}
}
