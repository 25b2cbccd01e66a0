package uplink_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/wire"
)

// The link is the network that a hall node asks.
var _ node.Network = (*uplink.Uplink)(nil)

// isAway reports whether an error says that the centre cannot be asked.
func isAway(err error) bool {
	var e *wire.Error
	return errors.As(err, &e) && e.Code == uplink.CodeAway
}

func TestTheHallAsksTheCentreWhereItIsQuickest(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, _ := wish(t, c)
	isUp(t, u)
	c.answerWith(func(q question) any {
		var r wire.QuickestRequest
		if q.read(t, &r); q.what != wire.AskQuickest || r.Most != 2 || len(r.Items) != 1 {
			return nil
		}
		rep := wire.QuickestReply{Halls: []wire.HallWait{{Hall: "B-2", Waiting: 3}, {Hall: "no code"}, {Hall: hallID}}}
		for range 40 {
			rep.Halls = append(rep.Halls, wire.HallWait{Hall: "B-3"})
		}
		return rep
	})
	rep, err := u.Quickest(t.Context(), wire.QuickestRequest{Items: []string{"a"}, Most: 2})
	if err != nil || len(rep.Halls) != 20 || rep.Halls[0].Hall != "B-2" || rep.Halls[0].Waiting != 3 || rep.Halls[1].Hall != "B-3" {
		t.Errorf("%+v %v", rep, err)
	}
}

func TestWithoutALinkNobodyWaits(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	p := openProxy(t, c.url())
	h := openHall(t, t.TempDir())
	nobody := h.link("nats://127.0.0.1:1", c.enrol(hallID))
	forever := context.Background()
	if _, err := nobody.Quickest(forever, wire.QuickestRequest{Items: []string{"a"}}); !isAway(err) {
		t.Errorf("%v", err)
	}
	if _, err := nobody.Claim(forever, wire.ClaimRequest{RID: "request-1"}); !isAway(err) {
		t.Errorf("%v", err)
	}
	nobody.Close()

	// A question that is open when the line breaks is given up.
	u := h.link(p.url("nats"), c.enrol(hallID), (*uplink.Settings).Sound)
	isUp(t, u)
	got := make(chan error, 1)
	go func() {
		_, err := u.Claim(forever, wire.ClaimRequest{RID: "request-1"})
		got <- err
	}()
	within(t, time.Minute, says("it is asked"), func() bool { return len(c.questions(wire.AskClaim)) == 1 })
	p.cut()
	select {
	case err := <-got:
		if !isAway(err) {
			t.Errorf("%v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("it waits for a line that is gone")
	}
	// One whose asker has no more time ends with that.
	isUp(t, u)
	short, cancel := context.WithTimeout(forever, 20*time.Millisecond)
	defer cancel()
	if _, err := u.Claim(short, wire.ClaimRequest{RID: "request-1"}); !isAway(err) {
		t.Errorf("%v", err)
	}
	for _, q := range c.questions(wire.AskClaim) {
		if q.RID != "request-1" {
			t.Errorf("the claim has another name: %s", q.RID)
		}
	}
}

// A centre that leaves questions without an answer gets events all the same, and one
// that takes no events does not keep questions waiting.
func TestQuestionsAndSegmentsDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	h := openHall(t, t.TempDir())
	u := h.link(c.url(), c.enrol(hallID), func(s *uplink.Settings) { s.NoPings(); s.PatientAnswers() })
	isUp(t, u)
	for i := range 20 {
		go func() { _, _ = u.Claim(u.Ended(), wire.ClaimRequest{RID: fmt.Sprintf("request-%d", i)}) }()
		u.Claimed(wire.ClaimedRequest{RID: fmt.Sprintf("request-%d", i)})
	}
	within(t, time.Minute, says("questions are open"), func() bool { return len(c.questions(wire.AskClaim)) == 20 })
	h.issue(50)
	c.has(h)

	c.loseAcks.Store(true)
	c.answerWith(func(question) any { return wire.ClaimReply{} })
	h.issue(1)
	within(t, time.Minute, says("a segment waits for its answer"), func() bool { return c.watermark(hallID) == h.Last() })
	if _, err := u.Claim(t.Context(), wire.ClaimRequest{RID: "request-1"}); err != nil {
		t.Error(err)
	}
	if u.State().Behind == 0 {
		t.Error("the segment was answered")
	}
	c.loseAcks.Store(false)
}

// told are the outcomes that the centre was told, by their RIDs, in order.
func (c *centre) told() (all []string) {
	for _, q := range c.questions(wire.AskClaimed) {
		var r wire.ClaimedRequest
		q.read(c.t, &r)
		all = append(all, r.RID+" "+r.Number)
	}
	return all
}

func TestWhatBecameOfClaimsIsToldInOrderOnceTheCentreIsBack(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	c.answerWith(func(question) any { return struct{}{} })
	u, _ := wish(t, c)
	isUp(t, u)
	u.Claimed(wire.ClaimedRequest{RID: "request-0", Number: "A000"})
	within(t, time.Minute, says("it is told"), func() bool { return len(c.told()) == 1 })
	c.stop()
	within(t, time.Minute, says("the link is down"), func() bool { return !u.State().Up })
	for i := range uplink.QuickClaims + 5 {
		u.Claimed(wire.ClaimedRequest{RID: fmt.Sprintf("request-%04d", i), Number: "A001"})
	}
	c.start()
	within(t, time.Minute, func() string { return fmt.Sprintf("all are told: %d", len(c.told())) }, func() bool {
		return len(c.told()) >= 1+uplink.QuickClaims
	})
	all := c.told()[1:]
	if len(all) != uplink.QuickClaims || all[0] != "request-0005 A001" || all[len(all)-1] != fmt.Sprintf("request-%04d A001", uplink.QuickClaims+4) {
		t.Errorf("%d were told, from %s to %s", len(all), all[0], all[len(all)-1])
	}
}

func TestWhatBecameOfClaimsIsForgottenInTheEnd(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, _ := wish(t, c, func(s *uplink.Settings) { s.KeepClaims(time.Millisecond) })
	isUp(t, u)
	c.stop()
	within(t, time.Minute, says("the link is down"), func() bool { return !u.State().Up })
	u.Claimed(wire.ClaimedRequest{RID: "request-0", Number: "A000"})
	within(t, time.Minute, says("its time is over"), u.NothingToTell)
	c.answerWith(func(question) any { return struct{}{} })
	c.start()
	isUp(t, u)
	u.Close() // which would tell what is left
	if got := c.told(); len(got) != 0 {
		t.Errorf("told %q", got)
	}
}

func TestAnOutcomeThatTheCentreDoesNotTakeHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, _ := wish(t, c)
	isUp(t, u)
	busy := 3
	c.answerWith(func(q question) any {
		var r wire.ClaimedRequest
		switch q.read(t, &r); {
		case r.RID == "request-1":
			return refusal(wire.Error{Code: wire.CodeBadRequest, Msg: "what claim?"})
		case r.RID == "request-2" && busy > 0:
			busy--
			return refusal(wire.Error{Code: wire.CodeOverloaded, Msg: "later"})
		}
		return struct{}{}
	})
	for i := range 3 {
		u.Claimed(wire.ClaimedRequest{RID: fmt.Sprintf("request-%d", i+1)})
	}
	within(t, time.Minute, says("all were told"), func() bool {
		all := c.told()
		return len(all) > 0 && all[len(all)-1] == "request-3 "
	})
	if all := c.told(); len(all) != 1+4+1 {
		t.Errorf("%q", all)
	}
}

