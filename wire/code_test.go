package wire

import "testing"

func TestTheCodeOfANumberIsItsPageOrSaysHallDayAndNumber(t *testing.T) {
	a012 := Ticket{Number: "A012", Day: "2026-11-26"}
	for _, tc := range []struct {
		name, link, hall string
		ticket           Ticket
		want             string
	}{
		{"no number", "https://hall.example/t/", "LG-00", Ticket{}, ""},
		{"a link", "https://hall.example/t/", "LG-00", a012, "https://hall.example/t/A012"},
		{"no link", "", "LG-00", a012, "LG-00 2026-11-26 A012"},
		{"before the hall was heard", "", "", a012, "A012"},
	} {
		if got := CodeOf(tc.link, tc.hall, tc.ticket); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}
