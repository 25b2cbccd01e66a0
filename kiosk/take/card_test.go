package take_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// kept reports whether the screen holds a number, or the birth date in it, anywhere.
func kept(s still, number string) bool {
	seen := map[uintptr]bool{}
	var holds func(v reflect.Value) bool
	holds = func(v reflect.Value) bool {
		switch v.Kind() {
		case reflect.String:
			return strings.Contains(v.String(), number[6:14])
		case reflect.Pointer, reflect.Interface:
			if v.IsNil() || v.Kind() == reflect.Pointer && seen[v.Pointer()] {
				return false
			}
			if v.Kind() == reflect.Pointer {
				seen[v.Pointer()] = true
			}
			return holds(v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).Name != "desk" && holds(v.Field(i)) { // the hall, which is asked
					return true
				}
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				if holds(v.Index(i)) {
					return true
				}
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				if holds(k) || holds(v.MapIndex(k)) {
					return true
				}
			}
		}
		return false
	}
	return holds(reflect.ValueOf(s.Screen))
}

func card(number queue.IDNumber) wire.Card { return wire.Card{Number: number} }

func TestACardAtHomeShowsTheNumbersOfWhoHoldsIt(t *testing.T) {
	s := with(holder(), card(old))
	see(t, s, "正在呼叫，第1个号，共2个", "请马上到23号窗口") // who is called must go
	s.tap("sheet/1")
	see(t, s, "等候中，第2个号，共2个", "前面还有4人")
	if !slices.Equal(s.desk.found, []string{old}) {
		t.Errorf("looked up were %q", s.desk.found)
	}
	if kept(s, old) {
		t.Error("the number of the card is kept after it was asked for")
	}
	s.tap("home")
	see(t, s, "请选择要办的业务")
}

func TestACardOfWhoHasNoNumberIsOfTheNumberThatIsTaken(t *testing.T) {
	s := with(at(menu(9)), card(young))
	see(t, s, "身份证尾号0017还没有号", "请选择要办的业务")
	s.tap("line/general")
	see(t, s, "身份证：440307********0017")
	s.tap("take")
	want(t, s.desk, wire.IssueRequest{Theme: "general", ID: young, Language: queue.ZhHans})
	if kept(s, young) {
		t.Error("the number of the card is kept after the ticket was given")
	}

	s = with(at(menu(1)), card(young))
	see(t, s, "身份证：440307********0017", "  取号")
	s.tap("take")
	want(t, s.desk, wire.IssueRequest{Theme: "general", ID: young, Language: queue.ZhHans})
}

func TestACardLeavesWithItsCitizen(t *testing.T) {
	for name, leave := range map[string]func(still){
		"by going back": func(s still) { s.tap("line/general", "back") },
		"by looking":    func(s still) { s.tap("other", "back") },
		"by going away": func(s still) {
			s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(41 * time.Second), Idle: 41 * time.Second})
		},
		"with a number":  func(s still) { s.tap("line/general", "take", "home") },
		"without one":    func(s still) { s.desk.refuse = unheard; s.tap("line/general", "take", "back", "back") },
		"to the counter": func(s still) { s.desk.refuse = lost; s.tap("line/general", "take", "back", "back") },
	} {
		for _, m := range []wire.Menu{menu(9), menu(3)} {
			s := with(at(m), card(young))
			if !kept(s, young) {
				t.Fatal("the number of the card is not kept until it is needed")
			}
			leave(s)
			if kept(s, young) {
				t.Errorf("%s: the number of the card stays for the next citizen", name)
			}
			see(t, s, "请选择要办的业务")
			unseen(t, s, "0017")
		}
	}
}

func TestACardCountsAsATouch(t *testing.T) {
	s := at(menu(9))
	now := tuitest.StartTime
	tick := func(d time.Duration) {
		now = now.Add(d)
		s.tell(tui.TickMsg{Now: now, Idle: now.Sub(tuitest.StartTime)})
	}
	tick(90 * time.Second)
	s.tell(card(young))
	tick(39 * time.Second)
	see(t, s, "身份证尾号0017")
	tick(2 * time.Second)
	unseen(t, s, "0017")
	s.tap("line/general")
	s.tell(card(young))
	tick(39 * time.Second)
	unseen(t, s, "需要更多时间")
	tick(2 * time.Second)
	see(t, s, "需要更多时间")
	s.tell(card(young))
	unseen(t, s, "需要更多时间")
	see(t, s, "身份证：440307********0017")
}

func TestACardIsTakenAsIfItsNumberWasTyped(t *testing.T) {
	s := withReaders(at(menu(9), "line/general", "idnumber"))
	see(t, s, "请把您本人的身份证放到读卡器上")
	s.tap(typed("4403")...)
	s.tell(card(young))
	see(t, s, "身份证：440307********0017")
	s.tap("take")
	want(t, s.desk, wire.IssueRequest{Theme: "general", ID: young, Language: queue.ZhHans})

	for answer, class := range map[string]queue.Class{"yes": queue.Priority, "no": ""} {
		s := with(at(menu(9), "line/general", "idnumber"), card(old))
		see(t, s, "您已满65岁，可以优先")
		s.tap(answer)
		want(t, s.desk, wire.IssueRequest{Theme: "general", ID: old, Class: class, Language: queue.ZhHans})
	}
}

