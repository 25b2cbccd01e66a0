package foresee

import (
	"time"

	"onewindow/queue"
	"onewindow/queue/wait"
)

// mostWaiting is how many may wait for a hall to be simulated; more than any hall of
// people holds. Beyond it a formula says how long each theme takes, and no more.
const mostWaiting = 3000

// seen is what a round needs of the state.
type seen struct {
	now        time.Time
	seq        uint64
	day        queue.Day
	hall       *wait.Hall
	crowded    bool
	learned    subject
	reported   []queue.Reported
	unreported []queue.ClosedDay
	advices    []queue.Advice
}

// round is one look at the hall and all that follows from it: lessons, the reports of
// days that have closed, all ranges, whether themes are full, and advice. It says at
// what hall time the next one is due.
func (f *Foresee) round() (next time.Time) {
	look, ok := f.see()
	next = look.now.Add(f.set.Pace)
	if !ok {
		return next
	}
	f.report(look)
	f.learn(look)
	known := f.known.Load()
	if !look.day.Open || look.hall == nil || known == nil {
		f.forecast.Store(nil)
		return next
	}
	fc := f.foresee(known, look)
	if fc == nil {
		return next // what there is grows stale
	}
	f.forecast.Store(fc)
	f.hall.Renewed()
	f.foretell(known, look, fc)
	f.advise(known, look)
	return next
}

// see looks at the hall; ok is false before it is furnished.
func (f *Foresee) see() (look seen, ok bool) {
	f.hall.Read(func(s *queue.State, now time.Time) {
		look.now = now
		if ok = s.Configured(); !ok {
			return
		}
		look.day, look.learned = s.Day, subjectOf(s)
		look.seq = s.Seq
		look.reported, look.unreported = s.Reported, s.Unreported // events make new lists
		look.advices = unfollowed(s)
		look.crowded = waiting(s) > f.set.crowd
		if s.Day.Open {
			f.guarded("look", func() { look.hall = wait.Look(s, now) })
		}
	})
	return look, ok
}

// waiting is how many wait in the hall.
func waiting(s *queue.State) (n int) {
	for i := range s.Settings.Themes {
		k, _ := s.Waiting(s.Settings.Themes[i].ID)
		n += k
	}
	return n
}

// foresee makes all ranges of the hall as it was seen; nil if nothing could.
func (f *Foresee) foresee(known *Known, look seen) (fc *wait.Forecast) {
	if look.crowded {
		f.guarded("outlook", func() {
			fc = &wait.Forecast{Epoch: look.hall.Epoch, Seq: look.hall.Seq, Made: look.hall.Now, Themes: wait.RoughThemes(known.Known, look.hall)}
		})
		return fc
	}
	fc, ok := reckoned(f, "batch", func() *wait.Forecast { return f.set.simulateAll(f.desk.estimator(known, f.set.Seed), look.hall) })
	if !ok && !f.stopping() {
		f.guarded("rough", func() { fc = wait.Rough(known.Known, look.hall) })
	}
	return fc
}

// foretell says how likely the day is to hold another number of each theme. It goes
// through the writer only when that opens or closes a theme.
func (f *Foresee) foretell(known *Known, look seen, fc *wait.Forecast) {
	if look.hall.Stopped {
		return // what is foreseen of it is nothing, and no word on the day
	}
	set := look.learned.set
	fits := map[string]int{}
	for i := range set.Themes {
		if o, ok := fc.Themes[set.Themes[i].ID]; ok {
			fits[set.Themes[i].ID] = o.Fits
		}
	}
	f.forgive(known, look, fits)
	if f.stopping() {
		return // it may not have been looked at to its end
	}
	c := queue.Foretell{}
	for i := range set.Themes {
		if n, ok := fits[set.Themes[i].ID]; ok {
			c.Outlooks = append(c.Outlooks, queue.Outlook{Theme: set.Themes[i].ID, Fits: n})
		}
	}
	f.say(c)
}

// forgive takes back what outlooks owe to clerks who are away for a while: citizens are
// sent home for the day because too many wait, not because of a break.
func (f *Foresee) forgive(known *Known, look seen, fits map[string]int) {
	short := false
	for _, n := range fits {
		short = short || n < queue.FitsFrom
	}
	if !short || !look.learned.set.Rules.ForecastStop {
		return
	}
	var again bool
	var fc *wait.Forecast
	f.guarded("returning", func() {
		if look.hall, again = look.hall.Returning(known.Known); again {
			fc = f.foresee(known, look)
		}
	})
	if fc == nil {
		return
	}
	for id, n := range fits {
		fits[id] = max(n, fc.Themes[id].Fits)
	}
}

// say gives a command if it would change something, and waits for it. The error is a
// refusal, or that it could not be noted.
func (f *Foresee) say(c queue.Command) error {
	var events []queue.Event
	var refused error
	f.hall.Read(func(s *queue.State, now time.Time) {
		events, refused = queue.Decide(s, now, queue.Actor{}, c)
	})
	if refused != nil || len(events) == 0 {
		f.complain(refused)
		return refused
	}
	said := make(chan error, 1)
	f.hall.Say(c, func(err error) { said <- err })
	err := <-said
	f.complain(err)
	return err
}

// complain logs what went wrong once, and not at every round.
func (f *Foresee) complain(err error) {
	if err == nil || err.Error() == f.complaint {
		return
	}
	f.complaint = err.Error()
	f.log.Warn("what was foreseen was not noted", "err", err)
}
