package guide_test

import (
	"testing"
	"time"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// sameRID checks that a number was asked for n times, always under one name, and
// that the hall gave one.
func sameRID(t *testing.T, f *fakeHall, n int) {
	t.Helper()
	f.Set(func(f *fakeHall) { checkRIDs(t, f, n) })
}

func checkRIDs(t *testing.T, f *fakeHall, n int) {
	t.Helper()
	if len(f.RIDs) != n {
		t.Fatalf("a number was asked for %d times, want %d", len(f.RIDs), n)
	}
	for _, rid := range f.RIDs {
		if rid == "" || rid != f.RIDs[0] {
			t.Errorf("the requests were named %q", f.RIDs)
		}
	}
	if len(f.Asked) != 1 {
		t.Errorf("the hall drew %d numbers", len(f.Asked))
	}
}

func TestANumberWhoseAnswerWasLostIsShownOnceTheLinkIsUp(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	f.Set(func(f *fakeHall) { f.Lost = true })
	h.Press("3", "l", "enter")
	h.Wait("还不知道号有没有取到")
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Wait("已断开")
	h.Advance(5 * time.Second)
	h.Press("enter") // off while the link is down
	sameRID(t, f, 1)
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	h.Wait("完成")
	h.Wait("叫到时请出示优先证明")
	sameRID(t, f, 2)
	h.Send(wire.Link{Since: tuitest.StartTime})
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	sameRID(t, f, 2)
}

func TestWithTheLinkUpTheOutcomeIsAskedForAfterAMoment(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 78, 22)
	f.Set(func(f *fakeHall) { f.Lost = true })
	h.Press("3", "enter")
	h.Wait("连接恢复后自动查询")
	h.Advance(2 * time.Second)
	h.Wait("完成")
	sameRID(t, f, 2)
}

func TestAnOutcomeThatStaysUnknownIsAskedForByHandAndNeverForgotten(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	f.Set(func(f *fakeHall) { f.Lost = true })
	h.Press("3", "enter")
	h.Wait("还不知道号有没有取到")
	f.Set(func(f *fakeHall) { f.Err = &wire.Error{Code: wire.CodeOverloaded} })
	h.Advance(2 * time.Second)
	h.Wait("大厅还没有回答，请再查一次")
	for range 5 { // nobody touches the desk
		h.Advance(time.Minute)
	}
	h.Wait("大厅还没有回答，请再查一次")
	sameRID(t, f, 2)
	h.TapID("ask")
	h.Wait("完成")
	sameRID(t, f, 3)
}

func TestARefusedOutcomeIsSaidAndTheNextNumberHasANameOfItsOwn(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	lost := &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	h.Press("1")
	h.Wait("公司变更登记")
	f.Set(func(f *fakeHall) { f.Err = lost }) // it never arrived
	h.Press("enter")
	h.Wait("还不知道号有没有取到")
	f.Command(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "system_down"})
	h.Advance(2 * time.Second)
	h.Wait("该业务暂停取号：业务系统故障")
	h.Wait("取号：选业务")
	h.Press("3", "enter")
	h.Wait("完成")
	if rids := f.RIDs; len(rids) != 3 || rids[0] != rids[1] || rids[2] == rids[0] {
		t.Errorf("the requests were named %q", rids)
	}
}

func TestWhoLeavesAnUnknownOutcomeIsNotShownItLater(t *testing.T) {
	f := signedIn(t)
	h := start(t, f, 100, 32)
	f.Set(func(f *fakeHall) { f.Lost = true })
	h.Press("3", "enter")
	h.Wait("还不知道号有没有取到")
	h.Press("esc")
	h.Wait("取号：选业务")
	h.Advance(3 * time.Second)
	h.Send(wire.Link{Up: true, Since: tuitest.StartTime})
	h.Wait("取号：选业务")
	sameRID(t, f, 1)
}