func TestPriorityByAgeIsOfferedOnceWhenTheServiceIsChosen(t *testing.T) {
	s := with(at(menu(9)), card(old))
	unseen(t, s, "可以优先")
	s.tap("line/general", "take")
	see(t, s, "您已满65岁，可以优先")
	s.tap("back") // the card stays noted
	see(t, s, "身份证：110105********002X")
	s.tap("take")
	want(t, s.desk, wire.IssueRequest{Theme: "general", ID: old, Language: queue.ZhHans})

	s = with(at(menu(1)), card(old))
	s.tap("take", "yes")
	want(t, s.desk, wire.IssueRequest{Theme: "general", ID: old, Class: queue.Priority, Language: queue.ZhHans})

	s = with(at(menu(9)), card(old))
	s.tap("line/general", "priority", "ground/soldier", "take")
	see(t, s, "您的号码")
}

func TestACardOnTheWayToANumberIsNotedWhereTheCitizenIs(t *testing.T) {
	for name, taps := range map[string][]string{
		"search": {"search"}, "list": {"line/general", "add"}, "priority": {"line/general", "priority"},
		"basket": {"search", "list", "item/MZ-001", "basket"}, "agent": {"line/general", "idnumber", "agent"},
	} {
		s := at(menu(9), taps...)
		before := tuitest.Picture(s, 78, 22)
		s.tell(card(young))
		see(t, s, "已记下您本人的身份证", "440307********0017")
		s.tap("on")
		if after := tuitest.Picture(s, 78, 22); after != before {
			t.Errorf("%s: the page has changed:\n%s", name, after)
		}
	}
	s := with(at(menu(9), "search"), card(young))
	s.tap("on", "list", "item/MZ-001", "take")
	want(t, s.desk, wire.IssueRequest{Items: []string{"MZ-001"}, ID: young, Language: queue.ZhHans})
}

func TestAnAgentIsToldWhoseCardIsWanted(t *testing.T) {
	s := withReaders(at(menu(9), "line/general", "idnumber"))
	see(t, s, "您本人的身份证")
	s.tell(card(young))
	s.tap("idnumber", "agent", "paper/family")
	see(t, s, "请把委托人的身份证放到读卡器上")
	s.tell(card(young))
	see(t, s, "这是您本人的身份证")
	s.tell(card(old)) // without touching the panel
	see(t, s, "身份证：440307********0017", "代办：家人，110105********002X")
	s.tell(card("440399195208170037"))
	see(t, s, "两张身份证都已记下")
	s.tap("on", "take")
	got := s.desk.requests()
	if len(got) != 1 || got[0].ID != young || got[0].Agent == nil || got[0].Agent.ForID != old {
		t.Errorf("the desk got %+v", got)
	}

	s = with(at(menu(9), "line/general", "idnumber", "agent", "paper/family"), card(old))
	s.tap("idnumber")
	s.tell(card(old))
	see(t, s, "这是委托人的身份证", "请放您本人的身份证")
	s.tell(card(young))
	see(t, s, "身份证：440307********0017", "代办：家人，110105********002X")

	s = with(at(menu(9), "line/general", "idnumber", "agent", "paper/family", "skip"), card(old), card(young))
	see(t, s, "已记下委托人的身份证") // while priority is offered to the agent
	s.tap("on", "no")
	if got := s.desk.requests(); len(got) != 1 || got[0].ID != old || got[0].Agent.ForID != young {
		t.Errorf("the desk got %+v", got)
	}

	s = with(at(menu(9), "line/general", "idnumber", "agent", "paper/letter", "skip"), card(young), card(old))
	see(t, s, "已记下委托人的身份证", "110105********002X")
	s.tap("on")
	see(t, s, "身份证：440307********0017", "代办：受委托，110105********002X")
}

func TestTheSameCardTwiceChangesNothing(t *testing.T) {
	for name, s := range map[string]still{
		"none": at(menu(9)), "two": holder(), "visit": at(menu(9), "line/general"), "id": at(menu(9), "line/general", "idnumber"),
		"offer": with(at(menu(9), "line/general"), card(old)), "one line": at(menu(1)), "find": at(menu(9), "find"),
	} {
		s.tell(card(old))
		before := tuitest.Picture(s, 78, 22)
		s.tell(card(old))
		if after := tuitest.Picture(s, 78, 22); after != before {
			t.Errorf("%s: a second tap leads from\n%s\nto\n%s", name, before, after)
		}
	}
}

