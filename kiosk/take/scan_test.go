package take_test

import (
	"maps"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/take"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

const link = "https://hall.example/t/"

// inHall is a kiosk where A012 was drawn, and whose codes open a page.
func inHall(taps ...string) still {
	s := still{desk: &desk{tickets: []wire.Ticket{ticket(wire.IssueRequest{}, 12)}}, menu: menu(9)}
	s.Screen = take.New(take.Settings{Terminal: "k1", Now: tuitest.NewClock().Now, TicketLink: link}, s.desk)
	s.tell(tui.TickMsg{Now: tuitest.StartTime})
	s.tell(wire.Link{Up: true})
	s.tell(s.menu)
	s.tap(taps...)
	return s
}

func TestTheCodeOfANumberShowsWhereItStands(t *testing.T) {
	given := ticket(wire.IssueRequest{}, 12)
	for _, text := range []string{
		wire.CodeOf(link, "LG-00", given), wire.CodeOf("", "LG-00", given), wire.CodeOf("", "", given),
		"HTTPS://HALL.EXAMPLE/T/a012", " lg-00 2026-11-25 a012\r\n", "a012",
	} {
		for _, m := range []tea.Msg{wire.Scan{Text: text}, tui.ScanMsg{Text: text}} {
			for _, taps := range [][]string{nil, {"find"}, {"other"}, {"line/general"}, {"line/general", "idnumber", "key/4"}, {"staff"}} {
				s := with(inHall(taps...), m)
				see(t, s, "等候中", "前面还有4人")
				s.tap("home")
				see(t, s, "请选择要办的业务")
			}
		}
	}
}

func TestACodeThatIsNoneOfTodaysIsSaidFriendly(t *testing.T) {
	for text, want := range map[string]string{
		"LG-01 2026-11-25 A012": "这是别的大厅的号", "LG-00 2026-11-24 A012": "这不是今天的号",
		"LG-00 2026-11-25 A777": "没有查到这个号", link + "A777": "没有查到这个号", "A777": "没有查到这个号",
		"Z012": "不是本大厅的号", "https://example.com/": "不是本大厅的号", link: "不是本大厅的号", link + "A012/x": "不是本大厅的号",
		link + "../A012": "不是本大厅的号", "6901234567892": "不是本大厅的号", "A012345678": "不是本大厅的号", "LG-00 heute A012": "不是本大厅的号",
		"A 012": "不是本大厅的号", "微信支付": "不是本大厅的号", strings.Repeat("x", 4296): "不是本大厅的号",
		"440307199003070014": "没有读到身份证", "CAN110078011501": "这种证件本机不能用", "440307900307001": "这种证件本机不能用",
	} {
		for _, taps := range [][]string{nil, {"find"}, {"line/general", "idnumber", "key/4"}} {
			s := with(inHall(taps...), wire.Scan{Text: text})
			see(t, s, want, "继续操作")
			if strings.Contains(tuitest.Picture(s, 78, 22), "3070014") {
				t.Errorf("a number that was misread is shown")
			}
			s.tap("on")
			unseen(t, s, want)
		}
	}
	s := with(inHall(), wire.Scan{Text: "  "})
	see(t, s, "请选择要办的业务")
	unseen(t, s, "继续操作")
}

func TestAReaderInKeyboardModeIsAReader(t *testing.T) {
	s := with(inHall("line/general", "idnumber"), tui.ScanMsg{Text: strings.ToLower(old)})
	see(t, s, "您已满65岁，可以优先")
	s = with(inHall(), tui.ScanMsg{Text: young})
	see(t, s, "身份证尾号0017还没有号")
	s = with(inHall("line/general"), tui.ScanMsg{Text: " 440307 19900307 0017 "})
	see(t, s, "身份证：440307********0017")
}

func TestACodeThatCannotBeLookedUpIsSaid(t *testing.T) {
	s := inHall()
	s.desk.refuse = unheard
	s.tell(wire.Scan{Text: "A012"})
	see(t, s, "连不上大厅主机")
	s = inHall("find")
	s.tell(wire.Link{})
	s.tell(wire.Scan{Text: "A012"})
	see(t, s, "连不上大厅主机")
	s = at(menu(9))
	s.Screen = take.New(take.Settings{}, s.desk) // no hall was heard yet
	s.tell(wire.Scan{Text: "A012"})
	s.tell(card(old))
	if len(s.desk.found) != 0 {
		t.Error("a hall that was never heard is asked")
	}
}

func TestWhereLettersAreTypedABurstOfKeysIsTypingUnlessItIsACardOrACode(t *testing.T) {
	for _, taps := range [][]string{{"search"}, {"line/general", "add"}} {
		for text, want := range map[string]string{"企业设立登记": "企 业 设 立 登 记", "qysldj": "Q Y S L D J", "a012": "A", "x1": "X", strings.Repeat("z", 99): "Z Z Z"} {
			s := with(inHall(taps...), tui.ScanMsg{Text: text})
			see(t, s, "查："+want)
			unseen(t, s, "继续操作")
		}
		s := with(inHall(taps...), tui.ScanMsg{Text: "LG-00 2026-11-25 A012"})
		see(t, s, "等候中")
		s = with(inHall(taps...), tui.ScanMsg{Text: young})
		see(t, s, "已记下您本人的身份证")
		s.tap("on")
		unseen(t, s, "找到") // nothing was typed
		s = with(inHall(taps...), tui.ScanMsg{Text: "440307199003070014"})
		see(t, s, "没有读到身份证")
	}
	for name, s := range pages() {
		if !s.TakesScans() {
			t.Errorf("%q takes no scans", name)
		}
	}
}

// A code at every page is no harm: what is wrong with it is said, the page stays, and
// nothing is asked for but where the number stands.
func TestACodeAtEveryPage(t *testing.T) {
	all := pages()
	maps.Copy(all, onePages())
	for name, s := range all {
		if name == "busy" {
			continue
		}
		asked := len(s.desk.requests())
		for _, text := range []string{"x", "A012", "LG-01 2026-11-25 A012", "B777", strings.Repeat("0", 4000)} {
			s.tell(wire.Scan{Text: text})
			for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 40, H: 12}} {
				if p := tuitest.Picture(s, size.W, size.H); strings.TrimSpace(p) == "" {
					t.Errorf("%q at %v is empty after a code", name, size)
				}
			}
			s.tap("on")
		}
		if len(s.desk.requests()) != asked {
			t.Errorf("%q: a code asks for a number", name)
		}
	}
}

