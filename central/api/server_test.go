package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/helpers"

	"onewindow/central/api/apitest"
	"onewindow/central/network"
	"onewindow/wire"
)

// deadline bounds every wait of these tests.
const deadline = time.Minute

// server is the interface over a centre in memory, on a real port.
type server struct {
	t      testing.TB
	api    *API
	centre *apitest.Centre
	url    string
	log    *logged
	clock  *clock
	http   *httptest.Server
}

// clock is a time that stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// logged is what went to the log.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serve starts a server; edit may change its settings.
func serve(t testing.TB, edit func(*Settings)) *server {
	t.Helper()
	s := &server{t: t, centre: apitest.New(), log: &logged{}, clock: &clock{at: time.Now()}}
	set := Settings{Rate: 10000, Burst: 10000, Log: slog.New(slog.NewTextHandler(s.log, nil)), clock: s.clock.now}
	if edit != nil {
		edit(&set)
	}
	var err error
	if s.api, err = New(set, s.centre); err != nil {
		t.Fatal(err)
	}
	s.http = httptest.NewUnstartedServer(s.api)
	conf := Server(s.api)
	conf.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(s.log, nil), slog.LevelError)
	s.http.Config = conf
	s.http.Start()
	s.url = s.http.URL
	t.Cleanup(func() {
		s.api.Close()
		s.http.Close()
	})
	return s
}

// token makes a token of those scopes.
func (s *server) token(below string, scopes ...network.Scope) string {
	s.t.Helper()
	text, t := MakeToken(network.Token{Name: "test", Scopes: scopes, Below: below}, s.clock.now())
	if err := s.centre.AddToken(context.Background(), t); err != nil {
		s.t.Fatal(err)
	}
	return text
}

// reply is an answer.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// code is that of a refusal.
func (r reply) code() string {
	var e wire.Error
	if json.Unmarshal(r.body, &e) != nil {
		return ""
	}
	return e.Code
}

// request is a request of a test.
type request struct {
	method, path, token, body string
	header                    http.Header
}

// direct goes where it is told to go only.
var direct = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// do sends a request, and checks the answer against the document.
func (s *server) do(r request) reply {
	s.t.Helper()
	if r.method == "" {
		r.method = http.MethodGet
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	var body io.Reader
	if r.body != "" {
		body = strings.NewReader(r.body)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, s.url+r.path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if r.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	for name, values := range r.header {
		req.Header[name] = values
	}
	resp, err := direct.Do(req)
	if err != nil {
		s.t.Fatalf("%s %s: %v", r.method, r.path, err)
	}
	defer func() { _ = resp.Body.Close() }()
	got := reply{status: resp.StatusCode, header: resp.Header}
	if got.body, err = io.ReadAll(resp.Body); err != nil {
		s.t.Fatalf("%s %s: %v", r.method, r.path, err)
	}
	checkAnswer(s.t, req, got)
	if bytes.Contains(got.body, []byte(apitest.Citizen)) {
		s.t.Errorf("%s %s: the answer has the citizen's number: %s", r.method, r.path, got.body)
	}
	return got
}

// want sends a request and wants a status.
func (s *server) want(status int, r request) reply {
	s.t.Helper()
	got := s.do(r)
	if got.status != status {
		s.t.Errorf("%s %s: %d %s, want %d", r.method, r.path, got.status, got.body, status)
	}
	return got
}

// refused wants a refusal.
func (s *server) refused(status int, code string, r request) reply {
	s.t.Helper()
	got := s.want(status, r)
	if got.code() != code {
		s.t.Errorf("%s %s: code %q (%s), want %q", r.method, r.path, got.code(), got.body, code)
	}
	return got
}

func readJSON[A any](t testing.TB, b []byte) (a A) {
	t.Helper()
	if err := json.Unmarshal(b, &a); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	return a
}

// eventually waits until something holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(deadline); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never happened: ", what)
		}
	}
}

// judge is the document as a judge of answers that shares no code with what wrote it.
var judge = sync.OnceValues(func() (validator.Validator, error) {
	b, err := os.ReadFile(documentPath)
	if err != nil {
		return nil, err
	}
	doc, err := libopenapi.NewDocument(b)
	if err != nil {
		return nil, err
	}
	v, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return v, nil
})

// judging is held while the judge works: it is not made for several at a time.
var judging sync.Mutex

// checkAnswer holds an answer of a route of the document against it. Answers without a
// route, and those of streams, are looked at by their own tests.
func checkAnswer(t testing.TB, req *http.Request, got reply) {
	t.Helper()
	if req.Method == http.MethodHead || got.status/100 == 3 {
		return
	}
	if got.status >= 400 && strings.HasPrefix(req.URL.Path, "/v1/") {
		if e := readJSON[wire.Error](t, got.body); e.Code == "" || e.Msg == "" || e.Hint == "" {
			t.Errorf("%s %s: a refusal without code, message or hint: %s", req.Method, req.URL.Path, got.body)
		}
	}
	if got.header.Get("X-Content-Type-Options") != "nosniff" || got.header.Get("Cache-Control") != "no-store" || got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%s %s: headers %v", req.Method, req.URL.Path, got.header)
	}
	if !strings.HasPrefix(req.URL.Path, "/v1/") || got.status == http.StatusMethodNotAllowed || strings.HasPrefix(got.header.Get("Content-Type"), "text/") || noRoute(got) {
		return
	}
	v, err := judge()
	if err != nil {
		t.Fatal(err)
	}
	resp := &http.Response{StatusCode: got.status, Header: got.header, Body: io.NopCloser(bytes.NewReader(got.body)), Request: req}
	judging.Lock()
	defer judging.Unlock()
	ok, faults := v.ValidateHttpResponse(req, resp)
	if ok {
		return
	}
	for _, f := range faults {
		if f.ValidationType == helpers.ParameterValidation && got.status == http.StatusBadRequest {
			continue
		}
		t.Errorf("%s %s: %d is not as the document says: %s: %s (%v)\n%s", req.Method, req.URL, got.status, f.Message, f.Reason, f.SchemaValidationErrors, got.body)
	}
}

func noRoute(r reply) bool {
	return r.status == http.StatusNotFound && r.code() == wire.CodeUnknownVerb
}
