package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestANumberIsPromisedAWaitOnce(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	rev := h.State.Ticket(a).Rev
	h.Wait(time.Second)
	first, second := promise(h.Now), promise(h.Now)
	second.High++
	if rs := h.Do(t, queue.PromiseWait{Number: a, Promise: first}); len(rs) != 1 {
		t.Fatalf("%v", types(rs))
	}
	if rs := h.Do(t, queue.PromiseWait{Number: a, Promise: second}); len(rs) != 0 {
		t.Fatalf("a second promise is %v", types(rs))
	}
	x := h.State.Ticket(a)
	if *x.Promise != first || x.Rev != rev {
		t.Fatalf("%+v, revision %d after %d", x.Promise, x.Rev, rev)
	}
	if by := x.Promise.By(); !by.Equal(h.Now.Add(500 * time.Second)) {
		t.Fatalf("very likely called by %s", by)
	}
}

func TestAPromiseIsOfTheTimeBetweenTheNumberAndNow(t *testing.T) {
	h := queuetest.New(t, 1)
	drawn := h.Now
	a, b, c := h.Issue(t, "business"), h.Issue(t, "business"), h.Issue(t, "business")
	h.Wait(time.Second)
	for number, at := range map[string]struct{ said, want time.Time }{a: {time.Time{}, drawn}, b: {h.Now.Add(time.Hour), h.Now}, c: {h.Now.Add(-100 * time.Microsecond), h.Now.Add(-time.Millisecond)}} {
		h.Do(t, queue.PromiseWait{Number: number, Promise: promise(at.said)})
		if got := h.State.Ticket(number).Promise.At; !got.Equal(at.want) {
			t.Errorf("said to be made at %s, kept as of %s, want %s", at.said, got, at.want)
		}
	}
}

func TestAPromiseThatCannotBeIsRefused(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	for name, spoil := range map[string]func(p *queue.Promise){
		"fewer than nobody":   func(p *queue.Promise) { p.Ahead = -1 },
		"a wait before now":   func(p *queue.Promise) { p.Low = -1 },
		"median under low":    func(p *queue.Promise) { p.Median = p.Low - 1 },
		"likely under median": func(p *queue.Promise) { p.Likely = p.Median - 1 },
		"high under likely":   func(p *queue.Promise) { p.High = p.Likely - 1 },
		"longer than a day":   func(p *queue.Promise) { p.High = 24*3600 + 1 },
	} {
		p := promise(h.Now)
		spoil(&p)
		if r, err := h.Try(queue.PromiseWait{Number: a, Promise: p}); err == nil {
			t.Errorf("%s: %v", name, types(r))
		}
	}
	wantRefusal(t, h, queue.PromiseWait{Number: "Z999", Promise: promise(h.Now)}, queue.CodeUnknownNumber)
}

func TestAnUndoLeavesWhatWasPromised(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantNext(t, h, "1", a)
	h.Do(t, queue.PromiseWait{Number: a, Promise: promise(h.Now)}) // it came when the citizen was called already
	h.Do(t, queue.Undo{Window: "1"})
	wantState(t, h, a, queue.Waiting)
	if h.State.Ticket(a).Promise == nil {
		t.Fatal("the undo has forgotten the promise")
	}
}
