package lan

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"onewindow/trust"
	"onewindow/trust/door"
	"onewindow/wire"
)

const (
	account        = "HALL"
	maxConnections = 512
	maxPayload     = 1 << 20
	// maxPending is more than four of the largest messages, and so large that the
	// server, which leaves out messages for a connection with three quarters of
	// it unread, does so before it would cut the hall's own connection for two
	// large requests at once.
	maxPending = 8 << 20
	maxSubs    = 512 // of one connection
	pingEvery  = 5 * time.Second
	// writeTime is how long one write to a terminal may take. Beyond it the
	// terminal is cut; it comes back and fetches the state anew.
	writeTime = time.Second
	inTime    = door.InTime
)

// Server is the hall's network. Its methods may be called from any goroutine.
type Server struct {
	set    Settings
	nats   *server.Server
	guard  *guard
	roster *roster
	enrol  *enrolment
	ca     []byte // certificate of the authority in DER; nil without TLS

	service *service
	events  *publisher
	conns   []*nats.Conn
}

// Listen starts the network of a hall. Requests go to h from then on. The
// error says what to do when the settings, the files in Dir or the port are not
// usable.
func Listen(set Settings, h Handler) (*Server, error) {
	if err := set.complete(); err != nil {
		return nil, err
	}
	dir := filepath.Join(set.Dir, "lan")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("lan: %w; check the data directory", err)
	}
	s := &Server{set: set}
	var err error
	if s.roster, err = openRoster(dir); err != nil {
		return nil, err
	}
	s.enrol = &enrolment{hall: set.Hall, addrs: s.addrs, roster: s.roster, now: time.Now, log: set.Log}
	var conf *tls.Config
	if !set.NoTLS {
		ca, err := trust.OpenAuthority(dir, "hall "+set.Hall, time.Now())
		if err != nil {
			return nil, fmt.Errorf("lan: %w", err)
		}
		if conf, err = ca.ServerTLS(dir, set.certNames(), time.Now()); err != nil {
			return nil, fmt.Errorf("lan: %w", err)
		}
		s.ca, s.enrol.pin, s.enrol.tls = ca.Cert(), ca.Pin(), true
	}
	if err := s.start(conf); err != nil {
		return nil, err
	}
	if err := s.open(h); err != nil {
		s.shut()
		return nil, err
	}
	if err := s.localAdmin(); err != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		return nil, errors.Join(err, s.Close(ctx))
	}
	return s, nil
}

// start runs the embedded server.
func (s *Server) start(conf *tls.Config) error {
	s.guard = &guard{
		roster:  s.roster,
		enrol:   s.enrol,
		secret:  rand.Text(),
		conns:   map[string][]uint64{},
		conduct: &door.Conduct{},
		refusals: func(why, remote string) {
			s.set.Log.Warn("lan: connection refused", "why", why, "from", remote)
		},
	}
	opts := &server.Options{
		ServerName:                 "hall-" + s.set.Hall,
		Host:                       s.set.Host,
		Port:                       s.set.Port,
		NoSystemAccount:            true,
		MaxConn:                    maxConnections,
		MaxSubs:                    maxSubs,
		MaxPayload:                 maxPayload,
		MaxPending:                 maxPending,
		NoFastProducerStall:        true,
		PingInterval:               pingEvery,
		MaxPingsOut:                2,
		WriteDeadline:              writeTime,
		AuthTimeout:                5,
		CustomClientAuthentication: s.guard,
		Accounts:                   []*server.Account{server.NewAccount(account)},
	}
	return door.Start(opts, conf, s.set.Log, "lan", func(srv *server.Server) (err error) {
		s.nats = srv
		s.guard.connUp = func(id uint64) bool { return srv.GetClient(id) != nil }
		s.guard.account, err = srv.LookupAccount(account)
		return err
	})
}

// open makes the hall's own connections and begins to serve. Events have a
// connection of their own, so that a stuck screen cannot hold up answers.
func (s *Server) open(h Handler) error {
	in, err := s.hallConn("requests")
	if err != nil {
		return err
	}
	ev, err := s.hallConn("events")
	if err != nil {
		return err
	}
	if s.service, err = newService(in, h, s); err != nil {
		return err
	}
	s.events = newPublisher(ev, s.set.Log)
	return nil
}

