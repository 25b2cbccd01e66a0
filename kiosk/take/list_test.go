package take_test

import (
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/wire"
)

func TestTheListIsPrintedOnWishOnly(t *testing.T) {
	item := []string{"line/general", "add", "item/MZ-001"}
	for name, tt := range map[string]struct {
		taps []string
		want int
	}{"not wished": {nil, 0}, "wished": {[]string{"list"}, 3}, "wished, and not": {[]string{"list", "list"}, 0}} {
		s := withPrinter(at(menu(9), item...))
		see(t, s, "清单印在小票上")
		s.tap(tt.taps...)
		s.tap("take")
		if got := s.desk.lists; len(got) != 1 || len(got[0]) != tt.want {
			t.Errorf("%s: the paper lists %v", name, got)
		}
	}
	s := withPrinter(at(menu(9), item...))
	s.tap("list")
	see(t, s, "小票会印清单")
	s.tap("lang/en", "take")
	if got := s.desk.lists[0]; got[0].Name.ZhHans != "居民身份证（原件及复印件）" || !got[0].Required || got[2].Required {
		t.Errorf("the paper lists %v", got)
	}
	s.tap("home", "search", "list", "item/MZ-001", "take")
	if got := s.desk.lists[1]; got != nil {
		t.Errorf("the wish of one citizen is the next one's: %v", got)
	}
}

func TestTheListIsOfferedOnlyWhereItCanBePrinted(t *testing.T) {
	item := []string{"line/general", "add", "item/MZ-001"}
	for name, s := range map[string]still{
		"no printer": at(menu(9), item...), "no paper": with(at(menu(9), item...), wire.PrinterState{Fault: wire.FaultPaperOut}),
		"no item": withPrinter(at(menu(9), "line/general")), "nothing to bring": withPrinter(at(menu(9), "line/general", "add", "item/MZ-002")),
	} {
		for _, size := range tuitest.Sizes {
			if _, ok := tui.Find(s.Layout(rect(size)), "list"); ok {
				t.Errorf("%s: the list is offered at %v", name, size)
			}
		}
		s.tap("list", "take")
		if got := s.desk.lists; len(got) != 1 || got[0] != nil {
			t.Errorf("%s: the paper lists %v", name, got)
		}
	}
	s := with(withPrinter(at(menu(9), item...)), wire.PrinterState{Low: true})
	for _, size := range append(tuitest.Sizes, tuitest.Size{W: 40, H: 12}, tuitest.Size{W: 44, H: 15}, tuitest.Size{W: 60, H: 26}) {
		if tg, ok := tui.Find(s.Layout(rect(size)), "list"); !ok || tg.Rect.Dy() < 2 || tg.Rect.Dx() < 10 {
			t.Errorf("at %v the list is offered at %v", size, tg.Rect)
		}
	}
}

func TestTheWishOutlivesARequestWithoutAnAnswer(t *testing.T) {
	s := withPrinter(at(menu(9), "line/general", "add", "item/MZ-001"))
	s.tap("list")
	s.desk.refuse = lost
	s.tap("take")
	s.tell(tui.TimerMsg{Name: "again"})
	s.desk.refuse = nil
	s.tap("again")
	see(t, s, "您的号码")
	sameRID(t, s.desk, 3)
	for i, list := range s.desk.lists {
		if len(list) != 3 {
			t.Errorf("request %d lists %v", i, list)
		}
	}

	s = withPrinter(at(menu(9), "line/general", "add", "item/MZ-001"))
	s.tap("list")
	s.desk.refuse = unheard
	s.tap("take")
	s.desk.refuse = nil
	s.tap("retry")
	if got := s.desk.lists; len(got) != 2 || len(got[1]) != 3 {
		t.Errorf("trying again lists %v", got)
	}
}
