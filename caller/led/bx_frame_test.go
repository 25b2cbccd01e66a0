package led

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// unhex reads bytes as the vendor's text writes them.
func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// a5 is the start mark.
const a5 = "A5 A5 A5 A5 A5 A5 A5 A5 "

func frames(b []byte) (got []BXFrame, broken int) {
	var d BXDecoder
	d.Feed(b, func(f BXFrame) { got = append(got, f) })
	return got, d.Broken
}

func mustShow(t testing.TB, generation int, areas ...BXArea) []byte {
	t.Helper()
	b, err := BXShow(generation, true, areas...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func gb(t testing.TB, text string) []byte {
	t.Helper()
	b, missing := GB2312.encode(text)
	if len(missing) > 0 {
		t.Fatalf("%q lacks %q", text, missing)
	}
	return b
}

func TestFramesAreTheVendorsByteForByte(t *testing.T) {
	welcome := BXArea{W: 128, H: 32, Run: 0, Expire: 10 * time.Second, Mode: BXStill, Speed: 2, Stay: 5 * time.Second, Text: gb(t, "欢迎光临")}
	call := BXArea{W: 128, H: 32, Expire: 5 * time.Second, Mode: BXQuick, Stay: 4 * time.Second, Text: append([]byte(`\FO000\C1`), gb(t, "请A023号到3号窗口")...)}
	for _, tc := range []struct {
		name string
		to   uint16
		data []byte
		want string
	}{
		{"ping of address 1", 1, BXPing(), a5 + "01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A"},
		{"welcome on 128 x 32 dots", BXAny, mustShow(t, 6, welcome), a5 + "FE FF 00 80 00 00 00 00 00 00 FE 02 2C 00 A3 06 01 00 00 00 01 23 00 00 00 80 00 00 80 80 20 00 00 00 00 0A 00 00 00 00 02 01 01 00 02 0A 08 00 00 00 BB B6 D3 AD B9 E2 C1 D9 3C 49 5A"},
		{"a call, by the vendor's own program", BXAny, mustShow(t, 6, call), a5 + "feff0080000000000000fe023e00 a3060100000001350000008000008080200000000005000000000201020000081a000000 5c464f3030305c4331 c7eb41303233bac5b5bd33bac5b4b0bfda c843 5a"},
		{"light on", BXAny, []byte{0xA3, 0x00, bxAnswer, 0, 0, 1}, a5 + "fe ff 00 80 00 00 00 00 00 00 fe 02 06 00 a3 00 01 00 00 01 5d f1 5a"},
		{"clear", BXAny, []byte{0xA3, 0x10, bxAnswer, 0, 0}, a5 + "fe ff 00 80 00 00 00 00 00 00 fe 02 05 00 a3 10 01 00 00 75 dc 5a"},
	} {
		got := BXFrame{To: tc.to, From: bxHost, Device: bxAnyType, Data: tc.data}.Append(nil)
		if want := unhex(t, tc.want); !bytes.Equal(got, want) {
			t.Errorf("%s:\n got % X\nwant % X", tc.name, got, want)
		}
		if back, broken := frames(got); len(back) != 1 || broken != 0 || !bytes.Equal(back[0].Data, tc.data) || back[0].To != tc.to {
			t.Errorf("%s is read back as %+v, %d broken", tc.name, back, broken)
		}
	}
}

func TestTheVendorsSampleOfAnotherCommandIsRead(t *testing.T) {
	sample := unhex(t, a5+"01 00 00 80 00 00 00 00 00 00 FE 02 0D 00 A2 03 01 08 00 13 20 01 25 11 17 26 05 B0 3F 5A")
	if f, _ := frames(sample); len(f) != 1 || f[0].To != 1 {
		t.Errorf("the vendor's sample is read as %+v", f)
	}
}

func TestTheVendorsOtherSamplesHaveTheChecksumThatWeCompute(t *testing.T) {
	for _, s := range []string{
		a5 + "FE FF 00 80 00 00 00 00 00 00 FE 02 0E 00 A1 05 01 00 00 01 50 30 30 30 47 00 00 00 48 14 5A",
		a5 + "FE FF 00 80 00 00 00 00 00 00 FE 02 59 00 A1 06 01 00 00 50 30 30 30 01 00 00 47 00 00 00 00 00 00 50 30 30 30 47 00 00 00 FF 00 00 01 FF FF FF FF FF FF FF FF 01 00 00 01 2C 00 00 00 00 00 80 00 00 80 80 20 00 FF 00 00 00 00 00 00 00 02 02 02 00 0A 0A 0D 00 00 00 BB B6 D3 AD B9 E2 C1 D9 4F 6E 62 6F 6E 0F 18 EC F0 5A",
	} {
		if f, broken := frames(unhex(t, s)); len(f) != 1 || broken != 0 {
			t.Errorf("% .40s is read as %d frames, %d broken", s, len(f), broken)
		}
	}
}

func TestAnswersAreReadAsTheVendorSendsThem(t *testing.T) {
	ack := unhex(t, "A5 "+a5+"00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 14 AC 5A")
	nack := unhex(t, "A5 "+a5+"00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 01 05 00 00 05 51 5A")
	read := func(b []byte) error {
		f, broken := frames(b)
		if len(f) != 1 || broken != 0 {
			t.Fatalf("% X: %d frames, %d broken", b, len(f), broken)
		}
		a, err := ParseBXAnswer(f[0])
		if err != nil || a.From != BXAny {
			t.Fatalf("%+v, %v", a, err)
		}
		return a.Err()
	}
	if err := read(ack); err != nil {
		t.Errorf("an ACK is %v", err)
	}
	if r, ok := read(nack).(*Refusal); !ok || r.Code != BXBadSum {
		t.Errorf("a NACK is %v, want a refusal for the checksum", read(nack))
	}
}

func TestAnAnswerCountsOnlyWholeAndFromTheStripThatWasAsked(t *testing.T) {
	ack := func(to, from uint16) []byte {
		return BXFrame{To: to, From: from, Device: bxAnyType, Data: []byte{0xA0, 0, 0, 0, 0}}.Append(nil)
	}
	echo := BXFrame{To: 7, From: bxHost, Device: bxAnyType, Data: BXPing()}.Append(nil)
	bad := ack(bxHost, 7)
	bad[len(bad)-2] ^= 1
	for _, tc := range []struct {
		name string
		in   []byte
		ok   bool
	}{
		{"its own answer", ack(bxHost, 7), true},
		{"after noise and an echo", append(append([]byte{0, 0xFF, 0x5A}, echo...), ack(bxHost, 7)...), true},
		{"from a card that calls itself the wildcard", ack(bxHost, BXAny), true},
		{"of another card", ack(bxHost, 8), false},
		{"an echo alone", echo, false},
		{"with a wrong checksum", bad, false},
		{"half of it", ack(bxHost, 7)[:20], false},
		{"nothing", nil, false},
	} {
		if _, ok := bxAnswerFrom(7)(tc.in); ok != tc.ok {
			t.Errorf("%s: %v, want %v", tc.name, ok, tc.ok)
		}
	}
	if _, ok := bxAnswerFrom(BXAny)(echo); ok {
		t.Error("alone on a line, an echo is taken for an answer")
	}
	if _, ok := bxAnswerFrom(BXAny)(ack(bxHost, 7)); !ok {
		t.Error("alone on a line, a card is not understood")
	}
}

func TestAFrameIsReadBackHoweverItIsCutAndWhateverCameBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := BXFrame{
			To: rapid.Uint16().Draw(t, "to"), From: rapid.Uint16().Draw(t, "from"), Device: rapid.Byte().Draw(t, "device"), Over: rapid.Bool().Draw(t, "over"),
			Data: rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom([]byte{0xA5, 0xA6, 0x5A, 0x5B, 1, 2}), rapid.Byte()), 0, 300).Draw(t, "data"),
		}
		stream := append(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "noise"), want.Append(nil)...)
		var got []BXFrame
		var d BXDecoder
		for len(stream) > 0 {
			n := rapid.IntRange(1, len(stream)).Draw(t, "piece")
			d.Feed(stream[:n], func(f BXFrame) { got = append(got, f) })
			stream = stream[n:]
		}
		if len(got) != 1 || got[0].To != want.To || got[0].From != want.From || got[0].Device != want.Device || got[0].Over != want.Over || !bytes.Equal(got[0].Data, want.Data) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestAFrameWithOneWrongByteIsNeverTaken(t *testing.T) {
	whole := BXFrame{To: 3, From: bxHost, Device: bxAnyType, Data: mustShow(t, 6, BXArea{W: 64, H: 16, Mode: BXStill, Text: []byte(`\FO000\C1A023`)})}.Append(nil)
	for i := 8; i < len(whole)-1; i++ {
		for _, x := range []byte{0x01, 0x80, 0xFF} {
			b := bytes.Clone(whole)
			b[i] ^= x
			if got, _ := frames(b); len(got) != 0 {
				t.Fatalf("with byte %d changed by %02X it is read as % X", i, x, got[0].Data)
			}
		}
	}
}

// FuzzBXDecoder: nothing that comes from a line makes the decoder fall over, what
// it takes can be sent again, and a frame after whatever came is found.
func FuzzBXDecoder(f *testing.F) {
	for _, s := range []string{
		a5 + "01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A",
		"A5 00 80 FE FF 00 00 00 00 00 00 FE 02 05 00 A0 01 05 00 00 05 51 5A",
		"A5 5A", "A5 A6 5A", "A5 A6 03 5A", "5A 5A A5 A5", "A5 5B 02 A6 01",
	} {
		f.Add(unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var d BXDecoder
		d.Feed(b, func(fr BXFrame) {
			again, _ := frames(fr.Append(nil))
			if len(again) != 1 || !bytes.Equal(again[0].Data, fr.Data) {
				t.Fatalf("%+v is read back as %+v", fr, again)
			}
			if a, err := ParseBXAnswer(fr); err == nil {
				_ = a.Err()
			}
		})
		n := 0
		d.Feed(BXFrame{To: 1, From: bxHost, Data: BXPing()}.Append(nil), func(BXFrame) { n++ })
		if n != 1 {
			t.Fatalf("after % X, %d frames are found, want 1", b, n)
		}
	})
}
