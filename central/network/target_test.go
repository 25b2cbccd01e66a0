package network

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"onewindow/queue"
	"onewindow/wire"

	"pgregory.net/rapid"
)

// chosen are the versions that are wanted of a hall.
func chosen(pubs []Publication, tree Tree, hall string) map[queue.Part]uint64 {
	got := map[queue.Part]uint64{}
	for part, p := range Choose(pubs, tree, hall) {
		got[part] = p.Version
	}
	return got
}

func TestTheNarrowerTargetPrevailsAndOfOneTargetTheNewest(t *testing.T) {
	tree := longgang(t)
	var pubs []Publication
	publish := func(part queue.Part, target Target, body string) {
		p := Publication{Version: uint64(len(pubs) + 1), Part: part, Target: target}
		if body != "" {
			p.Body = json.RawMessage(body)
		}
		pubs = append([]Publication{p}, pubs...)
	}
	wants := func(says, hall string, want map[queue.Part]uint64) {
		t.Helper()
		if got := chosen(pubs, tree, hall); !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", says, got, want)
		}
	}
	publish(queue.PartRules, OfHall("LG-PH-01"), `{}`)                   // 1
	publish(queue.PartRules, All, `{}`)                                  // 2
	publish(queue.PartRules, OfLevel(queue.LevelCommunity), `{}`)        // 3
	publish(queue.PartRules, OfBelow("LG-PH"), `{}`)                     // 4
	publish(queue.PartRules, OfBelow("LG-00"), `{}`)                     // 5
	publish(queue.PartCalendar, OfBelow("LG-PH"), `{}`)                  // 6
	publish(queue.PartCalendar, OfBelow("LG-PH"), `{"a":1}`)             // 7
	publish(queue.PartCatalogue, OfLevel(queue.LevelDistrict), `{}`)     // 8
	publish(queue.PartCatalogue, Target("below:LG-99"), `{}`)            // 9
	publish(queue.PartCatalogue, OfHall("not-in-the-network-yet"), `{}`) // 10
	wants("the hall's own", "LG-PH-01", map[queue.Part]uint64{queue.PartRules: 1, queue.PartCalendar: 7})
	wants("that of the nearest above", "LG-PH-02", map[queue.Part]uint64{queue.PartRules: 4, queue.PartCalendar: 7})
	wants("below means the hall too", "LG-PH", map[queue.Part]uint64{queue.PartRules: 4, queue.PartCalendar: 7})
	wants("that of the district's tree", "LG-LC-01", map[queue.Part]uint64{queue.PartRules: 5})
	wants("a level", "LG-00", map[queue.Part]uint64{queue.PartRules: 5, queue.PartCatalogue: 8})
	wants("all means every hall", "nobody", map[queue.Part]uint64{queue.PartRules: 2})
	wants("a hall without a place", "not-in-the-network-yet", map[queue.Part]uint64{queue.PartRules: 2, queue.PartCatalogue: 10})

	publish(queue.PartRules, OfBelow("LG-PH"), "null") // 11
	wants("what was withdrawn counts no more", "LG-PH-02", map[queue.Part]uint64{queue.PartRules: 5, queue.PartCalendar: 7})
	wants("the narrower stays", "LG-PH-01", map[queue.Part]uint64{queue.PartRules: 1, queue.PartCalendar: 7})
	publish(queue.PartCalendar, OfBelow("LG-PH"), "") // 12
	wants("what was before the withdrawn does not come back", "LG-PH", map[queue.Part]uint64{queue.PartRules: 5})
	publish(queue.PartRules, OfBelow("LG-PH"), `{}`) // 13
	wants("and may be published again", "LG-PH-02", map[queue.Part]uint64{queue.PartRules: 13})
}

// naive chooses by going through the rules of Target one after the other.
func naive(pubs []Publication, places []Place, hall string) map[queue.Part]uint64 {
	got := map[queue.Part]uint64{}
	for _, part := range queue.Parts {
		targets := []Target{OfHall(hall)}
		for _, p := range parents(places, hall) {
			targets = append(targets, OfBelow(p.Hall))
		}
		for _, p := range places {
			if p.Hall == hall {
				targets = append(targets, OfLevel(p.Level))
			}
		}
		for _, target := range append(targets, All) {
			var newest *Publication
			for i := range pubs {
				if p := &pubs[i]; p.Part == part && p.Target == target && (newest == nil || p.Version > newest.Version) {
					newest = p
				}
			}
			if newest != nil && newest.Body != nil {
				got[part] = newest.Version
				break
			}
		}
	}
	return got
}

func TestTheChoiceIsThatOfTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places, halls := anyTree(t)
		tree, err := NewTree(places)
		if err != nil {
			t.Fatal(err)
		}
		var pubs []Publication
		for i := range rapid.IntRange(0, 25).Draw(t, "publications") {
			hall := rapid.SampledFrom(halls).Draw(t, "hall")
			p := Publication{Version: uint64(i + 1), Part: rapid.SampledFrom(queue.Parts).Draw(t, "part"),
				Target: rapid.SampledFrom([]Target{All, OfHall(hall), OfBelow(hall), OfLevel(queue.LevelStreet), OfLevel(queue.LevelCommunity)}).Draw(t, "target")}
			if rapid.IntRange(0, 3).Draw(t, "withdraws") > 0 {
				p.Body = json.RawMessage(`{}`)
			}
			pubs = append(pubs, p)
		}
		pubs = rapid.Permutation(pubs).Draw(t, "order")
		for _, hall := range halls {
			got, want := chosen(pubs, tree, hall), naive(pubs, places, hall)
			if !maps.Equal(got, want) {
				t.Fatalf("of %s is wanted %v, want %v", hall, got, want)
			}
			for part, p := range Choose(pubs, tree, hall) {
				if p.Part != part || p.Target.width(tree, hall) < 0 {
					t.Fatalf("%s gets %+v as %s", hall, p, part)
				}
			}
		}
	})
}

func TestATargetThatMeansNothingIsRefused(t *testing.T) {
	tree := longgang(t)
	for _, good := range []Target{All, OfLevel(queue.LevelPark), OfBelow("LG-PH"), OfHall("LG-PH-01")} {
		p := Publication{Part: queue.PartRules, Target: good}
		if err := p.Validate(tree); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, c := range []struct {
		target Target
		says   string
	}{{"", "none"}, {"all:", "just all"}, {"level:", "no such level"}, {"level:village", "no such level"}, {"below:", "no such hall"}, {"below:LG-99", "no such hall"}, {"hall:LG-99", "no such hall"}, {"LG-PH", "none"}} {
		p := Publication{Part: queue.PartRules, Target: c.target}
		var w *wire.Error
		if err := p.Validate(tree); !errors.As(err, &w) || w.Code != wire.CodeBadRequest || w.Hint == "" || !strings.Contains(w.Msg, c.says) {
			t.Errorf("%q: %v", c.target, err)
		}
		if slices.ContainsFunc(tree.Places(), func(p Place) bool { return c.target.width(tree, p.Hall) >= 0 }) {
			t.Errorf("%q means a hall", c.target)
		}
	}
	if err := (&Publication{Part: "staff", Target: All}).Validate(tree); err == nil {
		t.Error("there is a part staff")
	}
}
