package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/wire"
)

func TestOnlyTheHeaderIsTakenForAToken(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeRead)
	s.refused(401, wire.CodeTokenRefused, request{path: "/v1/district"})
	got := s.refused(400, wire.CodeBadRequest, request{path: "/v1/district?access_token=" + token})
	if strings.Contains(string(got.body), token) {
		t.Errorf("the answer repeats the token: %s", got.body)
	}
	s.refused(401, wire.CodeTokenRefused, request{path: "/v1/district", header: http.Header{"Cookie": {"token=" + token}}})
	for _, header := range []string{token, "Basic " + token, "Bearer", "Bearer ", "Bearer " + token + "x", "Bearer " + strings.ToUpper(token), "Bearer owa1.x.y"} {
		got := s.refused(401, wire.CodeTokenRefused, request{path: "/v1/district", header: http.Header{"Authorization": {header}}})
		if got.header.Get("WWW-Authenticate") == "" {
			t.Error("a 401 does not say what is wanted")
		}
	}
	s.want(200, request{path: "/v1/district", header: http.Header{"Authorization": {"bearer  " + token}}})
	if strings.Contains(s.log.String(), token) {
		t.Error("the token is in the log")
	}
}

func TestATokenThatIsRemovedOrExpiredOpensNothingSoon(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	admin, token := s.token("", network.ScopeAdmin), s.token("", network.ScopeRead)
	id, _, _ := network.ReadBearer(token)
	r := request{path: "/v1/district", token: token}
	s.want(200, r)
	// Removed by another process: this one still has it for a moment.
	if ok, err := s.centre.RemoveToken(context.Background(), id); !ok || err != nil {
		t.Fatal(ok, err)
	}
	s.want(200, r)
	s.clock.move(3 * time.Second)
	s.refused(401, wire.CodeTokenRefused, r)

	// Removed here: at once.
	made := readJSON[form.NewToken](t, s.want(201, request{method: "POST", path: "/v1/tokens", token: admin,
		body: fmt.Sprintf(`{"name":"page","scopes":["read","read"],"expires":%q}`, s.clock.now().Add(time.Hour).Format(time.RFC3339))}).body)
	if len(made.Scopes) != 1 || made.Expires.IsZero() {
		t.Errorf("made %+v", made)
	}
	r.token = made.Text
	s.want(200, r)
	s.want(204, request{method: "DELETE", path: "/v1/tokens/" + made.ID, token: admin})
	s.refused(401, wire.CodeTokenRefused, r)
	s.refused(404, wire.CodeBadRequest, request{method: "DELETE", path: "/v1/tokens/" + made.ID, token: admin})

	// Expired: to the second.
	made = readJSON[form.NewToken](t, s.want(201, request{method: "POST", path: "/v1/tokens", token: admin,
		body: fmt.Sprintf(`{"name":"page","scopes":["read"],"expires":%q}`, s.clock.now().Add(time.Minute).Format(time.RFC3339))}).body)
	r.token = made.Text
	s.want(200, r)
	s.clock.move(time.Minute)
	s.refused(401, wire.CodeTokenRefused, r)
	s.refused(400, wire.CodeBadRequest, request{method: "POST", path: "/v1/tokens", token: admin, body: `{"name":"x","scopes":["read"],"expires":"2020-01-01T00:00:00Z"}`})
}

func TestTheListOfTokensHasNoSecrets(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	admin := s.token("", network.ScopeAdmin)
	made := readJSON[form.NewToken](t, s.want(201, request{method: "POST", path: "/v1/tokens", token: admin, body: `{"name":"page","scopes":["read"],"rate":5}`}).body)
	secret := made.Text[strings.LastIndex(made.Text, ".")+1:]
	for _, path := range []string{"/v1/tokens", "/v1/deeds"} {
		got := s.want(200, request{path: path, token: admin})
		if strings.Contains(string(got.body), secret) || strings.Contains(strings.ToLower(string(got.body)), "hash") || !strings.Contains(string(got.body), made.ID) {
			t.Errorf("%s: %s", path, got.body)
		}
	}
	eventually(t, "it is noted that the token is used", func() bool { id, _, _ := network.ReadBearer(admin); return !s.centre.Used(id).IsZero() })
}

