package halls_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/central/halls"
	"onewindow/trust"
	"onewindow/wire"
)

// fakeStore keeps the watermark of each hall, as the centre's store does.
type fakeStore struct {
	mu     sync.Mutex
	halls  map[string]*fakeHistory
	hellos int
	events int
	busy   map[string]bool
	mixed  bool          // two requests of one hall were there at a time
	most   int           // the most requests that were there at a time
	now    int           // requests that are there now
	hold   chan struct{} // when set, requests wait for it
	err    error
	refuse *wire.Error // what hello says
	asks   *fakeAsks
}

// fakeAsks answers questions with what answer says; by default with the question.
type fakeAsks struct {
	mu     sync.Mutex
	answer func(ctx context.Context, hall, what string, req wire.Request) wire.Reply
	asked  int
}

func (f *fakeAsks) Ask(ctx context.Context, hall, what string, req wire.Request) wire.Reply {
	f.mu.Lock()
	f.asked++
	answer := f.answer
	f.mu.Unlock()
	if answer == nil {
		return wire.Reply{OK: true, Data: mustJSON(hall + " " + what)}
	}
	return answer(ctx, hall, what, req)
}

func (f *fakeAsks) with(answer func(ctx context.Context, hall, what string, req wire.Request) wire.Reply) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer = answer
}

// count is how many questions came.
func (f *fakeAsks) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

type fakeHistory struct {
	seq, token uint64
	epoch      string
}

func newFakeStore() *fakeStore {
	return &fakeStore{halls: map[string]*fakeHistory{}, busy: map[string]bool{}, asks: &fakeAsks{}}
}

func (f *fakeStore) begin(ctx context.Context, hall string) (func(), error) {
	f.mu.Lock()
	f.mixed = f.mixed || f.busy[hall]
	f.busy[hall] = true
	f.now++
	f.most = max(f.most, f.now)
	hold, err := f.hold, f.err
	f.mu.Unlock()
	end := func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.busy[hall] = false
		f.now--
	}
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			end()
			return nil, ctx.Err()
		}
	}
	if err != nil {
		end()
		return nil, err
	}
	return end, nil
}

func (f *fakeStore) of(hall string) *fakeHistory {
	h := f.halls[hall]
	if h == nil {
		h = &fakeHistory{}
		f.halls[hall] = h
	}
	return h
}

func (f *fakeStore) Hello(ctx context.Context, q wire.Hello) (wire.HelloReply, error) {
	end, err := f.begin(ctx, q.Hall)
	if err != nil {
		return wire.HelloReply{}, err
	}
	defer end()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hellos++
	if f.refuse != nil {
		return wire.HelloReply{Refused: f.refuse}, nil
	}
	h := f.of(q.Hall)
	h.token++
	h.epoch = q.Epoch
	return wire.HelloReply{Epoch: q.Epoch, Seq: h.seq, Token: h.token}, nil
}

func (f *fakeStore) Ingest(ctx context.Context, g wire.Segment) (wire.SegmentReply, error) {
	end, err := f.begin(ctx, g.Hall)
	if err != nil {
		return wire.SegmentReply{}, err
	}
	defer end()
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.of(g.Hall)
	if g.From != h.seq+1 || g.Epoch != h.epoch || g.Token != h.token {
		return wire.SegmentReply{}, wire.RefuseUp(wire.CodeStaleWatermark)
	}
	h.seq = g.To
	h.token++
	f.events += len(g.Events)
	return wire.SegmentReply{Seq: h.seq, Token: h.token}, nil
}

func (f *fakeStore) set(edit func(*fakeStore)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	edit(f)
}

// counts are how often hello was said and how many events were taken.
func (f *fakeStore) counts() (hellos, events int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hellos, f.events
}

func (f *fakeStore) seqOf(hall string) uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.of(hall).seq
}

const epoch = "1-0badcafe"

// fakeHall is a hall's end of the line, by hand.
type fakeHall struct {
	code, instance string
	nc             *nats.Conn
	mu             sync.Mutex
	said           []string // what the server objected to
	token, acked   uint64
	// ctx, if not nil, ends waiting for answers; else it is a minute.
	ctx context.Context
}

// key makes a key and its seed.
func key(t testing.TB) (pub string, seed []byte) {
	t.Helper()
	kp, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	pub, perr := kp.PublicKey()
	seed, serr := kp.Seed()
	if err := errors.Join(perr, serr); err != nil {
		t.Fatal(err)
	}
	return pub, seed
}

// signed is the option of a connection with that key.
func signed(t testing.TB, seed []byte) nats.Option {
	t.Helper()
	kp, err := nkeys.FromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := kp.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return nats.Nkey(pub, kp.Sign)
}

