package store_test

import (
	"fmt"
	"testing"
	"time"

	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// wish is a claim of a citizen for items, two numbers allowed.
func wish(rid, citizen string, items ...string) wire.ClaimRequest {
	return wire.ClaimRequest{RID: rid, Citizen: citizen, KeyID: "k", Items: items, Most: 2, Day: queuetest.Date}
}

// claimant asks for claims at a store, and remembers the test.
type claimant struct {
	t *testing.T
	s *store.Store
}

func (c claimant) ask(hall string, r wire.ClaimRequest, at time.Time) *queue.Refusal {
	c.t.Helper()
	reply, err := c.s.Claim(c.t.Context(), hall, r, at)
	if err != nil {
		c.t.Fatal(err)
	}
	return reply.Refused
}

func (c claimant) granted(says, hall string, r wire.ClaimRequest, at time.Time) {
	c.t.Helper()
	if why := c.ask(hall, r, at); why != nil {
		c.t.Errorf("%s: %+v", says, why)
	}
}

func (c claimant) refused(says, hall string, r wire.ClaimRequest, at time.Time, code queue.Code, by, number string) {
	c.t.Helper()
	why := c.ask(hall, r, at)
	if why == nil || why.Code != code || why.Params["hall"] != by || why.Params["number"] != number || why.Params["name"] == "" {
		c.t.Errorf("%s: %+v", says, why)
	}
}

func (c claimant) told(hall, rid, citizen, number string, at time.Time) {
	c.t.Helper()
	if err := c.s.Claimed(c.t.Context(), hall, wire.ClaimedRequest{RID: rid, Citizen: citizen, Number: number, Day: queuetest.Date}, at); err != nil {
		c.t.Fatal(err)
	}
}

func TestACitizenHasOneLiveNumberForAnItemInTheNetwork(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		if err := c.s.PutPlaces(t.Context(), spot("LG-1", queue.LevelDistrict, "")); err != nil {
			t.Fatal(err)
		}
		c.granted("the first", "LG-1", wish("r1", "wang", "A-1", "A-2"), noon)
		c.granted("the same again", "LG-1", wish("r1", "wang", "A-1", "A-2"), noon.Add(time.Second))
		c.refused("elsewhere", "LG-2", wish("r1", "wang", "B-1", "A-2"), noon.Add(time.Second), queue.CodeSameItem, "LG-1", "")
		if why := c.ask("LG-2", wish("r1", "wang", "A-1"), noon.Add(time.Second)); why == nil || why.Params["name"] != "厅LG-1" || why.Hint == "" {
			t.Errorf("the refusal names %+v", why)
		}
		c.granted("what the hall itself has", "LG-1", wish("r2", "wang", "A-1"), noon.Add(time.Second))
		c.granted("another citizen", "LG-2", wish("r1", "li", "A-1"), noon.Add(time.Second))
		c.told("LG-1", "r2", "wang", "", noon.Add(2*time.Second)) // refused by the hall
		c.told("LG-1", "r1", "wang", "A001", noon.Add(2*time.Second))
		c.refused("and its number", "LG-2", wish("r1", "wang", "A-1"), noon.Add(2*time.Minute), queue.CodeSameItem, "LG-1", "A001")
		c.granted("another item", "LG-2", wish("r1", "wang", "C-1"), noon.Add(2*time.Minute))
		c.refused("one too many", "LG-3", wish("r1", "wang", "C-2"), noon.Add(2*time.Minute), queue.CodeTooMany, "LG-1", "A001")
	})
}

func TestAsManyNumbersCountAsThereAreInAllHalls(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		c.granted("one", "LG-1", wish("r1", "wang", "A-1"), noon)
		held := wish("r2", "wang", "B-1")
		held.Held = 1
		c.refused("one here and one there", "LG-2", held, noon, queue.CodeTooMany, "LG-1", "")
		c.granted("one there", "LG-2", wish("r2", "wang"), noon)
		any := wish("r3", "wang", "B-2")
		any.Most, any.Held = 0, 9
		c.granted("any number", "LG-3", any, noon)
		c.granted("what no hall says", "LG-3", wish("r\x00", "a\x00b", "B\x00"), noon)
		c.told("LG-3", "r\x00", "a\x00b", "B\x00", noon)
		own := wish("r4", "li", "B-2")
		own.Held = 5
		c.granted("what only the hall itself has to count", "LG-3", own, noon)
	})
}

func TestAClaimEndsWithItsMinuteOrItsNumber(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		one := wish("r1", "wang", "A-1")
		c.granted("at first", "LG-1", one, noon)
		c.refused("within the minute", "LG-2", one, noon.Add(59*time.Second), queue.CodeSameItem, "LG-1", "")
		c.granted("after it", "LG-2", one, noon.Add(time.Minute))
		c.refused("the first again, which counts no more", "LG-1", one, noon.Add(time.Minute), queue.CodeSameItem, "LG-2", "")
		c.told("LG-2", "r1", "wang", "", noon.Add(time.Minute))
		c.granted("after no number was drawn", "LG-1", one, noon.Add(time.Minute))
		c.told("LG-1", "r1", "wang", "A001", noon.Add(time.Minute))
		c.refused("a number of which the hall has told nothing", "LG-2", one, noon.Add(24*time.Hour), queue.CodeSameItem, "LG-1", "A001")
		c.granted("for a day", "LG-2", one, noon.Add(24*time.Hour+time.Minute))
		// The centre did not hear the claim, only what became of it.
		c.told("LG-3", "r9", "li", "B001", noon)
		c.granted("another number", "LG-1", wish("r5", "li", "A-1"), noon)
		c.refused("and a third one", "LG-2", wish("r5", "li", "C-1"), noon, queue.CodeTooMany, "LG-1", "")

		if err := c.s.ForgetClaims(t.Context(), noon.Add(48*time.Hour)); err != nil {
			t.Fatal(err)
		}
		c.granted("what is forgotten", "LG-3", one, noon.Add(2*time.Minute))
	})
}

