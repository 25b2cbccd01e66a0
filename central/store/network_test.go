package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/halls/hallstest"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// noon is a moment as rows keep it.
var noon = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// both opens a database twice, as two processes do.
func both(t *testing.T, d database) [2]*store.Store { return [2]*store.Store{d.open(t), d.open(t)} }

// atOnce runs n of them at the same moment, by turns at the two stores.
func atOnce(n int, s [2]*store.Store, do func(i int, s *store.Store)) {
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-begin
			do(i, s[i%2])
		})
	}
	close(begin)
	all.Wait()
}

// inviteOf and enrolledAs are a hall's invitation, and its key by it.
func inviteOf(hall string) network.Invitation {
	return network.Invitation{ID: "of-" + hall, Hall: hall, Expires: noon.Add(time.Hour)}
}

func enrolledAs(hall, key string) network.Enrolled {
	return network.Enrolled{Hall: hall, Key: key, At: noon}
}

// refusal is the *wire.Error in an error's chain.
func refusal(err error) *wire.Error {
	var w *wire.Error
	errors.As(err, &w)
	return w
}

func TestTheRegistryOfKeysIsAsTheConnectionsOfHallsNeedIt(t *testing.T) {
	for _, kind := range kinds() {
		t.Run(kind, func(t *testing.T) {
			hallstest.Check(t, func(t *testing.T) halls.Registry { return fresh(t, kind).open(t).Keys() })
		})
	}
}

func TestOfManyWhoEnrolAtOnceOneKeyIsTheHalls(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		if err := s[0].Keys().Invite(t.Context(), network.Invitation{ID: "a", Hall: "LG-1", Expires: noon.Add(time.Hour)}, noon); err != nil {
			t.Fatal(err)
		}
		won := make([]bool, 8)
		atOnce(len(won), s, func(i int, s *store.Store) {
			_, err := s.Keys().Enrol(t.Context(), "a", network.Enrolled{Hall: "LG-1", Key: fmt.Sprint("K", i), At: noon})
			if won[i] = err == nil; !won[i] && !errors.Is(err, network.ErrInvitation) {
				t.Errorf("K%d: %v", i, err)
			}
		})
		list, err := s[1].Keys().List(t.Context())
		if err != nil || len(list) != 1 {
			t.Fatalf("the keys are %+v, %v", list, err)
		}
		for i, w := range won {
			if hall, ok, err := s[0].Keys().Hall(t.Context(), fmt.Sprint("K", i)); err != nil || ok != w || w != (list[0].Key == fmt.Sprint("K", i)) || ok && hall != "LG-1" {
				t.Errorf("K%d won: %v; it is of %q (%v, %v); the key is %s", i, w, hall, ok, err, list[0].Key)
			}
		}
	})
}

// spot is a place.
func spot(hall string, level queue.Level, parent string) network.Place {
	return network.Place{Hall: hall, Name: queue.Text{ZhHans: "厅" + hall, En: "Hall " + hall}, Level: level, Parent: parent, Street: queue.Text{ZhHans: "平湖"}}
}

