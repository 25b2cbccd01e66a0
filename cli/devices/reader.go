package devices

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/cli/config"
	"onewindow/queue"
	"onewindow/reader"
	"onewindow/serial"
	"onewindow/wire"
)

// Readers are what reads cards and codes at a terminal over serial lines.
type Readers struct {
	conf    config.Reader
	now     func() time.Time
	devices *Register
	log     *slog.Logger
}

// NewReaders makes those that the configuration names; Feed runs them. now is hall
// time: a number cannot be of somebody who is not born yet.
func NewReaders(c config.Reader, now func() time.Time, devices *Register, log *slog.Logger) *Readers {
	r := &Readers{conf: c, now: now, devices: devices, log: log}
	// The first list that the hall is told is complete: what is missing in it is gone.
	if c.Port != "" {
		r.devices.Set(queue.Device{ID: cardReader, Kind: queue.DeviceReader, Fault: queue.FaultGone})
	}
	if c.ScannerPort != "" {
		r.devices.Set(queue.Device{ID: codeScanner, Kind: queue.DeviceScanner, Fault: queue.FaultGone})
	}
	return r
}

// What the hall calls them.
const (
	cardReader  = "idcard"
	codeScanner = "scanner"
)

// Feed runs them beside a screen, which gets wire.Card, wire.CardTrouble, wire.Scan
// and wire.Reader. The number on a card goes nowhere else.
func (r *Readers) Feed(ctx context.Context, send func(tea.Msg)) {
	var both sync.WaitGroup
	if r.conf.Port != "" {
		cards := reader.New(reader.Settings{Line: serial.Settings{Name: r.conf.Port, Baud: r.conf.Baud}}, reader.Told{
			Card: func(c reader.Card) {
				number, err := queue.ParseIDNumber(c.Number(), r.now())
				if err != nil {
					r.log.Warn("the number on a card cannot be used; the citizen may go on without", "err", err)
					send(wire.CardTrouble{Code: wire.CardForeign})
					return
				}
				send(wire.Card{Number: number})
			},
			Unreadable: func(err error) {
				r.log.Info("a card could not be read", "err", err)
				send(troubleOf(err))
			},
			Health: func(h reader.Health) {
				r.health(cardReader, queue.DeviceReader, h)
				send(wire.Reader{Kind: queue.DeviceReader, Ready: h.Fault == ""})
			},
		})
		both.Go(func() { cards.Run(ctx) })
	}
	if r.conf.ScannerPort != "" {
		codes := reader.NewScanner(reader.ScannerSettings{Line: serial.Settings{Name: r.conf.ScannerPort, Baud: r.conf.ScannerBaud}},
			func(s reader.Scan) { send(wire.Scan{Text: s.Text()}) },
			func(h reader.Health) {
				r.health(codeScanner, queue.DeviceScanner, h)
				send(wire.Reader{Kind: queue.DeviceScanner, Ready: h.Fault == ""})
			})
		both.Go(func() { codes.Run(ctx) })
	}
	both.Wait()
}

// troubleOf is what the citizen is told of a card that was not read.
func troubleOf(err error) wire.CardTrouble {
	if errors.Is(err, reader.ErrTakenAway) {
		return wire.CardTrouble{Code: wire.CardTakenAway}
	}
	return wire.CardTrouble{Code: wire.CardUnreadable}
}

func (r *Readers) health(id string, kind queue.DeviceKind, h reader.Health) {
	if h.Fault != "" {
		r.log.Warn("a reader does not work", "device", id, "fault", h.Fault, "why", h.Why)
	}
	r.devices.Set(queue.Device{ID: id, Kind: kind, Model: h.Model, Fault: queue.DeviceFault(h.Fault)})
}
