package uplink_test

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

// kept is what a centre has of one hall.
type kept struct {
	line       []wire.EpochStart
	seq, token uint64
	// next is the line of the last hello, and upTo how far it is kept already.
	next   []wire.EpochStart
	upTo   uint64
	events [][]byte // of the present descent, by sequence from 1
	left   int      // events of lines that the hall has left
	stale  int      // segments that were not taken
}

// centre is a centre that keeps everything in memory, and does badly what it is
// told to do badly.
type centre struct {
	t    testing.TB
	port int
	how  how
	nats *server.Server
	nc   *nats.Conn

	keys sync.Map // public key → hall

	mu       sync.Mutex // guards what follows
	halls    map[string]*kept
	lives    map[string][]wire.Live
	hellos   int
	segments int
	forged   []string // subjects of what was said in the name of another
	asked    []question
	replies  []string // where answers to them go
	// answers answers questions; nil and a nil answer are silence.
	answers func(q question) any

	loseAcks atomic.Bool // takes segments, and does not say so
	silent   atomic.Bool // answers nothing and takes nothing
	naive    atomic.Bool // compares no histories
	// check, instead of keeping the events, only counts them.
	check bool
	// greeted, if not nil, runs at each hello before that is answered.
	greeted func()
}

// how a centre's server listens.
type how struct {
	tls *tls.Config
	web bool
}

func openCentre(t testing.TB, how how) *centre {
	t.Helper()
	c := &centre{t: t, how: how, port: doortest.Port(t), halls: map[string]*kept{}, lives: map[string][]wire.Live{}}
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{}})
	c.start()
	t.Cleanup(c.stop)
	return c
}

// start runs the server and the service, again on the same port.
func (c *centre) start() {
	c.t.Helper()
	opts := &server.Options{
		ServerName: "centre", Host: "127.0.0.1", Port: c.port, NoSigs: true, NoSystemAccount: true, MaxPayload: 8 << 20,
		CustomClientAuthentication: c, AlwaysEnableNonce: true, AuthTimeout: 60, PingInterval: 2 * time.Second, MaxPingsOut: 2,
	}
	switch {
	case c.how.web:
		opts.DontListen = false
		opts.Port = -1
		opts.Websocket = server.WebsocketOpts{Host: "127.0.0.1", Port: c.port, TLSConfig: c.how.tls, NoTLS: c.how.tls == nil, HandshakeTimeout: time.Minute}
	case c.how.tls != nil:
		opts.TLSConfig, opts.TLS, opts.TLSHandshakeFirst, opts.TLSTimeout = c.how.tls, true, true, 60
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		c.t.Fatal(err)
	}
	srv.Start()
	if !srv.ReadyForConnections(time.Minute) {
		c.t.Fatal("the centre's server did not start")
	}
	c.nats = srv
	c.nc, err = nats.Connect("", nats.InProcessServer(srv), nats.UserInfo("centre", "centre"), nats.Timeout(time.Minute))
	if err != nil {
		c.t.Fatal(err)
	}
	for subject, take := range map[string]nats.MsgHandler{
		wire.SubjectHellos: c.hello, wire.SubjectSegments: c.segment, wire.SubjectLives: c.live, wire.SubjectAsks: c.question,
	} {
		if _, err := c.nc.Subscribe(subject, take); err != nil {
			c.t.Fatal(err)
		}
	}
	if err := c.nc.Flush(); err != nil {
		c.t.Fatal(err)
	}
}

// stop ends the server as a crash does: nobody is told.
func (c *centre) stop() {
	c.nc.Close()
	c.nats.Shutdown()
	c.nats.WaitForShutdown()
}

func (c *centre) url() string {
	kind := "nats"
	switch {
	case c.how.web && c.how.tls != nil:
		kind = "wss"
	case c.how.web:
		kind = "ws"
	case c.how.tls != nil:
		kind = "tls"
	}
	return fmt.Sprintf("%s://127.0.0.1:%d", kind, c.port)
}

// enrol makes a key for a hall and returns its seed.
func (c *centre) enrol(hall string) []byte {
	c.t.Helper()
	kp, err := nkeys.CreateUser()
	if err != nil {
		c.t.Fatal(err)
	}
	pub, err := kp.PublicKey()
	if err != nil {
		c.t.Fatal(err)
	}
	seed, err := kp.Seed()
	if err != nil {
		c.t.Fatal(err)
	}
	c.keys.Store(pub, hall)
	return seed
}

// publicOf is the public key of a seed.
func publicOf(t testing.TB, seed []byte) string {
	t.Helper()
	kp, err := nkeys.FromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := kp.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return pub
}

// Check admits the centre itself and the enrolled halls, each with what wire says
// that a hall may.
func (c *centre) Check(a server.ClientAuthentication) bool {
	o := a.GetOpts()
	if o.Username == "centre" && o.Password == "centre" {
		a.RegisterUser(&server.User{Username: "centre"})
		return true
	}
	hall, ok := c.keys.Load(o.Nkey)
	if !ok {
		return false
	}
	pub, err := nkeys.FromPublicKey(o.Nkey)
	sig, serr := base64.RawURLEncoding.DecodeString(o.Sig)
	if err != nil || serr != nil || pub.Verify(a.GetNonce(), sig) != nil {
		return false
	}
	p := wire.HallPermissions(hall.(string))
	a.RegisterUser(&server.User{Username: hall.(string), Permissions: &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: p.Publish},
		Subscribe: &server.SubjectPermission{Allow: p.Subscribe},
		Response:  &server.ResponsePermission{MaxMsgs: 1, Expires: wire.AnswerWithin},
	}})
	return true
}

