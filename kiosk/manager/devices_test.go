package manager_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// hardware is a hall with devices at terminals that are heard.
func hardware(t testing.TB) *fakeHall {
	t.Helper()
	f := signed(t)
	f.terminals[1].Seen = f.terminals[0].Seen
	f.Hardware(t)
	f.do(t, queue.WatchAlerts{})
	return f
}

func TestTheDevicesAreOneKeyAwayAndWhatNeedsSomebodyStandsFirst(t *testing.T) {
	f := hardware(t)
	h := start(t, f, 120, 36)
	h.Wait("设备10台，3台要处理")
	h.Wait("4 终端(3)")
	h.Press("v")
	s := h.Wait("在哪台终端")
	rows := strings.Split(s, "\n")
	at := func(text string) int {
		for y, row := range rows {
			if strings.Contains(row, text) {
				return y
			}
		}
		t.Fatalf("no row has %q:\n%s", text, s)
		return 0
	}
	if out, silent, low, works := at("没有纸"), at("没有反应"), at("纸快用完"), at("  正常"); !(out < silent && silent < low && low < works) {
		t.Errorf("the order is wrong:\n%s", s)
	}
	h.Press("down")
	h.Wait("看这块屏的电源和接线")
	h.Press("down")
	h.Wait("备好新纸卷，趁人少换上")
	h.Press("home")
	h.Wait("装一卷新纸")
	h.Press("end")
	h.Wait("起正常，启动以来重启0次")
	h.Press("v")
	h.Wait("终端5台")
	h.Press("v", "esc")
	h.Wait("业务队列")
}

func TestTheListOfTerminalsSumsUpTheDevicesOfEach(t *testing.T) {
	f := hardware(t)
	f.terminals[0].ID, f.terminals[3].ID, f.terminals[3].Seen = "kiosk-2", "caller-1", f.terminals[0].Seen
	f.terminals[2].ID, f.terminals[2].Seen = "window-9", f.terminals[0].Seen
	f.Report(t, "window-9", wire.RoleWindow, queue.Device{ID: "a", Kind: queue.DeviceScanner}, queue.Device{ID: "b", Kind: queue.DeviceReader})
	h := start(t, f, 120, 36)
	h.Press("4")
	for _, want := range []string{"! 打印机没有纸", "! 打印机纸快用完", "! 条屏没有反应", "2台正常"} {
		h.Wait(want)
	}
}

func TestDevicesAreFilteredByTheirKind(t *testing.T) {
	h := start(t, hardware(t), 120, 36)
	h.Press("v")
	h.Wait("种类：全部")
	for _, kind := range []string{"打印机", "条屏", "语音", "读卡器", "扫码器"} {
		h.Press("f")
		s := h.Wait("种类：" + kind)
		for _, other := range []string{"TM-T82", "号窗口", "syn6288", "SAM"} {
			is := map[string]string{"打印机": "TM-T82", "条屏": "号窗口", "语音": "syn6288", "读卡器": "SAM"}[kind]
			if table, _, _ := strings.Cut(s, "起正常"); other != is && strings.Contains(table, other) {
				t.Errorf("%s: the table has %q:\n%s", kind, other, s)
			}
		}
	}
	h.Press("f")
	h.Wait("种类：全部")
}

func TestAnAlertOfADeviceIsAcknowledgedWhereTheDeviceStands(t *testing.T) {
	f := hardware(t)
	h := start(t, f, 120, 36)
	h.Press("v", "down")
	h.Wait("看这块屏的电源和接线")
	h.Wait("还没有人知悉，按K")
	h.Press("k")
	h.Wait("已知悉：叫号机：条屏 3号窗口没有反应")
	h.Show(f)
	h.Press("v", "v", "down")
	h.Wait("王芳")
	waitHall(h, f, "it is acknowledged", func(s *queue.State) bool { return !s.Alert("device/caller-1/strip-3").Seen.IsZero() })
}

