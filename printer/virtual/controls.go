package virtual

// The controls are what people do to a printer.

// do changes something under the lock, and tells whom it concerns.
func (d *Device) do(change func()) {
	d.mu.Lock()
	change()
	d.changed()
	d.mu.Unlock()
	d.tell()
}

// PullPaper takes the roll out. What hung in the printer is torn off with it.
func (d *Device) PullPaper() {
	d.do(func() {
		d.paper.left = 0
		d.tear()
	})
}

// Tear tears off what stands out of the printer, as people do where there is no
// knife; what is still inside, between head and edge, stays. It does nothing when
// nothing is printed on what stands out.
func (d *Device) Tear() {
	d.do(func() {
		if t, ok := d.paper.tearAtEdge(); ok {
			d.deliver(t)
			d.count.cuts++
			d.count.ticketLines = 0
			d.trip()
		}
	})
}

// Refill puts a new roll of that many millimetres in; 0 means one as long as the
// first. The rest of the old strip is torn off. A printer whose buffers were not
// cleared goes on with the ticket at which it stopped.
func (d *Device) Refill(mm int) {
	d.do(func() { d.refill(mm) })
}

func (d *Device) refill(mm int) {
	if mm <= 0 {
		mm = d.opts.Roll
	}
	ended := d.paper.left == 0
	d.tear()
	d.paper.load(mm * DotsPerMM)
	d.nearEnd = false
	d.asking = ended && d.model.AskFeed
}

// OpenCover lifts the head off the paper.
func (d *Device) OpenCover() { d.do(func() { d.cover = true }) }

// CloseCover lets the printer go on where it was.
func (d *Device) CloseCover() { d.do(func() { d.cover = false }) }

// JamCutter lets the knife stick at its next cut.
func (d *Device) JamCutter() { d.do(func() { d.jam, d.jamOnce = true, false }) }

// Heat makes the head too hot to go on; it cools when it is fixed.
func (d *Device) Heat() { d.do(func() { d.hot = true }) }

// Fix frees the knife and lets the head cool. Who frees a knife opens and closes
// the cover, so the error is over without a word of the host.
func (d *Device) Fix() {
	d.do(func() {
		d.unjam()
		d.hot = false
	})
}

// Silence loses all answers, or lets them through again. Printing goes on.
func (d *Device) Silence(on bool) { d.do(func() { d.silent = on }) }

// Feed presses the feed button: the paper moves on by a line. A printer that
// waits for the button after a refill goes on.
func (d *Device) Feed() {
	d.do(func() {
		d.feeding = true
		d.report()
		d.asking = false
		if n := min(d.modes.spacing, d.paper.left); !d.cover && d.powered {
			d.paper.left -= n
			d.paper.blank(n)
		}
		d.feeding = false
	})
}

// PowerCycle switches the printer off and on. Buffers, modes and automatic
// status are forgotten; what is on the paper stays there.
func (d *Device) PowerCycle() {
	d.do(func() {
		d.powerOff()
		d.powerOn()
	})
}

// PowerOff switches it off, PowerOn on again.
func (d *Device) PowerOff() { d.do(d.powerOff) }

// PowerOn switches the printer on after PowerOff.
func (d *Device) PowerOn() { d.do(d.powerOn) }

// Unplug pulls the cable: the host sees a hang-up where the line can show one,
// and what it sends is lost. The printer goes on with what it has.
func (d *Device) Unplug() { d.do(d.unplug) }

// Plug puts the cable back.
func (d *Device) Plug() { d.do(d.replug) }
