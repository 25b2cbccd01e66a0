package main

import (
	"math"
	"testing"
	"time"
)

func TestAMoveIsTakenBackIfItsWindowMovesAgainWithinAnHour(t *testing.T) {
	var m moves
	day := movers{moves: &m, last: make([]time.Time, 3)}
	at := time.Date(2017, 6, 1, 9, 0, 0, 0, time.UTC)
	was := make([]bool, 3)
	for i, is := range [][]bool{
		{true, false, false}, // 9:00, opens the hall
		{true, true, false},  // 9:30, opens
		{false, true, false}, // 10:00, closes what is open for an hour
		{false, true, true},  // 10:30, opens
		{false, false, true}, // 11:00, closes what is open for an hour and a half
		{true, false, false}, // 11:30, opens what is closed for as long, closes what is open for an hour
	} {
		day.moved(at.Add(time.Duration(i)*30*time.Minute), was, is, i == 0)
		was = is
	}
	if m != (moves{opened: 3, closed: 3, back: 2}) {
		t.Fatalf("%+v", m)
	}
}

func TestAShareIsInTheMiddleByThePlacesItMayHave(t *testing.T) {
	nine := []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9}
	for _, c := range []struct {
		shares []float64
		share  float64
		want   float64
	}{
		{nine, .05, 0}, {nine, .95, 0}, // below and above all
		{nine, .45, 1}, {nine, .15, 1},
		{nine, .1, .5}, {nine, .9, .5}, // at an end: one of two places is outside
		{[]float64{1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, .8}, // always everybody: four fifths of all places
		{[]float64{1, 1, 1, 1, 1, 1, 1, 1, 1}, .9, 0},
		{[]float64{.5, .6, 1, 1, 1, 1, 1, 1, 1}, 1, 7. / 8},
	} {
		if got := inMiddle(c.shares, c.share); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v in %v is %v, want %v", c.share, c.shares, got, c.want)
		}
	}
}
