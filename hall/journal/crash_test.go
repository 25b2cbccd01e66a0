package journal

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"
)

// commitForEver is the child: it commits batches of all sizes, saves snapshots
// in between, and prints each batch once it is acknowledged.
func commitForEver() int {
	j, err := Open(os.Getenv("JOURNAL_TEST_DIR"), testHall, durableOptions())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for {
		if err := commitEvents(j, 1+rand.IntN(40)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		if _, err := fmt.Println(j.Last()); err != nil {
			return 1
		}
		if rand.IntN(10) == 0 {
			if err := j.SaveSnapshot(j.Last(), state(j.Last(), 300<<10)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
		}
	}
}

func TestWhatWasAcknowledgedSurvivesKill(t *testing.T) {
	const rounds = 25
	dir := t.TempDir()
	acked := uint64(0)
	for round := range rounds {
		now := killedChild(t, dir, time.Duration(rand.IntN(60_000))*time.Microsecond)
		acked = max(acked, now)
		j, err := Open(dir, testHall, durableOptions())
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if j.Last() < acked {
			t.Fatalf("round %d: last is %d, and %d was acknowledged", round, j.Last(), acked)
		}
		if _, err := j.Verify(); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if round == rounds-1 {
			// Every event and answer there is, in full: none doubled, none of
			// another, none half.
			mustHold(t, j, j.Last())
		} else if err := j.Events(acked/2, func(seq uint64, data []byte) error {
			if !bytes.Equal(data, event(seq)) {
				return fmt.Errorf("event %d is not itself", seq)
			}
			_, ok, err := j.Answer(rid(seq))
			if err == nil && !ok {
				err = fmt.Errorf("answer %d is missing", seq)
			}
			return err
		}); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if seq, data, ok, err := j.Snapshot(); err != nil || ok && !bytes.Equal(data, state(seq, 300<<10)) {
			t.Fatalf("round %d: snapshot of %d: %v", round, seq, err)
		}
		acked = j.Last()
		mustClose(t, j)
	}
	if acked == 0 {
		t.Fatal("no child committed anything")
	}
}

// killedChild runs a child, kills it some time after its first commit, and
// returns the last event it acknowledged.
func killedChild(t *testing.T, dir string, after time.Duration) (acked uint64) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVar+"=commit", "JOURNAL_TEST_DIR="+dir)
	var complaints bytes.Buffer
	child.Stderr = &complaints
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var timer *time.Timer
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // the child is gone; a half line was not a whole acknowledgement
			if !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrClosed) {
				t.Error(err)
			}
			break
		}
		if _, err := fmt.Sscan(line, &acked); err != nil {
			t.Errorf("%q: %v", line, err)
		}
		if timer == nil {
			timer = time.AfterFunc(after, func() { _ = child.Process.Kill() })
		}
	}
	err = child.Wait() // it was killed, which is an error too
	if timer == nil || timer.Stop() || complaints.Len() > 0 {
		t.Fatalf("the child ended by itself: %v\n%s", err, &complaints)
	}
	return acked
}

// holdOpen is the child that keeps a journal open until its input ends.
func holdOpen() int {
	j, err := Open(os.Getenv("JOURNAL_TEST_DIR"), testHall, durableOptions())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("open")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil || j.Close() != nil {
		return 1
	}
	return 0
}

func TestAJournalThatAnotherProcessHasOpenIsLocked(t *testing.T) {
	dir := t.TempDir()
	mustClose(t, mustOpen(t, dir))
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVar+"=hold", "JOURNAL_TEST_DIR="+dir)
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(line, err)
	}
	_, err = Open(dir, testHall, durableOptions())
	wantError(t, err, ErrLocked)
	_, err = Restore(bytes.NewReader(nil), dir, RestoreOptions{Replace: true})
	wantError(t, err, ErrLocked)
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, dir)
}