// Over a real terminal: a scanner types faster than any hand.
func TestAScannerThatTypesIsHeardOnTheKeypad(t *testing.T) {
	d := &desk{tickets: []wire.Ticket{ticket(wire.IssueRequest{}, 12)}}
	hs := tuitest.Start(t, take.New(take.Settings{Now: tuitest.NewClock().Now, Terminal: "k1"}, d), 78, 22)
	hs.Send(wire.Link{Up: true})
	hs.Send(menu(9))
	hs.WaitGone("正在连接")
	burst := func(text string) {
		for _, r := range text {
			name := string(r)
			if r == ' ' {
				name = "space"
			}
			hs.PressNow(name)
		}
		hs.PressNow("enter")
	}
	burst("LG-00 2026-11-25 A012")
	hs.Wait("等候中")
	hs.TapID("home")
	hs.TapLabel("综合服务")
	hs.TapID("idnumber")
	hs.Wait("请输入18位身份证号码")
	burst(young)
	hs.Wait("身份证：440307********0017")
	hs.TapID("take")
	hs.Wait("您的号码")
	want(t, d, wire.IssueRequest{Theme: "general", ID: young, Language: queue.ZhHans})
}

func TestWhatANoteSaysIsSeenOnTheSmallestScreenToo(t *testing.T) {
	notes := map[string]tea.Msg{
		"unreadable": wire.CardTrouble{Code: wire.CardUnreadable}, "taken_away": wire.CardTrouble{Code: wire.CardTakenAway},
		"foreign": wire.CardTrouble{Code: wire.CardForeign}, "not_ours": wire.Scan{Text: "x"}, "no_such": wire.Scan{Text: "A777"},
		"other_hall": wire.Scan{Text: "LG-01 2026-11-25 A012"}, "other_day": wire.Scan{Text: "LG-00 2026-11-24 A012"}, "none": card(young),
	}
	for code, m := range notes {
		for _, lang := range []words.Lang{words.ZhHans, words.ZhHant, words.En} {
			s := inHall("find", "lang/"+string(lang))
			s.tell(m)
			for _, size := range []tuitest.Size{{W: 40, H: 12}, {W: 44, H: 15}, {W: 47, H: 15}} {
				p := tuitest.Picture(s, size.W, size.H)
				for _, want := range []string{words.T(lang, "take.note."+code), words.T(lang, "take.note_what."+code), words.T(lang, "take.go_on")} {
					if !strings.Contains(flat(p), flat(want)) {
						t.Errorf("%s in %s at %v does not say %q:\n%s", code, lang, size, want, p)
					}
				}
			}
		}
	}
}

// flat is text without spaces and frames, so that broken lines are whole.
func flat(text string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r >= 0x2500 && r <= 0x259f {
			return -1
		}
		return r
	}, text)
}

// FuzzScan holds that no code can break the screen or ask for a number.
func FuzzScan(f *testing.F) {
	for _, text := range []string{"A012", link + "A012", "LG-00 2026-11-25 A012", old, "CAN110078011501", "\x00 \x00", "a b c", "LG-00 2026-13-99 A00000"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := with(inHall("line/general"), wire.Scan{Text: text}, tui.ScanMsg{Text: text})
		tuitest.Picture(s, 78, 22)
		if len(s.desk.requests()) != 0 {
			t.Errorf("%q asks for a number", text)
		}
	})
}
