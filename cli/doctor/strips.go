package doctor

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"onewindow/caller"
	"onewindow/caller/led"
	"onewindow/serial"
)

// stripFacts are what is known of one strip.
type stripFacts struct {
	Name    string
	Kind    caller.StripKind
	Address int
	// Err is what asking it ended with: nil, led.ErrMute, or why there was no answer.
	Err error
	// Alone: no strip of the line answered, and it has several.
	Alone bool
	// Baud is the line's; AnswersAt another at which the first strip answers.
	Baud, AnswersAt int
}

func needsStrips(p *patient) string {
	return p.needsCaller(func() bool { return len(p.caller.Strips.Lines) > 0 }, "no strip is configured (caller.devices)")
}

// needsCaller is why there is nothing to look at in the file of strips and voices.
func (p *patient) needsCaller(some func() bool, none string) string {
	if why := needsConfig(p); why != "" {
		return why
	}
	if _, err := p.callerSettings(); err != nil {
		return notLooked + "the file of caller.devices cannot be used"
	}
	if !some() {
		return none
	}
	return ""
}

// stripLine are the settings of a line's port.
func stripLine(l caller.StripLine) serial.Settings {
	parity := byte('N')
	if l.Parity == "even" || l.Parity == "odd" {
		parity = strings.ToUpper(l.Parity)[0]
	}
	return serial.Settings{Name: l.Port, Baud: l.Baud, Bits: l.Bits, Parity: parity, StopBits: l.StopBits, RS485: l.RS485}
}

func lookStrips(ctx context.Context, p *patient) []Finding {
	var all []Finding
	for _, l := range p.caller.Strips.Lines {
		line := stripLine(l)
		if f, ok := p.usable(l.Port, line); !ok {
			all = append(all, f)
			continue
		}
		facts, err := p.probeStrips(ctx, line, l.Strips)
		if err != nil {
			all = append(all, finding(Failure, "line", "the line ended while its strips were asked").about(l.Port).
				remedy("look at the adapter's plug, and into the system's log").detail("%v", err))
			continue
		}
		for _, f := range facts {
			all = append(all, judgeStrip(f))
		}
	}
	return all
}

// probeStrips asks each strip of a line whether it is there.
func (p *patient) probeStrips(ctx context.Context, line serial.Settings, strips []caller.StripSetting) ([]stripFacts, error) {
	conn, err := serial.Open(line)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	bus := serial.NewBus(serial.BusSettings{Line: line, Rests: []time.Duration{time.Millisecond}})
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- bus.Run(running, conn) }()
	var facts []stripFacts
	silent := 0
	for _, s := range strips {
		f := stripFacts{Name: s.Name, Kind: s.Kind, Address: s.Address, Baud: line.Baud}
		if f.Err = askStrip(ctx, bus, s, line.Baud); f.Err != nil && !errors.Is(f.Err, led.ErrMute) {
			silent++
		}
		facts = append(facts, f)
	}
	stop()
	err = <-ended
	_ = conn.Close()
	if ctx.Err() == nil && err != nil && !errors.Is(err, context.Canceled) {
		return nil, err
	}
	if silent < len(strips) {
		return facts, nil
	}
	at := 0
	if first := strips[0]; bx(first.Kind) {
		ping := led.BXFrame{To: uint16(first.Address), From: 0x8000, Device: 0xFE, Data: led.BXPing()}.Append(nil)
		at = p.answersAt(ctx, line, ping, func(in []byte) (ok bool) {
			var d led.BXDecoder
			d.Feed(in, func(f led.BXFrame) { ok = ok || f.From == uint16(first.Address) })
			return ok
		})
	}
	for i := range facts {
		facts[i].Alone, facts[i].AnswersAt = len(facts) > 1, at
	}
	return facts, nil
}

func bx(k caller.StripKind) bool { return k == caller.StripBX5K || k == caller.StripBX6K }

// askStrip asks twice: one lost answer makes no fault.
func askStrip(ctx context.Context, bus *serial.Bus, s caller.StripSetting, baud int) error {
	if !bx(s.Kind) {
		return led.ErrMute
	}
	set := led.BXSettings{
		Address: uint16(s.Address), Generation: 6, Width: s.Width, Height: s.Height, Colours: s.Colours,
		Charset: s.Charset, Font: s.Font, Baud: baud,
	}
	if s.Kind == caller.StripBX5K {
		set.Generation = 5
	}
	card, err := led.NewBX(bus, set)
	if err != nil {
		return err
	}
	var first error
	end := time.Now().Add(time.Second)
	for tries := 0; tries < 2; {
		err := card.Ask(ctx)
		var refused *led.Refusal
		switch {
		case err == nil, errors.As(err, &refused), ctx.Err() != nil:
			return err
		case (errors.Is(err, serial.ErrDown) || errors.Is(err, serial.ErrResting)) && time.Now().Before(end):
			pause(ctx, 10*time.Millisecond) // the bus begins, or the strip rests
			continue
		}
		if first == nil {
			first = err
		}
		tries++
	}
	return first
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

func judgeStrip(f stripFacts) Finding {
	at := ""
	if f.Address > 0 {
		at = " at address " + strconv.Itoa(f.Address)
	}
	var refused *led.Refusal
	x := finding(OK, "answers", "the strip%s answers", at)
	switch {
	case f.Err == nil:
	case errors.Is(f.Err, led.ErrMute):
		x = finding(Note, "mute", "its line opens; a strip of kind %s never answers: look whether it shows anything", f.Kind)
	case f.AnswersAt > 0:
		x = finding(Failure, "baud", "the strips of this line speak at %d bits per second, and it is set to %d", f.AnswersAt, f.Baud).
			remedy("set baud = %d of this line in the file of caller.devices", f.AnswersAt)
	case errors.As(f.Err, &refused) && refused.Code == led.BXBusy:
		x = finding(OK, "answers", "the strip%s answers that it is busy", at)
	case errors.As(f.Err, &refused):
		x = finding(Failure, "refuses", "the strip%s answers that it will not: %v", at, refused).remedy("is it a card of the family %s?", f.Kind)
	case errors.Is(f.Err, led.ErrGarbled):
		x = finding(Failure, "garbled", "what comes back from the strip%s makes no sense", at).
			remedy("look for a second strip with the same address, and at the wiring (A and B, the ends' resistors)")
	case f.Alone:
		x = finding(Failure, "silent", "no strip of this line answers, nor does the one%s", at).
			remedy("are A and B the right way round? is the adapter the line's, have the strips power, and is the speed theirs (%d)?", f.Baud)
	default:
		x = finding(Failure, "silent", "the strip%s does not answer", at).
			remedy("has it power? is its address that of its switches or its program (%d), and its speed the line's (%d)?", f.Address, f.Baud)
	}
	if f.Err != nil && x.Level == Failure {
		x = x.detail("%v", f.Err)
	}
	return x.about(f.Name)
}
