package halls

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"pgregory.net/rapid"

	"onewindow/wire"
)

// TestLanesLoseNothingAndKeepTheirBounds compares the lanes with what they should
// hold, in any order of puts and takes.
func TestLanesLoseNothingAndKeepTheirBounds(t *testing.T) {
	t.Parallel()
	data := make([]byte, 2<<20) // all say some of it
	rapid.Check(t, func(t *rapid.T) {
		const most = 3 << 20
		lim := storeLimits(most)
		lim.side = rapid.IntRange(1, 3).Draw(t, "side")
		l := newLanes(lim)
		type taken struct {
			j    job
			done func()
		}
		var at []taken
		waiting := map[string][]string{} // what each hall said, in order
		busy := map[string]int{}
		bytes, jobs := 0, 0
		serial := 0
		put := func(t *rapid.T) {
			hall := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "hall")
			n := rapid.SampledFrom([]int{10, 300 << 10, 900 << 10, 2 << 20}).Draw(t, "bytes")
			serial++
			err := l.put(job{hall: hall, what: fmt.Sprint(serial), msg: &nats.Msg{Data: data[:n]}})
			switch {
			case err == nil:
				waiting[hall] = append(waiting[hall], fmt.Sprint(serial))
				bytes, jobs = bytes+n, jobs+1
			case errors.Is(err, errFull):
				if bytes+n <= most {
					t.Fatalf("full with %d bytes", bytes)
				}
			case errors.Is(err, errTooMany):
				if len(waiting[hall]) == 0 && busy[hall] == 0 {
					t.Fatalf("an empty lane took nothing")
				}
			}
		}
		take := func(t *rapid.T) {
			free := false
			for hall, w := range waiting {
				free = free || len(w) > 0 && busy[hall] < lim.side
			}
			if !free {
				t.Skip("nothing to take")
			}
			j, done, ok := l.next()
			if !ok || busy[j.hall] >= lim.side || j.what != waiting[j.hall][0] {
				t.Fatalf("took %s of %s: %v", j.what, j.hall, ok)
			}
			waiting[j.hall] = waiting[j.hall][1:]
			busy[j.hall]++
			at = append(at, taken{j, done})
		}
		finish := func(t *rapid.T) {
			if len(at) == 0 {
				t.Skip("nothing is in work")
			}
			i := rapid.IntRange(0, len(at)-1).Draw(t, "which")
			at[i].done()
			busy[at[i].j.hall]--
			bytes, jobs = bytes-len(at[i].j.msg.Data), jobs-1
			at = append(at[:i], at[i+1:]...)
		}
		t.Repeat(map[string]func(*rapid.T){
			"put": put, "take": take, "finish": finish,
			"": func(t *rapid.T) {
				if l.bytes != bytes || l.jobs != jobs || bytes > most {
					t.Fatalf("%d bytes and %d jobs, want %d and %d", l.bytes, l.jobs, bytes, jobs)
				}
				for hall, w := range waiting {
					if len(w) > lim.jobs {
						t.Fatalf("%d of %s wait", len(w), hall)
					}
				}
			},
		})
	})
}

func TestInAClusterSilenceDecidesWhoSpeaks(t *testing.T) {
	t.Parallel()
	s := newSpeakers(nil, 0)
	now := time.Now()
	j := job{hall: "LG-1", msg: &nats.Msg{}}
	if v, _ := s.hello(j, "one", 0, now); v != speaks {
		t.Fatal(v)
	}
	if v, _ := s.hello(j, "two", 0, now.Add(time.Second)); v != waits {
		t.Fatal(v)
	}
	if may, copies := s.judge(now.Add(lifeSign - 1)); len(may)+len(copies) != 0 {
		t.Errorf("decided too early: %d %d", len(may), len(copies))
	}
	if may, copies := s.judge(now.Add(lifeSign)); len(may) != 1 || len(copies) != 0 {
		t.Errorf("a silent program was not replaced: %d %d", len(may), len(copies))
	}
	now = now.Add(lifeSign)
	if v, _ := s.hello(j, "two", 0, now); v != speaks {
		t.Fatal(v)
	}
	// The first one lives after all: now it is the second.
	if s.lived("LG-1", "one", now.Add(time.Second)) {
		t.Error("two programs speak")
	}
	if v, _ := s.hello(j, "one", 0, now.Add(2*time.Second)); v != waits {
		t.Error(v)
	}
	if !s.lived("LG-1", "two", now.Add(3*time.Second)) {
		t.Error("the speaker is not known")
	}
	if may, copies := s.judge(now.Add(3 * time.Second)); len(may) != 0 || len(copies) != 1 {
		t.Errorf("a copy was not found: %d %d", len(may), len(copies))
	}
	if c, ok := s.copy("LG-1", now.Add(4*time.Second)); !ok || c.instance != "one" {
		t.Errorf("%+v %v", c, ok)
	}
	if v, _ := s.hello(j, "one", 0, now.Add(5*time.Second)); v != refused {
		t.Error(v)
	}
	// A process of the centre that was not asked learns who speaks by what is told.
	other := newSpeakers(nil, 0)
	if !other.lived("LG-1", "two", now) || other.lived("LG-1", "one", now.Add(time.Second)) || !other.lived("LG-1", "one", now.Add(lifeSign+time.Second)) {
		t.Error("what is told does not decide")
	}
}

