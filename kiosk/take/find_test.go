package take_test

import (
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

func TestWhereANumberStands(t *testing.T) {
	for state, text := range map[queue.TicketState]string{
		queue.Waiting:   "前面还有4人",
		queue.Called:    "请马上到23号窗口",
		queue.Serving:   "正在23号窗口办理",
		queue.Held:      "办理暂停中，请听从窗口或导办台安排",
		queue.Missed:    "过号请到导办台激活",
		queue.Done:      "这个号已结束",
		queue.Cancelled: "这个号已结束",
		queue.Expired:   "这个号已结束",
	} {
		t.Run(string(state), func(t *testing.T) {
			s := at(menu(9))
			tk := ticket(wire.IssueRequest{}, 12)
			tk.State, tk.At = state, wire.Place{Window: "23", Label: "23"}
			s.desk.tickets = []wire.Ticket{tk}
			s.tap("find", "prefix/A", "key/0", "key/1", "key/2", "search")
			see(t, s, text)
			s.tap("home")
			see(t, s, "请选择要办的业务")
		})
	}
}

func TestANumberIsTypedOnAKeyboard(t *testing.T) {
	h, d := start(t, menu(9), 78, 22)
	d.mu.Lock()
	d.tickets = []wire.Ticket{ticket(wire.IssueRequest{}, 11)}
	d.mu.Unlock()
	h.Press("-")
	h.Wait("请输入号码")
	h.Press("a")
	h.PressNow("0")
	h.PressNow("1")
	h.PressNow("1")
	h.Wait("A011")
	h.Press("enter")
	h.Wait("等候中")
}

func TestTheLettersCanBeChosenWithoutAKeyboard(t *testing.T) {
	s := at(menu(3), "find", "prefix")
	see(t, s, "A___")
	s.tap("prefix", "prefix", "prefix", "prefix", "key/7")
	see(t, s, "B7__")
	s.tap("delete", "delete")
	see(t, s, "____")
	see(t, at(menu(1), "find"), "A___") // a hall with one line has nothing to choose
}

func TestAnUnknownNumberIsSaidAndCanBeCorrected(t *testing.T) {
	s := at(menu(9), "find", "search")
	see(t, s, "没有这个号码")
	s.tap("prefix/A", "key/9", "search")
	see(t, s, "没有这个号码", "A9")
	s.tap("key/8")
	unseen(t, s, "没有这个号码")
}

func TestAHallOutOfReachIsSaidWhenANumberIsLookedUp(t *testing.T) {
	s := at(menu(9), "find", "prefix/A", "key/1")
	s.desk.refuse = &wire.Error{Code: wire.CodeUnreachable}
	s.tap("search")
	see(t, s, "连不上大厅")
	s.tell(wire.Link{})
	s.tap("key/2", "search")
	see(t, s, "连不上大厅")
}
