package reader

import (
	"sync"
	"time"

	"onewindow/serial"
)

// Fault is why a device does not work; "" is that it works.
type Fault string

// Faults.
const (
	// FaultGone: the line cannot be opened, or was unplugged.
	FaultGone Fault = "gone"
	// FaultSilent: the line is open, and the device does not answer.
	FaultSilent Fault = "silent"
	// FaultError: the device answers that it cannot work, or what cannot be
	// understood.
	FaultError Fault = "error"
)

// Health is how a device is.
type Health struct {
	Fault Fault
	// Why says more of the fault, with what to do. It never tells of a card.
	Why string
	// Model is the module's number, once it has told it.
	Model string
	// Since is when the fault began or ended.
	Since time.Time
}

// pulse keeps the health of a device and tells changes.
type pulse struct {
	mu   sync.Mutex
	now  Health
	told func(Health)
}

func newPulse(told func(Health)) *pulse {
	return &pulse{now: Health{Fault: FaultGone, Why: "not opened yet", Since: time.Now()}, told: told}
}

func (p *pulse) health() Health {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// set tells when something changed but the time.
func (p *pulse) set(fault Fault, why, model string) {
	p.mu.Lock()
	h := p.now
	if h.Fault != fault {
		h.Since = time.Now()
	}
	h.Fault, h.Why = fault, why
	if model != "" {
		h.Model = model
	}
	same := h == p.now
	p.now = h
	p.mu.Unlock()
	if !same && p.told != nil {
		p.told(h)
	}
}

// line hears of the line's state. A line that is up proves nothing of the device.
func (p *pulse) line(s serial.State) {
	if s.Up {
		return
	}
	why := "not opened yet"
	if s.Err != nil {
		why = s.Err.Error()
	}
	p.set(FaultGone, why, "")
}
