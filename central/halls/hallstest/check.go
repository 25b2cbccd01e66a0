package hallstest

import (
	"context"
	"errors"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
)

// Check holds a registry to what halls.Registry says. open makes a new, empty one.
func Check(t *testing.T, open func(t *testing.T) halls.Registry) {
	ctx := context.Background()
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	invite := func(t *testing.T, r halls.Registry, id, hall string, ttl time.Duration) network.Invitation {
		t.Helper()
		inv := network.Invitation{ID: id, Hall: hall, Expires: now.Add(ttl)}
		copy(inv.Hash[:], id)
		if err := r.Invite(ctx, inv, now); err != nil {
			t.Fatal(err)
		}
		return inv
	}
	enrol := func(r halls.Registry, id, hall, key string, at time.Time) (string, error) {
		return r.Enrol(ctx, id, network.Enrolled{Hall: hall, Key: key, Name: "机器", At: at})
	}
	is := func(t *testing.T, r halls.Registry, key, want string) {
		t.Helper()
		if hall, ok, err := r.Hall(ctx, key); err != nil || ok != (want != "") || ok && hall != want {
			t.Errorf("key %s is of %q (%v, %v), want %q", key, hall, ok, err, want)
		}
	}

	t.Run("an invitation makes one key a hall's, once", func(t *testing.T) {
		r := open(t)
		is(t, r, "K1", "")
		inv := invite(t, r, "a", "H-1", time.Hour)
		got, ok, err := r.Invitation(ctx, "a")
		if err != nil || !ok || got.Hash != inv.Hash || got.Hall != "H-1" || !got.Expires.Equal(inv.Expires) || got.Key != "" {
			t.Fatalf("%+v %v %v", got, ok, err)
		}
		if former, err := enrol(r, "a", "H-1", "K1", now); err != nil || former != "" {
			t.Fatalf("former %q: %v", former, err)
		}
		is(t, r, "K1", "H-1")
		if former, err := enrol(r, "a", "H-1", "K1", now.Add(time.Minute)); err != nil || former != "K1" {
			t.Errorf("the same key again: former %q: %v", former, err)
		}
		if _, err := enrol(r, "a", "H-1", "K2", now); !errors.Is(err, network.ErrInvitation) {
			t.Errorf("another key: %v", err)
		}
		is(t, r, "K2", "")
		list, err := r.List(ctx)
		if err != nil || len(list) != 1 || list[0].Hall != "H-1" || list[0].Key != "K1" || list[0].Name != "机器" || !list[0].At.Equal(now) {
			t.Errorf("%+v %v", list, err)
		}
		if got, ok, err := r.Invitation(ctx, "a"); err != nil || !ok || got.Key != "K1" {
			t.Errorf("used: %+v %v %v", got, ok, err)
		}
	})
	t.Run("what is not as invited is refused", func(t *testing.T) {
		r := open(t)
		invite(t, r, "a", "H-1", time.Hour)
		invite(t, r, "b", "H-2", time.Hour)
		if _, err := enrol(r, "b", "H-2", "K2", now); err != nil {
			t.Fatal(err)
		}
		for says, err := range map[string]error{
			"no invitation":      second(enrol(r, "x", "H-1", "K1", now)),
			"another's hall":     second(enrol(r, "a", "H-2", "K1", now)),
			"too late":           second(enrol(r, "a", "H-1", "K1", now.Add(time.Hour))),
			"another hall's key": second(enrol(r, "a", "H-1", "K2", now)),
		} {
			if !errors.Is(err, network.ErrInvitation) {
				t.Errorf("%s: %v", says, err)
			}
		}
		is(t, r, "K1", "")
		is(t, r, "K2", "H-2")
	})
	t.Run("a new machine takes the place of the old one for good", func(t *testing.T) {
		r := open(t)
		invite(t, r, "a", "H-1", time.Hour)
		if _, err := enrol(r, "a", "H-1", "K1", now); err != nil {
			t.Fatal(err)
		}
		invite(t, r, "b", "H-1", time.Hour)
		if former, err := enrol(r, "b", "H-1", "K2", now); err != nil || former != "K1" {
			t.Fatalf("former %q: %v", former, err)
		}
		is(t, r, "K1", "")
		is(t, r, "K2", "H-1")
		invite(t, r, "c", "H-1", time.Hour)
		for _, id := range []string{"a", "c"} {
			if _, err := enrol(r, id, "H-1", "K1", now); !errors.Is(err, network.ErrInvitation) {
				t.Errorf("the old key came back by %s: %v", id, err)
			}
		}
		is(t, r, "K2", "H-1")
	})
	t.Run("a new invitation takes the place of an open one", func(t *testing.T) {
		r := open(t)
		invite(t, r, "a", "H-1", time.Hour)
		invite(t, r, "z", "H-2", time.Hour)
		invite(t, r, "b", "H-1", time.Hour)
		if _, err := enrol(r, "a", "H-1", "K1", now); !errors.Is(err, network.ErrInvitation) {
			t.Errorf("by the one that was lost: %v", err)
		}
		for id, hall := range map[string]string{"b": "H-1", "z": "H-2"} {
			if _, err := enrol(r, id, hall, "K-"+id, now); err != nil {
				t.Errorf("%s: %v", id, err)
			}
		}
	})
	t.Run("a revoked hall is out, with its tokens", func(t *testing.T) {
		r := open(t)
		invite(t, r, "a", "H-1", time.Hour)
		if _, err := enrol(r, "a", "H-1", "K1", now); err != nil {
			t.Fatal(err)
		}
		invite(t, r, "b", "H-1", time.Hour)
		if ok, err := r.Revoke(ctx, "H-1"); err != nil || !ok {
			t.Fatal(ok, err)
		}
		is(t, r, "K1", "")
		if ok, err := r.Revoke(ctx, "H-1"); err != nil || ok {
			t.Errorf("twice: %v %v", ok, err)
		}
		if _, err := enrol(r, "b", "H-1", "K2", now); !errors.Is(err, network.ErrInvitation) {
			t.Errorf("by a token from before: %v", err)
		}
		invite(t, r, "c", "H-1", time.Hour)
		if _, err := enrol(r, "c", "H-1", "K1", now); !errors.Is(err, network.ErrInvitation) {
			t.Errorf("a revoked key came back: %v", err)
		}
		if _, err := enrol(r, "c", "H-1", "K2", now); err != nil {
			t.Errorf("a new key: %v", err)
		}
		list, err := r.List(ctx)
		if err != nil || len(list) != 1 || list[0].Key != "K2" {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func second(_ string, err error) error { return err }
