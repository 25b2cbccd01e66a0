package api

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"onewindow/central/network"
	"onewindow/wire"
)

func TestWhileTheDatabaseIsAwayWhoeverWasLetInGoesOn(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	good, fresh, removed := s.token("", network.ScopeRead), s.token("", network.ScopeRead), s.token("", network.ScopeRead)
	s.want(200, request{path: "/v1/district", token: good})
	s.want(200, request{path: "/v1/district", token: removed})
	s.centre.Fail(errors.New("store: gone"))
	for range 3 {
		s.clock.move(4 * time.Second)
		s.want(200, request{path: "/v1/district", token: good})
	}
	// Nobody knows of a token that was not seen before, or only long ago.
	s.refused(503, wire.CodeStorage, request{path: "/v1/district", token: fresh})
	s.clock.move(standing)
	s.refused(503, wire.CodeStorage, request{path: "/v1/district", token: good})
	// As soon as it is back, what it says counts.
	s.centre.Fail(nil)
	s.want(200, request{path: "/v1/district", token: good})
	id, _, _ := network.ReadBearer(removed)
	s.want(204, request{method: "DELETE", path: "/v1/tokens/" + id, token: s.token("", network.ScopeAdmin)})
	s.refused(401, wire.CodeTokenRefused, request{path: "/v1/district", token: removed})
}

func TestBehindAProxyEachAddressHasAttemptsOfItsOwn(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.Proxied = true })
	good := s.token("", network.ScopeRead)
	bad := network.WriteBearer("guess", make([]byte, network.BearerSecretSize))
	from := func(list ...string) http.Header { return http.Header{"X-Forwarded-For": list} }
	for range attemptsAtOnce {
		s.refused(401, wire.CodeTokenRefused, request{path: "/v1/district", token: bad, header: from("192.0.2.1, 198.51.100.7")})
	}
	// What stands before the proxy's own word is the guesser's.
	s.refused(429, wire.CodeOverloaded, request{path: "/v1/district", token: bad, header: from("192.0.2.2", "198.51.100.7")})
	s.want(200, request{path: "/v1/district", token: good, header: from("198.51.100.7, 192.0.2.1")})
	// And nobody is taken for this machine.
	s.refused(401, wire.CodeTokenRefused, request{path: "/metrics"})
}

func TestATokenMakesNoneThatIsMoreThanItself(t *testing.T) {
	t.Parallel()
	s := serve(t, func(set *Settings) { set.Rate = 20 })
	end := s.clock.now().Add(time.Hour).UTC().Truncate(time.Second)
	text, tok := MakeToken(network.Token{Name: "a while", Scopes: []network.Scope{network.ScopeAdmin}, Expires: end}, s.clock.now())
	if err := s.centre.AddToken(t.Context(), tok); err != nil {
		t.Fatal(err)
	}
	post := func(more string) request {
		return request{method: "POST", path: "/v1/tokens", token: text, body: `{"name":"x","scopes":["read"]` + more + `}`}
	}
	s.refused(403, wire.CodeForbidden, post(`,"rate":21`))
	s.refused(403, wire.CodeForbidden, post(`,"expires":"`+end.Add(time.Second).Format(time.RFC3339)+`"`))
	if got := s.want(201, post(`,"rate":20`)); !strings.Contains(string(got.body), end.Format(time.RFC3339)) {
		t.Errorf("%s does not end at %v", got.body, end)
	}
}
