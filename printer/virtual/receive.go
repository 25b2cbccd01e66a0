package virtual

import "bytes"

// Bytes of the handshake, and of commands in real time.
const (
	xon  = 0x11
	xoff = 0x13
	dle  = 0x10
	eot  = 0x04
	enq  = 0x05
	dc4  = 0x14
)

// clearAll is DLE DC4 8: forget what is in the buffers.
var clearAll = []byte{dle, dc4, 8, 1, 3, 20, 1, 6, 2, 8}

// receive puts bytes into the receive buffer. Commands in real time take effect
// here, wherever they stand, inside of a picture too; the interpreter passes
// over those that it meets between commands.
func (d *Device) receive(p []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, b := range p {
		if !d.powered || d.unplugged {
			return
		}
		d.count.bytes++
		if len(d.rx) < d.model.Buffer {
			d.rx = append(d.rx, b)
		} else {
			if d.count.lost == 0 {
				d.find("the host went on sending after XOFF; bytes are lost")
			}
			d.count.lost++
		}
		copy(d.window[:], d.window[1:])
		d.window[len(d.window)-1] = b
		d.realTime()
		d.trip()
		d.throttle()
	}
	nudge(d.kick)
}

// realTime does what the last bytes ask for at once.
func (d *Device) realTime() {
	if !d.model.RealTime {
		return
	}
	w := d.window[:]
	n := w[9]
	switch {
	case bytes.HasSuffix(w[:9], []byte{dle, eot}) && n >= 1 && n <= 4:
		d.say(d.status(int(n)))
	case bytes.HasSuffix(w[:9], []byte{dle, enq}) && n <= 2:
		d.enquire(n)
	case bytes.Equal(w, clearAll):
		d.clear()
		d.say(0x37, 0x25, 0)
	case bytes.HasSuffix(w[:8], []byte{dle, dc4, 1}) && w[8] <= 1:
		d.count.pulses++
	}
}

// enquire is DLE ENQ: 0 goes on line after a refill, 1 goes on after an error, 2
// goes on without what was to be printed.
func (d *Device) enquire(n byte) {
	d.window = [10]byte{}
	if n == 0 {
		d.asking = false
		d.report()
		return
	}
	if d.model.Strict && !d.cutError {
		return
	}
	if !d.jam {
		d.cutError = false
	}
	if n == 2 {
		d.clear()
	}
	d.report()
}

// clear empties the buffers. Modes stay, as does what is on the paper.
func (d *Device) clear() {
	d.window = [10]byte{}
	d.rx = nil
	d.line = line{}
	if d.resume != nil {
		d.start()
	}
	d.throttle()
	nudge(d.room)
}

// throttle says XOFF when the receive buffer is nearly full, and XON when it has
// emptied. A line without that is simply not read while there is no room.
func (d *Device) throttle() {
	if !d.model.XonXoff {
		return
	}
	switch full := d.model.Buffer - min(d.model.Buffer/4, 256); {
	case !d.xoffed && len(d.rx) >= full:
		d.xoffed = true
		d.say(xoff)
	case d.xoffed && len(d.rx) <= full/2:
		d.xoffed = false
		d.say(xon)
	}
}

// longestAnswer bounds what waits to be sent to a host that does not read.
const longestAnswer = 4096

// say sends an answer, with what the script does to it.
func (d *Device) say(answer ...byte) {
	if d.silent || d.hang || d.unplugged || !d.powered || d.port == nil {
		return
	}
	for _, b := range answer {
		if d.junk > 0 && d.noise.Float64() < d.junk {
			d.tx = append(d.tx, byte(d.noise.Uint32()))
		}
		d.tx = append(d.tx, b)
	}
	if over := len(d.tx) - longestAnswer; over > 0 {
		d.tx = d.tx[over:]
	}
	nudge(d.send)
}
