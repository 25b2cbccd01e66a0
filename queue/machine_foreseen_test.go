package queue_test

import (
	"encoding/json"
	"fmt"
	"time"

	"onewindow/queue"

	"pgregory.net/rapid"
)

// foresee is what forecasts lead to: promises, full themes, advice, reports.
func (m *machine) foresee(t *rapid.T) {
	switch dice(t, 8, "foresee") {
	case 0, 1:
		p := promise(m.now)
		p.Ahead = dice(t, 9, "ahead")
		p.Low = dice(t, 130, "low") // one that is more than the median is refused by its order
		p.Median = 120
		m.do(t, queue.PromiseWait{Number: m.number(t, queue.Waiting), Promise: p})
	case 2, 3:
		var c queue.Foretell
		for _, th := range themes {
			c.Outlooks = append(c.Outlooks, queue.Outlook{Theme: th, Fits: 80 + dice(t, 21, "fits")})
		}
		m.do(t, c)
	case 4, 5:
		var c queue.Advise
		for range dice(t, 4, "advices") {
			a := advice(one(t, themes, "theme"), one(t, []queue.AskKind{queue.AskOpen, queue.AskClose}, "what"), m.window(t), dice(t, 3, "then"), m.now.Add(time.Hour))
			c.Advices = append(c.Advices, a)
		}
		m.do(t, c)
	case 6:
		id := "business-1"
		if n := len(m.state.Advices); n > 0 {
			id = m.state.Advices[dice(t, n, "advice")].ID
		}
		m.do(t, queue.AnswerAdvice{ID: id, Accept: rapid.Bool().Draw(t, "accept")})
	case 7:
		c := queue.ReportDay{Date: m.state.Day.Date, Report: json.RawMessage(fmt.Sprintf(`{"issued":%d}`, len(m.state.Tickets)))}
		if m.state.Day.Open || dice(t, 4, "another") == 0 {
			c.Date = one(t, []string{"2026-11-23", "2026-11-24", "2026-11-26", "odd"}, "date")
		}
		m.do(t, c)
	}
}
