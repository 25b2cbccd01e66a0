package tui

import (
	"image"
	"strings"
	"testing"

	"github.com/skip2/go-qrcode"
)

const pickup = "https://hall.example.gov.cn/n/A013?c=8F3K2Q"

// modules reads dots back from a canvas: true where the ink of Code is seen.
func modules(c *Canvas, r image.Rectangle) [][]bool {
	var out [][]bool
	ink := c.Theme().Pair(Code).Ink
	for y := r.Min.Y; y < r.Max.Y; y++ {
		up, down := make([]bool, r.Dx()), make([]bool, r.Dx())
		for x := range r.Dx() {
			cell := c.buf.CellAt(r.Min.X+x, y)
			if cell.Style.Fg != ink || cell.Style.Bg != c.Theme().Pair(Code).Paper {
				continue
			}
			up[x] = cell.Content == "█" || cell.Content == "▀"
			down[x] = cell.Content == "█" || cell.Content == "▄"
		}
		out = append(out, up, down)
	}
	return out
}

func TestAQRCodeIsDrawnModuleByModuleInEveryTheme(t *testing.T) {
	q, err := qrcode.New(pickup, qrcode.Low)
	if err != nil {
		t.Fatal(err)
	}
	q.DisableBorder = true
	want, _ := codeOf(pickup)
	if len(want) != len(q.Bitmap()) {
		t.Errorf("the code has %d modules, needs %d", len(want), len(q.Bitmap()))
	}
	for _, name := range ThemeNames {
		th, _ := ThemeNamed(name)
		c := NewCanvas(60, 30, th)
		w, h, err := QRSize(pickup)
		if err != nil {
			t.Fatal(err)
		}
		at := c.QR(image.Rect(3, 2, 3+w, 2+h), pickup)
		got := modules(c, at)
		for y := range got {
			for x := range got[y] {
				mx, my := x-leastQuiet, y-leastQuiet
				dark := mx >= 0 && my >= 0 && mx < len(want) && my < len(want) && want[my][mx]
				if got[y][x] != dark {
					t.Fatalf("%s: module %d,%d is %v", name, mx, my, got[y][x])
				}
			}
		}
	}
}

func TestAQRCodeGrowsWithItsRoomAndKeepsItsQuietZone(t *testing.T) {
	w, h, _ := QRSize(pickup)
	for _, room := range []image.Rectangle{image.Rect(0, 0, w, h), image.Rect(1, 1, 50, 25), image.Rect(0, 0, 100, 50)} {
		c := NewCanvas(101, 51, nil)
		at := c.QR(room, pickup)
		if !at.In(room) || at.Dx() < w {
			t.Fatalf("in %v it is at %v", room, at)
		}
		dots := modules(c, at)
		if q := firstDark(dots); q < leastQuiet {
			t.Errorf("in %v the quiet zone is %d dots", room, q)
		}
	}
}

// firstDark is the first row that has a dark dot.
func firstDark(dots [][]bool) int {
	for y, row := range dots {
		for _, d := range row {
			if d {
				return y
			}
		}
	}
	return -1
}

func TestWhatIsNoQRCodeDrawsNothing(t *testing.T) {
	c := NewCanvas(20, 10, nil)
	empty := c.String()
	for _, text := range []string{"", strings.Repeat("x", 4000), pickup} {
		if at := c.QR(c.Area(), text); !at.Empty() || c.String() != empty {
			t.Errorf("%.10q... is drawn at %v", text, at)
		}
	}
	if _, _, err := QRSize(strings.Repeat("x", 4000)); err == nil {
		t.Error("a text that is too long has a size")
	}
}

func TestOnlyAFewCodesAreKept(t *testing.T) {
	for i := range 3 * keptCodes {
		if _, err := codeOf(strings.Repeat("a", i+1)); err != nil {
			t.Fatal(err)
		}
	}
	if len(codes.of) > keptCodes {
		t.Errorf("%d are kept", len(codes.of))
	}
}

func FuzzQRSize(f *testing.F) {
	f.Add(pickup)
	f.Add("A013")
	f.Add("号码\x00\xff")
	f.Fuzz(func(t *testing.T, text string) {
		w, h, err := QRSize(text)
		if err == nil && (w < 21 || h < 11) {
			t.Errorf("%q is %dx%d", text, w, h)
		}
	})
}
