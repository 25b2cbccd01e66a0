package cli

import "testing"

func TestNoKeyEndsATerminalThatStandsInPublic(t *testing.T) {
	for _, c := range []struct {
		terminal terminal
		public   bool
	}{{kioskTerminal, true}, {boardTerminal, true}, {guideTerminal, true}, {windowTerminal, false}, {managerTerminal, false}} {
		if c.terminal.locked != c.public {
			t.Errorf("%s: locked is %v, want %v", c.terminal.use, c.terminal.locked, c.public)
		}
	}
}
