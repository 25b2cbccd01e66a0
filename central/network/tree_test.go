package network

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"onewindow/queue"
	"onewindow/wire"

	"pgregory.net/rapid"
)

func place(hall string, level queue.Level, parent, street string) Place {
	return Place{Hall: hall, Name: queue.Text{ZhHans: "厅" + hall}, Level: level, Parent: parent, Street: queue.Text{ZhHans: street}}
}

// longgang is a small network: a district, two streets, a park, and communities.
func longgang(t testing.TB) Tree {
	t.Helper()
	tree, err := NewTree([]Place{
		place("LG-PH-02", queue.LevelCommunity, "LG-PH", ""),
		place("LG-PH", queue.LevelStreet, "LG-00", "平湖"),
		place("LG-PH-01", queue.LevelCommunity, "LG-PH", "平湖"),
		place("LG-00", queue.LevelDistrict, "", "龙城"),
		place("LG-LC", queue.LevelStreet, "LG-00", "龙城"),
		place("LG-LC-01", queue.LevelCommunity, "LG-LC", ""),
		place("LG-P1", queue.LevelPark, "LG-00", ""),
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestATreeListsEachHallBeforeThoseUnderIt(t *testing.T) {
	var got []string
	for _, p := range longgang(t).Places() {
		got = append(got, p.Hall)
	}
	if want := "LG-00 LG-LC LG-LC-01 LG-P1 LG-PH LG-PH-01 LG-PH-02"; strings.Join(got, " ") != want {
		t.Errorf("the order is %v, want %s", got, want)
	}
}

func TestWhatIsNoTreeIsRefusedByName(t *testing.T) {
	district, street := queue.LevelDistrict, queue.LevelStreet
	nameless := place("A", district, "", "")
	nameless.Name = queue.Text{En: "A"}
	endless := place("A", district, "", "")
	endless.Name.En = strings.Repeat("a", maxName)
	for says, c := range map[string]struct {
		hall   string
		places []Place
	}{
		"is not in the network":      {"A", []Place{place("A", street, "B", "")}},
		"lead back to it":            {"A", []Place{place("A", street, "B", ""), place("B", street, "A", "")}},
		"halls above it lead":        {"A", []Place{place("A", district, "A", "")}},
		"cannot lie under":           {"B", []Place{place("A", street, "", ""), place("B", street, "A", "")}},
		"of level district cannot":   {"B", []Place{place("A", street, "", ""), place("B", district, "A", "")}},
		"it is there twice":          {"A", []Place{place("A", street, "", ""), place("A", street, "", "")}},
		"1 to 64 of [A-Za-z0-9-]":    {"A b", []Place{place("A b", street, "", "")}},
		"a hall's code is 1 to 64":   {"", []Place{place("", street, "", "")}},
		"none of district":           {"A", []Place{place("A", "village", "", "")}},
		"has a name":                 {"A", []Place{nameless}},
		"longer than 600":            {"A", []Place{endless}},
		`lie under "P", which is of`: {"C", []Place{place("D", district, "", ""), place("P", queue.LevelPark, "D", ""), place("C", queue.LevelCommunity, "P", "")}},
	} {
		_, err := NewTree(c.places)
		var w *wire.Error
		if !errors.As(err, &w) || w.Code != wire.CodeBadRequest || w.Hint == "" || !strings.Contains(w.Msg, says) || w.Params["hall"] != c.hall {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestTheStreetIsThatOfThePlaceOrOfTheNearestAbove(t *testing.T) {
	tree := longgang(t)
	for hall, want := range map[string]string{"LG-PH-02": "平湖", "LG-PH": "平湖", "LG-LC-01": "龙城", "LG-P1": "龙城", "nobody": ""} {
		if got := tree.Street(hall).ZhHans; got != want {
			t.Errorf("%s lies in %q, want %q", hall, got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		near bool
	}{
		{"LG-PH-02", "LG-PH", true}, {"LG-PH-02", "LG-PH-01", true}, {"LG-00", "LG-LC-01", true},
		{"LG-PH-02", "LG-LC-01", false}, {"LG-PH", "LG-PH", false}, {"nobody", "none", false}, {"LG-PH", "nobody", false},
	} {
		if got := tree.Near(c.a, c.b); got != c.near || tree.Near(c.b, c.a) != got {
			t.Errorf("%s is near %s: %v", c.a, c.b, got)
		}
	}
}

// anyTree draws a tree of halls, and as many codes more that are in it or not.
func anyTree(t *rapid.T) (places []Place, halls []string) {
	levels := []queue.Level{queue.LevelDistrict, queue.LevelStreet, queue.LevelPark, queue.LevelCommunity}
	for i := range rapid.IntRange(0, 12).Draw(t, "halls") {
		hall := "H-" + string(rune('A'+i))
		halls = append(halls, hall)
		p := place(hall, rapid.SampledFrom(levels).Draw(t, "level"), "", rapid.SampledFrom([]string{"", "S", "T"}).Draw(t, "street"))
		var above []string
		for _, o := range places {
			if slices.Contains(over[p.Level], o.Level) {
				above = append(above, o.Hall)
			}
		}
		if len(above) > 0 {
			p.Parent = rapid.SampledFrom(append(above, "")).Draw(t, "above")
		}
		places = append(places, p)
	}
	return rapid.Permutation(places).Draw(t, "places"), append(halls, "X-1")
}

// parents are the model of a tree: who is above whom, by walking from one to the next.
func parents(places []Place, hall string) (all []Place) {
	for i := 0; i < len(places); i++ {
		if places[i].Hall == hall {
			all, hall, i = append(all, places[i]), places[i].Parent, -1
		}
	}
	return all
}

func TestATreeIsAsItsPlacesSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		places, halls := anyTree(t)
		tree, err := NewTree(places)
		if err != nil {
			t.Fatal(err)
		}
		if tree.Len() != len(places) || len(tree.Places()) != len(places) {
			t.Fatalf("of %d places %d are there", len(places), tree.Len())
		}
		seen := map[string]bool{"": true}
		for _, p := range tree.Places() {
			if !seen[p.Parent] {
				t.Fatalf("%s comes before %s", p.Hall, p.Parent)
			}
			seen[p.Hall] = true
		}
		for _, a := range halls {
			for _, b := range halls {
				want := slices.ContainsFunc(parents(places, a), func(p Place) bool { return p.Hall == b })
				if tree.distance(b, a) >= 0 != want {
					t.Fatalf("%s below %s: %v", a, b, !want)
				}
			}
			street := ""
			for _, p := range parents(places, a) {
				if street == "" {
					street = p.Street.ZhHans
				}
			}
			if got := tree.Street(a).ZhHans; got != street {
				t.Fatalf("%s lies in %q, want %q", a, got, street)
			}
		}
	})
}
