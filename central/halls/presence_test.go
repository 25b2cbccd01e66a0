package halls_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/wire"
)

func TestALineThatWentSilentIsNoticed(t *testing.T) {
	t.Parallel()
	c := open(t)
	j := c.added("LG-1")
	l := newLine(t, j.URLs[0])
	h := dial(t, j, l.url(j.URLs[0]))
	if err := h.hello(1); err != nil {
		t.Fatal(err)
	}
	if !c.state("LG-1").Up {
		t.Fatal("it is not there")
	}
	start := time.Now()
	l.hush(true)
	within(t, time.Minute, "the silence is noticed", func() bool { return !c.state("LG-1").Up })
	s := c.state("LG-1")
	if s.Why != "the line went silent" || s.Since.Before(start) {
		t.Errorf("%+v", s)
	}
	t.Logf("noticed after %v", s.Since.Sub(start).Round(10*time.Millisecond))
	if _, err := c.Do(ctx(t), issue("LG-1")); code(err) != wire.CodeUnreachable {
		t.Error(err)
	}
}

func TestHowAHallIsIsKeptAsTheNewest(t *testing.T) {
	t.Parallel()
	c := open(t)
	h := c.hall("LG-1")
	stranger := mustJSON(wire.Live{V: 1, Hall: "LG-1", Instance: "another", Lines: []wire.LiveLine{{Theme: "A", Waiting: 99}}})
	if err := h.nc.Publish(wire.LiveSubject("LG-1"), stranger); err != nil {
		t.Fatal(err)
	}
	if err := h.hello(1); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	for n := 2; n < 4; n++ {
		at := c.state("LG-1").LiveAt
		within(t, time.Minute, "it is told", func() bool {
			if err := h.live(n); err != nil {
				t.Fatal(err)
			}
			s := c.state("LG-1")
			return s.LiveAt.After(at) && s.Live.Lines[0].Waiting == n // one that comes too soon is dropped
		})
	}
	s := c.state("LG-1")
	if s.Live.Lines[0].Waiting != 3 || s.LiveAt.Before(start) || s.Heard.Before(s.LiveAt) {
		t.Errorf("%+v", s)
	}
	// What cannot be read changes nothing, nor what another program says.
	within(t, time.Minute, "what stands behind it is taken", func() bool {
		for _, bad := range [][]byte{nil, []byte("x"), []byte(`{"v":2,"hall":"LG-1"}`), []byte(`{"v":1,"hall":"LG-2"}`), make([]byte, 300<<10), stranger} {
			if err := h.nc.Publish(wire.LiveSubject("LG-1"), bad); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.live(4); err != nil {
			t.Fatal(err)
		}
		n := c.state("LG-1").Live.Lines[0].Waiting
		if n == 99 {
			t.Fatal("it took what another program says")
		}
		return n == 4
	})
}

func TestAWatchTellsEachChangeAndASlowOneTheNewestOnly(t *testing.T) {
	t.Parallel()
	c := open(t)
	const n = 20
	var list []*fakeHall
	for i := range n {
		list = append(list, c.hall(fmt.Sprintf("LG-%02d", i)))
	}
	w, slow := c.Watch(), c.Watch()
	defer w.Close()
	defer slow.Close()
	first, err := w.Next(ctx(t))
	if err != nil || len(first) != n || !slices.IsSortedFunc(first, func(a, b halls.State) int { return len(a.Hall) - len(b.Hall) }) {
		t.Fatalf("%d states: %v", len(first), err)
	}
	for _, h := range list {
		if err := h.hello(5); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for len(seen) < n {
		states, err := w.Next(ctx(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range states {
			if s.Hello.Seq == 5 {
				seen[s.Hall] = true
			}
		}
	}
	for range 5 {
		if err := list[3].send(1); err != nil {
			t.Fatal(err)
		}
	}
	states, err := slow.Next(ctx(t))
	if err != nil || len(states) != n || states[3].Acked != 5 {
		t.Fatalf("%d states %+v: %v", len(states), states[3], err)
	}
	short, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if states, err := slow.Next(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%+v %v", states, err)
	}
	ended := make(chan error, 1)
	go func() {
		for {
			if _, err := slow.Next(context.Background()); err != nil {
				ended <- err
				return
			}
		}
	}()
	c.stop()
	if err := <-ended; !errors.Is(err, halls.ErrClosed) {
		t.Error(err)
	}
	if _, err := c.Watch().Next(context.Background()); err != nil && !errors.Is(err, halls.ErrClosed) {
		t.Error(err)
	}
}

func TestTheCentreKnowsWhoIsEnrolledBeforeAnybodyCame(t *testing.T) {
	t.Parallel()
	c := open(t)
	j := c.enrolled("LG-1")
	if s := c.state("LG-1"); s.Up || s.Why == "" {
		t.Errorf("%+v", s)
	}
	c.stop()
	again := reopen(t, c.reg, c.store, func(s *halls.Settings) { s.Dir = c.set.Dir })
	if s, ok := again.State("LG-1"); !ok || s.Up || s.Why == "" || !s.Since.IsZero() {
		t.Errorf("%+v %v", s, ok)
	}
	// The centre is known again by its authority, on whatever port.
	if err := dial(t, j, again.URLs()[0]).hello(1); err != nil {
		t.Error(err)
	}
}
