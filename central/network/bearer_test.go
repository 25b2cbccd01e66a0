package network

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestABearerIsReadAsItWasWritten(t *testing.T) {
	secret := bytes.Repeat([]byte{7}, BearerSecretSize)
	text := WriteBearer("k3x9", secret)
	id, hash, ok := ReadBearer(text)
	if !ok || id != "k3x9" || hash != HashBearer(secret) {
		t.Fatalf("%q is read as %q, %v", text, id, ok)
	}
	for _, bad := range []string{"", "owa1.", "owa1.k3x9", "owa1.k3x9.", "owa2" + text[4:], text[:len(text)-1], text + "A", text + ".A",
		"owa1.." + text[10:], "owa1.K3X9" + text[9:], "owa1." + strings.Repeat("a", 33) + text[9:], " " + text, text + "\n", text + "="} {
		if _, _, ok := ReadBearer(bad); ok {
			t.Errorf("%q is taken for a token", bad)
		}
	}
}

func FuzzReadBearer(f *testing.F) {
	f.Add(WriteBearer("k3x9", make([]byte, BearerSecretSize)))
	f.Add("owa1.a.b")
	f.Fuzz(func(t *testing.T, text string) {
		id, _, ok := ReadBearer(text)
		if ok && !strings.HasPrefix(text, MarkBearer+id+".") {
			t.Errorf("%q is read as the token %q", text, id)
		}
	})
}

func TestATokenIsGoodForItsSecretUntilItExpires(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	hash := HashBearer([]byte("secret"))
	tok := Token{Hash: hash, Expires: now.Add(time.Hour)}
	for _, c := range []struct {
		says string
		hash [32]byte
		at   time.Time
		good bool
	}{
		{"in its time", hash, now, true},
		{"at its end", hash, now.Add(time.Hour), false},
		{"another secret", HashBearer([]byte("other")), now, false},
		{"no secret", [32]byte{}, now, false},
	} {
		if got := tok.Good(c.hash, c.at); got != c.good {
			t.Errorf("%s: %v", c.says, got)
		}
	}
	tok.Expires = time.Time{}
	if !tok.Good(hash, now.AddDate(50, 0, 0)) {
		t.Error("a token without an end has ended")
	}
}

func TestAnAdministratorsTokenMayAll(t *testing.T) {
	for _, s := range Scopes {
		if !(Token{Scopes: []Scope{ScopeAdmin}}).May(s) {
			t.Errorf("admin may not %s", s)
		}
		if (Token{}).May(s) {
			t.Errorf("a token without scopes may %s", s)
		}
	}
	if (Token{Scopes: []Scope{ScopeRead, ScopeExport, ScopeTickets}}).May(ScopeAdmin) {
		t.Error("read, export and tickets are taken for admin")
	}
}
