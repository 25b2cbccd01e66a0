package escpos

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// heard is what a demultiplexer makes of some bytes, as text.
func heard(d *Demux, b []byte) (out []string) {
	d.Feed(b, func(a Answer) { out = append(out, fmt.Sprintf("%s %x", a.Kind, a.Bytes)) })
	return out
}

func TestEverythingThatAPrinterSaysIsToldApart(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"real time, healthy", "16 12", "real-time 16|real-time 12"},
		{"real time, all faults", "1a 16 32 72 7e 1e", "real-time 1a|real-time 16|real-time 32|real-time 72|real-time 7e|real-time 1e"},
		{"automatic status", "1400000f", "asb 1400000f"},
		{"automatic status with XOFF within", "1400 13 000f", "handshake 13|asb 1400000f"},
		{"two reports, the first broken off", "1400 1400000f", "noise 1400|asb 1400000f"},
		{"automatic status that a real-time answer overtakes", "1400 12 000f", "noise 1400|real-time 12|status 00|status 0f"},
		{"a tag", "372241623132 00", "process 37224162313200"},
		{"a tag with XON and a real-time answer within", "3722 11 4162 16 3132 00", "handshake 11|real-time 16|process 37224162313200"},
		{"a tag that is broken off", "372241 37224162313200", "noise 372241|process 37224162313200"},
		{"a tag that is too long", "3722414243444500", "noise 372241424344|status 45|status 00"},
		{"a cleared buffer", "372500", "block 372500"},
		{"the model", "5f544d2d5438380000", "block 5f544d2d54383800|status 00"},
		{"the size of a QR code", "373631373400", "block 373631373400"},
		{"status", "00 0f 03 0c", "status 00|status 0f|status 03|status 0c"},
		{"XON and XOFF", "11 13", "handshake 11|handshake 13"},
		{"junk", "ff 80 90", "noise ff|noise 80|noise 90"},
		{"junk before an answer", "ff 16", "noise ff|real-time 16"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := unhex(t, tc.in)
			got := strings.Join(heard(&Demux{}, b), "|")
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
			var d Demux
			var single []string
			for i := range b {
				single = append(single, heard(&d, b[i:i+1])...)
			}
			if s := strings.Join(single, "|"); s != got {
				t.Errorf("byte by byte %s", s)
			}
		})
	}
}

func TestAnAnswerWithoutItsRestIsGivenUp(t *testing.T) {
	var d Demux
	heard(&d, []byte{0x5f, 'a'})
	if d.Pending() != 2 {
		t.Errorf("%d bytes pending", d.Pending())
	}
	var n int
	d.Reset(func(a Answer) {
		if a.Kind == Noise {
			n++
		}
	})
	if got := heard(&d, []byte{0x16}); n != 1 || len(got) != 1 || got[0] != "real-time 16" {
		t.Errorf("%d given up, then %v", n, got)
	}
}

func TestTheTagAndTheTextOfAnAnswerAreTakenOut(t *testing.T) {
	var d Demux
	d.Feed([]byte("\x37\x22ab12\x00\x5fTM-T88\x00"), func(a Answer) {
		switch tag, ok := a.Tag(); a.Kind {
		case Process:
			if !ok || string(tag[:]) != "ab12" || a.Text() != "" {
				t.Errorf("tag %q", tag)
			}
		case Block:
			if ok || a.Text() != "TM-T88" {
				t.Errorf("text %q", a.Text())
			}
		}
	})
}

func TestTheAnswerForTheMarkSaysWhetherItIsThere(t *testing.T) {
	for in, want := range map[string][2]bool{
		"\x37\x3663\x1f63\x1f1\x1f0\x00": {true, true}, "\x37\x360\x1f0\x1f1\x1f1\x00": {false, true},
		"\x37\x3663\x1f63\x1f1\x1fq0\x00": {}, "\x37\x366x3\x1f63\x1f1\x1f1\x00": {}, "\x37\x3663\x1f\x1f1\x1f1\x00": {},
		"\x37\x25\x00": {}, "\x5f0\x00": {}, "\x16": {},
	} {
		(&Demux{}).Feed([]byte(in), func(a Answer) {
			if stored, ok := a.Marked(); stored != want[0] || ok != want[1] {
				t.Errorf("%q: stored %v, ok %v", in, stored, ok)
			}
		})
	}
}

// whole are bytes of answers that stand for themselves.
var whole = []string{"\x16", "\x1a", "\x14\x00\x00\x0f", "\x10\x08\x0c\x00", "\x37\x22abcd\x00", "\x37\x25\x00", "\x5fX1\x00", "\x00", "\x0f"}

func TestAfterAnyJunkTheDemultiplexerIsInStepAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d Demux
		heard(&d, rapid.SliceOfN(rapid.Byte(), 0, 600).Draw(t, "junk"))
		d.Reset(func(Answer) {})
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(whole), 1, 20).Draw(t, "answers") {
			got := heard(&d, []byte(w))
			if len(got) != 1 || strings.HasPrefix(got[0], "noise") || !strings.HasSuffix(got[0], fmt.Sprintf(" %x", w)) {
				t.Fatalf("%q was heard as %v", w, got)
			}
		}
	})
}

func FuzzDemux(f *testing.F) {
	for _, w := range whole {
		f.Add([]byte(w), 1)
	}
	f.Add([]byte("\x5f"+strings.Repeat("x", 600)), 7)
	f.Fuzz(func(t *testing.T, b []byte, cut int) {
		var d Demux
		var all []byte
		take := func(a Answer) {
			if len(a.Bytes) == 0 {
				t.Error("an answer without bytes")
			}
			all = append(all, a.Bytes...)
		}
		i := 0
		if len(b) > 0 {
			i = int(uint(cut) % uint(len(b)))
		}
		d.Feed(b[:i], take)
		d.Feed(b[i:], take)
		if d.Pending() > longestBlock {
			t.Errorf("%d bytes pending", d.Pending())
		}
		d.Reset(take)
		// Handshakes and real-time answers overtake; nothing is lost or made up.
		a, c := slices.Sorted(slices.Values(all)), slices.Sorted(slices.Values(b))
		if !bytes.Equal(a, c) {
			t.Errorf("%d bytes in, %d out", len(c), len(a))
		}
	})
}

func BenchmarkDemux(b *testing.B) {
	in := []byte(strings.Join(whole, ""))
	b.SetBytes(int64(len(in)))
	var d Demux
	for b.Loop() {
		d.Feed(in, func(Answer) {})
	}
}
