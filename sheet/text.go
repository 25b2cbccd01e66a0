package sheet

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"onewindow/kiosk/words"
)

// Text writes the tables for a terminal: words on the left, figures on the right, and
// long heads on several lines.
func (r *Report) Text(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s\n%s\n", r.Title, r.Subtitle)
	for _, note := range r.remarks() {
		fmt.Fprintln(out, note)
	}
	for i := range r.Tables {
		t := &r.Tables[i]
		fmt.Fprintf(out, "\n%s\n", t.Title)
		t.text(out)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}

// headCells is how many cells wide the lines of a head may be.
const headCells = 12

// text writes one table.
func (t *Table) text(w io.Writer) {
	heads, lines := make([][]string, len(t.Heads)), 0
	widths := make([]int, len(t.Heads))
	for i, h := range t.Heads {
		heads[i] = wrap(h, headCells)
		lines = max(lines, len(heads[i]))
		for _, l := range heads[i] {
			widths[i] = max(widths[i], words.Width(l))
		}
		for _, row := range t.Rows {
			widths[i] = max(widths[i], words.Width(row[i].String()))
		}
	}
	for n := range lines {
		line := make([]string, len(heads))
		for i, h := range heads {
			if k := n - (lines - len(h)); k >= 0 {
				line[i] = pad(h[k], widths[i], t.Words(i))
			} else {
				line[i] = pad("", widths[i], true)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(line, "  "), " "))
	}
	rule := make([]string, len(widths))
	for i, n := range widths {
		rule[i] = strings.Repeat("-", n)
	}
	fmt.Fprintln(w, strings.Join(rule, "  "))
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, c := range row {
			line[i] = pad(c.String(), widths[i], c.Kind == Text)
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(line, "  "), " "))
	}
}

// Words reports whether a column holds words rather than figures.
func (t Table) Words(i int) bool { return len(t.Rows) > 0 && t.Rows[0][i].Kind == Text }

// pad fills a text up to a width, on the right of words and on the left of figures.
func pad(text string, width int, right bool) string {
	fill := strings.Repeat(" ", max(width-words.Width(text), 0))
	if right {
		return text + fill
	}
	return fill + text
}

// wrap breaks a head into lines of at most so many cells: between words and before a
// bracket, and within text that has no spaces anywhere.
func wrap(text string, cells int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(strings.ReplaceAll(text, "（", " （")) {
		space := " "
		if strings.HasPrefix(word, "（") {
			space = ""
		}
		switch {
		case line == "":
			line = word
		case words.Width(line+space+word) <= cells:
			line += space + word
		default:
			lines, line = append(lines, line), word
		}
		for words.Width(line) > cells && !ascii(line) {
			cut := 0
			for i := range line {
				if words.Width(line[:i]) > cells {
					break
				}
				cut = i
			}
			lines, line = append(lines, line[:cut]), line[cut:]
		}
	}
	return append(lines, line)
}

func ascii(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 127 }) < 0 }
