package tui

import (
	"image"
	"testing"
)

func TestTheNearestTargetIsHit(t *testing.T) {
	ts := []Target{{ID: "a", Rect: image.Rect(2, 2, 10, 5)}, {ID: "b", Rect: image.Rect(12, 2, 20, 5)},
		{ID: "c", Rect: image.Rect(2, 6, 10, 9)}, {ID: "hidden"}}
	for p, want := range map[image.Point]int{
		{2, 2}: 0, {9, 4}: 0, {10, 3}: 0, {11, 3}: 1, {12, 3}: 1, // gap of two columns
		{5, 5}: 0, // gap of one row: the first of two equally near
		{1, 1}: 0, {0, 0}: -1, {21, 3}: -1, {20, 5}: 1, {5, 9}: 2, {5, 10}: -1,
	} {
		if got := Hit(ts, p); got != want {
			t.Errorf("%v hits %d, want %d", p, got, want)
		}
	}
}
