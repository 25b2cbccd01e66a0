package tui

import (
	"image"
	"strings"
)

// Button draws a target: a raised slab with the badge of its key, its name and
// below it the notes. States show by shape as well as by colour, because colour
// alone is lost on some screens and some eyes: what is selected or pressed has a
// thick frame, what is disabled or closed has torn edges.
// With few colours or none, frames take the place of slabs, and targets of one
// or two rows have brackets or a leading mark.
func (c *Canvas) Button(t Target) {
	p := partsOf(t)
	switch {
	case t.Look == Quiet:
		c.quiet(t, p)
	case t.Rect.Dy() >= 3:
		c.card(t, p)
	default:
		c.strip(t, p)
	}
}

// parts are the styles of a button's parts.
type parts struct{ name, note, key Style }

func partsOf(t Target) parts {
	var p parts
	switch {
	case t.Disabled || t.Closed:
		p = parts{Off, Off, OffKey}
	case t.Look == Quiet && t.Selected:
		p = parts{Chosen | Bold, ChosenNote, ChosenKey}
	case t.Look == Quiet:
		p = parts{Ink, Muted, NeutralFill}
	case t.Look == Primary:
		p = parts{PrimaryButton | Bold, PrimaryNote, PrimaryKey}
	case t.Look == Danger:
		p = parts{DangerButton | Bold, DangerNote, DangerKey}
	case t.Selected:
		p = parts{Chosen | Bold, ChosenNote, ChosenKey}
	default:
		p = parts{Button | Bold, ButtonNote, ButtonKey}
	}
	if t.Pressed {
		p = parts{p.name | Reverse, p.name.role() | Reverse, p.name.role()}
	}
	return p
}

// card draws a button of three rows or more.
func (c *Canvas) card(t Target, p parts) {
	off := t.Disabled || t.Closed
	switch {
	case off && c.framed():
		c.Fill(t.Rect, p.name)
		c.frame(t.Rect, p.name, cornerOnly)
	case off:
		c.Fill(image.Rect(t.Rect.Min.X, t.Rect.Min.Y+1, t.Rect.Max.X-1, t.Rect.Max.Y-1), p.name)
		c.edges(t.Rect, p.name, "▖▖▌▘▘")
	case t.Pressed || t.Selected:
		c.Fill(t.Rect, p.name)
		c.frame(t.Rect, c.rim(t, p), thickFrame)
	case c.framed():
		c.Fill(t.Rect, p.name)
		c.frame(t.Rect, p.name, thinFrame)
	default:
		c.slab(t.Rect, p.name)
	}
	c.tile(t, p)
	c.mark(t)
}

// rim is the style of a thick frame.
func (c *Canvas) rim(t Target, p parts) Style {
	if t.Pressed || c.framed() || t.Look == Primary || t.Look == Danger {
		return p.name
	}
	return ChosenRim
}

// strip draws a button of one or two rows.
func (c *Canvas) strip(t Target, p parts) {
	if t.Rect.Dx() < 6 {
		c.Fill(t.Rect, p.name)
		c.tile(t, p)
		return
	}
	if t.Rect.Dy() == 2 && !c.framed() && !t.Pressed && !t.Selected && len(wordingOf(t, t.inside()).lines) < 2 {
		// Half a row of air parts strips that stand one above the other.
		lower := "▀"
		if t.Disabled || t.Closed {
			lower = "▘"
		}
		low := rowOf(t.Rect, 1)
		end := CutRight(&low, 1)
		c.edge(low, p.name, lower)
		c.edge(end, p.name, "▘")
		t.Rect.Max.Y--
	}
	c.Fill(Inset(t.Rect, 1, 0), p.name)
	left, right := t.Rect, t.Rect
	left.Max.X, right.Min.X = left.Min.X+1, right.Max.X-1
	switch {
	case t.Disabled || t.Closed:
		c.Fill(left, p.name)
		c.Fill(right, p.name)
	case t.Pressed || t.Selected:
		c.fill(left, c.rim(t, p), "█")
		c.fill(right, c.rim(t, p), "█")
	case c.framed():
		c.fill(left, p.name, "[")
		c.fill(right, p.name, "]")
	default:
		c.Fill(left, p.name)
		c.edge(right, p.name, "▌")
	}
	c.tile(t, p)
}

