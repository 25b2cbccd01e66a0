package node_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// centreOf is a centre as the node sees it; what of it is nil answers that the centre
// is away.
type centreOf struct {
	quickest func(context.Context, wire.QuickestRequest) (wire.QuickestReply, error)
	claim    func(context.Context, wire.ClaimRequest) (wire.ClaimReply, error)

	mu     sync.Mutex // guards what was said
	asked  []wire.QuickestRequest
	claims []wire.ClaimRequest
	told   []wire.ClaimedRequest
}

var errAway = &wire.Error{Code: wire.CodeCentreAway, Msg: "no link", Hint: "wait"}

func (n *centreOf) Quickest(ctx context.Context, r wire.QuickestRequest) (wire.QuickestReply, error) {
	n.mu.Lock()
	n.asked = append(n.asked, r)
	n.mu.Unlock()
	if n.quickest == nil {
		return wire.QuickestReply{}, errAway
	}
	return n.quickest(ctx, r)
}

func (n *centreOf) Claim(ctx context.Context, r wire.ClaimRequest) (wire.ClaimReply, error) {
	n.mu.Lock()
	n.claims = append(n.claims, r)
	n.mu.Unlock()
	if n.claim == nil {
		return wire.ClaimReply{}, errAway
	}
	return n.claim(ctx, r)
}

func (n *centreOf) Claimed(r wire.ClaimedRequest) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.told = append(n.told, r)
}

func (n *centreOf) said() (claims []wire.ClaimRequest, told []wire.ClaimedRequest) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.claims), slices.Clone(n.told)
}

// waitTold waits until so many outcomes were told, and gives them.
func (n *centreOf) waitTold(t testing.TB, want int) []wire.ClaimedRequest {
	t.Helper()
	within(t, time.Minute, "the centre is told", func() bool { _, told := n.said(); return len(told) >= want })
	_, told := n.said()
	return told
}

func grants(context.Context, wire.ClaimRequest) (wire.ClaimReply, error) {
	return wire.ClaimReply{}, nil
}

// hangs answers nothing until it is given up.
func hangs(ctx context.Context, _ wire.ClaimRequest) (wire.ClaimReply, error) {
	<-ctx.Done()
	return wire.ClaimReply{}, ctx.Err()
}

var networkKey = wire.NetworkKey{ID: "net-1", Key: bytes.Repeat([]byte{7}, 32)}

// networked is an open hall in a network, under the network's key.
func networked(t testing.TB, dir string, net *centreOf, change ...func(*node.Settings)) *hall {
	t.Helper()
	h := openHall(t, dir, change...)
	if err := h.TakeKey(networkKey); err != nil {
		t.Fatal(err)
	}
	if h.KeyID() != networkKey.ID {
		t.Fatalf("people are known by the key %s", h.KeyID())
	}
	h.JoinNetwork(net)
	return h
}

func elsewhere(code queue.Code) func(context.Context, wire.ClaimRequest) (wire.ClaimReply, error) {
	return func(context.Context, wire.ClaimRequest) (wire.ClaimReply, error) {
		return wire.ClaimReply{Refused: queue.Refuse(code, "a number in another hall", "hall", "LG-02", "name", "布吉街道", "number", "B017")}, nil
	}
}

func TestANumberForAKnownCitizenIsClaimedAtTheCentreAndTold(t *testing.T) {
	net := &centreOf{claim: grants}
	h := networked(t, t.TempDir(), net)
	defer h.close()
	h.openDay()
	id := citizenNumber(t, 1)
	number, err := queue.ParseIDNumber(id, queuetest.Morning)
	if err != nil {
		t.Fatal(err)
	}
	citizen := number.Citizen(networkKey.Key).Key
	tk := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"A-1"}, ID: id})
	told := net.waitTold(t, 1)
	claims, _ := net.said()
	rid := claimName(h.rids[len(h.rids)-1], kiosk)
	if want := (wire.ClaimRequest{RID: rid, Citizen: citizen, KeyID: "net-1", Items: []string{"A-1"}, Held: 0, Most: 2, Day: queuetest.Date}); len(claims) != 1 || !alike(claims[0], want) {
		t.Errorf("claims %+v, want %+v", claims, want)
	}
	if want := (wire.ClaimedRequest{RID: rid, Citizen: citizen, Number: tk.Number, Day: queuetest.Date}); told[0] != want {
		t.Errorf("told %+v, want %+v", told[0], want)
	}
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"B-1"}, ID: id})
	net.waitTold(t, 2)
	if claims, _ := net.said(); claims[1].Held != 1 {
		t.Errorf("the second claim %+v", claims[1])
	}
}

