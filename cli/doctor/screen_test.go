package doctor

import (
	"testing"
)

func TestATerminalsAnswersAreRead(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     replies
	}{
		{"foot", "\x1b[?2026;2$y\x1b[?1006;2$y\x1bP1$r0;48:2:1:2:3m\x1b\\\x1b[5;3R\x1b[5;2R\x1b[5;2R\x1b[?62;4c", replies{true, 2, 1, 1, yes, yes, yes}},
		{"old xterm", "\x1b[?2026;0$y\x1b[?1006;2$y\x1bP1$r0;48:5:16m\x1b\\\x1b[5;3R\x1b[5;2R\x1b[5;2R\x1b[?1;2c", replies{true, 2, 1, 1, no, yes, no}},
		{"kernel's console", "\x1b[5;2R\x1b[5;2R\x1b[5;2R\x1b[?6c", replies{true, 1, 1, 1, unknown, unknown, unknown}},
		{"wide lines", "\x1b[1;3R\x1b[1;3R\x1b[1;3R\x1b[?6c", replies{true, 2, 2, 2, unknown, unknown, unknown}},
		{"keys among them", "x\x1b[A\x1b[5;3Ry\x1b[5;2R\x1b[5;2R\x1b[?6c", replies{true, 2, 1, 1, unknown, unknown, unknown}},
		{"nothing", "", replies{}},
		{"no end", "\x1b[5;3R", replies{Chinese: 2}},
	} {
		if got := parseReplies([]byte(c.in)); got != c.want {
			t.Errorf("%s: read %+v, want %+v", c.name, got, c.want)
		}
	}
}

func FuzzATerminalMaySayAnything(f *testing.F) {
	f.Add([]byte("\x1b[?2026;2$y\x1bP1$r48:2:1:2:3m\x1b\\\x1b[5;3R\x1b[5;2R\x1b[5;2R\x1b[?62c"))
	f.Add([]byte("\x1b[99999999999999999999;99999999999999999999R"))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := parseReplies(in)
		if r.Chinese < 0 || r.Chinese > 8 || r.Box < 0 || r.Box > 8 {
			t.Errorf("widths of %d and %d", r.Chinese, r.Box)
		}
		judgeScreen(screenFacts{replies: r})
	})
}

func TestATerminalIsJudgedByWhatAScreenNeeds(t *testing.T) {
	good := screenFacts{Cols: 160, Rows: 50, Role: "board", Term: "foot", ColorTerm: "truecolor", Locale: "C.UTF-8", replies: replies{true, 2, 1, 1, yes, yes, yes}}
	const rest = ", ok term, ok locale, ok widths, ok colour, ok mouse, ok sync"
	for _, c := range []struct {
		name   string
		change func(*screenFacts)
		want   string
	}{
		{"good", func(*screenFacts) {}, "ok size" + rest},
		{"small board", func(f *screenFacts) { f.Cols = 60 }, "warning small" + rest},
		{"upright kiosk", func(f *screenFacts) { f.Role, f.Cols, f.Rows = "kiosk", 44, 40 }, "ok size" + rest},
		{"console", func(f *screenFacts) { f.Term = "linux" }, "ok size, warning console, ok locale, ok widths, ok colour, ok mouse, ok sync"},
		{"dumb", func(f *screenFacts) { f.Term, f.Done = "dumb", false }, "ok size, warning term, ok locale, note no_replies"},
		{"latin", func(f *screenFacts) { f.Locale = "POSIX" }, "ok size, ok term, warning locale, ok widths, ok colour, ok mouse, ok sync"},
		{"narrow Chinese", func(f *screenFacts) { f.Chinese = 1 }, "ok size, ok term, ok locale, failure width_chinese, ok colour, ok mouse, ok sync"},
		{"wide lines", func(f *screenFacts) { f.Box = 2 }, "ok size, ok term, ok locale, failure width_lines, ok colour, ok mouse, ok sync"},
		{"few abilities", func(f *screenFacts) { f.ColorTerm, f.Colour, f.Mouse, f.Sync = "", no, unknown, no }, "ok size, ok term, ok locale, ok widths, note colour, note mouse, note sync"},
		{"no size", func(f *screenFacts) { f.Cols = 0 }, "note size_unknown" + rest},
	} {
		f := good
		c.change(&f)
		expect(t, c.name, c.want, judgeScreen(f)...)
	}
}
