package wait

import (
	"math"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
)

// What is believed of a hall before it has taught anything, and by how much. Apart
// from the catalogue's minutes none of it was measured in a hall. The scenario lg-base
// is made with the same numbers: on its days nobody can tell whether anything is
// learned, which is why bench/queueing has a hall of another truth.
const (
	// visitCV is the spread of a visit's length, relative to its mean.
	visitCV = 0.7
	// itemPrior is how many visits the minutes of the catalogue are worth for an item,
	// or the minutes of a theme for its visits; themePrior how many for how much longer
	// than in the catalogue all of a theme take.
	itemPrior  = 10
	themePrior = 30
	// A window goes for a short break after so many seconds of duty on average, for so
	// many seconds, and it is as if so many breaks had been seen.
	breakBetween = 90 * 60
	breakMean    = 8 * 60
	breakCV      = 0.5
	breakPrior   = 10
	// A called citizen is at the window after so many seconds; where nobody comes, it
	// has lost so many; and it is as if so many calls had been seen.
	walkMean  = 24
	lostMean  = 45
	callPrior = 20
	// classPrior is how many numbers the assumption about the classes is worth, and
	// priorityShare how many of those have priority; appointments are not assumed.
	classPrior    = 20
	priorityShare = 0.06
	// halfLife is after how many reported days a day counts half.
	halfLife = 20
	// dayPrior is how many numbers the usual day is worth against those of today.
	dayPrior = 70
	// presentDays is from how many days on it is believed that a window is usually
	// there in a half hour or not, and presentShare the share of it that divides the two;
	// stillThere divides them where it usually has gone after it, see Hall.presence.
	presentDays  = 5
	presentShare = 0.5
	stillThere   = 0.75
	// lateAfter is after how long a window that has not opened in a span of its duty is
	// not waited for in it, and comeShare how likely it then comes for the next.
	lateAfter = 15 * time.Minute
	comeShare = 0.5
	// longBreak is from when a pause is no short break.
	longBreak = report.LongBreak * time.Minute
)

const (
	halfHours = 48
	halfHour  = 30 * time.Minute
)

// Known is what is known of how a hall works. It is never changed.
type Known struct {
	// Days is of how many days.
	Days int

	items    map[string]length
	themes   map[string]*themeKnown
	walk     length
	lost     length
	between  float64 // mean seconds of duty between two short breaks
	wishes   float64 // and until the next is wished for, which may be during a visit
	breaks   length
	patience patience
	present  map[string]*[halfHours]float64 // share of the half hour
	pause    float64                        // seconds between two citizens, before a day shows it
	absent   absence
	returns  float64 // share of the missed who come back
	// widen is by how much ranges are drawn apart; see widening.
	widen float64
	week  [7]float64 // see Weekday
}

// themeKnown is what is known of a theme.
type themeKnown struct {
	visit  length // of any visit
	plain  length // of one for which no item is named
	factor float64
	// draws are the numbers of a day by half hour of hall time.
	draws [halfHours]float64
	// priority and appointment are the shares of those classes.
	priority, appointment float64
}

// theme is what is known of a theme; of one that was not there when it was learned,
// only what its settings say.
func (k *Known) theme(t *queue.Theme) *themeKnown {
	if x := k.themes[t.ID]; x != nil {
		return x
	}
	l := lengthOf(60*float64(max(t.Minutes, 1)), visitCV)
	return &themeKnown{visit: l, plain: l, factor: 1, priority: priorityShare}
}

// visit is how long a part of a visit takes.
func (k *Known) visit(t *queue.Theme, items []string) length {
	var ls []length
	for _, code := range items {
		if l, ok := k.items[code]; ok {
			ls = append(ls, l)
		}
	}
	if len(ls) == 0 {
		return k.theme(t).plain
	}
	return together(ls)
}

// Mean is how many minutes a window has to do with a visit of a theme on average, the
// walk to it included; 0 for a theme that is not known. What clerks do between two is not
// in it, as it is not learned: the plan and the formula for staffing leave it out, which
// is some seconds of a visit.
func (k *Known) Mean(theme string) float64 {
	if x := k.themes[theme]; x != nil {
		return (x.visit.mean + k.walk.mean) / 60
	}
	return 0
}

// Available is the share of its duty for which a window is not on a short break.
func (k *Known) Available() float64 { return k.between / (k.between + k.breaks.mean) }

// Draws are the numbers of a theme on a mean day by half hour of hall time.
func (k *Known) Draws(theme string) (draws [halfHours]float64) {
	if x := k.themes[theme]; x != nil {
		draws = x.draws
	}
	return draws
}

// Patience is the mean, in minutes, of the exponential patience by which as many leave
// within half an hour as do by the missed-call curve; 0 if nobody does.
func (k *Known) Patience() float64 {
	const wait = 30 * 60
	p := (k.patience.missed(wait) - k.patience.share[0]) / (1 - k.patience.share[0])
	if p <= 1e-6 {
		return 0
	}
	return -wait / 60 / math.Log1p(-p)
}

// Factor is how many numbers are drawn today for each that would be on a mean day: what
// the weekday is worth, times the numbers so far and 70 more for each expected so far
// and 70 more. 1 while nothing is learned.
func (k *Known) Factor(h *Hall) float64 {
	if k.Days == 0 {
		return 1
	}
	drawn, expected := 0, 0.0
	for i := range h.Themes {
		drawn += h.Themes[i].Drawn
		expected += k.expected(h, h.Themes[i].ID)
	}
	week := 1.0
	if date, err := time.Parse(time.DateOnly, h.Date); err == nil {
		week = k.Weekday(date.Weekday())
	}
	return week * (float64(drawn) + dayPrior) / (week*expected + dayPrior)
}

// expected is how many numbers of a theme a mean day has had by now.
func (k *Known) expected(h *Hall, theme string) (n float64) {
	x := k.themes[theme]
	if x == nil {
		return 0
	}
	now := h.Now.UnixMilli()
	for i, d := range x.draws {
		from, to := h.halfHour(i)
		if now > from {
			n += d * float64(min(now, to)-from) / float64(max(to-from, 1))
		}
	}
	return n
}

// halfHour is when numbers are given in a half hour of the day, in milliseconds: of
// that in which the intake begins, or the hall closes, only a part. Where none are
// given it is the whole.
func (h *Hall) halfHour(i int) (from, to int64) {
	hall := &h.Settings.Hall
	start := hall.At(h.Date, queue.Clock(30*i)).UnixMilli()
	from, to = start, start+halfHour.Milliseconds()
	open := hall.Opening(h.Date).Add(-h.Settings.Rules.IntakeBefore.Duration()).UnixMilli()
	if a, b := max(from, open), min(to, h.Close.UnixMilli()); a < b {
		return a, b
	}
	return from, to
}