// secured are the options for URL of a centre with that pin.
func secured(url string, pin trust.Pin) []nats.Option {
	switch {
	case strings.HasPrefix(url, "tls:"):
		return []nats.Option{nats.TLSHandshakeFirst(), nats.Secure(trust.TLS(pin, halls.ErrOtherCentre, nil))}
	case strings.HasPrefix(url, "wss:"):
		return []nats.Option{nats.Secure(trust.TLS(pin, halls.ErrOtherCentre, nil))}
	}
	return nil
}

// dial connects a hall.
func dial(t testing.TB, j halls.Joined, url string, opts ...nats.Option) *fakeHall {
	t.Helper()
	h, err := tryDial(t, j, url, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func tryDial(t testing.TB, j halls.Joined, url string, opts ...nats.Option) (*fakeHall, error) {
	t.Helper()
	pin, err := j.Pin()
	if err != nil {
		t.Fatal(err)
	}
	h := &fakeHall{code: j.Hall, instance: "i-" + nats.NewInbox()[7:]}
	options := slices.Concat([]nats.Option{
		signed(t, j.Seed),
		nats.Name("hall " + j.Hall),
		nats.CustomInboxPrefix(wire.HallInboxPrefix(j.Hall)),
		nats.NoReconnect(),
		nats.Timeout(30 * time.Second),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			h.mu.Lock()
			h.said = append(h.said, err.Error())
			h.mu.Unlock()
		}),
	}, secured(url, pin), opts)
	// Where the machine stands still meanwhile, the server's first ping comes before its
	// word, which the library takes for an error. A hall tries again, too.
	for range 5 {
		if h.nc, err = nats.Connect(url, options...); err == nil || !strings.Contains(err.Error(), "expected 'PONG', got 'PING'") {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	t.Cleanup(h.nc.Close)
	return h, nil
}

// objections are what the server said against what the hall did.
func (h *fakeHall) objections() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.said, "\n")
}

func (h *fakeHall) greeting(seq uint64) wire.Hello {
	return wire.Hello{V: wire.Version, Hall: h.code, Instance: h.instance, Epoch: epoch, Seq: seq,
		Line: []wire.EpochStart{{Epoch: epoch, From: 1}}, First: 1, Version: "test", At: time.Now()}
}

// ask sends anything and reads the answer.
func (h *fakeHall) ask(subject string, body []byte, into any) error {
	ctx := h.ctx
	if ctx == nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
	}
	m, err := h.nc.RequestWithContext(ctx, subject, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(m.Data, into)
}

// hello says hello; the error is the refusal.
func (h *fakeHall) hello(seq uint64) error {
	var r wire.HelloReply
	if err := h.ask(wire.HelloSubject(h.code), mustJSON(h.greeting(seq)), &r); err != nil {
		return err
	}
	if r.Refused != nil {
		return r.Refused
	}
	h.token, h.acked = r.Token, r.Seq
	return nil
}

func (h *fakeHall) segmentOf(n int) wire.Segment {
	s := wire.Segment{V: wire.Version, Hall: h.code, Epoch: epoch, Token: h.token, From: h.acked + 1, To: h.acked + uint64(n)}
	for i := range n {
		s.Events = append(s.Events, json.RawMessage(fmt.Sprintf(`{"seq":%d,"type":"ticket.issued/1","data":{"number":"A%03d"}}`, s.From+uint64(i), i)))
	}
	return s
}

// send sends the next n events; the error is the refusal.
func (h *fakeHall) send(n int) error {
	var r wire.SegmentReply
	if err := h.ask(wire.SegmentSubject(h.code), mustJSON(h.segmentOf(n)), &r); err != nil {
		return err
	}
	if r.Err != nil {
		return r.Err
	}
	h.token, h.acked = r.Token, r.Seq
	return nil
}

// live tells how the hall is.
func (h *fakeHall) live(waiting int) error {
	return h.nc.Publish(wire.LiveSubject(h.code), mustJSON(wire.Live{V: wire.Version, Hall: h.code, Instance: h.instance, Epoch: epoch,
		At: time.Now(), Lines: []wire.LiveLine{{Theme: "A", Waiting: waiting}}}))
}

// answerWith answers the centre's commands.
func (h *fakeHall) answerWith(t testing.TB, answer func(m *nats.Msg) wire.Reply) {
	t.Helper()
	if _, err := h.nc.Subscribe(wire.DownSubjects(h.code), func(m *nats.Msg) {
		r := answer(m)
		r.V = wire.Version
		if err := m.Respond(mustJSON(r)); err != nil {
			t.Error(err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.nc.Flush(); err != nil {
		t.Fatal(err)
	}
}

func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
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

func unmarshal(data []byte, into any) error { return json.Unmarshal(data, into) }