func TestAFaultAndItsEndAreSeenAtOnce(t *testing.T) {
	f := hardware(t)
	h := start(t, f, 120, 36)
	h.Press("v")
	h.Wait("3台要处理")
	f.Report(t, "kiosk-2", wire.RoleKiosk, queue.Device{ID: "printer", Kind: queue.DevicePrinter})
	h.Show(f)
	h.Wait("2台要处理")
	f.Report(t, "kiosk-1", wire.RoleKiosk)
	f.Report(t, "caller-1", wire.RoleCaller, queue.Device{ID: "voice", Kind: queue.DeviceVoice, Name: "一区"})
	h.Show(f)
	h.Wait("设备2台都正常")
}

func TestHowADeviceOfASilentTerminalIsCannotBeTold(t *testing.T) {
	f := hardware(t)
	f.terminals[1].ID, f.terminals[1].Seen = "kiosk-2", f.terminals[0].Seen.Add(-5*time.Minute)
	h := start(t, f, 120, 36)
	h.Wait("设备10台，2台要处理，2台无法得知")
	h.Press("v", "down", "down")
	h.Wait("! 二号取号机  打印机  无法得知")
	h.Wait("先看终端的电源和网线")
}

func TestNumbersWithoutAPaperAreRemembered(t *testing.T) {
	f := busy(t)
	f.Paper(t, "A003", queue.PaperUnprinted, "paper_out")
	f.Paper(t, "A004", queue.PaperUnconfirmed, "silent")
	h := start(t, f, 120, 36)
	h.Wait("没有小票2个号：")
	h.Press("3")
	h.Wait("没有小票2个号：")
}

func TestWithoutDevicesThePageSaysSo(t *testing.T) {
	f := signed(t)
	f.Report(t, "kiosk-1", wire.RoleKiosk)
	h := start(t, f, 120, 36)
	if s := h.Wait("业务队列"); strings.Contains(s, "设备") {
		t.Errorf("the overview speaks of devices:\n%s", s)
	}
	h.Press("v")
	h.Wait("没有接设备")
	h.Press("k", "f", "down", "enter")
	h.Wait("没有接设备")
}

// equipped is a large hall with 46 devices.
func equipped(f *fakeHall) wire.Hall {
	v := large(f)
	v.Devices, v.Names = nil, map[string]string{"caller": "叫号主机"}
	for i := range 6 {
		d := queue.Device{Terminal: fmt.Sprintf("k%d", i), Role: "kiosk", ID: "printer", Kind: queue.DevicePrinter, Name: "TM-T82", Since: f.now()}
		switch i {
		case 3:
			d.Fault = queue.FaultPaperOut
		case 4:
			d.Fault, d.Restarts = "melted", 12
		}
		v.Devices = append(v.Devices, d)
		v.Names[d.Terminal] = fmt.Sprintf("%d号取号机", i+1)
	}
	for i := range 40 {
		d := queue.Device{Terminal: "caller", Role: "caller", ID: fmt.Sprintf("strip-%d", i), Kind: queue.DeviceStrip, Name: fmt.Sprintf("%d号窗口条屏", i+1), Model: "bx", Since: f.now().Add(-50 * time.Hour)}
		if i == 17 {
			d.Fault, d.Since = queue.FaultSilent, f.now()
		}
		v.Devices = append(v.Devices, d)
	}
	return v
}

func TestTheDevicesOfALargeHall(t *testing.T) {
	f := full(t)
	v := equipped(f)
	for _, lang := range langs {
		s := newScreen(f, lang)
		s.Msg(v)
		tap(s, "tab devices")
		for _, size := range append(sizes, tuitest.Size{W: 78, H: 22}, tuitest.Size{W: 100, H: 32}) {
			t.Run(size.String()+" "+string(lang), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, size.W, size.H)) })
		}
		tuitest.CheckLayout(t, s, append(sizes, tuitest.Sizes...), 6, 1)
	}
}
