package central

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

// noise is a log that can be read while it is written.
type noise struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *noise) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *noise) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

// keeping are the settings of a centre whose log is heard.
func keeping(dir, db string, n *noise) Settings {
	return Settings{
		Name: "龙岗", Data: dir, DB: db, Halls: halls.Settings{Host: "127.0.0.1", Port: -1}, Log: slog.New(slog.NewTextHandler(n, nil)),
		paces: paces{look: 50 * time.Millisecond, reread: 200 * time.Millisecond, save: 100 * time.Millisecond},
	}
}

func openKeeping(t testing.TB, set Settings) *Centre {
	t.Helper()
	c, err := Open(ctx(t), set)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, c) })
	return c
}

// fileOf is the network that is kept in a folder.
func fileOf(t testing.TB, dir string) network.Keepsake {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, KeepsakeFile))
	if err != nil {
		t.Fatal(err)
	}
	k, err := network.ReadKeepsake(b)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// wipe removes the database of a folder.
func wipe(t testing.TB, dir string) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "central.db*"))
	if err != nil || len(all) == 0 {
		t.Fatalf("no database in %s, %v", dir, err)
	}
	for _, f := range all {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
}

// asides are the files that were set aside.
func asides(t testing.TB, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "network-*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheNetworkIsKeptAfterEachChangeAndWrittenOnlyThen(t *testing.T) {
	t.Parallel()
	dir, n := t.TempDir(), &noise{}
	set := keeping(dir, "", n)
	set.paces.save = time.Hour // only changes count
	c := openKeeping(t, set)
	path := filepath.Join(dir, KeepsakeFile)
	if i, err := os.Stat(path); err != nil || i.Mode().Perm() != 0o600 {
		t.Fatalf("at the start: %v, %v", i, err)
	}
	if k := fileOf(t, dir); k.Key.ID != c.key.Load().ID || !k.Blank() {
		t.Errorf("at the start it has %+v", k)
	}
	becomes := func(what string, ok func(k network.Keepsake) bool) {
		t.Helper()
		eventually(t, what, func() bool { return ok(fileOf(t, dir)) })
	}
	put(t, c)
	becomes("the places are kept", func(k network.Keepsake) bool { return len(k.Places) == 6 })
	m := join(t, c, "P-1")
	becomes("the key is kept", func(k network.Keepsake) bool { return k.Live()["P-1"] != "" })
	if err := c.AddToken(ctx(t), network.Token{ID: "t1", Hash: network.HashBearer([]byte("x")), Created: noon}); err != nil {
		t.Fatal(err)
	}
	becomes("the token is kept", func(k network.Keepsake) bool { return len(k.Tokens) == 1 })
	if _, err := c.RemoveToken(ctx(t), "t1"); err != nil {
		t.Fatal(err)
	}
	becomes("its end is kept", func(k network.Keepsake) bool { return len(k.Tokens) == 0 })
	if _, err := c.Publish(ctx(t), network.Publication{Part: queue.PartRules, Target: "all", Body: written(t, queue.DefaultRules()), By: "test"}); err != nil {
		t.Fatal(err)
	}
	becomes("the publication is kept", func(k network.Keepsake) bool { return len(k.Publications) == 1 })
	m.link.Close()
	if err := c.Revoke(ctx(t), "P-1"); err != nil {
		t.Fatal(err)
	}
	becomes("the key is revoked", func(k network.Keepsake) bool { return len(k.Keys) == 1 && len(k.Live()) == 0 })
	if err := c.RemovePlace(ctx(t), "P-1"); err != nil {
		t.Fatal(err)
	}
	becomes("the place is gone", func(k network.Keepsake) bool { return len(k.Places) == 5 })

	if len(asides(t, dir)) != 0 || strings.Contains(n.String(), "level=ERROR") {
		t.Errorf("%v\n%s", asides(t, dir), n)
	}
}

// shelf is a vault that holds what it is told.
type shelf struct {
	k   network.Keepsake
	err error
}

func (s *shelf) Keepsake(context.Context) (network.Keepsake, error) { return s.k, s.err }
func (s *shelf) Recover(_ context.Context, k network.Keepsake, _ network.Deed) error {
	if !s.k.Blank() {
		return store.ErrNotBlank
	}
	s.k = k
	return nil
}

