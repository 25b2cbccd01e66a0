package tui

import (
	"os"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"
)

// sizeNow tells the terminal's size; nothing where there is no terminal. Bubble Tea's
// own question for it writes what its handler of SIGWINCH writes, at the same time.
func sizeNow() tea.Msg {
	w, h, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil || w <= 0 || h <= 0 {
		return nil
	}
	return tea.WindowSizeMsg{Width: w, Height: h}
}
