package api

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
)

func TestHealthIsToldWithoutAToken(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	s.want(200, request{path: "/healthz"})
	if r := readJSON[form.Readiness](t, s.want(200, request{path: "/readyz"}).body); !r.Ready {
		t.Errorf("%+v", r)
	}
	s.centre.NotReady(errors.New("store: the database does not answer"))
	if r := readJSON[form.Readiness](t, s.want(503, request{path: "/readyz"}).body); r.Ready || r.Why != "store: the database does not answer" {
		t.Errorf("%+v", r)
	}
	s.want(200, request{path: "/healthz"}) // the process lives
	if got := s.want(200, request{path: "/openapi.json"}); string(got.body) != string(s.api.Document()) {
		t.Error("/openapi.json is not the document")
	}
}

func TestMetricsCountWhatWasDone(t *testing.T) {
	t.Parallel()
	meter := NewMeter()
	s := serve(t, func(set *Settings) { set.Meter = meter })
	meter.Ingested("LG-00", 120, 3*time.Millisecond)
	meter.Ingested("LG-PH", 30, time.Millisecond)
	s.want(200, request{path: "/v1/halls/LG-00", token: s.token("", network.ScopeRead)})
	s.want(401, request{path: "/v1/halls/LG-PH"})
	s.want(404, request{path: "/made/up/1"})
	s.follow(s.token("", network.ScopeRead)).district()
	got := string(s.want(200, request{path: "/metrics"}).body) // from this machine
	for _, line := range []string{
		`onewindow_halls{standing="open"} 4`, `onewindow_halls{standing="away"} 0`, `onewindow_behind_events 6`, `onewindow_alerts{kind="wait"} 1`,
		`onewindow_events_ingested_total 150`, `onewindow_segments_ingested_total 2`, `onewindow_ingest_seconds_count 2`, `onewindow_http_streams 1`,
		`onewindow_http_requests_total{code="200",route="GET /v1/halls/{hall}"} 1`, `onewindow_http_requests_total{code="401",route="GET /v1/halls/{hall}"} 1`,
		`onewindow_http_requests_total{code="404",route="none"} 1`, "go_goroutines ",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("no %s", line)
		}
	}
	if strings.Contains(got, "made") {
		t.Error("a path that there is not became a label")
	}
}

func TestMetricsAreForThisMachineAndForTokensOverAll(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	for _, c := range []struct {
		says, remote, token string
		header              string
		status              int
	}{
		{"this machine", "127.0.0.1:1", "", "", 200},
		{"this machine, version 6", "[::1]:1", "", "", 200},
		{"a proxy on this machine", "127.0.0.1:1", "", "X-Forwarded-For", 401},
		{"another machine", "192.0.2.1:1", "", "", 401},
		{"another machine with a token", "192.0.2.1:1", s.token("", network.ScopeRead), "", 200},
		{"another machine with another token", "192.0.2.1:1", s.token("", network.ScopeExport), "", 403},
		{"a street", "192.0.2.1:1", s.token("LG-PH", network.ScopeRead), "", 403},
		{"no address", "pipe", "", "", 401},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.RemoteAddr = c.remote
		if c.token != "" {
			r.Header.Set("Authorization", "Bearer "+c.token)
		}
		if c.header != "" {
			r.Header.Set(c.header, "198.51.100.1")
		}
		w := httptest.NewRecorder()
		s.api.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s: %d, want %d", c.says, w.Code, c.status)
		}
	}
}
