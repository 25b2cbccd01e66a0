package view_test

import (
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestACopyAndAKeyTakenBackLeaveTheTimeOnThePaper(t *testing.T) {
	for what, do := range map[string]func(h *queuetest.Hall, number string){
		"another paper": func(h *queuetest.Hall, number string) {
			h.Do(t, queuetest.Printer("kiosk-1", ""))
			h.Do(t, queue.Reprint{Number: number, Printer: "kiosk-1"})
		},
		"a call that was taken back": func(h *queuetest.Hall, _ string) {
			h.Do(t, queue.Next{Window: "1"})
			h.Do(t, queue.Undo{Window: "1"})
		},
		"a transfer that was taken back": func(h *queuetest.Hall, number string) {
			h.Do(t, queue.Transfer{Number: number, Window: "1", To: queue.Target{Theme: "general"}})
			h.Do(t, queue.Undo{Window: "1"})
		},
		"another item of the same line": func(h *queuetest.Hall, number string) {
			h.Do(t, queue.ChangeItems{Number: number, Items: []string{"A-2"}})
		},
	} {
		t.Run(what, func(t *testing.T) {
			h := queuetest.New(t, 1)
			number := h.Issue(t, "business")
			h.Do(t, queue.PromiseWait{Number: number, Promise: promise(h.Now, 10, 21)}) // likely 20
			paper := h.Now.Add(20 * time.Minute)
			h.Wait(2 * time.Minute)
			do(h, number)
			v := view.Of(h.State, h.Now).Foreseen(view.Foreseen{Forecast: forecast(h.State, h.Now, 30, 41)})
			if got := v.Ticket(h.State.Ticket(number)); !got.Before.Equal(paper) || got.Later != queue.LaterLonger {
				t.Errorf("before %s, want %s as on the paper; later because of %q", got.Before, paper, got.Later)
			}
			for _, j := range v.Papers().Jobs {
				if !j.Ticket.Before.Equal(paper) {
					t.Errorf("copy %d: before %s, on the first paper %s", j.Copy, j.Ticket.Before, paper)
				}
			}
		})
	}
}

func TestInAnotherPlaceInLineTheTimeOnThePaperIsNotTold(t *testing.T) {
	call := func(h *queuetest.Hall) {
		h.Do(t, queue.Next{Window: "1"})
		h.Do(t, queue.Start{Window: "1"})
	}
	for what, do := range map[string]func(h *queuetest.Hall, number string){
		"moved to another line": func(h *queuetest.Hall, number string) {
			h.Do(t, queue.Transfer{Number: number, To: queue.Target{Theme: "general"}})
		},
		"sent to a window": func(h *queuetest.Hall, number string) {
			h.Do(t, queue.Transfer{Number: number, To: queue.Target{Window: "1"}})
		},
		"for something else": func(h *queuetest.Hall, number string) {
			h.Do(t, queue.ChangeItems{Number: number, Items: []string{"C-2"}})
		},
		"missed and back": func(h *queuetest.Hall, number string) {
			h.Do(t, queue.Next{Window: "1"})
			for range h.State.Settings.Rules.Calls - 1 {
				h.Wait(time.Minute)
				h.Do(t, queue.Recall{Window: "1"})
			}
			h.Wait(time.Minute)
			h.Do(t, queue.NoShow{Window: "1"})
			h.Do(t, queue.Return{Number: number})
		},
		"back from a step elsewhere": func(h *queuetest.Hall, number string) {
			call(h)
			h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldStep, Until: h.Now.Add(2 * time.Minute)})
			h.Wait(3 * time.Minute)
			h.Issue(t, "general") // lets what is due happen
		},
	} {
		t.Run(what, func(t *testing.T) {
			h := queuetest.New(t, 1)
			number := h.Issue(t, "business")
			h.Do(t, queue.PromiseWait{Number: number, Promise: promise(h.Now, 50, 61)})
			h.Wait(2 * time.Minute)
			do(h, number)
			tk := h.State.Ticket(number)
			if tk.State != queue.Waiting {
				t.Fatalf("it is %s", tk.State)
			}
			got := view.Of(h.State, h.Now).Foreseen(view.Foreseen{Forecast: forecast(h.State, h.Now, 5, 11)}).Ticket(tk)
			if want := h.Now.Add(10 * time.Minute); !got.Before.Equal(want.Add(5*time.Minute - time.Second).Truncate(5 * time.Minute)) {
				t.Errorf("before %s, want about %s", got.Before, want)
			}
		})
	}
}