func TestACardWhileARequestIsUnderWayIsNotTaken(t *testing.T) {
	s := at(menu(9), "line/general")
	cmd := s.Tap("take")
	for _, m := range []tea.Msg{card(old), wire.CardTrouble{Code: wire.CardTakenAway}, wire.Scan{Text: "A012"}, tui.ScanMsg{Text: old}} {
		if s.Msg(m) != nil {
			t.Errorf("%T is acted upon while a number is asked for", m)
		}
	}
	s.run(cmd)
	see(t, s, "您的号码")
	want(t, s.desk, wire.IssueRequest{Theme: "general", Language: queue.ZhHans})
	if kept(s, old) || len(s.desk.found) != 0 {
		t.Error("a card that came too early is kept or was looked up")
	}
}

func TestANumberOnTheScreenIsNotLostToACardOrACode(t *testing.T) {
	for _, name := range []string{"result", "result printed", "result unprinted", "unknown"} {
		for _, m := range []tea.Msg{card(old), card(young), wire.CardTrouble{Code: wire.CardUnreadable}, wire.Scan{Text: "B001"}, wire.Scan{Text: "x"}, tui.ScanMsg{Text: young}} {
			s := pages()[name]
			before := tuitest.Picture(s, 78, 22)
			s.tell(m)
			if after := tuitest.Picture(s, 78, 22); after != before {
				t.Errorf("%q: %T changes the page to\n%s", name, m, after)
			}
		}
	}
}

// A card at every page: nothing of the birth date is drawn, the way home leads home,
// and there nothing of the card is left.
func TestACardAtEveryPage(t *testing.T) {
	all := pages()
	maps.Copy(all, onePages())
	for name, s := range all {
		if name == "busy" {
			continue
		}
		for _, number := range []queue.IDNumber{old, young} {
			s.tell(card(number))
			for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}, {W: 47, H: 15}, {W: 40, H: 12}} {
				if p := tuitest.Picture(s, size.W, size.H); strings.Contains(p, string(number)[6:14]) {
					t.Errorf("%q at %v shows the birth date:\n%s", name, size, p)
				}
			}
		}
		for range 12 {
			if strings.HasPrefix(s.Page(), "home") && !strings.Contains(s.Page(), "/") {
				break
			}
			s.tap("on", "more")
			if left, ok := tui.Find(s.Layout(rect(tuitest.Size{W: 78, H: 22})), "home"); ok {
				s.tap(left.ID)
			} else {
				s.tap("back")
			}
		}
		s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(10 * time.Minute), Idle: 10 * time.Minute})
		if !strings.HasPrefix(s.Page(), "home") {
			t.Errorf("%q: after a card no way leads home, but to %s", name, s.Page())
		}
		for _, number := range []string{old, young} {
			if kept(s, number) {
				t.Errorf("%q: the card is kept at home", name)
			}
		}
	}
}

func TestACardThatIsNotReadIsSaid(t *testing.T) {
	for code, text := range map[string]string{
		wire.CardUnreadable: "没有读到身份证", wire.CardTakenAway: "拿开得太早", wire.CardForeign: "这种证件本机不能用", "new": "没有读到身份证",
	} {
		for _, taps := range [][]string{nil, {"line/general", "idnumber"}, {"search"}, {"find"}, {"other"}} {
			s := with(at(menu(9), taps...), wire.CardTrouble{Code: code})
			see(t, s, text, "继续操作")
			s.tap("on")
			unseen(t, s, text)
			s.tell(wire.CardTrouble{Code: code})
			s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(11 * time.Second), Idle: 11 * time.Second})
			unseen(t, s, text)
		}
	}
	s := with(at(menu(9), "line/general", "idnumber"), wire.CardTrouble{Code: wire.CardUnreadable}, card(young))
	see(t, s, "身份证：440307********0017")
}

func TestAReaderThatDoesNotWorkIsNotAskedFor(t *testing.T) {
	s := withReaders(at(menu(9), "line/general", "idnumber"))
	s.tell(wire.Reader{Kind: queue.DeviceReader})
	see(t, s, "请输入18位身份证号码")
	s = withReaders(at(menu(9)))
	see(t, s, "查号可放身份证")
	s.tell(wire.Reader{Kind: queue.DeviceReader})
	unseen(t, s, "查号可放身份证")
	s.tap("find")
	see(t, s, "或扫小票")
}

func TestACardThatCannotBeLookedUpIsSaid(t *testing.T) {
	s := at(menu(9))
	s.desk.refuse = unheard
	s.tell(card(old))
	see(t, s, "连不上大厅主机", "导办台")
	if kept(s, old) {
		t.Error("the card is kept, though nobody knows whether it has a number")
	}
	s = at(menu(9), "find")
	s.tell(wire.Link{})
	s.tell(card(old))
	see(t, s, "连不上大厅主机")
	s = with(at(menu(9), "find"), card(young))
	see(t, s, "这张身份证今天没有在等的号")
	closed := pages()["closed"]
	closed.tell(card(young))
	see(t, closed, "这张身份证今天没有在等的号")
}

func TestANumberWithoutPaperSaysWhereItIsPrinted(t *testing.T) {
	s := holder()
	for i := range s.desk.cards[old] {
		s.desk.cards[old][i].Paper = &wire.TicketPaper{State: queue.PaperUnprinted}
	}
	s.tell(card(old))
	see(t, s, "要小票可到导办台补打")
}
