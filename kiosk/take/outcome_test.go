package take_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

var (
	lost    = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	unheard = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}}
)

// sameRID checks that the desk was asked n times, always under one name.
func sameRID(t *testing.T, d *desk, n int) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.rids) != n {
		t.Fatalf("the desk was asked %d times, want %d", len(d.rids), n)
	}
	for _, rid := range d.rids {
		if rid == "" || rid != d.rids[0] {
			t.Errorf("the requests were named %q", d.rids)
		}
	}
}

func TestAnUnknownOutcomeIsAskedForOnceTheLinkIsBackUnderTheSameName(t *testing.T) {
	s := at(menu(9), "line/general")
	s.desk.refuse = lost
	s.tap("take")
	see(t, s, "还不知道号有没有取到", "不会重复取号", "请说明刚才取过号")
	s.tell(wire.Link{Up: false})
	s.tell(tui.TimerMsg{Name: "again"})
	sameRID(t, s.desk, 1)
	s.desk.refuse = nil
	s.tell(wire.Link{Up: true})
	see(t, s, "您的号码")
	sameRID(t, s.desk, 2)
	s.tell(wire.Link{Up: false})
	s.tell(wire.Link{Up: true})
	sameRID(t, s.desk, 2)
}

func TestWithTheLinkUpTheOutcomeIsAskedForAfterAMoment(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	d.refuse = lost
	h.TapLabel("综合服务")
	h.TapID("take")
	h.Wait("还不知道号有没有取到")
	d.mu.Lock()
	d.refuse = nil
	d.mu.Unlock()
	h.Advance(2 * time.Second)
	h.Wait("您的号码")
	sameRID(t, d, 2)
}

func TestTheScreenAsksOnlyOnceByItselfAndTheCitizenMayAskAgain(t *testing.T) {
	s := at(menu(9), "line/general")
	s.desk.refuse = lost
	s.tap("take")
	s.tell(tui.TimerMsg{Name: "again"})
	see(t, s, "大厅还没有回答，请再查一次")
	s.tell(tui.TimerMsg{Name: "again"})
	s.tell(wire.Link{Up: true})
	sameRID(t, s.desk, 2)
	s.desk.refuse = nil
	s.tap("again")
	see(t, s, "您的号码")
	sameRID(t, s.desk, 3)
}

func TestAQuestionThatNeverLeftIsAskedOnceMore(t *testing.T) {
	s := at(menu(9), "line/general")
	s.desk.refuse = lost
	s.tap("take")
	s.desk.refuse = unheard
	s.tell(tui.TimerMsg{Name: "again"})
	see(t, s, "还不知道号有没有取到")
	s.desk.refuse = nil
	s.tell(wire.Link{Up: true})
	see(t, s, "您的号码")
	sameRID(t, s.desk, 3)
}

func TestAHallThatIsBusyWhenAskedForAnOutcomeHasNotAnswered(t *testing.T) {
	s := at(menu(9), "line/general")
	s.desk.refuse = lost
	s.tap("take")
	s.desk.refuse = &wire.Error{Code: wire.CodeOverloaded}
	s.tell(tui.TimerMsg{Name: "again"})
	see(t, s, "还不知道号有没有取到")
	s.desk.refuse = &wire.Error{Code: string(queue.CodeFull)}
	s.tap("again")
	see(t, s, "没有取到号", "等候的人已排到闭厅，暂时不取号")
	s.tap("home", "line/general", "take")
	if n := len(s.desk.rids); n != 4 || s.desk.rids[3] == s.desk.rids[0] {
		t.Errorf("the requests were named %q; a new choice needs a new name", s.desk.rids)
	}
}

func TestWhoLeavesAnUnknownOutcomeLeavesNothingBehind(t *testing.T) {
	s := at(menu(9), "line/general", "idnumber")
	s.tap(typed(young)...)
	s.tap("confirm")
	s.desk.refuse = lost
	s.tap("take", "back", "back")
	s.desk.refuse = nil
	s.tell(wire.Link{Up: true})
	s.tell(tui.TimerMsg{Name: "again"})
	sameRID(t, s.desk, 1)
	see(t, s, "请选择要办的业务")
}

