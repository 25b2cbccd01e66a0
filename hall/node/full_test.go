package node_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/wire"
)

// fullVar tells the test binary, started again, to run a hall in that folder
// under a limit on the size of files, which a journal meets as a full disk. It
// needs a process of its own, because the limit holds for all of one.
const fullVar = "NODE_TEST_FULL"

func TestAFullDiskRefusesEverythingUntilThereIsRoom(t *testing.T) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), fullVar+"="+t.TempDir())
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// TestASmallDiskThatIsFullIsLivedThrough is the same on a disk of its own, where
// the test may mount one; elsewhere the limit above stands for it.
func TestASmallDiskThatIsFullIsLivedThrough(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m"); err != nil {
		t.Logf("no disk of its own: %v", err)
		return
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	if err := beFull(dir,
		func() error { return os.WriteFile(ballast, make([]byte, 5<<20), 0o600) },
		func() error { return os.Remove(ballast) },
	); err != nil {
		t.Fatal(err)
	}
}

// underLimit is beFull under a limit on the size of files.
func underLimit(dir string) error {
	return beFull(dir, func() error { return fileLimit(2 << 20) }, func() error { return fileLimit(1 << 40) })
}

// fileLimit bounds the size of every file that this process writes.
func fileLimit(size uint64) error {
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: 1 << 40})
}

// beFull runs a hall under load until its disk is full, gives it room, and
// compares what was answered with what is there. It returns what went wrong.
// tighten leaves little room on the disk, and relax makes room again.
func beFull(dir string, tighten, relax func() error) error {
	j, err := journal.Open(dir, "T-1", journal.Options{})
	if err != nil {
		return err
	}
	set, err := settingsOf(j, dir)
	if err != nil {
		return err
	}
	n, err := node.Open(set)
	if err != nil {
		return err
	}
	if err := openForWork(n); err != nil {
		return err
	}
	if err := tighten(); err != nil {
		return err
	}
	f := &fullHall{node: n, given: map[string]string{}, refused: map[string]bool{}, stop: make(chan struct{})}
	for c := range 8 {
		f.clients.Go(func() { f.ask(c) })
	}
	if err := f.until("the disk gets full", func() bool { return len(f.refused) > 200 }); err != nil {
		return err
	}
	// The alarm rests for a moment whenever the hall tries anew.
	if err := f.until("the alarm of the full disk", func() bool {
		a := alarmsOf(n)
		return len(a) == 1 && a[0].Code == wire.CodeStorage && a[0].Hint != ""
	}); err != nil {
		return err
	}
	// Questions are answered all the same.
	var asked wire.Reply
	if err := say(n, "", admin, "state", "get", wire.TopicRequest{Topic: wire.TopicBoard}, func(r wire.Reply) { asked = r }); err != nil || !asked.OK {
		return fmt.Errorf("a question on a full disk: %+v %w", asked, err)
	}
	if err := relax(); err != nil {
		return err
	}
	before := f.granted()
	if err := f.until("the hall goes on by itself", func() bool { return len(f.given) > before+100 }); err != nil {
		return err
	}
	close(f.stop)
	f.clients.Wait()
	if f.err != nil {
		return f.err
	}
	if a := alarmsOf(n); len(a) != 0 {
		return fmt.Errorf("alarms with room again: %+v", a)
	}
	if err := f.compare(j); err != nil {
		return err
	}
	if _, err := fmt.Printf("%d numbers given, %d requests refused while the disk was full\n", len(f.given), len(f.refused)); err != nil {
		return err
	}
	if err := n.Close(); err != nil {
		return err
	}
	return j.Close()
}

func alarmsOf(n *node.Node) []wire.Error {
	var s wire.Sys
	got := make(chan wire.Reply, 1)
	if err := say(n, "", admin, "state", "get", wire.TopicRequest{Topic: wire.TopicSys}, func(r wire.Reply) { got <- r }); err != nil {
		return nil
	}
	m, err := decode[wire.Message](<-got)
	if err == nil {
		s, err = decode[wire.Sys](wire.Reply{OK: true, Data: m.Data})
	}
	if err != nil {
		return []wire.Error{{Code: err.Error()}}
	}
	return s.Alarms
}

// fullHall is the hall with the clients that keep asking.
type fullHall struct {
	node    *node.Node
	clients sync.WaitGroup
	stop    chan struct{}

	mu      sync.Mutex
	given   map[string]string // number by request
	refused map[string]bool
	err     error
}

func (f *fullHall) ask(client int) {
	for i := 0; ; i++ {
		select {
		case <-f.stop:
			return
		default:
		}
		rid := fmt.Sprintf("full-disk-%d-%06d", client, i)
		got := make(chan wire.Reply, 1)
		err := say(f.node, rid, kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"A-1", "B-2"}}, func(r wire.Reply) { got <- r })
		r := <-got
		f.mu.Lock()
		switch {
		case err != nil:
			f.err = err
		case r.OK:
			t, err := decode[wire.Ticket](r)
			if err != nil {
				f.err = err
			}
			f.given[rid] = t.Number
		case r.Err.Code != wire.CodeStorageFull || r.Err.Hint == "":
			f.err = fmt.Errorf("refused with %w", r.Err)
		default:
			f.refused[rid] = true
		}
		f.mu.Unlock()
	}
}

func (f *fullHall) granted() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.given)
}

func (f *fullHall) until(what string, ok func() bool) error {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(60 * time.Second); ; <-tick.C {
		f.mu.Lock()
		done, err := ok(), f.err
		f.mu.Unlock()
		if done || err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("not within a minute: %s (%d given, %d refused)", what, len(f.given), len(f.refused))
		}
	}
}

// compare checks that what was granted is in the journal and that what was
// refused left no trace, so that no number is missing and none was given twice.
func (f *fullHall) compare(j *journal.Journal) error {
	records, err := recordsOf(j)
	if err != nil {
		return err
	}
	issued := 0
	s := queue.New()
	for _, r := range records {
		if err := queue.Apply(s, r); err != nil {
			return fmt.Errorf("event %d: %w", r.Seq, err)
		}
		e, ok := r.Event.(queue.TicketIssued)
		if !ok {
			continue
		}
		issued++
		switch {
		case f.refused[r.Cause]:
			return fmt.Errorf("%s was refused, and %s was given", r.Cause, e.Ticket.Number)
		case f.given[r.Cause] != e.Ticket.Number:
			return fmt.Errorf("%s was given %q, the journal says %s", r.Cause, f.given[r.Cause], e.Ticket.Number)
		case e.Ticket.Number != fmt.Sprintf("A%03d", issued):
			return fmt.Errorf("number %s after %d numbers", e.Ticket.Number, issued-1)
		}
	}
	if issued != len(f.given) {
		return fmt.Errorf("%d numbers were given, the journal has %d", len(f.given), issued)
	}
	if _, err := j.Verify(); err != nil {
		return err
	}
	// Whoever was refused may ask again in the same name.
	for rid := range f.refused {
		got := make(chan wire.Reply, 1)
		if err := say(f.node, rid, kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"A-1", "B-2"}}, func(r wire.Reply) { got <- r }); err != nil {
			return err
		}
		if r := <-got; !r.OK || r.Dup {
			return fmt.Errorf("%s, asked again: %+v %w", rid, r, r.Err)
		}
		break
	}
	return nil
}