func TestPlacesAreATreeAtAnyTime(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		ctx := t.Context()
		district, street, community := spot("LG-00", queue.LevelDistrict, ""), spot("LG-PH", queue.LevelStreet, "LG-00"), spot("LG-PH-01", queue.LevelCommunity, "LG-PH")
		is := func(says string, want ...network.Place) {
			t.Helper()
			if got, err := s.Places(ctx); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: the places are %+v, %v", says, got, err)
			}
		}
		is("at first")
		if err := s.PutPlaces(ctx, community, street, district); err != nil { // in any order
			t.Fatal(err)
		}
		is("all", district, street, community)
		for says, put := range map[string][]network.Place{
			"no such hall above": {spot("LG-X", queue.LevelStreet, "LG-99")},
			"twice":              {spot("LG-Y", queue.LevelStreet, "LG-00"), spot("LG-Y", queue.LevelStreet, "")},
			"one of two is bad":  {spot("LG-Z", queue.LevelStreet, "LG-00"), spot("LG Z", queue.LevelStreet, "LG-00")},
			"its children":       {spot("LG-PH", queue.LevelCommunity, "LG-00")},
			"round":              {spot("LG-PH", queue.LevelStreet, "LG-PH-01")},
		} {
			if err := s.PutPlaces(ctx, put...); refusal(err) == nil || refusal(err).Code != wire.CodeBadRequest {
				t.Errorf("%s: %v", says, err)
			}
		}
		is("after what was refused", district, street, community)
		street.Name.En, street.Street = "Pinghu", queue.Text{}
		if err := s.PutPlaces(ctx, street); err != nil {
			t.Fatal(err)
		}
		is("changed", district, street, community)

		if err := s.RemovePlace(ctx, "LG-PH"); refusal(err) == nil || refusal(err).Hint == "" {
			t.Errorf("a hall with another under it was removed: %v", err)
		}
		if err := s.Keys().Invite(ctx, inviteOf("LG-PH-01"), noon); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Keys().Enrol(ctx, inviteOf("LG-PH-01").ID, enrolledAs("LG-PH-01", "K")); err != nil {
			t.Fatal(err)
		}
		if err := s.RemovePlace(ctx, "LG-PH-01"); refusal(err) == nil || !strings.Contains(refusal(err).Hint, "revoke") {
			t.Errorf("a hall with a key was removed: %v", err)
		}
		if _, err := s.Keys().Revoke(ctx, "LG-PH-01"); err != nil {
			t.Fatal(err)
		}
		if err := s.RemovePlace(ctx, "LG-PH-01"); err != nil {
			t.Error(err)
		}
		if err := s.RemovePlace(ctx, "LG-PH-01"); refusal(err) == nil || refusal(err).Code != wire.CodeHallUnknown {
			t.Errorf("twice: %v", err)
		}
		is("in the end", district, street)
	})
}

func TestPlacesThatArePutAtOnceAreATree(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		if err := s[0].PutPlaces(t.Context(), spot("A", queue.LevelDistrict, ""), spot("B", queue.LevelDistrict, "")); err != nil {
			t.Fatal(err)
		}
		// Each alone is right, both are not: one is removed, the other put under it.
		atOnce(2, s, func(i int, s *store.Store) {
			if i == 0 {
				_ = s.RemovePlace(t.Context(), "A") // either may come too late
			} else {
				_ = s.PutPlaces(t.Context(), spot("C", queue.LevelStreet, "A"))
			}
		})
		places, err := s[0].Places(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := network.NewTree(places); err != nil || len(places) != 1 && len(places) != 3 {
			t.Errorf("the places are %+v: %v", places, err)
		}
	})
}