func TestTheLastWordsOfAHallArrive(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	c.answerWith(func(question) any { return struct{}{} })
	h := openHall(t, t.TempDir())
	u := h.link(c.url(), c.enrol(hallID), (*uplink.Settings).Sound)
	isUp(t, u)
	u.StopCommands()
	h.issue(300)
	u.Claimed(wire.ClaimedRequest{RID: "request-1", Number: "A300"})
	h.rest()
	if err := h.Node.Close(); err != nil {
		t.Fatal(err)
	}
	u.Close()
	if got, want := c.watermark(hallID), h.Last(); got != want {
		t.Errorf("the centre has %d of %d", got, want)
	}
	if got := c.told(); len(got) != 1 {
		t.Errorf("told %q", got)
	}
	if _, err := u.Quickest(t.Context(), wire.QuickestRequest{}); !isAway(err) {
		t.Errorf("a closed link answers: %v", err)
	}
}

func TestAQuestionThatTheCentreRefusesComesBackAsThat(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, _ := wish(t, c)
	isUp(t, u)
	c.answerWith(func(question) any { return refusal(wire.Error{Code: string(queue.CodeUnknownItem), Msg: "what item?"}) })
	_, err := u.Quickest(t.Context(), wire.QuickestRequest{Items: []string{"x"}})
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != string(queue.CodeUnknownItem) {
		t.Errorf("%v", err)
	}
}
