package join

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/nats-io/nkeys"

	"onewindow/trust"
	"onewindow/wire"
)

// User is the name under which a connection is opened with a token's secret as its
// password.
const User = "join"

// maxNameRunes is how long a newcomer's name is at the most.
const maxNameRunes = 64

// proof is the text that a newcomer signs with its new key: that it holds the seed, and
// which token it is for.
func proof(tokenID string) []byte { return []byte("join:" + tokenID) }

// request makes a key and the body that asks for it to be taken in under name.
func request(t trust.Token, name string) (seed, body []byte, err error) {
	kp, err := nkeys.CreateUser()
	if err != nil {
		return nil, nil, fmt.Errorf("join: key: %w", err)
	}
	key, kerr := kp.PublicKey()
	seed, serr := kp.Seed()
	sig, err := kp.Sign(proof(t.Name()))
	if err := errors.Join(kerr, serr, err); err != nil {
		return nil, nil, fmt.Errorf("join: key: %w", err)
	}
	body, err = json.Marshal(wire.JoinRequest{V: wire.Version, Pass: t.Pass(), Key: key,
		Sig: base64.RawURLEncoding.EncodeToString(sig), Name: name})
	if err != nil {
		return nil, nil, fmt.Errorf("join: %w", err)
	}
	return seed, body, nil
}

// Read reads a request of at most limit bytes. Errors are *wire.Error.
func Read(data []byte, limit int) (wire.JoinRequest, error) {
	var q wire.JoinRequest
	if len(data) > limit {
		return q, wire.TooLarge(len(data), limit)
	}
	if err := json.Unmarshal(data, &q); err != nil {
		return q, &wire.Error{Code: wire.CodeBadRequest, Msg: "not a join request: " + err.Error(), Hint: "see docs/wire.md"}
	}
	if q.V != wire.Version {
		return q, wire.Unsupported(q.V)
	}
	return q, nil
}

// CheckProof reports, as a *wire.Error, that a request does not prove that its sender
// holds the key for that token.
func CheckProof(q wire.JoinRequest, tokenID string) error {
	sig, err := base64.RawURLEncoding.DecodeString(q.Sig)
	if err == nil && nkeys.IsValidPublicUserKey(q.Key) {
		if pub, err := nkeys.FromPublicKey(q.Key); err == nil && pub.Verify(proof(tokenID), sig) == nil {
			return nil
		}
	}
	return &wire.Error{Code: wire.CodeBadRequest, Msg: "the key or its signature is wrong",
		Hint: "sign \"join:<token id>\" with the new user NKey"}
}

// CleanName keeps a newcomer's name, which is for people, short and free of control
// characters.
func CleanName(s string) string {
	out := make([]rune, 0, maxNameRunes)
	for _, r := range strings.TrimSpace(s) {
		if unicode.IsPrint(r) && len(out) < maxNameRunes {
			out = append(out, r)
		}
	}
	return string(out)
}
