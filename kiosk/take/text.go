package take

import (
	"image"
	"slices"
	"strings"

	"onewindow/kiosk/tui"
)

// label makes the text of a button of that size: the name in as many lines as
// it needs, and the first of the notes that fits below it. Width and height are
// those of the target. key is whether a key stands before the name.
func label(name string, notes []string, w, h int, key bool) string {
	room := w - 2
	rows := h
	if h >= 3 {
		rows = h - 2
	}
	first := room
	if key {
		first -= 2
	}
	least := 0
	if len(notes) > 0 && len(tui.WrapLines(name, first)) != rows { // rather the whole name than a note
		least = 1
	}
	name = shorten(name, first, max(1, rows-least))
	lines := len(tui.WrapLines(name, first))
	// Best is a note that stands under the name, but not the last, which says
	// least; at least it must fit.
	fits := func(note string, room int) bool {
		all := strings.Split(note, "\n")
		return len(all) <= rows-lines && !slices.ContainsFunc(all, func(l string) bool { return tui.Width(l) > room })
	}
	under := room
	if key {
		under -= badgeRoom
	}
	for i, n := range notes {
		if (i == 0 || i+1 < len(notes)) && fits(n, under) {
			return name + "\n" + n
		}
	}
	for _, room := range []int{under, room} {
		for _, n := range notes {
			if fits(n, room) {
				return name + "\n" + n
			}
		}
	}
	return name
}

// badgeRoom is how many cells a key takes before a name that leaves it room.
const badgeRoom = 5

// shorten cuts a name to what fits into rows lines of w cells; one that was cut
// ends in "..".
func shorten(name string, w, rows int) string {
	if len(tui.WrapLines(name, w)) <= rows {
		return name
	}
	for all := []rune(name); len(all) > 1; {
		all = all[:len(all)-1]
		if cut := strings.TrimRight(string(all), " ") + ".."; len(tui.WrapLines(cut, w)) <= rows {
			return cut
		}
	}
	return tui.Truncate(name, w)
}

// styled is one line of text and how it is painted; band fills the whole row. A
// mark is a word before it, with a style of its own.
type styled struct {
	style tui.Style
	band  bool
	text  string
	mark  string
	tone  tui.Style
}

// markRoom is how many cells a mark takes with the space behind it.
func markRoom(mark string) int { return tui.ChipWidth(mark) + 1 }

// rowsOf breaks lines to a width; an empty one is a row left free. What follows
// a mark stands in line behind it.
func rowsOf(lines []styled, w int) []styled {
	var out []styled
	for _, l := range lines {
		room := w
		if l.mark != "" {
			room -= markRoom(l.mark)
		}
		if l.band {
			room -= 2
		}
		for i, part := range tui.WrapLines(l.text, room) {
			row := styled{style: l.style, band: l.band, text: part}
			if l.mark != "" {
				row.mark, row.tone = l.mark, l.tone
				if i > 0 {
					row.tone = noMark
				}
			}
			out = append(out, row)
		}
	}
	return out
}

// noMark keeps the room of a mark free.
const noMark = tui.Style(0xffff)

// drawRows writes rows from the top of r.
func drawRows(c *tui.Canvas, r image.Rectangle, a tui.Align, rows []styled) {
	for _, l := range rows {
		if r.Dy() <= 0 {
			return
		}
		at := tui.CutTop(&r, 1)
		if l.mark != "" {
			mark := tui.CutLeft(&at, markRoom(l.mark))
			if l.tone != noMark {
				c.Chip(mark, l.tone, l.mark)
			}
		}
		if l.band {
			c.Fill(at, l.style)
		}
		c.Text(at, a, l.style, l.text)
	}
}

// para writes a paragraph at the top of r and takes its rows off.
func para(c *tui.Canvas, r *image.Rectangle, a tui.Align, st tui.Style, text string) {
	if text != "" && !r.Empty() {
		tui.CutTop(r, c.Wrap(*r, a, st, text))
	}
}

// blank leaves a row free if there is room.
func blank(r *image.Rectangle) {
	if r.Dy() > 3 {
		tui.CutTop(r, 1)
	}
}
