package node_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/wire"
)

// A line of one theme as it should behave, for the checker: numbers count up,
// next calls the one who has waited longest, a number at a window can be
// cancelled by no desk. Every operation of a history must fit in somewhere
// between its first request and its answer.

const linearWindows = 6

// lineState is a whole theme; it is compared by value.
type lineState struct {
	last    int
	waiting string // one rune for each who waits, in order
	at      [linearWindows]atWindow
}

type atWindow struct {
	number int
	here   bool // the citizen has come to the window
}

// lineOp is one request, and lineAnswer what came of it.
type lineOp struct {
	verb   string // issue, next, start, cancel
	window int
	number int
}

type lineAnswer struct {
	// unknown: the client gave up and never learned it.
	unknown bool
	code    string
	number  int
}

var lineModel = porcupine.Model{
	Init: func() any { return lineState{} },
	Step: func(state, input, output any) (bool, any) {
		got := output.(lineAnswer)
		want, next := state.(lineState).step(input.(lineOp))
		return got.unknown || got == want, next
	},
	DescribeOperation: func(in, out any) string { return fmt.Sprintf("%+v -> %+v", in, out) },
}

func (s lineState) step(op lineOp) (lineAnswer, lineState) {
	w := &s.at[op.window]
	switch op.verb {
	case "issue":
		s.last++
		s.waiting += string(rune(s.last))
		return lineAnswer{number: s.last}, s
	case "next":
		if w.number != 0 && !w.here {
			return lineAnswer{code: string(queue.CodeAnswerFirst)}, s
		}
		*w = atWindow{}
		for i, n := range s.waiting {
			w.number, s.waiting = int(n), s.waiting[i+len(string(n)):]
			break
		}
		return lineAnswer{number: w.number}, s
	case "start":
		if w.number == 0 || w.here {
			return lineAnswer{code: string(queue.CodeNotCalled)}, s
		}
		w.here = true
		return lineAnswer{number: w.number}, s
	}
	n := string(rune(op.number))
	switch {
	case op.number > s.last:
		return lineAnswer{code: string(queue.CodeUnknownNumber)}, s
	case strings.Contains(s.waiting, n):
		s.waiting = strings.Replace(s.waiting, n, "", 1)
		return lineAnswer{number: op.number}, s
	}
	for _, o := range s.at {
		if o.number == op.number {
			return lineAnswer{code: string(queue.CodeOtherWindow)}, s
		}
	}
	return lineAnswer{code: string(queue.CodeEnded)}, s
}

// asker is a terminal that sends a request under a name of its choice.
type asker interface {
	DoRID(ctx context.Context, rid, area, verb string, body, out any) error
}

// direct is a terminal without a network.
type direct struct {
	n  *node.Node
	as wire.Terminal
}

func (d direct) DoRID(ctx context.Context, rid, area, verb string, body, out any) error {
	v, _ := wire.FindVerb(area, verb)
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	deadline, _ := ctx.Deadline()
	got := make(chan wire.Reply, 1)
	req := wire.Request{V: wire.Version, RID: rid, Exp: d.n.Now().Add(time.Until(deadline)), Data: data}
	d.n.Serve(d.as, v, req, func(r wire.Reply) { got <- r })
	select {
	case r := <-got:
		if !r.OK {
			return r.Err
		}
		return json.Unmarshal(r.Data, out)
	case <-ctx.Done():
		return &wire.Error{Code: wire.CodeUnreachable, Msg: "no answer in time"}
	}
}

// worker is one client of the history: it asks, asks twice, gives up, and asks
// again under the same name.
type worker struct {
	id    int
	ask   asker
	rand  *rand.Rand
	start time.Time
	rids  int
	// leave is how many operations it may leave without knowing their outcome;
	// each doubles the checker's work.
	leave int
	ops   []porcupine.Operation
}

// do carries one operation through and notes it; forgotten ones, of which the
// client never learned the outcome, may have happened at any later time.
func (w *worker) do(op lineOp) error {
	w.rids++
	rid := fmt.Sprintf("linear-%02d-%06d", w.id, w.rids)
	o := porcupine.Operation{ClientId: w.id, Input: op, Call: int64(time.Since(w.start))}
	got, err := w.persist(rid, op)
	if err != nil || got.code == wire.CodeExpired {
		return err // an expired request did nothing, and is not part of the history
	}
	o.Output, o.Return = got, int64(time.Since(w.start))
	if got.unknown {
		o.Return = math.MaxInt64
	}
	w.ops = append(w.ops, o)
	return nil
}

// persist repeats a request until it is answered, or now and then gives up.
func (w *worker) persist(rid string, op lineOp) (lineAnswer, error) {
	for try := 0; ; try++ {
		patience := 20 * time.Second
		if try == 0 && w.rand.IntN(4) == 0 {
			patience = time.Duration(w.rand.IntN(3000)) * time.Microsecond
		}
		got, err := w.once(rid, op, patience)
		switch {
		case err != nil:
			return got, err
		case got.code == wire.CodeUnreachable && w.leave > 0 && w.rand.IntN(8) == 0:
			w.leave--
			return lineAnswer{unknown: true}, nil
		case got.code == wire.CodeUnreachable, got.code == wire.CodeExpired && patience < time.Second:
			continue
		}
		if w.rand.IntN(8) == 0 {
			again, err := w.once(rid, op, 20*time.Second)
			if err == nil && again != got {
				err = fmt.Errorf("%+v was answered with %+v, and repeated with %+v", op, got, again)
			}
			return got, err
		}
		return got, nil
	}
}

