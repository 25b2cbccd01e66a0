package glyph

import (
	"bytes"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"pgregory.net/rapid"

	"onewindow/assets"
)

// dots shows a picture as text.
func dots(b Bitmap) string {
	var s strings.Builder
	for y := range b.Height {
		for x := range b.Width {
			if b.Black(x, y) {
				s.WriteByte('#')
			} else {
				s.WriteByte('.')
			}
		}
		s.WriteByte('\n')
	}
	return s.String()
}

func TestTheBuiltInFontCanBeUsed(t *testing.T) {
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(assets.PaperFontLicence(), "SIL OPEN FONT LICENSE Version 1.1") || !strings.Contains(assets.PaperFontLicence(), "Copyright 2014-2021 Adobe") {
		t.Error("the licence and the copyright notice must go with every copy of the font")
	}
}

func TestEveryCharacterOfAChinesePrinterHasAPicture(t *testing.T) {
	for _, set := range []struct {
		name    string
		in      func(string) bool
		lacks   string // known, and boxed
		atLeast int
	}{
		{"GB2312", encodable(simplifiedchinese.HZGB2312.NewEncoder().String, 0), "", 7480},
		{"GBK", encodable(simplifiedchinese.GB18030.NewEncoder().String, 2), "≒", 21800},
		{"Big5", encodable(traditionalchinese.Big5.NewEncoder().String, 2), "", 13060},
	} {
		n := 0
		for r := rune(0xa1); r < 0x30000; r++ {
			if !unicode.IsGraphic(r) || unicode.In(r, unicode.Co, unicode.M) || !set.in(string(r)) {
				continue
			}
			n++
			if !Builtin().Has(r) && unicode.Is(unicode.Han, r) {
				t.Errorf("%s: %c (%U) has no picture", set.name, r, r)
			} else if !Builtin().Has(r) && set.name != "Big5" && !strings.ContainsRune(set.lacks, r) {
				t.Errorf("%s: %c (%U) has no picture", set.name, r, r)
			}
		}
		if n < set.atLeast {
			t.Errorf("%s: only %d characters were looked at", set.name, n)
		}
	}
}

// encodable reports whether an encoding can write a text (with that many bytes,
// if not 0).
func encodable(encode func(string) (string, error), size int) func(string) bool {
	return func(s string) bool {
		b, err := encode(s)
		return err == nil && (size == 0 || len(b) == size)
	}
}

func TestRareCharactersOfNamesHavePictures(t *testing.T) {
	// Of the basic plane outside of GBK, of extension A, and beyond the basic plane.
	for _, r := range "䶮㙍㛃㳚𬒈𫖯𬱖𫘝𬀩𬭛𫟹𬬩龘鿍" {
		if !Builtin().Has(r) {
			t.Errorf("%c (%U) has no picture", r, r)
		}
	}
}

func TestACharacterThatTheFontLacksIsABoxAndIsNamed(t *testing.T) {
	text := "王😀先生😀한"
	if got := string(Builtin().Missing(text)); got != "😀한" {
		t.Errorf("missing %q, want each once, in order", got)
	}
	grin, hangul := Builtin().Glyph('😀'), Builtin().Glyph('한')
	if !bytes.Equal(grin.Bits, hangul.Bits) {
		t.Error("what is missing must look the same, whatever it is")
	}
	want := NewBitmap(Side, Side)
	box(want)
	if !bytes.Equal(grin.Bits, want.Bits) {
		t.Errorf("a missing character is not boxed:\n%s", dots(grin))
	}
	// No character of the font may look like the box.
	p, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range p.runes {
		if bytes.Equal(Builtin().Glyph(r).Bits, want.Bits) {
			t.Errorf("%c (%U) looks like a missing character", r, r)
		}
	}
}

func TestDifferentChineseCharactersHaveDifferentPictures(t *testing.T) {
	p, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[uint64]rune{}
	same := 0
	for _, r := range p.runes {
		if !unicode.Is(unicode.Unified_Ideograph, r) {
			continue
		}
		h := fnv.New64()
		h.Write(Builtin().Glyph(r).Bits)
		if twin, ok := seen[h.Sum64()]; ok {
			same++
			t.Logf("%c (%U) and %c (%U) look the same", twin, twin, r, r)
		}
		seen[h.Sum64()] = r
	}
	// Unicode itself has a few characters twice, and some differ by less than a dot.
	if same > 12 {
		t.Errorf("%d Chinese characters look like another", same)
	}
}

func TestAPictureIsThatOfTheCharacter(t *testing.T) {
	// Seen by eye once, and then held.
	for r, want := range map[rune]string{
		'一': strings.Repeat(".", 24),
	} {
		rows := strings.Split(dots(Builtin().Glyph(r)), "\n")
		if rows[0] != want || rows[23] != want {
			t.Errorf("%c is not one stroke across the middle", r)
		}
		if !strings.Contains(strings.Join(rows[8:16], "\n"), strings.Repeat("#", 20)) {
			t.Errorf("%c has no long stroke:\n%s", r, strings.Join(rows, "\n"))
		}
	}
	// A digit fills its half cell in height and leaves room beside it.
	eight := Builtin().Glyph('8')
	if eight.Width != Half {
		t.Fatalf("8 is %d dots wide", eight.Width)
	}
	if h := heightOf(eight); h < 15 || h > 20 {
		t.Errorf("8 is %d dots high:\n%s", h, dots(eight))
	}
}

