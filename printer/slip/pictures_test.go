package slip

import (
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"onewindow/printer/virtual"
)

var update = flag.Bool("update", false, "write the goldens, and the pictures of docs/images, anew")

// TestPictures prints every default template in every language. With -update the
// papers are written to docs/images, for people to look at.
func TestPictures(t *testing.T) {
	for _, width := range []int{58, 80} {
		p := named(t, fmt.Sprintf("generic-%d", width))
		for _, kind := range []struct {
			name   string
			ticket Ticket
		}{{"", standard()}, {"-full", full()}} {
			for _, lang := range []struct {
				name      string
				language  Lang
				bilingual bool
			}{{"zh-Hans", ZhHans, false}, {"zh-Hant", ZhHant, false}, {"en", En, false}, {"zh-en", ZhHans, true}} {
				ticket := kind.ticket
				ticket.Language, ticket.Bilingual = lang.language, lang.bilingual
				paper, err := Compose(ticket, own(t, p), p)
				if err != nil {
					t.Fatal(err)
				}
				out := onPaper(t, p, paper.Data)
				t.Logf("%d%s %s: %d bytes, %d mm", width, kind.name, lang.name, len(paper.Data), paper.Height)
				if *update {
					name := fmt.Sprintf("slip-%d%s-%s.png", width, kind.name, lang.name)
					writePicture(t, filepath.Join("..", "..", "docs", "images", name), out, width)
				}
			}
		}
	}
}

// writePicture writes a piece of paper with its margins.
func writePicture(t *testing.T, path string, ticket virtual.Ticket, width int) {
	t.Helper()
	dots := ticket.Image.Bounds()
	paper := image.Rect(0, 0, width*virtual.DotsPerMM+2, dots.Dy()+2)
	im := image.NewPaletted(paper, color.Palette{color.White, color.Black, color.Gray{0xb0}})
	side := (paper.Dx() - dots.Dx()) / 2
	for y := range paper.Dy() {
		for x := range paper.Dx() {
			switch {
			case x == 0 || y == 0 || x == paper.Dx()-1 || y == paper.Dy()-1:
				im.SetColorIndex(x, y, 2)
			case ticket.Image.Dark(x-side, y-1):
				im.SetColorIndex(x, y, 1)
			}
		}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, im); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
