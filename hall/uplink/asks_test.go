package uplink_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/wire"
)

// question is one that a hall asked of the centre.
type question struct {
	hall, what string
	wire.Request
}

// read reads the question's data.
func (q question) read(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal(q.Data, into); err != nil {
		t.Errorf("%s: %v", q.what, err)
	}
}

// refusal is an answer of the centre that refuses.
type refusal wire.Error

// raw is an answer that is sent as it is.
type raw []byte

func (c *centre) question(m *nats.Msg) {
	hall, what, ok := wire.ParseAskSubject(m.Subject)
	q := question{hall: hall, what: what}
	if err := json.Unmarshal(m.Data, &q.Request); err != nil || !ok || !wire.ValidRID(q.RID) || q.V != wire.Version {
		c.t.Errorf("a question that cannot be read, on %s: %s %v", m.Subject, m.Data, err)
		return
	}
	c.mu.Lock()
	c.asked = append(c.asked, q)
	c.replies = append(c.replies, m.Reply)
	answers := c.answers
	c.mu.Unlock()
	if c.silent.Load() || answers == nil {
		return
	}
	switch a := answers(q).(type) {
	case nil:
	case raw:
		if err := m.Respond(a); err != nil {
			c.t.Errorf("answer: %v", err)
		}
	case refusal:
		e := wire.Error(a)
		c.answer(m, wire.Reply{V: wire.Version, Err: &e})
	default:
		data, err := json.Marshal(a)
		if err != nil {
			c.t.Error(err)
		}
		c.answer(m, wire.Reply{V: wire.Version, OK: true, Data: data})
	}
}

// answer sets how questions are answered.
func (c *centre) answerWith(answers func(q question) any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers = answers
}

// questions are those of a kind that were asked so far.
func (c *centre) questions(what string) (all []question) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, q := range c.asked {
		if q.what == what {
			all = append(all, q)
		}
	}
	return all
}

// hints tells a hall that what the centre wants of it has changed.
func (c *centre) hints(hall string) {
	c.t.Helper()
	if err := c.nc.Publish(wire.ChangedSubject(hall), nil); err != nil {
		c.t.Error(err)
	}
}

// hinted hints, and waits until the hall has asked.
func (c *centre) hinted(hall string) {
	c.t.Helper()
	n := len(c.questions(wire.AskDesired))
	c.hints(hall)
	within(c.t, time.Minute, says("it asks what is wanted"), func() bool { return len(c.questions(wire.AskDesired)) > n })
}

// publication makes one of a content.
func publication(part queue.Part, version uint64, content string) wire.DesiredPart {
	sum := sha256.Sum256([]byte(content))
	return wire.DesiredPart{Part: part, Version: version, Hash: hex.EncodeToString(sum[:]), Body: json.RawMessage(content)}
}

// wishing is a hall that takes what the centre wants, and notes it.
type wishing struct {
	uplink.Source
	mu     sync.Mutex
	parts  map[queue.Part]wire.PartState
	key    string
	took   []string // what was given and taken back, in order
	keys   []wire.NetworkKey
	refuse func(p wire.DesiredPart) *wire.Error
	late   bool // a key comes into force later
}

func (w *wishing) Parts() (all []wire.PartState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range queue.Parts {
		s := w.parts[p]
		s.Part = p
		all = append(all, s)
	}
	return all
}

func (w *wishing) KeyID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.key
}

func (w *wishing) TakePart(_ context.Context, p wire.DesiredPart) *wire.Error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.took = append(w.took, fmt.Sprintf("%s %d %s", p.Part, p.Version, p.Body))
	s := w.parts[p.Part]
	if w.refuse != nil {
		if e := w.refuse(p); e != nil {
			if s.Refused, s.Why = p.Version, e; !e.Open() {
				w.parts[p.Part] = s
			}
			return e
		}
	}
	if s.Version == p.Version && s.Hash == p.Hash {
		w.took = w.took[:len(w.took)-1] // it has it
	}
	w.parts[p.Part] = wire.PartState{Part: p.Part, Version: p.Version, Hash: p.Hash}
	return nil
}

func (w *wishing) ReleasePart(_ context.Context, part queue.Part) *wire.Error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.parts[part].Version > 0 {
		w.took = append(w.took, "released "+string(part))
	}
	delete(w.parts, part)
	return nil
}

