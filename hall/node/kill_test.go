package node_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"onewindow/hall/lan"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

// killRoundsVar sets how many times the hall is killed.
const killRoundsVar = "NODE_KILL_ROUNDS"

// TestAHallThatIsKilledLosesAndDoublesNothing kills a hall's process at random
// moments while terminals work over its network. After each kill, everything
// that was answered stands in the journal once, in the order in which it stood
// before; and once the hall is up again, a repeated request gets its first
// answer.
func TestAHallThatIsKilledLosesAndDoublesNothing(t *testing.T) {
	rounds := size(8, 5, 15)
	if s := os.Getenv(killRoundsVar); s != "" {
		var err error
		if rounds, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	k := newKilled(t)
	defer k.stop()
	for round := 1; round <= rounds && !t.Failed(); round++ {
		k.work()
		k.die()
		k.examine()
		k.start()
	}
	k.work()
	k.rest()
	k.repeat(1000)
	k.die()
	k.examine()
	k.foldAll()
	t.Logf("%d kills, %d of them before the hall was ready; %d requests answered, %d of them refused; %d repeated after a restart; %d events",
		k.kills, k.early, len(k.told), k.refused(), k.repeated, k.last)
}

// killed is a hall that is killed again and again, with its terminals.
type killed struct {
	t     *testing.T
	dir   string
	port  int
	clock node.Clock
	rand  *rand.Rand
	child *child

	ctx     context.Context // ends the work of the terminals
	cancel  context.CancelFunc
	working sync.WaitGroup
	clients []*lan.Client

	mu   sync.Mutex
	told []told // every answer that a terminal got

	// What examine has seen so far: how much of told, and the events as one
	// sum and by cause.
	checked int
	last    uint64
	sum     hash.Hash
	causes  map[string][]queue.Record
	numbers int

	kills, early, repeated int
}

// told is an answer, with what it was the answer to.
type told struct {
	client          *lan.Client
	rid, area, verb string
	body            any
	code            string
	data            json.RawMessage
}

// newKilled starts the hall and sets its terminals to work.
func newKilled(t *testing.T) *killed {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	k := &killed{
		t: t, dir: t.TempDir(), clock: node.NewPacedClock(queuetest.Morning, 1), rand: rand.New(rand.NewPCG(seed, 0)),
		sum: sha256.New(), causes: map[string][]queue.Record{},
	}
	k.ctx, k.cancel = context.WithCancel(context.Background())
	// The terminals keep the hall's address, so it must come back to it.
	k.port = doortest.Port(t)
	k.start()
	if err := k.child.ready(); err != nil {
		t.Fatal(errors.Join(err, k.child.kill()))
	}
	for range 4 {
		k.terminal(wire.RoleKiosk, "", func(int) (string, any) { return "issue", wire.IssueRequest{Theme: "business"} })
	}
	for w := range 6 {
		k.terminal(wire.RoleWindow, fmt.Sprint(w+1), func(i int) (string, any) { return []string{"next", "start", "start"}[i%3], nil })
	}
	return k
}

func (k *killed) start() {
	k.t.Helper()
	var err error
	if k.child, err = startChild(k.dir, k.port, k.clock.Now()); err != nil {
		k.t.Fatal(err)
	}
}

// terminal enrols a terminal that asks one thing after the other.
func (k *killed) terminal(role wire.Role, window string, next func(i int) (verb string, body any)) {
	k.t.Helper()
	tok, err := k.child.token(role, window)
	if err != nil {
		k.t.Fatal(err)
	}
	id, err := lan.Join(k.ctx, tok, "test")
	if err != nil {
		k.t.Fatal(err)
	}
	c, err := lan.Dial(k.ctx, id, lan.Options{Clock: k.clock.Now, Expiry: 100 * time.Second})
	if err != nil {
		k.t.Fatal(err)
	}
	k.clients = append(k.clients, c)
	area := "ticket"
	if role == wire.RoleWindow {
		area = "window"
	}
	k.working.Go(func() {
		for i := 0; k.ctx.Err() == nil; i++ {
			a := told{client: c, rid: lan.NewRID(), area: area}
			a.verb, a.body = next(i)
			if a.ask(k.ctx) == nil {
				k.mu.Lock()
				k.told = append(k.told, a)
				k.mu.Unlock()
			}
		}
	})
}

// ask asks, and notes the answer; the error says that there is none.
func (a *told) ask(ctx context.Context) error {
	a.code, a.data = "", nil
	err := a.client.DoRID(ctx, a.rid, a.area, a.verb, a.body, &a.data)
	var refused *wire.Error
	if errors.As(err, &refused) && refused.Code != wire.CodeUnreachable {
		a.code, err = refused.Code, nil
	}
	return err
}

// work waits for the moment to kill: now and then while the hall still starts,
// else after a random number of answers, and a random moment more.
func (k *killed) work() {
	k.t.Helper()
	if k.kills > 0 && k.rand.IntN(8) == 0 {
		k.early++
		k.pause(150 * time.Millisecond)
		return
	}
	if k.child.url == "" {
		if err := k.child.ready(); err != nil {
			k.t.Fatal(errors.Join(err, k.child.kill()))
		}
	}
	if k.kills > 0 {
		k.repeat(10)
	}
	want := k.answers() + k.rand.IntN(300)
	within(k.t, 60*time.Second, "the terminals work again", func() bool { return k.answers() > want })
	k.pause(20 * time.Millisecond)
}

func (k *killed) pause(most time.Duration) { <-time.After(time.Duration(k.rand.Int64N(int64(most)))) }

func (k *killed) answers() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.told)
}

// die kills the hall.
func (k *killed) die() {
	k.t.Helper()
	k.kills++
	if err := k.child.kill(); err != nil {
		k.t.Fatal(err)
	}
}

// rest lets the terminals ask no more.
func (k *killed) rest() {
	k.cancel()
	k.working.Wait()
}

// stop sends the terminals home.
func (k *killed) stop() {
	k.rest()
	for _, c := range k.clients {
		c.Close()
	}
}

// repeat asks some of what was answered before once more.
func (k *killed) repeat(n int) {
	k.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 90*time.Second)
	defer cancel()
	for range min(n, k.answers()) {
		k.mu.Lock()
		first := k.told[k.rand.IntN(len(k.told))]
		k.mu.Unlock()
		again := first
		if err := again.ask(ctx); err != nil {
			k.t.Fatalf("%s.%s: repeated: %v", first.area, first.verb, err)
		}
		if again.code != first.code || string(again.data) != string(first.data) {
			k.t.Fatalf("%s.%s was answered with %s %s, and repeated after a restart with %s %s",
				first.area, first.verb, first.code, first.data, again.code, again.data)
		}
		k.repeated++
	}
}

func (k *killed) refused() (n int) {
	for _, a := range k.told {
		if a.code != "" {
			n++
		}
	}
	return n
}
