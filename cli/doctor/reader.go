package doctor

import (
	"context"
	"errors"
	"time"

	"onewindow/reader"
	"onewindow/serial"
)

// readerFacts are what is known of the card reader.
type readerFacts struct {
	Health reader.Health
	// Baud is the line's; AnswersAt another at which the module answers.
	Baud, AnswersAt int
}

// cardFacts are what became of waiting for a card; nothing of the card itself.
type cardFacts struct {
	Read bool
	// Err is why a card was not read; nil and not Read: none was put on.
	Err error
}

func needsReader(p *patient) string {
	if why := needsConfig(p); why != "" {
		return why
	}
	if p.Config.Reader.Port == "" {
		return "no card reader is configured (reader.port)"
	}
	return ""
}

func readerExtra(p *patient) time.Duration {
	if p.Card {
		return cardTime
	}
	return 0
}

func lookReader(ctx context.Context, p *patient) []Finding {
	line := serial.Settings{Name: p.Config.Reader.Port, Baud: p.Config.Reader.Baud}
	if f, ok := p.usable("", line); !ok {
		return []Finding{f}
	}
	healths, cards := make(chan reader.Health, 8), make(chan cardFacts, 1)
	card := func(f cardFacts) {
		select {
		case cards <- f:
		default:
		}
	}
	r := reader.New(reader.Settings{Line: line}, reader.Told{
		Card:       func(reader.Card) { card(cardFacts{Read: true}) },
		Unreadable: func(err error) { card(cardFacts{Err: err}) },
		Health: func(h reader.Health) {
			select {
			case healths <- h:
			default:
			}
		},
	})
	running, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(running)
	}()
	f := readerFacts{Baud: line.Baud}
	select {
	case f.Health = <-healths:
	case <-time.After(5 * time.Second):
		f.Health = r.Health()
	case <-ctx.Done():
		f.Health = r.Health()
	}
	var all []Finding
	if p.Card && f.Health.Fault == "" {
		p.Tell("put an ID card on the reader")
		got := cardFacts{}
		late := time.NewTimer(cardTime)
		select {
		case got = <-cards:
		case <-late.C:
		case <-ctx.Done():
		}
		late.Stop()
		all = append(all, judgeCard(got))
	}
	stop()
	<-done
	if f.Health.Fault == reader.FaultSilent {
		f.AnswersAt = p.answersAt(ctx, line, reader.AskStatus.Frame(), func(in []byte) (ok bool) {
			var d reader.Demux
			d.Feed(in, func([]byte) { ok = true })
			return ok
		})
	}
	return append([]Finding{judgeReader(f)}, all...)
}

func judgeReader(f readerFacts) Finding {
	switch {
	case f.Health.Fault == "" && f.Health.Model != "":
		return finding(OK, "works", "the reader's module works (number %s)", f.Health.Model)
	case f.Health.Fault == "":
		return finding(OK, "works", "the reader's module works")
	case f.Health.Fault == reader.FaultSilent && f.AnswersAt > 0:
		return finding(Failure, "baud", "the reader speaks at %d bits per second, and the line is set to %d", f.AnswersAt, f.Baud).
			remedy("set reader.baud = %d", f.AnswersAt)
	case f.Health.Fault == reader.FaultSilent:
		return finding(Failure, "silent", "the reader does not answer").
			remedy("has it power? is it this port? is it set to its serial line (not USB), at %d bits per second?", f.Baud)
	case f.Health.Fault == reader.FaultError:
		return finding(Failure, "error", "the reader answers that it cannot work").
			remedy("switch it off and on; if it goes on, its security module needs service").detail("%s", f.Health.Why)
	}
	return finding(Failure, "gone", "the line to the reader ended").remedy("look at its plug").detail("%s", f.Health.Why)
}

func judgeCard(f cardFacts) Finding {
	x := finding(OK, "card_read", "a card was read; nothing of it was kept")
	switch {
	case f.Read:
	case errors.Is(f.Err, reader.ErrTakenAway):
		x = finding(Warning, "card_gone", "the card was taken away before it was read").remedy("put it on flat, and wait for the sound")
	case f.Err != nil:
		x = finding(Warning, "card_unread", "the card was found and could not be read").
			remedy("try another card; if none can be read, the reader needs service").detail("%v", f.Err)
	default:
		x = finding(Warning, "no_card", "no card was found in %v", cardTime).remedy("put a second-generation ID card flat on the reader")
	}
	return x.about("card")
}

func needsScanner(p *patient) string {
	if why := needsConfig(p); why != "" {
		return why
	}
	if p.Config.Reader.ScannerPort == "" {
		return "no scanner is configured (reader.scanner_port)"
	}
	return ""
}

// lookScanner can only open the port: a scanner is never asked anything.
func lookScanner(_ context.Context, p *patient) []Finding {
	line := serial.Settings{Name: p.Config.Reader.ScannerPort, Baud: p.Config.Reader.ScannerBaud}
	if f, ok := p.usable("", line); !ok {
		return []Finding{f}
	}
	return []Finding{finding(Note, "opens", "its port opens; a scanner says nothing until it scans").
		remedy("scan a ticket on the kiosk's start page; if nothing happens, set the scanner to its serial line and %d bits per second", line.Baud)}
}
