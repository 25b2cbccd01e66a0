package trust

import (
	"testing"
	"time"
)

func sampleToken() Token {
	t := Token{TLS: true, Expires: time.Unix(1_800_000_000, 0), Addrs: []string{"192.168.1.10:4222", "hall.example:4222", "[fd00::1]:4222"}}
	for i := range t.Pin {
		t.Pin[i] = byte(i)
	}
	copy(t.ID[:], "token1")
	copy(t.Secret[:], "0123456789abcdef")
	return t
}

func TestATokenIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	want := sampleToken()
	text := want.String()
	if len(text) > 190 {
		t.Errorf("%d characters", len(text))
	}
	// As it comes out of a mail that wrapped the line.
	for _, in := range []string{text, "  " + text + "\n", text[:40] + "\r\n  " + text[40:]} {
		got, err := ParseToken(in)
		if err != nil || got.String() != text || got.Pass() != want.Pass() || got.URLs()[0] != "tls://192.168.1.10:4222" {
			t.Errorf("%q: %+v %v", in, got, err)
		}
	}
	for n := range len(text) {
		if _, err := ParseToken(text[:n]); err == nil {
			t.Errorf("the first %d characters were taken for a token", n)
		}
	}
	if _, err := ParseToken(text + "AAAA"); err == nil {
		t.Error("trailing data was accepted")
	}
	evil := want
	evil.Addrs = []string{"h:1/?x=@evil"}
	if _, err := ParseToken(evil.String()); err == nil {
		t.Error("an address that is none was accepted")
	}
}

func FuzzJoinToken(f *testing.F) {
	t := sampleToken()
	f.Add(t.String())
	t.TLS, t.Addrs = false, []string{"127.0.0.1:1"}
	f.Add(t.String())
	f.Add("ow1.")
	f.Add("ow1.AAAA")
	t.Hall, t.Addrs = "LG-1", []string{"wss://a:1"}
	f.Add(t.String())
	f.Add("qj1." + t.String()[4:])
	f.Fuzz(func(t *testing.T, s string) {
		tok, err := ParseToken(s)
		if err != nil {
			return
		}
		again, err := ParseToken(tok.String())
		if err != nil || again.String() != tok.String() {
			t.Fatalf("%q: %v", s, err)
		}
		if len(tok.Addrs) == 0 || len(tok.Addrs) > MaxTokenAddrs {
			t.Fatalf("%d addresses", len(tok.Addrs))
		}
	})
}

func TestATokenOfAHallIsToldFromATerminals(t *testing.T) {
	t.Parallel()
	want := sampleToken()
	want.Hall, want.Addrs = "440307-011", append(want.Addrs, "wss://centre.example:443")
	text := want.String()
	got, err := ParseToken(text)
	if err != nil || got.Hall != want.Hall || got.String() != text || got.URLs()[3] != "wss://centre.example:443" {
		t.Fatalf("%+v %v", got, err)
	}
	for n := range len(text) {
		if _, err := ParseToken(text[:n]); err == nil {
			t.Errorf("the first %d characters were taken for a token", n)
		}
	}
	if _, err := ParseToken(MarkTerminal + text[len(MarkHall):]); err == nil {
		t.Error("a hall's token was taken for a terminal's")
	}
	for _, hall := range []string{"a.b", "*", "x>", "大厅", string(make([]byte, 65))} {
		bad := want
		bad.Hall = hall
		if _, err := ParseToken(bad.String()); err == nil {
			t.Errorf("hall %q was taken", hall)
		}
	}
	pass, secret, ok := SplitPass(got.Pass())
	if !ok || pass != got.Name() || string(secret) != "0123456789abcdef" {
		t.Errorf("%s %q %v", pass, secret, ok)
	}
	for _, p := range []string{"", ".", "a.b", "a.00", got.Pass() + "00"} {
		if _, _, ok := SplitPass(p); ok {
			t.Errorf("%q was taken for a pass", p)
		}
	}
}

func TestANewTokenIsGoodForAsLongAsItIsMeantAndIsNoOther(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	a, b := NewToken(now, time.Minute), NewToken(now, time.Minute)
	if a.ID == b.ID || a.Secret == b.Secret || a.Secret == [SecretSize]byte{} {
		t.Errorf("%v and %v", a, b)
	}
	if d := a.Expires.Sub(now); d < time.Minute || d >= time.Minute+time.Second || a.Expires.Nanosecond() != 0 {
		t.Errorf("good for %v, until %v", d, a.Expires)
	}
}
