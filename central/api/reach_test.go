package api

import (
	"testing"

	"onewindow/central/api/apitest"
	"onewindow/wire"
)

func TestATokenReachesItsHallAndAllUnderIt(t *testing.T) {
	d := wire.District{Halls: []wire.HallRow{
		{Hall: apitest.District}, {Hall: apitest.Street, Parent: apitest.District}, {Hall: apitest.Community, Parent: apitest.Street}, {Hall: apitest.Other, Parent: apitest.District},
		{Hall: "LOOP-1", Parent: "LOOP-2"}, {Hall: "LOOP-2", Parent: "LOOP-1"},
	}}
	for _, c := range []struct {
		root, hall string
		has        bool
	}{
		{apitest.Street, apitest.Street, true}, {apitest.Street, apitest.Community, true}, {apitest.Street, apitest.Other, false}, {apitest.Street, apitest.District, false},
		{apitest.Street, "", false}, {apitest.Street, "nobody", false}, {apitest.Street, "LOOP-1", false}, {"LG-99", "LG-99", false}, {"LG-99", apitest.Street, false},
		{"", apitest.District, true}, {"", "nobody", true},
	} {
		if got := reachOf(d, c.root).has(c.hall); got != c.has {
			t.Errorf("below %q, %q: %v", c.root, c.hall, got)
		}
	}
}
