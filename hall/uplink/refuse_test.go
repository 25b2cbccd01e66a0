package uplink_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/wire"
)

// copyOf is a hall on a copy of another's files, as a cloned machine has them.
func copyOf(t *testing.T, dir string) *hall {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return openHall(t, to)
}

func TestACopiedJournalIsRefusedAndTheHallGoesOn(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	seed := c.enrol(hallID)
	dir := t.TempDir()
	h := openHall(t, dir)
	h.issue(20)
	copied := copyOf(t, dir) // of a hall that runs, which is how it happens
	u := h.link(c.url(), seed)
	h.issue(20)
	c.has(h)
	u.Close()

	var told []uplink.State
	cu := copied.link(c.url(), seed, func(s *uplink.Settings) {
		s.State = func(st uplink.State) {
			told = append(told, st)
			copied.TellCentre(st.Refused, st.Note)
		}
	})
	r := refusedWith(t, cu, wire.CodeEpochForked)
	if r.Hint == "" || r.Params["seq"] == "" || cu.State().Up {
		t.Errorf("%+v %+v", r, cu.State())
	}
	within(t, time.Minute, says("staff are told"), func() bool {
		l, ok := copied.Standing()
		return ok && len(l.Alarms) == 1 && l.Alarms[0].Code == wire.CodeEpochForked
	})
	copied.issue(5)
	c.has(h) // what the centre has is still the first one's

	// As soon as the copy has more than the centre, numbers say nothing any more.
	copied.issue(50)
	before := c.said()
	within(t, time.Minute, says("it has asked again"), func() bool { return c.said() >= before+4 })
	refusedWith(t, cu, wire.CodeEpochForked)
	c.has(h)

	// An administrator lets it in from where both are the same.
	c.change(hallID, func(k *kept) { k.seq, k.events = 20, k.events[:20] })
	isUp(t, cu)
	within(t, time.Minute, says("the alarm ends"), func() bool {
		l, ok := copied.Standing()
		return ok && len(l.Alarms) == 0
	})
	cu.Close()
	if len(told) < 2 || told[len(told)-1].Refused != nil {
		t.Errorf("it was told %+v", told)
	}
}

func TestAHallDoesNotLetAnUnsoundCentreMixItsHistory(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	c.naive.Store(true)
	h := openHall(t, t.TempDir())
	c.change(hallID, func(k *kept) { k.seq = h.Last() + 7 })
	u := h.link(c.url(), c.enrol(hallID))
	refusedWith(t, u, wire.CodeEpochForked)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.segments != 0 {
		t.Errorf("%d segments were sent", c.segments)
	}
}

func TestARestoredHallGoesOnWhereItsBackupEnds(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	seed := c.enrol(hallID)
	h := openHall(t, t.TempDir())
	h.issue(30)
	backup := h.backup()
	lastOfBackup := h.Last()
	u := h.link(c.url(), seed)
	h.issue(40) // which the backup does not have, and the centre has
	c.has(h)
	u.Close()

	r := h.restored(backup, "")
	r.issue(3)
	ru := r.link(c.url(), seed)
	c.has(r)
	c.change(hallID, func(k *kept) {
		if len(k.line) != 2 || k.line[1].From != lastOfBackup+1 || k.left != 40 {
			t.Errorf("the centre knows it as %+v, and left %d events", k.line, k.left)
		}
	})
	ru.Close()

	// The machine that was replaced is switched on again.
	old := h.link(c.url(), seed)
	refusedWith(t, old, wire.CodeEpochOld)
	old.Close()
	c.has(r)

	// Restored once more from the same backup, while the centre is away.
	again := r.restored(backup, r.journal.Epoch())
	again.issue(9)
	again.link(c.url(), seed)
	c.has(again)
}

func TestTheDescentOfAHistoryIsFoundWhateverItsLength(t *testing.T) {
	h := openHall(t, t.TempDir())
	var want []wire.EpochStart
	note := func() { want = append(want, wire.EpochStart{Epoch: h.journal.Epoch(), From: h.Last() + 1}) }
	want = append(want, wire.EpochStart{Epoch: h.journal.Epoch(), From: 1})
	for _, n := range []int{0, 1, 37, 700} {
		h.issue(n)
		b := h.backup()
		last := h.Last()
		h = h.restored(b, "")
		note()
		want[len(want)-1].From = last + 1
	}
	got, err := uplink.Descent(h.Node)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%+v %v, want %+v", got, err, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestAHallThatIsNotEnrolledIsToldSo(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	h := openHall(t, t.TempDir())
	stranger := openCentre(t, how{}).enrol(hallID)
	u := h.link(c.url(), stranger, (*uplink.Settings).Sound)
	within(t, time.Minute, says("the link says why"), func() bool { return strings.Contains(u.State().Why, "not enrolled") })
	within(t, time.Minute, says("there is a note"), func() bool {
		n := u.State().Note
		return n != nil && n.Code == uplink.CodeAway && n.Params["since"] != "" && n.Params["behind"] != "" && strings.Contains(n.Msg, "not enrolled")
	})
	if u.State().Refused != nil {
		t.Errorf("a key that is not known is no alarm: %v", u.State().Refused)
	}
	// It is enrolled after all.
	c.keys.Store(publicOf(t, stranger), hallID)
	isUp(t, u)
	if n := u.State().Note; n != nil {
		t.Errorf("the note stays: %v", n)
	}
	c.has(h)
}

