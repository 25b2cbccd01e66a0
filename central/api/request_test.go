package api

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"onewindow/central/api/apitest"
	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/wire"
)

func TestWhatIsNotAsTheDocumentSaysIsRefusedAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeAdmin)
	for _, r := range []request{
		{path: "/v1/halls/LG%20PH"}, {path: "/v1/halls/" + strings.Repeat("x", 65)}, {path: "/v1/halls/%2e%2e%2f"},
		{path: "/v1/district?hall=LG-00"}, // a filter that there is not would seem to work
		{path: "/v1/quickest"}, {path: "/v1/quickest?item=1&most=0"}, {path: "/v1/quickest?item=1&most=21"}, {path: "/v1/quickest?item=1&most=x"}, {path: "/v1/quickest?item=1&from=a%0ab"},
		{path: "/v1/quickest?" + strings.Repeat("item=1&", 21)},
		{path: "/v1/halls/LG-00/tickets"}, {path: "/v1/halls/LG-00/tickets?day=yesterday"}, {path: "/v1/halls/LG-00/tickets?day=2026-02-30"},
		{path: "/v1/halls/LG-00/state?topic=signs"}, {path: "/v1/halls/LG-00/state"},
		{path: "/v1/halls/LG-00/tickets/" + strings.Repeat("9", 17)}, {path: "/v1/halls/LG-00/tickets/A%00"},
		{path: "/v1/statistics?dim=clerk&from=2026-11-01&to=2026-11-02"}, {path: "/v1/statistics?dim=hall&from=2026-11-02&to=2026-11-01"},
		{path: "/v1/statistics?dim=hall&from=2020-11-01&to=2026-11-02"}, {path: "/v1/statistics?dim=hall&from=2026-10-01&to=2026-11-02&halves=true"},
		{path: "/v1/statistics?dim=hall&from=2026-11-01&to=2026-11-02&halves=perhaps"}, {path: "/v1/deeds?limit=0"}, {path: "/v1/deeds?limit=1001"},
		{path: "/v1/publications/0"}, {path: "/v1/publications/x"}, {path: "/v1/publications/-1"},
		{method: "DELETE", path: "/v1/tokens/UPPER"},
		{method: "PUT", path: "/v1/network/halls/N", body: `{"level":"street"}`}, {method: "PUT", path: "/v1/network/halls/N", body: `{"name":{"zh-Hans":" "},"level":"street"}`},
		{method: "PUT", path: "/v1/network/halls/N", body: `{"name":{"zh-Hans":"x"},"level":"galaxy"}`}, {method: "PUT", path: "/v1/network/halls/N", body: `{"name":{"zh-Hans":"x"},"level":"street","parent":"a b"}`},
		{method: "PUT", path: "/v1/network/halls/N", body: `{"name":{"zh-Hans":"x"},"level":"street","parent":"NONE"}`},
		{method: "POST", path: "/v1/network/halls/LG-00/invitation", body: `{"hours":721}`}, {method: "POST", path: "/v1/network/halls/LG-00/invitation", body: `{"hours":-1}`},
		{method: "POST", path: "/v1/network/halls/LG-00/adopt", body: `{}`}, {method: "POST", path: "/v1/network/halls/LG-00/adopt", body: `{"epoch":""}`},
		{method: "POST", path: "/v1/tokens", body: `{"name":"","scopes":["read"]}`}, {method: "POST", path: "/v1/tokens", body: `{"name":"x","scopes":[]}`},
		{method: "POST", path: "/v1/tokens", body: `{"name":"x","scopes":["root"]}`}, {method: "POST", path: "/v1/tokens", body: `{"name":"x"}`}, {method: "POST", path: "/v1/tokens", body: `[]`},
		{method: "POST", path: "/v1/tokens", body: `{"name":"x","scopes":["read"]`}, {method: "POST", path: "/v1/tokens"}, {method: "POST", path: "/v1/tokens", body: `null`},
		{method: "POST", path: "/v1/publications", body: `{"part":"staff","target":"all","body":{}}`}, {method: "POST", path: "/v1/publications", body: `{"part":"rules"}`},
		{method: "POST", path: "/v1/halls/LG-00/tickets", body: `{"items":["1"],"idd":"x"}`, header: http.Header{"Idempotency-Key": {"0123456789"}}},
		{method: "POST", path: "/v1/tokens", body: `{"name":"x","scopes":["read"],"bellow":"LG-PH"}`},
		{method: "POST", path: "/v1/halls/LG-00/tickets", body: `{"items":"1"}`, header: http.Header{"Idempotency-Key": {"0123456789"}}},
		{method: "POST", path: "/v1/halls/LG-00/tickets", body: `{"id":` + apitest.Citizen + `}`, header: http.Header{"Idempotency-Key": {"0123456789"}}},
		{method: "POST", path: "/v1/halls/LG-00/tickets", body: `{"items":["1"],"id":"` + apitest.Citizen, header: http.Header{"Idempotency-Key": {"0123456789"}}},
	} {
		r.token = token
		s.refused(400, wire.CodeBadRequest, r)
	}
	if s.centre.Asked() != 0 {
		t.Error("a hall was asked")
	}
	if deeds := readJSON[form.Deeds](t, s.do(request{path: "/v1/deeds", token: token}).body); len(deeds.Deeds) != 0 {
		t.Errorf("something was done: %+v", deeds)
	}
	if strings.Contains(s.log.String(), apitest.Citizen) {
		t.Error("the citizen's number is in the log")
	}
}

