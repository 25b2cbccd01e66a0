package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"onewindow/central"
	"onewindow/central/api"
	"onewindow/central/web"
	"onewindow/cli/config"
)

// The centre is all that its HTTP interface and its page need.
var (
	_ api.Centre   = (*central.Centre)(nil)
	_ web.District = (*central.Centre)(nil)
)

// webSettings say where the HTTP interface listens.
type webSettings struct {
	host string
	port int
	cert *certificate // nil in the clear
	// proxied: in the clear, but browsers come over a proxy that speaks TLS.
	proxied bool
}

// webListener is where it listens.
type webListener struct{ net.Listener }

// httpSettings checks what the configuration says of the HTTP interface.
func httpSettings(set config.Central) (webSettings, error) {
	s := webSettings{host: set.HTTPHost, port: set.HTTPPort, proxied: set.HTTPClear}
	switch {
	case set.HTTPPort == 0:
		return s, nil
	case (set.HTTPCert == "") != (set.HTTPKey == ""):
		return s, hinted(errors.New("central.http_cert and central.http_key go together"), "set both, or none")
	case set.HTTPCert != "":
		s.cert = &certificate{cert: set.HTTPCert, key: set.HTTPKey}
		if _, err := s.cert.get(nil); err != nil {
			return s, hinted(fmt.Errorf("the certificate of the HTTP interface: %w", err), "look at central.http_cert and central.http_key; both are PEM, the certificate's own authority behind it")
		}
	case !loopback(set.HTTPHost) && !set.HTTPClear:
		return s, hinted(fmt.Errorf("central.http_host %q would speak HTTP in the clear, with tokens in it", set.HTTPHost),
			"set central.http_cert and central.http_key, or leave it on 127.0.0.1; behind a proxy that speaks TLS to everybody else, set central.http_clear = true")
	}
	return s, nil
}

// listen takes the port; nil is no HTTP interface.
func (s webSettings) listen() (*webListener, error) {
	if s.port == 0 {
		return nil, nil
	}
	l, err := net.Listen("tcp", net.JoinHostPort(s.host, strconv.Itoa(max(s.port, 0))))
	if err != nil {
		return nil, hinted(fmt.Errorf("the HTTP interface: %w", err), "is a centre running already? Else set central.http_port or central.http_host")
	}
	return &webListener{l}, nil
}

// certificate is read again when its files have changed, so that one that was renewed
// comes into force without a restart.
type certificate struct {
	cert, key string

	mu     sync.Mutex
	seen   time.Time
	looked time.Time
	pair   *tls.Certificate
}

// certAge is how often the files are looked at.
const certAge = 10 * time.Second

// get is tls.Config.GetCertificate. While the files cannot be used, the last good pair
// goes on.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pair != nil && time.Since(c.looked) < certAge {
		return c.pair, nil
	}
	c.looked = time.Now()
	seen, err := newest(c.cert, c.key)
	if err == nil && c.pair != nil && seen.Equal(c.seen) {
		return c.pair, nil
	}
	if err == nil {
		var pair tls.Certificate
		if pair, err = tls.LoadX509KeyPair(c.cert, c.key); err == nil {
			c.pair, c.seen = &pair, seen
		}
	}
	if err != nil && c.pair == nil {
		return nil, err
	}
	return c.pair, nil
}

// newest is when the last of the files was changed.
func newest(files ...string) (t time.Time, _ error) {
	for _, f := range files {
		i, err := os.Stat(f)
		if err != nil {
			return t, err
		}
		if i.ModTime().After(t) {
			t = i.ModTime()
		}
	}
	return t, nil
}

// names are those that the certificate is for.
func (c *certificate) names() []string {
	pair, err := c.get(nil)
	if err != nil || pair.Leaf == nil {
		return nil
	}
	names := pair.Leaf.DNSNames
	for _, ip := range pair.Leaf.IPAddresses {
		names = append(names, ip.String())
	}
	return names
}

// url is where this machine reaches the interface.
func (s webSettings) url(l net.Listener) string {
	port := strconv.Itoa(s.port)
	if l != nil {
		_, port, _ = net.SplitHostPort(l.Addr().String())
	}
	host := s.host
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	if s.cert == nil {
		return "http://" + net.JoinHostPort(host, port)
	}
	for _, name := range s.cert.names() {
		if !strings.Contains(name, "*") {
			host = name
			break
		}
	}
	return "https://" + net.JoinHostPort(host, port)
}

// urlFile says where the interface of a centre that runs on this machine is; one that was
// killed leaves it behind.
func urlFile(data string) string { return filepath.Join(data, "http.url") }

// centreWeb is the HTTP interface and the district's page of a running centre.
type centreWeb struct {
	url    string
	file   string // in which the url stands while it serves
	api    *api.API
	server *http.Server
	broken chan error
	done   sync.WaitGroup
}

// remoteAddr is the key of the address of who asks for a page.
type remoteAddr struct{}

// openWeb serves a centre over HTTP; without a listener it is nowhere.
func openWeb(data string, c *central.Centre, set webSettings, listener *webListener, meter *api.Meter, log *slog.Logger) (*centreWeb, error) {
	s := &centreWeb{broken: make(chan error, 1)}
	if listener == nil {
		return s, nil
	}
	var err error
	if s.api, err = api.New(api.Settings{Version: Version(), Meter: meter, Proxied: set.proxied, Log: log}, c); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	pages, err := web.New(web.Settings{
		Plain: set.cert == nil && !set.proxied, Log: log,
		Admit: func(ctx context.Context, token string) bool {
			remote, _ := ctx.Value(remoteAddr{}).(string)
			return s.api.Admit(ctx, token, remote)
		},
	}, c)
	if err != nil {
		s.api.Close()
		return nil, errors.Join(err, listener.Close())
	}
	s.url, s.file = set.url(listener), urlFile(data)
	if err := os.WriteFile(s.file, []byte(s.url+"\n"), 0o600); err != nil {
		s.api.Close()
		return nil, errors.Join(fmt.Errorf("data folder: %w", err), listener.Close())
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		pages.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), remoteAddr{}, s.api.Asker(r))))
	})
	for _, path := range []string{"/v1/", "/healthz", "/readyz", "/metrics", "/openapi.json"} {
		mux.Handle(path, s.api)
	}
	s.server = api.Server(mux)
	s.server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug) // what strangers do wrong
	var serve net.Listener = listener
	if set.cert != nil {
		serve = tls.NewListener(listener, &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: set.cert.get, NextProtos: []string{"h2", "http/1.1"}})
	}
	s.done.Go(func() {
		if err := s.server.Serve(serve); !errors.Is(err, http.ErrServerClosed) {
			s.broken <- err
		}
	})
	return s, nil
}

// close lets requests end, and cuts those that take too long.
func (s *centreWeb) close() error {
	if s.server == nil {
		return nil
	}
	s.api.Close() // its streams would never end by themselves
	ctx, cancel := context.WithTimeout(context.Background(), stopWeb)
	defer cancel()
	err := s.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.server.Close()
	}
	s.done.Wait()
	// The data folder is this centre's alone, so that the file is of nobody else.
	if gone := os.Remove(s.file); !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}
