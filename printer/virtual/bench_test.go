package virtual

import (
	"testing"
	"time"
)

// BenchmarkTicket is how long a standard ticket takes without mechanics.
func BenchmarkTicket(b *testing.B) {
	job := append(sample(), cutFeed...)
	d := New(Options{Roll: 1 << 20})
	d.start()
	defer d.halt()
	b.SetBytes(int64(len(job)))
	b.ReportAllocs()
	for b.Loop() {
		d.receive(job)
		d.advance(time.Now())
		if d.paper.left < 10_000 {
			d.refill(0)
		}
	}
}
