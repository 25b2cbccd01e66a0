package queue

import (
	"slices"
	"strconv"
	"time"
)

// Advice proposes how many windows should serve a theme until some time, and what
// that would come to. It moves nothing by itself: a manager accepts it with one key,
// which asks the clerk of the window, or refuses it.
type Advice struct {
	// ID is the theme and the sequence of the event that gave it, as in "general-1042";
	// the hall fills it in.
	ID    string  `json:"id"`
	Theme string  `json:"theme"`
	What  AskKind `json:"what"`
	// Window is the one to open or close.
	Window string `json:"window"`
	// Now is how many windows of the theme are open, Then how many would be.
	Now  int `json:"now"`
	Then int `json:"then"`
	// Target is the wait in minutes that counts, Until the end of the time looked at.
	Target int       `json:"target_minutes"`
	Until  time.Time `json:"until"`
	// Share is what percent of those who draw a number until then would wait less
	// than the target with Then windows, ShareLow and ShareHigh the range in which
	// that lies in four of five cases; ShareNow is the same with Now windows.
	Share     int `json:"share"`
	ShareLow  int `json:"share_low"`
	ShareHigh int `json:"share_high"`
	ShareNow  int `json:"share_now"`
	// Wait is how many minutes the same people wait on average with Then windows, and
	// WaitNow with Now windows, if it stays at that many: told where the share says
	// little, as too few are called in time whatever is opened. 0 where it is not told.
	Wait    int `json:"wait_minutes,omitempty"`
	WaitNow int `json:"wait_now_minutes,omitempty"`
	// Minutes are the window minutes that it saves until then; negative if it costs
	// them.
	Minutes int `json:"minutes"`
	// Waiting is how many waited for the theme when it was given.
	Waiting int       `json:"waiting"`
	At      time.Time `json:"at"`
}

// AdviceAnswer is what became of an advice.
type AdviceAnswer string

// Answers to an advice.
const (
	AdviceAccepted AdviceAnswer = "accepted" // the window was asked
	AdviceRefused  AdviceAnswer = "refused"  // a manager said no
	AdviceOver     AdviceAnswer = "over"     // it is no longer so, or the window does it already
)

// known reports whether the answer is one of those that there are.
func (a AdviceAnswer) known() bool {
	return a == AdviceAccepted || a == AdviceRefused || a == AdviceOver
}

// AdviceRests is for how long, after a manager refused an advice, none of its direction
// is given for its theme.
const AdviceRests = 30 * time.Minute

// RefusedAdvice is what a manager wants no advice of for a while: that a theme needs
// more windows, or fewer. How many is left out: it moves by one with chance, and who
// said no to nine windows is not asked about ten a minute later.
type RefusedAdvice struct {
	Theme string    `json:"theme"`
	What  AskKind   `json:"what"`
	At    time.Time `json:"at"`
}

// Advised counts the advice of a day and what became of it. Advice that is open when
// the day closes has no answer.
type Advised struct {
	Given    int `json:"given"` // how many were given
	Accepted int `json:"accepted"`
	Refused  int `json:"refused"`
	Over     int `json:"over"`
}

func (a *Advised) answer(how AdviceAnswer) {
	switch how {
	case AdviceAccepted:
		a.Accepted++
	case AdviceRefused:
		a.Refused++
	case AdviceOver:
		a.Over++
	}
}

