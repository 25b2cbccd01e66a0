package wait_test

import (
	"maps"
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/wait"
)

func TestTheFormulaSaysTheSameOfThemesAloneAsWithAllWhoWait(t *testing.T) {
	h := queuetest.New(t, 2)
	for range 20 {
		h.Issue(t, "business")
		h.Issue(t, "general")
	}
	h.Do(t, queue.Next{Window: "1"})
	k := wait.Learn(h.State.Settings, h.State.Catalogue, nil)
	look := wait.Look(h.State, h.Now)
	if got, want := wait.RoughThemes(k, look), wait.Rough(k, look).Themes; !maps.Equal(got, want) {
		t.Fatalf("%+v, want %+v", got, want)
	}
	h.Do(t, queue.StopHall{Reason: "fire"})
	look = wait.Look(h.State, h.Now)
	if got, want := wait.RoughThemes(k, look), wait.Rough(k, look).Themes; !maps.Equal(got, want) || !got["business"].Never {
		t.Fatalf("stopped: %+v, want %+v", got, want)
	}
}

func TestTheFormulaSaysTheSameOfOneNumberAsOfAll(t *testing.T) {
	h := queuetest.New(t, 2)
	var numbers []string
	for range 20 {
		numbers = append(numbers, h.Issue(t, "business"), h.Issue(t, "general"))
	}
	h.Do(t, queue.Next{Window: "1"})
	k := wait.Learn(h.State.Settings, h.State.Catalogue, nil)
	for stopped := range 2 {
		if stopped == 1 {
			h.Do(t, queue.StopHall{Reason: "fire"})
		}
		look := wait.Look(h.State, h.Now)
		all, f := wait.Rough(k, look), wait.NewFormula(k, look)
		for _, n := range append(numbers, "Z999") {
			got, ok := f.Ticket(n)
			if want, waits := all.Tickets[n]; got != want || ok != waits {
				t.Fatalf("%s: %+v %v, want %+v %v", n, got, ok, want, waits)
			}
		}
	}
}
