package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/central/api/apitest"
	"onewindow/central/network"
	"onewindow/wire"
)

// call is one way to use a route.
type call struct {
	request
	// scope is the one that it needs, hall the one that it is about; empty is none.
	scope network.Scope
	hall  string
	// status is the answer to whoever may.
	status int
}

// calls are all routes but the stream, about a hall.
func calls(hall string) []call {
	const place = `{"name":{"zh-Hans":"新"},"level":"community","parent":"PARENT"}`
	key := http.Header{"Idempotency-Key": {"0123456789"}}
	in := func(method, path, body string, h http.Header) request {
		return request{method: method, path: strings.ReplaceAll(path, "HALL", hall), body: strings.ReplaceAll(body, "HALL", hall), header: h}
	}
	return []call{
		{in("GET", "/v1/halls/HALL", "", nil), network.ScopeRead, hall, 200},
		{in("GET", "/v1/halls/HALL/windows", "", nil), network.ScopeRead, hall, 200},
		{in("GET", "/v1/halls/HALL/tickets?day=2026-11-26", "", nil), network.ScopeExport, hall, 200},
		{in("GET", "/v1/statistics?dim=hall&from=2026-11-01&to=2026-11-02&hall=HALL", "", nil), network.ScopeRead, hall, 200},
		{in("GET", "/v1/quickest?item=1&from=HALL", "", nil), network.ScopeRead, hall, 200},
		{in("GET", "/v1/halls/HALL/state?topic=menu", "", nil), network.ScopeRead, hall, 200},
		{in("POST", "/v1/halls/HALL/tickets", `{"items":["1"],"id":"`+apitest.Citizen+`","agent":{"for_id":"`+apitest.Citizen+`"}}`, key), network.ScopeTickets, hall, 201},
		{in("GET", "/v1/halls/HALL/tickets/A001", "", nil), network.ScopeTickets, hall, 200},
		{in("DELETE", "/v1/halls/HALL/tickets/A001?reason=asked", "", nil), network.ScopeTickets, hall, 200},
		{in("GET", "/v1/events/2026-11.csv?hall=HALL", "", nil), network.ScopeExport, hall, 200},
		{in("PUT", "/v1/network/halls/NEW-1", strings.ReplaceAll(place, "PARENT", "HALL"), nil), network.ScopeAdmin, "", 204},
		{in("POST", "/v1/network/halls/HALL/invitation", `{}`, nil), network.ScopeAdmin, hall, 201},
		{in("POST", "/v1/network/halls/HALL/adopt", `{"epoch":"0000000001-k3x9"}`, nil), network.ScopeAdmin, hall, 204},
		{in("POST", "/v1/publications", `{"part":"calendar","target":"hall:HALL","body":{"days":{}}}`, nil), network.ScopeAdmin, hall, 201},
		{in("POST", "/v1/tokens", `{"name":"x","scopes":["read"],"below":"HALL"}`, nil), network.ScopeAdmin, hall, 201},
	}
}

// lists are the routes that are about no hall.
var lists = []call{
	{request{path: "/v1/district"}, network.ScopeRead, "", 200},
	{request{path: "/v1/quickest?item=1"}, network.ScopeRead, "", 200},
	{request{path: "/v1/statistics?dim=theme&from=2026-11-01&to=2026-11-02&halves=true"}, network.ScopeRead, "", 200},
	{request{path: "/v1/events/2026-11.csv"}, network.ScopeExport, "", 200},
	{request{path: "/v1/network"}, network.ScopeAdmin, "", 200},
	{request{path: "/v1/publications"}, network.ScopeAdmin, "", 200},
	{request{path: "/v1/publications/1"}, network.ScopeAdmin, "", 200},
	{request{path: "/v1/tokens"}, network.ScopeAdmin, "", 200},
	{request{path: "/v1/deeds"}, network.ScopeAdmin, "", 200},
}

