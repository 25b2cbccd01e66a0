package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// voice is the report of a voice with that fault, heard in those zones.
func voice(fault queue.DeviceFault, zones ...string) queue.ReportDevices {
	return queue.ReportDevices{Terminal: "caller-1", Role: "caller", Devices: []queue.Device{{ID: "voice", Kind: queue.DeviceVoice, Fault: fault, Zones: zones}}}
}

func TestTheNextCallWaitsUntilTheVoiceHasSpokenTheLast(t *testing.T) {
	zone := queuetest.Settings(1).Windows[0].Zone
	if zone == "" {
		t.Fatal("the window of the test stands nowhere")
	}
	for name, c := range map[string]struct {
		voice     *queue.ReportDevices
		announced time.Duration // after the call; negative is not
		want      time.Duration // from the call until it may be called again
	}{
		"no voice":                         {nil, -1, 20 * time.Second},
		"a voice that has not spoken":      {ptr(voice("")), -1, 30 * time.Second},
		"a voice that was quick":           {ptr(voice("", zone)), 2 * time.Second, 22 * time.Second},
		"a voice that was slow":            {ptr(voice("")), 14 * time.Second, 30 * time.Second},
		"a voice that is broken":           {ptr(voice(queue.FaultGone)), -1, 20 * time.Second},
		"a voice of another zone":          {ptr(voice("", "elsewhere")), -1, 20 * time.Second},
		"somebody has called by himself":   {nil, time.Second, 21 * time.Second},
		"a strip is no voice":              {&queue.ReportDevices{Terminal: "caller-1", Devices: []queue.Device{{ID: "s", Kind: queue.DeviceStrip}}}, -1, 20 * time.Second},
		"a voice that broke in mid-phrase": {ptr(voice(queue.FaultSilent)), 3 * time.Second, 23 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			h := queuetest.New(t, 1)
			if c.voice != nil {
				h.Do(t, *c.voice)
			}
			a := h.Issue(t, "business")
			for call := 1; call <= 3; call++ {
				if call == 1 {
					wantNext(t, h, "1", a)
				} else {
					h.Do(t, queue.Recall{Window: "1"})
				}
				began := h.Now
				if c.announced >= 0 {
					h.Wait(c.announced)
					if rs := h.Do(t, queue.Announce{Number: a, Window: "1", Times: call}); len(rs) != 1 {
						t.Fatalf("call %d was announced by %d events", call, len(rs))
					}
				}
				again := began.Add(c.want)
				if got := h.State.AgainAt(h.State.Ticket(a)); !got.Equal(again) {
					t.Fatalf("call %d: again %s after it, want %s", call, got.Sub(began), c.want)
				}
				var next queue.Command = queue.Recall{Window: "1"}
				if call == 3 {
					next = queue.NoShow{Window: "1"}
				}
				h.Now = again.Add(-time.Millisecond)
				if r := wantRefusal(t, h, next, queue.CodeTooSoon); !r.Until.Equal(again) {
					t.Fatalf("call %d: refused until %s, want %s", call, r.Until, again)
				}
				h.Now = again
			}
			h.Do(t, queue.NoShow{Window: "1"})
		})
	}
}

func ptr[T any](v T) *T { return &v }

func TestOnlyTheOpenCallIsHeard(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, voice(""))
	a := h.Issue(t, "business")
	heard := func(number, window string, times int) int {
		t.Helper()
		return len(h.Do(t, queue.Announce{Number: number, Window: window, Times: times}))
	}
	if heard(a, "1", 1) != 0 {
		t.Error("a number was heard before it was called")
	}
	wantNext(t, h, "1", a)
	wantRefusal(t, h, queue.Announce{Number: "Z999", Window: "1", Times: 1}, queue.CodeUnknownNumber)
	wantRefusal(t, h, queue.Announce{Number: a, Window: "99", Times: 1}, queue.CodeUnknownWindow)
	for what, n := range map[string]int{
		"at another window": heard(a, "2", 1), "another call": heard(a, "1", 2), "the call": 1 - heard(a, "1", 1), "the call again": heard(a, "1", 1),
	} {
		if n != 0 {
			t.Errorf("%s: %d events", what, n)
		}
	}
	at := h.State.Ticket(a).Announced
	h.Wait(time.Minute)
	h.Do(t, queue.Recall{Window: "1"})
	if !h.State.Ticket(a).Announced.IsZero() || at.IsZero() {
		t.Error("the second call was heard before it was spoken")
	}
	h.Do(t, queue.Start{Window: "1"})
	if heard(a, "1", 2) != 0 {
		t.Error("heard after the citizen had come")
	}
}

func TestAClerkTakesACallBackAlsoAfterTheVoiceHasSpokenIt(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	wantNext(t, h, "1", a)
	h.Wait(2 * time.Second)
	h.Do(t, queue.Announce{Number: a, Window: "1", Times: 1})
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Undo{Window: "1"}) // the start: called, and heard
	if x := h.State.Ticket(a); x.State != queue.Called || x.Announced.IsZero() {
		t.Fatalf("%s, heard %s", x.State, x.Announced)
	}
	h = queuetest.New(t, 1)
	a = h.Issue(t, "business")
	wantNext(t, h, "1", a)
	h.Do(t, queue.Announce{Number: a, Window: "1", Times: 1})
	h.Do(t, queue.Undo{Window: "1"}) // the call
	if x := h.State.Ticket(a); x.State != queue.Waiting || !x.Announced.IsZero() {
		t.Fatalf("%s, heard %s", x.State, x.Announced)
	}
}
