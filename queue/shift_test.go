package queue_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// shifts are the day's spans in words, in minutes from Morning.
func shifts(h *queuetest.Hall, window string) string {
	var all []string
	for _, x := range h.State.Shifts {
		if x.Window != window {
			continue
		}
		text := x.Clerk
		if x.Paused {
			text += "/" + x.Reason
		}
		text += fmt.Sprintf(" %.0f-", x.From.Sub(queuetest.Morning).Minutes())
		if !x.To.IsZero() {
			text += fmt.Sprintf("%.0f", x.To.Sub(queuetest.Morning).Minutes())
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func TestTheDayKeepsWhenEachWindowWasOpenWithWhomAndPaused(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	minute := func() { h.Wait(time.Minute) }
	minute()
	serve(t, h, "1")
	h.Do(t, queue.Pause{Window: "1", Reason: "tea", After: true})
	minute()
	h.Do(t, queue.Finish{Window: "1"})
	minute()
	h.Do(t, queue.Pause{Window: "1", Reason: "lunch"})
	minute()
	h.Do(t, queue.Resume{Window: "1"})
	minute()
	h.Do(t, queue.SignOut{Window: "1"})
	minute()
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	if got, want := shifts(h, "1"), "c1 0-2, c1/tea 2-3, c1 3-3, c1/lunch 3-4, c1 4-5, c1 6-"; got != want {
		t.Fatalf("%s, want %s", got, want)
	}
	minute()
	h.Do(t, queue.CloseDay{})
	if got, want := shifts(h, "2"), "c2 0-7"; got != want {
		t.Fatalf("%s, want %s", got, want)
	}
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	if h.State.Shifts != nil {
		t.Fatalf("%+v", h.State.Shifts)
	}
}

// Two windows pause in turn, and the first takes it back first: what each began is
// found by its event, not by its place in the list.
func TestAnUndoTakesBackTheWindowsOwnSpansOnly(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Wait(time.Minute)
	h.Do(t, queue.Pause{Window: "1", Reason: "tea"})
	h.Do(t, queue.Pause{Window: "2", Reason: "tea"})
	h.Do(t, queue.Undo{Window: "1"})
	h.Do(t, queue.Undo{Window: "2"})
	h.Do(t, queue.Pause{Window: "3", Reason: "tea"})
	for window, want := range map[string]string{"1": "c1 0-", "2": "c2 0-", "3": "c3 0-1, c3/tea 1-"} {
		if got := shifts(h, window); got != want {
			t.Errorf("window %s: %s, want %s", window, got, want)
		}
	}
}

func TestTheDayKeepsForHowLongADeviceHadWhichFault(t *testing.T) {
	h := queuetest.New(t, 1)
	say := func(fault queue.DeviceFault) { h.Do(t, queuetest.Printer("kiosk-1", fault)); h.Wait(time.Minute) }
	say("")
	say(queue.FaultCover)
	say(queue.FaultPaperOut)
	say("")
	say(queue.FaultGone)
	h.Do(t, queue.CloseDay{})
	say(queue.FaultSilent) // at night nobody needs it
	h.Wait(24 * time.Hour)
	want := func(what ...string) {
		t.Helper()
		var got []string
		for _, x := range h.State.DeviceSpans {
			to := "-"
			if !x.To.IsZero() {
				to = fmt.Sprint(x.To.Sub(x.From))
			}
			got = append(got, fmt.Sprintf("%s %s", x.Fault, to))
		}
		if fmt.Sprint(got) != fmt.Sprint(what) {
			t.Fatalf("%v, want %v", got, what)
		}
	}
	want("cover_open 1m0s", "paper_out 1m0s", "gone 1m0s")
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	want("silent -")
	h.Wait(time.Hour)
	h.Do(t, queue.ReportDevices{Terminal: "kiosk-1", Role: "kiosk"}) // it was taken away
	want("silent 1h0m0s")
}
