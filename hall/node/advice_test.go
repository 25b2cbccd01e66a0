package node_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

func TestTheAnswerToAnAdviceSaysWhetherTheClerkIsAsked(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	h.openDay()
	by := queue.Actor{Terminal: "hall"}
	var all []queue.Advice
	for window, theme := range map[string]string{"1": "business", "11": "construction", "21": "general"} {
		all = append(all, queue.Advice{Theme: theme, What: queue.AskClose, Window: window, Now: 10, Then: 9, Until: h.Now().Add(time.Hour)})
	}
	if r := h.Do(by, "", queue.Advise{Advices: all}); !r.OK {
		t.Fatal(r.Err)
	}
	h.Do(by, "", queue.SignOut{Window: "21"}) // it does by itself what is advised
	ids := map[string]string{}
	for _, r := range h.events() {
		if e, ok := r.Event.(queue.AdviceGiven); ok {
			ids[e.Advice.Theme] = e.Advice.ID
		}
	}
	for _, x := range []struct {
		theme  string
		accept bool
		want   queue.AdviceAnswer
	}{{"business", true, queue.AdviceAccepted}, {"construction", false, queue.AdviceRefused}, {"general", true, queue.AdviceOver}} {
		if got := must[wire.AdviceReply](h, admin, "hall", "advice", wire.AdviceRequest{ID: ids[x.theme], Accept: x.accept}); got.Answer != x.want {
			t.Errorf("%s, accepted %v: %q, want %q", x.theme, x.accept, got.Answer, x.want)
		}
	}
}

// promptClock is hall time that a test moves, and on which the hall looks all the time.
type promptClock struct{ *handClock }

func (c promptClock) After(time.Time) time.Duration { return 5 * time.Millisecond }

func TestAManagerIsShownTheFiguresOfNowAndTheHistoryKeepsThemWithTheAnswer(t *testing.T) {
	clock := promptClock{&handClock{now: queuetest.Morning.Add(time.Hour)}}
	settings := func(s *node.Settings) { s.First, s.Clock = furnish(3), clock }
	dir := t.TempDir()
	h := openHall(t, dir, settings)
	h.openDay()
	by := queue.Actor{Terminal: "hall"}
	h.Do(by, "", queue.SignOut{Window: "2"})
	h.Do(by, "", queue.SignOut{Window: "3"})
	h.close()
	// Opened when the day runs, it foresees once before the time moves: a day that opens
	// hurries a look, which may come while the crowd does and advise with half of it.
	h = openHall(t, dir, settings, unhurried)
	defer h.close()
	within(t, time.Minute, "a first look", func() bool { return h.Forecast() != nil })
	crowd := func(n int) {
		for range n {
			h.Do(by, "", queue.Issue{Theme: "business"})
		}
	}
	shown := func() (a queue.Advice) {
		m := must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicHall})
		var v wire.Hall
		if err := json.Unmarshal(m.Data, &v); err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(v.Advices, func(a queue.Advice) bool { return a.Theme == "business" && a.What == queue.AskOpen }); i >= 0 {
			a = v.Advices[i]
		}
		return a
	}
	crowd(12)
	clock.pass(time.Minute)
	within(t, time.Minute, "advice", func() bool { return shown().Waiting == 12 })
	first := shown()
	crowd(8)
	clock.pass(time.Minute)
	within(t, time.Minute, "newer figures", func() bool { return shown().Waiting == 20 })
	now := shown()
	if now.ID != first.ID || !now.Until.After(first.Until) {
		t.Errorf("first %+v, then %+v", first, now)
	}
	must[any](h, admin, "hall", "advice", wire.AdviceRequest{ID: now.ID, Accept: true})
	for _, r := range h.events() {
		switch e := r.Event.(type) {
		case queue.AdviceGiven:
			if e.Advice.ID == now.ID && e.Advice != first {
				t.Errorf("given %+v, shown at first %+v", e.Advice, first)
			}
		case queue.AdviceAnswered:
			if e.ID == now.ID && (e.Shown == nil || *e.Shown != now) {
				t.Errorf("answered %+v, shown %+v", e.Shown, now)
			}
		}
	}
	h.foldsToTheSame()
}