func (w *wishing) TakeKey(k wire.NetworkKey) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.keys = append(w.keys, k)
	if !w.late {
		w.key = k.ID
	}
	return nil
}

// done is what was given and taken back so far.
func (w *wishing) done() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.took)
}

// wish opens a link, over a sound line, of a hall that takes what the centre wants.
func wish(t *testing.T, c *centre, change ...func(*uplink.Settings)) (*uplink.Uplink, *wishing) {
	t.Helper()
	h := openHall(t, t.TempDir())
	w := &wishing{Source: h.Node, parts: map[queue.Part]wire.PartState{}, key: "own"}
	set := uplink.Settings{Hall: hallID, URLs: []string{c.url()}, Seed: c.enrol(hallID)}
	set.Quick()
	set.Sound()
	for _, f := range change {
		f(&set)
	}
	u, err := uplink.Open(set, w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(u.Close)
	return u, w
}

// wants answers each question for what is wanted with the same.
func (c *centre) wants(rep wire.DesiredReply) {
	c.answerWith(func(q question) any {
		if q.what == wire.AskDesired {
			return rep
		}
		return nil
	})
}

// knows waits until the centre was last told that the hall has these, as "part
// version refused".
func (c *centre) knows(want ...string) {
	c.t.Helper()
	var got []string
	within(c.t, time.Minute, func() string { return fmt.Sprintf("the centre knows %v: %v", want, got) }, func() bool {
		all := c.questions(wire.AskDesired)
		if len(all) == 0 {
			return false
		}
		var r wire.DesiredRequest
		all[len(all)-1].read(c.t, &r)
		got = nil
		for _, p := range r.Have {
			if p.Version > 0 || p.Refused > 0 {
				got = append(got, fmt.Sprintf("%s %d %d", p.Part, p.Version, p.Refused))
			}
		}
		return slices.Equal(got, want)
	})
}

func TestTheHallBecomesWhatTheCentreWants(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	rules, calendar := publication(queue.PartRules, 4, `{"a":1}`), publication(queue.PartCalendar, 3, `{"b":2}`)
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{rules, calendar}})
	_, w := wish(t, c)
	c.knows("calendar 3 0", "rules 4 0")
	if got := w.done(); !slices.Equal(got, []string{`calendar 3 {"b":2}`, `rules 4 {"a":1}`}) {
		t.Errorf("it took %q", got)
	}

	// A hint has it ask again; what it has comes without a body, and is not taken
	// again; what is not listed is its own again.
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 5, `{"a":2}`)}})
	c.hints(hallID)
	c.knows("rules 5 0")
	rules = publication(queue.PartRules, 5, `{"a":2}`)
	rules.Body = nil
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{rules}})
	c.hinted(hallID)
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{}})
	c.hints(hallID)
	c.knows()
	if got := w.done(); !slices.Equal(got[2:], []string{"released calendar", `rules 5 {"a":2}`, "released rules"}) {
		t.Errorf("it did %q", got[2:])
	}
}

func TestTheHallAsksAgainAfterEachLossOfTheLinkAndNowAndThen(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{}})
	u, w := wish(t, c)
	isUp(t, u)
	within(t, time.Minute, says("it asks"), func() bool { return len(c.questions(wire.AskDesired)) == 1 })
	c.stop()
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 1, `{}`)}})
	c.start()
	c.knows("rules 1 0")
	if got := len(w.done()); got != 1 {
		t.Errorf("it was given %d", got)
	}

	c2 := openCentre(t, how{})
	c2.wants(wire.DesiredReply{Parts: []wire.DesiredPart{}})
	wish(t, c2, func(s *uplink.Settings) { s.AskAgain(10 * time.Millisecond) })
	within(t, time.Minute, says("it asks by itself"), func() bool { return len(c2.questions(wire.AskDesired)) > 3 })
}

func TestARefusedPublicationIsToldAndNotTriedAgainUntilItIsAnother(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, w := wish(t, c)
	w.refuse = func(p wire.DesiredPart) *wire.Error {
		if p.Version < 8 {
			return &wire.Error{Code: "bad_settings", Msg: "no"}
		}
		return nil
	}
	isUp(t, u)
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 7, `{"a":1}`)}})
	c.hints(hallID)
	c.knows("rules 0 7")
	for range 3 {
		c.hinted(hallID)
	}
	if got := w.done(); len(got) != 1 {
		t.Errorf("it was tried again: %q", got)
	}
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 8, `{"a":1}`)}})
	c.hints(hallID)
	c.knows("rules 8 0")
}

