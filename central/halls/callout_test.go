package halls_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/central/halls"
	"onewindow/central/halls/hallstest"
	"onewindow/wire"
)

// governed is a cluster of three servers that ask the centre who may connect, as
// testdata/cluster.conf sets them up.
type governed struct {
	t       testing.TB
	dir     string
	servers []*server.Server
	reg     *hallstest.Registry // as one database
	store   *fakeStore
	seeds   map[string][]byte
	// centreKey is the public key of the centre's processes.
	centreKey string
}

// seedFile makes a key, and the file with its seed.
func seedFile(t testing.TB, file string, create func() (nkeys.KeyPair, error)) (pub string) {
	t.Helper()
	kp := must[nkeys.KeyPair](t)(create())
	if err := os.WriteFile(file, must[[]byte](t)(kp.Seed()), 0o600); err != nil {
		t.Fatal(err)
	}
	return must[string](t)(kp.PublicKey())
}

// authority makes a certificate authority and a node's certificate by it, as files;
// with alone, the authority is not put behind the node's own.
func authority(t testing.TB, dir string, alone bool) {
	t.Helper()
	key := must[*ecdsa.PrivateKey](t)
	cakey, nodekey := key(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)), key(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	now := time.Now()
	ca := &x509.Certificate{Subject: pkix.Name{CommonName: "the cluster's authority"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der := must[[]byte](t)
	cacert := der(x509.CreateCertificate(rand.Reader, ca, ca, &cakey.PublicKey, cakey))
	node := &x509.Certificate{Subject: pkix.Name{CommonName: "a node"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	nodecert := der(x509.CreateCertificate(rand.Reader, node, ca, &nodekey.PublicKey, cakey))
	block := func(kind string, b []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}) }
	chain := block("CERTIFICATE", nodecert)
	if !alone {
		chain = append(chain, block("CERTIFICATE", cacert)...)
	}
	for name, data := range map[string][]byte{
		"node.pem": chain, "ca.pem": block("CERTIFICATE", cacert), "node.key": block("PRIVATE KEY", der(x509.MarshalPKCS8PrivateKey(nodekey))),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// openGoverned starts the cluster with so many servers. edits are pairs of what the
// configuration says and what it shall say.
func openGoverned(t testing.TB, nodes int, alone bool, edits ...string) *governed {
	t.Helper()
	g := &governed{t: t, dir: t.TempDir(), reg: &hallstest.Registry{}, store: newFakeStore(), seeds: map[string][]byte{}}
	authority(t, g.dir, alone)
	text := string(must[[]byte](t)(os.ReadFile("testdata/cluster.conf")))
	replace := func(old, with string) {
		t.Helper()
		if !strings.Contains(text, old) {
			t.Fatalf("testdata/cluster.conf has no %q", old)
		}
		text = strings.ReplaceAll(text, old, with)
	}
	replace("/etc/onewindow/cluster", g.dir)
	g.centreKey = seedFile(t, g.file("centre.seed"), nkeys.CreateUser)
	replace("UCENTRE", g.centreKey)
	replace("USYSTEM", seedFile(t, g.file("system.seed"), nkeys.CreateUser))
	replace("AISSUER", seedFile(t, g.file("issuer.seed"), nkeys.CreateAccount))
	routes := `["tls://10.1.0.11:6222", "tls://10.1.0.12:6222", "tls://10.1.0.13:6222"]`
	replace(routes, "ROUTES")
	replace("10.1.0.11", "127.0.0.1")
	for _, port := range []string{"4222", "8443", "6222"} {
		replace("port: "+port, "port: -1")
	}
	for i := 0; i+1 < len(edits); i += 2 {
		replace(edits[i], edits[i+1])
	}
	route := ""
	for i := range nodes {
		conf := strings.ReplaceAll(text, "centre-1", fmt.Sprintf("centre-%d", i+1))
		conf = strings.ReplaceAll(conf, "ROUTES", "["+route+"]")
		file := g.file(fmt.Sprintf("node%d.conf", i+1))
		if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
			t.Fatal(err)
		}
		opts := must[*server.Options](t)(server.ProcessConfigFile(file))
		opts.NoSigs, opts.NoLog = true, true
		s := must[*server.Server](t)(server.NewServer(opts))
		s.Start()
		t.Cleanup(func() {
			s.Shutdown()
			s.WaitForShutdown()
		})
		if !s.ReadyForConnections(time.Minute) {
			t.Fatal("a server of the cluster did not start")
		}
		if route == "" {
			route = fmt.Sprintf("%q", "tls://"+s.ClusterAddr().String())
		}
		g.servers = append(g.servers, s)
	}
	within(t, time.Minute, "the servers find each other", func() bool {
		for _, s := range g.servers {
			if nodes > 1 && s.NumRoutes() == 0 {
				return false
			}
		}
		return true
	})
	return g
}

func (g *governed) file(name string) string { return filepath.Join(g.dir, name) }

// url is where one of the servers is.
func (g *governed) url(at int) string { return "tls://" + g.servers[at].Addr().String() }

func (g *governed) settings(at int) halls.Cluster {
	return halls.Cluster{URLs: []string{g.url(at)}, Credentials: g.file("centre.seed"), CA: g.file("ca.pem"), Issuer: g.file("issuer.seed"), System: g.file("system.seed")}
}

// centre connects one process of the centre to one of the servers.
func (g *governed) centre(at int, change ...func(*halls.Settings, *halls.Cluster)) *centre {
	g.t.Helper()
	set, k := halls.Settings{Name: "龙岗区"}, g.settings(at)
	for i := range g.servers {
		k.HallURLs = append(k.HallURLs, g.url((at+i)%len(g.servers)))
	}
	if testing.Verbose() {
		set.Log = slog.New(slog.NewTextHandler(testWriter{g.t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	set.Paces(0, 0, 50*time.Millisecond, 200*time.Millisecond, 0, 0)
	for _, c := range change {
		c(&set, &k)
	}
	h, err := halls.Connect(ctx(g.t), set, k, g.reg, g.store, g.store.asks)
	if err != nil {
		g.t.Fatal(err)
	}
	g.t.Cleanup(func() { _ = h.Close(ctx(g.t)) }) // some tests close it themselves
	block, _ := pem.Decode(must[[]byte](g.t)(os.ReadFile(g.file("ca.pem"))))
	return &centre{h, g.t, g.reg, g.store, set, g.seeds, block.Bytes}
}

func TestAHallJoinsAClusterByOneLine(t *testing.T) {
	t.Parallel()
	g := openGoverned(t, 3, false)
	a, b := g.centre(0), g.centre(1)
	j := a.enrolled("LG-1")
	if j.Hall != "LG-1" || j.Centre != "龙岗区" || len(j.URLs) != 3 {
		t.Fatalf("%+v", j)
	}
	for i, u := range j.URLs {
		h := dial(t, j, u)
		h.instance = "i-1"
		within(t, time.Minute, "it is heard", func() bool { return h.hello(30) == nil })
		if err := h.send(3); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		if _, err := h.question("desired", request(nil)); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		for says, c := range map[string]*centre{"one": a, "the other": b} {
			within(t, time.Minute, says+" knows how it is", func() bool {
				if err := h.live(i); err != nil {
					t.Fatal(err)
				}
				s := c.state("LG-1")
				return s.Up && len(s.Live.Lines) == 1 && s.Live.Lines[0].Waiting == i
			})
		}
		h.nc.Close()
	}
	list, err := b.Enrolled(ctx(t))
	if err != nil || len(list) != 1 || list[0].Hall != "LG-1" {
		t.Errorf("%+v %v", list, err)
	}
	if _, events := g.store.counts(); events != 9 {
		t.Errorf("%d events", events)
	}
}

func TestARevokedHallIsCutAtTheCluster(t *testing.T) {
	t.Parallel()
	g := openGoverned(t, 3, false)
	a, b := g.centre(0), g.centre(1)
	j := a.enrolled("LG-1")
	h := dial(t, j, g.url(2))
	within(t, time.Minute, "it is heard", func() bool { return h.hello(30) == nil })
	if err := a.Revoke(ctx(t), "LG-1"); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "it is cut", h.nc.IsClosed)
	if _, err := tryDial(t, j, g.url(1)); err == nil {
		t.Error("it came back")
	}
	within(t, time.Minute, "the other process knows it no more", func() bool { _, ok := b.State("LG-1"); return !ok })
	if err := a.Revoke(ctx(t), "LG-1"); err == nil {
		t.Error("revoked twice")
	}
}

func TestARevokedHallThatCannotBeCutIsNotHeardUntilItsPassEnds(t *testing.T) {
	t.Parallel()
	g := openGoverned(t, 1, false)
	apart := func(s *halls.Settings, k *halls.Cluster) { k.System = ""; s.Pass(15 * time.Second) }
	a, b := g.centre(0, apart), g.centre(0, apart)
	j := a.enrolled("LG-1")
	h := dial(t, j, g.url(0))
	if err := h.hello(30); err != nil {
		t.Fatal(err)
	}
	h.answerWith(t, func(*nats.Msg) wire.Reply { return wire.Reply{OK: true} })
	within(t, time.Minute, "both may command it", func() bool {
		for _, c := range []*centre{a, b} {
			if _, err := c.Do(ctx(t), issue("LG-1")); err != nil {
				return false
			}
		}
		return true
	})
	if err := a.Revoke(ctx(t), "LG-1"); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "neither has it any more", func() bool { _, ok := b.State("LG-1"); return !ok })
	hellos, _ := g.store.counts()
	for range 4 { // one process or the other
		if err := h.hello(30); code(err) != wire.CodeHallUnknown {
			t.Errorf("hello: %v", err)
		}
		if err := h.send(1); code(err) != wire.CodeHallUnknown {
			t.Errorf("segment: %v", err)
		}
		if _, err := h.question(wire.AskDesired, request(nil)); code(err) != wire.CodeHallUnknown {
			t.Errorf("question: %v", err)
		}
	}
	if n, _ := g.store.counts(); n != hellos {
		t.Error("the store heard it")
	}
	if err := h.live(7); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*centre{a, b} {
		if _, err := c.Do(ctx(t), issue("LG-1")); code(err) != wire.CodeUnreachable || sent(err) != "no" {
			t.Errorf("a command: %v", err)
		}
	}
	within(t, time.Minute, "its pass ends", h.nc.IsClosed)
	if _, err := tryDial(t, j, g.url(0)); err == nil {
		t.Error("it came back")
	}
	for says, c := range map[string]*centre{"one": a, "the other": b} {
		if s, ok := c.State("LG-1"); ok {
			t.Errorf("%s has it again: %+v", says, s)
		}
	}
}

func TestANewMachineTakesThePlaceOfTheOldOneInACluster(t *testing.T) {
	t.Parallel()
	for says, cut := range map[string]bool{"cut at once": true, "not cut": false} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			g := openGoverned(t, 1, false)
			apart := func(_ *halls.Settings, k *halls.Cluster) {
				if !cut {
					k.System = ""
				}
			}
			a, b := g.centre(0, apart), g.centre(0, apart)
			old := dial(t, a.enrolled("LG-1"), g.url(0))
			if err := old.hello(30); err != nil {
				t.Fatal(err)
			}
			within(t, time.Minute, "both know it", func() bool {
				if err := old.live(1); err != nil {
					t.Fatal(err)
				}
				return !a.state("LG-1").LiveAt.IsZero() && !b.state("LG-1").LiveAt.IsZero()
			})
			j := a.enrolled("LG-1")
			if cut {
				within(t, time.Minute, "the old one is cut", old.nc.IsClosed)
			}
			fresh := dial(t, j, g.url(0))
			// The old one goes on talking, where it can.
			within(t, time.Minute, "the new one is heard by whichever process", func() bool {
				if !cut {
					_ = old.live(2)
				}
				if fresh.nc.IsClosed() { // it was quicker than what cut the old one
					fresh = dial(t, j, g.url(0))
				}
				for range 4 {
					if fresh.hello(30) != nil {
						return false
					}
				}
				return true
			})
			if !cut {
				if err := old.hello(30); code(err) != wire.CodeHallUnknown {
					t.Errorf("the old machine: %v", err)
				}
			}
			if err := fresh.send(2); err != nil {
				t.Error(err)
			}
			for says, c := range map[string]*centre{"one": a, "the other": b} {
				if s := c.state("LG-1"); s.Copy != nil {
					t.Errorf("%s took it for a copy", says)
				}
			}
		})
	}
}

func TestHallsComeInWhileAnyProcessOfTheCentreIsThere(t *testing.T) {
	t.Parallel()
	g := openGoverned(t, 3, false)
	a := g.centre(0)
	j := a.added("LG-1")
	b := g.centre(1)
	if err := a.Close(ctx(t)); err != nil {
		t.Fatal(err)
	}
	h := dial(t, j, g.url(2))
	within(t, time.Minute, "it is heard", func() bool { return h.hello(5) == nil })
	if err := b.Close(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if nc, err := tryDial(t, j, g.url(2), nats.Timeout(2*time.Second)); err == nil {
		nc.nc.Close()
		t.Error("a hall came in without a centre")
	}
	c := g.centre(2)
	h = dial(t, j, g.url(0))
	within(t, time.Minute, "it is heard again", func() bool { return h.hello(5) == nil })
	if s := c.state("LG-1"); !s.Up || s.From != "127.0.0.1" {
		t.Errorf("%+v", s)
	}
}

func TestAHallBehindAWebFirewallUsesTheClustersWebSocket(t *testing.T) {
	t.Parallel()
	g := openGoverned(t, 1, false)
	c := g.centre(0, func(_ *halls.Settings, k *halls.Cluster) {
		u, err := url.Parse(g.servers[0].WebsocketURL())
		if err != nil {
			t.Fatal(err)
		}
		k.HallURLs = []string{"wss://127.0.0.1:" + u.Port()}
	})
	j := c.enrolled("LG-1")
	if !strings.HasPrefix(j.URLs[0], "wss://127.0.0.1:") {
		t.Fatal(j.URLs)
	}
	if err := dial(t, j, j.URLs[0]).hello(2); err != nil {
		t.Error(err)
	}
}

func TestAHallMakesFewConnectionsToACluster(t *testing.T) {
	t.Parallel()
	g := openGoverned(t, 1, false)
	c := g.centre(0)
	j, other := c.added("LG-1"), c.added("LG-2")
	n := 0
	for ; n < 200; n++ {
		if _, err := tryDial(t, j, g.url(0)); err != nil {
			break
		}
	}
	if n < 20 || n > 120 {
		t.Errorf("%d connections", n)
	}
	if err := dial(t, other, g.url(0)).hello(1); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotWorkWithAClusterIsSaidAtTheStart(t *testing.T) {
	t.Parallel()
	g, alone := openGoverned(t, 1, false), openGoverned(t, 1, true)
	for says, change := range map[string]func(*halls.Cluster, *halls.Registry){
		"no registry":       func(_ *halls.Cluster, r *halls.Registry) { *r = nil },
		"no credentials":    func(k *halls.Cluster, _ *halls.Registry) { k.Credentials = "" },
		"no authority of":   func(k *halls.Cluster, _ *halls.Registry) { k.CA = "" },
		"begins with SA":    func(k *halls.Cluster, _ *halls.Registry) { k.Issuer = g.file("centre.seed") },
		"no such file":      func(k *halls.Cluster, _ *halls.Registry) { k.Issuer = g.file("none") },
		"begins with SU":    func(k *halls.Cluster, _ *halls.Registry) { k.Credentials = g.file("ca.pem") },
		"or none is":        func(k *halls.Cluster, _ *halls.Registry) { k.HallURLs = []string{"nats://127.0.0.1:4222"} },
		"a token carries 8": func(k *halls.Cluster, _ *halls.Registry) { k.HallURLs = slices.Repeat(k.URLs, 9) },
		"database is away": func(_ *halls.Cluster, r *halls.Registry) {
			f := &hallstest.Registry{}
			f.Fail(errors.New("the database is away"))
			*r = f
		},
		"check its addresses": func(k *halls.Cluster, _ *halls.Registry) { k.CA = alone.file("ca.pem") },
		"cert_file":           func(k *halls.Cluster, _ *halls.Registry) { *k = alone.settings(0) },
	} {
		k, reg := g.settings(0), halls.Registry(g.reg)
		change(&k, &reg)
		h, err := halls.Connect(ctx(t), halls.Settings{}, k, reg, newFakeStore(), nil)
		if err == nil {
			err = errors.Join(errors.New("it started"), h.Close(ctx(t)))
		}
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestACentreWithAnotherIssuerLetsNobodyIn(t *testing.T) {
	t.Parallel()
	g := openGoverned(t, 1, false)
	seedFile(t, g.file("other.seed"), nkeys.CreateAccount)
	c := g.centre(0, func(_ *halls.Settings, k *halls.Cluster) { k.Issuer = g.file("other.seed") })
	if _, err := tryDial(t, c.added("LG-1"), g.url(0)); err == nil {
		t.Error("let in")
	}
}
