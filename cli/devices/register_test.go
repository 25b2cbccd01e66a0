package devices

import (
	"errors"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

func lastReport(h *fakeHall) []queue.Device {
	all := h.reports()
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

func TestTheHallIsToldAllDevicesWhenOneChanges(t *testing.T) {
	h := newFakeHall()
	r := NewRegister(h, quiet())
	running(t, r.Run)
	r.Set(queue.Device{ID: "voice", Kind: queue.DeviceVoice})
	r.Set(queue.Device{ID: "printer", Kind: queue.DevicePrinter})
	until(t, "both devices told", func() bool { return len(lastReport(h)) == 2 })
	r.Set(queue.Device{ID: "printer", Kind: queue.DevicePrinter, Fault: queue.FaultPaperOut})
	until(t, "the fault told", func() bool {
		all := lastReport(h)
		return len(all) == 2 && all[0].ID == "printer" && all[0].Fault == queue.FaultPaperOut && all[1].ID == "voice"
	})
}

func TestAfterTheLinkIsBackTheHallIsToldWhatIsThenSo(t *testing.T) {
	h := newFakeHall()
	r := NewRegister(h, quiet())
	running(t, r.Run)
	r.Set(queue.Device{ID: "printer", Kind: queue.DevicePrinter})
	until(t, "the first report", func() bool { return len(h.reports()) > 0 })
	h.link(false)
	r.Set(queue.Device{ID: "printer", Kind: queue.DevicePrinter, Fault: queue.FaultCover})
	r.Set(queue.Device{ID: "printer", Kind: queue.DevicePrinter, Fault: queue.FaultCutter})
	h.link(true)
	until(t, "the newest fault", func() bool { return lastReport(h)[0].Fault == queue.FaultCutter })
	for _, told := range h.reports() {
		if told[0].Fault == queue.FaultCover {
			t.Error("the hall was told of a fault that was over when the link came back")
		}
	}
}

func TestAReportThatTheHallPutsOffIsTriedAgain(t *testing.T) {
	h := newFakeHall()
	refused := make(chan struct{}, 100)
	soon := time.Now().Add(10 * time.Millisecond)
	h.failing(func(request) error {
		refused <- struct{}{}
		return &wire.Error{Code: "too_soon", Until: &soon}
	})
	r := NewRegister(h, quiet())
	running(t, r.Run)
	r.Set(queue.Device{ID: "printer", Kind: queue.DevicePrinter})
	<-refused
	h.failing(nil)
	until(t, "the report", func() bool { return len(lastReport(h)) == 1 })
}

func TestHowLongAReportWaits(t *testing.T) {
	far, near := time.Now().Add(time.Hour), time.Now().Add(-time.Second)
	for _, tc := range []struct {
		name string
		err  error
		want time.Duration
	}{
		{"any failure", errors.New("no"), again},
		{"until a moment that has passed", &wire.Error{Until: &near}, again},
		{"until far away", &wire.Error{Until: &far}, time.Minute},
	} {
		if got := wait(tc.err); got != tc.want {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestALineThatIsStillBeingOpenedIsNoFault(t *testing.T) {
	h := newFakeHall()
	r := NewRegister(h, quiet())
	r.Set(queue.Device{ID: "idcard", Kind: queue.DeviceReader, Fault: queue.FaultGone})
	running(t, r.Run)
	r.Set(queue.Device{ID: "idcard", Kind: queue.DeviceReader})
	until(t, "the first report", func() bool { return len(h.reports()) > 0 })
	if d := h.reports()[0][0]; d.Fault != "" {
		t.Errorf("the first report told the fault %q of a reader that was being opened", d.Fault)
	}
}
