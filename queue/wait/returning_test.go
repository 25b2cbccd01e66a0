package wait

import (
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestAClerkWhoIsAwayForAWhileIsTakenToComeBack(t *testing.T) {
	in := func(w string) func(*queuetest.Hall) {
		return func(h *queuetest.Hall) { h.Do(t, queue.SignIn{Window: w, Clerk: "c" + w}) }
	}
	out := func(w string) func(*queuetest.Hall) {
		return func(h *queuetest.Hall) { h.Do(t, queue.SignOut{Window: w}) }
	}
	type step struct {
		at string
		do func(*queuetest.Hall)
	}
	morning := []queue.Session{{Open: 9 * 60, Close: 12 * 60}}
	for _, c := range []struct {
		name  string
		plan  []queue.Session // of the first window; windows 1 and 2 are of one theme
		steps []step
		now   string
		want  []string // of window 1
	}{
		{"nobody was there yet today", nil, nil, "09:20", []string{"09:27-12:00", "14:00-18:00"}},
		{"nobody was there in all the morning", nil, nil, "10:30", []string{"14:00-18:00"}},
		{"late for a moment: as ever", nil, nil, "09:06", []string{"09:10-12:00", "14:00-18:00"}},
		{"the other one came, this one has not", nil, []step{{"09:00", in("2")}}, "09:20", []string{"14:00-18:00"}},
		{"gone, and nobody else is there", nil, []step{{"14:00", in("1")}, {"15:12", out("1")}}, "16:41", []string{"16:48-18:00"}},
		{"gone for longer than any break", nil, []step{{"14:00", in("1")}, {"15:12", out("1")}}, "16:42", nil},
		{"gone, and another is there", nil, []step{{"14:00", in("1")}, {"14:00", in("2")}, {"15:00", out("1")}}, "15:29", []string{"15:36-18:00"}},
		{"gone for long, and another is there", nil, []step{{"14:00", in("1")}, {"14:00", in("2")}, {"15:00", out("1")}}, "15:30", nil},
		{"gone for lunch and late after it", nil, []step{{"09:00", in("1")}, {"12:00", out("1")}}, "14:20", []string{"14:27-18:00"}},
		{"gone when its plan was over", morning, []step{{"09:00", in("1")}, {"12:00", out("1")}}, "12:05", nil},
		{"gone shortly before the end", nil, []step{{"14:00", in("1")}, {"17:51", out("1")}}, "17:52", []string{"17:59-18:00"}},
		{"gone at the end", nil, []step{{"14:00", in("1")}, {"17:51", out("1")}}, "17:53", nil},
	} {
		set := queuetest.Settings(2)
		set.Windows[0].Duty = c.plan
		h := queuetest.Empty(t, set)
		h.Now = at("08:00")
		h.Do(t, queue.OpenDay{Date: tomorrow})
		for _, s := range c.steps {
			h.Now = at(s.at)
			s.do(h)
		}
		h.Now = at(c.now)
		back, _ := Look(h.State, h.Now).Returning(untaught(h))
		spans, _ := back.duty(untaught(h), 0)
		var got []string
		for _, s := range spans {
			clock := func(ms int64) string { return set.Hall.ClockAt(moment(ms)).String() }
			got = append(got, clock(s.From)+"-"+clock(s.To))
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, should be %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, should be %v", c.name, got, c.want)
			}
		}
	}
}

func TestAHallIsNotChangedByWhatItWouldBe(t *testing.T) {
	h := queuetest.New(t, 1)
	k, look := untaught(h), Look(h.State, h.Now)
	if back, again := look.Returning(k); again || back != look {
		t.Fatal("everybody is there")
	}
	h.Do(t, queue.SignOut{Window: "1"})
	look = Look(h.State, h.Now)
	back, again := look.Returning(k)
	if !again || look.Windows[0].returns || !back.Windows[0].returns || back.Windows[1].returns {
		t.Fatalf("%v: %+v, as it is %+v", again, back.Windows[:2], look.Windows[0])
	}
	h.Do(t, queue.StopHall{Reason: "fire"})
	if _, again := Look(h.State, h.Now).Returning(k); again {
		t.Error("a hall that is stopped")
	}
}