func (w *worker) once(rid string, op lineOp, patience time.Duration) (lineAnswer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var number string
	var err error
	switch op.verb {
	case "issue":
		var t wire.Ticket
		err = w.ask.DoRID(ctx, rid, "ticket", "issue", wire.IssueRequest{Theme: "business"}, &t)
		number = t.Number
	case "cancel":
		var t wire.Ticket
		err = w.ask.DoRID(ctx, rid, "ticket", "cancel", queue.Cancel{Number: fmt.Sprintf("A%03d", op.number), Reason: "test"}, &t)
		number = t.Number
	default:
		var d wire.Done
		err = w.ask.DoRID(ctx, rid, "window", op.verb, nil, &d)
		if d.Ticket != nil {
			number = d.Ticket.Number
		}
	}
	var refused *wire.Error
	if errors.As(err, &refused) {
		return lineAnswer{code: refused.Code}, nil
	}
	if err != nil || number == "" {
		return lineAnswer{}, err
	}
	var a lineAnswer
	_, err = fmt.Sscanf(number, "A%d", &a.number)
	return a, err
}

// history lets kiosks, windows and guides work at once and returns all that
// they asked and were answered.
func history(t *testing.T, seed uint64, ops int, askers map[wire.Role][]asker) (all []porcupine.Operation) {
	t.Helper()
	var workers []*worker
	var wg sync.WaitGroup
	var most atomic.Int64 // the highest number heard of
	start := time.Now()
	run := func(ask asker, next func(w *worker, i int) lineOp) {
		w := &worker{id: len(workers), ask: ask, start: start, rand: rand.New(rand.NewPCG(seed, uint64(len(workers))))}
		if len(workers)%3 == 0 {
			w.leave = 1
		}
		workers = append(workers, w)
		wg.Go(func() {
			for i := range ops {
				op := next(w, i)
				if err := w.do(op); err != nil {
					t.Errorf("%+v: %v", op, err)
					return
				}
				if n := len(w.ops); n > 0 {
					most.Store(max(most.Load(), int64(w.ops[n-1].Output.(lineAnswer).number)))
				}
			}
		})
	}
	for _, a := range askers[wire.RoleKiosk] {
		run(a, func(*worker, int) lineOp { return lineOp{verb: "issue"} })
	}
	for i, a := range askers[wire.RoleWindow] {
		run(a, func(w *worker, k int) lineOp {
			if w.rand.IntN(10) == 0 {
				k++ // the wrong key now and then
			}
			return lineOp{verb: []string{"next", "start"}[k%2], window: i}
		})
	}
	for _, a := range askers[wire.RoleGuide] {
		run(a, func(w *worker, _ int) lineOp {
			n := int(most.Load()) + 1 - w.rand.IntN(12)
			return lineOp{verb: "cancel", number: max(n, 1)}
		})
	}
	wg.Wait()
	for _, w := range workers {
		all = append(all, w.ops...)
	}
	return all
}

// wantLinear fails unless one order of all operations explains every answer.
func wantLinear(t *testing.T, seed uint64, ops []porcupine.Operation) {
	t.Helper()
	counts := map[string]int{}
	for _, o := range ops {
		got := o.Output.(lineAnswer)
		name := o.Input.(lineOp).verb + " " + got.code
		if got.unknown {
			name += "unknown"
		}
		counts[name]++
	}
	t.Logf("seed %d: %d operations: %v", seed, len(ops), counts)
	if got := porcupine.CheckOperationsTimeout(lineModel, ops, 10*time.Minute); got != porcupine.Ok {
		t.Fatalf("seed %d: the history of %d operations is not linearizable: %s", seed, len(ops), got)
	}
}

func TestHistoriesOfIssueCallAndCancelAreLinearizable(t *testing.T) {
	for seed := range uint64(size(4, 4, 8)) {
		h := openHall(t, t.TempDir())
		h.openDay()
		askers := map[wire.Role][]asker{}
		for i := range 4 {
			askers[wire.RoleKiosk] = append(askers[wire.RoleKiosk], direct{h.Node, wire.Terminal{ID: fmt.Sprint("kiosk-", i), Role: wire.RoleKiosk}})
		}
		for i := range linearWindows {
			askers[wire.RoleWindow] = append(askers[wire.RoleWindow], direct{h.Node, windowTerminal(i + 1)})
		}
		for i := range 2 {
			askers[wire.RoleGuide] = append(askers[wire.RoleGuide], direct{h.Node, wire.Terminal{ID: fmt.Sprint("guide-", i), Role: wire.RoleGuide}})
		}
		wantLinear(t, seed, history(t, seed, 60, askers))
		h.foldsToTheSame()
		h.close()
	}
}

func TestHistoriesOverTheNetworkAreLinearizable(t *testing.T) {
	h := openHall(t, t.TempDir())
	h.openDay()
	net := h.listen()
	askers := map[wire.Role][]asker{}
	add := func(role wire.Role, window string, local bool) {
		c := net.dial(role, window)
		if local {
			c = net.local(role, window)
		}
		askers[role] = append(askers[role], c)
	}
	for i := range 4 {
		add(wire.RoleKiosk, "", i == 0)
	}
	for i := range linearWindows {
		add(wire.RoleWindow, fmt.Sprint(i+1), i == 0)
	}
	add(wire.RoleGuide, "", false)
	add(wire.RoleGuide, "", true)
	wantLinear(t, 99, history(t, 99, 40, askers))
	h.foldsToTheSame()
	net.close()
}
