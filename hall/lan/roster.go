package lan

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/trust"
	"onewindow/wire"
)

// roster holds the enrolled terminals and the open join tokens. Reading takes
// no lock; a change is on disk before it is true.
type roster struct {
	path  string
	mu    sync.Mutex // one change at a time
	state atomic.Pointer[rosterState]

	seenMu sync.Mutex
	seen   map[string]time.Time
}

// rosterState is never modified once it is published.
type rosterState struct {
	V         int                      `json:"v"`
	Terminals map[string]wire.Terminal `json:"terminals"`
	Tokens    map[string]openToken     `json:"tokens"`
	// Retired are the ids of withdrawn terminals, which are never given again.
	Retired []string `json:"retired"`
	// Local is the id of the admin identity on the hall's own machine.
	Local string `json:"local,omitempty"`

	byKey map[string]string
	// passing are the ids of in-process terminals; they are not stored.
	passing map[string]bool
}

// openToken is a join token that has not expired. Once used it stays until
// then, so that the terminal that used it and lost the answer can ask again.
type openToken struct {
	Hash     []byte    `json:"hash"` // SHA-256 of the secret
	Role     wire.Role `json:"role"`
	Window   string    `json:"window,omitempty"`
	Expires  time.Time `json:"expires"`
	Key      string    `json:"key,omitempty"`      // the key that used it
	Terminal string    `json:"terminal,omitempty"` // what that key became
}

func openRoster(dir string) (*roster, error) {
	r := &roster{path: filepath.Join(dir, "terminals.json"), seen: map[string]time.Time{}}
	st := &rosterState{}
	if _, err := trust.ReadFile(r.path, st); err != nil {
		return nil, fmt.Errorf("lan: terminals: %w", err)
	}
	if st.V > 1 {
		return nil, fmt.Errorf("lan: terminals: %s has version %d, this program knows 1; use the newer program", r.path, st.V)
	}
	st.V = 1
	r.state.Store(st.clone())
	return r, nil
}

func (s *rosterState) clone() *rosterState {
	c := &rosterState{
		V:         s.V,
		Terminals: map[string]wire.Terminal{},
		Tokens:    map[string]openToken{},
		Retired:   slices.Clone(s.Retired),
		Local:     s.Local,
		byKey:     map[string]string{},
		passing:   map[string]bool{},
	}
	maps.Copy(c.Terminals, s.Terminals)
	maps.Copy(c.Tokens, s.Tokens)
	maps.Copy(c.passing, s.passing)
	for id, t := range c.Terminals {
		c.byKey[t.Key] = id
	}
	return c
}

// stored is what is written: without the in-process terminals.
func (s *rosterState) stored() *rosterState {
	c := s.clone()
	for id := range c.passing {
		delete(c.Terminals, id)
	}
	return c
}

// change lets edit work on a copy and publishes it, after it was written unless
// nothing of it is stored. An error of edit or of the disk changes nothing.
func (r *roster) change(write bool, edit func(*rosterState) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	next := r.state.Load().clone()
	if err := edit(next); err != nil {
		return err
	}
	if write {
		if err := trust.WriteFile(r.path, next.stored()); err != nil {
			return &wire.Error{Code: wire.CodeStorage, Msg: "the list of terminals could not be written: " + err.Error(),
				Hint: "check the hall's disk; nothing was changed"}
		}
	}
	r.state.Store(next)
	return nil
}

func (r *roster) terminal(id string) (wire.Terminal, bool) {
	t, ok := r.state.Load().Terminals[id]
	return t, ok
}

func (r *roster) terminalByKey(key string) (wire.Terminal, bool) {
	st := r.state.Load()
	t, ok := st.Terminals[st.byKey[key]]
	return t, ok
}

// heard notes that terminal id spoke just now.
func (r *roster) heard(id string, now time.Time) {
	r.seenMu.Lock()
	r.seen[id] = now
	r.seenMu.Unlock()
}

func (r *roster) unseen(id string) {
	r.seenMu.Lock()
	delete(r.seen, id)
	r.seenMu.Unlock()
}

// list returns all terminals by id, with when they were last heard.
func (r *roster) list() []wire.Terminal {
	st := r.state.Load()
	list := make([]wire.Terminal, 0, len(st.Terminals))
	r.seenMu.Lock()
	for id, t := range st.Terminals {
		t.Seen = r.seen[id]
		list = append(list, t)
	}
	r.seenMu.Unlock()
	slices.SortFunc(list, func(a, b wire.Terminal) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// enrol adds a terminal under a new id. The caller publishes the state.
func (s *rosterState) enrol(t wire.Terminal, now time.Time) (wire.Terminal, error) {
	if other, ok := s.byKey[t.Key]; ok {
		return t, &wire.Error{Code: wire.CodeBadRequest, Msg: "this key is enrolled already, as " + other,
			Hint: "make a new key for each terminal"}
	}
	id, err := s.freeID(t.Role)
	if err != nil {
		return t, err
	}
	t.ID, t.Enrolled, t.Seen = id, now.UTC().Truncate(time.Millisecond), time.Time{}
	s.Terminals[id] = t
	s.byKey[t.Key] = id
	return t, nil
}

// freeID draws an id such as "kiosk-3f9a" that was never given before.
func (s *rosterState) freeID(role wire.Role) (string, error) {
	for n := 2; n <= 8; n++ {
		for range 32 {
			b := make([]byte, n)
			rand.Read(b)
			id := string(role) + "-" + hex.EncodeToString(b)
			if _, taken := s.Terminals[id]; !taken && !slices.Contains(s.Retired, id) {
				return id, nil
			}
		}
	}
	return "", &wire.Error{Code: wire.CodeInternal, Msg: "no free terminal id was found"}
}

// retire removes a terminal for good.
func (s *rosterState) retire(id string) {
	delete(s.byKey, s.Terminals[id].Key)
	delete(s.Terminals, id)
	if !s.passing[id] {
		s.Retired = append(s.Retired, id)
	}
	delete(s.passing, id)
}

func (s *rosterState) dropExpired(now time.Time) {
	maps.DeleteFunc(s.Tokens, func(_ string, t openToken) bool { return !now.Before(t.Expires) })
}
