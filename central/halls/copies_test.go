package halls_test

import (
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/wire"
)

func TestASecondProgramOfAHallIsRefusedAndRaisesTheAlarm(t *testing.T) {
	t.Parallel()
	c := open(t)
	j := c.added("LG-1")
	first := dial(t, j, j.URLs[0])
	if err := first.hello(5); err != nil {
		t.Fatal(err)
	}
	copied := dial(t, j, j.URLs[0])
	got := make(chan error, 1)
	go func() { got <- copied.hello(5) }()
	// The first proves that it is there by telling how it is.
	within(t, time.Minute, "the copy is found", func() bool {
		if err := first.live(1); err != nil {
			t.Fatal(err)
		}
		return c.state("LG-1").Copy != nil
	})
	if err := <-got; code(err) != wire.CodeHallTwice {
		t.Fatalf("the copy: %v", err)
	}
	s := c.state("LG-1")
	if s.Copy.Instance != copied.instance || s.Copy.From == "" || s.Hello.Instance != first.instance {
		t.Errorf("%+v of %+v", s.Copy, s)
	}
	// The first goes on, the copy says hello in vain, and nobody is commanded.
	if err := first.send(2); err != nil {
		t.Error(err)
	}
	if err := copied.hello(5); code(err) != wire.CodeHallTwice {
		t.Errorf("the copy again: %v", err)
	}
	copied.acked, copied.token = 2, first.token
	if err := copied.live(99); err != nil {
		t.Error(err)
	}
	if _, err := c.Do(ctx(t), issue("LG-1")); code(err) != wire.CodeHallTwice {
		t.Errorf("a command: %v", err)
	}
	copied.nc.Close()
	within(t, time.Minute, "the alarm ends with the copy", func() bool { return c.state("LG-1").Copy == nil })
	if err := first.send(2); err != nil {
		t.Error(err)
	}
	if s := c.state("LG-1"); !s.Up || s.Live.Lines[0].Waiting == 99 {
		t.Errorf("%+v", s)
	}
}

func TestASilentFirstProgramThatIsThereIsFoundOutToo(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Paces(500*time.Millisecond, 0, 50*time.Millisecond, 0, 0, 0) })
	j := c.added("LG-1")
	first := dial(t, j, j.URLs[0])
	if err := first.hello(5); err != nil {
		t.Fatal(err)
	}
	copied := dial(t, j, j.URLs[0])
	// It says nothing, but its machine answers the server's pings.
	if err := copied.hello(5); code(err) != wire.CodeHallTwice {
		t.Fatalf("the copy: %v", err)
	}
	first.nc.Close()
	within(t, time.Minute, "the other may speak once the first is gone", func() bool { return copied.hello(5) == nil })
	if s := c.state("LG-1"); s.Copy != nil || s.Hello.Instance != copied.instance {
		t.Errorf("%+v", s)
	}
}

func TestAHallThatCameBackOverANewLineIsNoCopy(t *testing.T) {
	t.Parallel()
	c := open(t)
	j := c.added("LG-1")
	l := newLine(t, j.URLs[0])
	old := dial(t, j, l.url(j.URLs[0]))
	if err := old.hello(5); err != nil {
		t.Fatal(err)
	}
	l.hush(true)
	// The same program, over another line, before the silence was noticed.
	again := dial(t, j, j.URLs[0])
	again.instance = old.instance
	if err := again.hello(5); err != nil {
		t.Fatal(err)
	}
	if err := again.send(1); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "the old line is cut", func() bool { return len(c.state("LG-1").From) > 0 && c.Left() == 1 })
	if s := c.state("LG-1"); s.Copy != nil || !s.Up {
		t.Errorf("%+v", s)
	}
}

func TestAHallThatRestartsBehindASilentLineIsTakenOnceTheSilenceIsNoticed(t *testing.T) {
	t.Parallel()
	c := open(t, func(s *halls.Settings) { s.Paces(500*time.Millisecond, 0, 50*time.Millisecond, 0, 0, 0) })
	j := c.added("LG-1")
	l := newLine(t, j.URLs[0])
	old := dial(t, j, l.url(j.URLs[0]))
	if err := old.hello(5); err != nil {
		t.Fatal(err)
	}
	l.hush(true)
	fresh := dial(t, j, j.URLs[0])
	start := time.Now()
	if err := fresh.hello(5); err != nil {
		t.Fatal(err)
	}
	t.Logf("taken after %v", time.Since(start).Round(10*time.Millisecond))
	if s := c.state("LG-1"); s.Copy != nil || s.Hello.Instance != fresh.instance || !s.Up {
		t.Errorf("%+v", s)
	}
	if err := fresh.send(3); err != nil {
		t.Error(err)
	}
}

func TestAHallHasFewConnections(t *testing.T) {
	t.Parallel()
	c := open(t)
	j := c.added("LG-1")
	var list []*fakeHall
	for range 6 {
		list = append(list, dial(t, j, j.URLs[0]))
	}
	within(t, time.Minute, "the oldest are cut", func() bool {
		return list[0].nc.IsClosed() && list[1].nc.IsClosed() && c.Left() == 4
	})
	if !list[5].nc.IsConnected() {
		t.Error("the newest was cut")
	}
}
