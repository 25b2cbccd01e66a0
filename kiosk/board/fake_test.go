package board_test

import (
	"sync/atomic"
	"testing"
	"time"

	"onewindow/kiosk/board"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// start shows a board that has that state.
func start(t *testing.T, b wire.Board, w, h int) *tuitest.Harness {
	t.Helper()
	var clock atomic.Pointer[tuitest.Clock]
	now := func() time.Time {
		if c := clock.Load(); c != nil {
			return c.Now()
		}
		return tuitest.StartTime
	}
	hs := tuitest.Start(t, board.New(board.Settings{Now: now}), w, h)
	clock.Store(hs.Clock)
	hs.Wait("正在连接大厅")
	hs.Send(wire.Link{Up: true})
	hs.Send(b)
	hs.WaitGone("正在连接")
	return hs
}

// picture is the screen as it would be drawn now.
func picture(h *tuitest.Harness, w, ht int) string {
	var out string
	h.Inspect(func(s tui.Screen) { out = tuitest.Picture(s, w, ht) })
	return out
}

// state is a district hall at 9:05 with those calls, newest first.
func state(calls ...wire.Call) wire.Board {
	b := wire.Board{Calls: calls, Day: wire.Day{
		Hall: "LG-00", Name: queue.Text{ZhHans: "龙岗区行政服务大厅", ZhHant: "龍崗區行政服務大廳", En: "Longgang District Administrative Service Hall"},
		Date: "2026-11-25", Open: true, Phase: queue.PhaseOpen, UTCOffset: 480,
		Hours: []queue.Session{{Open: 9 * 60, Close: 12 * 60}, {Open: 14 * 60, Close: 18 * 60}},
	}}
	for i, n := range []queue.Text{
		{ZhHans: "商事登记", ZhHant: "商事登記", En: "Business registration"}, {ZhHans: "工程建设", ZhHant: "工程建設", En: "Construction projects"},
		{ZhHans: "综合服务", ZhHant: "綜合服務", En: "General services"}, {ZhHans: "出入境", ZhHant: "出入境", En: "Exit and entry"},
		{ZhHans: "户政", ZhHant: "戶政", En: "Household registration"}, {ZhHans: "社会保险", ZhHant: "社會保險", En: "Social insurance"},
		{ZhHans: "出件咨询", ZhHant: "出件諮詢", En: "Documents and enquiries"}, {ZhHans: "不动产登记", ZhHant: "不動產登記", En: "Real estate"},
		{ZhHans: "公积金", ZhHant: "公積金", En: "Housing fund"},
	} {
		b.Lines = append(b.Lines, wire.Line{Theme: n.En, Name: n, Prefix: string(rune('A' + i)), Waiting: 3 * i, Windows: 2,
			Estimate: queue.Estimate{Low: 4 * i, High: 7 * i}})
	}
	b.Lines[4].Closed = queue.Refuse(queue.CodeFull, "")
	return b
}

// call is one that was made that long after the start.
func call(number, window string, after time.Duration) wire.Call {
	return wire.Call{Number: number, At: tuitest.StartTime.Add(after), Times: 1, State: queue.Called,
		Place: wire.Place{Window: window, Label: window, Zone: queue.Text{ZhHans: "一层A区", En: "Zone A, floor 1"}}}
}
