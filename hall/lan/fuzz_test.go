package lan

import (
	"strings"
	"testing"
	"time"

	"onewindow/wire"
)

func sampleToken() joinToken {
	t := joinToken{TLS: true, Expires: time.Unix(1_800_000_000, 0), Addrs: []string{"192.168.1.10:4222", "hall.example:4222", "[fd00::1]:4222"}}
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
		got, err := parseToken(in)
		if err != nil || got.String() != text || got.pass() != want.pass() || got.urls()[0] != "tls://192.168.1.10:4222" {
			t.Errorf("%q: %+v %v", in, got, err)
		}
	}
	for n := range len(text) {
		if _, err := parseToken(text[:n]); err == nil {
			t.Errorf("the first %d characters were taken for a token", n)
		}
	}
	if _, err := parseToken(text + "AAAA"); err == nil {
		t.Error("trailing data was accepted")
	}
	evil := want
	evil.Addrs = []string{"h:1/?x=@evil"}
	if _, err := parseToken(evil.String()); err == nil {
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
	f.Add("qj1." + t.String()[4:])
	f.Fuzz(func(t *testing.T, s string) {
		tok, err := parseToken(s)
		if err != nil {
			return
		}
		again, err := parseToken(tok.String())
		if err != nil || again.String() != tok.String() {
			t.Fatalf("%q: %v", s, err)
		}
		if len(tok.Addrs) == 0 || len(tok.Addrs) > maxTokenURLs {
			t.Fatalf("%d addresses", len(tok.Addrs))
		}
	})
}

func FuzzRequestSubject(f *testing.F) {
	f.Add("lan.req.kiosk-3f9a.ticket.issue")
	f.Add("lan.req....")
	f.Add("lan.req.a.b.c.d")
	f.Add("lan.req.*.>.x")
	f.Fuzz(func(t *testing.T, s string) {
		terminal, area, verb, ok := wire.ParseReqSubject(s)
		if !ok {
			return
		}
		if wire.ReqSubject(terminal, area, verb) != s || strings.Contains(terminal+area+verb, ".") {
			t.Fatalf("%q: %q %q %q", s, terminal, area, verb)
		}
	})
}
