package node_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/wire"
)

func buji(context.Context, wire.QuickestRequest) (wire.QuickestReply, error) {
	return wire.QuickestReply{Halls: []wire.HallWait{{Hall: "LG-02", Name: queue.Text{ZhHans: "布吉"}, Waiting: 3}}}, nil
}

func TestTheQuickestHallsAreAskedOfTheCentreOnceInAWhile(t *testing.T) {
	m := newMachine()
	net := &centreOf{quickest: buji}
	h := openHall(t, t.TempDir(), func(s *node.Settings) { s.Clock = node.NewWallClock(time.Time{}, m.read) })
	defer h.close()
	h.JoinNetwork(net)
	ask := func(items ...string) wire.QuickestReply {
		return must[wire.QuickestReply](h, kiosk, "network", "quickest", wire.QuickestRequest{Items: items})
	}
	if got := ask("A-1", "B-1"); len(got.Halls) != 1 || got.Halls[0].Hall != "LG-02" {
		t.Fatalf("%+v", got)
	}
	ask("B-1", "A-1", "B-1") // the same, said otherwise
	ask("C-1")
	must[wire.QuickestReply](h, kiosk, "network", "quickest", wire.QuickestRequest{Items: []string{"C-1"}, Most: 5})
	if len(net.asked) != 3 || net.asked[0].Most != 3 || net.asked[2].Most != 5 {
		t.Errorf("the centre was asked %+v", net.asked)
	}
	m.pass(11 * time.Second)
	ask("C-1")
	if len(net.asked) != 4 {
		t.Errorf("after a while the centre was asked %d times", len(net.asked))
	}
}

func TestWithoutItsCentreAHallSaysSoAndAsksAgain(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	r := wire.QuickestRequest{Items: []string{"A-1"}}
	away := func(when string) {
		t.Helper()
		if got := h.ask(kiosk, "network", "quickest", r); got.OK || got.Err.Code != wire.CodeCentreAway || got.Err.Hint == "" {
			t.Errorf("%s: %+v", when, got)
		}
	}
	away("without a network")
	net := &centreOf{}
	h.JoinNetwork(net)
	away("without a link")
	net.quickest = func(context.Context, wire.QuickestRequest) (wire.QuickestReply, error) {
		return wire.QuickestReply{}, errors.New("broken")
	}
	away("with a broken link")
	net.quickest = func(context.Context, wire.QuickestRequest) (wire.QuickestReply, error) {
		return wire.QuickestReply{}, &wire.Error{Code: wire.CodeOverloaded, Msg: "too much", Hint: "wait"}
	}
	if got := h.ask(kiosk, "network", "quickest", r); got.OK || got.Err.Code != wire.CodeOverloaded {
		t.Errorf("the centre's own refusal: %+v", got)
	}
	net.quickest = buji
	must[wire.QuickestReply](h, kiosk, "network", "quickest", r)
	net.quickest = func(context.Context, wire.QuickestRequest) (wire.QuickestReply, error) {
		return wire.QuickestReply{}, nil
	}
	if got := h.ask(kiosk, "network", "quickest", wire.QuickestRequest{Items: []string{"B-1"}}); string(got.Data) != `{"halls":[]}` {
		t.Errorf("no hall: %s", got.Data)
	}
}

func TestAQuestionForTheQuickestHallsNamesItems(t *testing.T) {
	net := &centreOf{quickest: buji}
	h := openHall(t, t.TempDir())
	defer h.close()
	h.JoinNetwork(net)
	for _, body := range []string{`{}`, `{"items":[]}`, `{"items":[""]}`, `{"items":["a b"]}`, `{"items":["A-1"],"most":21}`, `{"items":["A-1"],"most":-1}`, `{"items":5}`,
		`{"items":["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17","18","19","20","21"]}`} {
		if got := h.ask(kiosk, "network", "quickest", json.RawMessage(body)); got.OK || got.Err.Code != wire.CodeBadRequest {
			t.Errorf("%s: %+v", body, got)
		}
	}
	if len(net.asked) > 0 {
		t.Errorf("the centre was asked %+v", net.asked)
	}
}

func TestWhoAsksForTheSameWhileTheCentreIsAskedWaitsForThatAnswer(t *testing.T) {
	asked, answer := make(chan struct{}, 8), make(chan struct{})
	net := &centreOf{quickest: func(ctx context.Context, r wire.QuickestRequest) (wire.QuickestReply, error) {
		asked <- struct{}{}
		<-answer
		return buji(ctx, r)
	}}
	h := openHall(t, t.TempDir())
	defer h.close()
	h.JoinNetwork(net)
	got := make(chan wire.Reply, 5)
	for range 5 {
		if err := say(h.Node, "", kiosk, "network", "quickest", wire.QuickestRequest{Items: []string{"A-1"}}, func(r wire.Reply) { got <- r }); err != nil {
			t.Fatal(err)
		}
	}
	<-asked
	close(answer)
	for range 5 {
		if r := <-got; !r.OK {
			t.Error(r.Err)
		}
	}
	if len(asked) > 0 {
		t.Errorf("the centre was asked %d times more", len(asked))
	}
}
