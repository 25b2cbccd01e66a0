package devices

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"onewindow/caller"
	"onewindow/caller/virtual"
	"onewindow/queue"
	"onewindow/wire"
)

func TestACallIsShownAtOnceAndSaidAndItsClocksStartWithTheVoice(t *testing.T) {
	s := openStage(t)
	strips, hall := hang(t, 0, nil, "1", "2"), newSpeaker(t, "hall")
	c := s.start(settingsOf(t, strips, hall))
	s.works(c, 4)
	strips.shows("1", "请下一位")
	a := s.call("1")
	strips.shows("1", a)
	strips.shows("", "请"+a+"号到1号窗口")
	hall.says("请"+spoken(a)+"，到一号窗口", 1)
	until(t, "the hall hears that it was said", func() bool { return !s.ticket(a).Announced.IsZero() })
	s.do(queue.Recall{Window: "1"})
	strips.shows("1", "请"+a)
	hall.says("再次呼叫，请"+spoken(a), 1)
	until(t, "the hall hears it again", func() bool { k := s.ticket(a); return k.Calls == 2 && !k.Announced.IsZero() })
	s.do(queue.Start{Window: "1"})
	strips.shows("1", a+"号办理中")
	s.do(queue.Finish{Window: "1"})
	strips.shows("1", "请下一位")
	strips.shows("", a) // the last calls stay
	hall.says("号", 2+2)
}

func TestStripsSayWhyAWindowPausesInTheHallsWordsOrTheClerks(t *testing.T) {
	s := openStage(t)
	strips := hang(t, 0, nil, "1", "2", "3")
	s.works(s.start(settingsOf(t, strips)), 4)
	s.do(queue.Pause{Window: "1", Reason: "lunch"})
	s.do(queue.Pause{Window: "2", Reason: "去复印室\n马上回来"})
	s.do(queue.SignOut{Window: "3"})
	strips.shows("1", "暂停办理：午休")
	strips.shows("2", "暂停办理：去复印室 马上回来")
	strips.shows("3", "窗口未开")
	s.do(queue.Resume{Window: "1"})
	strips.shows("1", "请下一位")
	s.do(queue.SetNotice{ID: "n1", Text: queue.Text{ZhHans: "今天下午三点停电检修"}})
	s.do(queue.SetNotice{ID: "n2", Text: queue.Text{ZhHans: "复印机在二区"}})
	strips.shows("", "今天下午三点停电检修")
	strips.shows("", "复印机在二区")
	s.do(queue.SetNotice{ID: "n1"})
	until(t, "a notice ends", func() bool { return !strings.Contains(strips.text(""), "检修") })
}

// A stop is said once, over whatever was called, and a machine that starts anew during
// it says nothing.
func TestAStopIsShownEverywhereAndSaidOnceHoweverOftenTheCallerStarts(t *testing.T) {
	s := openStage(t)
	strips, hall := hang(t, 0, nil, "1", "2", "3"), newSpeaker(t, "hall")
	set := settingsOf(t, strips, hall)
	c := s.start(set)
	s.works(c, 5)
	a := s.call("1")
	hall.says(spoken(a), 1)
	b := s.call("2")
	hall.says(spoken(b), 1)
	s.do(queue.Start{Window: "2"})
	s.do(queue.StopHall{Reason: "power"})
	strips.shows("1", "暂停办理：停电")
	strips.shows("2", b+"号办理中")
	strips.shows("3", "暂停办理：停电")
	strips.shows("", "暂停办理。原因：停电。请听从工作人员安排。")
	hall.says("暂停办理", 1)
	hall.says("已取的号仍有效", 1)
	if text := strips.text(""); strings.Contains(text, a) {
		t.Errorf("during a stop the hall's strip lists a call: %q", text)
	}
	for range 2 {
		c.stop()
		for _, card := range strips.cards {
			card.PowerCycle()
		}
		c = s.start(set)
		s.works(c, 5)
		strips.shows("", "原因：停电")
		strips.shows("1", "暂停办理：停电")
	}
	s.do(queue.ResumeHall{})
	strips.shows("1", a)
	d := s.call("3")
	hall.says(spoken(d), 1) // it would come after all that was to be said before
	hall.says("暂停办理", 1)
	hall.says(spoken(a), 1)
	s.do(queue.StopHall{Reason: "fire"})
	strips.shows("2", "暂停办理：消防警报")
	strips.shows("", "火警，请离开。请听从工作人员安排。")
	hall.says("火警，请离开。", 1)
}

