package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// keep is what a store has to keep.
func keep(t *testing.T, s *store.Store) network.Keepsake {
	t.Helper()
	k, err := s.Keepsake(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Check(); err != nil {
		t.Errorf("it does not fit: %v", err)
	}
	return k
}

// enrol makes a key that of a hall.
func enrol(t *testing.T, s *store.Store, hall, key, invitation string) {
	t.Helper()
	inv := inviteOf(hall)
	inv.ID = invitation
	err := s.Keys().Invite(t.Context(), inv, noon)
	if err == nil {
		_, err = s.Keys().Enrol(t.Context(), invitation, enrolledAs(hall, key))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// publish publishes rules that are that text.
func publish(t *testing.T, s *store.Store, target network.Target, body string) uint64 {
	t.Helper()
	v, err := s.Publish(t.Context(), network.Publication{Part: queue.PartRules, Target: target, Body: []byte(body), By: "test", Note: "为了测试", At: noon})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// begun fills a store with a network of which something of each kind is over.
func begun(t *testing.T, s *store.Store) wire.NetworkKey {
	t.Helper()
	ctx := t.Context()
	key, err := s.NetworkKey(ctx)
	if err == nil {
		err = s.PutPlaces(ctx, spot("LG-00", queue.LevelDistrict, ""), spot("LG-PH", queue.LevelStreet, "LG-00"), spot("LG-X", queue.LevelStreet, "LG-00"))
	}
	if err == nil {
		err = s.RemovePlace(ctx, "LG-X")
	}
	if err != nil {
		t.Fatal(err)
	}
	enrol(t, s, "LG-PH", "OLD", "a")
	enrol(t, s, "LG-PH", "NEW", "b")
	enrol(t, s, "LG-00", "STOLEN", "c")
	if ok, err := s.Keys().Revoke(ctx, "LG-00"); err != nil || !ok {
		t.Fatal(ok, err)
	}
	publish(t, s, network.All, `{"calls":1}`)
	publish(t, s, network.All, "{ \"calls\": 2,\n \"x\": \"<\" }")
	publish(t, s, "hall:LG-PH", `{"calls":3}`)
	publish(t, s, "hall:LG-PH", "null")
	for _, id := range []string{"t1", "t2"} {
		tok := network.Token{ID: id, Hash: network.HashBearer([]byte(id)), Name: "大屏", Scopes: []network.Scope{network.ScopeRead, network.ScopeTickets}, Below: "LG-PH", Rate: 2.5, Created: noon, Expires: noon.Add(time.Hour)}
		if err := s.AddToken(ctx, tok); err != nil {
			t.Fatal(err)
		}
		if err := s.UsedToken(ctx, id, noon); err != nil {
			t.Fatal(err)
		}
	}
	if ok, err := s.RemoveToken(ctx, "t2"); err != nil || !ok {
		t.Fatal(ok, err)
	}
	return key
}

var deed = network.Deed{At: noon, By: "centre", What: "network.recover", Detail: "all of it"}

func TestANetworkGoesFromADatabaseThatIsLostToANewOne(t *testing.T) {
	for _, kinds := range [][2]string{{"sqlite", "sqlite"}, {"sqlite", "postgres"}, {"postgres", "sqlite"}, {"postgres", "postgres"}} {
		if !has(kinds[0]) || !has(kinds[1]) {
			continue
		}
		t.Run(kinds[0]+" to "+kinds[1], func(t *testing.T) {
			ctx := t.Context()
			old := fresh(t, kinds[0]).open(t)
			if k := keep(t, old); !k.Blank() || k.V != 1 || k.Revision != 0 || k.Key.ID != "" {
				t.Errorf("a new one has %+v", k)
			}
			key := begun(t, old)
			k := keep(t, old)
			if len(k.Places) != 2 || len(k.Keys) != 3 || len(k.Publications) != 2 || len(k.Tokens) != 1 || k.Key.ID != key.ID || !k.Tokens[0].Used.IsZero() {
				t.Fatalf("kept is %+v", k)
			}

			d := fresh(t, kinds[1])
			s := d.open(t)
			// It was started before, so that it has a token and a key of its own.
			if _, err := s.NetworkKey(ctx); err != nil {
				t.Fatal(err)
			}
			if err := s.AddToken(ctx, network.Token{ID: "own", Hash: network.HashBearer([]byte("own")), Created: noon.Add(time.Minute)}); err != nil {
				t.Fatal(err)
			}
			if err := s.Recover(ctx, k, deed); err != nil {
				t.Fatal(err)
			}
			got := keep(t, d.open(t))
			if got.Revision <= k.Revision {
				t.Errorf("it has revision %d after %d", got.Revision, k.Revision)
			}
			if len(got.Tokens) != 2 || got.Tokens[1].ID != "own" {
				t.Fatalf("the tokens are %+v", got.Tokens)
			}
			got.Revision, got.Tokens = k.Revision, got.Tokens[:1]
			if !reflect.DeepEqual(got, k) {
				t.Errorf("it has\n%+v, want\n%+v", got, k)
			}
			for id, hall := range map[string]string{"NEW": "LG-PH", "OLD": "", "STOLEN": ""} {
				if h, ok, err := s.Keys().Hall(ctx, id); err != nil || h != hall || ok != (hall != "") {
					t.Errorf("%s speaks for %q, %v", id, h, err)
				}
			}
			if is, err := s.NetworkKey(ctx); err != nil || !reflect.DeepEqual(is, key) {
				t.Errorf("the network has another key: %v", err)
			}
			if all, err := s.Deeds(ctx, 9); err != nil || len(all) != 1 || all[0] != deed {
				t.Errorf("the deeds are %+v, %v", all, err)
			}
			// A key that was revoked cannot be the hall's again, and versions go on.
			if err := s.Keys().Invite(ctx, network.Invitation{ID: "d", Hall: "LG-00", Expires: noon.Add(time.Hour)}, noon); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Keys().Enrol(ctx, "d", enrolledAs("LG-00", "STOLEN")); !errors.Is(err, network.ErrInvitation) {
				t.Errorf("a stolen key comes again: %v", err)
			}
			if v := publish(t, s, network.All, `{"calls":4}`); v != 5 {
				t.Errorf("the next version is %d", v)
			}
		})
	}
}

// has reports whether there is such a database.
func has(kind string) bool {
	for _, k := range kinds() {
		if k == kind {
			return true
		}
	}
	return false
}

func TestADatabaseWithANetworkIsNotTouched(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := d.open(t)
		begun(t, s)
		k := keep(t, s)
		for what, begin := range map[string]func(s *store.Store){
			"a place":       func(s *store.Store) { must(t, s.PutPlaces(ctx, spot("Z", queue.LevelDistrict, ""))) },
			"a key":         func(s *store.Store) { enrol(t, s, "Z", "Z", "z") },
			"a revoked key": func(s *store.Store) { enrol(t, s, "Z", "Z", "z"); _, err := s.Keys().Revoke(ctx, "Z"); must(t, err) },
			"a publication": func(s *store.Store) { publish(t, s, network.All, `{}`) },
		} {
			kind := "sqlite"
			if strings.HasPrefix(d.url, "postgres") {
				kind = "postgres"
			}
			other := fresh(t, kind).open(t)
			begin(other)
			before := keep(t, other)
			if err := other.Recover(ctx, k, deed); !errors.Is(err, store.ErrNotBlank) {
				t.Errorf("%s: %v", what, err)
			}
			if after := keep(t, other); !reflect.DeepEqual(after, before) {
				t.Errorf("%s: it was changed to %+v", what, after)
			}
			if all, err := other.Deeds(ctx, 9); err != nil || len(all) != 0 {
				t.Errorf("%s: the deeds are %+v, %v", what, all, err)
			}
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatDoesNotFitIsNotPutBack(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		k := network.Keepsake{V: 1, Places: []network.Place{spot("LG-PH", queue.LevelStreet, "LG-00")}}
		if err := s.Recover(t.Context(), k, deed); err == nil {
			t.Error("places that are no tree were put back")
		}
		if got := keep(t, s); !got.Blank() {
			t.Errorf("it has %+v", got)
		}
	})
}

func TestOfManyWhoPutANetworkBackAtOnceOneDoes(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		won := make([]bool, 6)
		atOnce(len(won), s, func(i int, s *store.Store) {
			k := network.Keepsake{V: 1, Revision: 40, Places: []network.Place{spot(fmt.Sprint("P-", i), queue.LevelDistrict, "")}}
			err := s.Recover(t.Context(), k, deed)
			if won[i] = err == nil; !won[i] && !errors.Is(err, store.ErrNotBlank) {
				t.Error(err)
			}
		})
		k := keep(t, s[0])
		if len(k.Places) != 1 {
			t.Fatalf("the places are %+v", k.Places)
		}
		for i, w := range won {
			if w != (k.Places[0].Hall == fmt.Sprint("P-", i)) {
				t.Errorf("%d won: %v, and the place is %s", i, w, k.Places[0].Hall)
			}
		}
		if all, err := s[1].Deeds(t.Context(), 9); err != nil || len(all) != 1 {
			t.Errorf("%d deeds, %v", len(all), err)
		}
	})
}

// TestEveryChangeOfTheNetworkIsCounted: by the count an older copy of the database is
// known.
func TestEveryChangeOfTheNetworkIsCounted(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		ctx := t.Context()
		s := both(t, d)
		was := keep(t, s[0]).Revision
		changes := func(what string, counts bool, do func()) {
			t.Helper()
			do()
			is := keep(t, s[0]).Revision
			if (is > was) != counts || is < was {
				t.Errorf("%s: revision %d after %d", what, is, was)
			}
			was = is
		}
		tok := network.Token{ID: "t", Hash: network.HashBearer([]byte("t")), Created: noon}
		changes("a place", true, func() { must(t, s[1].PutPlaces(ctx, spot("A", queue.LevelDistrict, ""))) })
		changes("a key", true, func() { enrol(t, s[1], "A", "KA", "a") })
		changes("the same key again", false, func() { _, err := s[1].Keys().Enrol(ctx, "a", enrolledAs("A", "KA")); must(t, err) })
		changes("a key that is revoked", true, func() { _, err := s[1].Keys().Revoke(ctx, "A"); must(t, err) })
		changes("a publication", true, func() { publish(t, s[1], network.All, `{}`) })
		changes("a token", true, func() { must(t, s[1].AddToken(ctx, tok)) })
		changes("a token's use", false, func() { must(t, s[1].UsedToken(ctx, "t", noon)) })
		changes("a deed", false, func() { must(t, s[1].Note(ctx, deed)) })
		changes("the end of a token", true, func() { _, err := s[1].RemoveToken(ctx, "t"); must(t, err) })
		changes("the end of no token", false, func() { _, err := s[1].RemoveToken(ctx, "t"); must(t, err) })
		changes("a place that is removed", true, func() { must(t, s[1].RemovePlace(ctx, "A")) })
		var before uint64 = was
		atOnce(8, s, func(i int, s *store.Store) {
			x := tok
			x.ID = fmt.Sprint("t", i)
			if err := s.AddToken(ctx, x); err != nil {
				t.Error(err)
			}
		})
		if is := keep(t, s[0]).Revision; is != before+8 {
			t.Errorf("eight at once come to revision %d after %d", is, before)
		}
	})
}