func TestEachRouteTakesOnlyTokensWithItsScope(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for _, c := range append(calls(apitest.Community), lists...) {
		r := c.request
		for _, scope := range network.Scopes {
			r.token = s.token("", scope)
			if scope == c.scope || scope == network.ScopeAdmin {
				s.want(c.status, r)
			} else {
				s.refused(http.StatusForbidden, wire.CodeForbidden, r)
			}
		}
		var others []network.Scope
		for _, scope := range network.Scopes {
			if scope != c.scope && scope != network.ScopeAdmin {
				others = append(others, scope)
			}
		}
		r.token = s.token("", others...)
		s.refused(http.StatusForbidden, wire.CodeForbidden, r)
		r.token = ""
		s.clock.move(attemptPause) // so that this address is listened to
		s.refused(http.StatusUnauthorized, wire.CodeTokenRefused, r)
	}
	if strings.Contains(s.log.String(), apitest.Citizen) {
		t.Error("the citizen's number is in the log")
	}
}

// attemptPause is how long until another attempt is let through for sure.
const attemptPause = 10 * time.Second

func TestATokenSeesNothingOutsideOfItsPartOfTheNetwork(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	within := map[string][]string{
		"":                apitest.Halls,
		apitest.District:  apitest.Halls,
		apitest.Street:    {apitest.Street, apitest.Community},
		apitest.Community: {apitest.Community},
		apitest.Other:     {apitest.Other},
		"LG-GONE":         nil,
	}
	for below, halls := range within {
		token := s.token(below, network.ScopeAdmin)
		for _, hall := range append([]string{"LG-NONE"}, apitest.Halls...) {
			for _, c := range calls(hall) {
				if c.hall == "" {
					continue
				}
				c.token = token
				if c.header != nil { // a key of its own for each
					c.header = http.Header{"Idempotency-Key": {"of-" + below + "-" + hall + "-01"}}
				}
				before := s.centre.Asked()
				got := s.do(c.request)
				// Quickest from a hall that there is not is nobody's business.
				if below == "" && hall == "LG-NONE" && strings.HasPrefix(c.path, "/v1/quickest") {
					continue
				}
				if slices.Contains(halls, hall) {
					if got.status != c.status {
						t.Errorf("below %q: %s %s: %d %s, want %d", below, c.method, c.path, got.status, got.body, c.status)
					}
					continue
				}
				if got.status != http.StatusNotFound || got.code() != wire.CodeHallUnknown {
					t.Errorf("below %q: %s %s: %d %s, want 404 hall_unknown", below, c.method, c.path, got.status, got.body)
				}
				if s.centre.Asked() != before && hall != "LG-NONE" {
					t.Errorf("below %q: %s %s: a hall outside was asked", below, c.method, c.path)
				}
			}
		}
		// A hall that there is not, and one outside, are answered alike.
		if below != "" {
			one, other := s.do(request{path: "/v1/halls/LG-XX", token: token}), s.do(request{path: "/v1/halls/LG-YY", token: token})
			if strings.ReplaceAll(string(one.body), "LG-XX", "LG-YY") != string(other.body) {
				t.Errorf("answers differ: %s, %s", one.body, other.body)
			}
		}
	}
}

func TestListsHaveOnlyWhatATokenReaches(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	all := s.token("", network.ScopeAdmin)
	for _, b := range []string{
		`{"name":"o","scopes":["read"],"below":"` + apitest.Other + `"}`, `{"name":"pp","scopes":["read"],"below":"` + apitest.Community + `"}`,
	} {
		s.want(201, request{method: "POST", path: "/v1/tokens", body: b, token: all})
	}
	s.want(201, request{method: "POST", path: "/v1/publications", body: `{"part":"rules","target":"hall:` + apitest.Other + `","body":{}}`, token: all})
	street := s.token(apitest.Street, network.ScopeAdmin)
	for _, c := range lists {
		c.token = street
		got := s.do(c.request)
		if got.status != 200 {
			t.Errorf("%s: %d %s", c.path, got.status, got.body)
		}
		for _, outside := range []string{`"` + apitest.Other + `"`, `"` + apitest.District + `"`, "hall:" + apitest.Other, apitest.Other + ",", apitest.District + ",", "区中心", "坂田"} {
			if strings.Contains(string(got.body), outside) {
				t.Errorf("%s tells of %s, which is outside:\n%s", c.path, outside, got.body)
			}
		}
		if c.path != "/v1/publications/1" && !strings.Contains(string(got.body), apitest.Community) {
			t.Errorf("%s does not tell of what is within:\n%s", c.path, got.body)
		}
	}
	d := readJSON[wire.District](t, s.do(request{path: "/v1/district", token: street}).body)
	if len(d.Halls) != 2 || len(d.Alerts) != 1 || d.Halls[0].Parent != "" || d.Halls[1].Parent != apitest.Street {
		t.Errorf("the street's district: %+v", d)
	}
	// Version 2 is another street's.
	s.refused(404, wire.CodeBadRequest, request{path: "/v1/publications/2", token: street})
	if strings.Contains(string(s.do(request{path: "/v1/deeds", token: street}).body), "rules") {
		t.Error("a deed outside is told")
	}
}

