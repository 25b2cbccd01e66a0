package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"sync"
	"time"

	"onewindow/central/network"
)

// MakeToken makes the text of a token, and what is kept of it: of t, the name, scopes,
// reach, rate and end are taken.
func MakeToken(t network.Token, now time.Time) (text string, made network.Token) {
	var secret [network.BearerSecretSize]byte
	_, _ = rand.Read(secret[:]) // never fails
	t.ID = strings.ToLower(rand.Text()[:10])
	t.Hash = network.HashBearer(secret[:])
	t.Created, t.Used = now.UTC().Truncate(time.Second), time.Time{}
	return network.WriteBearer(t.ID, secret[:]), t
}

// maxKeys is how many tokens are remembered at a time.
const maxKeys = 10000

const (
	// standing is how long a token that was good goes on opening while the store cannot
	// be asked: for as long nothing can be removed there either.
	standing = 10 * time.Minute
	// lookTime is how long the store is waited for where the token was good before.
	lookTime = 2 * time.Second
)

// keys remember for a moment which tokens are good, so that not every request asks the
// store.
type keys struct {
	centre Centre
	now    func() time.Time
	known  time.Duration

	mu   sync.Mutex
	seen map[string]*key
	lost time.Time // when the store last failed; zero after it has answered
}

// key is a token that was good.
type key struct {
	token network.Token
	asked time.Time // when the store said so
	used  time.Time // when it was last noted that it is used
}

func newKeys(centre Centre, now func() time.Time, known time.Duration) *keys {
	return &keys{centre: centre, now: now, known: known, seen: map[string]*key{}}
}

// remembered reports whether the token was good when it was last looked at, however
// long ago: whoever shows it is no stranger who guesses.
func (k *keys) remembered(id string, hash [sha256.Size]byte) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.seen[id]
	return e != nil && e.token.Good(hash, k.now())
}

// find is the token of an id with the hash of its secret; ok is false unless it is
// good now. While the store fails, what was good a while before is good; of everything
// else the error is the store's.
func (k *keys) find(ctx context.Context, id string, hash [sha256.Size]byte) (t network.Token, ok bool, _ error) {
	now := k.now()
	k.mu.Lock()
	e := k.seen[id]
	if e != nil && now.Sub(e.asked) < k.known && now.Sub(e.asked) >= 0 {
		t = e.token
		k.mu.Unlock()
		return t, t.Good(hash, now), nil
	}
	var stood network.Token
	asker := ctx
	stands := e != nil && now.Sub(e.asked) < standing && e.token.Good(hash, now)
	if stands {
		stood = e.token
		if !k.lost.IsZero() && now.Sub(k.lost) < k.known {
			k.mu.Unlock()
			return stood, true, nil
		}
		within, cancel := context.WithTimeout(ctx, lookTime)
		defer cancel()
		ctx = within
	}
	k.mu.Unlock()
	t, found, err := k.centre.Token(ctx, id)
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil && asker.Err() != nil {
		return t, false, err // nothing is known of the store: who asked has gone
	}
	if err != nil {
		k.lost = now
		if stands {
			return stood, true, nil
		}
		return t, false, err
	}
	k.lost = time.Time{}
	if !found {
		delete(k.seen, id)
		return t, false, nil
	}
	if !t.Good(hash, now) {
		return t, false, nil
	}
	if e = k.seen[id]; e == nil {
		k.room()
		e = &key{used: t.Used}
		k.seen[id] = e
	}
	e.token, e.asked = t, now
	return t, true, nil
}

// room makes room for one more. Which one goes does not matter: it is asked for again.
func (k *keys) room() {
	for id := range k.seen {
		if len(k.seen) < maxKeys {
			return
		}
		delete(k.seen, id)
	}
}

// forget looks at a token anew at its next use.
func (k *keys) forget(id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.seen, id)
}

// use reports whether it is time to note that the token is used.
func (k *keys) use(id string, every time.Duration) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.seen[id]
	if e == nil || k.now().Sub(e.used) < every {
		return false
	}
	e.used = k.now()
	return true
}
