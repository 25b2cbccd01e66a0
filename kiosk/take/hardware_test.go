package take_test

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// with tells the screen messages of its hardware.
func with(s still, msgs ...tea.Msg) still {
	for _, m := range msgs {
		s.tell(m)
	}
	return s
}

// withPrinter has a printer that works.
func withPrinter(s still) still { return with(s, wire.PrinterState{}) }

// withReaders has a card reader and a scanner that work.
func withReaders(s still) still {
	return with(s, wire.Reader{Kind: queue.DeviceReader, Ready: true}, wire.Reader{Kind: queue.DeviceScanner, Ready: true})
}

// holder is a kiosk in a hall where who has the card old holds two numbers.
func holder(taps ...string) still {
	s := at(menu(9), taps...)
	s.desk.cards = map[string][]wire.Ticket{old: {ticket(wire.IssueRequest{}, 12), ticket(wire.IssueRequest{}, 15)}}
	s.desk.cards[old][1].State, s.desk.cards[old][1].At = queue.Called, wire.Place{Label: "23", Zone: queue.Text{ZhHans: "一层A区", En: "Zone A, floor 1"}}
	return s
}

// shown is the page of a number whose paper ended like that.
func shown(state wire.PrintState, why wire.PrinterFault) still {
	s := withPrinter(at(menu(9), "line/general"))
	s.tap("take")
	return with(s, wire.Print{Number: "A012", State: state, Fault: why})
}

// hardwarePages are the pages that printers, readers and scanners bring up.
func hardwarePages() map[string]still {
	item := []string{"line/general", "add", "item/MZ-001"}
	two := append(item, "add", "key/7", "key/7", "item/SS-001")
	noPaper := with(at(menu(9)), wire.PrinterState{Fault: wire.FaultPaperOut})
	noPaper.tap("line/general")
	listed := withPrinter(at(menu(9), item...))
	listed.tap("list")
	id := []string{"line/general", "idnumber"}
	silent := shown(wire.Printing, "")
	silent.tell(tui.TickMsg{Now: tuitest.StartTime.Add(26 * time.Second)})
	return map[string]still{
		"home reader": withReaders(at(menu(9))), "home card": with(at(menu(9)), wire.Card{Number: young}),
		"find reader": withReaders(at(menu(9), "find")), "found two": with(holder(), wire.Card{Number: old}),
		"id reader": withReaders(at(menu(9), id...)), "for id reader": withReaders(at(menu(9), append(id, "agent", "paper/family")...)),
		"note unreadable": with(at(menu(9), id...), wire.CardTrouble{Code: wire.CardUnreadable}),
		"note not ours":   with(at(menu(9)), wire.Scan{Text: "https://example.com/pay"}),
		"note self":       with(at(menu(9), "search"), wire.Card{Number: young}),
		"item list":       withPrinter(at(menu(9), item...)), "item listed": listed, "two items list": withPrinter(at(menu(9), two...)),
		"theme no paper":  noPaper,
		"result no paper": shown(wire.Unprinted, wire.FaultPaperOut), "result cutter": shown(wire.Unprinted, wire.FaultCutter),
		"result late": shown(wire.Unprinted, "late"), "result unconfirmed": shown(wire.Unconfirmed, wire.FaultSilent), "result silence": silent,
	}
}
