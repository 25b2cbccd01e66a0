package queue_test

import (
	"onewindow/queue"

	"pgregory.net/rapid"
)

// hardware is what devices and their terminals say and are asked.
func (m *machine) hardware(t *rapid.T) {
	switch dice(t, 6, "hardware") {
	case 0, 1:
		m.do(t, m.report(t))
	case 2:
		m.do(t, queue.Reprint{Number: m.number(t, queue.Waiting, queue.Called), Printer: one(t, []string{"", "", "kiosk-1", "kiosk-2"}, "printer")})
	case 3:
		m.do(t, m.paper(t))
	case 4, 5:
		for _, w := range m.state.Windows {
			if x := m.state.Ticket(w.Ticket); x != nil && w.State == queue.Calling {
				m.do(t, queue.Announce{Number: x.Number, Window: w.ID, Times: x.Calls - dice(t, 2, "late")})
				return
			}
		}
	}
}

// report is what a terminal says of its devices.
func (m *machine) report(t *rapid.T) queue.ReportDevices {
	c := queue.ReportDevices{Terminal: one(t, []string{"kiosk-1", "kiosk-2", "caller-1", "t"}, "terminal"), Role: "kiosk"}
	kinds := []queue.DeviceKind{queue.DevicePrinter, queue.DevicePrinter, queue.DeviceReader}
	if c.Terminal == "caller-1" {
		c.Role, kinds = "caller", []queue.DeviceKind{queue.DeviceVoice, queue.DeviceStrip}
	}
	for i, kind := range kinds {
		if dice(t, 6, "there") == 0 {
			continue
		}
		d := queue.Device{ID: string(rune('a' + i)), Kind: kind, Low: dice(t, 6, "low") == 0, Restarts: dice(t, 2, "restarts")}
		if dice(t, 3, "broken") == 0 {
			d.Fault = one(t, queue.DeviceFaults, "fault")
		}
		c.Devices = append(c.Devices, d)
	}
	return c
}

// paper is what a terminal says of a paper, most often of one that it was asked for.
func (m *machine) paper(t *rapid.T) queue.ReportPaper {
	c := queue.ReportPaper{Terminal: "t", Number: m.number(t, queue.Waiting), State: one(t, []queue.PaperState{queue.PaperPrinted, queue.PaperUnprinted, queue.PaperUnconfirmed}, "state")}
	if n := len(m.state.Papers); n > 0 && dice(t, 4, "of a copy") > 0 {
		p := m.state.Papers[dice(t, n, "copy")]
		c.Terminal, c.Number, c.Copy = p.Terminal, p.Number, p.Copy
	}
	if c.State != queue.PaperPrinted {
		c.Reason = one(t, []queue.PaperReason{queue.PaperLate, queue.PaperRestarted, "silent"}, "reason")
	}
	return c
}