func TestARequestThatWasNotSentCanBeTriedAgainAsANewOne(t *testing.T) {
	s := at(menu(9), "line/general")
	s.desk.refuse = unheard
	s.tap("take")
	see(t, s, "没有取到号", "没有发出取号")
	s.desk.refuse = nil
	s.tap("retry")
	see(t, s, "您的号码")
}

// What may have reached the hall is asked for again under its own name only: a
// new name could give the citizen a second number.
func TestAnErrorThatLeavesTheOutcomeOpenNeverLeadsToANewName(t *testing.T) {
	for name, err := range map[string]error{
		"an error that nobody knows":         errors.New("the answer was torn"),
		"a question that was given up":       context.Canceled,
		"a question without an answer":       fmt.Errorf("ticket.issue: %w", context.DeadlineExceeded),
		"a fault inside the hall":            &wire.Error{Code: wire.CodeInternal},
		"an answer from an older history":    &wire.Error{Code: wire.CodeStaleEpoch},
		"a disk that may have kept it":       lost,
		"out of reach, who knows since when": &wire.Error{Code: wire.CodeUnreachable},
		"a wrapped answer of an unsafe hall": fmt.Errorf("ticket.issue: %w", lost),
	} {
		t.Run(name, func(t *testing.T) {
			s := at(menu(9), "line/general")
			s.desk.refuse = err
			s.tap("take")
			see(t, s, "还不知道号有没有取到")
			unseen(t, s, "再试一次")
			s.desk.refuse = nil
			s.tap("again")
			see(t, s, "您的号码")
			sameRID(t, s.desk, 2)
		})
	}
}

func TestARefusalThatLeavesNoDoubtCanBeTriedAgain(t *testing.T) {
	for _, code := range []string{wire.CodeStorage, wire.CodeOverloaded, wire.CodeExpired, wire.CodeShuttingDown} {
		s := at(menu(9), "line/general")
		s.desk.refuse = &wire.Error{Code: code}
		s.tap("take")
		see(t, s, "没有取到号", "再试一次")
	}
}

func TestWhatTheHallCannotReadIsNotSentOnceMore(t *testing.T) {
	s := at(menu(9), "line/general")
	s.desk.refuse = &wire.Error{Code: wire.CodeBadRequest}
	s.tap("take")
	see(t, s, "没有取到号", "导办台")
	unseen(t, s, "再试一次")
}

func TestTheWordOnThePaperStandsByItself(t *testing.T) {
	for state, words := range map[string][]string{"result printed": {"请取走小票"}, "result unprinted": {"小票没打出", "补打到导办台"}} {
		p := strings.Split(tuitest.Picture(pages()[state], 78, 22), "\n")
		at := slices.IndexFunc(p, func(l string) bool { return strings.Contains(l, words[0]) })
		if at < 0 || strings.TrimSpace(p[at-1]) != "" || strings.TrimSpace(p[at+len(words)]) != "" || !strings.Contains(p[at+len(words)-1], words[len(words)-1]) {
			t.Errorf("%s: row %d of\n%s", state, at, strings.Join(p, "\n"))
		}
	}
}

func TestNothingTouchesTheEdges(t *testing.T) {
	for name, s := range pages() {
		if name == "home attract" { // its headline is a band across the screen
			continue
		}
		for _, size := range []tuitest.Size{{W: 44, H: 40}, {W: 47, H: 15}, {W: 78, H: 22}} {
			for i, row := range strings.Split(tuitest.Picture(s, size.W, size.H), "\n") {
				if i > 0 && (row != "" && !strings.HasPrefix(row, " ") || tui.Width(row) > size.W-1) {
					t.Errorf("%q at %v touches an edge in row %d: %q", name, size, i, row)
				}
			}
		}
	}
}

func TestALargeHomeHasARowBelowTheBar(t *testing.T) {
	if p := strings.Split(tuitest.Picture(at(menu(9), "large"), 78, 22), "\n"); strings.TrimSpace(p[1]) != "" {
		t.Errorf("below the bar stands %q", p[1])
	}
}
