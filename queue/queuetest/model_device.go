package queuetest

import (
	"fmt"
	"maps"
	"reflect"
	"strings"

	"onewindow/queue"
)

// applyDevices reads what concerns devices and papers.
func (m *Model) applyDevices(r queue.Record) {
	switch e := r.Event.(type) {
	case queue.DeviceChanged:
		m.devices[e.Device.Terminal+"/"+e.Device.ID] = e.Device
	case queue.DeviceRemoved:
		delete(m.devices, e.Terminal+"/"+e.ID)
	case queue.TicketIssued:
		for _, d := range m.devices {
			if d.Terminal == r.By.Terminal && d.Kind == queue.DevicePrinter && d.Role == "kiosk" {
				m.papers[paper(e.Ticket.Number, 0)] = queue.PaperAsked
			}
		}
	case queue.TicketReprinted:
		if e.Printer != "" {
			m.papers[paper(e.Number, e.Copy)] = queue.PaperAsked
		}
	case queue.TicketPaper:
		if key := paper(e.Number, e.Copy); m.papers[key] != queue.PaperPrinted { // that stays so
			m.papers[key] = e.State
		}
	case queue.DayOpened:
		maps.DeleteFunc(m.papers, func(key string, _ queue.PaperState) bool {
			number, _, _ := strings.Cut(key, " ")
			_, kept := m.tickets[number]
			return !kept
		})
	}
}

func paper(number string, copy int) string { return fmt.Sprint(number, " ", copy) }

// hear sets whether the voice has spoken the last call of a number.
func (m *Model) hear(number string, heard bool) {
	t := m.tickets[number]
	t.heard = heard
	m.tickets[number] = t
}

// compareDevices says where a state disagrees about devices and papers.
func (m *Model) compareDevices(s *queue.State) error {
	if len(s.Devices) != len(m.devices) {
		return fmt.Errorf("%d devices; the model has %d", len(s.Devices), len(m.devices))
	}
	for _, d := range s.Devices {
		if o := m.devices[d.Terminal+"/"+d.ID]; !reflect.DeepEqual(o, d) {
			return fmt.Errorf("the device %+v; the model has %+v", d, o)
		}
	}
	open := 0
	for _, state := range m.papers {
		if state == queue.PaperAsked {
			open++
		}
	}
	if open != len(s.Papers) {
		return fmt.Errorf("%d copies are asked for; the model has %d", len(s.Papers), open)
	}
	for _, t := range s.Tickets {
		for _, p := range t.Papers {
			if o := m.papers[paper(t.Number, p.Copy)]; o != p.State {
				return fmt.Errorf("number %s, copy %d is %s; the model has %q", t.Number, p.Copy, p.State, o)
			}
		}
	}
	return nil
}