func TestAHallThatIsClosedListsNobodyAndSaysSo(t *testing.T) {
	s := openStage(t)
	strips := hang(t, 0, nil, "1")
	s.works(s.start(settingsOf(t, strips)), 2)
	a := s.call("1")
	strips.shows("", a)
	s.do(queue.Start{Window: "1"})
	s.do(queue.Finish{Window: "1"})
	s.do(queue.CloseDay{})
	strips.shows("1", "窗口未开")
	strips.shows("", "现在不是办公时间")
	if text := strips.text(""); strings.Contains(text, a) {
		t.Errorf("a hall that is closed lists a call: %q", text)
	}
}

func TestACallerThatStartsAnewShowsOpenCallsAndSaysNoneOfThem(t *testing.T) {
	s := openStage(t)
	strips, hall := hang(t, 0, nil, "1", "2"), newSpeaker(t, "hall")
	set := settingsOf(t, strips, hall)
	c := s.start(set)
	s.works(c, 4)
	a := s.call("1")
	hall.says(spoken(a), 1)
	c.stop()
	for _, card := range strips.cards {
		card.PowerCycle()
	}
	// It was called so long ago that nobody who starts now can be the first to say it.
	s.leap(6 * time.Second)
	c = s.start(set)
	strips.shows("1", a)
	strips.shows("", a)
	s.works(c, 4)
	b := s.call("2")
	hall.says(spoken(b), 1)
	hall.says(spoken(a), 1)
}

// Two machines call in two zones, each with its own strips and voice; a third voice
// is heard in both, and that a call is told twice is harmless.
func TestTwoCallersOfTwoZonesCallEachItsOwnAndBothVoicesOfAZoneAreHeard(t *testing.T) {
	s := openStage(t)
	one, two := hang(t, 0, nil, "1"), hang(t, 0, nil, "14")
	first, second, both := newSpeaker(t, "一区", "zone-1"), newSpeaker(t, "二区", "zone-2"), newSpeaker(t, "所有", "*")
	c1 := s.start(settingsOf(t, one, first, both))
	c2 := s.start(settingsOf(t, two, second))
	s.works(c1, 4)
	s.works(c2, 3)
	a, b := s.call("1"), s.call("14")
	one.shows("1", a)
	two.shows("14", b)
	first.says(spoken(a), 1)
	second.says(spoken(b), 1)
	both.says(spoken(a), 1)
	both.says(spoken(b), 1)
	until(t, "the hall hears of both", func() bool { return !s.ticket(a).Announced.IsZero() && !s.ticket(b).Announced.IsZero() })
	at := s.ticket(a).Announced
	if err := c1.hall.Do(t.Context(), "call", "announced", wire.AnnouncedRequest{Number: a, Window: "1", Times: 1}, nil); err != nil {
		t.Errorf("the hall minds being told twice: %v", err)
	}
	if again := s.ticket(a).Announced; !again.Equal(at) {
		t.Errorf("told again, the call was heard at %v and not at %v", again, at)
	}
	if strings.Contains(first.said(), spoken(b)) || strings.Contains(second.said(), spoken(a)) {
		t.Errorf("a zone hears another's calls: %q, %q", first.said(), second.said())
	}
	zones := map[string][]string{}
	for _, d := range s.devices() {
		if d.Kind == queue.DeviceVoice {
			zones[d.Name] = d.Zones
		}
	}
	if len(zones) != 3 || len(zones["一区"]) != 1 || len(zones["所有"]) != 0 {
		t.Errorf("the hall knows the voices %v", zones)
	}
}