func TestAFileIsWrittenWhenItDiffersAndNeverOverAnother(t *testing.T) {
	t.Parallel()
	dir, n := t.TempDir(), &noise{}
	path := filepath.Join(dir, KeepsakeFile)
	v := &shelf{k: network.Keepsake{V: 1, Revision: 3, Places: smallNetwork(t).Places(), Tokens: []network.KeptToken{{Token: network.Token{ID: "<&>"}, Hash: make([]byte, 32)}}}}
	k := newKeeper(keeping(dir, "postgres://u:s3cret@db/one", n), v, func(network.Keepsake) {})
	look := func() os.FileInfo {
		t.Helper()
		k.look(ctx(t))
		i, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	first := look()
	if !os.SameFile(first, look()) {
		t.Error("it was written although nothing had changed")
	}
	v.k.Revision++
	second := look()
	if os.SameFile(first, second) || fileOf(t, dir).Revision != 4 || len(asides(t, dir)) != 0 {
		t.Errorf("a change was not written: %+v", fileOf(t, dir).Revision)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	look()

	// A file of somebody else is not lost.
	if err := os.WriteFile(path, []byte("of somebody"), 0o600); err != nil {
		t.Fatal(err)
	}
	look()
	if all := asides(t, dir); len(all) != 1 || string(content(t, all[0])) != "of somebody" || fileOf(t, dir).Revision != 4 {
		t.Errorf("set aside were %v", all)
	}

	// Without the store the file stays, and no password is told.
	v.err = errors.New("no answer from s3cret@db")
	third := look()
	if !os.SameFile(third, look()) || fileOf(t, dir).Revision != 4 || strings.Contains(n.String(), "s3cret") || !strings.Contains(n.String(), "is not kept beside the database") {
		t.Errorf("without the store:\n%s", n)
	}
}

func content(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestACentreThatHasLostItsDatabaseIsItselfAgain: with real halls, which join, are told
// what to run, and come back by the keys that they have.
func TestACentreThatHasLostItsDatabaseIsItselfAgain(t *testing.T) {
	t.Parallel()
	dir, n := t.TempDir(), &noise{}
	set := keeping(dir, "", n)
	set.Halls.Port = doortest.Port(t)
	c := openKeeping(t, set)
	put(t, c)
	stays, cut := join(t, c, "P-1"), join(t, c, "P-2")
	for range 7 {
		if r := stays.Do(queue.Actor{Terminal: "kiosk-1"}, "", queue.Issue{Theme: "business", Source: queue.SourceKiosk}); !r.OK {
			t.Fatal(r.Err)
		}
	}
	rules := queue.DefaultRules()
	rules.AutoDay, rules.Calls = false, 5
	if _, err := c.Publish(ctx(t), network.Publication{Part: queue.PartRules, Target: "below:P", Body: written(t, rules), By: "test"}); err != nil {
		t.Fatal(err)
	}
	runs := func(r wire.HallRow) bool {
		for _, s := range r.Parts {
			if s.Part == queue.PartRules {
				return s.Version == 1 && r.Standing == wire.HallOpen && r.Behind == 0 && r.Figures.Waiting == 7
			}
		}
		return false
	}
	shows(t, c, "P-1", "seven wait, by the rules", runs)
	if err := c.Revoke(ctx(t), "P-2"); err != nil {
		t.Fatal(err)
	}
	key := *c.key.Load()
	eventually(t, "the hall knows people by it", func() bool { return stays.KeyID() == key.ID })
	before := ticketsOf(t, c, "P-1")
	stop(t, c)
	wipe(t, dir)

	again := openKeeping(t, set)
	if is := *again.key.Load(); !reflect.DeepEqual(is, key) {
		t.Error("the network has another key")
	}
	shows(t, again, "P-1", "it is back, with its rules and all who wait", runs)
	if after := ticketsOf(t, again, "P-1"); !reflect.DeepEqual(after, before) {
		t.Errorf("the tickets are\n%+v, were\n%+v", after, before)
	}
	cut.link.Close()
	cut.connect(t)
	eventually(t, "the key that was revoked is refused", func() bool { return strings.Contains(cut.link.State().Why, "was revoked") })
	if r := shows(t, again, "P-2", "it is on the board", func(wire.HallRow) bool { return true }); r.Standing != wire.HallNever {
		t.Errorf("it is let in: %+v", r)
	}
	if stays.KeyID() != key.ID {
		t.Error("the hall knows people by another key")
	}
	if !strings.Contains(n.String(), "it was put back from the file") || !strings.Contains(n.String(), "places=6 keys=1 revoked=1 publications=1 tokens=0") {
		t.Errorf("it is not told:\n%s", n)
	}
	told := func(c *Centre) (times int) {
		all, err := c.Deeds(ctx(t), 99)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range all {
			if d.What == "network.recover" {
				times++
			}
		}
		return times
	}
	if told(again) != 1 {
		t.Error("it is not in the audit")
	}
	stop(t, again)
	if last := openKeeping(t, set); told(last) != 1 || len(asides(t, dir)) != 0 {
		t.Errorf("it was put back again: %d, %v", told(last), asides(t, dir))
	}
}

// ticketsOf are the tickets of a hall as the centre has them.
func ticketsOf(t testing.TB, c *Centre, hall string) []store.TicketState {
	t.Helper()
	all, err := c.archive.Tickets(ctx(t), hall, queuetest.Date)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d tickets, %v", len(all), err)
	}
	return all
}

func TestAFileThatCannotBeUsedIsRefusedWhereItIsNeededAndNeverLost(t *testing.T) {
	t.Parallel()
	good := func() network.Keepsake {
		return network.Keepsake{V: 1, Revision: 3, Places: smallNetwork(t).Places(), Key: wire.NetworkKey{ID: "k", Key: make([]byte, 32)}}
	}
	of := func(change func(k *network.Keepsake)) []byte {
		k := good()
		change(&k)
		return written(t, k)
	}
	for name, b := range map[string][]byte{
		"broken":        of(func(*network.Keepsake) {})[:200],
		"empty":         {},
		"newer":         of(func(k *network.Keepsake) { k.V = 2 }),
		"does not fit":  of(func(k *network.Keepsake) { k.Places = k.Places[1:] }),
		"has a bad key": of(func(k *network.Keepsake) { k.Key.Key = k.Key.Key[1:] }),
	} {
		dir, n := t.TempDir(), &noise{}
		path := filepath.Join(dir, KeepsakeFile)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		set := keeping(dir, "", n)
		for range 2 {
			c, err := Open(ctx(t), set)
			if err == nil {
				stop(t, c)
			}
			if !errors.Is(err, ErrKeepsake) || errors.Is(err, network.ErrNewerKeepsake) != (name == "newer") || !strings.Contains(err.Error(), path) {
				t.Fatalf("%s: %v", name, err)
			}
			if !bytes.Equal(content(t, path), b) || len(asides(t, dir)) != 0 {
				t.Fatalf("%s: the file was changed", name)
			}
		}
		set.NoRecover = true
		c := openKeeping(t, set)
		if all := asides(t, dir); len(all) != 1 || !bytes.Equal(content(t, all[0]), b) || c.Tree().Len() != 0 {
			t.Errorf("%s: set aside were %v", name, all)
		}
		// A centre with a network does not need the file, and starts.
		put(t, c)
		stop(t, c)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		set.NoRecover = false
		c = openKeeping(t, set)
		if c.Tree().Len() != 6 || len(asides(t, dir)) != 2 || len(fileOf(t, dir).Places) != 6 {
			t.Errorf("%s: with a network: %d places, %v", name, c.Tree().Len(), asides(t, dir))
		}
		stop(t, c)
	}

	// One that is good is not put back either where that is said.
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, KeepsakeFile), of(func(*network.Keepsake) {}), 0o600); err != nil {
		t.Fatal(err)
	}
	set := keeping(dir, "", &noise{})
	set.NoRecover = true
	if c := openKeeping(t, set); c.Tree().Len() != 0 || len(asides(t, dir)) != 1 || c.key.Load().ID == "k" {
		t.Errorf("%d places, %v", c.Tree().Len(), asides(t, dir))
	}
}

