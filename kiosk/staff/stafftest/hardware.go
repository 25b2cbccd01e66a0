package stafftest

import (
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

// Report is what a terminal tells of its devices: all that it has.
func (f *Hall) Report(t testing.TB, terminal string, role wire.Role, ds ...queue.Device) {
	t.Helper()
	f.Command(t, queue.ReportDevices{Terminal: terminal, Role: string(role), Devices: ds})
}

// Hardware is a hall full of devices, some of which need somebody: the printer of the
// second kiosk has no paper and that of the first is near its end, a strip is silent.
func (f *Hall) Hardware(t testing.TB) {
	t.Helper()
	printer := queue.Device{ID: "printer", Kind: queue.DevicePrinter, Name: "EPSON TM-T82", Model: "TM-T82II"}
	low, out := printer, printer
	low.Low, low.Restarts = true, 1
	out.Fault = queue.FaultPaperOut
	f.Report(t, "kiosk-1", wire.RoleKiosk, low, queue.Device{ID: "idcard", Kind: queue.DeviceReader, Name: "SAM"}, queue.Device{ID: "scanner", Kind: queue.DeviceScanner})
	f.Report(t, "kiosk-2", wire.RoleKiosk, out, queue.Device{ID: "idcard", Kind: queue.DeviceReader, Name: "SAM"})
	ds := []queue.Device{{ID: "voice", Kind: queue.DeviceVoice, Name: "一区", Model: "syn6288"}}
	for i, name := range []string{"1号窗口", "2号窗口", "3号窗口", "4号窗口"} {
		d := queue.Device{ID: "strip-" + string(rune('1'+i)), Kind: queue.DeviceStrip, Name: name, Model: "bx"}
		if i == 2 {
			d.Fault = queue.FaultSilent
		}
		ds = append(ds, d)
	}
	f.Report(t, "caller-1", wire.RoleCaller, ds...)
}

// Paper has a number printed again, unless that is asked for already, and its terminal
// tell what became of the copy; queue.PaperAsked if it tells nothing yet.
func (f *Hall) Paper(t testing.TB, number string, state queue.PaperState, reason queue.PaperReason) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.Hall.State.Ticket(number).Paper()
	if p == nil || p.State != queue.PaperAsked {
		f.Hall.Do(t, queue.Reprint{Number: number})
		p = f.Hall.State.Ticket(number).Paper()
	}
	if state != queue.PaperAsked {
		f.Hall.Do(t, queue.ReportPaper{Number: number, Copy: p.Copy, Terminal: p.Printer, State: state, Reason: reason})
	}
}
