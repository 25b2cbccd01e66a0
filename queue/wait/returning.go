package wait

import (
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

const (
	// backAfter is how soon whoever is away from a window is taken to be back: as soon,
	// on average, as somebody who is not there yet when a span of duty begins.
	backAfter = lateAfter / 2
	// shortLeave is for how long a clerk who has left the window to others of the same
	// themes is taken to come back, and longLeave one whom nobody stands in for: as long
	// as a meal of the only clerk in a hall that stays open at noon.
	shortLeave = 30 * time.Minute
	longLeave  = 90 * time.Minute
)

// Returning is the hall as it is if clerks who are away from their duty, and have not
// been for long, are back soon; again tells whether there are any. It answers whether a
// day is too short for those who wait, which a break does not make it. Of windows that
// nobody was at all day it counts those of themes that nobody was there for.
func (h *Hall) Returning(k *Known) (back *Hall, again bool) {
	for i := range h.Windows {
		if !h.leaves(k, i) {
			continue
		}
		if back == nil {
			copied := *h
			copied.Windows = slices.Clone(h.Windows)
			back = &copied
		}
		back.Windows[i].returns = true
	}
	if back == nil {
		return h, false
	}
	return back, true
}

// leaves reports whether the clerk of a window is away, and may be taken to be back soon.
func (h *Hall) leaves(k *Known, i int) bool {
	w, now := &h.Windows[i], h.Now.UnixMilli()
	if !h.alive() || w.State != queue.Closed {
		return false
	}
	there, seen := false, false
	for j := range h.Windows {
		x := &h.Windows[j]
		if !slices.ContainsFunc(x.Reach.Own, func(l int32) bool { return int(l) < len(h.Themes) && slices.Contains(w.Reach.Own, l) }) {
			continue
		}
		there = there || x.State != queue.Closed
		seen = seen || x.Seen
	}
	if !w.Seen && seen {
		return false
	}
	leave := longLeave
	if there {
		leave = shortLeave
	}
	for _, s := range h.planned(k, i) {
		if s.From <= now && now < s.To {
			return now-max(s.From, w.Since.UnixMilli()) < leave.Milliseconds()
		}
	}
	return false
}

// backSoon adds to the spans of a window's duty what is left of the one that runs.
func (h *Hall) backSoon(planned, spans []rollout.Span, now int64) []rollout.Span {
	from := now + backAfter.Milliseconds()
	for _, s := range planned {
		if s.From > now || s.To <= from {
			continue
		}
		if len(spans) > 0 && spans[0].To == s.To {
			return spans // it is late, and expected already
		}
		return append([]rollout.Span{{From: from, To: s.To}}, spans...)
	}
	return spans
}
