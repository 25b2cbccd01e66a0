//go:build unix

package tui_test

import (
	"syscall"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

// BenchmarkIdle measures how much of one core a program takes that nobody
// touches: a full Chinese screen of 160 by 50 cells whose clock shows seconds,
// the virtual terminal's own work included. One op is a second.
func BenchmarkIdle(b *testing.B) {
	h := tuitest.StartLive(b, &hallBoard{}, 160, 50, tui.Options{})
	h.Wait("市民服务中心")
	start, before := time.Now(), cpu(b)
	for range b.N {
		<-time.After(time.Second)
	}
	b.ReportMetric(100*(cpu(b)-before).Seconds()/time.Since(start).Seconds(), "%core")
}

// cpu is the time that this process has computed.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
