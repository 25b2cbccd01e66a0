package guide_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// goals are what people come to the desk for, as docs/guide.md lists them, with
// the keys that lead there from the first page. Words in capitals are typed.
var goals = []struct {
	person string // begins the row of the page
	keys   string
	done   string // seen in the end
}{
	{"wants a number", "3 enter", "完成"},
	{"is old, disabled", "1 l enter", "叫到时请出示优先证明"},
	{"does not know which service", "f JLYD 1 enter enter", "完成"},
	{"comes for somebody else", "3 a 1 esc enter", "完成"},
	{"missed the call", "b 1", "B001号已激活"},
	{"asks how long it takes", "t A005 enter", "前面还有"},
	{"got no paper", "p", "正在补打，从一号取号机出纸"},
	{"has lost the paper", "t A005 enter r", "正在补打，从一号取号机出纸"},
	{"asks why somebody else", "w A004 enter A005 enter", "在前"},
	{"needs you at a kiosk", "r 1", "已应答："},
}

func TestEachGoalTakesAsManyKeysAsThePageSays(t *testing.T) {
	page, err := os.ReadFile("../../docs/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range goals {
		t.Run(g.person, func(t *testing.T) {
			row := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(g.person) + `.*\| (\d)`).FindSubmatch(page)
			if row == nil {
				t.Fatal("the page has no such row")
			}
			f := signedIn(t)
			if g.person == "got no paper" {
				f.Paper(t, "A005", queue.PaperUnprinted, "paper_out")
			}
			h := start(t, f, 100, 32)
			count := 0
			for _, k := range strings.Fields(g.keys) {
				if strings.ToUpper(k) == k && len(k) > 1 {
					h.Press(strings.Split(strings.ToLower(k), "")...)
					continue
				}
				h.Press(k)
				count++
			}
			h.Wait(g.done)
			if says, _ := strconv.Atoi(string(row[1])); says != count {
				t.Errorf("it takes %d keys, and the page says %d", count, says)
			}
		})
	}
}

func TestAStormOfSizesDragsAndHeldKeysDoesNothing(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.Press("3")
	h.Wait("回车取号")
	h.ResizeStorm(30, 100, 32)
	h.Drag(70, 28, 2, 2, 1000)
	h.HoldKey("l", 30) // once, and not on and off again
	h.Wait("回车取优先号：老人")
	if n := len(f.Requests()); n != 0 {
		t.Errorf("%d numbers were asked for", n)
	}
	h.Press("enter")
	h.Wait("完成")
}

func TestTheTruthIsThereAtOnceWhenTheHallIsBack(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	h.TapID("row number A002")
	h.Wait("A002的经过")
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Wait("已断开")
	f.Command(t, queue.Return{Number: "A002"})
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	h.Show()
	h.Press("esc")
	h.WaitGone("A002  商事登记")
	if got := f.Sent(); len(got) == 0 || got[0] != "ticket.history" {
		t.Errorf("the hall got %q", got)
	}
}

func TestAKeyHeldDownPicksNothingFromWhatItOpened(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	for _, key := range strings.Split("1 2 3 t w b h r s a f n", " ") {
		h.Press(key)
		h.Ready()
		h.Advance(600 * time.Millisecond) // as long as keyboards wait before they repeat
		h.HoldKey(key, 15)
		h.Ready()
		for range 2 {
			h.Press("esc")
		}
	}
	for _, verb := range f.Sent() {
		if verb != "state.catalogue" {
			t.Errorf("the hall got %q", f.Sent())
			break
		}
	}
}
