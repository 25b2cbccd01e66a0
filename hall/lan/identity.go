package lan

import (
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"

	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/trust/door"
	"onewindow/wire"
)

// Identity is what an enrolled terminal keeps: who it is, where its hall is,
// and how it knows the hall again. It holds a secret, the Seed.
type Identity struct {
	Hall     string    `json:"hall"`
	Terminal string    `json:"terminal"`
	Role     wire.Role `json:"role"`
	Window   string    `json:"window,omitempty"`
	// URLs are tried in turn: "tls://host:port", or "nats://…" in the clear
	// on the hall's own machine.
	URLs []string `json:"urls"`
	// CA is the certificate of the hall's authority in DER; empty in the clear.
	CA []byte `json:"ca,omitempty"`
	// Seed is the terminal's private NKey.
	Seed []byte `json:"seed"`
}

// Save writes the identity to path, readable by the owner only.
func (id Identity) Save(path string) error {
	if err := trust.WriteFile(path, id); err != nil {
		return fmt.Errorf("lan: identity: %w", err)
	}
	return nil
}

// LoadIdentity reads what Save wrote. It reports fs.ErrNotExist in its chain
// when there is no file.
func LoadIdentity(path string) (Identity, error) {
	var id Identity
	found, err := trust.ReadFile(path, &id)
	if err == nil && !found {
		err = errNoIdentity(path)
	}
	if err == nil {
		err = id.check()
	}
	if err != nil {
		return Identity{}, fmt.Errorf("lan: identity: %w", err)
	}
	return id, nil
}

func (id Identity) check() error {
	if !wire.ValidToken(id.Terminal) || !id.Role.Valid() {
		return errors.New("the terminal's name or role is missing; enrol the terminal again")
	}
	if _, err := nkeys.FromSeed(id.Seed); err != nil {
		return fmt.Errorf("the terminal's key: %w; enrol the terminal again", err)
	}
	if len(id.CA) > 0 {
		if _, err := x509.ParseCertificate(id.CA); err != nil {
			return fmt.Errorf("the hall's certificate: %w; enrol the terminal again", err)
		}
	}
	return nil
}

// pin is the pin of CA; ok is false in the clear.
func (id Identity) pin() (pin [32]byte, ok bool) {
	cert, err := x509.ParseCertificate(id.CA)
	if err != nil {
		return pin, false
	}
	return sha256.Sum256(cert.RawSubjectPublicKeyInfo), true
}

// clearAllowed keeps a terminal from talking in the clear over a network.
func clearAllowed(urls []string) error {
	for _, s := range urls {
		u, err := url.Parse(s)
		if err != nil || !door.Loopback(u.Hostname()) {
			return fmt.Errorf("lan: %s without TLS: allowed on the hall's own machine only; run the hall with TLS", s)
		}
	}
	return nil
}