func TestAnOldCopyOfTheDatabaseIsKnownAsOne(t *testing.T) {
	t.Parallel()
	dir, n := t.TempDir(), &noise{}
	set := keeping(dir, "", n)
	c := openKeeping(t, set)
	put(t, c)
	m := join(t, c, "P-1")
	copied := filepath.Join(dir, "copy")
	if _, err := store.Backup(ctx(t), filepath.Join(dir, "central.db"), copied); err != nil {
		t.Fatal(err)
	}
	m.link.Close()
	if err := c.Revoke(ctx(t), "P-1"); err != nil {
		t.Fatal(err)
	}
	join(t, c, "P-2").link.Close()
	if _, err := c.Publish(ctx(t), network.Publication{Part: queue.PartRules, Target: "all", Body: written(t, queue.DefaultRules()), By: "test"}); err != nil {
		t.Fatal(err)
	}
	stop(t, c)
	now := content(t, filepath.Join(dir, KeepsakeFile))
	wipe(t, dir)
	if err := os.Rename(copied, filepath.Join(dir, "central.db")); err != nil {
		t.Fatal(err)
	}
	c = openKeeping(t, set)
	for _, want := range []string{"the database is older than the file", "alive_again=[P-1]", "unknown=[P-2]", "publications_since=[1]", "places_changed_since=[]"} {
		if !strings.Contains(n.String(), want) {
			t.Errorf("%s is not told:\n%s", want, n)
		}
	}
	if all := asides(t, dir); len(all) != 1 || !bytes.Equal(content(t, all[0]), now) {
		t.Errorf("set aside were %v", all)
	}
	all, err := c.Enrolled(ctx(t))
	if err != nil || len(all) != 1 || all[0].Hall != "P-1" {
		t.Errorf("a database with a network was touched: %+v, %v", all, err)
	}
	stop(t, c)
	before := n.String()
	c = openKeeping(t, set)
	stop(t, c)
	if more := strings.TrimPrefix(n.String(), before); strings.Contains(more, "older") || len(asides(t, dir)) != 1 {
		t.Errorf("it is told again:\n%s", more)
	}
}

