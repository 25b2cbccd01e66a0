package wire_test

import (
	"strings"
	"testing"

	"onewindow/wire"
)

func TestOnlyWhatAHallCanAskIsTakenAsAClaim(t *testing.T) {
	claim := wire.ClaimRequest{RID: "rid-1", Citizen: "hash", KeyID: "k", Items: []string{"A-1"}, Most: 1, Day: "2026-11-26"}
	told := wire.ClaimedRequest{RID: "rid-1", Citizen: "hash", Number: "A001", Day: "2026-11-26"}
	if e := claim.Check(); e != nil {
		t.Errorf("a good claim: %v", e)
	}
	if e := told.Check(); e != nil {
		t.Errorf("a good outcome: %v", e)
	}
	long := strings.Repeat("x", 200)
	for says, change := range map[string]func(rid, citizen, day *string){
		"no rid":             func(rid, _, _ *string) { *rid = "" },
		"another's rid":      func(rid, _, _ *string) { *rid = "a/b" },
		"a long rid":         func(rid, _, _ *string) { *rid = long },
		"no citizen":         func(_, citizen, _ *string) { *citizen = "" },
		"a long citizen":     func(_, citizen, _ *string) { *citizen = long },
		"no day":             func(_, _, day *string) { *day = "" },
		"a day that is none": func(_, _, day *string) { *day = "2026-02-30" },
	} {
		c, d := claim, told
		change(&c.RID, &c.Citizen, &c.Day)
		change(&d.RID, &d.Citizen, &d.Day)
		if c.Check() == nil || d.Check() == nil {
			t.Errorf("%s was taken", says)
		}
	}
	for says, change := range map[string]func(c *wire.ClaimRequest){
		"many items":      func(c *wire.ClaimRequest) { c.Items = make([]string, 21) },
		"an empty item":   func(c *wire.ClaimRequest) { c.Items = []string{""} },
		"a long item":     func(c *wire.ClaimRequest) { c.Items = []string{long} },
		"less than none":  func(c *wire.ClaimRequest) { c.Held = -1 },
		"fewer than none": func(c *wire.ClaimRequest) { c.Most = -1 },
	} {
		c := claim
		change(&c)
		if c.Check() == nil {
			t.Errorf("%s were taken", says)
		}
	}
	told.Number = long
	if told.Check() == nil {
		t.Error("a long number was taken")
	}
}
