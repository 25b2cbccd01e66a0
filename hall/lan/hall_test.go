package lan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"onewindow/wire"
)

// fakeHall is a hall in memory: it counts effects, answers a repeated rid with
// the first answer, and answers state.get.
type fakeHall struct {
	mu      sync.Mutex
	epoch   string
	seq     uint64
	first   map[string]wire.Reply
	effects int
	gets    int
	states  map[wire.Topic]wire.Message
	hold    chan struct{} // when set, effects wait for it
	seen    []wire.Terminal
	wg      sync.WaitGroup
}

func newFakeHall() *fakeHall {
	return &fakeHall{epoch: "1-0000000a", first: map[string]wire.Reply{}, states: map[wire.Topic]wire.Message{}}
}

func (f *fakeHall) Serve(from wire.Terminal, verb wire.Verb, req wire.Request, reply func(wire.Reply)) {
	f.mu.Lock()
	hold := f.hold
	f.mu.Unlock()
	if hold == nil || verb.Query {
		reply(f.answer(from, verb, req))
		return
	}
	f.wg.Add(1)
	go func() {
		defer f.wg.Done()
		<-hold
		reply(f.answer(from, verb, req))
	}()
}

func (f *fakeHall) Late(_ wire.Terminal, _ wire.Verb, req wire.Request, refusal *wire.Error, reply func(wire.Reply)) {
	f.mu.Lock()
	r, ok := f.first[req.RID]
	f.mu.Unlock()
	if r.Dup = ok; !ok {
		r = wire.Reply{Err: refusal}
	}
	reply(r)
}

func (f *fakeHall) answer(from wire.Terminal, verb wire.Verb, req wire.Request) wire.Reply {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen = append(f.seen, from)
	if verb.Query {
		f.gets++
		var b wire.TopicRequest
		_ = json.Unmarshal(req.Data, &b)
		m, ok := f.states[b.Topic]
		if !ok {
			return wire.Reply{Epoch: f.epoch, Err: &wire.Error{Code: wire.CodeBadRequest, Msg: "no such topic"}}
		}
		data, _ := json.Marshal(m)
		return wire.Reply{OK: true, Epoch: f.epoch, Seq: f.seq, Data: data}
	}
	if r, ok := f.first[req.RID]; ok {
		r.Dup = true
		return r
	}
	f.effects++
	f.seq++
	data, _ := json.Marshal(map[string]any{"number": fmt.Sprintf("A%03d", f.effects), "by": from.ID})
	r := wire.Reply{OK: true, Epoch: f.epoch, Seq: f.seq, Data: data}
	f.first[req.RID] = r
	return r
}

func (f *fakeHall) set(topic wire.Topic, seq uint64, text string) wire.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, _ := json.Marshal(text)
	m := wire.Message{V: wire.Version, Topic: topic, Epoch: f.epoch, Seq: seq, At: time.Now(), Data: data}
	f.states[topic] = m
	f.seq = max(f.seq, seq)
	return m
}

func (f *fakeHall) sys() wire.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	data, _ := json.Marshal(wire.Sys{V: 1, Hall: "test", Epoch: f.epoch, Seq: f.seq, At: time.Now()})
	return wire.Message{V: 1, Topic: wire.TopicSys, Epoch: f.epoch, Seq: f.seq, At: time.Now(), Data: data}
}

func (f *fakeHall) counts() (effects, gets int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.effects, f.gets
}

func within(t testing.TB, d time.Duration, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(d)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", d, what)
		}
		<-tick.C
	}
}

func testContext(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// listenOn starts a hall on a loopback port with TLS.
func listenOn(t testing.TB, dir string, port int, h Handler, change ...func(*Settings)) *Server {
	t.Helper()
	set := Settings{Host: "127.0.0.1", Port: port, Hall: "test-01", Dir: dir}
	for _, c := range change {
		c(&set)
	}
	s, err := Listen(set, h)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t testing.TB, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if s.nats.Running() {
		if err := s.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

// enrolled makes a terminal by token.
func enrolled(t testing.TB, s *Server, role wire.Role, window string) Identity {
	t.Helper()
	tok, err := s.Token(role, window, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	id, err := Join(testContext(t), tok.Token, "test "+string(role))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func dialed(t testing.TB, id Identity, o Options) *Client {
	t.Helper()
	c, err := Dial(testContext(t), id, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func code(err error) string {
	var w *wire.Error
	if errors.As(err, &w) {
		return w.Code
	}
	if err == nil {
		return "ok"
	}
	return err.Error()
}

func portOf(t testing.TB, s *Server) int {
	t.Helper()
	var port int
	if _, err := fmt.Sscan(s.port(), &port); err != nil {
		t.Fatal(err)
	}
	return port
}

func mustHave(t *testing.T, path string) string {
	t.Helper()
	m, err := filepath.Glob(path)
	if err != nil || len(m) != 1 {
		t.Fatalf("%s: %v %v", path, m, err)
	}
	return m[0]
}