// TestCentresOfOneDatabaseAllKeepTheNetwork runs on SQLite, and, with the address of an
// empty PostgreSQL in ONEWINDOW_TEST_POSTGRES, on that as well.
func TestCentresOfOneDatabaseAllKeepTheNetwork(t *testing.T) {
	t.Parallel()
	for _, db := range []string{"sqlite://" + filepath.Join(t.TempDir(), "one.db"), os.Getenv("ONEWINDOW_TEST_POSTGRES")} {
		if db == "" {
			continue
		}
		dirs := [2]string{t.TempDir(), t.TempDir()}
		kept := network.Keepsake{V: 1, Revision: 70, Places: smallNetwork(t).Places(), Key: wire.NetworkKey{ID: "k-before", Key: bytes.Repeat([]byte{3}, 32)}}
		if err := os.WriteFile(filepath.Join(dirs[1], KeepsakeFile), written(t, kept), 0o600); err != nil {
			t.Fatal(err)
		}
		// The first has nothing to put back, and makes a key; the second has.
		one := openKeeping(t, keeping(dirs[0], db, &noise{}))
		two := openKeeping(t, keeping(dirs[1], db, &noise{}))
		same := func(what string, ok func(k network.Keepsake) bool) {
			t.Helper()
			eventually(t, what, func() bool {
				a, b := fileOf(t, dirs[0]), fileOf(t, dirs[1])
				return reflect.DeepEqual(a, b) && ok(a)
			})
		}
		same("both keep what was put back", func(k network.Keepsake) bool {
			return len(k.Places) == 6 && k.Key.ID == "k-before" && k.Revision > 70 && one.key.Load().ID == "k-before"
		})
		if err := one.AddToken(ctx(t), network.Token{ID: "t1", Hash: network.HashBearer([]byte("x")), Created: noon}); err != nil {
			t.Fatal(err)
		}
		same("both keep the token of one", func(k network.Keepsake) bool { return len(k.Tokens) == 1 })
		if _, err := two.RemoveToken(ctx(t), "t1"); err != nil {
			t.Fatal(err)
		}
		same("both know its end by the other", func(k network.Keepsake) bool { return len(k.Tokens) == 0 })
		stop(t, one)
		stop(t, two)
	}
}
