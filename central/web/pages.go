package web

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"onewindow/central/period"
	"onewindow/kiosk/overview"
	"onewindow/kiosk/words"
	"onewindow/wire"
)

// District is the centre as the pages see it.
type District interface {
	// Namer has the newest state of the whole network, which is not changed, and one hall
	// in detail; the error is a *wire.Error with CodeHallUnknown for one that is not in
	// the network.
	period.Namer
	// Source has what halls have reported of their days.
	period.Source
}

// Settings are how the pages are served.
type Settings struct {
	// Admit reports whether the text of a token may read the whole network. It is asked
	// for every page.
	Admit func(ctx context.Context, token string) bool
	// Plain is set where pages are served in the clear; the cookie then goes over such
	// connections too.
	Plain bool
	// Zone is the halls' time; nil is that of China.
	Zone *time.Location
	// Log takes what operators must know; nil is none.
	Log *slog.Logger

	// read is how long a request may take to come; tests have their own.
	read time.Duration
}

//go:embed page/*.html
var pageFiles embed.FS

//go:embed static
var staticFiles embed.FS

// policy lets a page load its own style and script, and nothing else from anywhere.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Pages serve the district's page: /, /halls/{hall}, /reports, /signin and /signout.
type Pages struct {
	set      Settings
	district District
	mux      *http.ServeMux
	pages    *template.Template
	// joins is full while as many reports are joined as may.
	joins chan struct{}
}

// New makes the pages over a centre.
func New(set Settings, district District) (*Pages, error) {
	if set.Admit == nil {
		return nil, errors.New("web: Settings.Admit is missing; nobody could be let in")
	}
	if set.Zone == nil {
		set.Zone = time.FixedZone("", 8*3600)
	}
	if set.Log == nil {
		set.Log = slog.New(slog.DiscardHandler)
	}
	if set.read == 0 {
		set.read = readTime
	}
	pages, err := template.New("").Funcs(template.FuncMap{"t": words.T}).ParseFS(pageFiles, "page/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	static, err := fs.Sub(staticFiles, "static")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	p := &Pages{set: set, district: district, mux: http.NewServeMux(), pages: pages, joins: make(chan struct{}, mostJoins)}
	p.mux.HandleFunc("GET /{$}", p.signedIn(p.network))
	p.mux.HandleFunc("GET /halls/{hall}", p.signedIn(p.hall))
	p.mux.HandleFunc("GET /reports", p.signedIn(p.reports))
	p.mux.HandleFunc("GET /reports/{file}", p.signedIn(p.reportFile))
	p.mux.HandleFunc("GET /signin", p.door)
	p.mux.HandleFunc("POST /signin", p.signIn)
	p.mux.HandleFunc("POST /signout", p.signOut)
	p.mux.HandleFunc("GET /language/{lang}", p.language)
	p.mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))
	p.mux.HandleFunc("/", p.nowhere)
	return p, nil
}

// How long a request of a page may take to come, to be worked on, and until the whole
// answer is taken.
const (
	readTime   = 10 * time.Second
	workTime   = 20 * time.Second
	answerTime = 30 * time.Second
)

// ServeHTTP implements http.Handler. Whoever sends or reads too slowly is cut.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Where a deadline cannot be set, as in a test without a connection, there is none.
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Now().Add(p.set.read))
	_ = c.SetWriteDeadline(time.Now().Add(answerTime))
	ctx, cancel := context.WithTimeout(r.Context(), workTime)
	defer cancel()
	r = r.WithContext(ctx)
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	p.mux.ServeHTTP(w, r)
}

// frame is what every page has.
type frame struct {
	Lang  words.Lang
	Langs []words.Lang
	Title string
	// Path is the page's own address, for whoever changes the language there.
	Path string
	// In is true for who has signed in.
	In bool
	// Network is the centre's name, At when the state was, in words.
	Network, At string
	// Live is true for pages that are kept fresh.
	Live bool
	Page any
}

// frameOf begins a page.
func (p *Pages) frameOf(r *http.Request, title string) frame {
	lang := langOf(r)
	return frame{Lang: lang, Langs: words.Langs, Title: title, Path: r.URL.RequestURI()}
}

// show writes a page whole; a template that fails is a defect of ours.
func (p *Pages) show(w http.ResponseWriter, status int, name string, f frame) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(f.Lang))
	w.Header().Add("Vary", "Accept-Language, Cookie")
	w.WriteHeader(status)
	if err := p.pages.ExecuteTemplate(w, name, f); err != nil {
		p.set.Log.Warn("web: a page was not written whole", "page", name, "err", err)
	}
}

// say is how the state is said in a page.
func (p *Pages) say(lang words.Lang, at time.Time) overview.Words {
	return overview.Words{Lang: lang, Now: at, Zone: p.set.Zone}
}

// network is the page of all halls.
func (p *Pages) network(w http.ResponseWriter, r *http.Request) {
	d := p.district.District()
	f := p.frameOf(r, words.T(langOf(r), "web.title"))
	say := p.say(f.Lang, d.At)
	f.In, f.Live, f.Network, f.At = true, true, d.Name, words.Clock(d.At.In(p.set.Zone))
	f.Page = networkOf(d, say, readQuery(r.URL.Query()))
	p.show(w, http.StatusOK, "network.html", f)
}

// hall is the page of one hall.
func (p *Pages) hall(w http.ResponseWriter, r *http.Request) {
	d := p.district.District()
	h, err := p.district.Hall(r.Context(), r.PathValue("hall"))
	var refused *wire.Error
	switch {
	case errors.As(err, &refused) && refused.Code == wire.CodeHallUnknown:
		p.nowhere(w, r)
		return
	case err != nil:
		p.set.Log.Error("web: the page of a hall", "hall", r.PathValue("hall"), "err", err)
		p.stop(w, r, http.StatusServiceUnavailable, "web.unavailable")
		return
	}
	f := p.frameOf(r, h.Row.Name.In(queueLang(langOf(r))))
	f.In, f.Live, f.Network, f.At = true, true, d.Name, words.Clock(d.At.In(p.set.Zone))
	f.Page = hallOf(h, p.say(f.Lang, d.At))
	p.show(w, http.StatusOK, "hall.html", f)
}

// nowhere is the page of an address that there is not.
func (p *Pages) nowhere(w http.ResponseWriter, r *http.Request) {
	p.stop(w, r, http.StatusNotFound, "web.nowhere")
}

// stop is a page with one sentence.
func (p *Pages) stop(w http.ResponseWriter, r *http.Request, status int, key string) {
	text := words.T(langOf(r), key)
	f := p.frameOf(r, text)
	f.Page = text
	p.show(w, status, "sentence.html", f)
}