func TestWhatTheCentreNamesIsWhatTheHallRunsAnOlderVersionToo(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, w := wish(t, c)
	isUp(t, u)
	for _, p := range []wire.DesiredPart{
		publication(queue.PartRules, 40, `{"a":1}`),
		publication(queue.PartRules, 3, `{"a":2}`), // a wider one prevails again
		publication(queue.PartRules, 3, `{"a":3}`), // a centre that has begun anew
	} {
		c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{p}})
		c.hints(hallID)
		within(t, time.Minute, says("it takes "+string(p.Body)), func() bool { return w.Parts()[1].Hash == p.Hash })
		c.knows(fmt.Sprintf("rules %d 0", p.Version))
	}
	if got := w.done(); len(got) != 3 {
		t.Errorf("it did %q", got)
	}
}

func TestARefusalIsForgottenWhenSomethingElseOrNothingIsWanted(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, w := wish(t, c)
	w.refuse = func(p wire.DesiredPart) *wire.Error {
		if p.Version == 7 {
			return &wire.Error{Code: "bad_settings", Msg: "no"}
		}
		return nil
	}
	isUp(t, u)
	want := func(known string, parts ...wire.DesiredPart) {
		t.Helper()
		c.wants(wire.DesiredReply{Parts: append([]wire.DesiredPart{}, parts...)})
		c.hints(hallID)
		if known == "" {
			c.knows()
			return
		}
		c.knows(known)
	}
	good, bad := publication(queue.PartRules, 5, `{"a":5}`), publication(queue.PartRules, 7, `{"a":7}`)
	want("rules 0 7", bad)
	want("")
	want("rules 0 7", bad) // it is tried at once, for it was withdrawn in between
	want("rules 5 0", good)
	want("rules 5 7", bad)
	good.Body = nil // the hall has it
	want("rules 5 0", good)
}

func TestWhatCannotBeTakenNowIsTakenSoon(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, w := wish(t, c)
	tries := 0
	w.refuse = func(wire.DesiredPart) *wire.Error {
		if tries++; tries < 4 {
			return &wire.Error{Code: wire.CodeStorageFull, Msg: "the disk is full"}
		}
		return nil
	}
	isUp(t, u)
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 7, `{"a":1}`)}})
	c.hints(hallID)
	c.knows("rules 7 0")
}

func TestTheNetworksKeyIsTakenOnce(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{}, Key: &wire.NetworkKey{ID: "net-1", Key: make([]byte, 32)}})
	_, w := wish(t, c, func(s *uplink.Settings) { s.AskAgain(5 * time.Millisecond) })
	last := func() string {
		var r wire.DesiredRequest
		all := c.questions(wire.AskDesired)
		if len(all) > 0 {
			all[len(all)-1].read(t, &r)
		}
		return r.KeyID
	}
	within(t, time.Minute, says("the centre knows the key by its name"), func() bool { return last() == "net-1" })

	// One that comes into force later is not given again and again.
	w.mu.Lock()
	w.late = true
	w.mu.Unlock()
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{}, Key: &wire.NetworkKey{ID: "net-2", Key: make([]byte, 32)}})
	n := len(c.questions(wire.AskDesired))
	within(t, time.Minute, says("it asks more"), func() bool { return len(c.questions(wire.AskDesired)) > n+5 })
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.keys) != 2 || w.keys[1].ID != "net-2" {
		t.Errorf("it was given %d keys", len(w.keys))
	}
}

func TestAnOldCentreThatKnowsNoQuestionsIsServedAsBefore(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	c.answerWith(func(question) any { return refusal(wire.Error{Code: wire.CodeUnknownVerb, Msg: "what?"}) })
	h := openHall(t, t.TempDir())
	u := h.link(c.url(), c.enrol(hallID), (*uplink.Settings).Sound)
	isUp(t, u)
	h.issue(20)
	c.has(h)
	_, err := u.Quickest(t.Context(), wire.QuickestRequest{Items: []string{"a"}})
	var w *wire.Error
	if !errors.As(err, &w) || w.Code != wire.CodeUnknownVerb {
		t.Errorf("%v", err)
	}
}
