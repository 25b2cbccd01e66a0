package take

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

func TestLargeTextIsAskedOfTheDisplayAndGivenUpForTheNextCitizen(t *testing.T) {
	var asked []bool
	s := New(Settings{Large: func(on bool) tea.Cmd { asked = append(asked, on); return nil }}, nil)
	s.Msg(wire.Menu{Lines: []wire.Line{{Theme: "a"}, {Theme: "b"}}})
	s.Tap("large")
	if len(asked) != 1 || !asked[0] || !s.large {
		t.Fatalf("the display was asked %v", asked)
	}
	for range 3 {
		s.Msg(tui.TickMsg{Now: time.Unix(100, 0), Idle: 41 * time.Second})
	}
	if len(asked) != 2 || asked[1] || s.large {
		t.Errorf("after the citizen has left, the display was asked %v", asked)
	}
}

func TestTheCodeOfANumberSaysHallDayAndNumberOrOpensItsPage(t *testing.T) {
	s := New(Settings{}, nil)
	s.Msg(wire.Menu{Day: wire.Day{Hall: "LG-00"}, Lines: []wire.Line{{Theme: "a"}}})
	s.ticket = wire.Ticket{Number: "A012", Day: "2026-11-26"}
	if got, want := s.qrText(), "LG-00 2026-11-26 A012"; got != want {
		t.Errorf("the code says %q, want %q", got, want)
	}
	s.set.TicketLink = "https://hall.example/t/"
	if got, want := s.qrText(), "https://hall.example/t/A012"; got != want {
		t.Errorf("the code says %q, want %q", got, want)
	}
	s.ticket = wire.Ticket{}
	if w, h := codeSize(s.qrText()); w != 0 || h != 0 {
		t.Errorf("without a number there is a code of %dx%d", w, h)
	}
}
