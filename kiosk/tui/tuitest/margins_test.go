package tuitest

import (
	"testing"
)

func TestMarginsOfALargerTerminalDoNoHarm(t *testing.T) {
	h := Start(t, &hello{}, 40, 12)
	for _, late := range []string{"\x1b[1;20r", "\x1b[3T", "\x1b[5;20r\x1b[2S", "\x1b[12;1H\x1b[2M\x1b[2L"} {
		if _, err := h.Write([]byte(late)); err != nil {
			t.Fatal(err)
		}
	}
}
