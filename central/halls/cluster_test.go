package halls_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/central/halls"
	"onewindow/wire"
)

// cluster is two NATS servers in operator mode, as an operator of ours sets them up:
// one account, halls by a scoped signing key whose template has their permissions.
type cluster struct {
	t       testing.TB
	servers [2]*server.Server
	signing nkeys.KeyPair
	account string
	dir     string
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func openCluster(t testing.TB) *cluster {
	t.Helper()
	pair, text := must[nkeys.KeyPair](t), must[string](t)
	c := &cluster{t: t, dir: t.TempDir()}
	operator, account := pair(nkeys.CreateOperator()), pair(nkeys.CreateAccount())
	c.signing = pair(nkeys.CreateAccount())
	c.account = text(account.PublicKey())

	scope := jwt.NewUserScope()
	scope.Key, scope.Role = text(c.signing.PublicKey()), "hall"
	p := wire.HallPermissions("{{name()}}")
	scope.Template.Permissions = jwt.Permissions{
		Pub: jwt.Permission{Allow: p.Publish}, Sub: jwt.Permission{Allow: p.Subscribe},
		Resp: &jwt.ResponsePermission{MaxMsgs: 1, Expires: wire.AnswerWithin},
	}
	ac := jwt.NewAccountClaims(c.account)
	ac.SigningKeys.AddScopedSigner(scope)
	accountJWT := text(ac.Encode(operator))
	c.creds(t, "centre", account, func(u *jwt.UserClaims) {
		u.Permissions.Pub.Allow = []string{"dn.>"}
		u.Permissions.Resp = &jwt.ResponsePermission{MaxMsgs: 1, Expires: time.Minute}
		u.Permissions.Sub.Allow = []string{"up.>", "_INBOX_centre.>"}
	})

	routes := ""
	for i := range c.servers {
		resolver := &server.MemAccResolver{}
		if err := resolver.Store(c.account, accountJWT); err != nil {
			t.Fatal(err)
		}
		oc := jwt.NewOperatorClaims(text(operator.PublicKey()))
		opts := &server.Options{
			ServerName: fmt.Sprintf("n%d", i), Host: "127.0.0.1", Port: -1, NoSigs: true, NoLog: true, MaxPayload: 4 << 20,
			TrustedOperators: []*jwt.OperatorClaims{oc}, AccountResolver: resolver,
			Cluster: server.ClusterOpts{Name: "c", Host: "127.0.0.1", Port: -1},
		}
		if routes != "" {
			opts.Routes = server.RoutesFromStr(routes)
		}
		s := must[*server.Server](t)(server.NewServer(opts))
		s.Start()
		t.Cleanup(func() {
			s.Shutdown()
			s.WaitForShutdown()
		})
		if !s.ReadyForConnections(time.Minute) {
			t.Fatal("a server of the cluster did not start")
		}
		routes = "nats://" + s.ClusterAddr().String()
		c.servers[i] = s
	}
	within(t, time.Minute, "the servers find each other", func() bool { return c.servers[0].NumRoutes() > 0 && c.servers[1].NumRoutes() > 0 })
	return c
}

// creds makes a user and the file with its credentials.
func (c *cluster) creds(t testing.TB, name string, signer nkeys.KeyPair, change func(*jwt.UserClaims)) (file string) {
	t.Helper()
	user := must[nkeys.KeyPair](t)(nkeys.CreateUser())
	u := jwt.NewUserClaims(must[string](t)(user.PublicKey()))
	u.Name = name
	change(u)
	token := must[string](t)(u.Encode(signer))
	file = filepath.Join(c.dir, name+".creds")
	data := must[[]byte](t)(jwt.FormatUserConfig(token, must[[]byte](t)(user.Seed())))
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// hall connects a hall to one of the servers.
func (c *cluster) hall(code string, at int) *fakeHall {
	c.t.Helper()
	file := c.creds(c.t, code, c.signing, func(u *jwt.UserClaims) {
		u.IssuerAccount = c.account
		u.SetScoped(true)
	})
	h := &fakeHall{code: code, instance: "i-" + nats.NewInbox()[7:]}
	h.nc = must[*nats.Conn](c.t)(nats.Connect(c.servers[at].ClientURL(), nats.UserCredentials(file),
		nats.CustomInboxPrefix(wire.HallInboxPrefix(code)), nats.NoReconnect(), nats.Timeout(time.Minute),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			h.mu.Lock()
			h.said = append(h.said, err.Error())
			h.mu.Unlock()
		})))
	c.t.Cleanup(h.nc.Close)
	return h
}

