package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"onewindow/trust"
)

// errStranger is a server that is not the centre.
var errStranger = errors.New("this is not the centre that the pin is of: another machine answers, or the centre has been set up anew")

// Options say how to reach the centre; the zero value trusts the system's authorities.
type Options struct {
	// CA is a file of PEM certificates that the centre's is signed by; empty means the
	// system's.
	CA string
	// Pin trusts one authority by its key, whatever the name or address, as halls do;
	// the server must send the authority's certificate along. Not with CA.
	Pin *trust.Pin
	// Timeout is how long an answer may take, but for exports and Follow; 0 means 20
	// seconds.
	Timeout time.Duration
	// Agent is what the program calls itself; empty is "onewindow".
	Agent string

	paces paces
}

// paces are how long things of Follow may take; tests have their own.
type paces struct {
	silent      time.Duration // a stream that says nothing for so long is lost
	first, most time.Duration // pause after the first failure, and after many
	refused     time.Duration // pause after the centre has refused the token
}

func (o *Options) complete() {
	def := func(d *time.Duration, to time.Duration) {
		if *d <= 0 {
			*d = to
		}
	}
	def(&o.Timeout, usualTime)
	// The centre says something every 3 seconds.
	def(&o.paces.silent, 8*time.Second)
	def(&o.paces.first, 500*time.Millisecond)
	def(&o.paces.most, 15*time.Second)
	def(&o.paces.refused, 30*time.Second)
	if o.Agent == "" {
		o.Agent = "onewindow"
	}
}

// transport opens connections as the options say.
func (o *Options) transport() (*http.Transport, error) {
	conf := &tls.Config{MinVersion: tls.VersionTLS12}
	switch {
	case o.Pin != nil && o.CA != "":
		return nil, errors.New("client: both a pin and a file of authorities; give one of them")
	case o.Pin != nil:
		conf = trust.TLS(*o.Pin, errStranger, nil)
	case o.CA != "":
		pem, err := os.ReadFile(o.CA)
		if err != nil {
			return nil, fmt.Errorf("client: the file of the centre's authority: %w", err)
		}
		conf.RootCAs = x509.NewCertPool()
		if !conf.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("client: %s has no PEM certificate; give the authority's, as -----BEGIN CERTIFICATE-----", o.CA)
		}
	}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSClientConfig:       conf,
		TLSHandshakeTimeout:   5 * time.Second,
		MaxIdleConnsPerHost:   4,
		IdleConnTimeout:       60 * time.Second,
		ExpectContinueTimeout: time.Second,
		// HTTP/1.1: a stream is a connection of its own, whose silence is its own.
		Protocols: protocols(),
	}, nil
}

func protocols() *http.Protocols {
	p := &http.Protocols{}
	p.SetHTTP1(true)
	return p
}
