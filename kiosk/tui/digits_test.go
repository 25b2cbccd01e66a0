package tui

import (
	"image"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/gobold"
)

func TestBigLettersFillTheirPlace(t *testing.T) {
	for scale, rows := range map[int]int{1: 4, 2: 7, 3: 11} {
		w, h := DigitsSize("A012", scale)
		if h != rows || w < 18*scale || w > 24*scale {
			t.Errorf("scale %d is %dx%d, want %d rows and some 21 cells per scale", scale, w, h, rows)
		}
		if got := DigitsScale("A012", w, h); got != scale {
			t.Errorf("the scale for %dx%d is %d, want %d", w, h, got, scale)
		}
		if got := DigitsScale("A012", w-1, h); got >= scale {
			t.Errorf("the scale for %dx%d is %d, want less than %d", w-1, h, got, scale)
		}
	}
	for _, room := range []image.Rectangle{image.Rect(3, 1, 60, 12), image.Rect(0, 0, 20, 30), image.Rect(1, 1, 21, 5)} {
		c := NewCanvas(70, 30, nil)
		used := c.Digits(room, Center|Middle, Ink, "B087", 0)
		if !used.In(room) || used.Dy() != room.Dy() && used.Dx() < room.Dx()*9/10 {
			t.Errorf("in %v the letters are at %v", room, used)
		}
	}
}

func TestBigLettersAreDrawnInHalfBlocks(t *testing.T) {
	c := NewCanvas(50, 7, nil)
	c.UseColours(None)
	c.Digits(c.Area(), Left, Ink, "a013", 0)
	want := "" +
		"     ████       ▄█████▄  ▄▄███    ██▀███▄\n" +
		"    ██████     ▄██   ██▄ ▀  ██         ███\n" +
		"   ▄██ ▀██▄    ███   ███    ██       ▄▄█▀\n" +
		"   ██   ███    ███   ███    ██     ▀███▄▄\n" +
		"  ██████████   ███   ███    ██         ███\n" +
		" ██▀     ▀███  ▀██   ██▀    ██         ███\n" +
		"▄█▀       ▀██▄  ▀█████▀  ████████ ██████▀"
	if got := c.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestZeroHasNoBarWhichPeopleReadAsEight(t *testing.T) {
	zero := string(plainZero)
	for text, want := range map[string]string{"A10": "A1" + zero, "F018": "F" + zero + "18", "09:30": zero + "9:3" + zero} {
		if got := bigText(text); got != want {
			t.Errorf("%q is written %q", text, got)
		}
	}
	barred, plain := digits().glyph('0'), digits().glyph(plainZero)
	if barred.advance != plain.advance || barred.left != plain.left || barred.right != plain.right || barred.top != plain.top {
		t.Errorf("it is another size: %+v", plain)
	}
	m := digits().mask(zero, 40)
	if m.at(m.w/2, 20) != 0 || m.at(m.w/2, 1) == 0 || m.at(2, 20) == 0 {
		t.Error("it is not hollow")
	}
}

func TestBigLettersThatDoNotFitAreWrittenSmall(t *testing.T) {
	c := NewCanvas(12, 3, nil)
	c.Digits(c.Area(), Center|Middle, Ink, "A012", 0)
	if got := strings.TrimSpace(c.String()); got != "A012" {
		t.Errorf("got %q", got)
	}
}

func TestEverySignOfASCIIHasABigLetter(t *testing.T) {
	for r := ' '; r <= '~'; r++ {
		if digits().glyph(r) == nil {
			t.Errorf("%q is missing", r)
		}
	}
	if got := bigText("a01号2\x1b"); got != "A"+string(plainZero)+"12" {
		t.Errorf("got %q", got)
	}
	if digits().glyph(plainZero) == nil {
		t.Error("the zero without a bar is missing")
	}
}

func TestEdgesOfBigLettersAreShadesBetweenInkAndPaper(t *testing.T) {
	c := NewCanvas(60, 11, nil)
	c.Digits(c.Area(), Left, Call, "A08", 0)
	p := c.Theme().Pair(Call)
	shades := map[string]bool{}
	for y := range 11 {
		for x := range 60 {
			st := c.buf.CellAt(x, y).Style
			for i, s := range c.ramp(p) {
				if st.Fg == s && i > 0 && i < rampSteps {
					shades["between"] = true
				}
			}
			if st.Fg == p.Ink && st.Bg == p.Ink {
				t.Fatalf("ink on ink at %d,%d", x, y)
			}
		}
	}
	if !shades["between"] {
		t.Error("there are none")
	}
}

func TestALineIsDrawnOncePerSize(t *testing.T) {
	first := digits().mask("A777", 20)
	if again := digits().mask("A777", 20); again != first {
		t.Error("it is drawn twice")
	}
	for px := range 3 * keptMasks {
		digits().mask("8", px+7)
	}
	if n := len(digits().masks); n > keptMasks {
		t.Errorf("%d lines are kept", n)
	}
}

func TestAFaceWritesItsOwnCharactersLargeAndOthersSmall(t *testing.T) {
	f, err := ParseFace(gobold.TTF, "CJK SC")
	if err != nil {
		t.Fatal(err)
	}
	if !f.Has("Window 3") || f.Has("3号") || f.Has("") {
		t.Error("Has is wrong")
	}
	c := NewCanvas(60, 8, nil)
	if used := c.Words(c.Area(), Left, Ink, f, "Hg3"); used.Dy() != 8 || !strings.Contains(c.String(), "█") {
		t.Errorf("used %v:\n%s", used, c)
	}
	c.Clear()
	c.Words(c.Area(), Left, Ink, f, "3号窗")
	if got := c.String(); !strings.HasPrefix(got, "3号窗") {
		t.Errorf("got %q", got)
	}
	c.Clear()
	c.Words(c.Area(), Left, Ink, nil, "3号窗")
	if got := c.String(); !strings.HasPrefix(got, "3号窗") {
		t.Errorf("without a face: %q", got)
	}
	if _, _, ok := f.WordsSize("3", 5); ok {
		t.Error("five rows are enough")
	}
	if w, h, ok := f.WordsSize("3", 8); !ok || w < 5 || h != 8 {
		t.Errorf("the size is %dx%d, %v", w, h, ok)
	}
}

func TestAFontThatIsNoneIsAnError(t *testing.T) {
	if _, err := ParseFace([]byte("no font"), ""); err == nil {
		t.Error("it is taken")
	}
}

func FuzzParseFace(f *testing.F) {
	f.Add(gobold.TTF[:2000])
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	f.Add(gobold.TTF)
	f.Fuzz(func(t *testing.T, data []byte) {
		face, err := ParseFace(data, "")
		if err != nil {
			return
		}
		c := NewCanvas(40, 10, nil)
		c.Words(c.Area(), Left, Ink, face, "A0号")
	})
}
