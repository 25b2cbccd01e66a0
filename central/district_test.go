package central

import (
	"testing"

	"onewindow/wire"
)

func TestTheDistrictShowsAHallsAdviceAndItsPromisesAlsoWhileItIsAway(t *testing.T) {
	s := openHall("P", 5)
	s.Live.Advices, s.Live.Accuracy = 2, &wire.Accuracy{Date: "2026-11-25", Told: 9, Held: 80, Kept: 81}
	k := known{hall: "P", state: &s}
	for _, up := range []bool{true, false} {
		s.Up = up
		r := k.row()
		if r.Advices != 2 || r.Accuracy == nil || *r.Accuracy != *s.Live.Accuracy {
			t.Errorf("there %v: %d advices, accuracy %+v", up, r.Advices, r.Accuracy)
		}
	}
}
