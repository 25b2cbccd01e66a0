package take_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

// goals are what citizens want, in the words of docs/kiosk.md, how they get it,
// and what they then see. Letters and digits that are typed are no steps.
var goals = []struct {
	goal string
	one  bool // in a hall with one line
	taps []string
	see  string
}{
	{"a number", false, []string{"line/general", "take"}, "您的号码"},
	{"a number in a hall with one service", true, []string{"take"}, "您的号码"},
	{"to know which papers to bring, then a number", false, []string{"line/general", "add", "item/MZ-001", "take"}, "您的号码"},
	{"the same by searching", false, []string{"search", "key/5", "key/5", "item/MZ-001", "take"}, "您的号码"},
	{"to take a matter out again", false, []string{"basket", "drop/MZ-001", "ready"}, "企业设立登记"},
	{"priority", false, []string{"line/general", "priority", "ground/soldier", "take"}, "优先号"},
	{"the papers to bring on your ticket", false, []string{"line/general", "add", "item/MZ-001", "list", "take"}, "您的号码"},
	{"the same with a card reader", false, []string{"card/" + young, "line/general", "take"}, "您的号码"},
	{"your number by ID card or ticket", false, []string{"card/" + old}, "请马上到23号窗口"},
	{"your ID card noted", false, append(append([]string{"line/general", "idnumber"}, typed(young)...), "confirm", "take"), "您的号码"},
	{"to come for somebody else", false, []string{"line/general", "idnumber", "agent", "paper/family", "skip", "take"}, "您的号码"},
	{"to see where your number stands", false, []string{"find", "prefix/A", "key/0", "key/1", "key/2", "search"}, "等候中"},
	{"to collect papers or ask something", false, []string{"other", "what/collect", "take"}, "您的号码"},
	{"appointments", false, []string{"other", "what/booking"}, "本机还不能预约"},
	{"somebody to come", false, []string{"staff"}, "工作人员马上就来"},
	{"another language", false, []string{"lang/en"}, "Please choose a service"},
	{"large text", false, []string{"large"}, "更多业务"},
}

// steps are the steps that the page for citizens gives for a goal.
func steps(t *testing.T, page, goal string) int {
	t.Helper()
	m := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(goal) + ` \|.*\| \**(\d+)[^|]*\|$`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("docs/kiosk.md does not say how many steps lead to %q", goal)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEachGoalIsReachedInTheStepsThatThePageGives(t *testing.T) {
	page, err := os.ReadFile("../../docs/kiosk.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range goals {
		s := at(menu(9))
		switch {
		case g.one:
			s = at(menu(1))
		case g.taps[0] == "basket":
			s = at(menu(9), "search", "list", "item/MZ-001", "add", "list", "item/SS-001")
		case g.taps[0] == "find":
			s = at(menu(9), "line/general", "take", "home")
		}
		s.desk.cards = holder().desk.cards
		s.tell(wire.PrinterState{})
		for _, tap := range g.taps {
			if number, ok := strings.CutPrefix(tap, "card/"); ok {
				s.tell(card(queue.IDNumber(number)))
				continue
			}
			s.tap(tap)
		}
		see(t, s, g.see)
		n := 0
		for _, tap := range g.taps {
			if !strings.HasPrefix(tap, "key/") && !strings.HasPrefix(tap, "prefix/") {
				n++
			}
		}
		if want := steps(t, string(page), g.goal); n != want {
			t.Errorf("%q takes %d steps, docs/kiosk.md says %d", g.goal, n, want)
		}
	}
}