func TestPublicationsAreKeptInTheOrderOfTheirVersions(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		body := json.RawMessage(`{"items": [{"code":"MZ-001"}]}`)
		for i, p := range []network.Publication{
			{Part: queue.PartCatalogue, Target: network.All, Body: body, By: "token k3", Note: "春节", At: noon, Version: 77, Hash: "whatever"},
			{Part: queue.PartCatalogue, Target: network.OfHall("LG-1"), Body: json.RawMessage("null"), At: noon.Add(time.Minute)},
			{Part: queue.PartRules, Target: network.OfBelow("LG-1"), At: noon.Add(time.Minute)},
		} {
			if v, err := s.Publish(t.Context(), p); err != nil || v != uint64(i+1) {
				t.Fatalf("version %d: %v", v, err)
			}
		}
		got, err := s.Publications(t.Context())
		whole := network.Publication{Version: 1, Part: queue.PartCatalogue, Target: network.All, Body: body, By: "token k3", Note: "春节", At: noon}
		want := []network.Publication{
			{Version: 3, Part: queue.PartRules, Target: network.OfBelow("LG-1"), At: noon.Add(time.Minute)},
			{Version: 2, Part: queue.PartCatalogue, Target: network.OfHall("LG-1"), At: noon.Add(time.Minute)},
			{Version: 1, Part: queue.PartCatalogue, Target: network.All, Bytes: len(body), By: "token k3", Note: "春节", At: noon, Hash: wire.PartHash(body)},
		}
		whole.Hash = wire.PartHash(body)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("the publications are\n%+v, %v, want\n%+v", got, err, want)
		}
		if len(got) == 3 && (got[2].Withdraws() || !got[1].Withdraws()) {
			t.Error("without its body a publication is taken for a withdrawal, or the other way round")
		}
		if one, ok, err := s.Publication(t.Context(), 1); err != nil || !ok || !reflect.DeepEqual(one, whole) {
			t.Errorf("the first is %+v, %v, %v", one, ok, err)
		}
		for _, version := range []uint64{0, 4, 1 << 63} {
			if _, ok, err := s.Publication(t.Context(), version); err != nil || ok {
				t.Errorf("there is a version %d: %v", version, err)
			}
		}
		if v, err := s.Published(t.Context()); err != nil || v != 3 {
			t.Errorf("the newest is %d, %v", v, err)
		}
	})
}

func TestInForceIsTheNewestOfEachPartAndTargetThatIsNotWithdrawn(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		for _, p := range []network.Publication{
			{Part: queue.PartRules, Target: network.All, Body: json.RawMessage(`{"a":1}`)},
			{Part: queue.PartRules, Target: network.OfHall("LG-1"), Body: json.RawMessage(`{"a":2}`)},
			{Part: queue.PartRules, Target: network.All, Body: json.RawMessage(`{"a":3}`)},
			{Part: queue.PartCalendar, Target: network.OfHall("LG-1"), Body: json.RawMessage(`{"a":4}`)},
			{Part: queue.PartRules, Target: network.OfHall("LG-1")},
		} {
			p.At = noon
			if _, err := s.Publish(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		all, err := s.InForce(t.Context())
		for _, p := range all {
			got = append(got, fmt.Sprint(p.Version, " ", string(p.Body)))
		}
		if want := []string{`4 {"a":4}`, `3 {"a":3}`}; err != nil || !slices.Equal(got, want) {
			t.Errorf("in force are %q, %v", got, err)
		}
	})
}

func TestWhatIsPublishedAtOnceHasAVersionEach(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		versions := make([]uint64, 12)
		atOnce(len(versions), s, func(i int, s *store.Store) {
			var err error
			if versions[i], err = s.Publish(t.Context(), network.Publication{Part: queue.PartRules, Target: network.All, Body: json.RawMessage("{}"), At: noon}); err != nil {
				t.Error(err)
			}
		})
		slices.Sort(versions)
		for i, v := range versions {
			if v != uint64(i+1) {
				t.Fatalf("the versions are %v", versions)
			}
		}
	})
}

func TestWhatAHallRunsIsKeptAsItLastSaid(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		say := func(hall, key string, at time.Time, parts ...wire.PartState) {
			t.Helper()
			if err := s.NoteParts(t.Context(), hall, wire.DesiredRequest{Have: parts, KeyID: key}, at); err != nil {
				t.Fatal(err)
			}
		}
		refused := wire.PartState{Part: queue.PartRules, Version: 2, Hash: "h", Refused: 3, Why: &wire.Error{Code: "bad_request", Msg: "坏\x00"}}
		say("LG-1", "a", noon, wire.PartState{Part: queue.PartRules, Version: 1})
		say("LG-1", "b", noon.Add(time.Second), refused)
		say("LG-1", "c", noon, wire.PartState{Part: queue.PartRules, Version: 1}) // came late
		say("LG-2", "", noon)
		got, err := s.Parts(t.Context())
		if want := map[string][]wire.PartState{"LG-1": {refused}, "LG-2": {}}; err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("the parts are %+v, %v", got, err)
		}
		ids, err := s.KeyIDs(t.Context())
		if want := map[string]string{"LG-1": "b", "LG-2": ""}; err != nil || !reflect.DeepEqual(ids, want) {
			t.Errorf("the keys are %v, %v", ids, err)
		}
	})
}

