package escpos

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"onewindow/printer/profile"
)

func named(t testing.TB, name string) profile.Profile {
	t.Helper()
	p, err := profile.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// with is the generic profile, changed.
func with(t testing.TB, change func(*profile.Profile)) profile.Profile {
	t.Helper()
	p := named(t, "generic-80")
	change(&p)
	return p
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The bytes are those of the tables of Epson's command reference.
func TestEachCommandHasTheBytesOfTheReference(t *testing.T) {
	same := func(*profile.Profile) {}
	for _, tc := range []struct {
		name   string
		change func(*profile.Profile)
		do     func(*Encoder)
		want   string
	}{
		{"init with Chinese", same, (*Encoder).Init, "1b40 1c26"},
		{"init, Chinese by brackets", func(p *profile.Profile) { p.Kanji = profile.KanjiBracket }, (*Encoder).Init, "1b40"},
		{"init with smoothing", func(p *profile.Profile) { p.Smooth = true }, (*Encoder).Init, "1b40 1c26 1d6201"},
		{"Chinese on and off", same, func(e *Encoder) { e.Kanji(true); e.Kanji(false) }, "1c26 1c2e"},
		{"Chinese without a mode", func(p *profile.Profile) { p.Kanji = profile.KanjiNone }, func(e *Encoder) { e.Kanji(true); e.Kanji(false) }, ""},
		{"alignment", same, func(e *Encoder) { e.Align(Left); e.Align(Centre); e.Align(Right) }, "1b6100 1b6101 1b6102"},
		{"bold", same, func(e *Encoder) { e.Bold(true); e.Bold(false) }, "1b4501 1b4500"},
		{"reverse", same, func(e *Encoder) { e.Reverse(true) }, "1d4201"},
		{"sizes", same, func(e *Encoder) { e.Size(1, 1); e.Size(2, 2); e.Size(4, 3); e.Size(99, -1) }, "1d2100 1d2111 1d2132 1d2170"},
		{"sizes with FS", func(p *profile.Profile) { p.SizeCommand = profile.SizeGSFS }, func(e *Encoder) { e.Size(3, 1); e.Size(1, 1) }, "1d2120 1c2104 1d2100 1c2100"},
		{"sizes of old printers", func(p *profile.Profile) { p.SizeCommand = profile.SizeESCFS }, func(e *Encoder) { e.Bold(true); e.Size(2, 3); e.Size(1, 1) }, "1b4501 1b2138 1c210c 1b2108 1c2100"},
		{"text", same, func(e *Encoder) { e.Text([]byte("A\xb4\xf3")) }, "41 b4f3"},
		{"text in brackets", func(p *profile.Profile) { p.Kanji = profile.KanjiBracket }, func(e *Encoder) { e.Text([]byte("A\xb4\xf3")); e.Text([]byte("A")) }, "1c26 41b4f3 1c2e 41"},
		{"text that would command", same, func(e *Encoder) { e.Text([]byte("a\x1b@\x10\x04\x01\x00\n\x7fb")) }, "61 40 62"},
		{"feeding", same, func(e *Encoder) {
			e.Newline()
			e.Feed(0)
			e.Feed(1)
			e.Feed(3)
			e.Feed(999)
		}, "0a 0a 1b6403 1b64ff"},
		{"line spacing", same, func(e *Encoder) { e.Spacing(30); e.Spacing(0) }, "1b331e 1b32"},
		{"partial cut", same, (*Encoder).Cut, "1d564200"},
		{"full cut", func(p *profile.Profile) { p.Cut = profile.CutFull }, (*Encoder).Cut, "1d564100"},
		{"plain partial cut", func(p *profile.Profile) { p.CutCommand = profile.CutPlain }, (*Encoder).Cut, "1b6405 1d5601"},
		{"plain full cut", func(p *profile.Profile) { p.Cut, p.CutCommand = profile.CutFull, profile.CutPlain }, (*Encoder).Cut, "1b6405 1d5600"},
		{"old cuts", func(p *profile.Profile) { p.CutCommand = profile.CutOld }, (*Encoder).Cut, "1b6405 1b6d"},
		{"old full cut", func(p *profile.Profile) { p.Cut, p.CutCommand = profile.CutFull, profile.CutOld }, (*Encoder).Cut, "1b6405 1b69"},
		{"no knife", func(p *profile.Profile) { p.Cut = profile.CutNone }, (*Encoder).Cut, "1b6405"},
		{"buzzer of clones", same, func(e *Encoder) { e.Beep(2) }, "1b420202"},
		{"buzzer of Epson's", func(p *profile.Profile) { p.Beep = profile.BeepEpson }, func(e *Encoder) { e.Beep(2) }, "1b2841040030310202"},
		{"no buzzer", func(p *profile.Profile) { p.Beep = profile.BeepNone }, func(e *Encoder) { e.Beep(2) }, ""},
		{"questions at once", same, func(e *Encoder) { e.AskRealTime(1); e.AskRealTime(4); e.AskRealTime(9) }, "100401 100404 100401"},
		{"the question with a tag", same, func(e *Encoder) { e.AskProcess([4]byte{'A', 'b', '1', 0}) }, "1d284806003030 41623130"},
		{"the question for the sensors", same, (*Encoder).AskStatus, "1d7201"},
		{"the question for the model", same, func(e *Encoder) { e.AskInfo(67) }, "1d4943"},
		{"automatic status", same, func(e *Encoder) { e.ASB(true); e.ASB(false) }, "1d61ff 1d6100"},
		{"a mark", same, (*Encoder).Mark, "1d286b040031503031"},
		{"the question for the mark", same, (*Encoder).AskMark, "1d286b0300315230"},
		{"clearing", same, (*Encoder).Clear, "100502 10140801031401060208"},
		{"clearing what cannot be told", func(p *profile.Profile) { p.RealTime = false }, (*Encoder).Clear, ""},
		{"filling", same, func(e *Encoder) { e.Fill(3); e.Fill(-1) }, "000000"},
		{"a bar code", same, func(e *Encoder) { must(t, e.Code128("A023", 60, 2)) }, "1d683c 1d7702 1d4802 1d6b4906 7b42 41303233"},
		{"a QR code", same, func(e *Encoder) { must(t, e.QR("A1", 6)) },
			"1d286b040031413200 1d286b0300314306 1d286b0300314531 1d286b050031503041311d286b0300315130"},
		{"a picture", same, func(e *Encoder) { must(t, e.Raster(16, []byte{1, 2, 3, 4})) }, "1d763000 0200 0200 01020304"},
		{"a picture whose printer swallows a line feed", func(p *profile.Profile) { p.FeedAfterImage = true }, func(e *Encoder) { must(t, e.Raster(8, []byte{1})) }, "1d763000 0100 0100 01 0a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := New(with(t, tc.change))
			tc.do(e)
			if want := unhex(t, tc.want); !bytes.Equal(e.Bytes(), want) {
				t.Errorf("got  % x\nwant % x", e.Bytes(), want)
			}
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestDigitsOfABarCodeGoInPairs(t *testing.T) {
	for _, tc := range []struct {
		text, want string
		symbols    int
	}{
		{"123456", "{C\x0c\x22\x38", 3},
		{"A12345", "{BA1{C\x17\x2d", 5},
		{"12", "{B12", 2},
		{"1234A", "{C\x0c\x22{BA", 4},
		{"a{b", "{Ba{{b", 3},
		{"12345", "{B1{C\x17\x2d", 4},
	} {
		data, n, err := code128(tc.text)
		if err != nil || string(data) != tc.want || n != tc.symbols {
			t.Errorf("%s: %q, %d symbols, %v; want %q, %d", tc.text, data, n, err, tc.want, tc.symbols)
		}
	}
}

func TestWhatDoesNotFitIsRefusedAndNothingIsAppended(t *testing.T) {
	p := named(t, "generic-58")
	none := p
	none.Code128 = false
	for _, tc := range []struct {
		name string
		p    profile.Profile
		do   func(*Encoder) error
	}{
		{"a picture wider than the paper", p, func(e *Encoder) error { return e.Raster(392, make([]byte, 49)) }},
		{"a picture with half a row", p, func(e *Encoder) error { return e.Raster(16, make([]byte, 3)) }},
		{"a picture without rows", p, func(e *Encoder) error { return e.Raster(16, nil) }},
		{"a QR code wider than the paper", p, func(e *Encoder) error { return e.QR(strings.Repeat("x", 300), 16) }},
		{"a QR code of nothing", p, func(e *Encoder) error { return e.QR("", 4) }},
		{"a QR code of too much", p, func(e *Encoder) error { return e.QR(strings.Repeat("x", mostQR+1), 1) }},
		{"a QR code of no dots", p, func(e *Encoder) error { return e.QR("x", 0) }},
		{"a bar code wider than the paper", p, func(e *Encoder) error { return e.Code128("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 60, 3) }},
		{"a bar code in Chinese", p, func(e *Encoder) error { return e.Code128("号", 60, 2) }},
		{"a bar code of nothing", p, func(e *Encoder) error { return e.Code128("", 60, 2) }},
		{"a bar code of no height", p, func(e *Encoder) error { return e.Code128("1", 0, 2) }},
		{"a bar code that the printer cannot draw", none, func(e *Encoder) error { return e.Code128("1", 60, 2) }},
		{"a character that the ROM lacks", p, func(e *Encoder) error { return e.String("王𠮷") }},
	} {
		e := New(tc.p)
		if err := tc.do(e); err == nil || e.Len() != 0 {
			t.Errorf("%s: error %v, %d bytes", tc.name, err, e.Len())
		}
	}
	if err := New(none).Code128("1", 60, 2); !errors.Is(err, ErrUnsupported) {
		t.Errorf("error %v", err)
	}
}

func TestAPictureGoesInBandsThatLeaveRoomForQuestions(t *testing.T) {
	for _, baud := range []int{9600, 115200} {
		p := with(t, func(p *profile.Profile) { p.Baud = baud })
		e := New(p)
		bits := bytes.Repeat([]byte{0xaa}, 72*300)
		must(t, e.Raster(576, bits))
		var got []byte
		for d := e.Bytes(); len(d) > 0; {
			n, whole := Next(d)
			if !whole || n <= 8 || !bytes.HasPrefix(d, []byte{gs, 'v', '0', 0, 72, 0}) {
				t.Fatalf("%d: a band of %d bytes, whole %v: % x", baud, n, whole, d[:8])
			}
			if n-8 > p.Buffer/2 || p.WireTime(n).Seconds() > 1.2 {
				t.Errorf("%d: a band of %d bytes", baud, n)
			}
			got = append(got, d[8:n]...)
			d = d[n:]
		}
		if !bytes.Equal(got, bits) {
			t.Errorf("%d: the bands are not the picture", baud)
		}
	}
}

func TestNoPictureHoldsARealTimeCommand(t *testing.T) {
	var bits []byte
	for a := range 256 {
		for _, b := range []byte{eot, enq, dc4, dle} {
			bits = append(bits, dle, b, byte(a), 0)
		}
	}
	e := New(named(t, "generic-80"))
	must(t, e.Raster(32, bits))
	for _, second := range []byte{eot, enq, dc4} {
		if i := bytes.Index(e.Bytes(), []byte{dle, second}); i >= 0 {
			t.Errorf("a command %02x %02x at %d", dle, second, i)
		}
	}
	for i, b := range harmless(bits) {
		if b&^bits[i] != 0 && b&^bits[i] != 0x08 || bits[i]&^b != 0 {
			t.Errorf("byte %d went from %02x to %02x", i, bits[i], b)
		}
	}
}

func TestAQRCodeOfDotsIsTheCodeItself(t *testing.T) {
	p := with(t, func(p *profile.Profile) { p.QR = profile.QRRaster })
	// The upper left corner of every QR code is seven black modules and one white. Modules
	// of even size are sent in half of it, to be printed twice as large (mode 3).
	for _, tc := range []struct {
		module, rows int
		mode         byte
		corner       []byte
	}{
		{6, 3, 3, []byte{0xff, 0xff, 0xf8}},
		{5, 5, 0, []byte{0xff, 0xff, 0xff, 0xff, 0xe0}},
	} {
		e := New(p)
		must(t, e.QR("https://hall.example/t/A023", tc.module))
		d := e.Bytes()
		row := int(d[4])
		if d[0] != gs || d[1] != 'v' || d[3] != tc.mode || !slices.Equal(d[8:8+len(tc.corner)], tc.corner) {
			t.Errorf("modules of %d dots begin % x", tc.module, d[:24])
		}
		for n := range tc.rows {
			if !slices.Equal(d[8:8+row], d[8+n*row:8+(n+1)*row]) {
				t.Errorf("row %d of a module of %d dots differs", n, tc.module)
			}
		}
	}
}

func TestTheStreamIsTakenApartIntoTheCommandsThatItWasMadeOf(t *testing.T) {
	p := named(t, "epson-tm-t70ii-ch")
	e := New(p)
	var ends []int
	step := func(do func()) {
		do()
		ends = append(ends, e.Len())
	}
	for _, do := range []func(){
		func() { e.Raw([]byte{esc, '@'}) }, func() { e.Kanji(true) }, func() { e.Align(Centre) }, func() { e.Size(4, 4) },
		func() { e.Text([]byte("A023")); e.Newline() }, func() { e.Feed(3) }, func() { must(t, e.Raster(8, []byte{lf, esc, gs})) },
		func() { e.Raw([]byte{gs, '(', 'k', 5, 0, 49, 80, 48, esc, lf}) }, func() { e.Raw([]byte{gs, 'k', 73, 4, '{', 'B', gs, lf}) },
		func() { e.Raw([]byte{gs, 'k', 4, 'a', 'b', 0}) }, func() { e.Cut() }, func() { e.Raw([]byte{gs, 'V', 1}) },
		func() { e.AskProcess([4]byte{'a', 'b', 'c', 'd'}) }, func() { e.AskStatus() }, func() { e.AskRealTime(2) },
		func() { e.Raw([]byte{dle, dc4, 8, 1, 3, 20, 1, 6, 2, 8}) }, func() { e.ASB(true) }, func() { e.Spacing(0) }, func() { e.Beep(1) },
		func() { e.Raw([]byte{esc, 'D', 8, 16, 0}) }, func() { e.Raw([]byte{esc, '*', 33, 1, 0, 1, 2, 3}) }, func() { e.Raw([]byte{fs, 'S', 1, 2}) },
		func() { e.Raw([]byte{gs, '8', 'L', 2, 0, 0, 0, lf, lf}) }, func() { e.Fill(1) }, func() { e.Text([]byte("B")) },
	} {
		step(do)
	}
	var got []int
	for d, at := e.Bytes(), 0; len(d) > 0; {
		n, whole := Next(d)
		if !whole {
			t.Fatalf("broken off at %d", at)
		}
		at += n
		d = d[n:]
		got = append(got, at)
	}
	// A command without Beep emits nothing and has no end of its own.
	if want := slices.Compact(ends); !slices.Equal(got, want) {
		t.Errorf("ends %v\nwant %v", got, want)
	}
}

func FuzzNext(f *testing.F) {
	e := New(named(f, "generic-80"))
	e.Init()
	must(f, e.QR("A1", 3))
	must(f, e.Raster(16, make([]byte, 8)))
	e.Cut()
	f.Add(e.Bytes())
	f.Add([]byte{gs, '8', 'L', 255, 255, 255, 255})
	f.Add([]byte{esc, 'D'})
	f.Add([]byte{gs, 'k', 4})
	f.Fuzz(func(t *testing.T, b []byte) {
		for len(b) > 0 {
			n, whole := Next(b)
			if n < 1 || n > len(b) || !whole && n != len(b) {
				t.Fatalf("%d of %d, whole %v", n, len(b), whole)
			}
			b = b[n:]
		}
	})
}

func FuzzRaster(f *testing.F) {
	f.Add(16, []byte{dle, eot, 1, 2})
	f.Fuzz(func(t *testing.T, width int, bits []byte) {
		e := New(named(t, "generic-58"))
		if err := e.Raster(width, bits); err != nil {
			if e.Len() != 0 {
				t.Errorf("%d bytes came with %v", e.Len(), err)
			}
			return
		}
		var rows int
		for d := e.Bytes(); len(d) > 0; {
			n, whole := Next(d)
			if !whole {
				t.Fatal("a band is broken off")
			}
			for _, second := range []byte{eot, enq, dc4} {
				if bytes.Contains(d[8:n], []byte{dle, second}) {
					t.Errorf("a real-time command in % x", d[8:n])
				}
			}
			rows += int(d[6]) + int(d[7])<<8
			d = d[n:]
		}
		if rows != len(bits)/((width+7)/8) {
			t.Errorf("%d rows", rows)
		}
	})
}

func BenchmarkQRTicket(b *testing.B) {
	p := named(b, "epson-tm-t70ii-ch")
	var n int
	for b.Loop() {
		e := New(p)
		e.Init()
		e.Size(4, 4)
		must(b, e.String("A023"))
		must(b, e.QR("https://hall.example/t/A023-20261126", 6))
		e.Cut()
		n = e.Len()
	}
	b.ReportMetric(float64(n), "bytes")
}