func TestAttemptsAreCountedByAddress(t *testing.T) {
	t.Parallel()
	var c callers
	now := time.Now()
	logged := 0
	for range attempts {
		if c.strike("192.0.2.1:1", now) {
			logged++
		}
	}
	if logged != loggedAttempts || !c.barred("192.0.2.1:99", now) || c.barred("192.0.2.2:1", now) {
		t.Errorf("%d logged", logged)
	}
	if c.barred("192.0.2.1:1", now.Add(time.Second)) {
		t.Error("nothing is given back")
	}
	for i := range attempts {
		c.strike(fmt.Sprintf("[2001:db8::%x]:1", i+1), now) // one customer's network
	}
	if !c.barred("[2001:db8::ffff]:1", now) || c.barred("[2001:db8:1::1]:1", now) {
		t.Error("an IPv6 network is not one address")
	}
	// However many addresses there are, the list stays short.
	for i := range 3 * maxCallers {
		c.strike(fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255), now)
	}
	if len(c.by) > maxCallers {
		t.Errorf("%d addresses", len(c.by))
	}
	later := now.Add(time.Hour)
	c.strike("192.0.2.7:1", later)
	if len(c.by) > 2 {
		t.Errorf("%d addresses after an hour", len(c.by))
	}
}

func FuzzSegment(f *testing.F) {
	f.Add([]byte(`{"v":1,"hall":"LG-1","epoch":"1-0badcafe","from":1,"to":2,"events":[{"seq":1},{"seq":2}]}`))
	f.Add([]byte(`{"v":1,"hall":"LG-1","epoch":"1-0badcafe","from":18446744073709551615,"to":18446744073709551615,"events":[{}]}`))
	f.Add([]byte(`{"v":1,"hall":"LG-1","from":0,"to":0,"events":null}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var g wire.Segment
		e := read(job{hall: "LG-1", what: "ev", msg: &nats.Msg{Data: data}}, &g, func() (int, string) { return g.V, g.Hall })
		if e == nil {
			e = checkSegment(g)
		}
		if e != nil {
			if e.Code == "" || e.Msg == "" || e.Hint == "" {
				t.Errorf("%+v", e)
			}
			return
		}
		if g.Hall != "LG-1" || g.From == 0 || uint64(len(g.Events)) != g.To-g.From+1 || len(g.Events) > wire.MaxSegmentEvents {
			t.Errorf("taken: %s", data)
		}
		for _, e := range g.Events {
			if !json.Valid(e) || e[0] != '{' {
				t.Errorf("taken: %s", data)
			}
		}
	})
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"192.0.2.1:1", "[2001:db8::1%eth0]:9", "pipe", "", "[::ffff:10.0.0.1]:1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if a := address(s); a.IsValid() && a.Zone() != "" {
			t.Errorf("%s: %s", s, a)
		}
	})
}

func TestFewHallsCatchUpAtATime(t *testing.T) {
	t.Parallel()
	var c catching
	now := time.Now()
	for i := range maxCatching {
		if !c.begin(fmt.Sprint(i), 0, 1000, now) {
			t.Fatalf("%d were too many", i)
		}
	}
	if c.begin("x", 0, 1000, now) {
		t.Error("one more was let in")
	}
	if !c.begin("x", 1000-farBehind+1, 1000, now) || !c.begin("3", 10, 1000, now) {
		t.Error("one that is not far behind, or has its place, was not")
	}
	c.sent("5", 999, now)
	if c.begin("x", 0, 1000, now) {
		t.Error("one that was not done lost its place")
	}
	c.sent("5", 1000, now)
	if !c.begin("x", 0, 1000, now) || c.begin("y", 0, 1000, now) {
		t.Error("a place that was given back is for one")
	}
	c.sent("x", 500, now.Add(catchingIdle))
	if !c.begin("y", 0, 1000, now.Add(catchingIdle+1)) || len(c.halls) != 2 {
		t.Errorf("%d keep their places without sending", len(c.halls))
	}
}

func TestAHelloThatIsSaidAgainDoesNotWaitAnew(t *testing.T) {
	t.Parallel()
	open := map[uint64]bool{1: true, 2: true}
	s := newSpeakers(func(_ string, id uint64) bool { return open[id] }, 6*time.Second)
	now := time.Now()
	first, again := job{hall: "LG-1", what: "first"}, job{hall: "LG-1", what: "again"}
	s.hello(first, "one", 1, now)
	if v, _ := s.hello(first, "two", 2, now); v != waits {
		t.Fatal(v)
	}
	// Its hall gave up waiting for the answer, and asks again.
	if v, _ := s.hello(again, "two", 2, now.Add(5*time.Second)); v != waits {
		t.Fatal(v)
	}
	if may, copies := s.judge(now.Add(6 * time.Second)); len(may) != 0 || len(copies) != 1 || copies[0].what != "again" {
		t.Errorf("%d may, %v are copies", len(may), copies)
	}
	if c, ok := s.copy("LG-1", now.Add(6*time.Second)); !ok || c.conn != 2 {
		t.Errorf("%+v %v", c, ok)
	}
	// A connection that says hello under another name is still one program.
	if v, former := s.hello(first, "three", 1, now.Add(7*time.Second)); v != speaks || former != 0 {
		t.Error(v, former)
	}
	open[1] = false
	if v, _ := s.hello(again, "two", 2, now.Add(8*time.Second)); v != speaks {
		t.Error(v)
	}
	if _, ok := s.copy("LG-1", now.Add(8*time.Second)); ok {
		t.Error("the alarm goes on")
	}
}