func TestTokensAreFoundUntilTheyAreRemoved(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		ctx := t.Context()
		screen := network.Token{ID: "k3", Hash: network.HashBearer([]byte("x")), Name: "大屏", Scopes: []network.Scope{network.ScopeRead, network.ScopeExport}, Below: "LG-PH", Rate: 2.5, Created: noon, Expires: noon.Add(time.Hour)}
		other := network.Token{ID: "a1", Created: noon.Add(-time.Minute)}
		for _, tok := range []network.Token{screen, other} {
			if err := s.AddToken(ctx, tok); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.AddToken(ctx, network.Token{ID: "k3"}); err == nil {
			t.Error("an ID was given twice")
		}
		if got, ok, err := s.Token(ctx, "k3"); err != nil || !ok || !reflect.DeepEqual(got, screen) {
			t.Errorf("the token is %+v, %v, %v", got, ok, err)
		}
		if _, ok, err := s.Token(ctx, "none"); err != nil || ok {
			t.Errorf("a token that is not there: %v, %v", ok, err)
		}
		for _, at := range []time.Time{noon.Add(90 * time.Second), noon.Add(91 * time.Second), noon} {
			if err := s.UsedToken(ctx, "k3", at); err != nil {
				t.Error(err)
			}
		}
		if err := s.UsedToken(ctx, "none", noon); err != nil {
			t.Error(err)
		}
		screen.Used = noon.Add(time.Minute)
		if all, err := s.Tokens(ctx); err != nil || !reflect.DeepEqual(all, []network.Token{other, screen}) {
			t.Errorf("the tokens are %+v, %v", all, err)
		}
		if ok, err := s.RemoveToken(ctx, "k3"); err != nil || !ok {
			t.Errorf("it was not removed: %v", err)
		}
		if ok, err := s.RemoveToken(ctx, "k3"); err != nil || ok {
			t.Errorf("it was removed twice: %v", err)
		}
	})
}

func TestDeedsAreListedNewestFirst(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		var all []network.Deed
		for i := range 5 {
			deed := network.Deed{At: noon.Add(time.Duration(-i) * time.Second), By: "token k3", What: "hall.put", Hall: fmt.Sprint("LG-", i), Detail: "平湖"}
			if err := s.Note(t.Context(), deed); err != nil {
				t.Fatal(err)
			}
			all = append([]network.Deed{deed}, all...)
		}
		for _, limit := range []int{0, 3, 100} {
			got, err := s.Deeds(t.Context(), limit)
			if want := all[:min(limit, 5)]; err != nil || !slices.Equal(got, want) {
				t.Errorf("%d deeds are %+v, %v", limit, got, err)
			}
		}
	})
}

func TestTheNetworkHasOneKeyWhoeverAsksFirst(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		keys := make([]wire.NetworkKey, 8)
		atOnce(len(keys), s, func(i int, s *store.Store) {
			var err error
			if keys[i], err = s.NetworkKey(t.Context()); err != nil {
				t.Error(err)
			}
		})
		for _, k := range keys {
			if k.ID == "" || len(k.Key) != 32 || !reflect.DeepEqual(k, keys[0]) {
				t.Fatalf("the keys are %+v", keys)
			}
		}
		other, err := fresh(t, "sqlite").open(t).NetworkKey(t.Context())
		if err != nil || other.ID == keys[0].ID || slices.Equal(other.Key, keys[0].Key) {
			t.Errorf("two networks have one key: %v", err)
		}
	})
}
