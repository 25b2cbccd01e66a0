package node_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/wire"
)

// claimVar tells the test binary, started again, to be a hall with that data folder
// that gives one number to a known citizen.
const claimVar = "NODE_TEST_CLAIM"

// claimedRID is the request that it is given again and again, as a kiosk does that has
// no answer.
const claimedRID = "the-same-request"

// beClaiming is a hall in a network, with everything durable. It says each claim, and
// answers none before it is told "grant" on its input; it says the answer, waits for
// "tell", and says what it tells the centre.
func beClaiming(dir string) error {
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
	if err := n.TakeKey(networkKey); err != nil {
		return err
	}
	orders := make(chan string)
	go func() { // ends with the process, which ends with its input
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			orders <- in.Text()
		}
		os.Exit(0)
	}()
	n.JoinNetwork(&toldNetwork{orders})
	verb, _ := wire.FindVerb("ticket", "issue")
	data, err := json.Marshal(wire.IssueRequest{Theme: "business", ID: claimID})
	if err != nil {
		return err
	}
	got := make(chan wire.Reply, 1)
	n.Serve(kiosk, verb, wire.Request{V: 1, RID: claimedRID, Exp: n.Now().Add(time.Minute), Data: data}, func(r wire.Reply) { got <- r })
	r := <-got
	fmt.Println("answered", r.OK, r.Dup)
	select {}
}

// claimID is a valid citizen number.
const claimID = "11010519491231002X"

// toldNetwork is a centre that says on the process's output what it hears, and answers
// when it is told to.
type toldNetwork struct{ orders chan string }

func (t *toldNetwork) Quickest(context.Context, wire.QuickestRequest) (wire.QuickestReply, error) {
	return wire.QuickestReply{}, errAway
}

func (t *toldNetwork) Claim(_ context.Context, r wire.ClaimRequest) (wire.ClaimReply, error) {
	fmt.Println("claim", r.RID, r.Held)
	<-t.orders
	return wire.ClaimReply{}, nil
}

func (t *toldNetwork) Claimed(r wire.ClaimedRequest) {
	<-t.orders
	fmt.Println("claimed", r.RID, r.Number)
}

// claiming is such a hall's process.
type claiming struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.Writer
	out *bufio.Reader
}

func startClaiming(t *testing.T, dir string) *claiming {
	t.Helper()
	c := &claiming{t: t, cmd: exec.Command(os.Args[0])}
	c.cmd.Env = append(os.Environ(), claimVar+"="+dir)
	c.cmd.Stderr = os.Stderr
	in, err := c.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.in, c.out = in, bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.cmd.Process.Kill() }) // fails where the test has done so
	return c
}

func (c *claiming) says(want string) {
	c.t.Helper()
	line, err := c.out.ReadString('\n')
	if line = strings.TrimSpace(line); err != nil || line != want {
		c.t.Fatalf("the hall says %q, %v; want %q", line, err, want)
	}
}

func (c *claiming) order(what string) {
	c.t.Helper()
	if _, err := fmt.Fprintln(c.in, what); err != nil {
		c.t.Fatal(err)
	}
}

// kill ends it as kill -9 does.
func (c *claiming) kill() {
	c.t.Helper()
	if err := c.cmd.Process.Kill(); err != nil {
		c.t.Fatal(err)
	}
	_ = c.cmd.Wait() // it says that it was killed
}

func TestAHallThatIsKilledBetweenClaimAndNumberGivesOneNumberAndTellsIt(t *testing.T) {
	dir, name := t.TempDir(), claimName(claimedRID, kiosk)
	// Killed after the claim, before the number.
	c := startClaiming(t, dir)
	c.says("claim " + name + " 0")
	c.kill()
	// The kiosk asks again: the same claim. Killed after the number, before it was told.
	c = startClaiming(t, dir)
	c.says("claim " + name + " 0")
	c.order("grant")
	c.says("answered true false")
	c.kill()
	// And again: no claim, the same answer, and the centre is told.
	c = startClaiming(t, dir)
	c.says("answered true true")
	c.order("tell")
	c.says("claimed " + name + " A001")
	c.kill()

	j, err := journal.Open(dir, "T-1", journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	records, err := recordsOf(j)
	if err != nil {
		t.Fatal(err)
	}
	given := slices.DeleteFunc(records, func(r queue.Record) bool { return r.Event.Type() != (queue.TicketIssued{}).Type() })
	if len(given) != 1 || given[0].Cause != claimedRID {
		t.Errorf("numbers given: %+v", given)
	}
}
