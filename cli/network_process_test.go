//go:build !windows

package cli_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

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
	hs[0].linked()
	hs[1].refuses("same_item", issue...)
	for deadline := time.Now().Add(patience); ; { // the centre has two seconds for its answer
		out, code := hs[1].runs("ctl", "--hall-data", hs[1].dir+"/data", "network", "quickest", "items="+item)
		if code == 0 && strings.Contains(out, `"hall": "LG-PH-01"`) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("where it is quickest: %s", out)
		}
	}

	// Once the number has ended, its citizen may draw another one anywhere.
	hs[0].ctl("ticket", "cancel", "number="+tk.Number, "reason=left")
	c.row(ids[0], "the centre has heard it", func(r wire.HallRow) bool { return r.Figures.Waiting == 0 && r.Behind == 0 })
	hs[0].linked()
	hs[1].says(0, `"number"`, asked(hs[1])...)
	hs[1].linked()
	hs[0].refuses("same_item", issue...)

	// Without the centre each hall decides alone.
	c.kill()
	hs[0].unlinked()
	hs[0].says(0, `"number"`, asked(hs[0])...)
}

// refuses wants a number to be refused for one in another hall. When the centre took
// longer over it than a citizen waits, the hall gives it and says so: it is taken back,
// and asked for again.
func (h *testHall) refuses(why string, issue ...string) {
	h.t.Helper()
	const alone = "the centre did not say in time"
	for range 20 {
		before := strings.Count(h.text(), alone)
		out, code := h.runs(append([]string{"ctl", "--hall-data", h.dir + "/data"}, issue...)...)
		if code == refused && strings.Contains(out, why) {
			return
		}
		var tk wire.Ticket
		if err := json.Unmarshal([]byte(out), &tk); code != 0 || err != nil || strings.Count(h.text(), alone) == before {
			h.t.Fatalf("it is not refused with %s: exit code %d\n%s\n%s", why, code, out, h.text())
		}
		h.t.Logf("the hall decided alone and gave %s", tk.Number)
		h.ctl("ticket", "cancel", "number="+tk.Number, "reason=left")
		h.linked()
	}
	h.t.Fatalf("the centre never answered in time:\n%s", h.text())
}
