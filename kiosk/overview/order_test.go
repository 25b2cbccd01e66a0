package overview_test

import (
	"slices"
	"testing"

	"onewindow/kiosk/overview"
	"onewindow/wire"
)

// sorted are the codes of halls in an order.
func sorted(o overview.Order, halls ...wire.HallRow) (codes []string) {
	var entries []overview.Entry
	for i := range halls {
		entries = append(entries, overview.Entry{Hall: &halls[i], Sum: overview.Of(&halls[i], today)})
	}
	slices.SortFunc(entries, o.Compare)
	for _, e := range entries {
		codes = append(codes, e.Hall.Hall)
	}
	return codes
}

func TestOfEquallyGraveHallsTheLongestWaitStandsFirstEitherWay(t *testing.T) {
	halls := []wire.HallRow{open("a", wire.Figures{Longest: 60}), open("b", wire.Figures{Longest: 600}), {Hall: "c", Standing: wire.HallAway}, open("d", wire.Figures{Longest: 60})}
	for back, want := range map[bool][]string{false: {"c", "b", "a", "d"}, true: {"b", "a", "d", "c"}} {
		if got := sorted(overview.Order{By: overview.ColState, Back: back}, halls...); !slices.Equal(got, want) {
			t.Errorf("back %v: %v, want %v", back, got, want)
		}
	}
}

func TestAHallWithoutAFigureStandsLastEitherWay(t *testing.T) {
	halls := []wire.HallRow{{Hall: "a", Standing: wire.HallAway}, open("b", wire.Figures{Waiting: 1}), open("c", wire.Figures{Waiting: 2}), open("d", wire.Figures{Waiting: 2})}
	for back, want := range map[bool][]string{false: {"c", "d", "b", "a"}, true: {"b", "c", "d", "a"}} {
		if got := sorted(overview.Order{By: overview.ColWaiting, Back: back}, halls...); !slices.Equal(got, want) {
			t.Errorf("back %v: %v, want %v", back, got, want)
		}
	}
}

func TestHalfHoursOfTwoDaysStandBesideEachOtherWithoutGaps(t *testing.T) {
	halves, most := overview.Halves([]wire.HalfHour{{Slot: 20, Issued: 3}}, []wire.HalfHour{{Slot: 18, Issued: 7}, {Slot: 20, Issued: 5}})
	var got [][3]int
	for _, h := range halves {
		got = append(got, [3]int{h.Slot, h.Today.Issued, h.Before.Issued})
	}
	if want := [][3]int{{18, 0, 7}, {19, 0, 0}, {20, 3, 5}}; !slices.Equal(got, want) || most != 7 {
		t.Errorf("%v, most %d", got, most)
	}
	if halves, most := overview.Halves(nil, nil); len(halves) != 0 || most != 1 {
		t.Errorf("of no day: %v, %d", halves, most)
	}
}