// claimName is that of a terminal's request.
func claimName(rid string, from wire.Terminal) string {
	sum := sha256.Sum256([]byte(rid + "/" + from.ID))
	return hex.EncodeToString(sum[:16])
}

func alike(a, b wire.ClaimRequest) bool {
	items := slices.Equal(a.Items, b.Items)
	a.Items, b.Items = nil, nil
	return items && a.RID == b.RID && a.Citizen == b.Citizen && a.KeyID == b.KeyID && a.Held == b.Held && a.Most == b.Most && a.Day == b.Day
}

func TestWhatIsOfThisHallAloneIsNotClaimed(t *testing.T) {
	net := &centreOf{claim: hangs}
	h := networked(t, t.TempDir(), net)
	defer h.close()
	known := wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)}
	wantRefused(t, h.ask(kiosk, "ticket", "issue", known), queue.CodeDayClosed) // which the hall says by itself
	h.openDay()
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 2), Agent: &wire.AgentRequest{Document: queue.DocumentMandate}})
	wantRefused(t, h.ask(kiosk, "ticket", "issue", wire.IssueRequest{Items: []string{"Z-9"}, ID: citizenNumber(t, 1)}), queue.CodeUnknownItem)
	if claims, told := net.said(); len(claims)+len(told) > 0 {
		t.Errorf("the centre was asked %+v and told %+v", claims, told)
	}
}

func TestAHallWithAKeyOfItsOwnClaimsNothing(t *testing.T) {
	net := &centreOf{claim: hangs}
	h := openHall(t, t.TempDir())
	defer h.close()
	h.JoinNetwork(net)
	h.openDay()
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)})
	if claims, told := net.said(); len(claims)+len(told) > 0 {
		t.Errorf("the centre was asked %+v and told %+v", claims, told)
	}
}

func TestAnOperatorIsToldThatTheCentreTookTooLong(t *testing.T) {
	var log notebook
	net := &centreOf{claim: hangs}
	h := networked(t, t.TempDir(), net, func(s *node.Settings) {
		s.ClaimWithin(time.Millisecond)
		s.Log = slog.New(slog.NewTextHandler(&log, nil))
	})
	defer h.close()
	h.openDay()
	must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)})
	if text := log.String(); !strings.Contains(text, "this hall decides alone") || !strings.Contains(text, "within=1ms") {
		t.Errorf("the log says:\n%s", text)
	}
}

func TestANumberInAnotherHallRefusesOneHere(t *testing.T) {
	dir := t.TempDir()
	net := &centreOf{claim: elsewhere(queue.CodeSameItem)}
	h := networked(t, dir, net)
	h.openDay()
	issue := wire.IssueRequest{Items: []string{"A-1"}, ID: citizenNumber(t, 1)}
	r := h.askAs("issue-0001", kiosk, "ticket", "issue", issue)
	wantRefused(t, r, queue.CodeSameItem)
	if p := r.Err.Params; p["hall"] != "LG-02" || p["name"] != "布吉街道" || p["number"] != "B017" {
		t.Errorf("refused with %+v", r.Err)
	}
	// The answer stands, also after a restart and whatever the centre says by then.
	h.close()
	net.claim = grants
	h = networked(t, dir, net)
	defer h.close()
	again := h.askAs("issue-0001", kiosk, "ticket", "issue", issue)
	wantRefused(t, again, queue.CodeSameItem)
	if claims, told := net.said(); !again.Dup || len(claims) != 1 || len(told) != 0 {
		t.Errorf("dup %v, claims %+v, told %+v", again.Dup, claims, told)
	}
	// A new request is a new question.
	if r := h.askAs("issue-0002", kiosk, "ticket", "issue", issue); !r.OK {
		t.Fatal(r.Err)
	}
	net.waitTold(t, 1)
	h.foldsToTheSame()
}

