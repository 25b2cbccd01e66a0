package uplink_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/uplink"
	"onewindow/queue"
)

// childVar tells the test binary, started again, to be a hall with that data folder;
// where its centre is, and its key there, stand in the other two.
const (
	childVar     = "UPLINK_TEST_HALL"
	childURLVar  = "UPLINK_TEST_URL"
	childSeedVar = "UPLINK_TEST_SEED"
)

// killRoundsVar sets how many times the hall is killed.
const killRoundsVar = "UPLINK_KILL_ROUNDS"

func TestMain(m *testing.M) {
	if os.Getenv(childVar) == "" {
		os.Exit(m.Run())
	}
	if err := beHall(os.Getenv(childVar)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// beHall runs a hall, with everything durable, that gives numbers as fast as it can
// until it is killed.
func beHall(dir string) error {
	_, n, err := hallIn(dir, journal.Options{})
	if err != nil {
		return err
	}
	set := uplink.Settings{Hall: hallID, URLs: []string{os.Getenv(childURLVar)}, Seed: []byte(os.Getenv(childSeedVar))}
	set.Quick()
	if _, err := uplink.Open(set, n); err != nil {
		return err
	}
	fmt.Println("ready")
	go func() { // a test that failed does not kill it
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for {
		if r := n.Do(queue.Actor{Terminal: "kiosk-1"}, "", queue.Issue{Theme: "business", Source: queue.SourceKiosk}); !r.OK {
			return r.Err
		}
	}
}

func TestAHallThatIsKilledUnderLoadTellsEveryEventOnce(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	seed := c.enrol(hallID)
	dir := t.TempDir()
	random := uint64(time.Now().UnixNano())
	t.Logf("seed %d", random)
	rnd := rand.New(rand.NewPCG(random, 0))
	rounds := 6
	if s := os.Getenv(killRoundsVar); s != "" {
		var err error
		if rounds, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	for round := range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childVar+"="+dir, childURLVar+"="+c.url(), childSeedVar+"="+string(seed))
		var complaint strings.Builder
		cmd.Stderr = &complaint
		out, err := cmd.StdoutPipe()
		if err == nil {
			_, err = cmd.StdinPipe() // ends with this process
		}
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
			t.Fatalf("%q %v %s", line, err, complaint.String())
		}
		before := c.watermark(hallID)
		more := uint64(1 + rnd.IntN(60))
		within(t, time.Minute, says("the centre hears of it"), func() bool { return c.watermark(hallID) > before+more })
		if round%2 == 1 { // while answers are under way and lost
			c.loseAcks.Store(true)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		if complaint.Len() > 0 {
			t.Fatal(complaint.String())
		}
		c.loseAcks.Store(false)
	}
	h := openHall(t, dir)
	h.link(c.url(), seed)
	c.has(h)
	t.Logf("%d kills, %d events", rounds, h.Last())
}
