package pretend

import (
	"fmt"
	"io"
	"time"

	called "onewindow/caller/virtual"
)

// strips are the strips of one line, whatever they are made of.
type strips struct {
	baud  int
	serve func(io.ReadWriter) error
	// looks are what each shows at a time.
	looks []func(time.Time) called.Screen
	// silence lets answers get lost; nil of strips that never answer. restart takes
	// the power away for a moment; nil of strips that keep what they show.
	silence func(on bool)
	restart func()
}

// stripsOf makes them; shown hears of each change.
func stripsOf(o StripsOptions, shown func(called.Screen)) (s strips, err error) {
	s.baud = 9600
	switch o.Kind {
	case BX5K, BX6K:
		return bxStrips(o, shown), nil
	case CD5220, LED8:
		if len(o.Strips) != 1 {
			return s, fmt.Errorf("a display of kind %s has no address: it is alone on its line", o.Kind)
		}
		d := called.NewCD5220(o.Strips[0].Name, shown)
		if o.Kind == LED8 {
			d, s.baud = called.NewLED8(o.Strips[0].Name, shown), 2400
		}
		s.serve, s.restart = func(p io.ReadWriter) error { return d.Serve(p) }, d.PowerCycle
		s.looks = append(s.looks, d.Screen)
	case Alpha:
		names := map[int]string{}
		var addresses []int
		for _, one := range o.Strips {
			names[one.Address] = one.Name
			addresses = append(addresses, one.Address)
		}
		a := called.NewAlpha(func(address int, sc called.Screen) {
			sc.Name = names[address]
			shown(sc)
		}, addresses...)
		s.serve = a.Serve
		for _, n := range addresses {
			s.looks = append(s.looks, func(now time.Time) called.Screen { return a.Screen(n, now) })
		}
	default:
		return s, fmt.Errorf("kind %q: want one of %v", o.Kind, StripKinds)
	}
	return s, nil
}

func bxStrips(o StripsOptions, shown func(called.Screen)) strips {
	s := strips{baud: 9600}
	generation := 6
	if o.Kind == BX5K {
		generation = 5
	}
	var cards []*called.BXCard
	for _, one := range o.Strips {
		c := called.NewBXCard(called.BXCardSettings{
			Name: one.Name, Address: uint16(one.Address), Generation: generation, Width: one.Width, Height: one.Height, Shown: shown,
		})
		cards = append(cards, c)
		s.looks = append(s.looks, c.Screen)
	}
	s.serve = called.NewBXLine(cards...).Serve
	s.silence = func(on bool) {
		for _, c := range cards {
			c.Fault(called.BXFaults{Dead: on})
		}
	}
	s.restart = func() {
		for _, c := range cards {
			c.PowerCycle()
		}
	}
	return s
}
