package lan

import (
	"encoding/base64"
	"testing"

	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/wire"
)

func newKey(t testing.TB) (nkeys.KeyPair, string) {
	t.Helper()
	kp, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	key, err := kp.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return kp, key
}

func keyOf(t testing.TB, id Identity) string {
	t.Helper()
	kp, err := nkeys.FromSeed(id.Seed)
	if err != nil {
		t.Fatal(err)
	}
	key, err := kp.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func joinBody(t testing.TB, tok trust.Token) []byte {
	t.Helper()
	kp, key := newKey(t)
	sig, err := kp.Sign([]byte("join:" + tok.Name()))
	if err != nil {
		t.Fatal(err)
	}
	return mustJSON(wire.JoinRequest{V: 1, Pass: tok.Pass(), Key: key, Sig: base64.RawURLEncoding.EncodeToString(sig)})
}
