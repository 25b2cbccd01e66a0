package tuitest

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"unicode"

	"onewindow/kiosk/tui"
)

// LeastContrast is what WCAG 2.2 asks of text (1.4.3), and of text in the theme
// of strongest contrast (1.4.6).
func LeastContrast(theme string) float64 {
	if theme == "contrast" {
		return 7
	}
	return 4.5
}

// CheckContrast draws the screen as it is now in every theme and checks that
// each character of text can be read on its paper. Blocks and lines are pictures
// and are not checked, nor is what a panel has dimmed.
func CheckContrast(t testing.TB, screen tui.Screen, sizes []Size) {
	t.Helper()
	for _, name := range tui.ThemeNames {
		theme, _ := tui.ThemeNamed(name)
		known := map[color.Color]bool{} // others are mixed by a panel that dims
		for _, s := range tui.Styles() {
			known[theme.Pair(s).Paper], known[theme.Pair(s).Ink] = true, true
		}
		for _, size := range sizes {
			c := draw(screen, size.W, size.H, theme)
			for y := range size.H {
				for x := range size.W {
					content, ink, paper := c.Cell(x, y)
					if known[ink] && known[paper] && !canBeRead(content, ink, paper, LeastContrast(name)) {
						t.Errorf("at %v in %s: %q at %d,%d is %v on %v", size, name, content, x, y, ink, paper)
						return
					}
				}
			}
		}
	}
}

// canBeRead reports whether a character stands out from its paper, or is none.
func canBeRead(content string, ink, paper color.Color, least float64) bool {
	return !isText(content) || tui.Pair{Ink: rgba(ink), Paper: rgba(paper)}.Contrast() >= least
}

func isText(content string) bool {
	return content != "" && !strings.ContainsFunc(content, func(r rune) bool {
		return unicode.IsSpace(r) || r >= 0x2500 && r <= 0x259f // box drawing and block elements
	})
}

func rgba(c color.Color) color.RGBA {
	if c == nil {
		return color.RGBA{}
	}
	r, g, b, a := c.RGBA()
	return color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: uint8(a >> 8)}
}

// draw draws the screen once, without a program.
func draw(screen tui.Screen, w, h int, theme *tui.Theme) *tui.Canvas {
	c := tui.NewCanvas(w, h, theme)
	screen.Draw(c, screen.Layout(image.Rect(0, 0, w, h)))
	return c
}