func TestACitizenWhoWasHashedBeforeTheKeyChangedIsClaimedUnderTheNewOne(t *testing.T) {
	c := queue.Citizen{Key: "under own", Other: "under net-1"}
	for _, k := range []struct{ other, inForce, citizen, under string }{
		{"net-1", "own", "under own", "own"},
		{"net-1", "net-1", "under net-1", "net-1"},
		{"net-1", "net-2", "under own", "own"}, // which the centre does not take
		{"", "own", "under own", "own"},
	} {
		if citizen, under := node.KnownBy(c, "own", k.other, k.inForce); citizen != k.citizen || under != k.under {
			t.Errorf("%+v: %s, %s", k, citizen, under)
		}
	}
}

func TestTwoTerminalsThatUseOneRIDClaimTwice(t *testing.T) {
	net := &centreOf{claim: grants}
	h := networked(t, t.TempDir(), net)
	defer h.close()
	h.openDay()
	other := kiosk
	other.ID = "kiosk-2"
	for i, from := range []wire.Terminal{kiosk, other, kiosk} {
		r := h.askAs("00000001", from, "ticket", "issue", wire.IssueRequest{Items: []string{"A-1"}, ID: citizenNumber(t, i%2+1)})
		if !r.OK || r.Dup != (i == 2) {
			t.Fatalf("%d: %+v", i, r)
		}
		net.waitTold(t, i+1) // which follows the answer
	}
	_, told := net.said()
	claims, _ := net.said()
	if len(claims) != 2 || claims[0].RID == claims[1].RID || claims[0].Citizen == claims[1].Citizen {
		t.Errorf("claims %+v", claims)
	}
	if told[0].RID != claims[0].RID || told[1].RID != claims[1].RID || told[2] != told[0] {
		t.Errorf("told %+v of %+v", told, claims)
	}
	for _, c := range claims {
		if e := c.Check(); e != nil {
			t.Errorf("the centre would not take %+v: %v", c, e)
		}
	}
}

func TestACentreThatIsAwayDelaysNobodyAndIsToldLater(t *testing.T) {
	net := &centreOf{}
	h := networked(t, t.TempDir(), net)
	defer h.close()
	h.openDay()
	tk := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)})
	if told := net.waitTold(t, 1); told[0].Number != tk.Number {
		t.Errorf("told %+v", told)
	}
}

func TestARequestWhoseAnswerWasLostIsAnsweredFromTheJournalWithoutAClaim(t *testing.T) {
	dir := t.TempDir()
	net := &centreOf{claim: grants}
	h := networked(t, dir, net)
	h.openDay()
	issue := wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)}
	first := h.askAs("issue-0001", kiosk, "ticket", "issue", issue)
	net.waitTold(t, 1)
	h.close()
	h = networked(t, dir, net)
	defer h.close()
	net.claim = elsewhere(queue.CodeSameItem) // it knows of the number by now
	again := h.askAs("issue-0001", kiosk, "ticket", "issue", issue)
	if !again.Dup || string(again.Data) != string(first.Data) {
		t.Fatalf("first %s, then %+v", first.Data, again)
	}
	if claims, _ := net.said(); len(claims) != 1 {
		t.Errorf("claims %+v", claims)
	}
	// The hall may have ended before it told: what became of it is told again.
	told := net.waitTold(t, 2)
	if told[0] != told[1] {
		t.Errorf("told %+v", told)
	}
}

func TestAClaimThatBecameNoNumberIsGivenBack(t *testing.T) {
	net := &centreOf{}
	h := networked(t, t.TempDir(), net)
	defer h.close()
	h.openDay()
	net.claim = func(context.Context, wire.ClaimRequest) (wire.ClaimReply, error) {
		// Meanwhile the hall is stopped.
		if r := h.Do(queue.Actor{Terminal: "test"}, "", queue.StopHall{Reason: "fire"}); !r.OK {
			return wire.ClaimReply{}, r.Err
		}
		return wire.ClaimReply{}, nil
	}
	wantRefused(t, h.ask(kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)}), queue.CodeHallStopped)
	if told := net.waitTold(t, 1); told[0].Number != "" || told[0].Day != queuetest.Date {
		t.Errorf("told %+v", told)
	}
}

