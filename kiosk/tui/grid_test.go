package tui

import (
	"image"
	"testing"
)

func TestColumnsFillTheirRowAndHaveTheirShares(t *testing.T) {
	for width := range 120 {
		r := image.Rect(3, 2, 3+width, 5)
		for _, weights := range [][]int{{1}, {1, 1, 1}, {2, 1, 1, 1, 1, 1}, {11, 10, 10, 11, 18}, {1, 1, 1, 1, 1, 1, 1}} {
			for gap := range 3 {
				cols := Split(r, gap, weights...)
				if len(cols) != len(weights) {
					t.Fatalf("%d columns, want %d", len(cols), len(weights))
				}
				sum, x, room := 0, r.Min.X, width-gap*(len(weights)-1)
				for _, w := range weights {
					sum += w
				}
				if room < sum {
					continue
				}
				for i, c := range cols {
					if c.Min.X != x || c.Min.Y != 2 || c.Max.Y != 5 || c.Dx() < room*weights[i]/sum-1 || c.Dx() > room*weights[i]/sum+1 {
						t.Errorf("in %d cells with gaps of %d, column %d of %v is %v", width, gap, i, weights, c)
					}
					x = c.Max.X + gap
				}
				if x-gap != r.Max.X {
					t.Errorf("in %d cells with gaps of %d, %v end at %d", width, gap, weights, x-gap)
				}
			}
		}
		if cols := Row(r, 4, 1); len(cols) == 4 && cols[0].Dx()-cols[3].Dx() > 1 || cols == nil && width >= 7 {
			t.Errorf("in %d cells four columns are %v", width, cols)
		}
	}
}
