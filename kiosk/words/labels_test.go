package words_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

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
	for _, tt := range [][4]int{{0, 0, 0, 0}, {0, 3, 1, 3}, {-4, 1, 1, 1}, {4, 9, 4, 9}, {9, 11, 5, 15}, {12, 31, 10, 35}, {7, 3, 7, 7}, {10, 10, 10, 10}, {30, 30, 25, 30}, {3, 14, 3, 15}} {
		if low, high := words.RoundWait(tt[0], tt[1]); low != tt[2] || high != tt[3] {
			t.Errorf("%d-%d minutes are said as %d-%d, want %d-%d", tt[0], tt[1], low, high, tt[2], tt[3])
		}
	}
}

func TestBeyondTenMinutesNoSingleMinuteIsSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, h := rapid.IntRange(-5, 300).Draw(t, "low"), rapid.IntRange(-5, 300).Draw(t, "high")
		low, high := words.RoundWait(l, h)
		switch {
		case low > high, low > max(l, 0) && low > 1, high < h, high < l:
			t.Errorf("%d-%d is said as %d-%d, which does not hold it", l, h, low, high)
		case high > 10 && (low == high || high%5 != 0 || low >= 5 && low%5 != 0):
			t.Errorf("%d-%d is said as %d-%d", l, h, low, high)
		}
	})
}
