package store_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"onewindow/central/store"
	"onewindow/cli/demo"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// backlog is a hall of 30 windows that was cut off for 100 000 events: some weeks, as
// the demonstration lives them, with printers and a voice.
var backlog = sync.OnceValues(func() (*hall, error) { return weeks(100_000) })

// weeks is that of so many events.
func weeks(want int) (*hall, error) {
	set := queuetest.Settings(10)
	set.Hall.ID = "LG-1"
	set.Rules.AutoDay = true
	st, crowd := queue.New(), demo.NewCrowd(1, len(set.Windows))
	var rs []queue.Record
	var failed error
	now := set.Hall.At(queuetest.Date, 6*60)
	do := func(c queue.Command) {
		more, err := queue.Execute(st, now, demo.Actor(c), "", c)
		rs = append(rs, more...)
		if _, refused := err.(*queue.Refusal); err != nil && !refused {
			failed = err
		}
	}
	do(queue.StartEpoch{Epoch: "1-00000001"})
	do(queue.ChangeSettings{Settings: set, Hash: "s"})
	do(queue.ChangeCatalogue{Catalogue: queuetest.Catalogue(), Hash: "c"})
	told := len(rs)
	for len(rs) < want && failed == nil {
		step := 20 * time.Second
		if !st.Day.Open {
			step = 10 * time.Minute
		}
		now = now.Add(step)
		more, err := queue.Advance(st, now)
		if rs = append(rs, more...); err != nil {
			return nil, err
		}
		for _, c := range crowd.Step(st, now) {
			do(c)
		}
		for ; told < len(rs); told++ { // its printers and its voice tell what they did
			switch e := rs[told].Event.(type) {
			case queue.TicketIssued:
				do(queue.ReportPaper{Terminal: rs[told].By.Terminal, Number: e.Ticket.Number, State: queue.PaperPrinted})
			case queue.TicketCalled:
				do(queue.Announce{Number: e.Number, Window: e.Window, Times: 1})
			}
		}
	}
	h := &hall{id: "LG-1", epoch: "1-00000001", line: []wire.EpochStart{{Epoch: "1-00000001", From: 1}}}
	for _, r := range rs[:want] {
		b, err := r.Encode()
		if err != nil {
			return nil, err
		}
		h.events = append(h.events, json.RawMessage(b))
	}
	return h, failed
}

// BenchmarkCatchUp brings the centre up with a hall that was cut off for 100 000
// events, in segments of 500, beside a store that only keeps the same rows of
// events; both durably.
func BenchmarkCatchUp(b *testing.B) {
	h, err := backlog()
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, e := range h.events {
		size += len(e)
	}
	b.Logf("%d bytes an event", size/len(h.events))
	for _, kind := range kinds() {
		b.Run(kind+"/raw", func(b *testing.B) {
			var rows []store.RawRows
			for from := uint64(1); from <= h.last(); from += wire.MaxSegmentEvents {
				rows = append(rows, store.Rows(h.segment(from, min(from+wire.MaxSegmentEvents-1, h.last()), 0)))
			}
			for b.Loop() {
				b.StopTimer()
				s := fresh(b, kind).open(b)
				b.StartTimer()
				for _, r := range rows {
					if err := s.Raw(b.Context(), r); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.N)*float64(h.last())/b.Elapsed().Seconds(), "events/s")
		})
		b.Run(kind+"/ingest", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := fresh(b, kind).open(b)
				b.StartTimer()
				send(b, s, h, wire.MaxSegmentEvents)
			}
			b.ReportMetric(float64(b.N)*float64(h.last())/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkHallsAtOnce is the same with as many halls as the district has, a
// thousand events each.
func BenchmarkHallsAtOnce(b *testing.B) {
	h, err := backlog()
	if err != nil {
		b.Fatal(err)
	}
	const halls, each = 127, 1000
	for _, kind := range kinds() {
		b.Run(kind, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := fresh(b, kind).open(b)
				b.StartTimer()
				var all sync.WaitGroup
				for i := range halls {
					all.Go(func() {
						c := h.upTo(each)
						c.id = fmt.Sprintf("LG-%03d", i)
						send(b, s, c, wire.MaxSegmentEvents)
					})
				}
				all.Wait()
			}
			b.ReportMetric(float64(b.N)*halls*each/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkLive is one event of a hall that is kept at once.
func BenchmarkLive(b *testing.B) {
	h, err := backlog()
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range kinds() {
		b.Run(kind, func(b *testing.B) {
			s := fresh(b, kind).open(b)
			const before = 4000
			send(b, s, h.upTo(before), wire.MaxSegmentEvents)
			r := greet(b, s, h)
			for b.Loop() {
				if r.Seq == h.last() {
					b.Fatal("the history is too short for so many rounds")
				}
				a, err := s.Ingest(b.Context(), h.segment(r.Seq+1, r.Seq+1, r.Token))
				if err != nil || a.Err != nil {
					b.Fatal(err, a.Err)
				}
				r.Seq = a.Seq
			}
		})
	}
}
