package tui

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// TestTheRendererKeepsWideCells feeds random frames of mixed width through the
// renderer's diff into a virtual terminal and compares the screens. Renderers
// before Bubble Tea 2.1 failed it in half of the runs; an upgrade must pass it.
func TestTheRendererKeepsWideCells(t *testing.T) {
	for seed := range int64(20) {
		if fault := runFrames(seed, 30); fault != "" {
			t.Errorf("seed %d: %s", seed, fault)
		}
	}
}

func FuzzTheRendererKeepsWideCells(f *testing.F) {
	f.Add(int64(1))
	f.Fuzz(func(t *testing.T, seed int64) {
		if fault := runFrames(seed, 30); fault != "" {
			t.Error(fault)
		}
	})
}

// runFrames draws random frames on a canvas and shows them; it returns what
// went wrong, if anything.
func runFrames(seed int64, frames int) string {
	const w, h = 40, 12
	rng := rand.New(rand.NewSource(seed))
	var out bytes.Buffer
	scr := uv.NewTerminalRenderer(&out, []string{"TERM=xterm-256color"})
	scr.SetColorProfile(colorprofile.TrueColor)
	scr.SetFullscreen(true)
	scr.SetRelativeCursor(false)
	scr.SetTabStops(-1)
	scr.SetScrollOptim(true)
	scr.Resize(w, h)
	emu := vt.NewEmulator(w, h)
	canvas := NewCanvas(w, h, nil)
	shown := uv.NewScreenBuffer(w, h)
	lines := make([]string, h)
	for i := range lines {
		lines[i] = randomLine(rng)
	}
	for range frames {
		lines = changed(rng, lines)
		canvas.Clear()
		for i, l := range lines {
			canvas.put(canvas.Area(), 0, i, Style(i)%roleCount, l)
		}
		out.Reset()
		shown.Clear()
		uv.NewStyledString(canvas.render()).Draw(shown, shown.Bounds())
		scr.Render(shown.RenderBuffer)
		if err := scr.Flush(); err != nil {
			return err.Error()
		}
		if _, err := emu.Write(out.Bytes()); err != nil {
			return err.Error()
		}
		if got, want := uv.TrimSpace(emu.String()), canvas.String(); got != want {
			return "shown\n" + got + "\nwant\n" + want
		}
	}
	return ""
}

func randomLine(rng *rand.Rand) string {
	runes := []rune("ab c 市民服务中心请到号窗口│█12 （）A0▀▄")
	var b strings.Builder
	for b.Len() < 150 {
		b.WriteRune(runes[rng.Intn(len(runes))])
	}
	return b.String()
}

// changed changes one line, changes one character, scrolls, or empties a line.
func changed(rng *rand.Rand, lines []string) []string {
	i := rng.Intn(len(lines))
	switch rng.Intn(4) {
	case 0:
		lines[i] = randomLine(rng)
	case 1:
		rs := []rune(lines[i])
		if len(rs) > 0 {
			rs[rng.Intn(min(20, len(rs)))] = []rune("a市│ ")[rng.Intn(4)]
		}
		lines[i] = string(rs)
	case 2:
		lines = append(lines[1:], randomLine(rng))
	case 3:
		lines[i] = ""
	}
	return lines
}
