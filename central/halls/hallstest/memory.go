// Package hallstest is for tests of what uses package halls: a registry in memory,
// and what every registry must do.
package hallstest

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
)

// Registry is a halls.Registry in memory. The zero value is ready.
type Registry struct {
	mu      sync.Mutex
	err     error
	looks   int
	invs    map[string]network.Invitation
	halls   map[string]network.Enrolled // by code
	revoked map[string]bool             // keys
}

var _ halls.Registry = (*Registry)(nil)

// Fail makes every method return err until it is called with nil.
func (r *Registry) Fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = err
}

// Looks is how often a key or an invitation was looked up.
func (r *Registry) Looks() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.looks
}

// Add enrols a hall without an invitation.
func (r *Registry) Add(e network.Enrolled) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put(e)
}

func (r *Registry) put(e network.Enrolled) (former string) {
	if r.halls == nil {
		r.halls, r.revoked = map[string]network.Enrolled{}, map[string]bool{}
	}
	former = r.halls[e.Hall].Key
	if former != "" && former != e.Key {
		r.revoked[former] = true
	}
	r.halls[e.Hall] = e
	return former
}

// Hall implements halls.Registry.
func (r *Registry) Hall(_ context.Context, key string) (string, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.looks++
	hall, ok := r.of(key)
	return hall, ok && r.err == nil, r.err
}

func (r *Registry) of(key string) (string, bool) {
	for _, e := range r.halls {
		if e.Key == key {
			return e.Hall, true
		}
	}
	return "", false
}

// Invite implements halls.Registry.
func (r *Registry) Invite(_ context.Context, inv network.Invitation, now time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return r.err
	}
	if r.invs == nil {
		r.invs = map[string]network.Invitation{}
	}
	for id, i := range r.invs {
		if !now.Before(i.Expires) || i.Hall == inv.Hall && i.Key == "" {
			delete(r.invs, id)
		}
	}
	r.invs[inv.ID] = inv
	return nil
}

// Invitation implements halls.Registry.
func (r *Registry) Invitation(_ context.Context, id string) (network.Invitation, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.looks++
	inv, ok := r.invs[id]
	return inv, ok, r.err
}

// Enrol implements halls.Registry.
func (r *Registry) Enrol(_ context.Context, id string, e network.Enrolled) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return "", r.err
	}
	inv, ok := r.invs[id]
	other, taken := r.of(e.Key)
	switch {
	case !ok || inv.Hall != e.Hall || !e.At.Before(inv.Expires) || r.revoked[e.Key]:
		return "", network.ErrInvitation
	case inv.Key == e.Key && taken && other == e.Hall:
		return e.Key, nil
	case inv.Key != "" || taken:
		return "", network.ErrInvitation
	}
	inv.Key = e.Key
	r.invs[id] = inv
	return r.put(e), nil
}

// Revoke implements halls.Registry.
func (r *Registry) Revoke(_ context.Context, hall string) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return false, r.err
	}
	e, ok := r.halls[hall]
	if ok {
		r.revoked[e.Key] = true
		delete(r.halls, hall)
	}
	for id, i := range r.invs {
		if i.Hall == hall {
			delete(r.invs, id)
			ok = true
		}
	}
	return ok, nil
}

// List implements halls.Registry.
func (r *Registry) List(context.Context) ([]network.Enrolled, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]network.Enrolled, 0, len(r.halls))
	for _, e := range r.halls {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b network.Enrolled) int { return strings.Compare(a.Hall, b.Hall) })
	return list, r.err
}
