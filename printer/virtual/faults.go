package virtual

import "time"

// play is a step of a script, and where the counts stood when it began.
type play struct {
	Step
	from  counts
	fired bool
}

// alarm is something that happens at a time.
type alarm struct {
	at time.Time
	do func()
}

// idle is how long a device sleeps that has no alarm.
const idle = time.Hour

// Play begins a script, beside those that play already.
func (d *Device) Play(s Script) {
	d.mu.Lock()
	for _, step := range s {
		p := &play{Step: step, from: d.count}
		if step.After > 0 {
			p.fired = true
			d.alarms = append(d.alarms, alarm{time.Now().Add(step.After), func() { d.fault(step) }})
			continue
		}
		d.plays = append(d.plays, p)
	}
	d.trip()
	d.mu.Unlock()
	nudge(d.kick)
}

// trip lets begin what has waited for what was just counted.
func (d *Device) trip() {
	left := d.plays[:0]
	var due []Step
	for _, p := range d.plays {
		if p.due(d.count) {
			due = append(due, p.Step)
			continue
		}
		left = append(left, p)
	}
	d.plays = left
	for _, s := range due {
		d.fault(s)
	}
}

func (p *play) due(now counts) bool {
	done := now.cuts - p.from.cuts
	switch {
	case p.Byte > 0:
		return now.bytes-p.from.bytes >= p.Byte
	case p.Ticket > 0 && p.Line > 0:
		return done == p.Ticket-1 && now.ticketLines >= p.Line
	case p.Ticket > 0:
		return done >= p.Ticket-1
	}
	return now.lines-p.from.lines >= p.Line
}

// ring lets happen what is due and returns the time to the next.
func (d *Device) ring(now time.Time) time.Duration {
	next := time.Duration(idle)
	for i := 0; i < len(d.alarms); {
		a := d.alarms[i]
		if now.Before(a.at) {
			next = min(next, a.at.Sub(now))
			i++
			continue
		}
		d.alarms = append(d.alarms[:i], d.alarms[i+1:]...)
		a.do()
	}
	return next
}

// fault begins a step, and sets the alarm that ends it.
func (d *Device) fault(s Step) {
	end := d.begin(s)
	if s.For > 0 && end != nil {
		d.alarms = append(d.alarms, alarm{time.Now().Add(s.For), func() {
			end()
			d.changed()
		}})
	}
	d.changed()
}

// begin does what a step says; the result undoes it.
func (d *Device) begin(s Step) (end func()) {
	flag := func(b *bool) func() {
		*b = true
		return func() { *b = false }
	}
	switch s.Fault {
	case PaperOut:
		d.paper.left = 0
		return func() { d.refill(d.opts.Roll) }
	case NearEnd:
		return flag(&d.nearEnd)
	case Cover:
		return flag(&d.cover)
	case Cutter:
		d.jam, d.jamOnce = true, s.Once
		return d.unjam
	case Hot:
		return flag(&d.hot)
	case Broken:
		return flag(&d.broken)
	case Silent:
		return flag(&d.silent)
	case Hang:
		return flag(&d.hang)
	case Lie:
		return flag(&d.lie)
	case Bytewise:
		return flag(&d.bytewise)
	case Slow:
		d.slow = s.Value
		return func() { d.slow = 0 }
	case Junk:
		d.junk = s.Value
		return func() { d.junk = 0 }
	case Unplug:
		d.unplug()
		return func() { d.replug() }
	case Restart:
		if s.For > 0 {
			d.todo = append(d.todo, d.powerOff)
			return d.powerOn
		}
		d.todo = append(d.todo, d.powerOff, d.powerOn)
	}
	return nil
}

// changed follows every change of the condition: whoever waits looks again.
func (d *Device) changed() {
	d.report()
	nudge(d.kick)
	nudge(d.room)
}

func (d *Device) unjam() { d.jam, d.jamOnce, d.cutError = false, false, false }

// unplug deafens the device at once; the line itself is pulled by the worker,
// because that may wait.
func (d *Device) unplug() {
	if d.unplugged {
		return
	}
	d.unplugged = true
	d.pulls++
	d.tx = nil
	port := d.port
	d.chores = append(d.chores, func() {
		if p, ok := port.(plug); ok {
			p.Unplug()
		} else if c, ok := port.(interface{ Close() error }); ok {
			c.Close()
		}
	})
}

func (d *Device) replug() {
	if !d.unplugged {
		return
	}
	port := d.port
	d.chores = append(d.chores, func() {
		if p, ok := port.(plug); ok {
			if err := p.Plug(); err != nil {
				d.mu.Lock()
				d.find("the cable cannot be plugged in: " + err.Error())
				d.mu.Unlock()
				return
			}
		}
		d.mu.Lock()
		d.unplugged = false
		d.mu.Unlock()
		nudge(d.plugged)
		nudge(d.kick)
	})
}

func (d *Device) powerOff() {
	d.powered = false
	d.forget()
}

func (d *Device) powerOn() {
	if d.powered {
		return
	}
	d.powered = true
	d.count.restarts++
	d.hang, d.broken, d.asking, d.lie = false, false, false, false
	if !d.jam {
		d.cutError = false
	}
	if d.running {
		d.start()
	}
	if d.model.XonXoff {
		d.say(xon)
	}
}
