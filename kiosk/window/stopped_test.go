package window_test

import (
	"strings"
	"testing"

	"onewindow/queue"
)

func TestDuringAStopNoKeyOffersToCallTheNext(t *testing.T) {
	f, number := serving(t)
	h := start(t, f, 100, 32)
	f.do(t, queue.StopHall{Reason: "fire"})
	h.Show(f)
	h.Wait("大厅暂停办理")
	h.Press("pgdown")
	h.Wait("[!] 大厅暂停办理")
	if s := h.Text(); strings.Contains(s, "叫下一位吗") || f.state(number) != queue.Serving {
		t.Errorf("PgDn offers the next during a stop:\n%s", s)
	}
}