func TestAHallWhoseKeyIsWithdrawnIsToldSo(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	p := openProxy(t, c.url())
	h := openHall(t, t.TempDir())
	seed := c.enrol(hallID)
	u := h.link(p.url("nats"), seed)
	isUp(t, u)
	c.keys.Delete(publicOf(t, seed))
	p.cut()
	within(t, time.Minute, func() string { return "the link says why: " + u.State().Why }, func() bool {
		return !u.State().Up && strings.Contains(u.State().Why, "join the centre again")
	})
	c.keys.Store(publicOf(t, seed), hallID)
	isUp(t, u)
}

func TestSettingsThatCannotWorkAreRefusedInPlainWords(t *testing.T) {
	c := openCentre(t, how{})
	seed := c.enrol(hallID)
	pin := [32]byte{1}
	for name, tc := range map[string]struct {
		set  uplink.Settings
		want string
	}{
		"a code with a dot":       {uplink.Settings{Hall: "a.b", URLs: []string{"tls://h:1"}, Seed: seed, Pin: pin}, "cannot stand in a subject"},
		"no key":                  {uplink.Settings{Hall: hallID, URLs: []string{"tls://h:1"}, Pin: pin}, "join the centre again"},
		"no address":              {uplink.Settings{Hall: hallID, Seed: seed, Pin: pin}, "no address"},
		"another kind of address": {uplink.Settings{Hall: hallID, URLs: []string{"https://h"}, Seed: seed, Pin: pin}, "is no address of a centre"},
		"two in one":              {uplink.Settings{Hall: hallID, URLs: []string{"tls://a:1,tls://b:1"}, Seed: seed, Pin: pin}, "is no address of a centre"},
		"mixed":                   {uplink.Settings{Hall: hallID, URLs: []string{"tls://h:1", "wss://h"}, Seed: seed, Pin: pin}, "two kinds"},
		"in the clear":            {uplink.Settings{Hall: hallID, URLs: []string{"nats://10.0.0.1:1"}, Seed: seed}, "without TLS"},
		"no pin":                  {uplink.Settings{Hall: hallID, URLs: []string{"tls://h:1"}, Seed: seed}, "pin"},
	} {
		if u, err := uplink.Open(tc.set, nil); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v", name, err)
			if err == nil {
				u.Close()
			}
		}
	}
}

func TestAJournalWithoutHistoryWaits(t *testing.T) {
	t.Parallel()
	j, err := journal.Open(t.TempDir(), hallID, journal.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if line, err := uplink.Descent(bare{j}); err != nil || len(line) != 0 {
		t.Errorf("%v %v", line, err)
	}
	if _, err := j.Commit(journal.Batch{Events: [][]byte{[]byte(`{"epoch":"","type":"other/1"}`)}}); err != nil {
		t.Fatal(err)
	}
	if _, err := uplink.Descent(bare{j}); err == nil {
		t.Error("an event of no line was taken for the beginning of one")
	}
}

// bare is a journal without a hall.
type bare struct{ *journal.Journal }

func (b bare) Records(from uint64, most, size int, yield func(uint64, []byte) error) error {
	return b.Run(from, most, size, yield)
}
func (bare) Introduce() wire.Hello                                             { return wire.Hello{} }
func (bare) Commits() (<-chan struct{}, func())                                { return nil, func() {} }
func (bare) Standing() (wire.Live, bool)                                       { return wire.Live{}, false }
func (bare) Now() time.Time                                                    { return time.Now() }
func (bare) ServeCentre(wire.Verb, wire.Request, func(wire.Reply))             {}
func (bare) LateCentre(wire.Verb, wire.Request, *wire.Error, func(wire.Reply)) {}
func (bare) Parts() []wire.PartState                                           { return nil }
func (bare) KeyID() string                                                     { return "" }
func (bare) TakePart(context.Context, wire.DesiredPart) *wire.Error            { return nil }
func (bare) ReleasePart(context.Context, queue.Part) *wire.Error               { return nil }
func (bare) TakeKey(wire.NetworkKey) error                                     { return nil }