// quiet draws a row of a list.
func (c *Canvas) quiet(t Target, p parts) {
	if t.Selected && c.framed() {
		p = parts{Ink | Reverse, Ink | Reverse, Ink | Reverse}
	}
	c.Fill(t.Rect, p.name)
	if t.Selected && !c.framed() && !t.Pressed {
		bar := t.Rect
		bar.Max.X = bar.Min.X + 1
		c.fill(bar, ChosenRim, "▌")
	}
	c.tile(t, p)
}

// mark writes the target's mark over the right end of its upper edge.
func (c *Canvas) mark(t Target) {
	if t.Mark == "" {
		return
	}
	r := rowOf(t.Rect, 0)
	r.Max.X--
	w := min(Width(t.Mark)+2, r.Dx())
	c.Chip(CutRight(&r, w), WarnFill|Bold, t.Mark)
}

// badge is the key of a target as it is shown: a single character, or nothing.
func badge(t Target) string {
	name, _, _ := strings.Cut(t.Label, "\n")
	if key, _, _ := strings.Cut(t.Key, " "); len(key) == 1 && key != name {
		return strings.ToUpper(key)
	}
	return ""
}

// wording is what is written on a button: its badge, and the lines of its name,
// then of its notes, in the cells after the badge.
type wording struct {
	key   string
	lines []string
	names int // how many of lines are the name's
	whole bool
	text  image.Rectangle
}

// wordingOf fits the label of a target into r.
func wordingOf(t Target, r image.Rectangle) wording {
	name, notes, _ := strings.Cut(t.Label, "\n")
	w := wording{key: badge(t), text: r}
	w.text.Min.X += keyWidth(w.key, r, name)
	w.lines, w.names, w.whole = buttonLines(name, notes, w.text.Dx(), r.Dx(), r.Dy())
	return w
}

// Whole reports whether Button writes the whole label of a target, without
// leaving out a line or ending one in "..".
func (t Target) Whole() bool { return wordingOf(t, t.inside()).whole }

// inside is where the label of a button stands.
func (t Target) inside() image.Rectangle {
	if t.Look == Quiet || t.Rect.Dy() < 3 {
		return Inset(t.Rect, 1, 0)
	}
	return Inset(t.Rect, 1, 1)
}

// tile writes badge, name and notes. The badge stands at the left end, and the
// name begins beside it, so that names in a grid stand under each other; without
// a badge they stand in the middle.
func (c *Canvas) tile(t Target, p parts) {
	r := t.inside()
	w := wordingOf(t, r)
	a := Center
	if t.Look == Quiet || t.Look == Item || w.key != "" {
		a = Left
	}
	y := r.Min.Y + (r.Dy()-len(w.lines))/2
	for i, l := range w.lines {
		at, st := w.text, p.name
		if i >= w.names { // notes may be as wide as the button
			st = p.note
			at.Min.X = max(r.Min.X, min(at.Min.X, r.Max.X-Width(l)))
		}
		c.line(at, y+i, a, st, l)
	}
	if w.key == "" {
		return
	}
	if w.text.Min.X-r.Min.X < 4 { // no room for a badge
		c.put(r, r.Min.X, y, p.note|Bold, w.key)
		return
	}
	at := image.Rect(r.Min.X, y, r.Min.X+3, y+1)
	c.Fill(at, p.key)
	c.line(at, y, Center, p.key|Bold, w.key)
}

// keyWidth is how many cells the badge takes with the space behind it: as many
// as leave the name whole.
func keyWidth(key string, r image.Rectangle, name string) int {
	switch room := r.Dx() - Width(name); {
	case key == "":
		return 0
	case room >= 6:
		return 5
	case room >= 4:
		return 4
	default:
		return 2
	}
}

// buttonLines are the lines of a name and its notes that fit on a button, how
// many of them are the name's, and whether they are all and fit. Long ones are
// broken only if that leaves room for the rest. Names have w cells, notes noteW,
// and all have h rows.
func buttonLines(name, notes string, w, noteW, h int) (lines []string, names int, whole bool) {
	plain := []string{name}
	broken := WrapLines(name, w)
	names = len(broken)
	if notes != "" {
		plain = append(plain, strings.Split(notes, "\n")...)
		broken = append(broken, WrapLines(notes, noteW)...)
	}
	if names > 0 && len(broken) <= h {
		return broken, names, true
	}
	shown := plain[:min(len(plain), max(1, h))]
	whole = len(shown) == len(plain) && Width(name) <= w
	for _, l := range shown[1:] {
		whole = whole && Width(l) <= noteW
	}
	return shown, 1, whole
}
