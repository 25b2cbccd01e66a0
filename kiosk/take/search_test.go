package take_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/take"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestKeysOfLettersFindAnItemByItsInitials(t *testing.T) {
	s := at(menu(9), "search")
	see(t, s, "本大厅可办21项", "2  ABC")
	s.tap("key/5") // J, K or L
	s.tap("key/5") // JL: 敬老
	see(t, s, "JKL JKL", "敬老优待证申领")
	s.tap("key/9", "key/3", "key/9") // YDZ
	see(t, s, "找到1项")
	s.tap("item/MZ-001")
	see(t, s, "敬老优待证申领", "必带", "居民身份证（原件及复印件）", "如有", "户口簿")
	s.tap("take")
	want(t, s.desk, wire.IssueRequest{Items: []string{"MZ-001"}, Language: queue.ZhHans})
}

func TestKeysOfDigitsFindAnItemByItsCode(t *testing.T) {
	s := at(menu(9), "search", "key/6", "key/9", "key/0", "key/0", "key/2") // MZ-002
	see(t, s, "找到1项", "从事生活垃圾")
	s.tap("delete", "key/1")
	see(t, s, "找到1项", "敬老优待证")
	s.tap("clear")
	see(t, s, "本大厅可办21项")
}

func TestAKeyboardFindsAnItemByChineseAndLetters(t *testing.T) {
	h, _ := start(t, menu(9), 78, 22)
	h.Press("+")
	h.Wait("本大厅可办")
	h.PressNow("登")
	h.PressNow("记")
	h.Wait("找到1项")
	h.Wait("企业设立登记")
	h.Press("backspace", "backspace")
	h.Wait("本大厅可办")
	h.Press("q", "y")
	h.Wait("找到1项")
	h.Press("*")
	h.Wait("本大厅可办")
}

func TestEnglishNamesAreFoundInEnglish(t *testing.T) {
	s := at(menu(9), "lang/en", "search", "key/2", "key/2", "key/7", "key/3") // CARD
	see(t, s, "Senior Citizen Card")
	s.tap("lang/zh-Hans")
	unseen(t, s, "敬老优待证")
}

// withItems is a hall that serves those items.
func withItems(items ...queue.Item) still {
	s := still{desk: &desk{items: items}}
	s.Screen = take.New(take.Settings{Terminal: "k1", Now: func() time.Time { return tuitest.StartTime }}, s.desk)
	s.tell(wire.Link{Up: true})
	s.tell(menu(9))
	return s
}

// An example that finds nothing in this very hall would mislead.
func TestTheExampleIsAnItemThatTheHallHas(t *testing.T) {
	item := func(code, zh, hant, en string) queue.Item {
		return queue.Item{Code: code, Name: queue.Text{ZhHans: zh, ZhHant: hant, En: en}, Theme: "general"}
	}
	s := withItems(item("a", "从事生活垃圾经营性清扫审批", "", "Waste permit"), item("b", "劳动能力鉴定", "", "Work capacity"),
		item("c", "就业登记", "就業登記", "Employment permit"), item("d", "调解", "", "Mediation"))
	s.tap("search")
	see(t, s, "如就业登记JYDJ，按5 9 3 5")
	s.tap("key/5", "key/9", "key/3", "key/5")
	see(t, s, "找到1项", "就业登记")
	s.tap("clear", "lang/zh-Hant")
	see(t, s, "如就業登記JYDJ，按5 9 3 5")
	s.tap("lang/en")
	see(t, s, "Such as 7 3 7 6 4 8 for permit")
	s.tap("key/7", "key/3", "key/7", "key/6", "key/4", "key/8")
	see(t, s, "Waste permit", "Employment permit")
}

func TestWithoutAShortNameThereIsNoExample(t *testing.T) {
	s := withItems(queue.Item{Code: "a", Name: queue.Text{ZhHans: "从事生活垃圾经营性清扫审批"}, Theme: "general"})
	s.tap("search")
	see(t, s, "按事项拼音的首字母")
	unseen(t, s, "如从事")
}

