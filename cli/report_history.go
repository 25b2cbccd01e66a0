package cli

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
)

// listener hears a hall's history.
type listener struct {
	// each is called with each event, in order, and last the last one that there is.
	each func(r queue.Record, last uint64) error
	// rest tells that from now on only the marked events are wanted; nil is never. It may
	// be asked from elsewhere while each is at work.
	rest func() bool
}

// historyChunk is how many events are decoded at a time.
const historyChunk = 2048

// chunk are some events, raw and decoded.
type chunk struct {
	raw  [][]byte
	recs []queue.Record
	err  error
}

// decode reads the events on all processors: that is most of the work of a history.
func (c *chunk) decode() {
	c.recs = make([]queue.Record, len(c.raw))
	parts := runtime.GOMAXPROCS(0)
	errs := make([]error, parts)
	var all sync.WaitGroup
	for p := range parts {
		all.Go(func() {
			for i := p * len(c.raw) / parts; i < (p+1)*len(c.raw)/parts && errs[p] == nil; i++ {
				errs[p] = c.recs[i].UnmarshalJSON(c.raw[i])
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if c.err == nil {
			c.err = err
		}
	}
}

// hear reads a journal from its first event on, ahead of the listener. Once ctx has ended
// the listener hears no more, of what was read ahead neither.
func hear(ctx context.Context, j *journal.Journal, l listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	chunks := make(chan *chunk, 2)
	var read error
	go func() {
		defer close(chunks)
		c := &chunk{}
		send := func() error {
			c.decode()
			select {
			case chunks <- c:
			case <-ctx.Done():
				return ctx.Err()
			}
			c = &chunk{}
			return nil
		}
		read = j.Events(1, func(_ uint64, data []byte) error {
			if l.rest != nil && l.rest() && !marked(data) {
				return ctx.Err()
			}
			c.raw = append(c.raw, append([]byte(nil), data...))
			if len(c.raw) < historyChunk {
				return nil
			}
			return send()
		})
		if read == nil && len(c.raw) > 0 {
			read = send()
		}
	}()
	last := j.Last()
	err := func() error {
		for c := range chunks {
			if c.err != nil {
				return c.err
			}
			for _, r := range c.recs {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := l.each(r, last); err != nil {
					return err
				}
			}
		}
		return nil
	}()
	stop()
	for range chunks { // until the reader has ended
	}
	if err != nil {
		return err
	}
	return read
}

// Progress is told after a while, and then at a pace.
const (
	progressAfter = 3 * time.Second
	progressEvery = 5 * time.Second
	progressLook  = 4096 // events between two looks at the clock
)

// progress tells how far a long count has come.
type progress struct {
	w    io.Writer
	next time.Time
	n    int
}

func newProgress(w io.Writer) *progress { return &progress{w: w, next: time.Now().Add(progressAfter)} }

func (p *progress) at(r *queue.Record, last uint64) {
	if p.n++; p.n%progressLook != 0 {
		return
	}
	if now := time.Now(); now.After(p.next) {
		p.next = now.Add(progressEvery)
		fmt.Fprintf(p.w, "at %s, event %d of %d\n", r.At.In(chinaTime).Format(time.DateOnly), r.Seq, last)
	}
}
