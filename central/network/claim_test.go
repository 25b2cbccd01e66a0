package network_test

import (
	"errors"
	"testing"
	"time"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

var claimed = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func TestWhenAClaimCountsAndWhenItIsForgotten(t *testing.T) {
	const second, hour = time.Second, time.Hour
	for _, k := range []struct {
		says   string
		claim  network.Claim
		after  time.Duration
		counts bool
		over   bool
	}{
		{"a number that may be given", network.Claim{}, 59 * second, true, false},
		{"one that was not given within the minute", network.Claim{}, 60 * second, false, true},
		{"a number of which the hall has only said it", network.Claim{Number: "A001"}, 59 * second, true, false},
		{"one that its events should have told by now", network.Claim{Number: "A001"}, 60 * second, false, false},
		{"one of a hall that was cut off", network.Claim{Number: "A001", Heard: claimed.Add(59 * second)}, 23 * hour, false, false},
		{"one that never was", network.Claim{Number: "A001", Heard: claimed.Add(60 * second)}, 61 * second, false, true},
		{"a number of a hall that catches up", network.Claim{Number: "A001", Behind: true, Heard: claimed.Add(hour)}, 23 * hour, true, false},
		{"of one that never does", network.Claim{Number: "A001", Behind: true}, 24 * hour, false, true},
		{"a number that is live", network.Claim{Number: "A001", Fate: network.FateLive}, 23 * hour, true, false},
		{"one that is live for too long", network.Claim{Number: "A001", Fate: network.FateLive}, 24 * hour, true, true},
		{"a number that has ended", network.Claim{Number: "A001", Fate: network.FateOver}, second, false, true},
		{"one that has ended in a hall that is behind", network.Claim{Number: "A001", Fate: network.FateOver, Behind: true}, second, false, true},
	} {
		k.claim.At = claimed
		at := claimed.Add(k.after)
		if got := k.claim.Live(at); got != k.counts {
			t.Errorf("%s: counts %v", k.says, got)
		}
		if got := k.claim.Over(at); got != k.over {
			t.Errorf("%s: over %v", k.says, got)
		}
	}
}

func TestWhatStandsAgainstANumber(t *testing.T) {
	live := func(hall, rid string, items ...string) network.Claim {
		return network.Claim{Hall: hall, RID: rid, Number: "A007", Items: items, At: claimed, Fate: network.FateLive}
	}
	gone := live("LG-2", "r2", "A-1")
	gone.Fate = network.FateOver
	for _, k := range []struct {
		says       string
		claims     []network.Claim
		held, most int
		code       queue.Code
		hall       string
	}{
		{"nothing", nil, 0, 1, "", ""},
		{"what is in the hall itself", []network.Claim{live("LG-1", "r2", "A-1")}, 0, 1, "", ""},
		{"the item elsewhere", []network.Claim{live("LG-2", "r1", "B-1", "A-1")}, 0, 0, queue.CodeSameItem, "LG-2"},
		{"the item elsewhere, when it is over", []network.Claim{gone}, 0, 1, "", ""},
		{"the same request again", []network.Claim{live("LG-1", "r1", "A-1"), live("LG-2", "r2", "A-1")}, 0, 1, "", ""},
		{"and whatever comes first", []network.Claim{live("LG-2", "r2", "A-1"), live("LG-1", "r1", "A-1")}, 0, 1, "", ""},
		{"another item, any number allowed", []network.Claim{live("LG-2", "r1", "B-1")}, 9, 0, "", ""},
		{"another item, one allowed", []network.Claim{live("LG-2", "r1", "B-1")}, 0, 1, queue.CodeTooMany, "LG-2"},
		{"one here and one there, two allowed", []network.Claim{live("LG-2", "r1", "B-1")}, 1, 2, queue.CodeTooMany, "LG-2"},
		{"one there, two allowed", []network.Claim{live("LG-2", "r1", "B-1")}, 0, 2, "", ""},
		{"the item comes before the count", []network.Claim{live("LG-2", "r1", "B-1"), live("LG-3", "r1", "A-1")}, 0, 1, queue.CodeSameItem, "LG-3"},
		{"a number without items counts as one", []network.Claim{live("LG-2", "r1")}, 0, 1, queue.CodeTooMany, "LG-2"},
		{"only what the hall has", nil, 5, 2, "", ""},
	} {
		r := wire.ClaimRequest{RID: "r1", Citizen: "wang", Items: []string{"A-1"}, Held: k.held, Most: k.most}
		why, err := network.Weigh(k.claims, "LG-1", r, claimed, func(hall string) (string, error) { return "厅" + hall, nil })
		switch {
		case err != nil:
			t.Errorf("%s: %v", k.says, err)
		case why == nil && k.code == "":
		case why == nil || why.Code != k.code || why.Params["hall"] != k.hall || why.Params["name"] != "厅"+k.hall || why.Params["number"] != "A007" || why.Hint == "":
			t.Errorf("%s: %+v", k.says, why)
		case (why.Code == queue.CodeTooMany) != (why.Params["most"] != ""):
			t.Errorf("%s: most is %q", k.says, why.Params["most"])
		}
	}
	failed := errors.New("no name")
	if _, err := network.Weigh([]network.Claim{live("LG-2", "r1", "A-1")}, "LG-1", wire.ClaimRequest{Items: []string{"A-1"}}, claimed, func(string) (string, error) { return "", failed }); !errors.Is(err, failed) {
		t.Errorf("without a name: %v", err)
	}
}
