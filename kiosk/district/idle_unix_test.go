//go:build unix

package district_test

import (
	"syscall"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
)

// BenchmarkIdle measures how much of one core the screen takes that nobody touches,
// with the centre quiet and with a new state each second, the virtual terminal's own
// work included. One op is a second.
func BenchmarkIdle(b *testing.B) {
	for name, feed := range map[string]bool{"quiet": false, "a state each second": true} {
		b.Run(name, func(b *testing.B) {
			s := at(b, queue.ZhHans, "tab halls")
			h := tuitest.StartLive(b, s.Screen, 160, 50, tui.Options{Unlocked: true})
			h.Wait("显示127个大厅")
			start, before := time.Now(), cpu(b)
			for range b.N {
				<-time.After(time.Second)
				if feed {
					h.Send(s.centre.d)
				}
			}
			b.ReportMetric(100*(cpu(b)-before).Seconds()/time.Since(start).Seconds(), "%core")
		})
	}
}

// cpu is the time that this process has computed.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
