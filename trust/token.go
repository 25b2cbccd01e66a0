package trust

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

const (
	// MarkTerminal begins the token of a terminal that is to join a hall,
	// MarkHall that of a hall that is to join a centre.
	MarkTerminal = "ow1."
	MarkHall     = "owh1."
	// SecretSize is the length of a token's secret in bytes.
	SecretSize = 16
	// MaxTokenAddrs is how many addresses a token may carry.
	MaxTokenAddrs = 8

	tokenIDSize   = 6
	maxTokenChars = 4096
	maxHallChars  = 64
	webScheme     = "wss://"
)

// Token is what a newcomer needs to find its hall or its centre, to know it again,
// and to be let in once. Its text is the mark and base64url of
//
//	flags(1) pin(32) id(6) secret(16) expiry(4, Unix seconds, big endian)
//	count(1) { length(1) address } × count
//	length(1) hall, for a hall only
//
// Bit 0 of flags says that the other side speaks TLS; pin is the SHA-256 of the
// public key (SPKI) of its authority, zero without TLS. An address is "host:port"
// or, for a hall, "wss://host:port".
type Token struct {
	TLS     bool
	Pin     Pin
	ID      [tokenIDSize]byte
	Secret  [SecretSize]byte
	Expires time.Time
	Addrs   []string
	// Hall is the code of the hall that may join the centre; empty in the token of
	// a terminal.
	Hall string
}

// NewToken makes a token's id, secret and expiry, at least ttl after now; the token
// carries whole seconds. Whoever gives it says where it leads.
func NewToken(now time.Time, ttl time.Duration) Token {
	t := Token{Expires: now.Add(ttl + time.Second - 1).Truncate(time.Second)}
	rand.Read(t.ID[:])
	rand.Read(t.Secret[:])
	return t
}

// String is the token as one line.
func (t Token) String() string {
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
	mark := MarkTerminal
	if t.Hall != "" {
		mark = MarkHall
		b = append(b, byte(len(t.Hall)))
		b = append(b, t.Hall...)
	}
	return mark + base64.RawURLEncoding.EncodeToString(b)
}

var errToken = errors.New("not a join token, or cut short in copying; copy the whole line, from " + MarkTerminal + " or " + MarkHall + " to its end")

// ParseToken reads the text of a token of either kind; Token.Hall tells which.
// White space around and inside it, as copying from a wrapped line leaves, is
// dropped.
func ParseToken(s string) (Token, error) {
	var t Token
	if len(s) > maxTokenChars {
		return t, errToken
	}
	s = strings.Join(strings.Fields(s), "")
	text, ofHall := strings.CutPrefix(s, MarkHall)
	if !ofHall {
		var ok bool
		if text, ok = strings.CutPrefix(s, MarkTerminal); !ok {
			return t, errToken
		}
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return t, errToken
	}
	const fixed = 1 + 32 + tokenIDSize + SecretSize + 4 + 1
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
	if count == 0 || count > MaxTokenAddrs {
		return t, errToken
	}
	for range count {
		var addr string
		if addr, b, err = cutText(b); err != nil {
			return t, err
		}
		if host, web := strings.CutPrefix(addr, webScheme); !ValidAddr(host) || web && !ofHall {
			return t, errToken
		}
		t.Addrs = append(t.Addrs, addr)
	}
	if ofHall {
		if t.Hall, b, err = cutText(b); err != nil {
			return t, err
		}
		if len(t.Hall) > maxHallChars || strings.ContainsFunc(t.Hall, func(r rune) bool { return !letter(r) && r != '-' }) {
			return t, errToken
		}
	}
	if len(b) != 0 {
		return t, errToken
	}
	return t, nil
}

// cutText takes a text that stands behind its length.
func cutText(b []byte) (text string, rest []byte, err error) {
	if len(b) == 0 || b[0] == 0 || len(b) < 1+int(b[0]) {
		return "", nil, errToken
	}
	n := 1 + int(b[0])
	return string(b[1:n]), b[n:], nil
}

func letter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// ValidAddr reports whether a may be a host and port; anything else is kept out of
// a URL.
func ValidAddr(a string) bool {
	for _, r := range a {
		if !letter(r) && !strings.ContainsRune(".-:[]_%", r) {
			return false
		}
	}
	return strings.Contains(a, ":")
}

// Name is the token's id as text.
func (t Token) Name() string { return hex.EncodeToString(t.ID[:]) }

// Pass is the password of the enrolment connection: the id and the secret.
func (t Token) Pass() string { return t.Name() + "." + hex.EncodeToString(t.Secret[:]) }

// SplitPass reads what Pass made; ok is false for anything else.
func SplitPass(pass string) (name string, secret []byte, ok bool) {
	name, text, _ := strings.Cut(pass, ".")
	secret, err := hex.DecodeString(text)
	return name, secret, err == nil && len(secret) == SecretSize
}

// URLs are the token's addresses as URLs.
func (t Token) URLs() []string { return URLsOf(t.Addrs, t.TLS) }

// URLsOf makes "tls://…" or, in the clear, "nats://…" of addresses "host:port"; an
// address that is a URL already stays one.
func URLsOf(addrs []string, tls bool) []string {
	scheme := "nats"
	if tls {
		scheme = "tls"
	}
	urls := make([]string, len(addrs))
	for i, a := range addrs {
		urls[i] = a
		if !strings.HasPrefix(a, webScheme) {
			urls[i] = fmt.Sprintf("%s://%s", scheme, a)
		}
	}
	return urls
}
