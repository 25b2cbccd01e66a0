package journal

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// benchEvent is of the size and kind of a hall's event.
func benchEvent(seq int) []byte {
	return fmt.Appendf(nil, `{"v":1,"type":"ticket.called/1","at":"2026-11-25T09:30:%02d.123Z","by":"win-%03d","cause":"%016x","data":{"ticket":"A%04d","window":"%d","theme":"social-security","state":"called","times":1}}`,
		seq%60, seq%20, uint64(seq)*0x9E3779B97F4A7C15, seq%9999, seq%20)
}

func benchOpen(b *testing.B, o Options) *Journal {
	b.Helper()
	j, err := Open(b.TempDir(), testHall, o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := j.Close(); err != nil {
			b.Error(err)
		}
	})
	return j
}

// benchCommit commits n commands at a time, each with one event and one answer.
func benchCommit(b *testing.B, j *Journal, n int) {
	b.Helper()
	next := 0
	b.ReportAllocs()
	for b.Loop() {
		var batch Batch
		for range n {
			next++
			batch.Events = append(batch.Events, benchEvent(next))
			batch.Answers = append(batch.Answers, Answer{RID: rid(uint64(next)), At: testTime, Data: benchEvent(next)})
		}
		if _, err := j.Commit(batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(next)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkCommit(b *testing.B) {
	for _, n := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) { benchCommit(b, benchOpen(b, Options{}), n) })
	}
	b.Run("events=64/nosync", func(b *testing.B) { benchCommit(b, benchOpen(b, Options{NoSync: true}), 64) })
}

// BenchmarkFsync is what the disk alone takes for two durable writes, which is
// what a bbolt commit needs.
func BenchmarkFsync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "f"))
	if err != nil {
		b.Fatal(err)
	}
	page := make([]byte, 3*pageSize)
	if _, err := f.WriteAt(make([]byte, 1<<20), 0); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for range 2 {
			if _, err := f.WriteAt(page, 0); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// benchState is 40 MB of what a state in JSON looks like.
func benchState() []byte {
	var s bytes.Buffer
	r := rand.New(rand.NewPCG(1, 2))
	for n := 0; s.Len() < 40<<20; n++ {
		fmt.Fprintf(&s, `{"ticket":"A%04d","theme":"t%d","state":"waiting","issued":"2026-11-25T09:%02d:%02dZ","items":["%08x"],"person":"%016x"},`,
			n, r.IntN(12), r.IntN(60), r.IntN(60), r.Uint32(), r.Uint64())
	}
	return s.Bytes()
}

func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	j, err := Open(dir, testHall, Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	for n := 0; n < 50_000; {
		var batch Batch
		for range 500 {
			n++
			batch.Events = append(batch.Events, benchEvent(n))
			batch.Answers = append(batch.Answers, Answer{RID: rid(uint64(n)), At: testTime, Data: benchEvent(n)})
		}
		if _, err := j.Commit(batch); err != nil {
			b.Fatal(err)
		}
	}
	state := benchState()
	b.Run("save", func(b *testing.B) {
		b.SetBytes(int64(len(state)))
		for b.Loop() {
			if err := j.SaveSnapshot(1, state); err != nil {
				b.Fatal(err)
			}
		}
	})
	mustClose(b, j)
	reopen := func(b *testing.B) *Journal {
		j, err := Open(dir, testHall, Options{})
		if err != nil {
			b.Fatal(err)
		}
		return j
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			mustClose(b, reopen(b))
		}
	})
	j = reopen(b)
	b.Run("snapshot", func(b *testing.B) {
		b.SetBytes(int64(len(state)))
		for b.Loop() {
			if _, data, ok, err := j.Snapshot(); err != nil || !ok || len(data) != len(state) {
				b.Fatal(ok, err)
			}
		}
	})
	b.Run("events", func(b *testing.B) {
		n := 0
		for b.Loop() {
			if err := j.Events(1, func(uint64, []byte) error { n++; return nil }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("answer", func(b *testing.B) {
		n := uint64(0)
		for b.Loop() {
			n++
			if _, ok, err := j.Answer(rid(n%50_000 + 1)); err != nil || !ok {
				b.Fatal(ok, err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if _, err := j.Verify(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("backup", func(b *testing.B) {
		for b.Loop() {
			info, err := j.Backup(io.Discard)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(info.Bytes)
		}
	})
	mustClose(b, j)
}
