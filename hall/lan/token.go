package lan

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

const (
	tokenPrefix   = "ow1."
	tokenIDSize   = 6
	secretSize    = 16
	maxTokenURLs  = 8
	maxTokenChars = 4096
)

// joinToken is what a new terminal needs to find its hall, to know it again,
// and to be let in once. Its text is "ow1." and base64url of
//
//	flags(1) pin(32) id(6) secret(16) expiry(4, Unix seconds, big endian)
//	count(1) { length(1) "host:port" } × count
//
// Bit 0 of flags says that the hall speaks TLS; pin is the SHA-256 of the
// public key (SPKI) of the hall's authority, zero without TLS.
type joinToken struct {
	TLS     bool
	Pin     [32]byte
	ID      [tokenIDSize]byte
	Secret  [secretSize]byte
	Expires time.Time
	Addrs   []string
}

func (t joinToken) String() string {
	b := make([]byte, 0, 128)
	var flags byte
	if t.TLS {
		flags = 1
	}
	b = append(b, flags)
	b = append(b, t.Pin[:]...)
	b = append(b, t.ID[:]...)
	b = append(b, t.Secret[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(t.Expires.Unix()))
	b = append(b, byte(len(t.Addrs)))
	for _, a := range t.Addrs {
		b = append(b, byte(len(a)))
		b = append(b, a...)
	}
	return tokenPrefix + base64.RawURLEncoding.EncodeToString(b)
}

var errToken = errors.New("not a join token, or cut short in copying; copy the whole line, from " + tokenPrefix + " to its end")

// parseToken reads the text of a token. White space around and inside it, as
// copying from a wrapped line leaves, is dropped.
func parseToken(s string) (joinToken, error) {
	var t joinToken
	if len(s) > maxTokenChars {
		return t, errToken
	}
	s, ok := strings.CutPrefix(strings.Join(strings.Fields(s), ""), tokenPrefix)
	if !ok {
		return t, errToken
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return t, errToken
	}
	const fixed = 1 + 32 + tokenIDSize + secretSize + 4 + 1
	if len(b) < fixed || b[0] > 1 {
		return t, errToken
	}
	t.TLS = b[0] == 1
	b = b[1:]
	b = b[copy(t.Pin[:], b):]
	b = b[copy(t.ID[:], b):]
	b = b[copy(t.Secret[:], b):]
	t.Expires = time.Unix(int64(binary.BigEndian.Uint32(b)), 0)
	count := int(b[4])
	b = b[5:]
	if count == 0 || count > maxTokenURLs {
		return t, errToken
	}
	for range count {
		if len(b) == 0 || b[0] == 0 || len(b) < 1+int(b[0]) {
			return t, errToken
		}
		addr := string(b[1 : 1+b[0]])
		if !validAddr(addr) {
			return t, errToken
		}
		t.Addrs = append(t.Addrs, addr)
		b = b[1+len(addr):]
	}
	if len(b) != 0 {
		return t, errToken
	}
	return t, nil
}

// validAddr keeps anything that is not a host and port out of a URL.
func validAddr(a string) bool {
	for _, r := range a {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune(".-:[]_%", r):
		default:
			return false
		}
	}
	return strings.Contains(a, ":")
}

func (t joinToken) id() string { return hex.EncodeToString(t.ID[:]) }

// pass is the password of the enrolment connection.
func (t joinToken) pass() string { return t.id() + "." + hex.EncodeToString(t.Secret[:]) }

func (t joinToken) urls() []string { return urlsOf(t.Addrs, t.TLS) }

func urlsOf(addrs []string, tls bool) []string {
	scheme := "nats"
	if tls {
		scheme = "tls"
	}
	urls := make([]string, len(addrs))
	for i, a := range addrs {
		urls[i] = fmt.Sprintf("%s://%s", scheme, a)
	}
	return urls
}
