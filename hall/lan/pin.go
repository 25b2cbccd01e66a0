package lan

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// errOtherHall is the TLS error of a terminal that met a server which is not
// its hall.
var errOtherHall = errors.New("the server is not the hall that this terminal belongs to")

// pinnedTLS trusts one authority, by the SHA-256 of its public key, whatever
// the host name or address, because addresses in a hall change. seen, if not
// nil, is called with the authority's certificate of each good handshake.
func pinnedTLS(pin [32]byte, seen func(*x509.Certificate)) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		// Go's own check needs the host name; VerifyConnection replaces it and
		// is stricter about the authority.
		InsecureSkipVerify: true,
		VerifyConnection: func(cs tls.ConnectionState) error {
			ca, err := verifyPinned(cs.PeerCertificates, pin, time.Now())
			if err == nil && seen != nil {
				seen(ca)
			}
			return err
		},
	}
}

func verifyPinned(chain []*x509.Certificate, pin [32]byte, now time.Time) (*x509.Certificate, error) {
	if len(chain) < 2 {
		return nil, errOtherHall
	}
	leaf := chain[0]
	for _, ca := range chain[1:] {
		if sha256.Sum256(ca.RawSubjectPublicKeyInfo) != pin || !ca.IsCA {
			continue
		}
		// The authority's signature says that NotBefore has passed. A terminal
		// whose clock stands earlier, as after a dead battery, must still
		// reach its hall.
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
			return nil, fmt.Errorf("the hall's certificate does not hold, check this terminal's clock: %w", err)
		}
		return ca, nil
	}
	return nil, errOtherHall
}
