package client

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/central/api"
	"onewindow/central/api/apitest"
	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/trust"
	"onewindow/wire"
)

// deadline bounds every wait of these tests.
const deadline = time.Minute

// centre is a centre in memory behind the real interface.
type centre struct {
	*apitest.Centre
	api  *api.API
	http *httptest.Server
}

func newCentre(t *testing.T, tls bool) *centre {
	t.Helper()
	c := &centre{Centre: apitest.New()}
	var err error
	if c.api, err = api.New(api.Settings{Rate: 10000, Burst: 10000}, c.Centre); err != nil {
		t.Fatal(err)
	}
	c.http = httptest.NewUnstartedServer(c.api)
	c.http.Config = api.Server(c.api)
	if tls {
		c.http.StartTLS()
	} else {
		c.http.Start()
	}
	t.Cleanup(func() {
		c.api.Close()
		c.http.CloseClientConnections()
		c.http.Close()
	})
	return c
}

func (c *centre) token(t *testing.T, scopes ...network.Scope) string {
	t.Helper()
	text, tok := api.MakeToken(network.Token{Name: "test", Scopes: scopes}, time.Now())
	if err := c.AddToken(context.Background(), tok); err != nil {
		t.Fatal(err)
	}
	return text
}

func (c *centre) client(t *testing.T, opts Options, scopes ...network.Scope) *Client {
	t.Helper()
	cl, err := New(c.http.URL, c.token(t, scopes...), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cl.Close)
	return cl
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	t.Cleanup(cancel)
	return ctx
}

func wantCode(t *testing.T, err error, code string) *wire.Error {
	t.Helper()
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != code || e.Hint == "" {
		t.Errorf("%v, want a refusal with the code %s and a hint", err, code)
		return &wire.Error{}
	}
	return e
}

