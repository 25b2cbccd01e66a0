package reader_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"onewindow/reader"
	"onewindow/reader/virtual"
)

// answered is the data of an answer to ReadText for a text.
func answered(text []byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(len(text)))
	b = binary.BigEndian.AppendUint16(b, 1024)
	return append(append(b, text...), make([]byte, 1024)...)
}

func date(s string) time.Time {
	t, err := time.Parse("20060102", s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestACardIsReadFromTheBytesOfTheProtocol(t *testing.T) {
	v := load(t)
	var card reader.Card
	var err error
	bodies := bodies(&reader.Demux{}, unhex(t, v.ReadText))
	if len(bodies) != 1 {
		t.Fatalf("%d frames", len(bodies))
	}
	if card, err = reader.CardIn(bodies[0][3:]); err != nil {
		t.Fatal(err)
	}
	if card.Number() != v.Person["id_number"] || !card.Born().Equal(date(v.Person["birth"])) || !card.ValidTo().IsZero() {
		t.Errorf("number %q, born %v, valid to %v", card.Number(), card.Born(), card.ValidTo())
	}
}

func TestTheCardsOfEveryKindAreRead(t *testing.T) {
	for _, p := range virtual.People() {
		card, err := reader.CardIn(answered(p.Text()))
		if err != nil {
			t.Errorf("kind %c: %v", p.Kind, err)
			continue
		}
		if card.Number() != p.Number || !card.Born().Equal(date(p.Born)) {
			t.Errorf("kind %c: number %q, born %v; want %q, %s", p.Kind, card.Number(), card.Born(), p.Number, p.Born)
		}
		if p.ValidTo != "长期" && !card.ValidTo().Equal(date(p.ValidTo)) {
			t.Errorf("kind %c: valid to %v, want %s", p.Kind, card.ValidTo(), p.ValidTo)
		}
	}
}

func TestNumbersAreChecked(t *testing.T) {
	for _, n := range load(t).Numbers {
		if got := reader.ValidNumber(n.Number); got != n.Valid {
			t.Errorf("%q is valid: %v, want %v", n.Number, got, n.Valid)
		}
	}
	for _, n := range []string{"", "44039919370801002２", "4403991937080100 2", "911124198108030025", "440399193708010022X"} {
		if reader.ValidNumber(n) {
			t.Errorf("%q is valid", n)
		}
	}
}

func TestABadCardIsRefusedAndNotQuoted(t *testing.T) {
	person := virtual.People()[0]
	old := virtual.People()[7]
	change := func(p virtual.Person, f func(*virtual.Person)) []byte {
		f(&p)
		return answered(p.Text())
	}
	for name, data := range map[string][]byte{
		"nothing":                   nil,
		"no text":                   {0, 0, 4, 0},
		"too short a text":          answered(person.Text()[:200]),
		"lengths that lie":          answered(person.Text())[:100],
		"a wrong check digit":       change(person, func(p *virtual.Person) { p.Number = "440399193708010023" }),
		"no number":                 change(person, func(p *virtual.Person) { p.Number = "" }),
		"Chinese in the number":     change(person, func(p *virtual.Person) { p.Number = "四40399193708010022" }),
		"half of a number":          change(old, func(p *virtual.Person) { p.Number = "CAN11007801" }),
		"digits first":              change(old, func(p *virtual.Person) { p.Number = "123110078011501" }),
		"letters last":              change(old, func(p *virtual.Person) { p.Number = "CANADA078011501" }),
		"an old card without birth": change(old, func(p *virtual.Person) { p.Born = "" }),
	} {
		card, err := reader.CardIn(data)
		if err == nil {
			t.Errorf("%s: a card was read", name)
			continue
		}
		if card.Number() != "" || strings.ContainsAny(err.Error(), "0123456789") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACardExpiresAfterItsLastDay(t *testing.T) {
	east := time.FixedZone("", 8*3600)
	for _, c := range []struct {
		to   string
		on   time.Time
		want bool
	}{
		{"20260301", time.Date(2026, 3, 1, 23, 59, 0, 0, east), false},
		{"20260301", time.Date(2026, 3, 2, 0, 1, 0, 0, east), true}, // still 1 March in UTC
		{"长期", time.Date(2126, 3, 2, 0, 0, 0, 0, east), false},
		{"", time.Date(2126, 3, 2, 0, 0, 0, 0, east), false},
	} {
		p := virtual.People()[3]
		p.ValidTo = c.to
		card, err := reader.CardIn(answered(p.Text()))
		if err != nil {
			t.Fatal(err)
		}
		if got := card.Expired(c.on); got != c.want {
			t.Errorf("valid to %q, on %v: expired %v", c.to, c.on, got)
		}
	}
}

// TestNothingOfACardIsEverShown also of a card that lies hidden in something else.
func TestNothingOfACardIsEverShown(t *testing.T) {
	p := virtual.People()[0]
	card, err := reader.CardIn(answered(p.Text()))
	if err != nil {
		t.Fatal(err)
	}
	var scan reader.Scan
	new(reader.Lines).Feed([]byte(p.Number+"\r"), func(s reader.Scan) { scan = s })
	type inside struct{ card reader.Card }
	type open struct {
		Card reader.Card
		Scan reader.Scan
	}
	var shown strings.Builder
	for _, v := range []any{card, &card, []reader.Card{card}, map[string]reader.Card{"a": card}, inside{card}, &inside{card}, []inside{{card}},
		open{card, scan}, &open{card, scan}, scan, []reader.Scan{scan}, struct{ error }{fmt.Errorf("with %v", card)}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%t", "%p", "%T", "%10.3v", "%!"} {
			fmt.Fprintf(&shown, verb+"\n", v)
		}
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&shown, nil), slog.NewJSONHandler(&shown, nil)} {
		slog.New(h).Info("tap", "card", card, "in", open{card, scan}, "hidden", inside{card}, "scan", scan)
	}
	for _, v := range []any{card, open{card, scan}, inside{card}, scan} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		shown.Write(b)
	}
	fmt.Fprintln(&shown, card, card.String(), scan.String())
	for _, secret := range []string{p.Number, p.Number[6:14], p.Name, fmt.Sprintf("%x", p.Number), fmt.Sprintf("%X", p.Number)} {
		if strings.Contains(shown.String(), secret) {
			t.Errorf("%q shows in:\n%s", secret, shown.String())
		}
	}
	if !strings.Contains(shown.String(), "an ID card") || !strings.Contains(shown.String(), "a scan of 18 characters") {
		t.Errorf("a card and a scan are not named at all:\n%s", shown.String())
	}
}

func FuzzCard(f *testing.F) {
	for _, p := range virtual.People() {
		f.Add(answered(p.Text()))
	}
	f.Add([]byte{1, 0, 4, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		card, err := reader.CardIn(data)
		if !bytes.Equal(before, data) {
			t.Fatal("the data were changed")
		}
		if err != nil {
			if card.Number() != "" {
				t.Fatal("a card and an error")
			}
			return
		}
		if n := len(card.Number()); n != 15 && n != 18 || card.Born().IsZero() {
			t.Fatalf("a card with %d characters, born %v", n, card.Born())
		}
	})
}
