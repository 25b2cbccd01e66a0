package words

import "github.com/charmbracelet/x/ansi"

// Width is how many cells a text takes in a terminal. Breaking and shortening
// text is the canvas's work, see tui.WrapLines and tui.Truncate.
func Width(text string) int { return ansi.StringWidth(text) }
