//go:build !windows

package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/wire"
)

// kept is the network that a centre keeps beside its database.
func (c *realCentre) kept() (k network.Keepsake) {
	c.t.Helper()
	b, err := os.ReadFile(filepath.Join(c.data(), "network.json"))
	if err == nil {
		k, err = network.ReadKeepsake(b)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return k
}

// keeps waits until the centre keeps that.
func (c *realCentre) keeps(what string, ok func(network.Keepsake) bool) {
	c.t.Helper()
	for deadline := time.Now().Add(patience); !ok(c.kept()); {
		if time.Now().After(deadline) {
			c.t.Fatalf("never: %s\n%s", what, c.text())
		}
		<-time.After(5 * time.Millisecond)
	}
}

// exported are the events of this month that the centre has, each as a line.
func (c *realCentre) exported() []string {
	c.t.Helper()
	return strings.Split(c.says(0, "ticket.issued/1", "export", time.Now().UTC().Format("2006-01")), "\n")
}

// loses removes the centre's database, as a disk that was replaced would.
func (c *realCentre) loses() {
	c.t.Helper()
	all, err := filepath.Glob(filepath.Join(c.data(), "central.db*"))
	if err != nil || len(all) == 0 {
		c.t.Fatalf("%v, %v", all, err)
	}
	for _, f := range all {
		if err := os.Remove(f); err != nil {
			c.t.Fatal(err)
		}
	}
}

// TestACentreThatLostItsDatabaseGoesOnWithItsHalls: three halls as processes have
// joined, one was revoked since; the centre is killed and its database is gone. The
// halls do nothing.
func TestACentreThatLostItsDatabaseGoesOnWithItsHalls(t *testing.T) {
	t.Parallel()
	ids := []string{"LG-PH-01", "LG-PH-02", "LG-PH-03"}
	c := newRealCentre(t)
	c.says(0, "127 halls are in the network", "network", "load", "longgang")
	var hs []*testHall
	for _, id := range ids {
		h := newHallAs(t, id)
		h.ctl("ticket", "issue", "theme=general")
		c.invited(h, id)
		hs = append(hs, h)
	}
	rules := filepath.Join(c.dir, "rules.json")
	if err := os.WriteFile(rules, []byte(strings.Replace(c.says(0, `"calls": 3`, "sample", "rules"), `"calls": 3`, `"calls": 5`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	c.says(0, "version 1", "publish", "rules", rules, "--to", "below:LG-PH")
	var made form.NewToken
	c.ask(&made, "token", "add", "--name", "大屏", "--scope", "read")
	file := filepath.Join(c.dir, "read.token")
	if err := os.WriteFile(file, []byte(made.Text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runs := func(r wire.HallRow) bool {
		return r.Standing == wire.HallOpen && r.Behind == 0 && r.Figures.Waiting == 1 &&
			slices.ContainsFunc(r.Parts, func(p wire.PartState) bool { return p.Part == "rules" && p.Version == 1 })
	}
	for _, id := range ids {
		c.row(id, "it runs the rules", runs)
	}
	c.says(0, "no key", "hall", "revoke", ids[2])
	hs[2].unlinked()
	c.row(ids[2], "it has no key", func(r wire.HallRow) bool { return r.Why != nil && r.Why.Code == wire.CodeHallUnknown })
	for _, h := range hs[:2] {
		h.linked()
	}
	before := c.exported()
	c.keeps("three keys, one of them revoked", func(k network.Keepsake) bool {
		return len(k.Places) == 127 && len(k.Keys) == 3 && len(k.Live()) == 2 && len(k.Publications) == 1 && len(k.Tokens) == 2
	})
	kept := c.kept()
	c.kill()

	// A file that is broken is refused, and stays for whoever can mend it.
	path := filepath.Join(c.data(), "network.json")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st, err)
	}
	c.loses()
	broken := whole[:len(whole)/2]
	newer := bytes.Replace(whole, []byte(`"v": 1`), []byte(`"v": 2`), 1)
	for says, b := range map[string][]byte{"(?s)cannot be put back.*network.json.*Hint: put a good copy.*--no-recover": broken, "(?s)newer release.*Hint: install the newer.*--no-recover": newer} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		c.says(3, says)
		if is, err := os.ReadFile(path); err != nil || !bytes.Equal(is, b) {
			t.Fatalf("the file was changed: %v", err)
		}
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}

	c.run()
	for _, id := range ids[:2] {
		c.row(id, "it is back by itself", runs)
	}
	for _, h := range hs[:2] {
		h.linked()
		if out := h.ctl("state", "settings"); !strings.Contains(out, `"calls": 5`) {
			t.Error("the rules are not in force")
		}
	}
	c.says(0, ids[2]+" +never", "status", "--token-file", file)
	for deadline := time.Now().Add(patience); ; { // it asks by itself, ever less often
		out, _ := hs[2].runs("doctor", "--only", "centre")
		if strings.Contains(out, "was revoked") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the hall that was revoked is not told so:\n%s", out)
		}
	}
	// All is there, as it was, and once; only what has happened since came on top.
	// Events of the hall that is out are not.
	after := map[string]string{} // by hall, epoch and sequence
	for _, line := range c.exported() {
		f := strings.SplitN(line, ",", 4)
		if len(f) < 4 {
			continue // the end of the file
		}
		place := strings.Join(f[:3], ",")
		if after[place] != "" || f[0] == ids[2] {
			t.Errorf("event %s is there twice, or should not be", place)
		}
		after[place] = line
	}
	for _, line := range before {
		if f := strings.SplitN(line, ",", 4); len(f) == 4 && f[0] != ids[2] && after[strings.Join(f[:3], ",")] != line {
			t.Errorf("the centre has no more\n%s", line)
		}
	}
	c.says(0, `network.recover +- +centre +127 places, 2 keys of halls, 1 revoked keys, 1 publications, 2 tokens`, "deeds")
	now := c.kept()
	if now.Revision <= kept.Revision {
		t.Errorf("revision %d after %d", now.Revision, kept.Revision)
	}
	if now.Revision = kept.Revision; !reflect.DeepEqual(now, kept) {
		t.Errorf("it keeps\n%+v, kept\n%+v", now, kept)
	}
	if !strings.Contains(c.text(), "it was put back from the file") {
		t.Errorf("it is not told:\n%s", c.text())
	}

	// Started again, it has nothing to put back; and a new network begins only when that
	// is said.
	if code, err := c.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	c.run()
	var deeds form.Deeds
	c.ask(&deeds, "deeds")
	if n := len(slices.DeleteFunc(deeds.Deeds, func(d network.Deed) bool { return d.What != "network.recover" })); n != 1 {
		t.Errorf("it was put back %d times", n)
	}
	c.kill()
	c.loses()
	if err := c.start(c.env, "--no-recover"); err != nil {
		t.Fatal(err)
	}
	var n form.Network
	if c.ask(&n, "network", "list"); len(n.Halls) != 0 {
		t.Errorf("%d halls", len(n.Halls))
	}
	if all, err := filepath.Glob(filepath.Join(c.data(), "network-*.json")); err != nil || len(all) != 1 {
		t.Errorf("set aside were %v, %v", all, err)
	}
}

// TestAnOldBackupOfTheCentreIsKnownAsOne: what was done since the backup is told, and
// not done again by itself.
func TestAnOldBackupOfTheCentreIsKnownAsOne(t *testing.T) {
	t.Parallel()
	const id = "LG-PH-01"
	c := newRealCentre(t)
	c.says(0, "127 halls", "network", "load", "longgang")
	h := newHallAs(t, id)
	c.invited(h, id)
	c.row(id, "it is there", func(r wire.HallRow) bool { return r.Standing == wire.HallOpen })
	copied := filepath.Join(c.dir, "copy.db")
	c.says(0, "bytes", "backup", copied)
	c.says(0, "no key", "hall", "revoke", id)
	c.says(0, "in the network", "hall", "add", "X-2", "--name", "二厅", "--level", "community", "--under", "LG-PH")
	var made form.NewToken
	c.ask(&made, "token", "add", "--name", "大屏")
	if code, err := c.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	c.loses()
	b, err := os.ReadFile(copied)
	if err == nil {
		err = os.WriteFile(filepath.Join(c.data(), "central.db"), b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.run()
	for _, want := range []string{"the database is older than the file", "alive_again=[LG-PH-01]", "places_changed_since=[X-2]", "tokens_made_since=[" + made.ID + "]"} {
		if !strings.Contains(c.text(), want) {
			t.Errorf("%s is not told:\n%s", want, c.text())
		}
	}
	// The page explains every word of the warning.
	text, err := os.ReadFile("../docs/centre.md")
	if err != nil {
		t.Fatal(err)
	}
	_, warning, _ := strings.Cut(c.text(), "the database is older than the file")
	warning, _, _ = strings.Cut(warning, "\n")
	words := regexp.MustCompile(` ([a-z_]+)=`).FindAllStringSubmatch(warning, -1)
	if len(words) != 9 {
		t.Errorf("the warning has %d words: %s", len(words), warning)
	}
	for _, w := range words {
		if w[1] != "file" && !bytes.Contains(text, []byte("`"+w[1]+"`")) {
			t.Errorf("the page does not explain %s", w[1])
		}
	}
	c.row(id, "its key is good again, as the page says", func(r wire.HallRow) bool { return r.Standing == wire.HallOpen })
	all, err := filepath.Glob(filepath.Join(c.data(), "network-*.json"))
	if err != nil || len(all) != 1 {
		t.Fatalf("set aside were %v, %v", all, err)
	}
	var aside network.Keepsake
	if b, err = os.ReadFile(all[0]); err == nil {
		err = json.Unmarshal(b, &aside)
	}
	if err != nil || len(aside.Live()) != 0 || len(aside.Places) != 128 {
		t.Errorf("set aside was %+v, %v", aside, err)
	}

	// With what was set aside and an empty database all of it is in force.
	if code, err := c.stop(); code != 0 || err != nil {
		t.Fatal(code, err)
	}
	c.loses()
	if err := os.Rename(all[0], filepath.Join(c.data(), "network.json")); err != nil {
		t.Fatal(err)
	}
	c.run()
	c.says(0, "(?m)^X-2 +community", "network", "list")
	c.keeps("the key stays revoked", func(k network.Keepsake) bool { return len(k.Keys) == 1 && len(k.Live()) == 0 })
}
