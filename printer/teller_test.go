package printer

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// slow hears nothing until it is let go.
type slow struct {
	hears chan struct{} // one is there once it has begun to hear
	free  chan struct{}
	out   []string
}

func (s *slow) Health(h Health) { <-s.free; s.out = append(s.out, fmt.Sprint("restarts ", h.Restarts)) }
func (s *slow) Progress(p Progress) {
	select {
	case s.hears <- struct{}{}:
	default:
	}
	<-s.free
	s.out = append(s.out, fmt.Sprint(p.Job, " ", p.State))
}

func TestWhoListensSlowlyMissesNoStepAndHearsTheNewestHealth(t *testing.T) {
	to := &slow{hears: make(chan struct{}, 1), free: make(chan struct{})}
	tell := newTeller(to)
	var all sync.WaitGroup
	all.Go(tell.run)
	tell.progress(Progress{Job: "a", State: Queued})
	<-to.hears // it has taken that alone, and waits
	for i := range 100 {
		tell.health(Health{Restarts: i})
	}
	tell.progress(Progress{Job: "a", State: Sending})
	tell.health(Health{Restarts: 100})
	tell.progress(Progress{Job: "a", State: Printed})
	close(to.free)
	tell.close()
	all.Wait()
	if want := []string{"a queued", "restarts 99", "a sending", "restarts 100", "a printed"}; !slices.Equal(to.out, want) {
		t.Errorf("told %v", to.out)
	}
}

// Whatever a printer says, only the answer with the tag of this attempt proves a
// paper, nothing hangs, and every job ends.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte{0x16, 0x12, 0x12, 0x12}, 10)
	f.Add([]byte("\x37\x22AAAA\x00\x00\x0f\x14\x00\x00\x0f"), 200)
	f.Add([]byte("\x37\x3663\x1f63\x1f1\x1f1\x00\x1a\x16\x32\x72"), 0)
	p := kinds(f)["process"]
	f.Fuzz(func(t *testing.T, said []byte, ms int) {
		synctest.Test(t, func(t *testing.T) {
			r := start(t, p, func(d *device) { d.mum = true })
			defer r.close()
			r.s.Print(job("a"))
			wait := time.Duration(uint(ms)%3000) * time.Millisecond
			for i, b := range said[:min(len(said), 64)] {
				r.d.later(wait+time.Duration(i)*10*time.Millisecond, func() { r.d.say(b) })
			}
			if got := r.final("a"); got.State == Printed {
				t.Errorf("ended %+v", got)
			}
		})
	})
}