// centre connects one process of the centre to one of the servers.
func (c *cluster) centre(store *fakeStore, at int) *halls.Halls {
	c.t.Helper()
	set := halls.Settings{}
	if testing.Verbose() {
		set.Log = slog.New(slog.NewTextHandler(testWriter{c.t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	set.Paces(0, 0, 50*time.Millisecond, 0, 3*time.Second, 0)
	h, err := halls.Connect(ctx(c.t), set, halls.Cluster{URLs: []string{c.servers[at].ClientURL()}, Credentials: filepath.Join(c.dir, "centre.creds")}, nil, store, store.asks)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = h.Close(ctx(c.t)) })
	return h
}

func TestTwoProcessesOfACentreShareTheWorkInACluster(t *testing.T) {
	t.Parallel()
	cl := openCluster(t)
	store := newFakeStore() // as one database
	a, b := cl.centre(store, 0), cl.centre(store, 1)
	var list []*fakeHall
	for i := range 12 {
		list = append(list, cl.hall(fmt.Sprintf("LG-%02d", i), i%2))
	}
	// Subscriptions travel between the servers by themselves.
	within(t, time.Minute, "a hall is heard", func() bool { return list[0].hello(1000) == nil && list[1].hello(1000) == nil })
	work := func(rounds int) {
		var wg sync.WaitGroup
		for _, h := range list {
			wg.Go(func() {
				if err := h.hello(1000); err != nil {
					t.Errorf("%s: %v", h.code, err)
					return
				}
				for range rounds {
					if err := h.send(4); err != nil {
						t.Errorf("%s: %v", h.code, err)
						return
					}
				}
				if err := h.live(7); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
	work(10)
	acked := func(h *halls.Halls) (n int) {
		for _, s := range h.States() {
			if s.Acked > 0 {
				n++
			}
		}
		return n
	}
	if acked(a) == 0 || acked(b) == 0 {
		t.Errorf("%d and %d halls were served", acked(a), acked(b))
	}
	for says, h := range map[string]*halls.Halls{"one": a, "the other": b} {
		within(t, time.Minute, says+" knows how all are", func() bool {
			n := 0
			for _, s := range h.States() {
				if s.Up && len(s.Live.Lines) == 1 {
					n++
				}
			}
			return n == len(list)
		})
	}
	list[3].answerWith(t, func(*nats.Msg) wire.Reply { return wire.Reply{OK: true} })
	for says, h := range map[string]*halls.Halls{"one": a, "the other": b} {
		within(t, time.Minute, says+" reaches the hall", func() bool {
			_, err := h.Do(ctx(t), issue("LG-03"))
			return err == nil
		})
		if _, err := h.Do(ctx(t), issue("LG-99")); code(err) != wire.CodeUnreachable || sent(err) != "no" {
			t.Errorf("a hall that is not there: %v", err)
		}
	}
	if err := a.Close(ctx(t)); err != nil {
		t.Error(err)
	}
	work(10)
	if _, events := store.counts(); events != len(list)*20*4 {
		t.Errorf("%d events", events)
	}
	list[5].nc.Close()
	within(t, time.Minute, "a hall that is not heard is gone", func() bool { s, _ := b.State("LG-05"); return !s.Up && s.Why != "" })
}

func TestTheClusterKeepsHallsApart(t *testing.T) {
	t.Parallel()
	cl := openCluster(t)
	store := newFakeStore()
	cl.centre(store, 0)
	a := cl.hall("LG-1", 0)
	within(t, time.Minute, "it is heard", func() bool { return a.hello(5) == nil })
	for _, subject := range []string{wire.HelloSubject("LG-2"), wire.SegmentSubject("LG-2"), wire.DownSubject("LG-2", "ticket", "issue"), "_INBOX_centre.x"} {
		if err := a.nc.Publish(subject, nil); err != nil {
			t.Fatal(err)
		}
		within(t, time.Minute, subject+" is refused", func() bool { return strings.Contains(a.objections(), fmt.Sprintf("Publish to %q", subject)) })
	}
	if _, err := a.nc.SubscribeSync("up.>"); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "listening is refused", func() bool { return strings.Contains(a.objections(), `Subscription to "up.>"`) })
}

func TestACopyIsFoundInAClusterToo(t *testing.T) {
	t.Parallel()
	cl := openCluster(t)
	c := cl.centre(newFakeStore(), 0)
	first, copied := cl.hall("LG-1", 0), cl.hall("LG-1", 0)
	within(t, time.Minute, "it is heard", func() bool { return first.hello(5) == nil })
	if err := first.live(1); err != nil {
		t.Fatal(err)
	}
	got := make(chan error, 1)
	go func() { got <- copied.hello(5) }()
	within(t, time.Minute, "the copy is found", func() bool {
		if err := first.live(2); err != nil {
			t.Fatal(err)
		}
		s, _ := c.State("LG-1")
		return s.Copy != nil && s.Copy.Instance == copied.instance
	})
	if err := <-got; code(err) != wire.CodeHallTwice {
		t.Error(err)
	}
	if _, err := c.Do(ctx(t), issue("LG-1")); code(err) != wire.CodeHallTwice {
		t.Error(err)
	}
}

func TestInAClusterOthersEnrol(t *testing.T) {
	t.Parallel()
	cl := openCluster(t)
	c := cl.centre(newFakeStore(), 0)
	if _, err := c.Invite(ctx(t), "LG-1", 0); err == nil || !strings.Contains(err.Error(), "nsc") {
		t.Error(err)
	}
	if err := c.Revoke(ctx(t), "LG-1"); err == nil {
		t.Error("revoked")
	}
	for says, k := range map[string]halls.Cluster{
		"no address":   {},
		"without TLS":  {URLs: []string{"nats://192.0.2.1:4222"}},
		"is no addr":   {URLs: []string{"http://x"}},
		"credentials":  {URLs: []string{cl.servers[0].ClientURL()}, Credentials: filepath.Join(t.TempDir(), "none")},
		"check its ad": {URLs: []string{"nats://127.0.0.1:1"}},
	} {
		h, err := halls.Connect(ctx(t), halls.Settings{}, k, nil, newFakeStore(), nil)
		if err == nil {
			_ = h.Close(ctx(t))
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}
