package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"onewindow/wire"
)

// API is the HTTP interface over a centre. It is an http.Handler for /v1/, /healthz,
// /readyz, /metrics and /openapi.json.
type API struct {
	set      Settings
	centre   Centre
	door     *door
	mux      *http.ServeMux
	huma     huma.API
	document []byte
	streams  *streams
	exports  chan struct{}

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	once   sync.Once
}

// New makes the interface over a centre, which must outlive it. It must be closed.
func New(set Settings, centre Centre) (*API, error) {
	set.complete()
	a := &API{set: set, centre: centre, mux: http.NewServeMux(), exports: make(chan struct{}, set.Exports)}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	a.streams = newStreams(a.ctx, set.Streams, set.TokenStreams)
	a.door = &door{
		set: &a.set, keys: newKeys(centre, set.clock, set.paces.known),
		attempts: newPace(set.clock), requests: newPace(set.clock), users: newUsers(centre, set.Log),
	}
	a.huma = humago.New(a.mux, document(set.Version))
	a.huma.UseMiddleware(a.guard)
	a.districtRoutes()
	a.hallRoutes()
	a.ticketRoutes()
	a.countRoutes()
	a.reportRoutes()
	a.exportRoutes()
	a.networkRoutes()
	a.publicationRoutes()
	a.tokenRoutes()
	if err := a.finish(); err != nil {
		a.Close()
		return nil, err
	}
	a.health()
	return a, nil
}

// finish writes the document, once all routes are in it.
func (a *API) finish() error {
	if err := describe(a.huma.OpenAPI()); err != nil {
		return err
	}
	compact, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		return fmt.Errorf("api: write the document: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		return fmt.Errorf("api: write the document: %w", err)
	}
	b.WriteByte('\n')
	a.document = b.Bytes()
	return nil
}

// Document is the OpenAPI document of the interface, as docs/openapi.json.
func (a *API) Document() []byte { return a.document }

// Close ends all streams and waits for them, so that the HTTP server can be shut down;
// other requests go on. Nothing new is streamed.
func (a *API) Close() {
	a.once.Do(func() {
		a.cancel()
		a.streams.wait()
		if a.door != nil {
			a.door.users.close()
		}
	})
}

// Server is an HTTP server for the handler with time-outs that fit it. The handler sets
// those of each request itself.
func Server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	rec := &recorder{ResponseWriter: w}
	route := ""
	defer func() {
		a.set.Meter.request(route, rec.code(), time.Since(began))
	}()
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if p == http.ErrAbortHandler {
			panic(p)
		}
		a.set.Log.Error("api: a request broke", "route", route, "why", fmt.Sprint(p), "stack", string(debug.Stack()))
		if rec.status != 0 {
			panic(http.ErrAbortHandler) // so that the client sees that it has not all
		}
		refuse(http.StatusInternalServerError, wire.CodeInternal, "something is wrong at the centre", "its log says what; tell its operators").write(rec)
	}()
	h := rec.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	a.limit(rec, r)
	_, pattern := a.mux.Handler(r)
	if f := a.misplaced(r, pattern); f != nil {
		f.write(rec)
		return
	}
	route = pattern
	if strings.HasPrefix(pattern, "GET /v1/") && r.URL.RawQuery != "" && r.URL.Query().Has("access_token") {
		badRequest("a token in the address is not accepted, because addresses end in logs", "send it as the header Authorization: Bearer owa1.…, and replace this one").write(rec)
		return
	}
	a.mux.ServeHTTP(rec, r)
}

// limit bounds how long a request may take to be read and answered.
func (a *API) limit(w http.ResponseWriter, r *http.Request) {
	// Where a deadline cannot be set, as in a test without a connection, there is none.
	c := http.NewResponseController(w)
	_ = c.SetWriteDeadline(time.Now().Add(a.set.paces.answer + a.set.paces.write))
	if r.Body != nil && r.Body != http.NoBody {
		_ = c.SetReadDeadline(time.Now().Add(a.set.paces.body))
		r.Body = &body{ReadCloser: http.MaxBytesReader(w, r.Body, maxBody), c: c}
	}
}

// maxBody is the largest body of any request, in bytes; most routes take less.
const maxBody = 2 << 20

// body takes the deadline away when it was read: it would end the request, not the
// reading, while a hall is asked.
type body struct {
	io.ReadCloser
	c *http.ResponseController
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		_ = b.c.SetReadDeadline(time.Time{})
	}
	return n, err
}

var methods = []string{http.MethodGet, http.MethodPut, http.MethodPost, http.MethodDelete}

// misplaced is the answer to a path or a method that there is not.
func (a *API) misplaced(r *http.Request, pattern string) *failure {
	if pattern != "" && r.Method != http.MethodHead {
		return nil
	}
	var allowed []string
	for _, m := range methods {
		other := *r
		other.Method = m
		if _, p := a.mux.Handler(&other); p != "" {
			allowed = append(allowed, m)
		}
	}
	if len(allowed) == 0 {
		return refuse(http.StatusNotFound, wire.CodeUnknownVerb, "there is nothing at this path", "see /openapi.json")
	}
	if pattern != "" && !strings.HasPrefix(pattern, "GET /v1/") {
		return nil // a HEAD of /healthz
	}
	f := refuse(http.StatusMethodNotAllowed, wire.CodeUnknownVerb, "this path does not take "+r.Method, "it takes "+strings.Join(allowed, ", "))
	f.allow = strings.Join(allowed, ", ")
	return f
}

// recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}
