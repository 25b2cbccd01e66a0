package trust

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"time"
)

// Pin is the SHA-256 of an authority's public key (the DER of its
// SubjectPublicKeyInfo).
type Pin = [sha256.Size]byte

// PinOf is the pin of an authority's certificate.
func PinOf(ca *x509.Certificate) Pin { return sha256.Sum256(ca.RawSubjectPublicKeyInfo) }

// TLS are settings of a client that trusts one authority by its pin, whatever the
// host name or address. A handshake with any other server fails with stranger in
// the error's chain. seen, if not nil, is called with the authority's certificate of
// each good handshake.
func TLS(pin Pin, stranger error, seen func(*x509.Certificate)) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		// Go's own check needs the host name; VerifyConnection replaces it and
		// is stricter about the authority.
		InsecureSkipVerify: true,
		VerifyConnection: func(cs tls.ConnectionState) error {
			ca, err := Verify(cs.PeerCertificates, pin, time.Now(), stranger)
			if err == nil && seen != nil {
				seen(ca)
			}
			return err
		},
	}
}

// Verify returns the authority of a server's chain, which must be sent along with
// the server's own certificate and have the pin; else the error is stranger. A
// certificate of that authority that does not hold now is another error.
func Verify(chain []*x509.Certificate, pin Pin, now time.Time, stranger error) (*x509.Certificate, error) {
	if len(chain) < 2 {
		return nil, stranger
	}
	leaf := chain[0]
	for _, ca := range chain[1:] {
		if PinOf(ca) != pin || !ca.IsCA {
			continue
		}
		// The authority's signature says that NotBefore has passed. A machine
		// whose clock stands earlier, as after a dead battery, must still
		// get through.
		if now.Before(leaf.NotBefore) {
			now = leaf.NotBefore
		}
		roots := x509.NewCertPool()
		roots.AddCert(ca)
		_, err := leaf.Verify(x509.VerifyOptions{
			Roots:       roots,
			CurrentTime: now,
			KeyUsages:   []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		})
		if err != nil {
			return nil, fmt.Errorf("the server's certificate does not hold, check this machine's clock: %w", err)
		}
		return ca, nil
	}
	return nil, stranger
}
