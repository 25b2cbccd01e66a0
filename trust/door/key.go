package door

import (
	"encoding/base64"
	"strings"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// CheckKey reports why a connection has not proved that it holds the NKey that it
// names; "" if it has, by its signature of the server's nonce.
func CheckKey(c server.ClientAuthentication) (why string) {
	o := c.GetOpts()
	return CheckSigned(o.Nkey, o.Sig, c.GetNonce())
}

// CheckSigned is CheckKey for what a connection has shown: the NKey that it names,
// and its signature, in base64, of that nonce.
func CheckSigned(key, signature string, nonce []byte) (why string) {
	// Clients differ in which base64 they sign with.
	sig, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(signature, "="))
	if err != nil {
		if sig, err = base64.StdEncoding.DecodeString(signature); err != nil {
			return "unreadable signature"
		}
	}
	pub, err := nkeys.FromPublicKey(key)
	if err != nil {
		return "unreadable key"
	}
	if len(nonce) == 0 || pub.Verify(nonce, sig) != nil {
		return "wrong signature"
	}
	return ""
}
