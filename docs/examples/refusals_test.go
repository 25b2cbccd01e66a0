package docs_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// values are what the random requests say in each field: right, wrong, and
// nothing. Numbers and windows are few, so that requests meet.
var values = map[string][]any{
	"window": {"1", "1", "1", "2", "2", "3", "99", ""}, "number": {"A001", "A002", "A003", "B001", "C001", "Z999", ""},
	"clerk": {"c1", "c2", "c3", "nobody"}, "pin": {"1234", "1234", "1234", "0000"},
	"theme": {"business", "construction", "general", "nothing"}, "items": {[]string{"A-1"}, []string{"A-2", "B-1"}, []string{"C-1"}, []string{"X"}, nil},
	"class": {"", "ordinary", "priority", "appointment", "odd"}, "ground": {"", "odd"}, "slot": {queuetest.Morning, nil},
	"id": {"", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "11010519491231002X", "110105194912310021", "123", "11010X194912310021", "110105194913310021", "n1", "7"},
	"to": {map[string]string{"theme": "general"}, map[string]string{"window": "2"}, map[string]string{"window": "99"}, map[string]string{"clerk": "c2"},
		map[string]string{"clerk": "nobody"}, map[string]string{"theme": "nothing"}, map[string]string{"window": "1", "clerk": "c1"}, nil},
	"reason": {"because", "because", ""}, "kind": {"away", "here", "step", "odd"}, "until": {queuetest.Morning.Add(time.Hour), queuetest.Morning.Add(-time.Hour), nil},
	"handled": {nil, nil, []map[string]string{{"item": "A-1", "outcome": "accepted"}}, []map[string]string{{"item": "X", "outcome": "accepted"}}, []map[string]string{{"item": "A-1", "outcome": "odd"}}},
	"after":   {true, false}, "own": {[]string{"business"}, []string{"nothing"}, nil}, "spill": {[]string{"general"}, nil},
	"level": {"", "warning", "odd"}, "hash": {"", "", "odd"}, "was": {nil, nil, map[string]any{"own": []string{"nothing"}}},
	"closed": {true, false}, "quota": {map[string]int{"day": 3}, map[string]int{"day": 0}, map[string]int{"day": -1}},
	"text": {map[string]string{"zh-Hans": "通知"}, map[string]string{"en": strings.Repeat("x", 601)}, nil},
	"date": {queuetest.Date, queuetest.Date, "2027-01-01", "odd"}, "remove": {true, false}, "name": {"Somebody"}, "rights": {[]string{"pick"}, []string{}},
	"topic": {"menu", "win.1", "odd"}, "from": {0, 5}, "limit": {0, 1}, "role": {"kiosk", "window", "odd"}, "minutes": {0, -1},
	"devices": {nil, []map[string]any{{"id": "printer", "kind": "printer"}}, []map[string]any{{"id": "printer", "kind": "odd"}}, []map[string]any{{"id": "?", "kind": "printer"}}},
	"printer": {"", "", "odd"}, "copy": {0, 0, 1}, "state": {"printed", "unprinted", "odd"}, "times": {1, 2},
	"settings": {map[string]any{}}, "catalogue": {map[string]any{}, map[string]any{"items": []map[string]any{{"code": "A-1"}}}},
}

// rarely are verbs that end what others need, or only cost time, as the checking
// of a PIN does: of so many requests one is made.
var rarely = map[string]int{
	"hall.closeday": 400, "hall.stop": 60, "hall.staff": 20, "hall.free": 20, "hall.intake": 10, "hall.quota": 10, "hall.settings": 5,
	"hall.backup": 1 << 30, "hall.forget": 20, "window.signin": 3, "window.signout": 5,
}

// handClock is hall time that a test moves.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) After(time.Time) time.Duration { return time.Hour }
func (c *handClock) Jumped() time.Duration         { return 0 }
func (c *handClock) Adopt() (from, to time.Time)   { return c.Now(), c.Now() }

// say makes one request and waits for its answer. Each is of a terminal of its
// own, because wrong PINs lock one out.
func say(n *node.Node, terminal string, verb wire.Verb, body any) (wire.Reply, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return wire.Reply{}, err
	}
	got := make(chan wire.Reply, 1)
	n.Serve(wire.Terminal{ID: terminal, Role: wire.RoleAdmin}, verb, wire.Request{V: wire.Version, Data: data}, func(r wire.Reply) { got <- r })
	select {
	case r := <-got:
		return r, nil
	case <-time.After(time.Minute):
		return wire.Reply{}, fmt.Errorf("%s was not answered", verb)
	}
}

func TestEveryRefusalThatIsMetIsOnThePage(t *testing.T) {
	p := readPage(t)
	_, transport := codes(t)
	page := map[string][]string{}
	for _, r := range p.tables["verb"] {
		page[strings.Trim(r["verb"], "`")] = append(names(r["refusals"]), append(transport, string(queue.CodeNotConfigured))...)
	}
	dir := t.TempDir()
	j, err := journal.Open(dir, "T-1", journal.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	clock := &handClock{now: queuetest.Morning}
	n, err := node.Open(node.Settings{
		Journal: j, Keys: keys, Backups: dir + "/backups", Clock: clock,
		First: func() (queue.Settings, queue.Catalogue, error) {
			s := queuetest.Settings(1)
			s.Rules.AutoDay, s.Rules.Calls, s.Rules.PerCitizen = false, 2, 2
			pin, err := queue.HashPIN("1234", []byte("salt of a test"))
			for i := range s.Staff {
				s.Staff[i].PIN = pin
			}
			return s, queuetest.Catalogue(), err
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()

	commands := []queue.Command{queue.OpenDay{Date: queuetest.Date}}
	for i := range 3 {
		commands = append(commands, queue.SignIn{Window: fmt.Sprint(i + 1), Clerk: fmt.Sprintf("c%d", i+1)})
	}
	for _, c := range commands {
		if r := n.Do(queue.Actor{Terminal: "test"}, "", c); !r.OK {
			t.Fatal(r.Err)
		}
	}

	rnd := rand.New(rand.NewPCG(1, 2))
	fields := slices.Sorted(maps.Keys(values))
	met := map[string]bool{}
	for i := range 8000 {
		verb := wire.Verbs[rnd.IntN(len(wire.Verbs))]
		if n := rarely[verb.String()]; n > 0 && rnd.IntN(n) > 0 {
			continue
		}
		clock.pass(3 * time.Second)
		body := map[string]any{}
		for _, field := range fields {
			vs := values[field]
			if v := vs[rnd.IntN(len(vs))]; v != nil && v != "" {
				body[field] = v
			}
		}
		r, err := say(n, fmt.Sprintf("admin-%d", i), verb, body)
		if err != nil {
			t.Fatal(err)
		}
		if r.OK {
			continue
		}
		met[r.Err.Code] = true
		if !slices.Contains(page[verb.String()], r.Err.Code) {
			t.Errorf("%s %v refused with %s (%s), which its row does not have", verb, body, r.Err.Code, r.Err.Hint)
			page[verb.String()] = append(page[verb.String()], r.Err.Code)
		}
	}
	if len(met) < 35 {
		t.Errorf("only %d codes were met; the test is too tame: %v", len(met), met)
	}
}
