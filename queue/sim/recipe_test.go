package sim

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"testing"
)

func TestTheRecipeOfLGBaseIsThePackagedFile(t *testing.T) {
	want := base(t)
	got, err := LGBase().Make()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Items) != len(want.Items) || len(got.WindowsBefore) != len(want.WindowsBefore) || len(got.WindowsAfter) != len(want.WindowsAfter) {
		t.Fatalf("%d items, %d and %d windows", len(got.Items), len(got.WindowsBefore), len(got.WindowsAfter))
	}
	for i := range want.Departments {
		if g, w := got.Departments[i], want.Departments[i]; g.Name != w.Name || math.Abs(g.Visits-w.Visits) > 1e-9 || g.WindowsBefore != w.WindowsBefore || g.Mean != w.Mean {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
	for i := range want.Items {
		if g, w := got.Items[i], want.Items[i]; g != w {
			t.Errorf("item %d: %+v, want %+v", i, g, w)
		}
	}
	for _, arm := range []Arm{Before, After} {
		for i, w := range want.Windows(arm) {
			if g := got.Windows(arm)[i]; g.Speed != w.Speed || g.Lunch != w.Lunch || g.Skills[0] != w.Skills[0] {
				t.Errorf("%s %d: %+v, want %+v", arm, i, g, w)
			}
		}
	}
	if got.Params != want.Params || got.BeforeBreak != want.BeforeBreak {
		t.Errorf("%+v, want %+v", got.Params, want.Params)
	}
}

var update = flag.Bool("update", false, "write the packaged scenarios anew")

func TestThePackagedScenariosAreWhatTheirRecipesMake(t *testing.T) {
	for _, r := range []Recipe{LGCongested(), LGBalanced()} {
		s, err := r.Make()
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.MarshalIndent(s, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, '\n')
		path := "../../assets/scenario/" + r.Name + ".json"
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what its recipe makes; go test ./queue/sim -update writes it", path)
		}
		if _, err := Parse(got); err != nil {
			t.Error(err)
		}
	}
}
