package node_test

import (
	"testing"
	"time"

	"onewindow/queue"
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
