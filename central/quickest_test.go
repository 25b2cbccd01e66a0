package central

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// place is a hall in a tree.
func place(hall, parent string, level queue.Level, street string) network.Place {
	return network.Place{Hall: hall, Parent: parent, Level: level, Name: queue.Text{ZhHans: hall + "厅"}, Street: queue.Text{ZhHans: street}}
}

// smallNetwork has two streets with two communities each.
func smallNetwork(t testing.TB) network.Tree {
	t.Helper()
	tree, err := network.NewTree([]network.Place{
		place("D", "", queue.LevelDistrict, ""),
		place("P", "D", queue.LevelStreet, "平湖街道"), place("P-1", "P", queue.LevelCommunity, "平湖街道"), place("P-2", "P", queue.LevelCommunity, "平湖街道"),
		place("B", "D", queue.LevelStreet, "布吉街道"), place("B-1", "B", queue.LevelCommunity, "布吉街道"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// openHall is a hall that is there and gives numbers, with so many minutes to wait.
func openHall(hall string, minutes int) halls.State {
	return halls.State{Hall: hall, Up: true, Heard: noon, LiveAt: noon, Live: wire.Live{Hall: hall, Day: wire.Day{Open: true, Name: queue.Text{ZhHans: "自称" + hall}},
		Lines: []wire.LiveLine{{Theme: "general", Waiting: minutes, Windows: 2, Estimate: queue.Estimate{Mean: minutes}}, {Theme: "tax", Waiting: 1, Estimate: queue.Estimate{Mean: 3}}}}}
}

// ranked asks for the quickest halls and says them as text.
func ranked(t *testing.T, from string, most int, themes []string, states ...halls.State) (list []string) {
	t.Helper()
	byCode := map[string]halls.State{}
	var serving []network.Serving
	for _, s := range states {
		byCode[s.Hall] = s
		serving = append(serving, network.Serving{Hall: s.Hall, Themes: themes, AnyHall: true})
	}
	for _, w := range quickest(from, most, nil, serving, smallNetwork(t), func(h string) (halls.State, bool) { s, ok := byCode[h]; return s, ok }, noon.Add(10*time.Second)) {
		near := ""
		if w.Near {
			near = " near"
		}
		list = append(list, fmt.Sprintf("%s %d%s", w.Hall, w.Estimate.Mean, near))
	}
	return list
}

func TestTheQuickestHallComesFirstThenTheNearerOne(t *testing.T) {
	general := []string{"general"}
	all := []halls.State{openHall("B-1", 9), openHall("P", 20), openHall("P-2", 9), openHall("D", 4), openHall("B", 9), openHall("P-1", 1)}
	if got, want := ranked(t, "P-1", 0, general, all...), []string{"D 4", "P-2 9 near", "B 9"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := ranked(t, "P-1", 20, general, all...), []string{"D 4", "P-2 9 near", "B 9", "B-1 9", "P 20 near"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := ranked(t, "", 2, general, all...), []string{"P-1 1", "D 4"}; !slices.Equal(got, want) {
		t.Errorf("asked by nobody in particular: %v, want %v", got, want)
	}
}

func TestForSeveralThemesTheSlowestLineCounts(t *testing.T) {
	if got, want := ranked(t, "", 0, []string{"tax", "general"}, openHall("B", 9), openHall("P", 1)), []string{"P 3", "B 9"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestNobodyIsSentToAHallThatCannotServe(t *testing.T) {
	for name, spoil := range map[string]func(*halls.State){
		"away":            func(s *halls.State) { s.Up = false },
		"refused":         func(s *halls.State) { s.Refused = wire.RefuseUp(wire.CodeEpochOld) },
		"copied":          func(s *halls.State) { s.Copy = &halls.Copy{} },
		"silent":          func(s *halls.State) { s.LiveAt = noon.Add(-20 * time.Second) },
		"never heard":     func(s *halls.State) { s.LiveAt = time.Time{} },
		"closed":          func(s *halls.State) { s.Live.Day.Open = false },
		"stopped":         func(s *halls.State) { s.Live.Day.Stopped = "fire" },
		"without numbers": func(s *halls.State) { s.Live.Lines[0].Closed = queue.Refuse(queue.CodeQuotaDay, "") },
		"without line":    func(s *halls.State) { s.Live.Lines = nil },
	} {
		s := openHall("B", 1)
		spoil(&s)
		if got, want := ranked(t, "P-1", 0, []string{"general"}, openHall("P", 9), s), []string{"P 9 near"}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestOnlyWhatAnyHallMayServeLeadsElsewhere(t *testing.T) {
	s := openHall("B", 1)
	serving := []network.Serving{{Hall: "B", Themes: []string{"general"}}}
	state := func(string) (halls.State, bool) { return s, true }
	if got := quickest("P", 0, nil, serving, smallNetwork(t), state, noon); len(got) != 0 {
		t.Errorf("a citizen of another hall is sent there: %v", got)
	}
	got := quickest("", 0, nil, serving, smallNetwork(t), state, noon)
	if len(got) != 1 || got[0].Name.ZhHans != "B厅" || got[0].Level != queue.LevelStreet || got[0].Street.ZhHans != "布吉街道" || !got[0].At.Equal(noon) || got[0].Windows != 2 {
		t.Errorf("whoever asks for themselves: %+v", got)
	}
}

func TestAHallWithoutAPlaceIsNamedAsItNamesItself(t *testing.T) {
	if got := quickest("", 0, nil, []network.Serving{{Hall: "X", Themes: []string{"general"}}}, smallNetwork(t), func(string) (halls.State, bool) { return openHall("X", 2), true }, noon); len(got) != 1 || got[0].Name.ZhHans != "自称X" {
		t.Errorf("%+v", got)
	}
}

func TestWhoSeesAPartOfTheNetworkHasTheQuickestOfThatPart(t *testing.T) {
	byCode := map[string]halls.State{}
	var serving []network.Serving
	for i := range 40 {
		s := openHall(fmt.Sprintf("N-%02d", i), i)
		byCode[s.Hall] = s
		serving = append(serving, network.Serving{Hall: s.Hall, Themes: []string{"general"}, AnyHall: true})
	}
	state := func(h string) (halls.State, bool) { s, ok := byCode[h]; return s, ok }
	list := quickest("", 2, func(h string) bool { return h >= "N-30" }, serving, smallNetwork(t), state, noon.Add(10*time.Second))
	if len(list) != 2 || list[0].Hall != "N-30" || list[1].Hall != "N-31" {
		t.Errorf("%+v, want N-30 and N-31", list)
	}
}
