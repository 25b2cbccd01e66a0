//go:build !windows

package cli_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"onewindow/wire"
)

// TestTwoHallsOfANetworkServeOneCitizen goes the whole way: two halls and a centre as
// processes, one citizen who shows a card in both.
func TestTwoHallsOfANetworkServeOneCitizen(t *testing.T) {
	t.Parallel()
	const card = "11010519491231002X" // the example of the standard (GB 11643)
	ids := []string{"LG-PH-01", "LG-PH-02"}
	c := newRealCentre(t)
	c.says(0, "127 halls are in the network", "network", "load", "longgang")
	var hs []*testHall
	for _, id := range ids {
		h := newHallAs(t, id)
		h.says(6, "centre_away", "ctl", "--hall-data", h.dir+"/data", "network", "quickest", "items=x")
		c.invited(h, id)
		c.row(id, "it is there", func(r wire.HallRow) bool { return r.Standing == wire.HallOpen })
		if err := h.wait(regexp.MustCompile("people are now known by the network's key")); err != nil {
			t.Fatal(err)
		}
		hs = append(hs, h)
	}
	var cat wire.CatalogueReply
	if err := json.Unmarshal([]byte(hs[0].ctl("state", "catalogue")), &cat); err != nil {
		t.Fatal(err)
	}
	item := ""
	for _, it := range cat.Items {
		if it.AnyHall && it.Theme == "general" {
			item = it.Code
			break
		}
	}
	if item == "" {
		t.Fatal("the catalogue has no item that any hall may serve")
	}
	issue := []string{"ticket", "issue", "items=" + item, "id=" + card}
	asked := func(h *testHall) []string { return append([]string{"ctl", "--hall-data", h.dir + "/data"}, issue...) }
	var tk wire.Ticket
	if err := json.Unmarshal([]byte(hs[0].ctl(issue...)), &tk); err != nil || tk.Number == "" {
		t.Fatal(err)
	}
	hs[1].says(6, "same_item", asked(hs[1])...)
	if out := hs[1].ctl("network", "quickest", "items="+item); !regexp.MustCompile(`"hall": "LG-PH-01"`).MatchString(out) {
		t.Errorf("where it is quickest: %s", out)
	}

	// Once the number has ended, its citizen may draw another one anywhere.
	hs[0].ctl("ticket", "cancel", "number="+tk.Number, "reason=left")
	c.row(ids[0], "the centre has heard it", func(r wire.HallRow) bool { return r.Figures.Waiting == 0 && r.Behind == 0 })
	hs[0].linked()
	hs[1].says(0, `"number"`, asked(hs[1])...)
	hs[0].says(6, "same_item", asked(hs[0])...)

	// Without the centre each hall decides alone.
	c.kill()
	hs[0].unlinked()
	hs[0].says(0, `"number"`, asked(hs[0])...)
}
