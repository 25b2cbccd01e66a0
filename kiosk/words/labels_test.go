package words_test

import (
	"strings"
	"testing"

	"onewindow/kiosk/words"
)

func TestRangesOfWindowsAreWrittenShortly(t *testing.T) {
	for want, labels := range map[string]string{
		"": "", "7": "7", "1, 2": "1 2", "1-3, 7": "1 2 3 7", "1-3, A1, 5, 9-12": "1 2 3 A1 5 9 10 11 12", "3, 2, 1": "3 2 1",
	} {
		if got := words.Ranges(strings.Fields(labels)); got != want {
			t.Errorf("windows %q are written %q, want %q", labels, got, want)
		}
	}
}

func TestACitizenNumberIsShownWithoutItsBirthDateUnlessAskedFor(t *testing.T) {
	for _, tt := range []struct {
		typed string
		open  bool
		want  string
	}{
		{"", false, "______ ________ ____"},
		{"44030719", false, "440307 **______ ____"},
		{"11010519491231002X", false, "110105 ******** 002X"},
		{"11010519491231002X", true, "110105 19491231 002X"},
		{"11010519491231002X99", false, "110105 ******** 002X"},
	} {
		if got := words.IDNumber(tt.typed, tt.open); got != tt.want {
			t.Errorf("%q, open %v: %q, want %q", tt.typed, tt.open, got, tt.want)
		}
	}
}

func TestAWaitIsRoundedAsNobodyCanPromiseMore(t *testing.T) {
	for _, tt := range [][4]int{{0, 0, 0, 0}, {0, 3, 1, 3}, {-4, 1, 1, 1}, {4, 9, 4, 9}, {9, 11, 9, 15}, {12, 31, 10, 35}, {7, 3, 7, 7}} {
		if low, high := words.RoundWait(tt[0], tt[1]); low != tt[2] || high != tt[3] {
			t.Errorf("%d-%d minutes are said as %d-%d, want %d-%d", tt[0], tt[1], low, high, tt[2], tt[3])
		}
	}
}
