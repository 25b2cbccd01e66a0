package virtual

import (
	"image"
	"strings"
	"time"

	"onewindow/printer/profile"
)

// line is what was read and not printed yet.
type line struct {
	cells []cell
	x     int // where the next character goes, in dots from the margin
	text  strings.Builder
}

// cell is one character, or one picture, in a line.
type cell struct {
	x    int
	dots *Dots
}

func (l *line) empty() bool { return len(l.cells) == 0 }

// crowded reports whether the line holds more than any line that is meant to be
// read, which bounds it where a host goes back (ESC $) again and again.
func (l *line) crowded() bool { return len(l.cells) >= 2000 || l.text.Len() >= 8000 }

// put adds a picture behind what is there.
func (l *line) put(pic *Dots) {
	l.cells = append(l.cells, cell{l.x, pic})
	l.x += pic.width
}

// size is how wide and high the line is.
func (l *line) size() (w, h int) {
	for _, c := range l.cells {
		w, h = max(w, c.x+c.dots.width), max(h, c.dots.height)
	}
	return w, h
}

// area is where a line may stand: behind the margin, and on the paper.
func (d *Device) area() int {
	return max(min(d.modes.area, d.model.Dots-d.modes.margin), 0)
}

// offset is where something of that width begins, by the alignment.
func (d *Device) offset(w int) int {
	free := max(d.area()-w, 0)
	switch d.modes.align {
	case 1:
		return d.modes.margin + free/2
	case 2:
		return d.modes.margin + free
	}
	return d.modes.margin
}

// feedLine is LF.
func (d *Device) feedLine() bool {
	return d.printLine(d.modes.spacing)
}

// printLine prints what the line holds, and moves the paper on by at least feed
// rows from where the line begins.
func (d *Device) printLine(feed int) bool {
	if !d.nextLine() {
		return false
	}
	w, h := d.line.size()
	pic := NewDots(d.model.Dots, h)
	at := d.offset(w)
	for _, c := range d.line.cells {
		pic.lay(at+c.x, h-c.dots.height, c.dots)
	}
	text := mark{kind: textMark, text: strings.TrimRight(d.line.text.String(), " "), at: image.Rect(at, 0, at+w, h)}
	if !d.print(pic, text) {
		return false
	}
	d.line = line{}
	return d.advancePaper(feed - h)
}

// nextLine counts a line that is about to be printed, lets begin what waits for
// it, and waits until the printer can print.
func (d *Device) nextLine() bool {
	d.count.lines++
	d.count.ticketLines++
	d.trip()
	return d.online()
}

// obey lets take place at once what trip has found due. false: see next.
func (d *Device) obey() bool {
	return len(d.todo) == 0 && !d.hang || d.yield(want{halt: true})
}

// step is how many rows are printed at once, as lines of a head are.
const step = 24

// print burns a picture row by row, and stops where the paper does. What is
// legible in it counts as printed with its first row; no text is nothing.
func (d *Device) print(pic *Dots, legible mark) bool {
	for y := 0; y < pic.height; {
		if !d.online() {
			return false
		}
		n := min(step, pic.height-y)
		if !d.lie {
			n = min(n, d.paper.left)
			if legible.text != "" {
				d.paper.note(legible)
				legible.text = ""
			}
			for i := range n {
				d.paper.burn(pic.row(y + i))
			}
			d.moved(n)
		}
		y += n
		if !d.await(d.motion(n)) {
			return false
		}
	}
	return true
}

// advancePaper moves white paper under the head.
func (d *Device) advancePaper(rows int) bool {
	for rows > 0 {
		if !d.online() {
			return false
		}
		n := min(step*8, rows)
		if !d.lie {
			n = min(n, d.paper.left)
			d.paper.blank(n)
			d.moved(n)
		}
		rows -= n
		if !d.await(d.motion(n)) {
			return false
		}
	}
	return true
}

// moved counts paper off the roll, and tells of the sensors.
func (d *Device) moved(rows int) {
	d.paper.left -= rows
	if d.paper.rows > longest {
		d.tear()
	}
	d.report()
}

// motion is how long so many rows take.
func (d *Device) motion(rows int) time.Duration {
	return time.Duration(rows) * time.Second / time.Duration(d.model.Speed*DotsPerMM)
}

// cutting is how long the knife takes.
const cutting = 300 * time.Millisecond

// knife cuts. With feed of 0 or more what was printed is first moved past the
// knife, and feed rows more; without, the knife comes down where it stands.
func (d *Device) knife(partial bool, feed int) bool {
	if !d.line.empty() && !d.printLine(d.modes.spacing) {
		return false
	}
	if feed >= 0 && !d.advancePaper(d.paper.gap+feed) {
		return false
	}
	if !d.model.Knife {
		d.find("a cut, on a printer without a knife")
		return true
	}
	for {
		if !d.online() {
			return false
		}
		if d.lie {
			break
		}
		if d.jam {
			d.jam, d.jamOnce = !d.jamOnce, false
			d.cutError = true
			d.report()
			continue
		}
		if t, ok := d.paper.cut(); ok {
			t.Partial = partial
			d.deliver(t)
		}
		break
	}
	if d.lie {
		d.count.swallowed++
	}
	d.count.cuts++
	d.count.ticketLines = 0
	d.trip()
	return d.obey() && d.await(cutting)
}

// tear delivers the strip that hangs in the printer, if anything is on it.
func (d *Device) tear() {
	if t, ok := d.paper.tear(); ok {
		d.deliver(t)
	}
}

// deliver lets a piece of paper fall out.
func (d *Device) deliver(t Ticket) {
	d.count.tickets++
	t.Number, t.At = d.count.tickets, d.opts.Now()
	d.kept = append(d.kept, t)
	if over := len(d.kept) - d.opts.Keep; over > 0 {
		d.kept = append(d.kept[:0:0], d.kept[over:]...)
	}
	if d.opts.Out != nil {
		d.opts.Out(t)
	}
}

// tab is HT.
func (d *Device) tab() bool {
	for _, x := range d.modes.tabs {
		if x > d.line.x {
			d.line.x = x
			d.line.text.WriteByte('\t')
			return true
		}
	}
	return true
}

// place puts a character into the line, and prints the line first if it is full.
func (d *Device) place(r rune, dots *Dots, left, right int) bool {
	if d.line.x+left+dots.width > d.area() && !d.line.empty() {
		if !d.printLine(d.modes.spacing) {
			return false
		}
	}
	d.line.x += left
	d.line.put(dots)
	d.line.x += right
	d.line.text.WriteRune(r)
	return true
}

// dress gives a character its size and its looks.
func (d *Device) dress(pic *Dots, w, h, underline int) *Dots {
	m := d.modes
	if m.bold || m.double {
		fat := NewDots(pic.width, pic.height)
		fat.lay(0, 0, pic)
		fat.lay(1, 0, pic)
		pic = fat
	}
	big := pic.enlarged(w, h, m.smooth && d.model.Sizes != profile.SizeESCFS)
	if big == pic {
		big = NewDots(pic.width, pic.height)
		big.lay(0, 0, pic)
	}
	if underline > 0 {
		big.fill(image.Rect(0, big.height-underline, big.width, big.height))
	}
	if m.reverse {
		for y := range big.height {
			for x := range big.width {
				big.flip(x, y)
			}
		}
	}
	return big
}
