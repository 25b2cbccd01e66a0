package devices

import (
	"time"

	"onewindow/printer/slip"
	"onewindow/queue"
	"onewindow/wire"
)

// Extra is what a paper tells that the hall does not: the terminal alone knows it.
type Extra struct {
	// Last4 are the last four characters of the citizen's document.
	Last4 string
	// Materials are what to bring, where the citizen asked for the list.
	Materials []queue.Material
}

// printable is a number as the paper tells it.
func (p *Printer) printable(day wire.Day, t wire.Ticket, copied int, x Extra) slip.Ticket {
	at := time.FixedZone("", day.UTCOffset*60)
	if day.Date == "" { // not heard yet; the machine's is the best guess
		at = time.Local
	}
	s := slip.Ticket{
		Language: slip.Lang(t.Language), Bilingual: p.set.Bilingual, Copy: copied,
		Hall: text(day.Name), Number: t.Number, Class: slip.Class(t.Class),
		Theme: text(t.ThemeName), Items: texts(t.Items), Legs: texts(t.Route),
		Ahead: t.Estimate.Ahead, Zones: texts(t.Zones), Windows: t.Windows,
		Issued: t.Issued.In(at), Last4: x.Last4, QR: wire.CodeOf(p.set.Link, day.Hall, t),
	}
	if s.Language == "" {
		s.Language = slip.Lang(p.set.Language)
	}
	if t.State != queue.Waiting {
		s.Ahead = -1 // of a copy for somebody who was called already
	} else if !t.Before.IsZero() && t.Estimate.High > 0 && t.Later == "" { // a copy tells no time that holds no more
		s.Before = t.Before.In(at)
	}
	for _, m := range x.Materials {
		s.Materials = append(s.Materials, slip.Material{Name: text(m.Name), Required: m.Required})
	}
	return s
}

func text(t queue.Text) slip.Text {
	return slip.Text{ZhHans: t.ZhHans, ZhHant: t.ZhHant, En: t.En}
}

func texts(all []queue.Text) (out []slip.Text) {
	for _, t := range all {
		out = append(out, text(t))
	}
	return out
}
