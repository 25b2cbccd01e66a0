package halls_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/wire"
)

func issue(hall string) halls.Command {
	return halls.Command{Hall: hall, Area: "ticket", Verb: "issue", RID: "rid-0000000001", Data: wire.IssueRequest{}}
}

func sent(err error) string {
	var w *wire.Error
	if errors.As(err, &w) {
		return w.Params[halls.ParamSent]
	}
	return ""
}

func TestACommandIsAnsweredByTheHallItself(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	var got wire.Request
	h.answerWith(t, func(m *nats.Msg) wire.Reply {
		if err := json.Unmarshal(m.Data, &got); err != nil {
			t.Error(err)
		}
		if strings.HasSuffix(m.Subject, ".cancel") {
			return wire.Reply{Err: &wire.Error{Code: "no_such_number", Msg: "there is none", Hint: "look again"}}
		}
		return wire.Reply{OK: true, Epoch: epoch, Seq: 7, Data: json.RawMessage(`{"number":"A001"}`)}
	})
	asked := time.Now()
	r, err := c.Do(ctx(t), issue("LG-1"))
	if err != nil || !r.OK || r.Seq != 7 || string(r.Data) != `{"number":"A001"}` {
		t.Fatalf("%+v %v", r, err)
	}
	if got.RID != "rid-0000000001" || time.Until(got.Exp) > halls.CommandTime || got.Exp.Before(asked.Add(halls.CommandTime-time.Second)) {
		t.Errorf("%+v", got)
	}
	r, err = c.Do(ctx(t), halls.Command{Hall: "LG-1", Area: "ticket", Verb: "cancel", RID: "rid-0000000002", Data: map[string]string{"number": "A9"}})
	if err != nil || r.OK || r.Err.Code != "no_such_number" {
		t.Errorf("%+v %v", r, err)
	}
	r, err = c.Do(ctx(t), halls.Command{Hall: "LG-1", Area: "state", Verb: "get", Data: wire.TopicRequest{Topic: wire.TopicHall}})
	if err != nil || !r.OK {
		t.Errorf("a question: %+v %v", r, err)
	}
}

func TestAHallThatIsNotThereIsToldAtOnce(t *testing.T) {
	t.Parallel()
	c := open(t)
	gone := c.hall("LG-1")
	deaf := c.hall("LG-2") // connected, and not listening
	gone.nc.Close()
	within(t, time.Minute, "it is gone", func() bool { return !c.state("LG-1").Up })
	for hall, says := range map[string]string{"LG-1": "gone", "LG-2": "deaf", "LG-404": "unknown"} {
		start := time.Now()
		cmd := issue(hall)
		cmd.Exp = start.Add(time.Minute)
		_, err := c.Do(ctx(t), cmd)
		if code(err) != wire.CodeUnreachable || sent(err) != "no" {
			t.Errorf("%s: %v", says, err)
		}
		if time.Since(start) > wire.AnswerWithin/2 {
			t.Errorf("%s: it was waited for", says)
		}
	}
	// And it hears nothing of it later.
	sub, err := deaf.nc.SubscribeSync(wire.DownSubjects("LG-2"))
	if err != nil {
		t.Fatal(err)
	}
	if err := deaf.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if m, err := sub.NextMsg(50 * time.Millisecond); !errors.Is(err, nats.ErrTimeout) {
		t.Errorf("%v %v", m, err)
	}
}

func TestACommandWithoutAnAnswerMayHaveBeenDone(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	if _, err := h.nc.Subscribe(wire.DownSubjects("LG-1"), func(*nats.Msg) {}); err != nil {
		t.Fatal(err)
	}
	if err := h.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	cmd := issue("LG-1")
	cmd.Exp = time.Now().Add(2 * time.Second)
	if _, err := c.Do(ctx(t), cmd); code(err) != wire.CodeUnreachable || sent(err) != "yes" {
		t.Errorf("no answer: %v", err)
	}
	short, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := c.Do(short, issue("LG-1")); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	garbled := c.hall("LG-2")
	if _, err := garbled.nc.Subscribe(wire.DownSubjects("LG-2"), func(m *nats.Msg) { _ = m.Respond([]byte("yes!")) }); err != nil {
		t.Fatal(err)
	}
	if err := garbled.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(ctx(t), issue("LG-2")); code(err) != wire.CodeUnreachable || sent(err) != "yes" {
		t.Errorf("an answer that is none: %v", err)
	}
}

