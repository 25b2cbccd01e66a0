package trust

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"time"
)

const (
	authorityYears = 20
	serverYears    = 2
	// renewBefore is how long before its end a server certificate is replaced
	// at a start.
	renewBefore = 60 * 24 * time.Hour
)

// Authority is a hall's or a centre's own certificate authority. Who was enrolled
// there trusts its key and nothing else.
type Authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// pairFile is a certificate and its key as stored, both in DER.
type pairFile struct {
	Cert []byte `json:"cert"`
	Key  []byte `json:"key"`
}

func (p pairFile) parse() (*x509.Certificate, *ecdsa.PrivateKey, error) {
	cert, err := x509.ParseCertificate(p.Cert)
	if err != nil {
		return nil, nil, err
	}
	k, err := x509.ParsePKCS8PrivateKey(p.Key)
	if err != nil {
		return nil, nil, err
	}
	key, ok := k.(*ecdsa.PrivateKey)
	if !ok || !key.PublicKey.Equal(cert.PublicKey) {
		return nil, nil, errors.New("key and certificate do not belong together")
	}
	return cert, key, nil
}

// OpenAuthority reads the authority in dir (ca.json), or makes it on the first
// start, under that name. The error says what to do when the file is damaged.
func OpenAuthority(dir, name string, now time.Time) (*Authority, error) {
	path := filepath.Join(dir, "ca.json")
	var p pairFile
	found, err := ReadFile(path, &p)
	if err != nil {
		return nil, fmt.Errorf("authority: %w", err)
	}
	if found {
		cert, key, err := p.parse()
		if err != nil {
			return nil, fmt.Errorf("authority: %s: %w; restore the file from a backup, a new one means that everybody must enrol again", path, err)
		}
		return &Authority{cert, key}, nil
	}
	tpl := &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.AddDate(authorityYears, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	cert, key, p, err := certify(tpl, nil)
	if err != nil {
		return nil, fmt.Errorf("authority: %w", err)
	}
	if err := WriteFile(path, p); err != nil {
		return nil, fmt.Errorf("authority: %w", err)
	}
	return &Authority{cert, key}, nil
}

// certify makes a key and its certificate, signed by the issuer or, without
// one, by itself.
func certify(tpl *x509.Certificate, issuer *Authority) (*x509.Certificate, *ecdsa.PrivateKey, pairFile, error) {
	fail := func(err error) (*x509.Certificate, *ecdsa.PrivateKey, pairFile, error) {
		return nil, nil, pairFile{}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fail(err)
	}
	if issuer == nil {
		issuer = &Authority{tpl, key}
	}
	// A nil serial number makes x509 draw a random one.
	der, err := x509.CreateCertificate(rand.Reader, tpl, issuer.cert, &key.PublicKey, issuer.key)
	if err != nil {
		return fail(err)
	}
	kder, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fail(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return fail(err)
	}
	return cert, key, pairFile{Cert: der, Key: kder}, nil
}

// Pin is what a join token carries of the authority.
func (a *Authority) Pin() Pin { return PinOf(a.cert) }

// Cert is the authority's certificate in DER.
func (a *Authority) Cert() []byte { return a.cert.Raw }

// ServerTLS returns the server's TLS settings with the certificate in dir
// (server.json), which is made again when it is missing, unreadable, of another authority, for
// other names, or near its end.
func (a *Authority) ServerTLS(dir string, names []string, now time.Time) (*tls.Config, error) {
	path := filepath.Join(dir, "server.json")
	var p pairFile
	cert, key := (*x509.Certificate)(nil), (*ecdsa.PrivateKey)(nil)
	if found, err := ReadFile(path, &p); err == nil && found {
		if c, k, err := p.parse(); err == nil && a.current(c, names, now) {
			cert, key = c, k
		}
	}
	if cert == nil {
		tpl := &x509.Certificate{
			Subject:     pkix.Name{CommonName: a.cert.Subject.CommonName + " server"},
			NotBefore:   now.Add(-time.Hour),
			NotAfter:    now.AddDate(serverYears, 0, 0),
			KeyUsage:    x509.KeyUsageDigitalSignature,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		}
		for _, n := range names {
			if ip := net.ParseIP(n); ip != nil {
				tpl.IPAddresses = append(tpl.IPAddresses, ip)
			} else {
				tpl.DNSNames = append(tpl.DNSNames, n)
			}
		}
		var err error
		if cert, key, p, err = certify(tpl, a); err != nil {
			return nil, fmt.Errorf("server certificate: %w", err)
		}
		if err := WriteFile(path, p); err != nil {
			return nil, fmt.Errorf("server certificate: %w", err)
		}
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		// The authority is sent along so that a client that knows only its
		// pin can check the chain.
		Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw, a.cert.Raw}, PrivateKey: key, Leaf: cert}},
	}, nil
}

func (a *Authority) current(c *x509.Certificate, names []string, now time.Time) bool {
	have := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		have = append(have, ip.String())
	}
	want := make([]string, len(names))
	for i, n := range names {
		want[i] = n
		if ip := net.ParseIP(n); ip != nil {
			want[i] = ip.String()
		}
	}
	slices.Sort(have)
	slices.Sort(want)
	return slices.Equal(have, want) &&
		bytes.Equal(c.RawIssuer, a.cert.RawSubject) && c.CheckSignatureFrom(a.cert) == nil &&
		now.After(c.NotBefore) && now.Add(renewBefore).Before(c.NotAfter)
}