func TestATokenMayAskOnlySoOften(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.Rate, set.Burst = 20, 40 })
	token, other := s.token("", network.ScopeRead), s.token("", network.ScopeRead)
	r := request{path: "/v1/district", token: token}
	for range 40 {
		s.want(200, r)
	}
	got := s.refused(429, wire.CodeOverloaded, r)
	if got.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
	}
	s.want(200, request{path: "/v1/district", token: other}) // each has its own
	s.clock.move(50 * time.Millisecond)
	s.want(200, r)
	s.refused(429, wire.CodeOverloaded, r)
	s.clock.move(time.Second)
	for range 20 {
		s.want(200, r)
	}
	s.refused(429, wire.CodeOverloaded, r)

	// One with a rate of its own.
	text, slow := MakeToken(network.Token{Name: "slow", Scopes: []network.Scope{network.ScopeRead}, Rate: 0.1}, s.clock.now())
	if err := s.centre.AddToken(context.Background(), slow); err != nil {
		t.Fatal(err)
	}
	r.token = text
	s.want(200, r)
	if got := s.refused(429, wire.CodeOverloaded, r); got.header.Get("Retry-After") != "10" {
		t.Errorf("Retry-After %q, want 10", got.header.Get("Retry-After"))
	}
	s.clock.move(10 * time.Second)
	s.want(200, r)
}

func TestWhoeverGuessesTokensIsNotListenedTo(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	good, late := s.token("", network.ScopeRead), s.token("", network.ScopeRead)
	s.want(200, request{path: "/v1/district", token: good})
	bad := network.WriteBearer("guess", make([]byte, network.BearerSecretSize))
	for range attemptsAtOnce {
		s.refused(401, wire.CodeTokenRefused, request{path: "/v1/district", token: bad})
	}
	got := s.refused(429, wire.CodeOverloaded, request{path: "/v1/district", token: bad})
	if got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	// A screen behind the same address goes on, also when it is looked up anew.
	s.clock.move(4 * time.Second)
	s.want(200, request{path: "/v1/district", token: good})
	s.refused(429, wire.CodeOverloaded, request{path: "/v1/district", token: late})
	s.clock.move(10 * time.Second)
	s.want(200, request{path: "/v1/district", token: late})
}

func TestAttemptsAreCountedByNeighbourhood(t *testing.T) {
	for remote, want := range map[string]string{
		"192.0.2.7:1234": "192.0.2.7", "192.0.2.7": "192.0.2.7", "2001:db8:1:2::9": "2001:db8:1:2::/64", "[::ffff:192.0.2.7]:1": "192.0.2.7", "[2001:db8:1:2:3:4:5:6]:1": "2001:db8:1:2::/64", "[fe80::1%eth0]:1": "fe80::/64", "pipe": "pipe",
	} {
		if got := neighbourhood(remote); got != want {
			t.Errorf("%s: %s, want %s", remote, got, want)
		}
	}
}

func TestLimitsForgetWhatIsFullAndStayBounded(t *testing.T) {
	c := &clock{at: time.Now()}
	p := newPace(c.now)
	for i := range maxPaces + 100 {
		p.take(fmt.Sprint(i), 1, 1)
	}
	if len(p.all) > maxPaces {
		t.Errorf("%d are remembered", len(p.all))
	}
	c.move(time.Hour)
	for i := range maxPaces {
		p.take(fmt.Sprint("new", i), 1, 1)
	}
	if len(p.all) > maxPaces {
		t.Errorf("%d are remembered", len(p.all))
	}
}

func TestPagesLetInWhoeverMayLookAtAll(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for want, texts := range map[bool][]string{
		true:  {s.token("", network.ScopeRead), s.token("", network.ScopeAdmin), " " + s.token("", network.ScopeRead) + "\n"},
		false: {s.token("LG-PH", network.ScopeRead), s.token("", network.ScopeTickets), "", "owa1.x.y"},
	} {
		for _, text := range texts {
			if got := s.api.Admit(context.Background(), text, "192.0.2.1:1"); got != want {
				t.Errorf("%q: %v", text, got)
			}
		}
	}
}
