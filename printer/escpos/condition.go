package escpos

// Condition is how a printer is, folded from what it says.
type Condition struct {
	Offline     bool // it prints nothing now
	Cover       bool // the cover is open
	PaperEnd    bool // there is no paper, or printing stopped for want of it
	NearEnd     bool // the roll is nearly used up
	Cutter      bool // the knife is stuck
	Error       bool // it says that it has an error that does not pass by itself
	Recoverable bool // an error that passes by itself, such as a head that is too hot
	Feeding     bool // somebody holds the feed button
	Waiting     bool // it waits for a command or a key before it goes on
}

// RealTime folds the answer to DLE EOT n (Epson: printer status, off-line cause,
// error cause, roll paper sensor). The answer itself does not tell n: only one
// question may be open. Ask 1, 2 and 4 in this order, and 3 when 1 or 2 complains.
// An answer without the fixed bits changes nothing.
// Pairs of sensor bits count when either is set, because clones set only one.
func (c Condition) RealTime(n int, b byte) Condition {
	if b&0x93 != 0x12 {
		return c
	}
	has := func(bits byte) bool { return b&bits != 0 }
	switch n {
	case 1:
		c.Offline, c.Waiting = has(0x08), has(0x20)
		if !c.Offline {
			// An on-line printer has none of these; the questions that would say so are
			// not asked then.
			c.Cutter, c.Error, c.Recoverable, c.PaperEnd = false, false, false, false
		}
	case 2:
		c.Cover, c.Feeding, c.PaperEnd = has(0x04), has(0x08), has(0x20)
		if !has(0x40) {
			c.Cutter, c.Error, c.Recoverable = false, false, false
		} else if !c.Cutter && !c.Recoverable {
			c.Error = true // 3 says which
		}
	case 3:
		c.Cutter, c.Error, c.Recoverable = has(0x08), has(0x24), has(0x40)
	case 4:
		// An off-line printer that stopped for want of paper stays so while its sensor
		// sees the new roll already.
		c.NearEnd, c.PaperEnd = has(0x0c), has(0x60) || c.Offline && c.PaperEnd
	}
	return c
}

// ASB folds an automatic report (Epson: GS a), four bytes as Demux gives them.
// Anything else changes nothing.
func (c Condition) ASB(b []byte) Condition {
	if len(b) != 4 || b[0]&0x93 != 0x10 {
		return c
	}
	has := func(i int, bits byte) bool { return b[i]&bits != 0 }
	c.Offline, c.Cover, c.Feeding = has(0, 0x08), has(0, 0x20), has(0, 0x40)
	c.Waiting = has(1, 0x01)
	c.Cutter, c.Error, c.Recoverable = has(1, 0x08), has(1, 0x24), has(1, 0x40)
	c.NearEnd, c.PaperEnd = has(2, 0x03), has(2, 0x0c)
	return c
}

// Status folds the answer to GS r 1, one byte.
func (c Condition) Status(b byte) Condition {
	if b&0x90 == 0 {
		c.NearEnd, c.PaperEnd = b&0x03 != 0, b&0x0c != 0
	}
	return c
}
