package foresee

import (
	"slices"
	"strings"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/wait"
)

// daysKept is how many reported days teach; more would teach how it was. By how much
// ranges are widened is carried from day to day, a twentieth of it anew, so that 5 % is
// left of what lies further back.
const daysKept = 60

// lessons are the reported days that have been read.
type lessons struct {
	days map[string]reportedDay // by date
}

type reportedDay struct {
	seq uint64
	day *report.Day // nil if it cannot be read
}

// subject is what lessons are about.
type subject struct {
	settings, catalogue string
	set                 *queue.Settings
	cat                 *queue.Catalogue
}

// subjectOf is a state's; events replace settings and catalogue and change neither.
func subjectOf(s *queue.State) subject {
	return subject{settings: s.SettingsHash, catalogue: s.CatalogueHash, set: s.Settings, cat: s.Catalogue}
}

// learn makes what is known anew, if a day was reported or what it is about was
// replaced.
func (f *Foresee) learn(look seen) {
	fresh := f.read(look.reported)
	known := f.known.Load()
	if known != nil && !fresh && known.settings == look.learned.settings && known.catalogue == look.learned.catalogue {
		return
	}
	k := &Known{Days: f.lessons.list(), settings: look.learned.settings, catalogue: look.learned.catalogue}
	if f.guarded("learn", func() { k.Known = wait.Learn(look.learned.set, look.learned.cat, k.Days) }) {
		f.known.Store(k)
	}
}

// read reads the reports of the last days that are not known yet, and tells whether
// anything is other than it was.
func (f *Foresee) read(reported []queue.Reported) (fresh bool) {
	if n := len(reported) - daysKept; n > 0 {
		reported = reported[n:]
	}
	days := map[string]reportedDay{}
	fresh = len(reported) < len(f.lessons.days) // a day was reopened
	for _, r := range reported {
		d, ok := f.lessons.days[r.Date]
		known := ok && d.seq == r.Seq
		if !known || d.day == nil { // a disk may come back
			day, err := f.hall.Report(r.Seq)
			if err != nil && !known {
				f.log.Warn("the report of a day cannot be read; it teaches nothing", "date", r.Date, "err", err)
			}
			fresh = fresh || !known || err == nil
			d = reportedDay{seq: r.Seq, day: day}
		}
		days[r.Date] = d
	}
	f.lessons.days = days
	return fresh
}

// list are the days that could be read, the oldest first.
func (l *lessons) list() (days []*report.Day) {
	for _, d := range l.days {
		if d.day != nil {
			days = append(days, d.day)
		}
	}
	slices.SortFunc(days, func(a, b *report.Day) int { return strings.Compare(a.Date, b.Date) })
	return days
}
