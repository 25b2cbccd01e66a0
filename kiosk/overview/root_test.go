package overview_test

import (
	"testing"

	"onewindow/kiosk/overview"
	"onewindow/queue"
	"onewindow/wire"
)

func TestTheRootOfAPartIsTheHallThatAllOthersLieUnder(t *testing.T) {
	top, street, hall, other := wire.HallRow{Hall: "A", Level: queue.LevelDistrict}, wire.HallRow{Hall: "B"}, wire.HallRow{Hall: "C", Parent: "B"}, wire.HallRow{Hall: "D"}
	for _, tt := range []struct {
		halls []wire.HallRow
		want  string
	}{
		{nil, ""},
		{[]wire.HallRow{top, {Hall: "B", Parent: "A"}, hall}, ""},
		{[]wire.HallRow{hall, street}, "B"},
		{[]wire.HallRow{hall}, "C"},
		{[]wire.HallRow{street, hall, other}, ""}, // two streets
		{[]wire.HallRow{top}, ""},
	} {
		if got := overview.Root(&wire.District{Halls: tt.halls}); got != tt.want {
			t.Errorf("of %v it is %q, want %q", tt.halls, got, tt.want)
		}
	}
}
