package doctor

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// words of the levels, for people; as wide as each other once padded.
var marks = map[Level]string{OK: "ok", Note: "note", Warning: "WARNING", Failure: "FAILURE", Skipped: "skipped"}

// colours of the levels (ECMA-48, SGR); what they say stands there in words, too.
var colours = map[Level]string{OK: "32", Note: "36", Warning: "33", Failure: "31;1", Skipped: "2"}

// Text writes the report for people. width is where lines are broken, 0: nowhere.
func (r Report) Text(w io.Writer, width int, coloured bool) error {
	var b strings.Builder
	var area Area
	for _, f := range r.Findings {
		head := ""
		if f.Area != area {
			head, area = string(f.Area), f.Area
		}
		mark := marks[f.Level]
		space := strings.Repeat(" ", max(0, 8-len(mark)))
		if coloured {
			mark = "\x1b[" + colours[f.Level] + "m" + mark + "\x1b[0m"
		}
		says := f.Says
		if f.Name != "" {
			says = f.Name + ": " + says
		}
		fmt.Fprintf(&b, "%-9s %s%s", head, mark, space)
		writeWrapped(&b, clean(says), "", width)
		if f.Remedy != "" {
			b.WriteString(indent)
			writeWrapped(&b, clean(f.Remedy), "-> ", width)
		}
		if f.Detail != "" && (f.Level == Warning || f.Level == Failure) {
			b.WriteString(indent)
			writeWrapped(&b, clean(f.Detail), "   ", width)
		}
	}
	if len(r.Findings) > 0 {
		b.WriteString("\n")
	}
	b.WriteString(r.Summary() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// indent is as wide as area and mark.
var indent = strings.Repeat(" ", 9+1+8)

// writeWrapped writes text behind what stands there already; further lines begin
// below it.
func writeWrapped(b *strings.Builder, text, before string, width int) {
	room := width - len(indent) - len(before)
	if width <= 0 || room < 20 {
		room = 1 << 20
	}
	lines := strings.Split(ansi.Wrap(text, room, " "), "\n")
	for i, line := range lines {
		if i > 0 {
			b.WriteString(indent)
			before = strings.Repeat(" ", len(before))
		}
		b.WriteString(before + strings.TrimRight(line, " ") + "\n")
	}
}

// clean takes control characters away: some text comes from devices.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
}

// Summary is the report in one line.
func (r Report) Summary() string {
	what := map[int]string{ExitWell: "all well", ExitWarnings: "it works, with warnings", ExitFailures: "something does not work"}[r.Exit]
	return fmt.Sprintf("%s: %s, %s, %s, %d ok, %d skipped", what,
		count(r.Counts[Failure], "failure"), count(r.Counts[Warning], "warning"), count(r.Counts[Note], "note"), r.Counts[OK], r.Counts[Skipped])
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