func (s *Server) hallConn(name string) (*nats.Conn, error) {
	nc, err := nats.Connect("", append(door.OwnLine("hall", name, "lan: the hall's own connection", s.set.Log),
		door.Inside(s.nats, hallUser, s.guard.secret)...)...)
	if err != nil {
		return nil, fmt.Errorf("lan: the hall's own connection: %w", err)
	}
	s.conns = append(s.conns, nc)
	return nc, nil
}

// addrs are "host:port" for join tokens, at most trust.MaxTokenAddrs.
func (s *Server) addrs() []string {
	if s.set.Port == 0 {
		return nil
	}
	var addrs []string
	for _, h := range s.set.hosts() {
		if a := net.JoinHostPort(h, s.port()); len(addrs) < trust.MaxTokenAddrs && len(a) < 256 && trust.ValidAddr(a) {
			addrs = append(addrs, a)
		}
	}
	return addrs
}

func (s *Server) port() string {
	if a, ok := s.nats.Addr().(*net.TCPAddr); ok {
		return strconv.Itoa(a.Port)
	}
	return strconv.Itoa(s.set.Port)
}

// URLs are where the hall's own machine reaches the server; empty without a
// port.
func (s *Server) URLs() []string {
	if s.set.Port == 0 {
		return nil
	}
	return trust.URLsOf([]string{net.JoinHostPort(s.set.localHost(), s.port())}, s.ca != nil)
}

// Publish sends a full-state message on its topic to all who listen. It only
// notes m and returns: when messages of one topic come faster than they can be
// sent, the newest is sent and older ones are left out. A terminal that reads
// nothing for a second is cut, one that reads slowly misses messages from 6 MiB
// on; both fetch the state afterwards.
func (s *Server) Publish(m wire.Message) { s.events.publish(m) }

// Terminals returns the enrolled terminals and the in-process ones by id, with
// when each was last heard since the start.
func (s *Server) Terminals() []wire.Terminal { return s.roster.list() }

// Token makes a join token that turns one device into a terminal of that role,
// for 15 minutes if ttl is 0. The token is a secret; the hall keeps its hash
// only, also over a restart. Errors are *wire.Error.
func (s *Server) Token(role wire.Role, window string, ttl time.Duration) (wire.TokenReply, error) {
	return s.enrol.token(role, window, ttl)
}

// Revoke withdraws a terminal's key, drops its connections at once and never
// gives its id again. Errors are *wire.Error.
func (s *Server) Revoke(id string) error {
	err := s.roster.change(true, func(st *rosterState) error {
		if _, ok := st.Terminals[id]; !ok {
			return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("there is no terminal %q", id),
				Hint: "ask terminal.list for those there are"}
		}
		st.retire(id)
		return nil
	})
	if err != nil {
		return err
	}
	s.gone(id)
	s.set.Log.Info("lan: terminal revoked", "terminal", id)
	return nil
}

// gone cuts a terminal that is on the list no more and drops what is known of it.
func (s *Server) gone(id string) {
	s.cut(id)
	s.guard.conduct.Forget(id)
	s.roster.unseen(id)
}

func (s *Server) cut(id string) {
	for _, c := range s.guard.take(id) {
		// An error means that the connection is gone already.
		_ = s.nats.DisconnectClientByID(c)
	}
}

// StopRequests stops taking requests and returns when all that had arrived were
// handed to the Handler or refused; terminals that ask from now on learn at
// once that nobody answers. It is the first half of stopping: then the owner
// stops its engine, which answers what it was given, and then calls Close.
func (s *Server) StopRequests(ctx context.Context) error {
	return s.service.drain(ctx)
}

// Close sends what has been answered and published, cuts all terminals and
// stops the server. It waits, within ctx, for requests that the Handler has not
// answered; the error says how many were left without. What was said before then has
// 15 s more, together, to go out.
func (s *Server) Close(ctx context.Context) error {
	err := s.service.drain(ctx)
	err = errors.Join(err, s.service.settle(ctx), s.events.stop(ctx))
	end := time.Now().Add(inTime)
	for _, nc := range s.conns {
		if ferr := nc.FlushTimeout(max(time.Until(end), 100*time.Millisecond)); ferr != nil {
			err = errors.Join(err, fmt.Errorf("lan: flush: %w", ferr))
		}
	}
	s.shut()
	return err
}

func (s *Server) shut() {
	for _, nc := range s.conns {
		nc.Close()
	}
	s.nats.Shutdown()
	s.nats.WaitForShutdown()
}
