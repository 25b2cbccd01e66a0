package devices

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// From a cover that somebody opens, a roll that is pulled and a printer that falls
// silent to the manager's screen of a real hall, over its network.
func BenchmarkAFaultReachesTheManager(b *testing.B) {
	for _, tc := range []struct {
		name  string
		fault queue.DeviceFault
		cause func(*soakKiosk)
		mend  func(*soakKiosk)
	}{
		{"cover", queue.FaultCover, func(k *soakKiosk) { k.device.OpenCover() }, func(k *soakKiosk) { k.device.CloseCover() }},
		{"paper", queue.FaultPaperOut, func(k *soakKiosk) { k.device.PullPaper() }, func(k *soakKiosk) { k.device.Refill(0) }},
		{"unplugged", queue.FaultGone, func(k *soakKiosk) { k.device.Unplug() }, func(k *soakKiosk) { k.device.Plug() }},
		{"silent", queue.FaultSilent, func(k *soakKiosk) { k.device.Silence(true) }, func(k *soakKiosk) { k.device.Silence(false) }},
	} {
		b.Run(tc.name, func(b *testing.B) {
			h := openSoakHall(b)
			k := newSoakKiosk(b, h, "generic-80", 1)
			manager := h.client(b, wire.RoleManager)
			w := manager.Watch([]wire.Topic{wire.TopicHall})
			defer w.Close()
			// shown waits until the manager's screen is told that fault of the printer.
			shown := func(fault queue.DeviceFault) {
				for m := range w.C() {
					var hall wire.Hall
					if json.Unmarshal(m.Data, &hall) == nil && slices.ContainsFunc(hall.Devices, func(d queue.Device) bool { return d.Fault == fault }) {
						return
					}
				}
			}
			shown("")
			var took, back []time.Duration
			for b.Loop() {
				start := time.Now()
				tc.cause(k)
				shown(tc.fault)
				took = append(took, time.Since(start))
				start = time.Now()
				tc.mend(k)
				shown("")
				back = append(back, time.Since(start))
			}
			slices.Sort(took)
			slices.Sort(back)
			b.ReportMetric(took[len(took)/2].Seconds(), "s-median")
			b.ReportMetric(took[len(took)-1].Seconds(), "s-longest")
			b.ReportMetric(back[len(back)-1].Seconds(), "s-mended-longest")
		})
	}
}