// Advice is the open advice of that id, or nil.
func (s *State) Advice(id string) *Advice {
	i := slices.IndexFunc(s.Advices, func(a Advice) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Advices[i]
}

// same reports whether two advices propose the same for a theme.
func (a *Advice) same(b *Advice) bool {
	return a.Theme == b.Theme && a.What == b.What && a.Then == b.Then
}

// shows reports whether another is this one with other figures.
func (a *Advice) shows(b *Advice) bool {
	return a.ID == b.ID && a.Theme == b.Theme && a.What == b.What && a.Window == b.Window && a.At.Equal(b.At)
}

// shown is the advice as a manager saw it; nil where that is as it was given, or where
// it was another.
func (a *Advice) shown(b *Advice) *Advice {
	if b == nil || !a.shows(b) || !writable(Stamp(b.Until)) {
		return nil
	}
	seen := *b
	seen.At, seen.Until = a.At, Stamp(b.Until)
	if seen == *a {
		return nil
	}
	return &seen
}

// ask is what the clerk of the window is asked if the advice is accepted.
func (a *Advice) ask() AskWindow { return AskWindow{Window: a.Window, What: a.What, Theme: a.Theme} }

// Followed reports whether the window is as the advice would have it, or cannot be
// asked any more.
func (s *State) Followed(a *Advice) bool {
	w := s.windows[a.Window]
	return w == nil || s.Theme(a.Theme) == nil || (&Ask{What: a.What}).met(w.State)
}

// restsNow reports whether a manager has refused such advice a short while ago.
func (s *State) restsNow(a *Advice, now time.Time) bool {
	return slices.ContainsFunc(s.RefusedAdvice, func(r RefusedAdvice) bool {
		return r.Theme == a.Theme && r.What == a.What && now.Before(r.At.Add(AdviceRests))
	})
}

// advise makes the open advices those that the advisor now has: one that proposes the
// same stays as it was given, unless its window does it already.
func (d *decision) advise(c Advise) *Refusal {
	for i := range c.Advices {
		if a := &c.Advices[i]; a.What != AskOpen && a.What != AskClose || !writable(Stamp(a.Until)) {
			return Refuse(CodeBadHistory, "an advice is to open or to close a window until some time", "theme", a.Theme)
		}
	}
	if !d.Day.Open {
		return nil
	}
	has := func(all []Advice, a *Advice) bool {
		return slices.ContainsFunc(all, func(b Advice) bool { return b.same(a) && !d.Followed(&b) })
	}
	for i := range d.Advices {
		if old := &d.Advices[i]; d.Followed(old) || !has(c.Advices, old) {
			d.emit(AdviceAnswered{ID: old.ID, Answer: AdviceOver})
		}
	}
	for i := range c.Advices {
		a := c.Advices[i]
		if d.Followed(&a) || has(d.Advices, &a) || has(c.Advices[:i], &a) || d.restsNow(&a, d.at) {
			continue
		}
		a.At, a.Until = d.at, Stamp(a.Until)
		a.ID = a.Theme + "-" + strconv.FormatUint(d.Seq+uint64(len(d.events))+1, 10)
		d.emit(AdviceGiven{Advice: a})
	}
	return nil
}

// answerAdvice accepts or refuses an advice. Who accepts asks the window's clerk; a
// window that does it already is not asked.
func (d *decision) answerAdvice(c AnswerAdvice) *Refusal {
	a := d.Advice(c.ID)
	switch {
	case a == nil:
		return Refuse(CodeUnknownAdvice, "the advice is over, or was answered; look at those that are open", "id", c.ID)
	case !c.Accept:
		d.emit(AdviceAnswered{ID: a.ID, Answer: AdviceRefused, Shown: a.shown(c.Shown)})
		return nil
	case d.Followed(a):
		d.emit(AdviceAnswered{ID: a.ID, Answer: AdviceOver, Shown: a.shown(c.Shown)})
		return nil
	}
	d.emit(AdviceAnswered{ID: a.ID, Answer: AdviceAccepted, Shown: a.shown(c.Shown)})
	return d.ask(a.ask())
}

func (s *State) applyAdviceAnswered(r *Record, e AdviceAnswered) {
	s.Advised.answer(e.Answer)
	if a := s.Advice(e.ID); e.Answer == AdviceRefused {
		s.RefusedAdvice = append(
			without(s.RefusedAdvice, func(x RefusedAdvice) bool { return !r.At.Before(x.At.Add(AdviceRests)) }),
			RefusedAdvice{Theme: a.Theme, What: a.What, At: r.At})
	}
	s.Advices = without(s.Advices, func(a Advice) bool { return a.ID == e.ID })
}
