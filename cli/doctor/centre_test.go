package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"net"
	"strings"
	"testing"
	"time"

	"onewindow/hall/uplink"
	"onewindow/trust"
	"onewindow/wire"
)

func TestTheLinkToTheCentreIsJudged(t *testing.T) {
	up := &wire.CentreLink{Name: "centre", Up: true, Since: time.Now(), Acked: 70}
	good := centreFacts{ID: "LG-PH", File: "/d/centre.json", Mode: 0o600, Hall: "LG-PH", Name: "龙岗区", URLs: []string{"tls://c:1"}, Asked: true, Link: up}
	reachable := reachFacts{Tried: true, At: "tls://c:1"}
	for _, c := range []struct {
		name   string
		change func(*centreFacts)
		want   string
	}{
		{"linked", func(*centreFacts) {}, "ok joined, ok linked"},
		{"behind", func(f *centreFacts) { f.Link = &wire.CentreLink{Up: true, Acked: 70, Behind: 1} }, "ok joined, ok linked, note behind"},
		{"away", func(f *centreFacts) {
			f.Link, f.Reach = &wire.CentreLink{Acked: 70, Behind: 3, Why: "refused"}, reachFacts{Tried: true, Err: errors.New("connection refused")}
		}, "ok joined, note away, note unreachable"},
		{"never there", func(f *centreFacts) { f.Link, f.Reach = &wire.CentreLink{Behind: 300}, reachable }, "ok joined, note away, ok reachable"},
		{"refused", func(f *centreFacts) {
			f.Link, f.Refused, f.Reach = &wire.CentreLink{}, wire.RefuseUp(wire.CodeEpochForked), reachable
		}, "ok joined, failure refused, ok reachable"},
		{"revoked", func(f *centreFacts) {
			f.Link, f.Reach = &wire.CentreLink{Acked: 70, Why: uplink.ErrKeyRefused.Error()}, reachable
		}, "ok joined, failure not_enrolled, ok reachable"},
		{"another server", func(f *centreFacts) {
			f.Link, f.Reach = &wire.CentreLink{}, reachFacts{Tried: true, Err: errOtherCentre, Other: true}
		}, "ok joined, note away, failure other_centre"},
		{"not started anew", func(f *centreFacts) { f.Link, f.Reach = nil, reachable }, "ok joined, warning not_started, ok reachable"},
		{"the hall does not run", func(f *centreFacts) { f.Link, f.Asked, f.Reach = nil, false, reachable }, "ok joined, ok reachable"},
		{"off", func(f *centreFacts) { f.Off, f.Asked, f.Link = true, false, nil }, "ok joined, note off"},
		{"readable by others", func(f *centreFacts) { f.Mode = 0o644 }, "ok joined, warning open_identity, ok linked"},
		{"another hall's", func(f *centreFacts) { f.Hall = "LG-00" }, "failure other_hall"},
		{"a hall without an id", func(f *centreFacts) { f.ID = "" }, "ok joined, ok linked"},
		{"broken", func(f *centreFacts) { f.Err = errors.New("not JSON") }, "failure identity"},
		{"not for this user", func(f *centreFacts) { f.Err = fs.ErrPermission }, "warning unreadable"},
		{"named and not there", func(f *centreFacts) { f.Err = fs.ErrNotExist }, "warning not_joined"},
	} {
		f := good
		c.change(&f)
		expect(t, c.name, c.want, judgeCentre(f)...)
	}
}

func TestTheCentreIsReachedWithoutAWord(t *testing.T) {
	dir := t.TempDir()
	a, err := trust.OpenAuthority(dir, "centre", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	conf, err := a.ServerTLS(dir, []string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	said := make(chan int, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s := tls.Server(c, conf)
			n, _ := s.Read(make([]byte, 100)) // 0 at its end
			said <- n
			_ = s.Close()
		}
	}()
	at := l.Addr().String()
	for _, kind := range []string{"tls://", "wss://"} {
		f := reach(context.Background(), []string{"tls://127.0.0.1:1", kind + at}, a.Pin())
		if f.Err != nil || f.At != kind+at {
			t.Errorf("%s: %+v", kind, f)
		}
		if n := <-said; n > 0 {
			t.Errorf("%s: it said %d bytes", kind, n)
		}
	}
	if f := reach(context.Background(), []string{"tls://" + at}, trust.Pin{1}); !f.Other || f.Err == nil {
		t.Errorf("another centre: %+v", f)
	}
	<-said
	if f := reach(context.Background(), []string{"tls://127.0.0.1:1"}, a.Pin()); f.Other || f.Err == nil || !strings.Contains(f.Err.Error(), "refused") {
		t.Errorf("nobody: %+v", f)
	}
}