func TestWhileTheCentreHangsOnlyThoseWhoAreKnownWait(t *testing.T) {
	release := make(chan struct{})
	// A centre that does not even hear that it was given up.
	stuck := func(ctx context.Context, most time.Duration) error {
		if at, ok := ctx.Deadline(); !ok || time.Until(at) > most {
			t.Errorf("the hall gives up at %v, want within %v", at, most)
		}
		<-release
		return context.DeadlineExceeded
	}
	net := &centreOf{
		claim: func(ctx context.Context, _ wire.ClaimRequest) (wire.ClaimReply, error) {
			return wire.ClaimReply{}, stuck(ctx, time.Second)
		},
		quickest: func(ctx context.Context, _ wire.QuickestRequest) (wire.QuickestReply, error) {
			return wire.QuickestReply{}, stuck(ctx, 2*time.Second)
		},
	}
	h := networked(t, t.TempDir(), net)
	defer h.close()
	h.openDay()
	waiting := make(chan wire.Reply, 40)
	for i := range 20 {
		for _, q := range []struct {
			area, verb string
			body       any
		}{
			{"ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, i)}},
			{"network", "quickest", wire.QuickestRequest{Items: []string{fmt.Sprint("A-", i%4)}}},
		} {
			if err := say(h.Node, fmt.Sprintf("waiting-%s-%d", q.area, i), kiosk, q.area, q.verb, q.body, func(r wire.Reply) { waiting <- r }); err != nil {
				t.Fatal(err)
			}
		}
	}
	within(t, time.Minute, "the centre is asked", func() bool { claims, _ := net.said(); return len(claims) == 20 })
	for range 100 {
		must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "general"})
		must[wire.Done](h, windowTerminal(21), "window", "next", nil)
		must[wire.Done](h, windowTerminal(21), "window", "start", nil)
		must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicHall})
	}
	if len(waiting) > 0 {
		t.Errorf("%d that need the centre were answered without it", len(waiting))
	}
	close(release)
	given, away := 0, 0
	for range 40 {
		switch r := <-waiting; {
		case r.OK:
			given++
		case r.Err.Code == wire.CodeCentreAway:
			away++
		default:
			t.Error(r.Err)
		}
	}
	if given != 20 || away != 20 {
		t.Errorf("%d got a number, and %d were told that the centre is away", given, away)
	}
	net.waitTold(t, 20)
	h.foldsToTheSame()
}

func TestWhoeverIsKnownGetsTheNumberWhenTheCentreWasGivenUp(t *testing.T) {
	net := &centreOf{claim: hangs}
	h := networked(t, t.TempDir(), net)
	defer h.close()
	h.openDay()
	tk := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)})
	if told := net.waitTold(t, 1); told[0].Number != tk.Number { // it may have noted the claim
		t.Errorf("told %+v", told)
	}
}

func TestAHallThatStopsDoesNotWaitForTheCentre(t *testing.T) {
	net := &centreOf{}
	asked := make(chan struct{})
	net.claim = func(ctx context.Context, _ wire.ClaimRequest) (wire.ClaimReply, error) {
		close(asked)
		<-ctx.Done()
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Error("the hall waited for the centre while it stopped")
		}
		return wire.ClaimReply{}, ctx.Err()
	}
	h := networked(t, t.TempDir(), net, func(s *node.Settings) { s.ClaimWithin(time.Minute) })
	h.openDay()
	got := make(chan wire.Reply, 1)
	if err := say(h.Node, "issue-0001", kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business", ID: citizenNumber(t, 1)}, func(r wire.Reply) { got <- r }); err != nil {
		t.Fatal(err)
	}
	<-asked
	h.close()
	if r := <-got; !r.OK && r.Err.Code != wire.CodeShuttingDown {
		t.Errorf("%+v", r)
	}
}
