package central

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// ctx ends when a test hangs.
func ctx(t testing.TB) context.Context {
	c, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return c
}

// eventually waits until ok.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// openCentre starts a centre in a folder, whose clocks tick fast.
func openCentre(t testing.TB, dir string) *Centre {
	t.Helper()
	c, err := Open(ctx(t), Settings{
		Name: "龙岗", Data: dir, Halls: halls.Settings{Host: "127.0.0.1", Port: -1}, Log: slog.New(slog.DiscardHandler),
		paces: paces{look: 50 * time.Millisecond, reread: 200 * time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, c) })
	return c
}

// stop closes a centre, once.
func stop(t testing.TB, c *Centre) {
	t.Helper()
	if c.board.ended() {
		return
	}
	if err := c.Close(ctx(t)); err != nil {
		t.Error(err)
	}
}

func (b *board) ended() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

// put puts the small network in.
func put(t testing.TB, c *Centre) {
	t.Helper()
	if err := c.PutPlaces(ctx(t), smallNetwork(t).Places()...); err != nil {
		t.Fatal(err)
	}
}

// member is a real hall's node, with its link to a centre.
type member struct {
	*node.Node
	joined halls.Joined
	link   *uplink.Uplink
}

// join has a real hall join the centre, at nine o'clock of a day that is open.
func join(t testing.TB, c *Centre, code string) *member {
	t.Helper()
	tok, err := c.Invite(ctx(t), code, 0)
	if err != nil {
		t.Fatal(err)
	}
	m := &member{}
	if m.joined, err = halls.Join(ctx(t), tok.Token, "machine of "+code); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	j, err := journal.Open(dir, code, journal.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	m.Node, err = node.Open(node.Settings{
		Journal: j, Keys: keys, Backups: filepath.Join(dir, "backups"), Clock: node.NewPacedClock(queuetest.Morning, 1), Version: "9.9", Watch: time.Hour,
		First: func() (queue.Settings, queue.Catalogue, error) {
			s, cat := queuetest.Settings(2), queuetest.Catalogue()
			s.Rules.AutoDay = false
			for i := range cat.Items {
				cat.Items[i].AnyHall = true
			}
			return s, cat, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(m.Close(), j.Close()); err != nil {
			t.Error(err)
		}
	})
	if r := m.Do(queue.Actor{Terminal: "test"}, "", queue.OpenDay{Date: queuetest.Date}); !r.OK {
		t.Fatal(r.Err)
	}
	m.connect(t)
	return m
}

// connect opens the hall's link.
func (m *member) connect(t testing.TB) {
	t.Helper()
	pin, err := m.joined.Pin()
	if err != nil {
		t.Fatal(err)
	}
	if m.link, err = uplink.Open(uplink.Settings{Hall: m.joined.Hall, URLs: m.joined.URLs, Seed: m.joined.Seed, Pin: pin}, m.Node); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.link.Close)
}

// shows waits until the district says that of a hall.
func shows(t testing.TB, c *Centre, hall, what string, ok func(wire.HallRow) bool) wire.HallRow {
	t.Helper()
	var last wire.HallRow
	eventually(t, hall+": "+what, func() bool {
		for _, r := range c.District().Halls {
			if r.Hall == hall {
				last = r
				return ok(r)
			}
		}
		return false
	})
	return last
}

func TestARealHallIsSeenInTheDistrict(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	put(t, c)
	m := join(t, c, "P-1")
	for range 7 {
		if r := m.Do(queue.Actor{Terminal: "kiosk-1"}, "", queue.Issue{Theme: "business", Source: queue.SourceKiosk}); !r.OK {
			t.Fatal(r.Err)
		}
	}
	r := shows(t, c, "P-1", "seven wait", func(r wire.HallRow) bool {
		return r.Standing == wire.HallOpen && r.Figures.Waiting == 7 && r.Behind == 0
	})
	if r.Version != "9.9" || r.Day != queuetest.Date || r.Parent != "P" || len(r.Lines) == 0 {
		t.Errorf("%+v", r)
	}
	h, err := c.Hall(ctx(t), "P-1")
	if err != nil || len(h.Windows) != 6 || len(h.Themes) == 0 || h.Row.Hall != "P-1" {
		t.Fatalf("%+v, %v", h, err)
	}
	eventually(t, "the half hour counts them", func() bool {
		h, err := c.Hall(ctx(t), "P-1")
		return err == nil && len(h.Today) == 1 && h.Today[0].Issued == 7
	})
	if _, err := c.Hall(ctx(t), "P-99"); codeOf(err) != wire.CodeHallUnknown {
		t.Errorf("a hall that is not there: %v", err)
	}
	after := c.District().Rev
	m.link.Close()
	if d, err := c.Next(ctx(t), after); err != nil || d.Rev <= after {
		t.Errorf("revision %d after %d, %v", d.Rev, after, err)
	}
	shows(t, c, "P-1", "it is away", func(r wire.HallRow) bool { return r.Standing == wire.HallAway && r.Why != nil && !r.Since.IsZero() })
}

// codeOf is the code of a *wire.Error.
func codeOf(err error) string {
	var w *wire.Error
	if errors.As(err, &w) {
		return w.Code
	}
	return fmt.Sprint(err)
}

func TestWhatIsPublishedRunsInTheHallAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	put(t, c)
	m := join(t, c, "P-1")
	rules := queue.DefaultRules()
	rules.AutoDay, rules.Calls = false, 5
	if _, err := c.Publish(ctx(t), network.Publication{Part: queue.PartRules, Target: "hall:B-1", Body: written(t, rules), By: "test"}); err != nil {
		t.Fatal(err)
	}
	p, err := c.Publish(ctx(t), network.Publication{Part: queue.PartRules, Target: "below:P", Body: written(t, rules), By: "test", Note: "five calls"})
	if err != nil || p.Version != 2 || p.Hash == "" {
		t.Fatalf("%+v, %v", p, err)
	}
	has := func(version uint64) func(wire.HallRow) bool {
		return func(r wire.HallRow) bool {
			for _, s := range r.Parts {
				if s.Part == queue.PartRules {
					return s.Version == version
				}
			}
			return false
		}
	}
	shows(t, c, "P-1", "it runs the rules", has(2))
	if r := m.Do(queue.Actor{Terminal: "test"}, "", queue.ChangeSettings{Settings: queuetest.Settings(2)}); r.OK {
		t.Error("the hall's own staff change what the centre publishes")
	}
	if _, err := c.Publish(ctx(t), network.Publication{Part: queue.PartRules, Target: "below:P", By: "test"}); err != nil {
		t.Fatal(err)
	}
	shows(t, c, "P-1", "the rules are its own again", has(0))
	for name, bad := range map[string]network.Publication{
		"no such hall":      {Part: queue.PartRules, Target: "hall:NO", Body: written(t, rules)},
		"nothing there":     {Part: queue.PartRules, Target: "below:P"},
		"no such part":      {Part: "staff", Target: "all", Body: written(t, rules)},
		"no such target":    {Part: queue.PartRules, Target: "street", Body: written(t, rules)},
		"a body of nothing": {Part: queue.PartRules, Target: "all", Body: []byte(`{}`)},
		"a long note":       {Part: queue.PartRules, Target: "all", Body: written(t, rules), Note: strings.Repeat("x", maxNote+1)},
	} {
		if _, err := c.Publish(ctx(t), bad); codeOf(err) != wire.CodeBadRequest {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all, err := c.Publications(ctx(t)); err != nil || len(all) != 3 {
		t.Errorf("%d publications, %v", len(all), err)
	}
}

func TestAHallAsksWhereItIsQuickest(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	put(t, c)
	asking := join(t, c, "P-1")
	join(t, c, "P-2")
	item := queuetest.Catalogue().Items[0].Code
	var reply wire.QuickestReply
	eventually(t, "the other hall is named", func() bool {
		var err error
		reply, err = asking.link.Quickest(ctx(t), wire.QuickestRequest{Items: []string{item}})
		return err == nil && len(reply.Halls) == 1
	})
	if h := reply.Halls[0]; h.Hall != "P-2" || !h.Near || h.Name.ZhHans != "P-2厅" {
		t.Errorf("%+v", h)
	}
	for _, bad := range []wire.QuickestRequest{{}, {Items: make([]string, 21)}, {Items: []string{item}, Most: 21}} {
		if _, err := c.Quickest(ctx(t), "", bad, nil); codeOf(err) != wire.CodeBadRequest {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestACitizenDoesNotHoldNumbersForOneThingInTwoHalls(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	put(t, c)
	a, b := join(t, c, "P-1"), join(t, c, "P-2")
	eventually(t, "both have the network's key or will at the next day", func() bool { return a.KeyID() == c.key.Load().ID && b.KeyID() == c.key.Load().ID })
	item := queuetest.Catalogue().Items[0].Code
	ask := func(m *member, rid string) wire.ClaimReply {
		t.Helper()
		var rep wire.ClaimReply
		eventually(t, "an answer", func() bool {
			var err error
			rep, err = m.link.Claim(ctx(t), wire.ClaimRequest{RID: rid, Citizen: "someone", KeyID: c.key.Load().ID, Items: []string{item}, Most: 2, Day: queuetest.Date})
			return err == nil
		})
		return rep
	}
	if rep := ask(a, "rid-a-0001"); rep.Refused != nil {
		t.Fatalf("the first: %+v", rep.Refused)
	}
	a.link.Claimed(wire.ClaimedRequest{RID: "rid-a-0001", Citizen: "someone", Number: "A001", Day: queuetest.Date})
	eventually(t, "the other hall is told where the number is", func() bool {
		rep := ask(b, fmt.Sprintf("rid-b-%d", time.Now().UnixNano()))
		return rep.Refused != nil && rep.Refused.Code == queue.CodeSameItem && rep.Refused.Params["hall"] == "P-1" && rep.Refused.Params["name"] == "P-1厅" && rep.Refused.Params["number"] == "A001"
	})
	if _, err := c.claim(ctx(t), "P-2", wire.ClaimRequest{RID: "x", Citizen: "someone", KeyID: "another", Day: queuetest.Date}); codeOf(err) != wire.CodeBadRequest {
		t.Errorf("a claim under another key: %v", err)
	}
}

func TestACentreThatStartsAnewKnowsAllThatItKnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := openCentre(t, dir)
	put(t, c)
	m := join(t, c, "P-1")
	shows(t, c, "P-1", "it is open", func(r wire.HallRow) bool { return r.Standing == wire.HallOpen && r.Behind == 0 })
	key := c.key.Load().ID
	m.link.Close()
	stop(t, c)
	again := openCentre(t, dir)
	if again.key.Load().ID != key {
		t.Error("the network has another key")
	}
	r := shows(t, again, "P-1", "it is on the board", func(wire.HallRow) bool { return true })
	if r.Standing != wire.HallAway || r.Day != queuetest.Date || r.Version != "9.9" || r.Heard.IsZero() {
		t.Errorf("%+v", r)
	}
	if _, err := c.Next(ctx(t), 0); !errors.Is(err, ErrClosed) {
		t.Errorf("the centre that was closed: %v", err)
	}
}

func TestOnlyHallsOfTheNetworkAreInvited(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	if _, err := c.Invite(ctx(t), "P-1", 0); codeOf(err) != wire.CodeHallUnknown {
		t.Errorf("a hall of an empty network: %v", err)
	}
	put(t, c)
	m := join(t, c, "P-1")
	shows(t, c, "P-1", "it is open", func(r wire.HallRow) bool { return r.Standing == wire.HallOpen })
	if err := c.RemovePlace(ctx(t), "P-1"); codeOf(err) != wire.CodeBadRequest {
		t.Errorf("a hall is removed while a machine speaks for it: %v", err)
	}
	if err := c.RemovePlace(ctx(t), "P"); codeOf(err) != wire.CodeBadRequest {
		t.Errorf("a hall is removed while others lie under it: %v", err)
	}
	if err := c.Adopt(ctx(t), "P-1", ""); codeOf(err) != wire.CodeBadRequest {
		t.Errorf("a hall is adopted that is not refused: %v", err)
	}
	if err := c.Adopt(ctx(t), "NO", ""); codeOf(err) != wire.CodeHallUnknown {
		t.Errorf("no hall is adopted: %v", err)
	}
	m.link.Close()
	if err := c.Revoke(ctx(t), "P-1"); err != nil {
		t.Fatal(err)
	}
	shows(t, c, "P-1", "it has no key", func(r wire.HallRow) bool { return r.Why != nil && r.Why.Code == wire.CodeHallUnknown })
	if err := c.RemovePlace(ctx(t), "P-1"); err != nil {
		t.Error(err)
	}
	eventually(t, "it is on the board no more", func() bool { return len(c.District().Halls) == 5 })
	if err := c.RemovePlace(ctx(t), "P-1"); codeOf(err) != wire.CodeHallUnknown {
		t.Errorf("it is removed twice: %v", err)
	}
}

func TestAQuestionThatNobodyAsksIsRefused(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	for name, tc := range map[string]struct{ what, data, code string }{
		"unknown":        {"weather", `{}`, wire.CodeUnknownVerb},
		"no JSON":        {wire.AskDesired, `[`, wire.CodeBadRequest},
		"too many parts": {wire.AskDesired, `{"have":[{},{},{},{}]}`, wire.CodeBadRequest},
		"no items":       {wire.AskQuickest, `{}`, wire.CodeBadRequest},
		"no claim":       {wire.AskClaim, `{}`, wire.CodeBadRequest},
		"no rid":         {wire.AskClaimed, `{}`, wire.CodeBadRequest},
	} {
		if r := c.Ask(ctx(t), "P-1", tc.what, wire.Request{Data: []byte(tc.data)}); r.OK || r.Err == nil || r.Err.Code != tc.code || r.Err.Hint == "" {
			t.Errorf("%s: %+v", name, r.Err)
		}
	}
}

func TestThePackagedNetworkIsATree(t *testing.T) {
	t.Parallel()
	all, err := PackagedPlaces()
	if err != nil || len(all) < 120 {
		t.Fatalf("%d halls, %v", len(all), err)
	}
	tree, err := network.NewTree(all)
	if err != nil || tree.Len() != len(all) {
		t.Fatal(err)
	}
	if p, ok := tree.Place("LG-PH-09"); !ok || p.Parent != "LG-PH" || p.Level != queue.LevelCommunity || p.Street.ZhHans != "平湖街道" || p.Name.En == "" {
		t.Errorf("%+v", p)
	}
	again, err := ReadPlaces(written(t, all))
	if err != nil || len(again) != len(all) || again[5] != all[5] {
		t.Errorf("a list of places: %v", err)
	}
	for _, bad := range []string{``, `{}`, `[]`, `{"halls":[]}`, `{"halls":3}`} {
		if _, err := ReadPlaces([]byte(bad)); codeOf(err) != wire.CodeBadRequest {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