func (c *centre) of(hall string) *kept {
	k := c.halls[hall]
	if k == nil {
		k = &kept{}
		c.halls[hall] = k
	}
	return k
}

func (c *centre) hello(m *nats.Msg) {
	if c.silent.Load() {
		return
	}
	var h wire.Hello
	if err := json.Unmarshal(m.Data, &h); err != nil {
		c.t.Errorf("a hello that cannot be read: %v", err)
		return
	}
	if c.greeted != nil {
		c.greeted()
	}
	c.answer(m, c.greet(m.Subject, h))
}

func (c *centre) greet(subject string, h wire.Hello) wire.HelloReply {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hellos++
	if subject != wire.HelloSubject(h.Hall) {
		c.forged = append(c.forged, subject)
	}
	if err := h.Check(); err != nil {
		return wire.HelloReply{V: wire.Version, Refused: err}
	}
	k := c.of(h.Hall)
	upTo, code := h.Branch(k.line, k.seq)
	if c.naive.Load() {
		upTo, code = k.seq, ""
	}
	if code != "" {
		epoch := k.line[len(k.line)-1].Epoch
		return wire.HelloReply{V: wire.Version, Epoch: epoch, Seq: k.seq, Refused: wire.RefuseUp(code, "epoch", epoch, "seq", fmt.Sprint(k.seq))}
	}
	k.next, k.upTo = h.Line, upTo
	k.token++
	rep := wire.HelloReply{V: wire.Version, Epoch: h.Epoch, Seq: upTo, Token: k.token}
	if upTo > 0 && upTo <= uint64(len(k.events)) {
		m, err := wire.MarkOf(k.events[upTo-1])
		if err != nil {
			c.t.Error(err)
		}
		rep.Mark = &m
	}
	return rep
}

func (c *centre) segment(m *nats.Msg) {
	if c.silent.Load() {
		return
	}
	var s wire.Segment
	if err := json.Unmarshal(m.Data, &s); err != nil {
		c.t.Errorf("a segment that cannot be read: %v", err)
		return
	}
	rep := c.ingest(m.Subject, s, len(m.Data))
	if !c.loseAcks.Load() {
		c.answer(m, rep)
	}
}

func (c *centre) ingest(subject string, s wire.Segment, size int) wire.SegmentReply {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.segments++
	if subject != wire.SegmentSubject(s.Hall) {
		c.forged = append(c.forged, subject)
	}
	k := c.of(s.Hall)
	if len(k.next) == 0 || s.Epoch != k.next[len(k.next)-1].Epoch || s.Token != k.token || s.From != k.upTo+1 {
		k.stale++
		return wire.SegmentReply{V: wire.Version, Seq: k.seq, Err: wire.RefuseUp(wire.CodeStaleWatermark)}
	}
	if n := len(s.Events); n == 0 || n > wire.MaxSegmentEvents || uint64(n) != s.To-s.From+1 || n > 1 && size > wire.MaxSegmentBytes+8<<10 {
		c.t.Errorf("a segment of %d events from %d to %d, %d bytes", n, s.From, s.To, size)
	}
	if k.line = k.next; k.upTo < k.seq { // the hall has left the rest
		k.left += int(k.seq - k.upTo)
		k.seq, k.events = k.upTo, k.events[:min(int(k.upTo), len(k.events))]
	}
	for _, e := range s.Events {
		k.seq++
		if c.check {
			continue
		}
		k.events = append(k.events, slices.Clone(e))
	}
	k.upTo = k.seq
	return wire.SegmentReply{V: wire.Version, Seq: k.seq, Token: k.token}
}

func (c *centre) live(m *nats.Msg) {
	var l wire.Live
	if err := json.Unmarshal(m.Data, &l); err != nil {
		c.t.Errorf("a live that cannot be read: %v", err)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.Subject != wire.LiveSubject(l.Hall) {
		c.forged = append(c.forged, m.Subject)
	}
	c.lives[l.Hall] = append(c.lives[l.Hall], l)
}

func (c *centre) answer(m *nats.Msg, v any) {
	b, err := json.Marshal(v)
	if err == nil {
		err = m.Respond(b)
	}
	if err != nil && !errors.Is(err, nats.ErrConnectionClosed) {
		c.t.Errorf("answer: %v", err)
	}
}

// said is how often a hello was said.
func (c *centre) said() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hellos
}

// change lets a test do something to what the centre has of a hall.
func (c *centre) change(hall string, fn func(k *kept)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fn(c.of(hall))
}

func (c *centre) watermark(hall string) (seq uint64) {
	c.change(hall, func(k *kept) { seq = k.seq })
	return seq
}

// ask gives a hall one command.
func (c *centre) ask(hall, area, verb string, req any, timeout time.Duration) (wire.Reply, error) {
	b, err := json.Marshal(req)
	if err != nil {
		return wire.Reply{}, err
	}
	var r wire.Reply
	m, err := c.nc.Request(wire.DownSubject(hall, area, verb), b, timeout)
	if err == nil {
		err = json.Unmarshal(m.Data, &r)
	}
	return r, err
}
