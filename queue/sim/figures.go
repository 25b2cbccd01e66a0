package sim

// Figures are what came of many days of one hall.
type Figures struct {
	Hall *Hall
	Days int
	// Drawn and so on are sums over days; see Outcome.
	Drawn, Lost, NoShows, Unserved   int
	Ordinary, Overtaken, Unexplained int
	Jump                             int64
	Duty, Busy                       int64

	// All are the waits of everybody who was served, Comprehensive and Specialised of
	// those for themes of several departments and of one. They count from when the
	// number was drawn, and of an appointment that was kept from its time, if that was
	// later.
	All, Comprehensive, Specialised Waits
	// Whole are the waits of everybody from when the number was drawn.
	Whole Waits
	// Class are those of each class, and Theme of each theme of the scenario. Whoever
	// is late for an appointment is ordinary.
	Class [len(Classes)]Waits
	Theme []Waits
	// Half are those who came in each half hour of the day; the first is for all who
	// came before opening.
	Half []Waits
	// longest is the sum of the days' longest waits, in minutes.
	longest float64
}

// NewFigures are none yet.
func NewFigures(h *Hall) *Figures {
	f := &Figures{Hall: h}
	themes := 0
	for i := range h.Scenario.Departments {
		themes = max(themes, h.Scenario.Departments[i].Theme+1)
	}
	f.Theme = make([]Waits, themes)
	f.Half = make([]Waits, int(h.Scenario.Closes()/30)+2)
	return f
}

// Add counts a day; days are added in order.
func (f *Figures) Add(o *Outcome) {
	day := f.Days
	f.Days++
	f.Drawn += o.Drawn
	f.Lost += o.Lost
	f.NoShows += o.NoShows
	f.Unserved += o.Unserved
	f.Ordinary += o.Ordinary
	f.Overtaken += o.Overtaken
	f.Unexplained += o.Unexplained
	f.Jump = max(f.Jump, o.Jump)
	f.Duty += o.Duty
	f.Busy += o.Busy
	longest := int64(0)
	for i := range o.waits {
		w := &o.waits[i]
		longest = max(longest, w.wait)
		f.All.add(day, w.wait)
		f.Whole.add(day, w.whole)
		if f.Hall.model.joined[w.theme] {
			f.Comprehensive.add(day, w.wait)
		} else {
			f.Specialised.add(day, w.wait)
		}
		f.Class[w.class].add(day, w.wait)
		f.Theme[w.theme].add(day, w.wait)
		half := 0
		if w.at >= 0 {
			half = min(int(w.at/(30*minute))+1, len(f.Half)-1)
		}
		f.Half[half].add(day, w.wait)
	}
	f.longest += float64(longest) / float64(minute)
}

// DayLongest is the mean over days of the longest wait, in minutes.
func (f *Figures) DayLongest() float64 { return f.longest / float64(max(1, f.Days)) }

// LostShare is the share of numbers that nobody came with.
func (f *Figures) LostShare() float64 { return float64(f.Lost) / float64(max(1, f.Drawn)) }

// OvertakenShare is of ordinary numbers.
func (f *Figures) OvertakenShare() float64 { return float64(f.Overtaken) / float64(max(1, f.Ordinary)) }

// JumpMinutes is by how many minutes later the latest was drawn that passed anybody.
func (f *Figures) JumpMinutes() float64 { return float64(f.Jump) / float64(minute) }

// Utilisation is how much of the attended time somebody was called or served.
func (f *Figures) Utilisation() float64 { return float64(f.Busy) / float64(max(1, f.Duty)) }
