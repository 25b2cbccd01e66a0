package network

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

const (
	// MarkBearer begins the text of a token of the HTTP interface.
	MarkBearer = "owa1."
	// BearerSecretSize is the length of its secret in bytes.
	BearerSecretSize = 24

	maxBearerID = 32
)

// WriteBearer is the text of a token, which whoever holds it sends along:
// "owa1.<id>.<secret>", the secret as base64url.
func WriteBearer(id string, secret []byte) string {
	return MarkBearer + id + "." + base64.RawURLEncoding.EncodeToString(secret)
}

// ReadBearer reads the text of a token: its id, and the hash by which the secret is
// known; ok is false for anything that WriteBearer does not make.
func ReadBearer(text string) (id string, hash [sha256.Size]byte, ok bool) {
	rest, ok := strings.CutPrefix(text, MarkBearer)
	if !ok {
		return "", hash, false
	}
	id, secret, ok := strings.Cut(rest, ".")
	if !ok || id == "" || len(id) > maxBearerID || strings.ContainsFunc(id, func(r rune) bool { return !bearerLetter(r) }) {
		return "", hash, false
	}
	// The decoder passes over line breaks, so the length of the text counts as well.
	raw, err := base64.RawURLEncoding.Strict().DecodeString(secret)
	if err != nil || len(raw) != BearerSecretSize || len(secret) != base64.RawURLEncoding.EncodedLen(len(raw)) {
		return "", hash, false
	}
	return id, HashBearer(raw), true
}

func bearerLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// HashBearer is what is kept of a token's secret.
func HashBearer(secret []byte) [sha256.Size]byte { return sha256.Sum256(secret) }

// Good reports whether the token is the one of that hash and holds at that time. It
// takes as long for a wrong hash as for the right one.
func (t Token) Good(hash [sha256.Size]byte, now time.Time) bool {
	same := subtle.ConstantTimeCompare(t.Hash[:], hash[:]) == 1
	return same && (t.Expires.IsZero() || now.Before(t.Expires))
}

// May reports whether the token has a scope; ScopeAdmin has all.
func (t Token) May(scope Scope) bool {
	return slices.Contains(t.Scopes, scope) || slices.Contains(t.Scopes, ScopeAdmin)
}
