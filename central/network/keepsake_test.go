package network

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

var then = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

// kept is a keepsake with something of everything.
func kept(t testing.TB) Keepsake {
	t.Helper()
	body := []byte("{ \"days\": {},\n \"note\": \"<空格>\" }") // not as a marshaller would write it
	sum := sha256.Sum256(body)
	hash := sha256.Sum256([]byte("secret"))
	return Keepsake{
		V: 1, Revision: 9, Key: wire.NetworkKey{ID: "k1", Key: bytes.Repeat([]byte{7}, 32)}, Places: longgang(t).Places(),
		Keys: []KeptKey{{Hall: "LG-PH", Key: "UA", Name: "机器", At: then}, {Hall: "LG-PH-01", Key: "UB", At: then, Revoked: then.Add(time.Hour)}, {Hall: "LG-PH-01", Key: "UC", At: then.Add(time.Hour)}},
		Publications: []KeptPublication{
			{Publication: Publication{Version: 4, Part: queue.PartCalendar, Target: All, Hash: hex.EncodeToString(sum[:]), By: "x", At: then}, Body: body},
			{Publication: Publication{Version: 3, Part: queue.PartRules, Target: All, By: "x", At: then}},
		},
		Tokens: []KeptToken{{Token: Token{ID: "t1", Name: "大屏", Scopes: []Scope{ScopeRead}, Below: "LG-PH", Rate: 2.5, Created: then}, Hash: hash[:]}},
	}
}

func written(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAKeepsakeIsReadAsItWasWritten(t *testing.T) {
	k := kept(t)
	got, err := ReadKeepsake(written(t, k))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, k) {
		t.Errorf("it is\n%+v, want\n%+v", got, k)
	}
	if got.Blank() || !(&Keepsake{V: 1, Tokens: k.Tokens, Key: k.Key}).Blank() {
		t.Error("what is blank")
	}
	if live := got.Live(); len(live) != 2 || live["LG-PH-01"] != "UC" {
		t.Errorf("%v speak for halls", live)
	}
	if text := fmt.Sprintf("%v %+v", k, k); strings.Contains(text, "7 7 7") {
		t.Error("the key can be seen in a log")
	}
}

func TestAKeepsakeThatDoesNotFitIsRefused(t *testing.T) {
	for says, spoil := range map[string]func(k *Keepsake){
		"a newer release":   func(k *Keepsake) { k.V = 2 },
		"has no version":    func(k *Keepsake) { k.V = 0 },
		"key in it":         func(k *Keepsake) { k.Key.Key = k.Key.Key[1:] },
		"in it is not":      func(k *Keepsake) { k.Key.ID = "" },
		"places":            func(k *Keepsake) { k.Places = k.Places[1:] },
		`key "UC" of hall`:  func(k *Keepsake) { k.Keys[1].Revoked = time.Time{} },
		`key "UA" of hall`:  func(k *Keepsake) { k.Keys[1].Key = "UA" },
		`hall "no hall"`:    func(k *Keepsake) { k.Keys[0].Hall = "no hall" },
		"publication 4":     func(k *Keepsake) { k.Publications[0].Body[3]++ },
		"publication 3 is":  func(k *Keepsake) { k.Publications[1].Part = "staff" },
		"publication 4 is":  func(k *Keepsake) { k.Publications[1].Version, k.Publications[1].Target = 4, "hall:LG-PH" },
		`token "t1"`:        func(k *Keepsake) { k.Tokens[0].Hash = nil },
		`token "t1" is not`: func(k *Keepsake) { k.Tokens = append(k.Tokens, k.Tokens[0]) },
	} {
		k := kept(t)
		spoil(&k)
		_, err := ReadKeepsake(written(t, k))
		if err == nil || !strings.Contains(err.Error(), says) || errors.Is(err, ErrNewerKeepsake) != (k.V == 2) {
			t.Errorf("%s: %v", says, err)
		}
	}
	whole := written(t, kept(t))
	for _, b := range [][]byte{nil, whole[:len(whole)/2], append(whole, '}'), []byte("[]"), []byte("null"), []byte(`{"v":"1"}`)} {
		if _, err := ReadKeepsake(b); err == nil {
			t.Errorf("%.20q … is a network", b)
		}
	}
}

func TestWhatAnOlderDatabaseDoesNotKnowIsTold(t *testing.T) {
	old, now := kept(t), kept(t)
	if l, ok := now.Lead(&old); ok {
		t.Errorf("of the same is told %+v", l)
	}
	now.Revision += 6
	now.Keys = []KeptKey{
		{Hall: "LG-PH", Key: "UA", At: then, Revoked: then.Add(2 * time.Hour)}, now.Keys[1], // cut
		{Hall: "LG-PH-01", Key: "UC", At: then, Revoked: then.Add(2 * time.Hour)}, {Hall: "LG-PH-01", Key: "UD", At: then}, // replaced
		{Hall: "LG-LC", Key: "UE", At: then}, {Hall: "LG-P1", Key: "UF", At: then, Revoked: then}, // joined; joined and cut
	}
	now.Places = append(now.Places[:len(now.Places)-1:len(now.Places)-1], place("LG-X", queue.LevelPark, "LG-00", "")) // without LG-PH-02
	now.Publications[1].Version = 5
	now.Tokens = []KeptToken{{Token: Token{ID: "t2"}, Hash: now.Tokens[0].Hash}}
	want := Lead{Revoked: []string{"LG-PH", "LG-PH-01"}, Joined: []string{"LG-LC", "LG-PH-01"}, Placed: []string{"LG-X"}, Removed: []string{"LG-PH-02"},
		Publications: []uint64{5}, Made: []string{"t2"}, Ended: []string{"t1"}}
	for _, revision := range []uint64{now.Revision, old.Revision - 1} { // also where the old one was changed since
		now.Revision = revision
		if got, ok := now.Lead(&old); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("told is %+v, want %+v", got, want)
		}
	}
	now.Revision = old.Revision + 6
	if l, ok := old.Lead(&now); ok {
		t.Errorf("of a newer database is told %+v", l)
	}
	later := old
	later.Revision, later.Key, later.Tokens = old.Revision+1, wire.NetworkKey{ID: "k2", Key: old.Key.Key}, nil
	if l, ok := later.Lead(&old); !ok || !reflect.DeepEqual(l, Lead{Ended: []string{"t1"}, OtherKey: true}) {
		t.Errorf("told is %+v", l)
	}
}