func TestNothingFoundSaysWhatToDo(t *testing.T) {
	s := at(menu(9), "search", "key/1", "key/1", "key/1")
	see(t, s, "没有找到", "呼叫工作人员")
	s.tap("delete", "delete", "delete")
	see(t, s, "按事项拼音的首字母")
}

func TestFromTheListOneCanGoBackToTheKeysAndOn(t *testing.T) {
	s := at(menu(9), "line/general", "add")
	see(t, s, "综合服务：请选要办的事项", "第1页")
	s.tap("keys", "key/5", "key/5")
	see(t, s, "找到2项") // JL and LJ
	s.tap("back")
	see(t, s, "请选要办的事项")
	s.tap("back")
	see(t, s, "这里可以办")
}

func TestALongListHasSheetsAndNoItemIsLost(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}, {W: 47, H: 15}} {
		s := at(menu(9), "search", "list")
		seen := map[string]bool{}
		for range 30 {
			next := ""
			for _, tg := range s.Layout(rect(size)) {
				if code, ok := strings.CutPrefix(tg.ID, "item/"); ok {
					seen[code] = true
				}
				if tg.Key == "+ pgdown" && !tg.Disabled {
					next = tg.ID
				}
			}
			if next == "" {
				break
			}
			s.tap(next)
		}
		if len(seen) != len(items()) {
			t.Errorf("at %v the list shows %d items, want %d", size, len(seen), len(items()))
		}
	}
}

func TestALargeScreenHasAKeyForEachLetter(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 160, H: 50}, {W: 65, H: 60}} {
		s := at(menu(9), "search")
		ids := map[string]bool{}
		for _, tg := range s.Layout(rect(size)) {
			ids[tg.ID] = true
		}
		for _, r := range "abcdefghijklmnopqrstuvwxyz" {
			if !ids["key/"+string(r)] {
				t.Errorf("at %v there is no key for %c", size, r)
			}
		}
		s.tap("key/j", "key/l", "key/y")
		see(t, s, "找到1项", "敬老优待证")
		s.tap("clear", "key/m", "key/z", "key/０", "key/０", "key/２") // a digit is that digit only
		see(t, s, "找到1项", "从事生活垃圾")
	}
}

func TestNoNameOfAnItemIsCut(t *testing.T) {
	for _, size := range tuitest.Sizes {
		for _, lang := range []string{"lang/zh-Hans", "lang/en"} {
			for _, taps := range [][]string{{"search", "list"}, {"search", "key/5", "key/5"}} {
				s := at(menu(9), append([]string{lang}, taps...)...)
				for _, tg := range s.Layout(rect(size)) {
					if strings.HasSuffix(tg.Label, "..") {
						t.Errorf("at %v in %s the name is cut: %s", size, lang, tg.Label)
					}
				}
			}
		}
	}
}

func TestWhoCannotSpellChoosesWords(t *testing.T) {
	s := at(menu(9), "search")
	see(t, s, "也可以点一个词", "综合", "事项")
	s.tap("word/综合")
	see(t, s, "查：综合", "找到18项")
	s.tap("delete")
	see(t, s, "本大厅可办21项")
	s.tap("word/综合", "clear")
	see(t, s, "本大厅可办21项")
}

func TestNamesThatBeginWithWhatIsTypedComeFirst(t *testing.T) {
	m := menu(9)
	m.Catalogue = "c2"
	s := at(menu(9))
	s.desk.items = []queue.Item{
		{Code: "XX-1", Name: queue.Text{ZhHans: "企业就业登记"}, Theme: "general"},
		{Code: "JY-2", Name: queue.Text{ZhHans: "失业认定"}, Theme: "general"},
		{Code: "XX-3", Name: queue.Text{ZhHans: "失业就业补贴"}, Theme: "general"},
		{Code: "XX-4", Name: queue.Text{ZhHans: "就业登记"}, Theme: "general"},
	}
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(time.Minute)})
	s.tell(m)
	s.tap("search", "key/5", "key/9", "list")
	ts := s.Layout(rect(tuitest.Size{W: 78, H: 22}))
	if len(ts) == 0 || ts[0].ID != "item/XX-4" {
		t.Errorf("the first item is %v", ts[0].ID)
	}
}
