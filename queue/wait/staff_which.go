package wait

import (
	"cmp"
	"slices"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// serves reports whether a theme is a window's own.
func (h *Hall) serves(w, theme int) bool {
	return slices.Contains(h.Windows[w].Reach.Own, int32(theme))
}

// look says which windows are there. A window on a short break is, and so is one whose
// clerk has said that it opens; one that is about to close, or at lunch, is not.
func (s *staff) look() {
	s.on = make([]bool, len(s.h.Windows))
	s.asked = make([]bool, len(s.h.Themes))
	factor := s.k.Factor(s.h)
	for t := range s.h.Themes {
		s.crowds = append(s.crowds, s.crowd(t, factor))
	}
	s.later = make([][]rollout.Span, len(s.h.Windows))
	s.due = make([]bool, len(s.h.Windows))
	now := s.h.Now.UnixMilli()
	for i := range s.h.Windows {
		w := &s.h.Windows[i]
		planned := s.h.planned(s.k, i)
		for _, x := range planned {
			if x.From > now {
				s.later[i] = append(s.later[i], x)
			} else if now < x.To {
				s.due[i] = true
			}
		}
		state := w.State
		if w.Forgotten {
			state = queue.Idle // nobody can be asked to open it
		}
		switch state {
		case queue.Idle, queue.Calling, queue.WindowServing:
			s.on[i] = w.PauseAfter != queue.PauseAsked && !s.h.goes(planned, w)
		case queue.Paused:
			lunch := !s.due[i] && len(s.later[i]) > 0
			s.on[i] = !lunch && w.Reason != queue.PauseAsked && s.h.Now.Sub(w.Since) < shortBreak
		}
		a := w.Asked
		if a == nil {
			continue
		}
		switch a.Answer {
		case queue.AnswerYes:
			s.on[i] = a.What == queue.AskOpen
		case queue.AnswerNo:
		default:
			if s.h.Now.Sub(a.At) < asking {
				for t := range s.asked {
					s.asked[t] = s.asked[t] || s.h.serves(i, t)
				}
			}
		}
	}
}

// openable are the windows that may be asked to open for a theme, those first whose
// clerk is there and paused for the longest, then those that should be open by their
// plan, then all others but those that come later by their plan, as from lunch. Of
// equals the one with the fewest themes is first, so that those with more stay for later.
func (s *staff) openable(theme int) (ws []int) {
	rank := make([]int, len(s.h.Windows))
	for i := range s.h.Windows {
		w := &s.h.Windows[i]
		if s.on[i] || w.Asked != nil || w.Forgotten || !s.h.serves(i, theme) || s.taken(w.ID) {
			continue
		}
		due, later := s.due[i], len(s.later[i]) > 0
		switch {
		case w.State == queue.Paused && w.Clerk != "" && (due || !later):
			rank[i] = 0
		case w.State == queue.Closed && due:
			rank[i] = 1
		case w.State == queue.Closed && !later:
			rank[i] = 2
		default:
			continue
		}
		ws = append(ws, i)
	}
	slices.SortStableFunc(ws, func(a, b int) int {
		x, y := &s.h.Windows[a], &s.h.Windows[b]
		c := cmp.Compare(rank[a], rank[b])
		if c == 0 {
			c = cmp.Compare(len(x.Reach.Own), len(y.Reach.Own))
		}
		if c == 0 && rank[a] == 0 {
			c = x.Since.Compare(y.Since)
		}
		return c
	})
	return ws
}

// closable are the windows of a theme that may be asked to close: those without a
// citizen first, then those to which fewer were sent by name, then those open for the
// longest. One that has not been open for Stay is not among them.
func (s *staff) closable(theme int) (ws []int) {
	sent := make([]int, len(s.h.Windows))
	for i := range s.h.Windows {
		w := &s.h.Windows[i]
		for j := range s.h.tickets {
			if l := s.h.tickets[j].lane; int(l) >= len(s.h.Themes) && slices.Contains(w.Reach.Own, l) {
				sent[i]++
			}
		}
		open := w.State != queue.Closed && s.h.Now.Sub(w.Opened) >= s.r.Stay
		if s.on[i] && open && w.Asked == nil && s.h.serves(i, theme) && !s.taken(w.ID) {
			ws = append(ws, i)
		}
	}
	busy := func(i int) int {
		if w := &s.h.Windows[i]; w.State == queue.Calling || w.State == queue.WindowServing {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(ws, func(a, b int) int {
		c := cmp.Compare(busy(a), busy(b))
		if c == 0 {
			c = cmp.Compare(sent[a], sent[b])
		}
		if c == 0 {
			c = s.h.Windows[a].Opened.Compare(s.h.Windows[b].Opened)
		}
		return c
	})
	return ws
}

// taken reports whether something has been found to advise for a window.
func (s *staff) taken(id string) bool {
	return slices.ContainsFunc(s.found, func(f found) bool { return f.Window == id })
}
