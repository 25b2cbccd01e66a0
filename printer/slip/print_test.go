package slip

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
	"onewindow/printer/virtual"
)

// onPaper is the piece of paper that a printer of that profile makes of the bytes
// and a cut. Whatever the printer does not understand fails the test.
func onPaper(t *testing.T, p profile.Profile, data []byte) virtual.Ticket {
	t.Helper()
	e := escpos.New(p)
	e.Raw(data)
	if p.Cut == profile.CutNone {
		p.Cut = profile.CutFull // in place of the hand that tears
		e.Feed(p.FeedLines)
		e.Raw([]byte{0x1d, 'V', 65, 0})
	} else {
		e.Cut()
	}
	out := make(chan virtual.Ticket, 1)
	model := virtual.Of(p)
	model.Knife = true
	d := virtual.New(virtual.Options{Model: model, Out: func(t virtual.Ticket) { out <- t }})
	host, line := net.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := d.Run(ctx, line); err != nil && ctx.Err() == nil {
			t.Errorf("the printer stopped: %v", err)
		}
	})
	running.Go(func() { // what it says is not of interest here
		buf := make([]byte, 64)
		for {
			if _, err := host.Read(buf); err != nil {
				return
			}
		}
	})
	defer func() {
		cancel()
		host.Close()
		running.Wait()
	}()
	host.SetDeadline(time.Now().Add(time.Minute))
	if _, err := host.Write(e.Bytes()); err != nil {
		t.Fatalf("write to the printer: %v", err)
	}
	select {
	case ticket := <-out:
		for _, f := range d.Findings() {
			t.Errorf("the printer did not understand byte %d: %s", f.Byte, f.What)
		}
		return ticket
	case <-time.After(time.Minute):
		t.Fatalf("no paper came out; the printer is %+v", d.State())
	}
	return virtual.Ticket{}
}

// named is a profile that is built in.
func named(t testing.TB, name string) profile.Profile {
	t.Helper()
	p, err := profile.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// own is the default template for a printer.
func own(t testing.TB, p profile.Profile) Template {
	t.Helper()
	tpl, err := Default(p.Width)
	if err != nil {
		t.Fatal(err)
	}
	return tpl
}
