package node_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// worstTail is how many events the newest snapshot may lack.
const worstTail = 20_000 - 1

// longDay writes the journal of a business day with so many tickets, each
// called, started and finished but for the last hundred of each theme, which
// still wait, as a hall leaves it that is killed at the worst moment: right
// before its next snapshot. It returns the state.
func longDay(t testing.TB, dir string, tickets int) *queue.State {
	t.Helper()
	set := queuetest.Settings(10)
	set.Rules.AutoDay = false
	j, err := journal.Open(dir, "T-1", journal.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := &day{t: t, journal: j, state: queue.New(), now: queuetest.Morning, total: uint64(4*tickets + 40)}
	d.do(queue.StartEpoch{Epoch: queue.Epoch(j.Epoch())})
	d.do(queue.ChangeSettings{Settings: set, Hash: "s"})
	d.do(queue.ChangeCatalogue{Catalogue: queuetest.Catalogue(), Hash: "c"})
	d.do(queue.OpenDay{Date: queuetest.Date})
	for _, w := range set.Windows {
		d.do(queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	for i := range tickets {
		theme := i % 3
		d.now = d.now.Add(10 * time.Hour / time.Duration(tickets) / 4)
		c := queue.Citizen{Key: fmt.Sprintf("%064x", i+1), Last4: "123X"}
		if c.Sealed, err = keys.Seal(queuetest.Date, fmt.Appendf(nil, `{"k":%q,"l":%q}`, c.Key, c.Last4)); err != nil {
			t.Fatal(err)
		}
		d.do(queue.Issue{Items: []string{fmt.Sprintf("%c-%d", 'A'+theme, 1+i%4)}, Source: queue.SourceKiosk, Language: queue.ZhHans, Citizen: c})
		if i < 300 {
			continue
		}
		w := fmt.Sprint(1 + theme*10 + i/3%10)
		d.do(queue.Next{Window: w})
		d.do(queue.Start{Window: w})
	}
	d.commit()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return d.state
}

// day is a day being written.
type day struct {
	t       testing.TB
	journal *journal.Journal
	state   *queue.State
	now     time.Time
	total   uint64
	rids    int
	batch   journal.Batch
	kept    bool
}

func (d *day) do(c queue.Command) {
	d.t.Helper()
	d.rids++
	rid := fmt.Sprintf("ABCDEFGHIJKLMNOPQRST%06d", d.rids)
	rs, err := queue.Execute(d.state, d.now, queue.Actor{Terminal: "terminal-1"}, rid, c)
	if err != nil {
		d.t.Fatalf("%T: %v", c, err)
	}
	for _, r := range rs {
		b, err := json.Marshal(r)
		if err != nil {
			d.t.Fatal(err)
		}
		d.batch.Events = append(d.batch.Events, b)
	}
	d.batch.Answers = append(d.batch.Answers, journal.Answer{RID: "terminal-1/" + rid, At: d.now, Data: d.batch.Events[len(d.batch.Events)-1]})
	if len(d.batch.Events) >= 2000 {
		d.commit()
	}
	if !d.kept && d.state.Seq+worstTail >= d.total {
		d.kept = true
		d.commit()
		b, err := node.Snapshot(d.state)
		if err == nil {
			err = d.journal.SaveSnapshot(d.state.Seq, b)
		}
		if err != nil {
			d.t.Fatal(err)
		}
		d.t.Logf("snapshot of event %d: %d MB", d.state.Seq, len(b)>>20)
	}
}

func (d *day) commit() {
	d.t.Helper()
	if _, err := d.journal.Commit(d.batch); err != nil {
		d.t.Fatal(err)
	}
	d.batch = journal.Batch{}
}

func TestALongDayIsThereAfterAStart(t *testing.T) {
	tickets := size(6_000, 2_000, 20_000)
	dir := t.TempDir()
	want := longDay(t, dir, tickets)
	h := openHall(t, dir)
	defer h.close()
	var issued, waiting int
	h.Read(func(s *queue.State, _ time.Time) {
		issued = len(s.Tickets)
		for _, th := range s.Settings.Themes {
			n, _ := s.Waiting(th.ID)
			waiting += n
		}
		if s.Seq != want.Seq {
			t.Errorf("event %d, want %d", s.Seq, want.Seq)
		}
	})
	if issued != tickets || waiting != 300 {
		t.Fatalf("%d tickets, of which %d wait; want %d and 300", issued, waiting, tickets)
	}
	h.foldsToTheSame()
	if got := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"}); got.Estimate.Ahead != 100 {
		t.Fatalf("%+v", got)
	}
}

// BenchmarkStart opens the journal and the hall on a business day with 100 000
// tickets, killed right before the next snapshot. It reports the processor time
// too, which other programs do not lengthen.
func BenchmarkStart(b *testing.B) {
	made, dir := b.TempDir(), b.TempDir()
	longDay(b, made, 100_000)
	if err := os.CopyFS(filepath.Join(dir, "keys"), os.DirFS(filepath.Join(made, "keys"))); err != nil {
		b.Fatal(err)
	}
	var opening, busy time.Duration
	for b.Loop() {
		b.StopTimer()
		data, err := os.ReadFile(filepath.Join(made, "hall.db"))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "hall.db"), data, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
		data = nil
		runtime.GC()
		b.StartTimer()
		start, cpu := time.Now(), processorTime(b)
		j, err := journal.Open(dir, "T-1", journal.Options{NoSync: true})
		if err != nil {
			b.Fatal(err)
		}
		opening += time.Since(start)
		set, err := settingsOf(j, dir)
		if err != nil {
			b.Fatal(err)
		}
		n, err := node.Open(set)
		if err != nil {
			b.Fatal(err)
		}
		busy += processorTime(b) - cpu
		b.StopTimer()
		if err := n.Close(); err != nil {
			b.Fatal(err)
		}
		if err := j.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(opening.Milliseconds())/float64(b.N), "journal-ms/op")
	b.ReportMetric(float64(busy.Milliseconds())/float64(b.N), "cpu-ms/op")
}

// processorTime is what this process has used so far.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