func TestWhatThereIsNotIsToldSo(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeAdmin)
	for _, path := range []string{"/", "/v1", "/v1/", "/v2/district", "/v1/districts", "/v1/halls", "/docs", "/schemas/District.json", "/openapi.yaml", "/.env"} {
		got := s.do(request{path: path, token: token})
		if got.status != 404 || got.code() != wire.CodeUnknownVerb {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	for _, m := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"} {
		got := s.do(request{method: m, path: "/v1/district", token: token})
		if got.status != 405 || got.header.Get("Allow") != "GET" {
			t.Errorf("%s: %d %v", m, got.status, got.header)
		}
	}
	s.refused(404, wire.CodeHallUnknown, request{path: "/v1/halls/LG-NONE", token: token})
	s.refused(404, wire.CodeBadRequest, request{path: "/v1/publications/99", token: token})
	got := s.do(request{path: "/v1/district", token: token, header: http.Header{"Origin": {"https://evil.example"}}})
	if got.header.Get("Access-Control-Allow-Origin") != "" || got.status != 200 {
		t.Errorf("another page may read it: %v", got.header)
	}
}

func TestABodyIsBoundedInSizeKindAndTime(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeAdmin)
	big := `{"name":"` + strings.Repeat("x", wire.MaxRequest) + `","scopes":["read"]}`
	s.refused(413, wire.CodeTooLarge, request{method: "POST", path: "/v1/tokens", token: token, body: big})
	huge := `{"part":"catalogue","target":"all","body":"` + strings.Repeat("x", maxPublication) + `"}`
	s.refused(413, wire.CodeTooLarge, request{method: "POST", path: "/v1/publications", token: token, body: huge})
	fits := `{"part":"catalogue","target":"all","body":"` + strings.Repeat("x", maxPublication-1000) + `"}`
	s.want(201, request{method: "POST", path: "/v1/publications", token: token, body: fits})
	s.refused(415, wire.CodeBadRequest, request{method: "POST", path: "/v1/tokens", token: token, body: `name=x`, header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}})

	// A body that does not come.
	s = serve(t, func(set *Settings) { set.paces.body = 100 * time.Millisecond })
	token = s.token("", network.ScopeAdmin)
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.SetDeadline(time.Now().Add(deadline)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write([]byte("POST /v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + token + "\r\nContent-Length: 100\r\n\r\n{")); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	n, err := c.Read(buf)
	if err != nil || !strings.HasPrefix(string(buf[:n]), "HTTP/1.1 408 ") {
		t.Errorf("a body that does not come: %q, %v", buf[:n], err)
	}
}

func TestAHallMayTakeItsTimeAfterTheBodyHasCome(t *testing.T) {
	t.Parallel()
	// The deadline of the body must not end the request while a hall is asked.
	s := serve(t, func(set *Settings) { set.paces.body = time.Second })
	s.centre.Slow(1500 * time.Millisecond)
	s.want(201, issue(apitest.Street, s.token("", network.ScopeTickets), "slow-000001"))
}

func TestPublicationsTellWhoRunsThem(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	token := s.token("", network.ScopeAdmin)
	s.want(201, request{method: "POST", path: "/v1/publications", token: token, body: `{"part":"calendar","target":"below:LG-PH","body":{"days":{}},"note":"feast"}`})
	s.want(201, request{method: "POST", path: "/v1/publications", token: token, body: `{"part":"calendar","target":"below:LG-PH"}`})
	s.refused(422, "bad_catalogue", request{method: "POST", path: "/v1/publications", token: token, body: `{"part":"catalogue","target":"all","body":"bad"}`})
	s.centre.Change(func(d *wire.District) {
		d.Halls[2].Parts = []wire.PartState{{Part: "calendar", Version: 2, Hash: "00"}}
		d.Halls[3].Parts = []wire.PartState{{Part: "calendar", Version: 1, Hash: "00", Refused: 2, Why: &wire.Error{Code: "bad_settings", Hint: "correct it"}}}
	})
	list := readJSON[form.Publications](t, s.want(200, request{path: "/v1/publications", token: token}).body).Publications
	if len(list) != 3 || !list[0].Withdrawn || list[1].Withdrawn || list[1].Note != "feast" || !strings.HasPrefix(list[1].By, "token ") ||
		strings.Join(list[1].In, " ") != "LG-PH" || len(list[1].Refused) != 1 || list[1].Refused[0].Hall != "LG-PH-09" || list[1].Refused[0].Why.Hint != "correct it" || strings.Join(list[2].In, " ") != "LG-00 LG-BT LG-PH-09" {
		t.Errorf("%+v", list)
	}
	p := readJSON[network.Publication](t, s.want(200, request{path: "/v1/publications/2", token: token}).body)
	if string(p.Body) != `{"days":{}}` {
		t.Errorf("%+v", p)
	}
}

// FuzzParameters: whatever stands in an address, the answer is one of the document's, and
// no defect of ours.
func FuzzParameters(f *testing.F) {
	for _, seed := range []string{"", "LG-00", "..", "%", "\x00", "A001", "2026-11-26", "九", "a&b=c", "-1", "99999999999999999999", "'; DROP TABLE halls", "[\"a\"]", "a,b"} {
		f.Add(seed, seed)
	}
	s := serve(f, nil)
	token := s.token("", network.ScopeAdmin)
	f.Fuzz(func(t *testing.T, a, b string) {
		s.t = t
		p, q, r := url.PathEscape(a), url.QueryEscape(a), url.QueryEscape(b)
		for _, req := range []request{
			{path: "/v1/halls/" + p}, {path: "/v1/halls/" + p + "/state?topic=" + r}, {path: "/v1/halls/LG-00/tickets/" + p}, {path: "/v1/halls/LG-00/tickets?day=" + q},
			{path: "/v1/quickest?item=" + q + "&from=" + r}, {path: "/v1/statistics?dim=" + q + "&from=" + r + "&to=" + r}, {path: "/v1/events/" + p + "?hall=" + r},
			{path: "/v1/publications/" + p}, {path: "/v1/deeds?limit=" + q}, {method: "DELETE", path: "/v1/halls/LG-00/tickets/A001?reason=" + q}, {path: "/v1/district?" + q + "=" + r},
			{method: "POST", path: "/v1/tokens", body: b}, {method: "POST", path: "/v1/halls/LG-00/tickets", body: b, header: http.Header{"Idempotency-Key": {"0123456789"}}},
		} {
			req.token = token
			if got := s.do(req); got.status >= 500 && got.code() != wire.CodeOverloaded {
				t.Errorf("%s %s: %d %s", req.method, req.path, got.status, got.body)
			}
		}
	})
}
