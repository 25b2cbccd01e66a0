package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestANewEpochSkipsNumbersOfEveryTheme(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Do(t, queue.StartEpoch{Epoch: "2-0000abcd", Skip: 100})
	if n := h.Issue(t, "business"); n != "A102" {
		t.Fatalf("number %s, want A102", n)
	}
	if n := h.Issue(t, "general"); n != "C101" {
		t.Fatalf("number %s, want C101", n)
	}
}

// A backup of yesterday knows nothing of the paper given out this morning.
func TestANewEpochSkipsNumbersOfADayThatTheBackupHadNotOpened(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.CloseDay{})
	h.Wait(24 * time.Hour)
	h.Do(t, queue.StartEpoch{Epoch: "2-0000abcd", Skip: 100})
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	if n := h.Issue(t, "business"); n != "A101" {
		t.Fatalf("number %s, want A101", n)
	}
	h.Do(t, queue.CloseDay{})
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-27"})
	if n := h.Issue(t, "business"); n != "A001" {
		t.Fatalf("number %s on the day after, want A001", n)
	}
}

func TestAnEpochMustBeNewerAndWellFormed(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.StartEpoch{Epoch: "3-0000abcd", Skip: 100})
	for _, e := range []queue.Epoch{"", "3-0000abcd", "3-0000abce", "2-0000abcd", "4", "4-xyz", "0-0000abcd"} {
		wantRefusal(t, h, queue.StartEpoch{Epoch: e, Skip: 100}, queue.CodeBadHistory)
	}
	wantRefusal(t, h, queue.StartEpoch{Epoch: "4-0000abcd", Skip: -1}, queue.CodeBadHistory)
}

func TestAUsedUpSeriesGrowsADigit(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.StartEpoch{Epoch: "2-0000abcd", Skip: 998})
	for _, want := range []string{"A999", "A1000", "A1001"} {
		if n := h.Issue(t, "business"); n != want {
			t.Fatalf("number %s, want %s", n, want)
		}
	}
}
