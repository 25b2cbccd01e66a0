package wait

import (
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// goesWithin is for how long after the end of a span of its duty a window without a
// citizen is still about to go; one that is there longer stays.
const goesWithin = 5 * time.Minute

// duty is when a window is expected to be there, from now on, and how likely it is that
// it comes to those spans that are still to begin. Planned are the spans of its plan;
// where there is no plan they are the hall's sessions, or, from five days of reports
// on, the half hours of the day in which it was there for half of the time or more.
func (h *Hall) duty(k *Known, i int) (spans []rollout.Span, comes float64) {
	w, now := &h.Windows[i], h.Now.UnixMilli()
	planned := h.planned(k, i)
	comes = 1
	late := lateAfter.Milliseconds()
	for n, s := range planned {
		switch {
		case w.State != queue.Closed:
			if s.To > now {
				spans = append(spans, s)
			}
		case now < s.From:
			spans = append(spans, s)
		case now < s.From+late && now < s.To && !w.Since.After(time.UnixMilli(s.From)):
			// Not there yet: on average it comes in the middle of the time that is left.
			spans = append(spans, rollout.Span{From: now + (s.From+late-now)/2, To: s.To})
		}
		if w.State == queue.Closed && !w.Seen && (n == 0 || now >= s.From) {
			comes = k.comes(w.ID, n, now-s.From, late)
		}
	}
	if w.State == queue.Closed && w.Asked != nil && w.Asked.What == queue.AskOpen && w.Asked.Answer == queue.AnswerYes {
		spans, comes = h.openNow(spans, now), 1
	} else if w.returns {
		spans, comes = h.backSoon(planned, spans, now), 1
	}
	if w.State != queue.Closed && len(spans) == 0 && now < h.Close.UnixMilli() && !h.goes(planned, w) {
		spans = append(spans, rollout.Span{From: now, To: h.Close.UnixMilli()})
	}
	return spans, comes
}

// openNow has a window be there from a minute from now.
func (h *Hall) openNow(spans []rollout.Span, now int64) []rollout.Span {
	from := now + time.Minute.Milliseconds()
	if len(spans) > 0 && spans[0].From <= from {
		return spans
	}
	to := h.Close.UnixMilli()
	if len(spans) > 0 {
		to = spans[0].From
	}
	if to <= from {
		return spans
	}
	return append([]rollout.Span{{From: from, To: to}}, spans...)
}

// goes reports whether a window that is there is about to go: its duty is over, and it
// has the same citizen still, or has been over for a moment only.
func (h *Hall) goes(planned []rollout.Span, w *WindowNow) bool {
	now := h.Now.UnixMilli()
	end, in := int64(0), false
	for _, s := range planned {
		if now >= s.From && now < s.To {
			in = true
		}
		if s.To <= now {
			end = max(end, s.To)
		}
	}
	if w.Asked != nil && w.Asked.What == queue.AskClose && w.Asked.Answer == queue.AnswerYes {
		return true
	}
	if in || end == 0 {
		return false
	}
	busy := w.State == queue.Calling || w.State == queue.WindowServing
	return now >= h.Close.UnixMilli() || busy && w.Since.UnixMilli() <= end || now-end < goesWithin.Milliseconds()
}

// planned is when a window is expected to be there on the day, whatever it does now.
func (h *Hall) planned(k *Known, i int) (spans []rollout.Span) {
	hall, plan := &h.Settings.Hall, &h.Settings.Windows[i]
	at := func(c queue.Clock) int64 { return hall.At(h.Date, c).UnixMilli() }
	if p := k.present[plan.ID]; p != nil && len(plan.Duty) == 0 {
		return h.usual(p)
	}
	for _, s := range h.Settings.DutyOf(plan) {
		spans = append(spans, rollout.Span{From: at(s.Open), To: at(s.Close)})
	}
	return spans
}

// presence is for what share of a half hour a window must have been there to be expected
// in it. The last visit before it goes reaches into the next half hour, by more than half
// of that where visits are long: so where it has usually gone after that, or the hall is
// shut, more is asked.
func (h *Hall) presence(p *[halfHours]float64, i int) float64 {
	from := queue.Clock(30 * i)
	for _, s := range h.Settings.Hall.Sessions {
		if s.Open < from+30 && from < s.Close {
			if s.Close <= from+30 || i+1 < halfHours && p[i+1] >= presentShare {
				return presentShare
			}
		}
	}
	return stillThere
}

// usual makes spans of the half hours in which a window usually is there. The first
// begins and the last ends with the hall's hours.
func (h *Hall) usual(p *[halfHours]float64) (spans []rollout.Span) {
	hall := &h.Settings.Hall
	first, last := hall.Opening(h.Date).UnixMilli(), h.Close.UnixMilli()
	for i, share := range p {
		from := hall.At(h.Date, queue.Clock(30*i)).UnixMilli()
		to := min(from+halfHour.Milliseconds(), last)
		if from = max(from, first); from >= to || share < h.presence(p, i) {
			continue
		}
		if n := len(spans); n > 0 && spans[n-1].To == from {
			spans[n-1].To = to
			continue
		}
		spans = append(spans, rollout.Span{From: from, To: to})
	}
	return spans
}
