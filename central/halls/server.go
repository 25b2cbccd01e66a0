package halls

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"onewindow/trust"
	"onewindow/trust/door"
	"onewindow/wire"
)

const (
	ownAccount = "CENTRE"
	sysAccount = "EVENTS"
	maxPayload = 4 << 20
	// maxPending is how much may be on its way to one connection. The centre's own
	// takes what all halls send; while it is behind, the server slows the senders.
	maxPending     = 256 << 20
	maxConnections = 65536
	maxSubs        = 64 // of one connection
	// writeTime is how long one write may take. Beyond it a hall is cut; it comes back
	// and says hello. What the centre says is little, so a hall that does not read
	// holds up nobody; but the centre's own lines must never be cut on a busy machine.
	writeTime = 10 * time.Second
	inTime    = door.InTime
)

// Halls are the connections of the centre's halls. Its methods may be called from
// any goroutine.
type Halls struct {
	set      Settings
	registry Registry
	nats     *server.Server // nil with a cluster
	gate     *gate          // nil with a cluster that decides itself who connects
	guard    *guard         // nil with a cluster
	enrol    *enrolment     // nil with a cluster that decides itself who connects
	conns    *conns         // nil with a cluster
	members  *members       // nil but with a cluster where the centre decides who connects
	callout  *callout       // as members
	kicker   *kicker        // nil but with the rights of a cluster's system account
	pin      *trust.Pin     // of the authority; nil without TLS

	roll      *roll
	speakers  *speakers
	service   *service
	questions *questions
	commands  *commands
	keeper    *keeper
	lines     []*nats.Conn // the centre's own
}

// Listen starts the centre's own server for halls. What halls tell goes to in, and
// what they ask to asks, from then on; with nil asks each question is refused. The
// error says what to do when the settings, the files in Dir, a port or
// the registry are not usable.
func Listen(ctx context.Context, set Settings, registry Registry, in Ingest, asks Asks) (*Halls, error) {
	set.complete()
	if err := set.listens(); err != nil {
		return nil, err
	}
	h := newHalls(set, in, asks)
	h.conns = newConns()
	h.speakers = newSpeakers(h.conns.has, set.paces.prove)
	h.service.speakers = h.speakers
	h.service.connOf, h.service.cut, h.service.cutHall = h.connOf, h.cut, h.cutHall
	h.service.fromOf = h.conns.from
	h.service.enrolled = func(hall string) bool { return len(h.conns.of(hall)) > 0 }
	h.commands.there = h.there
	enrolled, err := registry.List(ctx)
	if err != nil {
		return nil, fmt.Errorf("halls: the registry of halls: %w", err)
	}
	for _, e := range enrolled {
		h.roll.enter(e.Hall, func(s *State) { s.Why = "it has not connected since the centre started" })
	}
	h.decide(registry, h.addrs)
	var conf *tls.Config
	if !set.NoTLS {
		if conf, err = h.certify(); err != nil {
			return nil, err
		}
	}
	if err := h.start(conf); err != nil {
		h.shut()
		return nil, err
	}
	if err := h.open(); err != nil {
		h.shut()
		return nil, err
	}
	return h, nil
}

// newHalls makes what both kinds have in common.
func newHalls(set Settings, in Ingest, asks Asks) *Halls {
	h := &Halls{set: set, roll: newRoll()}
	h.service = &service{
		ingest: in, roll: h.roll, lanes: newLanes(storeLimits(set.Waiting)), paces: set.paces, log: set.Log, conduct: &door.Conduct{},
		connOf: func(string, string) uint64 { return 0 }, fromOf: func(string, uint64) string { return "" }, cut: func(uint64) {}, cutHall: func(string) {},
		enrolled: func(hall string) bool { return wire.ValidToken(hall) },
	}
	h.service.known = func(_ context.Context, hall string) bool { return h.service.enrolled(hall) }
	h.service.ctx, h.service.cancel = context.WithCancel(context.Background())
	h.questions = newQuestions(asks, h.set.paces.ask, h.service, set.Log)
	h.commands = &commands{roll: h.roll, open: map[string]int{}}
	h.keeper = newKeeper(h)
	return h
}

// certify opens the centre's authority.
func (h *Halls) certify() (*tls.Config, error) {
	dir := filepath.Join(h.set.Dir, "halls")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("halls: %w; check the data directory", err)
	}
	ca, err := trust.OpenAuthority(dir, "centre", time.Now())
	if err != nil {
		return nil, fmt.Errorf("halls: %w", err)
	}
	conf, err := ca.ServerTLS(dir, door.CertNames(h.hosts()), time.Now())
	if err != nil {
		return nil, fmt.Errorf("halls: %w", err)
	}
	h.trusted(ca.Pin())
	return conf, nil
}

// trusted has tokens say which authority the centre is known by.
func (h *Halls) trusted(pin trust.Pin) { h.pin, h.enrol.pin, h.enrol.tls = &pin, pin, true }

// decide makes the centre the one that decides which halls may connect; addrs are
// where they do.
func (h *Halls) decide(registry Registry, addrs func() []string) {
	h.registry = registry
	h.enrol = &enrolment{centre: h.set.Name, addrs: addrs, registry: registry, now: time.Now, log: h.set.Log, enrolled: h.rekeyed}
	h.gate = &gate{registry: registry, enrol: h.enrol, log: h.set.Log, coming: strikeConnect * h.set.paces.strict}
	h.service.conduct = &h.gate.conduct
}

func (h *Halls) hosts() []string {
	hosts, err := door.Hosts(h.set.Host, h.set.Names)
	if err != nil {
		h.set.Log.Warn("halls: the machine's addresses cannot be read; set names in the configuration", "err", err)
	}
	return hosts
}

