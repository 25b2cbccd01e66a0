package uplink_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/wire"
)

// written is a log that a test reads while it is written.
type written struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *written) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

func TestAHallTakesNothingUnsoundFromItsCentre(t *testing.T) {
	t.Parallel()
	good := publication(queue.PartRules, 9, `{"a":9}`)
	for name, answer := range map[string]any{
		"five million bytes":       wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 9, `"`+strings.Repeat("x", 5<<20)+`"`)}},
		"a part twice":             wire.DesiredReply{Parts: []wire.DesiredPart{good, publication(queue.PartRules, 10, `{}`)}},
		"a part that there is not": wire.DesiredReply{Parts: []wire.DesiredPart{publication("staff", 9, `{}`), publication(queue.PartRules, 5, `{"a":5}`)}},
		"no JSON":                  raw("\x00\xff garbage"),
		"nothing":                  raw(""),
		"an empty object":          raw(`{}`),
		"no parts":                 raw(`{"v":1,"ok":true,"data":{}}`),
		"parts that are no list":   raw(`{"v":1,"ok":true,"data":{"parts":{"rules":1}}}`),
		"no data":                  raw(`{"v":1,"ok":true}`),
		"neither yes nor no":       raw(`{"v":1,"ok":false}`),
		"another protocol":         raw(`{"v":2,"ok":true,"data":{"parts":[]}}`),
		"a refusal":                refusal(wire.Error{Code: wire.CodeInternal, Msg: "no"}),
		"a key that is none":       wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 5, `{"a":5}`)}, Key: &wire.NetworkKey{ID: "net", Key: []byte("short")}},
		"a key without a name":     wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 5, `{"a":5}`)}, Key: &wire.NetworkKey{Key: make([]byte, 32)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := openCentre(t, how{})
			c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 5, `{"a":5}`)}})
			u, w := wish(t, c)
			isUp(t, u)
			c.knows("rules 5 0")
			c.answerWith(func(q question) any { return answer })
			for range 3 {
				c.hinted(hallID)
			}
			c.knows("rules 5 0")
			if got := w.done(); len(got) != 1 || len(w.keys) != 0 {
				t.Errorf("it did %.200q, and took %d keys", got, len(w.keys))
			}
			// A sound answer is taken as if nothing had been.
			c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 11, `{"a":11}`)}})
			c.hints(hallID)
			c.knows("rules 11 0")
		})
	}
}

func publicationOf(part queue.Part, version uint64) any {
	return wire.DesiredReply{Parts: []wire.DesiredPart{publication(part, version, fmt.Sprintf(`{"a":%d}`, version))}}
}

func TestACentreThatHintsAndChangesWithoutEndIsAskedNowAndThen(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	var mu sync.Mutex
	version := uint64(0)
	c.answerWith(func(q question) any {
		mu.Lock()
		defer mu.Unlock()
		version++
		return publicationOf(queue.PartRules, version)
	})
	began := time.Now()
	u, w := wish(t, c, func(s *uplink.Settings) { s.Patient() })
	isUp(t, u)
	c.hinted(hallID)
	for range 500 {
		c.hints(hallID)
	}
	// Commands come behind the hints, and are answered all the same.
	if r, err := c.ask(hallID, "state", "get", wire.Request{V: 1, Data: json.RawMessage(`{"topic":"menu"}`)}, time.Minute); err != nil || !r.OK {
		t.Fatalf("%+v %v", r, err)
	}
	asked, took := len(c.questions(wire.AskDesired)), len(w.done())
	// After the hello, and once in each pace: twice, unless the machine is slow.
	most := uplink.MaxRounds * (1 + int(time.Since(began)/uplink.PatientPace()))
	if asked > most || took > most {
		t.Errorf("it asked %d times, and took %d publications, want %d at most", asked, took, most)
	}
}

func TestTheNetworksKeyIsInNoLog(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	secret := []byte("0123456789abcdef0123456789ABCDEF")
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{}, Key: &wire.NetworkKey{ID: "net-1", Key: secret}})
	var log written
	_, w := wish(t, c, func(s *uplink.Settings) {
		s.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	within(t, time.Minute, says("it has the key"), func() bool { return w.KeyID() == "net-1" })
	within(t, time.Minute, says("the log names it"), func() bool { return strings.Contains(log.String(), "net-1") })
	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{string(secret), strings.Trim(string(quoted), `"`), fmt.Sprint(secret), fmt.Sprintf("%x", secret)} {
		if strings.Contains(log.String(), form) {
			t.Errorf("the log has the key as %q", form)
		}
	}
}

// A question that was given up is answered after all while the next one waits.
func TestALateAnswerIsNotTakenForThatOfAnotherQuestion(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, w := wish(t, c, (*uplink.Settings).HastyAnswers)
	isUp(t, u)
	c.answerWith(func(q question) any { return nil })
	c.hinted(hallID)
	stale, err := json.Marshal(wire.Reply{V: wire.Version, OK: true, Data: json.RawMessage(`{"parts":[]}`)})
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	replies := slices.Clone(c.replies)
	c.mu.Unlock()
	c.wants(wire.DesiredReply{Parts: []wire.DesiredPart{publication(queue.PartRules, 1, `{}`)}})
	c.hints(hallID)
	c.knows("rules 1 0")
	for _, to := range replies {
		if err := c.nc.Publish(to, stale); err != nil {
			t.Error(err)
		}
	}
	c.hinted(hallID)
	c.knows("rules 1 0")
	if got := w.done(); len(got) != 1 {
		t.Errorf("it did %q", got)
	}
}

func TestAClaimIsNotRefusedForAReasonThatIsNone(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	u, _ := wish(t, c)
	isUp(t, u)
	for name, tc := range map[string]struct {
		refused *queue.Refusal
		sound   bool
	}{
		"granted":          {nil, true},
		"the same item":    {&queue.Refusal{Code: queue.CodeSameItem, Params: map[string]string{"hall": "B-2", "number": "A001"}}, true},
		"too many":         {&queue.Refusal{Code: queue.CodeTooMany}, true},
		"the hall is shut": {&queue.Refusal{Code: queue.CodeDayClosed}, false},
		"no code":          {&queue.Refusal{}, false},
		"a novel":          {&queue.Refusal{Code: queue.CodeTooMany, Params: map[string]string{"name": strings.Repeat("x", 1000)}}, false},
	} {
		c.answerWith(func(q question) any { return wire.ClaimReply{Refused: tc.refused} })
		rep, err := u.Claim(t.Context(), wire.ClaimRequest{RID: "request-1"})
		var e *wire.Error
		switch {
		case tc.sound && (err != nil || (rep.Refused == nil) != (tc.refused == nil)):
			t.Errorf("%s: %+v %v", name, rep, err)
		case !tc.sound && (!errors.As(err, &e) || e.Code != uplink.CodeAway || rep.Refused != nil):
			t.Errorf("%s: %+v %v", name, rep, err)
		}
	}
}