func TestAClaimCountsAsLongAsItsNumberIsLive(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		x := newScene(t, "LG-1", queuetest.Catalogue())
		clerk := x.state.Settings.Staff[0].ID
		general := ""
		for _, w := range x.state.Settings.Windows {
			if w.Own[0] == "general" && general == "" {
				general = w.ID
			}
		}
		x.do(t, queue.SignIn{Window: general, Clerk: clerk})
		number := x.issue(t)
		send(t, c.s, x.upTo(x.last()-1), 100)
		late := noon.Add(30 * 24 * time.Hour)
		claim := func(rid string) wire.ClaimRequest { return wish(rid, "wang", "C-1") }
		c.granted("at first", "LG-1", claim("r1"), noon)
		c.told("LG-1", "r1", "wang", number, noon)
		c.refused("before the hall tells of it", "LG-2", claim("r2"), noon.Add(time.Hour), queue.CodeSameItem, "LG-1", number)
		send(t, c.s, &x.hall, 100)
		c.refused("while it waits, for however long", "LG-2", claim("r2"), late, queue.CodeSameItem, "LG-1", number)
		if why := c.ask("LG-2", claim("r2"), noon); why.Params["name"] != "厅LG-1" {
			t.Errorf("a hall without a place is called %q", why.Params["name"])
		}
		x.do(t, queue.Next{Window: general})
		x.do(t, queue.Start{Window: general})
		send(t, c.s, &x.hall, 100)
		c.refused("while it is served", "LG-2", claim("r2"), noon.Add(time.Hour), queue.CodeSameItem, "LG-1", number)
		x.do(t, queue.Finish{Window: general})
		done := x.upTo(x.last())
		send(t, c.s, done, 100)
		c.granted("after it is done", "LG-2", claim("r2"), noon.Add(time.Hour))
		c.told("LG-2", "r2", "wang", "", noon.Add(time.Hour))

		// Another number is lost with a backup that is put back.
		before := x.upTo(x.last())
		lost := x.issue(t)
		send(t, c.s, &x.hall, 100)
		c.granted("a number", "LG-1", claim("r3"), noon.Add(time.Hour))
		c.told("LG-1", "r3", "wang", lost, noon.Add(time.Hour))
		c.refused("is live", "LG-2", claim("r4"), noon.Add(time.Hour), queue.CodeSameItem, "LG-1", lost)
		send(t, c.s, before.restored(t, before.last(), "2-00000002", 0), 100)
		c.granted("after a backup was put back", "LG-2", claim("r4"), noon.Add(time.Hour))
		c.told("LG-2", "r4", "wang", "", noon.Add(time.Hour))

		// Nobody knows how a number ended whose hall has lost the events.
		y := newScene(t, "LG-3", queuetest.Catalogue())
		number = y.issue(t)
		send(t, c.s, &y.hall, 100)
		c.told("LG-3", "r5", "li", number, noon)
		c.granted("a second number", "LG-2", wish("r6", "li", "C-2"), noon)
		c.refused("and a third one", "LG-1", wish("r6", "li", "C-3"), noon, queue.CodeTooMany, "LG-2", "")
		for range 3 {
			y.issue(t)
		}
		y.first = y.last()
		send(t, c.s, &y.hall, 100)
		c.granted("a third one when the first is lost", "LG-1", wish("r6", "li", "C-3"), noon)
	})
}

func TestOfTwoHallsThatClaimAtOnceOneIsGranted(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		for round := range 12 {
			citizen := fmt.Sprint("citizen ", round)
			granted := make([]bool, 4)
			atOnce(len(granted), s, func(i int, s *store.Store) {
				reply, err := s.Claim(t.Context(), fmt.Sprint("LG-", i), wish("r", citizen, "A-1"), noon)
				if err != nil {
					t.Error(err)
				}
				granted[i] = reply.Refused == nil
			})
			n := 0
			for _, g := range granted {
				if g {
					n++
				}
			}
			if n != 1 {
				t.Fatalf("%s was granted at %v", citizen, granted)
			}
		}
	})
}

func TestOfManyHallsThatClaimAtOnceAsManyAreGrantedAsAreAllowed(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		granted := make([]bool, 10)
		atOnce(len(granted), s, func(i int, s *store.Store) {
			reply, err := s.Claim(t.Context(), fmt.Sprint("LG-", i), wish("r", "wang", fmt.Sprint("item ", i)), noon)
			if err != nil {
				t.Error(err)
			}
			granted[i] = reply.Refused == nil
		})
		n := 0
		for _, g := range granted {
			if g {
				n++
			}
		}
		if n != 2 {
			t.Errorf("granted were %v", granted)
		}
	})
}
