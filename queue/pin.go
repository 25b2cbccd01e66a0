package queue

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
)

// pinRounds makes guessing a PIN from a stolen settings file slow, and one
// sign-in take a few milliseconds.
const pinRounds = 20_000

// PINMin and PINMax bound the length of a PIN, in bytes.
const (
	PINMin = 4
	PINMax = 32
)

// HashPIN is the form in which settings hold a PIN. The caller makes the salt
// at random, at least 8 bytes.
func HashPIN(pin string, salt []byte) (string, error) {
	if len(pin) < PINMin || len(pin) > PINMax {
		return "", fmt.Errorf("a PIN has %d to %d characters", PINMin, PINMax)
	}
	k, err := pbkdf2.Key(sha256.New, pin, salt, pinRounds, 32)
	if err != nil {
		return "", fmt.Errorf("hash PIN: %w", err)
	}
	enc := base64.RawURLEncoding
	return "pbkdf2." + enc.EncodeToString(salt) + "." + enc.EncodeToString(k), nil
}

// CheckPIN reports whether pin is the clerk's.
func (c *Clerk) CheckPIN(pin string) bool {
	parts := strings.Split(c.PIN, ".")
	if len(parts) != 3 || parts[0] != "pbkdf2" {
		return false
	}
	salt, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return false
	}
	is, err := HashPIN(pin, salt)
	return err == nil && subtle.ConstantTimeCompare([]byte(is), []byte(c.PIN)) == 1
}
