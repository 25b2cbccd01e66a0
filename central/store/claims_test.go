package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
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
		c.granted("another citizen", "LG-2", wish("r9", "li", "A-1"), noon.Add(time.Second))
		c.told("LG-1", "r2", "wang", "", noon.Add(2*time.Second)) // refused by the hall
		c.told("LG-1", "r1", "wang", "A001", noon.Add(2*time.Second))
		c.refused("and its number", "LG-2", wish("r1", "wang", "A-1"), noon.Add(time.Minute), queue.CodeSameItem, "LG-1", "A001")
		c.granted("another item", "LG-2", wish("r1", "wang", "C-1"), noon.Add(time.Minute))
		c.refused("one too many", "LG-3", wish("r1", "wang", "C-2"), noon.Add(time.Minute), queue.CodeTooMany, "LG-1", "A001")
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
		c.refused("a number that only the hall has said", "LG-2", one, noon.Add(119*time.Second), queue.CodeSameItem, "LG-1", "A001")
		c.told("LG-1", "r1", "wang", "A001", noon.Add(119*time.Second)) // again
		c.granted("for a minute", "LG-2", one, noon.Add(2*time.Minute))
		// The centre did not hear the claim, only what became of it.
		c.told("LG-3", "r9", "li", "B001", noon)
		c.granted("another number", "LG-1", wish("r5", "li", "A-1"), noon)
		c.refused("and a third one", "LG-2", wish("r5", "li", "C-1"), noon, queue.CodeTooMany, "LG-1", "")
	})
}

// issueOf draws a number for items and returns it.
func (x *scene) issueOf(t testing.TB, items ...string) string {
	t.Helper()
	x.do(t, queue.Issue{Items: items, Source: queue.SourceKiosk})
	return x.state.Tickets[len(x.state.Tickets)-1].Number
}

func (c claimant) forgets(at time.Time) {
	c.t.Helper()
	if err := c.s.ForgetClaims(c.t.Context(), at); err != nil {
		c.t.Fatal(err)
	}
}

// claimsOf are the hall and number of each claim in a database, whether it counts or not.
func claimsOf(t *testing.T, d database) (all []string) {
	t.Helper()
	driver, address := "pgx", d.url
	if path, ok := strings.CutPrefix(d.url, "sqlite://"); ok {
		driver, address = "sqlite", path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT hall, number FROM claims ORDER BY hall, number")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var hall, number string
		if err := rows.Scan(&hall, &number); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.TrimSpace(hall+" "+number))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestNobodyIsPutInAnothersPlaceByTheNameOfAClaim(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		c.granted("anna's", "LG-1", wish("r1", "anna", "A-1"), noon)
		c.told("LG-1", "r1", "anna", "A001", noon)
		refuses := func(says string, err error) {
			t.Helper()
			var e *wire.Error
			if !errors.As(err, &e) || e.Code != wire.CodeBadRequest {
				t.Errorf("%s: %v", says, err)
			}
		}
		_, err := c.s.Claim(t.Context(), "LG-1", wish("r1", "bert", "B-1"), noon)
		refuses("bert's by the same name", err)
		refuses("and his number", c.s.Claimed(t.Context(), "LG-1", wire.ClaimedRequest{RID: "r1", Citizen: "bert", Number: "B001", Day: queuetest.Date}, noon))
		c.told("LG-1", "r1", "bert", "", noon) // he got none
		c.refused("anna has hers", "LG-2", wish("r2", "anna", "A-1"), noon, queue.CodeSameItem, "LG-1", "A001")
		c.granted("bert has none", "LG-2", wish("r2", "bert", "A-1"), noon)
		c.granted("one name in two halls", "LG-2", wish("r1", "carl", "A-1"), noon)
	})
}

func TestANumberThatItsHallNeverTellsOfIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		x := newScene(t, "LG-1", queuetest.Catalogue())
		start := time.Now()
		c.told("LG-1", "r1", "wang", "Z999", start.Add(-2*time.Minute))
		c.told("LG-2", "r1", "li", "Z998", start.Add(-2*time.Minute)) // which is cut off
		c.granted("it counts no more", "LG-3", wish("r1", "wang"), start)
		c.told("LG-3", "r1", "wang", "", start)
		c.forgets(start)
		if got := claimsOf(t, d); !slices.Equal(got, []string{"LG-1 Z999", "LG-2 Z998"}) {
			t.Errorf("before the halls are heard %v are kept", got)
		}
		send(t, c.s, &x.hall, 100)
		c.forgets(start)
		if got := claimsOf(t, d); !slices.Equal(got, []string{"LG-2 Z998"}) {
			t.Errorf("after one was heard %v are kept", got)
		}
		c.forgets(start.Add(24 * time.Hour))
		if got := claimsOf(t, d); len(got) > 0 {
			t.Errorf("after a day %v are kept", got)
		}
	})
}

