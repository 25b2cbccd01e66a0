package queue_test

import (
	"encoding/json"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// promise is a promise that can be, made at that moment.
func promise(at time.Time) queue.Promise {
	return queue.Promise{At: at, Ahead: 3, Low: 120, Median: 300, Likely: 500, High: 700}
}

// advice proposes to open or close a window of a theme.
func advice(theme string, what queue.AskKind, window string, then int, until time.Time) queue.Advice {
	return queue.Advice{Theme: theme, What: what, Window: window, Now: 2, Then: then, Target: 15, Until: until, Share: 93, ShareLow: 88, ShareHigh: 97, ShareNow: 81, Minutes: -60, Waiting: 9}
}

// foreseen are the commands that forecasts lead to, right and wrong.
func foreseen(h *queuetest.Hall, number string) []queue.Command {
	until := h.Now.Add(time.Hour)
	odd := promise(h.Now)
	odd.Low = odd.High + 1
	date := h.State.Day.Date
	cs := []queue.Command{
		queue.PromiseWait{Number: number, Promise: promise(h.Now)}, queue.PromiseWait{Number: number, Promise: odd}, queue.PromiseWait{Number: "Z999", Promise: promise(h.Now)},
		queue.Foretell{Outlooks: []queue.Outlook{{Theme: "business", Fits: 80}, {Theme: "nothing", Fits: 10}}}, queue.Foretell{Outlooks: []queue.Outlook{{Theme: "business", Fits: 95}}},
		queue.Foretell{Outlooks: []queue.Outlook{{Theme: "business", Fits: 101}}}, queue.Foretell{},
		queue.Advise{Advices: []queue.Advice{advice("business", queue.AskClose, "1", 1, until)}}, queue.Advise{Advices: []queue.Advice{advice("general", queue.AskOpen, "5", 3, until)}},
		queue.Advise{Advices: []queue.Advice{advice("nothing", queue.AskClose, "1", 1, until), advice("business", queue.AskClose, "99", 1, until)}},
		queue.Advise{Advices: []queue.Advice{advice("business", "odd", "1", 1, until)}}, queue.Advise{}, queue.AnswerAdvice{ID: "nothing-1"},
		queue.ReportDay{Date: date, Report: json.RawMessage(`{"issued":3}`)}, queue.ReportDay{Date: "2026-11-20", Report: json.RawMessage(`{}`)},
		queue.ReportDay{Date: "2026-11-20", Report: json.RawMessage(`{`)}, queue.ReportDay{Date: "2099-01-01", Report: json.RawMessage(`{}`)}, queue.ReportDay{Date: "today"},
	}
	for _, a := range h.State.Advices {
		cs = append(cs, queue.AnswerAdvice{ID: a.ID}, queue.AnswerAdvice{ID: a.ID, Accept: true})
	}
	return cs
}