// heightOf is the number of rows between the first and the last black dot.
func heightOf(b Bitmap) int {
	rows := strings.Split(strings.TrimSpace(dots(b)), "\n")
	first := slices.IndexFunc(rows, func(s string) bool { return strings.Contains(s, "#") })
	slices.Reverse(rows)
	last := slices.IndexFunc(rows, func(s string) bool { return strings.Contains(s, "#") })
	return len(rows) - last - first
}

func TestALineIsAsWideAsThePrintersOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		w, h := rapid.IntRange(1, 8).Draw(t, "w"), rapid.IntRange(1, 8).Draw(t, "h")
		dots := 0
		for _, r := range text {
			dots += Advance(r)
		}
		line := Builtin().Line(text, w, h)
		if line.Width != dots*w || line.Height != Side*h || len(line.Bits) != line.Stride()*line.Height {
			t.Fatalf("line of %d dots is %d x %d in %d bytes, at %d x %d", dots, line.Width, line.Height, len(line.Bits), w, h)
		}
	})
}

func TestALargerLineIsTheSmallOneEnlarged(t *testing.T) {
	small, large := Builtin().Line("A023号", 1, 1), Builtin().Line("A023号", 3, 2)
	for y := range large.Height {
		for x := range large.Width {
			if large.Black(x, y) != small.Black(x/3, y/2) {
				t.Fatalf("dot %d, %d differs", x, y)
			}
		}
	}
}

func TestWhatIsNotPrintedTakesNoRoom(t *testing.T) {
	// A joiner, a selector of a variant, a byte order mark, a line end.
	text := "葛\u200d\U000e0100\ufe0f\ufeff\n"
	if w := Width(text); w != Side {
		t.Errorf("width %d, want that of one character", w)
	}
	if m := Builtin().Missing(text); m != nil {
		t.Errorf("missing %q", string(m))
	}
	if !bytes.Equal(Builtin().Line(text, 1, 1).Bits, Builtin().Line("葛", 1, 1).Bits) {
		t.Error("the line differs from the plain one")
	}
}

func TestOutlinesDrawWhatTheBuiltInFontLacks(t *testing.T) {
	f, err := WithOutlines(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	const serbian = 'Ђ'
	if Builtin().Has(serbian) {
		t.Fatalf("%c is in the built-in font; the test needs another", serbian)
	}
	if !f.Has(serbian) || f.Missing(string(serbian)) != nil {
		t.Errorf("%c is missing", serbian)
	}
	lacking := NewBitmap(Side, Side)
	box(lacking)
	if g := f.Glyph(serbian); bytes.Equal(g.Bits, lacking.Bits) || heightOf(g) < 14 {
		t.Errorf("%c is not drawn:\n%s", serbian, dots(g))
	}
	if !bytes.Equal(f.Glyph('国').Bits, Builtin().Glyph('国').Bits) {
		t.Error("what the built-in font has must be its own")
	}
	if f.Has('😀') || !bytes.Equal(f.Glyph('😀').Bits, lacking.Bits) {
		t.Error("what neither has must be boxed")
	}
	if _, err := WithOutlines([]byte("no font")); err == nil {
		t.Error("want an error for what is no font")
	}
}

func TestAFontServesSeveralAtOnce(t *testing.T) {
	f, err := WithOutlines(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	want := f.Line("中Ђ国", 1, 1)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				if !bytes.Equal(f.Line("中Ђ国", 1, 1).Bits, want.Bits) {
					t.Error("a line differs")
				}
			}
		})
	}
	all.Wait()
}

func TestInvertTurnsOnlyTheDotsOfThePicture(t *testing.T) {
	b := NewBitmap(13, 2)
	b.Set(3, 1)
	b.Set(13, 0)
	b.Set(0, -1)
	b.Invert()
	if got, want := dots(b), "#############\n###.#########\n"; got != want {
		t.Errorf("got\n%s", got)
	}
	if b.Bits[1]&0x07 != 0 || b.Bits[3]&0x07 != 0 {
		t.Error("bits beyond the width are not 0")
	}
	b.Invert()
	if got := strings.Count(dots(b), "#"); got != 1 {
		t.Errorf("%d dots are black", got)
	}
}

func FuzzABrokenFontIsAnError(f *testing.F) {
	whole := assets.PaperFont()
	f.Add([]byte(whole[:1000]))
	f.Add([]byte{})
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, blob []byte) {
		p, err := unpack(string(blob))
		if p == nil {
			t.Fatal("no pack")
		}
		if err != nil && len(p.runes) > 0 {
			t.Fatal("a broken font has characters")
		}
		if len(p.pictures) != len(p.runes)*pictureBytes {
			t.Fatal("the pictures do not match the characters")
		}
	})
}

func BenchmarkALineOfARareName(b *testing.B) {
	Builtin()
	for b.Loop() {
		Builtin().Line("持证人：𬒈㙍䶮先生", 2, 2)
	}
}

func BenchmarkUnpack(b *testing.B) {
	for b.Loop() {
		if _, err := unpack(assets.PaperFont()); err != nil {
			b.Fatal(err)
		}
	}
}