// start runs the embedded server.
func (h *Halls) start(conf *tls.Config) error {
	h.guard = &guard{gate: h.gate, conns: h.conns, secret: rand.Text(), joinTime: h.set.paces.join, came: h.came}
	opts := &server.Options{
		ServerName: "centre",
		Host:       h.set.Host,
		Port:       h.set.Port,
		// The server's own events tell at once which connection has ended, and why.
		SystemAccount:              sysAccount,
		Accounts:                   []*server.Account{server.NewAccount(ownAccount), server.NewAccount(sysAccount)},
		MaxConn:                    maxConnections,
		MaxSubs:                    maxSubs,
		MaxPayload:                 maxPayload,
		MaxPending:                 maxPending,
		PingInterval:               h.set.paces.ping,
		MaxPingsOut:                2,
		WriteDeadline:              writeTime,
		AuthTimeout:                h.set.paces.hand.Seconds(),
		MaxClosedClients:           1,
		CustomClientAuthentication: h.guard,
	}
	if h.set.WebPort != 0 {
		opts.Websocket = server.WebsocketOpts{
			Host: h.set.Host, Port: h.set.WebPort, NoTLS: conf == nil, TLSConfig: conf,
			HandshakeTimeout: h.set.paces.hand, AuthTimeout: h.set.paces.hand.Seconds(),
		}
	}
	return door.Start(opts, conf, h.set.Log, "halls", func(srv *server.Server) (err error) {
		h.nats = srv
		if h.guard.own, err = srv.LookupAccount(ownAccount); err != nil {
			return err
		}
		h.guard.sys, err = srv.LookupAccount(sysAccount)
		return err
	})
}

// open makes the centre's own connections and begins to serve.
func (h *Halls) open() error {
	sys, err := h.ownLine("events", sysUser)
	if err != nil {
		return err
	}
	if _, err := sys.Subscribe("$SYS.ACCOUNT."+ownAccount+".DISCONNECT", h.disconnected); err != nil {
		return fmt.Errorf("halls: subscribe: %w", err)
	}
	if err := sys.FlushTimeout(inTime); err != nil {
		return fmt.Errorf("halls: subscribe: %w", err)
	}
	var lines [len(lineNames)]*nats.Conn
	for i, name := range lineNames {
		if lines[i], err = h.ownLine(name, ownUser); err != nil {
			return err
		}
	}
	sub, err := lines[2].Subscribe(wire.SubjectHallJoin, h.enrol.serve)
	if err == nil {
		err = sub.SetPendingLimits(maxJoins, maxJoins*maxPayload)
	}
	if err == nil {
		err = lines[2].FlushTimeout(inTime)
	}
	if err != nil {
		return fmt.Errorf("halls: subscribe: %w", err)
	}
	return h.serve(lines)
}

// serve begins to take what halls say over the centre's own lines.
func (h *Halls) serve(lines [len(lineNames)]*nats.Conn) error {
	h.commands.conn = lines[2]
	h.keeper.start()
	if err := h.service.listen(lines[0], lines[1], h.set.Workers); err != nil {
		return err
	}
	return h.questions.listen(lines[3])
}

// addrs are the addresses for tokens, at most trust.MaxTokenAddrs.
func (h *Halls) addrs() []string {
	var addrs []string
	add := func(prefix, port string) {
		for _, host := range h.hosts() {
			a := net.JoinHostPort(host, port)
			if len(addrs) < trust.MaxTokenAddrs && len(a) < 240 && trust.ValidAddr(a) {
				addrs = append(addrs, prefix+a)
			}
		}
	}
	if h.set.Port != 0 {
		add("", h.port())
	}
	if h.set.WebPort != 0 && !h.set.NoTLS {
		add("wss://", h.webPort())
	}
	return addrs
}

func (h *Halls) port() string {
	if a, ok := h.nats.Addr().(*net.TCPAddr); ok {
		return strconv.Itoa(a.Port)
	}
	return strconv.Itoa(h.set.Port)
}

func (h *Halls) webPort() string {
	if u, err := url.Parse(h.nats.WebsocketURL()); err == nil && u.Port() != "" {
		return u.Port()
	}
	return strconv.Itoa(h.set.WebPort)
}

// shut ends the server and the centre's own lines.
func (h *Halls) shut() {
	if h.callout != nil {
		h.callout.stop()
	}
	h.keeper.stop()
	h.questions.abandon()
	h.service.abandon()
	for _, nc := range h.lines {
		nc.Close()
	}
	if h.nats != nil {
		h.nats.Shutdown()
		h.nats.WaitForShutdown()
		ids, _ := h.conns.all()
		for _, id := range ids {
			h.left(id, "the centre has stopped")
		}
	}
	h.roll.close()
}

// Close takes nothing more from halls, lets the store finish what it was given,
// sends the answers, and then cuts all halls and stops the server. It waits within
// ctx; the error says what was left without an answer, which the halls settle by
// saying hello later. The store and what answers questions must be there until Close returns.
func (h *Halls) Close(ctx context.Context) error {
	var asked error
	var wg sync.WaitGroup
	wg.Go(func() { asked = h.questions.close(ctx) })
	err := h.service.close(ctx)
	wg.Wait()
	err = errors.Join(err, asked)
	for _, nc := range h.lines {
		most := inTime
		if !nc.IsConnected() { // its cluster is away
			most = time.Second
		}
		if ferr := nc.FlushTimeout(most); ferr != nil && !errors.Is(ferr, nats.ErrConnectionClosed) {
			err = errors.Join(err, fmt.Errorf("halls: flush: %w", ferr))
		}
	}
	h.shut()
	return err
}
