package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"onewindow/central/store"
)

// childEnv makes the test binary take a hall's events into the database that it
// names, and tell each watermark that it was answered.
const childEnv = "STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if url := os.Getenv(childEnv); url != "" {
		if err := child(url); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// killed is the hall of the children; every process makes the same one.
func killed() (*hall, error) { return lived("LG-1", 4, 11, 17) }

// ahead is how many segments a child may take that its parent has not seen answered: it
// must not be at the end before a parent that is slow has killed it.
const ahead = 3

func child(url string) error {
	ctx := context.Background()
	h, err := killed()
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	hello, err := s.Hello(ctx, h.hello())
	if err != nil || hello.Refused != nil {
		return fmt.Errorf("hello: %v, %w", hello.Refused, err)
	}
	for seq := hello.Seq; seq < h.last(); {
		if _, err := io.ReadFull(os.Stdin, make([]byte, 1)); err != nil {
			return fmt.Errorf("the parent says no more: %w", err)
		}
		to := min(seq+7, h.last())
		a, err := s.Ingest(ctx, h.segment(seq+1, to, hello.Token))
		if err != nil || a.Err != nil {
			return fmt.Errorf("ingest: %v, %w", a.Err, err)
		}
		seq = a.Seq
		fmt.Println(seq)
	}
	return s.Close()
}

func TestACentreThatIsKilledLosesAndDoublesNothing(t *testing.T) {
	rounds := 6
	if n := os.Getenv("STORE_KILL_ROUNDS"); n != "" {
		if _, err := fmt.Sscan(n, &rounds); err != nil {
			t.Fatal(err)
		}
	}
	h, err := killed()
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, d database) {
		r := rand.New(rand.NewPCG(7, 7))
		told, round := uint64(0), 0
		for ; told < h.last(); round++ {
			last := run(t, d, func(seen int) bool { return round < rounds && seen > 3+r.IntN(20) })
			if last < told {
				t.Fatalf("round %d: %d was answered after %d", round, last, told)
			}
			told = last
			s := d.open(t)
			halls, err := s.Halls(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := halls[0].Watermark; got < told {
				t.Fatalf("round %d: %d was answered, and %d is kept", round, told, got)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if round <= rounds {
			t.Errorf("only %d rounds", round)
		}
		s := d.open(t)
		same(t, s, h)
		once(t, s, h)
		if err := s.Reproject(t.Context(), h.id); err != nil {
			t.Fatal(err)
		}
		same(t, s, h)
	})
}

// run starts a child and kills it as soon as enough says so of the answers seen. It
// returns the last watermark that was answered.
func run(t *testing.T, d database, enough func(seen int) bool) (last uint64) {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childEnv+"="+d.url)
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	// One that is at its end reads no more.
	_, _ = io.WriteString(in, strings.Repeat(".", ahead))
	guard := time.AfterFunc(10*time.Minute, func() { _ = c.Process.Kill() }) // where it hangs
	defer guard.Stop()
	was := false
	lines := bufio.NewScanner(out)
	for seen := 0; lines.Scan(); seen++ {
		if _, err := fmt.Sscan(lines.Text(), &last); err != nil {
			t.Fatal(err)
		}
		if enough(seen) {
			was = true
			_ = c.Process.Kill()
			break
		}
		_, _ = io.WriteString(in, ".")
	}
	for lines.Scan() { // answers that were on their way
		if _, err := fmt.Sscan(lines.Text(), &last); err != nil {
			break // torn
		}
	}
	_, _ = io.Copy(io.Discard, out)
	if err := c.Wait(); err != nil && !was {
		t.Fatalf("the child: %v\n%s", err, stderr.String())
	}
	return last
}