func TestAClaimIsGoneWithItsNumber(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		x := newScene(t, "LG-1", queuetest.Catalogue())
		one, two := x.issueOf(t, "C-1"), x.issueOf(t, "C-2")
		send(t, c.s, &x.hall, 100)
		c.granted("one", "LG-1", wish("r1", "wang", "C-1"), noon)
		c.told("LG-1", "r1", "wang", one, noon)
		c.granted("two", "LG-1", wish("r2", "li", "C-2"), noon)
		c.told("LG-1", "r2", "li", two, noon)
		c.granted("one that becomes nothing", "LG-2", wish("r1", "zhao", "C-2"), noon)
		c.granted("one that may", "LG-2", wish("r2", "zhou", "C-2"), noon.Add(2*time.Minute))
		x.do(t, queue.Cancel{Number: one, Reason: "gone"})
		send(t, c.s, &x.hall, 100)
		c.forgets(noon.Add(2 * time.Minute))
		if got, want := claimsOf(t, d), []string{"LG-1 " + two, "LG-2"}; !slices.Equal(got, want) {
			t.Errorf("kept are %v, want %v", got, want)
		}
	})
}

func TestAClaimCountsForWhatIsStillToDo(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		x := newScene(t, "LG-1", queuetest.Catalogue())
		number := x.issueOf(t, "A-1", "B-1")
		c.granted("for two", "LG-1", wish("r1", "wang", "A-1", "B-1"), noon)
		c.told("LG-1", "r1", "wang", number, noon)
		x.do(t, queue.ChangeItems{Number: number, Items: []string{"B-1", "C-3"}})
		send(t, c.s, &x.hall, 100)
		c.granted("what was put off", "LG-2", wish("r2", "wang", "A-1"), noon)
		c.told("LG-2", "r2", "wang", "", noon)
		c.refused("what was taken on", "LG-2", wish("r2", "wang", "C-3"), noon, queue.CodeSameItem, "LG-1", number)
		c.refused("what is left", "LG-2", wish("r2", "wang", "B-1"), noon, queue.CodeSameItem, "LG-1", number)
		// The first of the two is done.
		window := ""
		for _, w := range x.state.Settings.Windows {
			if window == "" && slices.Contains(w.Own, x.state.Ticket(number).Theme()) {
				window = w.ID
			}
		}
		done := x.state.Ticket(number).Legs[0].Items[0]
		x.do(t, queue.SignIn{Window: window, Clerk: x.state.Settings.Staff[0].ID})
		x.do(t, queue.Next{Window: window})
		x.do(t, queue.Start{Window: window})
		x.do(t, queue.Finish{Window: window})
		send(t, c.s, &x.hall, 100)
		c.granted("what is done", "LG-2", wish("r2", "wang", done), noon)
		c.told("LG-2", "r2", "wang", "", noon)
		left := x.state.Ticket(number)
		c.refused("what follows", "LG-2", wish("r2", "wang", left.Legs[left.Leg].Items[0]), noon, queue.CodeSameItem, "LG-1", number)
	})
}

func TestTheClaimsOfAHallWhoseKeyIsWithdrawnAreGone(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		c := claimant{t, d.open(t)}
		c.granted("of one", "LG-1", wish("r1", "wang", "A-1"), noon)
		c.granted("of another", "LG-2", wish("r1", "li", "A-1"), noon)
		if ok, err := c.s.Keys().Revoke(t.Context(), "LG-1"); ok || err != nil {
			t.Errorf("a hall without a key: %v, %v", ok, err)
		}
		if got := claimsOf(t, d); !slices.Equal(got, []string{"LG-2"}) {
			t.Errorf("kept are %v", got)
		}
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
		number := x.issueOf(t, "C-1")
		send(t, c.s, x.upTo(x.last()-1), 100)
		greet(t, c.s, &x.hall) // it says that it has more
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
		lost := x.issueOf(t, "C-1")
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
				reply, err := s.Claim(t.Context(), fmt.Sprint("LG-", i), wish(fmt.Sprint("r", round), citizen, "A-1"), noon)
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
