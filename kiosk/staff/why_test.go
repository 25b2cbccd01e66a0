package staff_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/staff"
	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// languages are those in which a citizen is answered, each with its full stop.
var languages = map[queue.Lang]string{queue.ZhHans: "。", queue.ZhHant: "。", queue.En: "."}

// oneSentence fails unless a text is one whole sentence with nothing left to fill in.
func oneSentence(t *testing.T, what, text, stop string) {
	t.Helper()
	if text == "" || strings.ContainsAny(text, "{}[]") || strings.Count(text, stop) != 1 || !strings.HasSuffix(text, stop) || strings.ContainsAny(text, "\n!?！？") ||
		strings.Contains(text, "  ") || strings.Contains(text, "staff.") {
		t.Errorf("%s is %q", what, text)
	}
}

func TestWhyOneComesBeforeAnotherIsOneSentenceInEveryLanguage(t *testing.T) {
	at := time.Date(2026, 11, 25, 1, 30, 0, 0, time.UTC)
	for lang, stop := range languages {
		k := staff.NewTalk(lang, nil)
		said := map[string]queue.OrderCode{}
		for _, code := range queue.OrderCodes {
			bare := queue.Order{First: "A001", Second: "B002", Code: code}
			full := bare
			full.Minutes, full.Slot, full.At, full.Window, full.Called = 7, at, at, "3", at
			for _, o := range []queue.Order{bare, full} {
				text := k.Why(o)
				oneSentence(t, string(lang)+" "+string(code), text, stop)
				if !strings.Contains(text, "A001") {
					t.Errorf("%s %s does not name the first: %q", lang, code, text)
				}
			}
			text := k.Why(full)
			if other, twice := said[text]; twice {
				t.Errorf("%s: %s and %s are one sentence, %q", lang, code, other, text)
			}
			said[text] = code
		}
		oneSentence(t, string(lang)+" of a newer hall", k.Why(queue.Order{First: "A001", Second: "B002", Code: "newer"}), stop)
	}
}

func TestWhoWasCalledBeforeAnotherIsNotSaidToComeBeforeIt(t *testing.T) {
	at := time.Date(2026, 11, 25, 1, 30, 0, 0, time.UTC)
	for lang, now := range map[queue.Lang]string{queue.ZhHans: "排在", queue.ZhHant: "排在", queue.En: "comes before"} {
		k := staff.NewTalk(lang, nil)
		for _, code := range []queue.OrderCode{queue.OrderEarlier, queue.OrderPriority, queue.OrderAppointment, queue.OrderSame} {
			o := queue.Order{First: "A054", Second: "A056", Code: code, Minutes: 3, Called: at, Window: "2"}
			if text := k.Why(o); strings.Contains(text, now) {
				t.Errorf("%s %s of a number that was called: %q", lang, code, text)
			}
			if o.Called = (time.Time{}); code != queue.OrderSame && !strings.Contains(k.Why(o), now) {
				t.Errorf("%s %s of two that wait: %q", lang, code, k.Why(o))
			}
		}
	}
}

// The day is small, but nobody in it waits undisturbed.
func TestAnyTwoNumbersOfADayAreToldApartInOneSentence(t *testing.T) {
	h := queuetest.New(t, 2)
	var numbers []string
	issue := func(c queue.Issue) { h.Wait(time.Minute); numbers = append(numbers, h.IssueAs(t, c)) }
	for range 5 {
		issue(queue.Issue{Theme: "business"})
		issue(queue.Issue{Items: []string{"A-1", "C-1"}})
		issue(queue.Issue{Theme: "general", Class: queue.Priority})
		issue(queue.Issue{Theme: "construction", Class: queue.Appointment, Slot: h.Now.Add(10 * time.Minute)})
	}
	h.Next(t, "1")
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.HoldTicket{Window: "1", Kind: queue.HoldAway})
	h.Next(t, "1")
	h.Next(t, "2")
	h.Do(t, queue.Undo{Window: "1"})
	h.Do(t, queue.Call{Window: "1", Number: numbers[len(numbers)-4]})
	h.Do(t, queue.Transfer{Number: numbers[5], To: queue.Target{Window: "2"}})
	h.Do(t, queue.Cancel{Number: numbers[6], Reason: "left"})
	h.Next(t, "5")
	for range 2 {
		h.Wait(20 * time.Second)
		h.Do(t, queue.Recall{Window: "5"})
	}
	h.Wait(20 * time.Second)
	missed := h.State.Window("5").Ticket
	h.Do(t, queue.NoShow{Window: "5"})
	h.Do(t, queue.Return{Number: missed})
	h.Next(t, "3")
	met := map[queue.OrderCode]bool{}
	for lang, stop := range languages {
		k := staff.NewTalk(lang, nil)
		for i, a := range numbers {
			for _, b := range numbers[:i] {
				o, err := queue.Compare(h.State, a, b)
				if err != nil {
					t.Fatal(err)
				}
				met[o.Code] = true
				oneSentence(t, a+" and "+b, k.Why(o), stop)
			}
		}
	}
	if len(met) < 8 {
		t.Errorf("the day has only %v", met)
	}
}
