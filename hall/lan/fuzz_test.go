package lan

import (
	"strings"
	"testing"

	"onewindow/wire"
)

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
