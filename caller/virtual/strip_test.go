package virtual

import (
	"bytes"
	"io"
	"testing"
	"time"
)

// wrap makes a frame of data for a card.
func wrap(to uint16, data []byte) []byte {
	raw := append([]byte{byte(to), byte(to >> 8), 0x00, 0x80, 0, 0, 0, 0, 0, 0, 0xFE, 2, byte(len(data)), byte(len(data) >> 8)}, data...)
	sum := checksum(raw)
	out := bytes.Repeat([]byte{0xA5}, 8)
	out = append(out, escape.Replace(string(append(raw, byte(sum), byte(sum>>8))))...)
	return append(out, 0x5A)
}

// hear lets a line hear bytes and returns what it answers.
func hear(t testing.TB, serve func(io.ReadWriter) error, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := serve(struct {
		io.Reader
		io.Writer
	}{bytes.NewReader(b), &out}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestOnlyTheCardThatIsMeantAnswersAndNoneABroadcast(t *testing.T) {
	a, b := NewBXCard(BXCardSettings{Address: 1, Generation: 6, Width: 64, Height: 16}), NewBXCard(BXCardSettings{Address: 2, Generation: 6, Width: 64, Height: 16})
	l := NewBXLine(a, b)
	ping := []byte{0xA2, 0, 1, 0, 0}
	for _, tc := range []struct {
		to      uint16
		data    []byte
		answers int
	}{{1, ping, 1}, {2, ping, 1}, {3, ping, 0}, {0xFFFF, ping, 0}, {0xFFFE, ping, 2}, {1, []byte{0xA2, 0, 2, 0, 0}, 0}} {
		got := hear(t, l.Serve, wrap(tc.to, tc.data))
		if n := bytes.Count(got, []byte{0x5A}); n != tc.answers {
			t.Errorf("to %d: %d answers, want %d", tc.to, n, tc.answers)
		}
	}
	bad := wrap(1, ping)
	bad[len(bad)-2] ^= 1
	if got := hear(t, l.Serve, bad); !bytes.Contains(got, []byte{0xA0, 1, bxChecksum, 0, 0}) {
		t.Errorf("to a wrong checksum a card says % X", got)
	}
}

func TestTheVendorsSampleIsShown(t *testing.T) {
	c := NewBXCard(BXCardSettings{Address: 1, Generation: 6, Width: 128, Height: 32})
	sample := []byte{
		0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xA5, 0xFE, 0xFF, 0x00, 0x80, 0, 0, 0, 0, 0, 0, 0xFE, 0x02, 0x2C, 0x00, 0xA3, 0x06, 0x01, 0, 0, 0, 0x01, 0x23, 0,
		0, 0x00, 0x80, 0, 0, 0x80, 0x80, 0x20, 0, 0, 0, 0, 0x0A, 0, 0, 0, 0, 0x02, 0x01, 0x01, 0, 0x02, 0x0A, 0x08, 0, 0, 0, 0xBB, 0xB6, 0xD3, 0xAD, 0xB9, 0xE2, 0xC1, 0xD9, 0x3C, 0x49, 0x5A,
	}
	answer := hear(t, NewBXLine(c).Serve, sample)
	if want := []byte{0xA0, 0, 0, 0, 0, 0x14, 0xAC, 0x5A}; !bytes.HasSuffix(answer, want) {
		t.Errorf("the answer ends % X, want the vendor's % X", answer, want)
	}
	if got := c.Screen(time.Now()).Text(); got != "欢迎光临" {
		t.Errorf("it shows %q", got)
	}
}

func TestACardThatReadsTheTextAsItIsShowsWhatACommandInItDoes(t *testing.T) {
	c := NewBXCard(BXCardSettings{Address: 1, Generation: 6, Width: 256, Height: 16})
	rows, _, _ := c.rows([]byte(`A\C2B\XC`))
	if len(rows) != 1 || len(rows[0]) != 2 || rows[0][1].Colour != "green" || len(c.Complaints()) != 1 {
		t.Errorf("rows %v, complaints %q", rows, c.Complaints())
	}
}

// FuzzStrips: whatever comes over a line, no virtual strip falls over, and each can
// be used afterwards.
func FuzzStrips(f *testing.F) {
	f.Add([]byte{0xA3, 0x06, 1, 0, 0, 0, 1, 0x23, 0}, false)
	f.Add([]byte("\x0c\x1bQAhello\r\x1b@"), true)
	f.Add([]byte("\x00\x00\x00\x00\x00\x01Z03\x02A0\x1b b\x03000\x04"), true)
	f.Fuzz(func(t *testing.T, b []byte, raw bool) {
		c := NewBXCard(BXCardSettings{Address: 1, Generation: 5, Width: 64, Height: 32})
		l := NewBXLine(c)
		in := b
		if !raw {
			in = wrap(1, b[:min(len(b), 1024)])
		}
		hear(t, l.Serve, in)
		_ = c.Screen(time.Now()).Text()
		if got := hear(t, l.Serve, wrap(1, []byte{0xA2, 0, 1, 0, 0})); len(got) == 0 {
			t.Fatal("the card answers no more")
		}
		vfd, alpha := NewCD5220("", nil), NewAlpha(nil, 3)
		hear(t, func(p io.ReadWriter) error { return vfd.Serve(p) }, b)
		hear(t, alpha.Serve, b)
		hear(t, func(p io.ReadWriter) error { return vfd.Serve(p) }, []byte("\r\x0c\x1bQAok\r"))
		if got := vfd.Screen(time.Now()).Lines()[0]; got != "ok" {
			t.Fatalf("the display shows %q", got)
		}
	})
}
