package virtual

// condition is what stands in a printer's way, and what is wrong with its line.
type condition struct {
	cover    bool
	nearEnd  bool // the sensor says so, whatever is on the roll
	jam      bool // the knife cannot move
	jamOnce  bool // it jams once and is free again
	cutError bool
	hot      bool
	broken   bool
	asking   bool // waits for the feed button after a refill
	feeding  bool // the button is pressed

	lie       bool
	silent    bool
	hang      bool
	unplugged bool
	bytewise  bool
	slow      float64 // bits a second; 0 means as they come
	junk      float64
}

// offline reports whether something keeps the printer from printing.
func (d *Device) offline() bool {
	return d.cover || d.paper.left == 0 || d.cutError || d.hot || d.broken || d.asking
}

// shown is the condition as the device tells it; a liar is in the best of
// health. end and near are what the sensors of the paper say.
func (d *Device) shown() (c condition, off, end, near bool) {
	if d.lie {
		return condition{}, false, false, false
	}
	end = d.paper.left == 0
	near = end || d.nearEnd || d.paper.left < d.paper.near
	return d.condition, d.offline(), end, near
}

// status is the answer to DLE EOT n.
func (d *Device) status(n int) byte {
	c, off, end, near := d.shown()
	b := byte(0x12)
	set := func(on bool, bits byte) {
		if on {
			b |= bits
		}
	}
	switch n {
	case 1:
		set(true, 0x04) // the drawer's pin, without a drawer
		set(off, 0x08)
		set(c.asking, 0x20)
		set(c.feeding, 0x40)
	case 2:
		set(c.cover, 0x04)
		set(c.feeding, 0x08)
		set(end, 0x20)
		set(c.cutError || c.hot || c.broken, 0x40)
	case 3:
		set(c.cutError, 0x08)
		set(c.broken, 0x20)
		set(c.hot, 0x40)
	case 4:
		set(near, 0x0c)
		set(end, 0x60)
	}
	return b
}

// automatic is the block of four bytes that GS a asks for.
func (d *Device) automatic() (b [4]byte) {
	c, off, end, near := d.shown()
	b = [4]byte{0x14, 0, 0, 0x0f}
	set := func(i int, on bool, bits byte) {
		if on {
			b[i] |= bits
		}
	}
	set(0, off, 0x08)
	set(0, c.cover, 0x20)
	set(0, c.feeding, 0x40)
	set(1, c.asking, 0x01)
	set(1, c.feeding, 0x02)
	set(1, c.cutError, 0x08)
	set(1, c.broken, 0x20)
	set(1, c.hot, 0x40)
	set(2, near, 0x03)
	set(2, end, 0x0c)
	return b
}

// heeded are the bits of the block whose change is reported, for each bit of GS a.
var heeded = map[byte][4]byte{
	0x01: {0x04},
	0x02: {0x68, 0x01},
	0x04: {0, 0x6c},
	0x08: {0, 0, 0x0f},
	0x40: {0x40, 0x02},
}

// report tells the host what has changed, if it asked to be told.
func (d *Device) report() {
	now, told := d.automatic(), d.said
	for bit, mask := range heeded {
		if d.modes.asb&bit == 0 {
			continue
		}
		for i, m := range mask {
			if now[i]&m != told[i]&m {
				d.said = now
				d.say(now[:]...)
				return
			}
		}
	}
}

// roll is the answer to GS r 1.
func (d *Device) roll() byte {
	_, _, end, near := d.shown()
	var b byte
	if near {
		b |= 0x03
	}
	if end {
		b |= 0x0c
	}
	return b
}
