package doctor

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// display is a terminal that answers as it is told, in the order of the questions.
func display(t *testing.T, answers map[string]string) *os.File {
	t.Helper()
	near, far, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(near, &pty.Winsize{Cols: 100, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		var seen []byte
		buf := make([]byte, 512)
		for {
			n, err := near.Read(buf)
			if err != nil {
				return
			}
			seen = append(seen, buf[:n]...)
			for {
				first, which := len(seen), ""
				for q := range answers {
					if i := bytes.Index(seen, []byte(q)); i >= 0 && i < first {
						first, which = i, q
					}
				}
				if which == "" {
					break
				}
				if _, err := near.WriteString(answers[which]); err != nil {
					return
				}
				seen = seen[first+len(which):]
			}
		}
	}()
	t.Cleanup(func() {
		_ = far.Close()
		_ = near.Close()
		<-done
	})
	return far
}

func TestATerminalIsAskedAndLeftAsItWas(t *testing.T) {
	t.Parallel()
	screen := display(t, map[string]string{
		"\x1b[?2026$p": "\x1b[?2026;2$y", "\x1b[?1006$p": "\x1b[?1006;2$y", "\x1bP$qm\x1b\\": "\x1bP1$r0;48:2:1:2:3m\x1b\\",
		"中\x1b[6n": "\x1b[4;3R", "─\x1b[6n": "\x1b[4;2R", "█\x1b[6n": "\x1b[4;2R", "\x1b[c": "\x1b[?62c",
	})
	r := Examine(t.Context(), Settings{Only: []Area{AreaTerminal}, Screen: screen, Env: func(name string) string {
		return map[string]string{"TERM": "foot", "LANG": "C.UTF-8"}[name]
	}})
	if got, want := told(r.Findings...), "ok size, ok term, ok locale, ok widths, ok colour, ok mouse, ok sync"; got != want {
		t.Errorf("found %q, want %q", got, want)
	}
	if !strings.Contains(r.Findings[0].Says, "100x30") {
		t.Errorf("it says %q", r.Findings[0].Says)
	}
}

func TestATerminalThatSaysNothingIsNotWaitedForLong(t *testing.T) {
	t.Parallel()
	screen := display(t, nil)
	r := Examine(t.Context(), Settings{Only: []Area{AreaTerminal}, Screen: screen, Env: func(string) string { return "x.UTF-8" }})
	if last := r.Findings[len(r.Findings)-1]; last.Code != "no_replies" {
		t.Errorf("found %s", told(r.Findings...))
	}
}