func TestAddressesAndTokensThatCannotWorkAreRefusedAtOnce(t *testing.T) {
	for _, c := range []struct{ address, token string }{
		{"", "owa1.a.b"}, {"centre.example", "owa1.a.b"}, {"ftp://centre.example", "owa1.a.b"}, {"http://centre.example", "owa1.a.b"}, {"http://192.0.2.1:80", "owa1.a.b"},
		{"https://user:secret@centre.example", "owa1.a.b"}, {"https://centre.example?token=x", "owa1.a.b"}, {"https://centre.example", ""}, {"https://centre.example", "a\nb"},
	} {
		if _, err := New(c.address, c.token, Options{}); err == nil {
			t.Errorf("%q with %q is taken", c.address, c.token)
		} else if strings.Contains(err.Error(), "owa1") {
			t.Errorf("the error has the token: %v", err)
		}
	}
	for _, address := range []string{"https://centre.example", "https://centre.example/", "http://127.0.0.1:8443", "http://[::1]:1", "http://localhost"} {
		if _, err := New(address, " owa1.a.b\n", Options{}); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := New("https://x", "t", Options{CA: filepath.Join(t.TempDir(), "none.pem")}); err == nil {
		t.Error("a file that is not there is taken")
	}
}

func TestAllThatAnAdministratorDoesGoesThrough(t *testing.T) {
	t.Parallel()
	c := newCentre(t, false)
	cl, ctx := c.client(t, Options{}, network.ScopeAdmin), within(t)
	d, err := cl.District(ctx)
	if err != nil || len(d.Halls) != len(apitest.Halls) || d.Rev != 1 {
		t.Errorf("district: %+v, %v", d, err)
	}
	if h, err := cl.Hall(ctx, apitest.Street); err != nil || h.Row.Hall != apitest.Street || len(h.Windows) != 1 {
		t.Errorf("hall: %+v, %v", h, err)
	}
	place := network.Place{Hall: "LG-PH-10", Name: queue.Text{ZhHans: "白坭坑社区"}, Level: queue.LevelCommunity, Parent: apitest.Street, Street: queue.Text{ZhHans: "平湖街道"}}
	if err := cl.PutPlace(ctx, place); err != nil {
		t.Error("put:", err)
	}
	n, err := cl.Network(ctx)
	if err != nil || len(n.Halls) != 5 || n.Halls[4].Place != place || !n.Halls[4].Placed || n.Halls[0].Key == nil || n.Halls[0].Key.Machine != "machine of LG-00" {
		t.Errorf("network: %+v, %v", n, err)
	}
	tok, err := cl.Invite(ctx, "LG-PH-10", 90*time.Minute)
	if err != nil || tok.Token != "owh1.LG-PH-10" || !tok.Expires.Equal(apitest.At.Add(2*time.Hour)) {
		t.Errorf("invite: %+v, %v", tok, err)
	}
	if tok, err = cl.Invite(ctx, "LG-PH-10", 0); err != nil || !tok.Expires.Equal(apitest.At.Add(24*time.Hour)) {
		t.Errorf("invite: %+v, %v", tok, err)
	}
	if err := cl.Adopt(ctx, apitest.Street, "0000000002-k3x9"); err != nil {
		t.Error("adopt:", err)
	}
	if err := cl.Revoke(ctx, apitest.Community); err != nil {
		t.Error("revoke:", err)
	}
	if err := cl.RemovePlace(ctx, "LG-PH-10"); err != nil {
		t.Error("remove:", err)
	}
	wantCode(t, cl.RemovePlace(ctx, "LG-PH-10"), wire.CodeHallUnknown)
	wantCode(t, cl.RemovePlace(ctx, apitest.Street), wire.CodeBadRequest)

	row, err := cl.Publish(ctx, form.PublishRequest{Part: queue.PartCalendar, Target: network.All, Body: []byte(`{"days":{}}`), Note: "x"})
	if err != nil || row.Version != 2 {
		t.Errorf("publish: %+v, %v", row, err)
	}
	if row, err = cl.Withdraw(ctx, queue.PartCalendar, network.All, "y"); err != nil || !row.Withdrawn {
		t.Errorf("withdraw: %+v, %v", row, err)
	}
	if all, err := cl.Publications(ctx); err != nil || len(all.Publications) != 3 {
		t.Errorf("publications: %+v, %v", all, err)
	}
	made, err := cl.MakeToken(ctx, form.TokenRequest{Name: "screen", Scopes: []network.Scope{network.ScopeRead}, Below: apitest.Street})
	if err != nil || made.Text == "" || made.Below != apitest.Street {
		t.Errorf("make: %+v, %v", made, err)
	}
	if all, err := cl.Tokens(ctx); err != nil || len(all.Tokens) != 2 {
		t.Errorf("tokens: %+v, %v", all, err)
	}
	if err := cl.RemoveToken(ctx, made.ID); err != nil {
		t.Error("remove token:", err)
	}
	if deeds, err := cl.Deeds(ctx, 3); err != nil || len(deeds.Deeds) != 3 || deeds.Deeds[0].What != "token.remove" {
		t.Errorf("deeds: %+v, %v", deeds, err)
	}
	var out bytes.Buffer
	if err := cl.Export(ctx, &out, "2026-11", ""); err != nil || strings.Count(out.String(), "\n") != 13 {
		t.Errorf("export: %v\n%s", err, &out)
	}
}

func TestAnExportThatIsCutShortIsAnError(t *testing.T) {
	t.Parallel()
	c := newCentre(t, false)
	cl, ctx := c.client(t, Options{}, network.ScopeExport), within(t)
	c.Rows(10000)
	c.Cut(9000)
	var out bytes.Buffer
	e := wantCode(t, cl.Export(ctx, &out, "2026-11", apitest.Street), wire.CodeUnreachable)
	if out.Len() == 0 {
		t.Error("nothing was written:", e)
	}
	c.Cut(-1)
	if err := cl.Export(ctx, full{}, "2026-11", ""); !errors.Is(err, errFull) {
		t.Errorf("%v, want the writer's error", err)
	}
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestRefusalsComeBackAsTheyAre(t *testing.T) {
	t.Parallel()
	c := newCentre(t, false)
	ctx := within(t)
	read := c.client(t, Options{}, network.ScopeRead)
	_, err := read.Tokens(ctx)
	wantCode(t, err, wire.CodeForbidden)
	_, err = read.Hall(ctx, "LG-NONE")
	wantCode(t, err, wire.CodeHallUnknown)
	_, err = read.Hall(ctx, "../../metrics")
	wantCode(t, err, wire.CodeBadRequest)
	stranger, err := New(c.http.URL, network.WriteBearer("nobody", make([]byte, network.BearerSecretSize)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = stranger.District(ctx)
	wantCode(t, err, wire.CodeTokenRefused)
}

func TestWithoutAnAnswerTheErrorSaysWhetherItMayBeDone(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer cut.Close()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<html>Bad gateway</html>", http.StatusBadGateway)
	}))
	defer proxy.Close()
	away := httptest.NewServer(http.RedirectHandler(cut.URL, http.StatusFound))
	defer away.Close()
	for _, c := range []struct {
		says, url, sent string
	}{{"nobody listens", gone.URL, "no"}, {"the line is cut", cut.URL, "yes"}, {"a proxy answers", proxy.URL, "yes"}, {"sent elsewhere", away.URL, "yes"}} {
		cl, err := New(c.url, "owa1.a.b", Options{Timeout: deadline})
		if err != nil {
			t.Fatal(err)
		}
		e := wantCode(t, cl.Revoke(within(t), "LG-00"), wire.CodeUnreachable)
		if e.Params["sent"] != c.sent || strings.Contains(e.Msg, "owa1") {
			t.Errorf("%s: %+v, want sent %s", c.says, e, c.sent)
		}
	}
}

func TestTheCentreIsKnownByItsAuthorityOrItsPin(t *testing.T) {
	t.Parallel()
	c := newCentre(t, true)
	ctx := within(t)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.http.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.client(t, Options{CA: ca}, network.ScopeRead).District(ctx); err != nil {
		t.Error("with the authority:", err)
	}
	_, err := c.client(t, Options{}, network.ScopeRead).District(ctx)
	wantCode(t, err, wire.CodeUnreachable)
	_, err = c.client(t, Options{Pin: &trust.Pin{1}}, network.ScopeRead).District(ctx)
	wantCode(t, err, wire.CodeUnreachable)

	// With an authority of our own, whatever the address.
	dir := t.TempDir()
	own, err := trust.OpenAuthority(dir, "centre", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	conf, err := own.ServerTLS(dir, []string{"centre.example"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(c.api)
	s.TLS = conf
	s.StartTLS()
	defer s.Close()
	pin := own.Pin()
	cl, err := New(s.URL, c.token(t, network.ScopeRead), Options{Pin: &pin})
	if err != nil {
		t.Fatal(err)
	}
	defer cl.Close()
	if _, err := cl.District(ctx); err != nil {
		t.Error("with the pin:", err)
	}
}

func FuzzEvents(f *testing.F) {
	f.Add("event: district\ndata: {}\n\n")
	f.Add(": comment\nid: 3\ndata\n\n\r\nretry: x")
	f.Fuzz(func(t *testing.T, text string) {
		e := newEvents(strings.NewReader(text), func() {})
		for range strings.Count(text, "\n") + 2 {
			if _, _, err := e.next(); err != nil {
				return
			}
		}
		t.Error("there are more events than lines")
	})
}