// While a voice has its quiet hours the clocks of a call do not wait for it, and do
// so again afterwards.
func TestNobodyWaitsForAVoiceInItsQuietHours(t *testing.T) {
	s := openStage(t)
	again := func(number string) (d time.Duration) {
		s.Read(func(q *queue.State, _ time.Time) { k := q.Ticket(number); d = q.AgainAt(k).Sub(k.LastCall) })
		return d
	}
	hall := newSpeaker(t, "hall")
	hall.set.Quiet = []caller.QuietTime{{From: "08:00", To: "12:00"}}
	c := s.start(settingsOf(t, nil, hall))
	until(t, "the hall knows that the voice is heard nowhere", func() bool {
		all := s.devices()
		return len(all) == 1 && slices.Equal(all[0].Zones, []string{nowhere}) && all[0].Fault == ""
	})
	a := s.call("1")
	if again(a) != 0 {
		t.Errorf("the call waits %v for a voice that is quiet", again(a))
	}
	s.do(queue.Start{Window: "1"})
	c.stop()
	hall.set.Quiet = nil
	s.works(s.start(settingsOf(t, nil, hall)), 1)
	until(t, "the voice is heard again", func() bool { all := s.devices(); return len(all) == 1 && len(all[0].Zones) == 0 })
	hall.Fault(virtual.VoiceSilent, -1)
	b := s.call("2")
	if d := again(b); d != queue.AnnounceWithin {
		t.Errorf("the call waits %v for a voice that has not spoken", d)
	}
	hall.Fault(virtual.VoiceSilent, 0)
	hall.says(spoken(b), 1)
	if strings.Contains(hall.said(), spoken(a)) {
		t.Errorf("in quiet hours it was said: %q", hall.said())
	}
}

// Lines that are unplugged and plugged in again and again, in the end with a call in
// between, are right each time they are back, and nothing is left behind. `make
// soak-devices`, which sets DEVICE_SOAK, does it fifty times.
func TestLinesThatComeAndGoLeaveNothingBehind(t *testing.T) {
	cycles := 6
	if os.Getenv("DEVICE_SOAK") != "" {
		cycles = 50
	}
	s := openStage(t)
	strips, hall := hang(t, 0, nil, "1"), newSpeaker(t, "hall")
	c := s.start(settingsOf(t, strips, hall))
	s.works(c, 3)
	faults := func(want string) bool {
		for _, h := range c.strips.Health() {
			if string(h.Fault) != want {
				return false
			}
		}
		return string(c.voices[0].Health().Fault) == want
	}
	before := runtime.NumGoroutine()
	var a string
	var longest time.Duration
	for i := range cycles {
		strips.port.Unplug()
		hall.port.Unplug()
		until(t, "it is seen that the lines are gone", func() bool { return faults("gone") })
		if i == cycles-1 {
			a = s.call("1")
		}
		plugged := time.Now()
		if err := errors.Join(strips.port.Plug(), hall.port.Plug()); err != nil {
			t.Fatal(err)
		}
		until(t, "all work again", func() bool { return faults("") })
		longest = max(longest, time.Since(plugged))
	}
	strips.shows("1", a)
	hall.says(spoken(a), 1)
	s.works(c, 3)
	t.Logf("%d times; back after %v at the latest", cycles, longest)
	until(t, "no more goroutines than before", func() bool { return runtime.NumGoroutine() <= before })
}

// In a rush more calls are open than the hall's list of last calls has. Each is said,
// in the order in which they were made and to its end, and late ones in few words.
func TestInARushEachCallIsSaidInItsTurnAndLateOnesInFewWords(t *testing.T) {
	s := openStage(t)
	hall := newSpeaker(t, "hall")
	s.works(s.start(settingsOf(t, nil, hall)), 1)
	var called []string
	for w := 1; w <= 26; w++ {
		called = append(called, s.call(strconv.Itoa(w)))
	}
	until(t, "the first is said", func() bool { return len(hall.Spoken()) > 0 })
	s.leap(15 * time.Second)
	until(t, "all are said", func() bool { all := hall.Spoken(); return len(all) == len(called) && !all[len(all)-1].End.IsZero() })
	short := 0
	for i, one := range hall.Spoken() {
		if !strings.Contains(one.Text, spoken(called[i])) || one.Interrupted {
			t.Errorf("as number %d %q is said (interrupted: %v), and not %s to its end", i, one.Text, one.Interrupted, called[i])
		}
		if !strings.HasPrefix(one.Text, "请") {
			short++
		}
	}
	if first := hall.Spoken()[0].Text; short == 0 || !strings.HasPrefix(first, "请") {
		t.Errorf("%d of %d are said in few words; the first is %q", short, len(called), first)
	}
}
