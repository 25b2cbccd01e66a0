package journal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	keysDir      = "keys"
	identityFile = "identity.key"
	dayFile      = ".key"
	forgotFile   = ".forgotten"
)

// Keys are the secrets that a hall keeps beside its journal, in the directory
// keys: one key per business day, which seals what identifies people in that
// day's events, and the identity key, under which people are recognised; in a
// network of halls the network's key takes its place.
//
// Forgetting a day destroys its key, and with it the identities of that day in
// the journal and in every backup, because these contain no keys. Keys may be
// used by several goroutines. Only one process at a time may use a directory;
// the lock of the journal next to it sees to that.
type Keys struct {
	dir        string
	identity   []byte
	identityID string

	mu   sync.Mutex // guards what follows
	days map[string]dayKey
	// The network's keys; see network.go.
	network, waiting, former *IdentityKey
}

// dayKey is the cipher of one day's key and the key's short name.
type dayKey struct {
	aead cipher.AEAD
	id   []byte
}

// A sealed text is in base64url without padding: version u8, id of the key,
// nonce, ciphertext with tag (AES-256-GCM; the day is authenticated too).
const (
	sealVersion = 1
	keyIDSize   = 4
)

// OpenKeys opens the keys directory in dir, makes it and the identity key if
// they are missing, and finishes a Forget that was cut off. The error is
// ErrNoDirectory, ErrNotWritable, ErrFull, ErrStorage, or ErrDamaged for a file
// that is not a key.
func OpenKeys(dir string) (*Keys, error) {
	k, err := openKeys(dir)
	return k, classify("open keys", err)
}

func openKeys(dir string) (*Keys, error) {
	if err := checkDir(dir); err != nil {
		return nil, err
	}
	k := &Keys{dir: filepath.Join(dir, keysDir), days: map[string]dayKey{}}
	if err := os.Mkdir(k.dir, 0o700); err == nil {
		err = syncDir(dir)
		if err != nil {
			return nil, err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	removeLeftovers(k.dir, "*.new-*")
	names, err := os.ReadDir(k.dir)
	if err != nil {
		return nil, err
	}
	lost := false
	for _, n := range names {
		lost = lost || n.Name() != identityFile
		if day, ok := strings.CutSuffix(n.Name(), forgotFile); ok {
			if err := destroyKey(k.path(day, dayFile)); err != nil {
				return nil, err
			}
		}
	}
	identity := filepath.Join(k.dir, identityFile)
	k.identity, err = readKey(identity)
	if errors.Is(err, fs.ErrNotExist) {
		if lost {
			// A new one would make everybody a stranger without a word.
			return nil, badKey("%s is missing, and other keys are there", identity)
		}
		k.identity, err = readOrMakeKey(identity)
	}
	if err != nil {
		return nil, err
	}
	k.identityID = hex.EncodeToString(keyID(k.identity, "identity"))
	if err := k.openNetwork(); err != nil {
		return nil, err
	}
	return k, nil
}

// keyID names a key without telling anything about it.
func keyID(key []byte, use string) []byte {
	m := hmac.New(sha256.New, key)
	_, _ = m.Write([]byte("onewindow key id: " + use)) // a hash never fails
	return m.Sum(nil)[:keyIDSize]
}

// Identity returns the hall's own identity key, 32 bytes, and its id, 8 hex
// digits, which changes with the key. See Identities for the one in force. The
// caller may keep the key in memory but writes it nowhere.
func (k *Keys) Identity() (id string, key []byte) {
	return k.identityID, slices.Clone(k.identity)
}

// Seal encrypts plain under the key of day (YYYY-MM-DD), which is made at its
// first use. The result is base64url text. Sealing the same twice gives
// different texts. The error is ErrForgotten for a forgotten day, ErrInvalid for
// a bad date, or as of OpenKeys.
func (k *Keys) Seal(day string, plain []byte) (string, error) {
	d, err := k.day(day, true)
	if err != nil {
		return "", classify("seal", err)
	}
	out := append([]byte{sealVersion}, d.id...)
	out = d.aead.Seal(out, nil, plain, []byte(day))
	return base64.RawURLEncoding.EncodeToString(out), nil
}

// Unseal decrypts what Seal made for the same day. The error is ErrForgotten
// after Forget, ErrNoKey if the key it was sealed with is not here, ErrSealed
// for any other text, ErrInvalid for a bad date, or as of OpenKeys.
func (k *Keys) Unseal(day, sealed string) ([]byte, error) {
	d, err := k.day(day, false)
	if err != nil {
		return nil, classify("unseal", err)
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	if err != nil || len(b) < 1+keyIDSize || b[0] != sealVersion {
		return nil, classify("unseal", ErrSealed)
	}
	if !hmac.Equal(b[1:1+keyIDSize], d.id) {
		return nil, classify("unseal", ErrNoKey.detailf("the text was sealed under another key of %s", day))
	}
	plain, err := d.aead.Open(nil, nil, b[1+keyIDSize:], []byte(day))
	if err != nil {
		return nil, classify("unseal", ErrSealed)
	}
	return plain, nil
}

// Forget destroys the key of day for ever: it is not made again, not even if
// the day is still going on. It returns when that is durable. Forgetting a day
// twice, or a day without a key, is no error.
func (k *Keys) Forget(day string) error {
	if err := checkDay(day); err != nil {
		return classify("forget", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	// First what must never be lost, then the key: whatever comes between, the
	// next OpenKeys goes on from here.
	if err := writeWhole(k.path(day, forgotFile), nil); err != nil {
		return classify("forget", err)
	}
	delete(k.days, day)
	return classify("forget", destroyKey(k.path(day, dayFile)))
}

// Days lists the days that have a key, in order.
func (k *Keys) Days() ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	names, err := os.ReadDir(k.dir)
	if err != nil {
		return nil, classify("list keys", err)
	}
	var days []string
	for _, n := range names {
		if day, ok := strings.CutSuffix(n.Name(), dayFile); ok && checkDay(day) == nil {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days, nil
}

// day returns the cipher of a day; a missing key is made, or is ErrNoKey.
func (k *Keys) day(day string, create bool) (dayKey, error) {
	if err := checkDay(day); err != nil {
		return dayKey{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if d, ok := k.days[day]; ok {
		return d, nil
	}
	_, err := os.Stat(k.path(day, forgotFile))
	if err == nil {
		return dayKey{}, ErrForgotten.detailf("%s", day)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return dayKey{}, err
	}
	read := readKey
	if create {
		read = readOrMakeKey
	}
	key, err := read(k.path(day, dayFile))
	if errors.Is(err, fs.ErrNotExist) {
		return dayKey{}, ErrNoKey.detailf("%s", day)
	}
	if err != nil {
		return dayKey{}, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return dayKey{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return dayKey{}, err
	}
	d := dayKey{aead: aead, id: keyID(key, "day")}
	k.days[day] = d
	return d, nil
}

func (k *Keys) path(day, suffix string) string { return filepath.Join(k.dir, day+suffix) }

// checkDay refuses what is not a date in the one form that is used as a name.
func checkDay(day string) error {
	if t, err := time.Parse(time.DateOnly, day); err != nil || t.Format(time.DateOnly) != day {
		return ErrInvalid.detailf("%q is not a date like 2026-11-25", day)
	}
	return nil
}
