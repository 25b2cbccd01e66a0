package central

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// rulesOf are rules of which one hall can take any, and that say who published them.
func rulesOf(calls int) queue.Rules {
	r := queue.DefaultRules()
	r.AutoDay, r.Calls = false, calls
	return r
}

// partOf is how a hall stands with a part.
func partOf(r wire.HallRow, part queue.Part) wire.PartState {
	i := slices.IndexFunc(r.Parts, func(s wire.PartState) bool { return s.Part == part })
	if i < 0 {
		return wire.PartState{}
	}
	return r.Parts[i]
}

// published publishes a part, or withdraws it.
func published(t *testing.T, c *Centre, part queue.Part, target network.Target, value any) uint64 {
	t.Helper()
	p := network.Publication{Part: part, Target: target, By: "test"}
	if value != nil {
		p.Body = written(t, value)
	}
	p, err := c.Publish(ctx(t), p)
	if err != nil {
		t.Fatal(err)
	}
	return p.Version
}

func TestWhatPrevailsInTheNetworkIsWhatTheHallRuns(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	put(t, c)
	m := join(t, c, "P-1")
	runs := func(what string, version uint64, calls int) {
		t.Helper()
		shows(t, c, "P-1", what, func(r wire.HallRow) bool {
			p := partOf(r, queue.PartRules)
			return p.Version == version && p.Wanted == version && p.Refused == 0
		})
		m.Read(func(s *queue.State, _ time.Time) {
			if s.Settings.Rules.Calls != calls || s.Owned(queue.PartRules) != (version > 0) {
				t.Errorf("%s: %d calls, owned by the centre %v", what, s.Settings.Rules.Calls, s.Owned(queue.PartRules))
			}
		})
	}
	wide := published(t, c, queue.PartRules, network.All, rulesOf(2))
	runs("it runs the wide one", wide, 2)
	narrow := published(t, c, queue.PartRules, network.OfHall("P-1"), rulesOf(5))
	runs("it runs its own", narrow, 5)
	published(t, c, queue.PartRules, network.OfHall("P-1"), nil)
	runs("it runs the wide one again", wide, 2)

	// The hall is moved below another one, for which something else is published, and
	// back.
	below := published(t, c, queue.PartRules, network.OfBelow("B"), rulesOf(4))
	home, _ := c.Tree().Place("P-1")
	moved := home
	moved.Parent = "B"
	if err := c.PutPlaces(ctx(t), moved); err != nil {
		t.Fatal(err)
	}
	runs("it runs that of its new street", below, 4)
	if err := c.PutPlaces(ctx(t), home); err != nil {
		t.Fatal(err)
	}
	runs("it runs the wide one in its old place", wide, 2)

	published(t, c, queue.PartRules, network.All, nil)
	runs("nothing is published for it", 0, 2)
	if r := m.Do(queue.Actor{Terminal: "test"}, "", queue.ChangeSettings{Settings: queuetest.Settings(2)}); !r.OK {
		t.Errorf("the rules are its own, and it does not change them: %v", r.Err)
	}
	if a := alertsOf(c, "P-1"); len(a) != 0 {
		t.Errorf("it rings: %+v", a)
	}
}

// alertsOf are a hall's alerts of publications.
func alertsOf(c *Centre, hall string) []wire.HallAlert {
	return slices.DeleteFunc(slices.Clone(c.District().Alerts), func(a wire.HallAlert) bool { return a.Hall != hall || a.Kind != wire.AlertHallPart })
}

func TestARefusedPublicationRingsWithTheReasonUntilItIsWithdrawn(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	put(t, c)
	m := join(t, c, "P-1")
	foreign := queue.Catalogue{Items: []queue.Item{{Code: "TAX-9", Name: queue.Text{ZhHans: "税"}, Theme: "taxes", Minutes: 5}}}
	version := published(t, c, queue.PartCatalogue, network.All, foreign)
	shows(t, c, "P-1", "it refuses it, and says which item and theme", func(r wire.HallRow) bool {
		p := partOf(r, queue.PartCatalogue)
		return p.Refused == version && p.Wanted == version && p.Version == 0 && p.Why != nil && strings.Contains(p.Why.Hint, "TAX-9") && strings.Contains(p.Why.Hint, "taxes")
	})
	eventually(t, "it rings", func() bool {
		a := alertsOf(c, "P-1")
		return len(a) == 1 && a[0].Code == string(queue.CodeBadCatalogue) && a[0].Value == 1
	})
	published(t, c, queue.PartCatalogue, network.All, nil)
	shows(t, c, "P-1", "the refusal is over", func(r wire.HallRow) bool {
		return partOf(r, queue.PartCatalogue) == wire.PartState{Part: queue.PartCatalogue}
	})
	eventually(t, "it does not ring any more", func() bool { return len(alertsOf(c, "P-1")) == 0 })

	// With a wider one behind it that the hall runs already.
	good := published(t, c, queue.PartCatalogue, network.All, queuetest.Catalogue())
	shows(t, c, "P-1", "it runs the wide one", func(r wire.HallRow) bool { return partOf(r, queue.PartCatalogue).Version == good })
	version = published(t, c, queue.PartCatalogue, network.OfHall("P-1"), foreign)
	shows(t, c, "P-1", "it refuses the narrow one", func(r wire.HallRow) bool { return partOf(r, queue.PartCatalogue).Refused == version })
	published(t, c, queue.PartCatalogue, network.OfHall("P-1"), nil)
	shows(t, c, "P-1", "nothing of it is left", func(r wire.HallRow) bool {
		p := partOf(r, queue.PartCatalogue)
		return p.Version == good && p.Wanted == good && p.Refused == 0
	})
	eventually(t, "it does not ring any more", func() bool { return len(alertsOf(c, "P-1")) == 0 })
	if got := m.Parts(); got[2].Part != queue.PartCatalogue || got[2].Refused != 0 {
		t.Errorf("the hall has %+v", got)
	}
}

func TestAHallTakesWhatACentreWantsThatHasBegunAnew(t *testing.T) {
	w := wish{queue.PartRules: {Part: queue.PartRules, Version: 1, Hash: "new"}}
	have := []wire.PartState{{Part: queue.PartRules, Version: 1, Hash: "old"}, {Part: queue.PartCalendar, Version: 40, Hash: "c"}}
	if n, refused, _ := w.astray(have); n != 1 || refused {
		t.Errorf("%d parts astray, refused %v", n, refused)
	}
	if parts := (wish{queue.PartRules: {Version: 1, Hash: "new", Body: []byte(`{}`)}}).parts(have); len(parts) != 1 || parts[0].Body == nil {
		t.Errorf("the hall is told %+v", parts)
	}
}

func TestWhatAHallSaysOfARefusalIsShortAndMovesNoCursor(t *testing.T) {
	params := map[string]string{}
	for i := range 100 {
		params[strings.Repeat("k", i+1)] = "v"
	}
	got := plain([]wire.PartState{{Part: queue.PartRules, Wanted: 9, Refused: 3, Why: &wire.Error{Code: "x", Msg: "a\x1b[2Jb\nc", Hint: strings.Repeat("厅", 1000) + "\xff", Params: params}}})[0]
	if got.Wanted != 0 || got.Why.Msg != "a [2Jb c" || len(got.Why.Hint) > maxWhy || !utf8.ValidString(got.Why.Hint) || len(got.Why.Params) != maxParams {
		t.Errorf("%+v %+v", got, got.Why)
	}
}