func TestACommandThatCannotBeIsNotSent(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	h.answerWith(t, func(*nats.Msg) wire.Reply {
		t.Error("the hall heard it")
		return wire.Reply{OK: true}
	})
	for says, tc := range map[string]struct {
		change func(*halls.Command)
		want   string
	}{
		"a verb of staff":   {func(c *halls.Command) { c.Area, c.Verb = "window", "next" }, wire.CodeForbidden},
		"no such verb":      {func(c *halls.Command) { c.Verb = "eat" }, wire.CodeUnknownVerb},
		"a hall with a dot": {func(c *halls.Command) { c.Hall = "LG-1.ticket" }, wire.CodeBadRequest},
		"every hall":        {func(c *halls.Command) { c.Hall = "*" }, wire.CodeBadRequest},
		"no rid":            {func(c *halls.Command) { c.RID = "" }, wire.CodeBadRequest},
		"too late":          {func(c *halls.Command) { c.Exp = time.Now().Add(-time.Second) }, wire.CodeExpired},
		"too large":         {func(c *halls.Command) { c.Data = strings.Repeat("x", 100<<10) }, wire.CodeTooLarge},
		"what is not JSON":  {func(c *halls.Command) { c.Data = func() {} }, wire.CodeBadRequest},
	} {
		cmd := issue("LG-1")
		tc.change(&cmd)
		if _, err := c.Do(ctx(t), cmd); code(err) != tc.want {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestAHallWhoseClockIsWrongGetsItsOwnTime(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	if err := h.hello(1); err != nil {
		t.Fatal(err)
	}
	var exp time.Time
	h.answerWith(t, func(m *nats.Msg) wire.Reply {
		var r wire.Request
		if err := json.Unmarshal(m.Data, &r); err != nil {
			t.Error(err)
		}
		exp = r.Exp
		return wire.Reply{OK: true}
	})
	ahead := time.Now().Add(time.Hour)
	if err := h.nc.Publish(wire.LiveSubject("LG-1"), mustJSON(wire.Live{V: 1, Hall: "LG-1", Instance: h.instance, At: ahead})); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "it is told", func() bool { return !c.state("LG-1").LiveAt.IsZero() })
	if _, err := c.Do(ctx(t), issue("LG-1")); err != nil {
		t.Fatal(err)
	}
	if d := exp.Sub(ahead); d < 0 || d > halls.CommandTime+30*time.Second {
		t.Errorf("it expires %v after the hall's now", d)
	}
}

func TestCommandsToOneHallAreFewAtATime(t *testing.T) {
	t.Parallel()
	c := open(t)
	h, other := c.hall("LG-1"), c.hall("LG-2")
	release := make(chan struct{})
	if _, err := h.nc.Subscribe(wire.DownSubjects("LG-1"), func(m *nats.Msg) {
		go func() {
			<-release
			_ = m.Respond([]byte(`{"v":1,"ok":true}`))
		}()
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.nc.Flush(); err != nil {
		t.Fatal(err)
	}
	other.answerWith(t, func(*nats.Msg) wire.Reply { return wire.Reply{OK: true} })
	var wg sync.WaitGroup
	codes := make(chan string, 100)
	for i := range 100 {
		wg.Go(func() {
			cmd := issue("LG-1")
			cmd.RID = fmt.Sprintf("rid-%08d", i)
			_, err := c.Do(ctx(t), cmd)
			codes <- code(err)
		})
	}
	for range 68 {
		if got := <-codes; got != wire.CodeOverloaded {
			t.Errorf("%s", got)
		}
	}
	if _, err := c.Do(ctx(t), issue("LG-2")); err != nil {
		t.Errorf("another hall: %v", err)
	}
	close(release)
	wg.Wait()
	for range 32 {
		if got := <-codes; got != "ok" {
			t.Errorf("%s", got)
		}
	}
}
