package api

import (
	"context"
	"encoding/json"
	"net"
	"net/http"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/wire"
)

// health adds what is for operators and their programs; none of it is under /v1.
func (a *API) health() {
	a.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("alive\n"))
	})
	a.mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ready, status := form.Readiness{Ready: true}, http.StatusOK
		if err := a.ready(r.Context()); err != nil {
			ready, status = form.Readiness{Why: err.Error()}, http.StatusServiceUnavailable
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(ready)
	})
	a.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(a.document)
	})
	metrics := a.metrics()
	a.mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if a.set.Proxied || !onThisMachine(r) {
			t, f := a.door.admit(r.Context(), r.Header.Get("Authorization"), a.Asker(r))
			if f == nil {
				f = a.door.pass(t)
			}
			if f == nil && (!t.May(network.ScopeRead) || t.Below != "") {
				f = refuse(http.StatusForbidden, wire.CodeForbidden, "this needs a token with the scope read over the whole network", "ask the centre's administrator for one")
			}
			if f != nil {
				f.write(w)
				return
			}
		}
		metrics.ServeHTTP(w, r)
	})
}

// ready reports why the interface cannot serve now.
func (a *API) ready(ctx context.Context) error {
	if a.ctx.Err() != nil {
		return &wire.Error{Code: wire.CodeShuttingDown, Msg: "the centre is stopping"}
	}
	ctx, cancel := context.WithTimeout(ctx, a.set.paces.body)
	defer cancel()
	return a.centre.Ready(ctx)
}

// onThisMachine reports whether a request comes from this machine itself. One that a
// proxy here passes on comes from anywhere.
func onThisMachine(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	if err != nil || ip == nil || !ip.IsLoopback() {
		return false
	}
	for _, h := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	return true
}
