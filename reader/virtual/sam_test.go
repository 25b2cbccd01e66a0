package virtual_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"testing"

	"onewindow/reader"
	"onewindow/reader/virtual"
)

func TestEveryCardHasItsTextInPlace(t *testing.T) {
	for _, p := range virtual.People() {
		text := p.Text()
		if len(text) != 256 || text[248] != byte(p.Kind) || text[249] != 0 {
			t.Errorf("the text of a card of kind %c has %d bytes, and its type at its place is %q", p.Kind, len(text), text[248])
		}
	}
	if text := (virtual.Person{}).Text(); len(text) != 256 || text[248] != ' ' {
		t.Error("a card of nobody is no resident's card")
	}
}

// ask sends a request and gives the status of the answer.
func ask(t *testing.T, line io.ReadWriter, request []byte) (s reader.Status) {
	t.Helper()
	if _, err := line.Write(request); err != nil {
		t.Fatal(err)
	}
	var d reader.Demux
	buf := make([]byte, 64)
	for s == 0 {
		n, err := line.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		d.Feed(buf[:n], func(body []byte) { s = reader.Status(body[2]) })
	}
	return s
}

func TestTheModuleHoldsToTheOrderOfRequests(t *testing.T) {
	near, far := net.Pipe()
	s := virtual.NewSAM(virtual.Options{})
	over := make(chan error)
	go func() { over <- s.Serve(context.Background(), far) }()
	expect := func(what string, r reader.Request, want reader.Status) {
		t.Helper()
		if got := ask(t, near, r.Frame()); got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	expect("status", reader.AskStatus, reader.StatusDone)
	expect("find without a card", reader.Find, reader.StatusNoCard)
	expect("select without a card", reader.Select, reader.StatusUnselected)
	s.Put(virtual.People()[0])
	expect("read before it was selected", reader.ReadText, reader.StatusUnread)
	expect("find", reader.Find, reader.StatusFound)
	expect("select", reader.Select, reader.StatusDone)
	expect("read", reader.ReadText, reader.StatusDone)
	expect("find a card that was read", reader.Find, reader.StatusNoCard)
	s.Take()
	s.Put(virtual.People()[0])
	expect("find a card that was put on again", reader.Find, reader.StatusFound)
	expect("what is not known", reader.Request{0x77, 0x01}, reader.StatusBadCommand)
	if n := s.Asked(reader.Find); n != 4 {
		t.Errorf("asked to find %d times, want 4", n)
	}
	_ = near.Close()
	if err := <-over; !errors.Is(err, io.EOF) {
		t.Errorf("with its line closed it ended with %v", err)
	}
}

func TestAScannerSendsWhatACodeHolds(t *testing.T) {
	var sent bytes.Buffer
	if err := (virtual.Scanner{Line: &sent, End: "\r"}).Scan("A013"); err != nil || sent.String() != "A013\r" {
		t.Errorf("%q, %v", sent.String(), err)
	}
}
