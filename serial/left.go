package serial

import "sync/atomic"

// left counts the ports that were given up with a write stuck in the system.
var left atomic.Int64

// Stuck is how many ports this program gave up because a write of theirs is
// stuck in the system. Each keeps one thread and one descriptor until the system
// lets go of the write, which it does at the latest when the port is unplugged.
func Stuck() int { return int(left.Load()) }

// leave closes a driver as soon as its writer has ended. Nobody can wait for that
// longer than the system keeps the write, so the goroutine belongs to the package
// and Stuck counts it.
func leave(ended <-chan struct{}, d driver) {
	left.Add(1)
	go func() {
		defer left.Add(-1)
		<-ended
		// Nobody is left who could be told.
		_ = d.Close()
	}()
}
