package tui

import (
	"image"
	"strings"
)

// Box draws a thin frame just inside r.
func (c *Canvas) Box(r image.Rectangle, s Style) { c.frame(r, s, "┌─┐││└─┘") }

// HLine draws a thin line across the first row of r.
func (c *Canvas) HLine(r image.Rectangle, s Style) {
	c.fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1), s, "─")
}

// frame draws the eight pieces of set around r: corners, edges, clockwise from
// the top left by rows.
func (c *Canvas) frame(r image.Rectangle, s Style, set string) {
	if r.Dx() < 2 || r.Dy() < 2 {
		return
	}
	p := strings.Split(set, "")
	x0, y0, x1, y1 := r.Min.X, r.Min.Y, r.Max.X-1, r.Max.Y-1
	c.fill(image.Rect(x0+1, y0, x1, y0+1), s, p[1])
	c.fill(image.Rect(x0+1, y1, x1, y1+1), s, p[6])
	c.fill(image.Rect(x0, y0+1, x0+1, y1), s, p[3])
	c.fill(image.Rect(x1, y0+1, x1+1, y1), s, p[4])
	c.put(r, x0, y0, s, p[0])
	c.put(r, x1, y0, s, p[2])
	c.put(r, x0, y1, s, p[5])
	c.put(r, x1, y1, s, p[7])
}

// Frames of the states of a button. They differ in shape, because colour alone
// is lost on a screen without colours and on some eyes.
const (
	thinFrame  = "┌─┐││└─┘"
	thickFrame = "█▀████▄█"
	cornerOnly = "┌ ┐  └ ┘"
)

// Button draws a target: filled and framed, the key before the name if it has
// one, the notes below. States show by shape as well as by colour: pressed is
// reversed with a thick frame, selected has a thick frame, disabled and closed
// have corners only. Targets of one or two rows are drawn without a frame, with
// brackets or a leading mark instead.
func (c *Canvas) Button(t Target) {
	name, note := buttonStyles(t)
	c.Fill(t.Rect, name)
	var inner image.Rectangle
	if t.Rect.Dy() >= 3 && t.Look != Quiet {
		c.buttonFrame(t, name)
		inner = Inset(t.Rect, 1, 1)
	} else if t.Look != Quiet && t.Rect.Dx() >= 6 {
		c.brackets(t, name)
		inner = Inset(t.Rect, 2, 0)
	} else {
		inner = Inset(t.Rect, 1, 0)
	}
	c.buttonText(t, inner, name, note)
}

func buttonStyles(t Target) (name, note Style) {
	switch {
	case t.Disabled || t.Closed:
		name, note = Off, Off
	case t.Look == Primary:
		name, note = PrimaryButton|Bold, PrimaryButton
	case t.Look == Danger:
		name, note = DangerButton|Bold, DangerButton
	case t.Look == Quiet:
		name, note = Ink, Muted
	default:
		name, note = Button|Bold, ButtonNote
	}
	if t.Pressed || t.Look == Quiet && t.Selected {
		name, note = name|Reverse, name.role()|Reverse
	}
	return name, note
}

func (c *Canvas) buttonFrame(t Target, s Style) {
	switch {
	case t.Disabled || t.Closed:
		c.frame(t.Rect, s, cornerOnly)
	case t.Pressed || t.Selected:
		c.frame(t.Rect, s, thickFrame)
	default:
		c.frame(t.Rect, s, thinFrame)
	}
}

func (c *Canvas) brackets(t Target, s Style) {
	open, shut := "[", "]"
	switch {
	case t.Disabled || t.Closed:
		return
	case t.Pressed || t.Selected:
		open, shut = "█", "█"
	}
	for y := t.Rect.Min.Y; y < t.Rect.Max.Y; y++ {
		c.put(t.Rect, t.Rect.Min.X, y, s, open)
		c.put(t.Rect, t.Rect.Max.X-1, y, s, shut)
	}
}

// buttonText writes the lines of the label, as many as fit, in the middle; a
// quiet button is aligned left.
func (c *Canvas) buttonText(t Target, r image.Rectangle, name, note Style) {
	label, notes, _ := strings.Cut(t.Label, "\n")
	if key, _, _ := strings.Cut(t.Key, " "); len(key) == 1 && key != label {
		label = strings.ToUpper(key) + " " + label
	}
	lines, names := buttonLines(label, notes, r.Dx(), r.Dy())
	a := Center
	if t.Look == Quiet {
		a = Left
	}
	y := r.Min.Y + (r.Dy()-len(lines))/2
	for i, l := range lines {
		st := name
		if i >= names {
			st = note
		}
		c.line(r, y+i, a, st, l)
	}
}

// buttonLines are the lines of a name and its notes that fit on a button, and
// how many of them are the name's. Long ones are broken only if that leaves
// room for the rest.
func buttonLines(name, notes string, w, h int) (lines []string, names int) {
	plain := []string{name}
	broken := WrapLines(name, w)
	names = len(broken)
	if notes != "" {
		plain = append(plain, strings.Split(notes, "\n")...)
		broken = append(broken, WrapLines(notes, w)...)
	}
	if names > 0 && len(broken) <= h {
		return broken, names
	}
	return plain[:min(len(plain), max(1, h))], 1
}