func TestAStreetsAdministratorHasNoPowerOutside(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	street := s.token(apitest.Street, network.ScopeAdmin)
	s.centre.Told("LG-GONE") // what it has told is not the street's
	for _, c := range []struct {
		status             int
		code               string
		method, path, body string
	}{
		{403, wire.CodeForbidden, "POST", "/v1/tokens", `{"name":"x","scopes":["admin"]}`},
		{404, wire.CodeHallUnknown, "POST", "/v1/tokens", `{"name":"x","scopes":["admin"],"below":"LG-00"}`},
		{403, wire.CodeForbidden, "POST", "/v1/publications", `{"part":"calendar","target":"all","body":{}}`},
		{403, wire.CodeForbidden, "POST", "/v1/publications", `{"part":"calendar","target":"level:street","body":{}}`},
		{403, wire.CodeForbidden, "POST", "/v1/publications", `{"part":"calendar","target":"nonsense","body":{}}`},
		{404, wire.CodeHallUnknown, "POST", "/v1/publications", `{"part":"calendar","target":"below:LG-00","body":{}}`},
		{403, wire.CodeForbidden, "PUT", "/v1/network/halls/LG-PH", `{"name":{"zh-Hans":"x"},"level":"street"}`},
		{403, wire.CodeForbidden, "PUT", "/v1/network/halls/LG-PH", `{"name":{"zh-Hans":"x"},"level":"street","parent":"LG-PH-09"}`},
		{403, wire.CodeForbidden, "PUT", "/v1/network/halls/LG-BT", `{"name":{"zh-Hans":"x"},"level":"street","parent":"LG-PH"}`},
		{403, wire.CodeForbidden, "PUT", "/v1/network/halls/LG-PH-10", `{"name":{"zh-Hans":"x"},"level":"community","parent":"LG-00"}`},
		{403, wire.CodeForbidden, "PUT", "/v1/network/halls/LG-PH-10", `{"name":{"zh-Hans":"x"},"level":"community"}`},
		{403, wire.CodeForbidden, "PUT", "/v1/network/halls/LG-GONE", `{"name":{"zh-Hans":"x"},"level":"community","parent":"LG-PH"}`},
		{403, wire.CodeForbidden, "DELETE", "/v1/network/halls/LG-PH", ``},
		{404, wire.CodeHallUnknown, "DELETE", "/v1/network/halls/LG-BT", ``},
		{404, wire.CodeHallUnknown, "DELETE", "/v1/network/halls/LG-00/key", ``},
	} {
		s.refused(c.status, c.code, request{method: c.method, path: c.path, body: c.body, token: street})
	}
	other := s.token(apitest.Other, network.ScopeRead)
	id, _, _ := network.ReadBearer(other)
	s.refused(404, wire.CodeBadRequest, request{method: "DELETE", path: "/v1/tokens/" + id, token: street})
	s.want(204, request{method: "PUT", path: "/v1/network/halls/LG-PH-10", body: `{"name":{"zh-Hans":"x"},"level":"community","parent":"LG-PH"}`, token: street})
	// What was just put can be invited at once, though the district does not tell of it yet.
	s.want(201, request{method: "POST", path: "/v1/network/halls/LG-PH-10/invitation", body: `{"hours":2}`, token: street})
	s.want(204, request{method: "DELETE", path: "/v1/network/halls/LG-PH-10", token: street})
	// No machine speaks for the other street, so there is none to cut.
	s.refused(400, wire.CodeBadRequest, request{method: "DELETE", path: "/v1/network/halls/LG-BT/key", token: s.token(apitest.Other, network.ScopeAdmin)})
	s.want(204, request{method: "DELETE", path: "/v1/network/halls/LG-PH-09/key", token: street})
}
