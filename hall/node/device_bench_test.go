package node_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// BenchmarkAFaultIsOnTheManagersScreen is from a terminal's report of a fault until its
// alert is in the hall's published view.
func BenchmarkAFaultIsOnTheManagersScreen(b *testing.B) {
	clock := &standing{now: queuetest.Morning}
	h := openHall(b, b.TempDir(), func(s *node.Settings) { s.Clock = clock })
	defer h.close()
	h.openDay()
	net := heardNow(kiosk)
	h.Attach(net)
	for i := 0; b.Loop(); i++ {
		clock.pass(2 * time.Second)
		id := fmt.Sprint("printer-", i)
		must[any](h, kiosk, "device", "report", wire.DevicesRequest{Devices: []queue.Device{{ID: id, Kind: queue.DevicePrinter, Fault: queue.FaultPaperOut}}})
		within(b, 20*time.Second, "the alert", func() bool {
			m, ok := net.newest(wire.TopicHall)
			return ok && bytes.Contains(m.Data, []byte(`"device/kiosk-1/`+id+`"`))
		})
	}
}
