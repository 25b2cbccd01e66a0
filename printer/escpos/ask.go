package escpos

// AskRealTime asks one of four questions that a printer answers at once, even
// off-line and out of turn (DLE EOT n): 1 the printer, 2 why it is off-line,
// 3 its errors, 4 its paper. Any other n asks the first. It stands alone: within
// the data of a command it would be obeyed, too, and spoil the data.
func (e *Encoder) AskRealTime(n int) {
	if n < 1 || n > 4 {
		n = 1
	}
	e.put(dle, eot, byte(n))
}

// AskProcess asks to answer with the tag once all that was sent before has been
// processed (GS ( H, function 48). A tag of bytes outside of 20h to 7Eh is not
// allowed by the command; such bytes are sent as '0'.
func (e *Encoder) AskProcess(tag [4]byte) {
	e.put(gs, '(', 'H', 6, 0, 48, 48)
	for _, c := range tag {
		if c < 0x20 || c > 0x7e {
			c = '0'
		}
		e.put(c)
	}
}

// AskStatus asks for the paper sensors in turn, after all that was sent before
// (GS r 1). The answer has no tag: only one such question may be open.
func (e *Encoder) AskStatus() { e.put(gs, 'r', 1) }

// AskInfo asks who the printer is (GS I): 66 maker, 67 model, 69 fonts. The
// answer is a Block of text.
func (e *Encoder) AskInfo(n byte) { e.put(gs, 'I', n) }

// ASB switches the automatic status on for all that can change, or off (GS a).
// Switching it on lets the printer report at once. Init switches it off.
func (e *Encoder) ASB(on bool) {
	if on {
		e.put(gs, 'a', 0xff)
	} else {
		e.put(gs, 'a', 0)
	}
}

// Mark leaves a mark in the printer that only ESC @, a loss of power or another QR
// code wipes: data in its symbol store (GS ( k, function 180). Nothing is printed.
// It is for printers that draw QR codes.
func (e *Encoder) Mark() { e.put(gs, '(', 'k', 4, 0, 49, 80, 48, '1') }

// AskMark asks in turn whether anything is in the symbol store (GS ( k, function
// 182). The answer is a Block; see Answer.Marked.
func (e *Encoder) AskMark() { e.put(gs, '(', 'k', 3, 0, 49, 82, 48) }

// Clear lets the printer forget what it was sent and has not printed: recovery
// from an error with cleared buffers (DLE ENQ 2), then clearing of the receive and
// print buffers (DLE DC4, function 8). Both are obeyed at once, off-line too. A
// profile without RealTime has no such command; nothing is emitted.
func (e *Encoder) Clear() {
	if e.p.RealTime {
		e.put(dle, enq, 2, dle, dc4, 8, 1, 3, 20, 1, 6, 2, 8)
	}
}

// Fill are n bytes that do nothing, for the rest of a picture that a printer is
// still waiting for: as text they are ignored, as dots they are white.
func (e *Encoder) Fill(n int) { e.put(make([]byte, max(n, 0))...) }
