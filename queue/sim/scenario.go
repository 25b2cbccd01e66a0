package sim

// Scenario is what a hall's days are like. All times are minutes since opening, at
// 09:00, and all lengths minutes.
type Scenario struct {
	Name string `json:"name,omitempty"`
	Note string `json:"note,omitempty"`

	Departments []Department `json:"depts"`
	Items       []Item       `json:"items"`
	Params      Params       `json:"params"`
	// Edges bound the spans of the day in which people come, and Weights say how many
	// come in each, relative to each other. The first edge is when numbers are given
	// from, the last until when.
	Edges   []float64 `json:"profile_edges"`
	Weights []float64 `json:"profile_weights"`
	// WalkIn is how long people walk from a call to the window, MissedCall how long a
	// window is busy with a call to which nobody comes.
	WalkIn     float64 `json:"walk_in"`
	MissedCall float64 `json:"missed_call"`
	// Lunch is from when until when windows without lunch duty are away, Close when the
	// hall closes; 180 to 300, and 540, where the file does not say.
	Lunch []float64 `json:"lunch,omitempty"`
	Close float64   `json:"close,omitempty"`
	// Roster is how attendance differs from day to day.
	Roster Roster `json:"roster,omitzero"`
	// Comeback are those who missed their call and come all the same.
	Comeback Comeback `json:"comeback,omitzero"`
	// Slots is how appointments are kept; 6 minutes early, give or take 9, where the
	// file does not say.
	Slots Slots `json:"appointments,omitzero"`

	// WindowsBefore and WindowsAfter are the two arms: how the hall is furnished. One
	// of them may be missing.
	WindowsBefore []Window `json:"windows_before,omitempty"`
	WindowsAfter  []Window `json:"windows_after,omitempty"`
	// BeforeBreak is Params.BreakMean in the arm before; 0 is the same.
	BeforeBreak float64 `json:"before_break_mean,omitempty"`

	// Split and Mismatch are how the arm before was made; see Recipe. They are kept for
	// people and change nothing any more.
	Split    int     `json:"split,omitempty"`
	Mismatch float64 `json:"mismatch,omitempty"`
}

// Department is one whose items a hall serves.
type Department struct {
	Name string `json:"name"`
	// Theme is the line that it belongs to after windows were joined. One of several
	// departments is comprehensive, one of a single department specialised.
	Theme int `json:"theme"`
	// Visits is how many come on a mean day.
	Visits float64 `json:"visits_per_day"`
	// Mean and WindowsBefore are for people; the items and arms say what counts.
	Mean          float64 `json:"mean_min"`
	WindowsBefore int     `json:"windows_before"`
}

// Item is what people come for.
type Item struct {
	Department string `json:"dept"`
	Theme      int    `json:"theme"`
	// Share of those who come to the department.
	Share float64 `json:"share_of_dept"`
	// Mean is how long a visit takes at a window of speed 1, without the walk, and CV
	// its coefficient of variation; lengths are lognormal.
	Mean float64 `json:"mean_min"`
	CV   float64 `json:"cv"`
	// QueueBefore and QueueAfter are the lines in which it waits in each arm.
	QueueBefore int `json:"queue_before"`
	QueueAfter  int `json:"queue_after"`
}

// Window is one window of an arm.
type Window struct {
	// Lunch says that it stays over lunch.
	Lunch bool `json:"lunch"`
	// Skills are the lines that it may call from: its own, and those that it helps
	// out with.
	Skills []int `json:"skills"`
	// Speed divides the length of each visit.
	Speed float64 `json:"speed"`
}

// Params are numbers about people. The first six are those by which departments,
// items and windows were made, and change nothing any more.
type Params struct {
	Load        float64 `json:"Load"`
	SpecLoad    float64 `json:"SpecLoad"`
	Hot         float64 `json:"Hot"`
	ItemsPerDep int     `json:"ItemsPerDep"`
	ItemSpread  float64 `json:"ItemSpread"`
	CVIn        float64 `json:"CVIn"`
	// DayCV and DeptDayCV are how much the day's, and a department's, number of people
	// vary from day to day.
	DayCV     float64 `json:"DayCV"`
	DeptDayCV float64 `json:"DeptDayCV"`
	// PrioShare have priority, ApptShare an appointment, NoShow draw a number and go.
	PrioShare float64 `json:"PrioShare"`
	ApptShare float64 `json:"ApptShare"`
	NoShow    float64 `json:"NoShow"`
	// PatMean and PatCV are how long people wait before they go; lognormal. 0 waits
	// for ever.
	PatMean float64 `json:"PatMean"`
	PatCV   float64 `json:"PatCV"`
	// Multi of those who come to a comprehensive theme have a matter with another
	// department of it. Where both wait in one line, one visit does both, in MultiSave
	// of the time of the two; else the number goes on to the second line.
	Multi     float64 `json:"Multi"`
	MultiSave float64 `json:"MultiSave"`
	SpeedCV   float64 `json:"SpeedCV"`
	// BreakEvery is the mean time between two short breaks of a clerk, BreakMean and
	// BreakCV how long they take; lognormal. BreakEvery 0 is none.
	BreakEvery float64 `json:"BreakEvery"`
	BreakMean  float64 `json:"BreakMean"`
	BreakCV    float64 `json:"BreakCV"`
}

// Roster is how attendance differs from day to day. Nobody knows beforehand of an
// absence; half days are planned.
type Roster struct {
	// Absent is how likely a window has no clerk on a day, HalfDay how likely it is
	// planned for only the morning or only the afternoon.
	Absent  float64 `json:"absent,omitempty"`
	HalfDay float64 `json:"half_day,omitempty"`
}

// Comeback are those who come back after a missed call.
type Comeback struct {
	// Share of those who had waited too long to hear their call, and After how many
	// minutes on the mean; exponential.
	Share float64 `json:"share,omitempty"`
	After float64 `json:"after_min,omitempty"`
}

// Slots is how appointments are kept: how many minutes before it people come on the
// mean, and give or take how many; normal. Early may be negative.
type Slots struct {
	Early  float64 `json:"early_min"`
	Spread float64 `json:"spread_min"`
}

// Kept is how appointments are kept.
func (s *Scenario) Kept() Slots {
	if s.Slots == (Slots{}) {
		return Slots{Early: 6, Spread: 9}
	}
	return s.Slots
}

// Arm is one of the two ways in which a scenario's hall is furnished.
type Arm string

// Arms of a scenario.
const (
	Before Arm = "before"
	After  Arm = "after"
)

// Windows are those of an arm.
func (s *Scenario) Windows(a Arm) []Window {
	if a == Before {
		return s.WindowsBefore
	}
	return s.WindowsAfter
}

// Queue is the line of an item in an arm.
func (it *Item) Queue(a Arm) int {
	if a == Before {
		return it.QueueBefore
	}
	return it.QueueAfter
}

// Closes is when the hall closes, and LunchFrom and LunchTo bound lunch, in minutes
// since opening.
func (s *Scenario) Closes() float64 {
	if s.Close == 0 {
		return 540
	}
	return s.Close
}

// LunchFrom is when windows without lunch duty go.
func (s *Scenario) LunchFrom() float64 {
	if len(s.Lunch) == 0 {
		return 180
	}
	return s.Lunch[0]
}

// LunchTo is when they are back.
func (s *Scenario) LunchTo() float64 {
	if len(s.Lunch) == 0 {
		return 300
	}
	return s.Lunch[1]
}

// Comprehensive reports whether a theme is of several departments.
func (s *Scenario) Comprehensive(theme int) bool {
	n := 0
	for i := range s.Departments {
		if s.Departments[i].Theme == theme {
			n++
		}
	}
	return n > 1
}

// Visits is how many people come on a mean day.
func (s *Scenario) Visits() (n float64) {
	for i := range s.Departments {
		n += s.Departments[i].Visits
	}
	return n
}

// Scaled is the scenario with so many times the people.
func (s *Scenario) Scaled(by float64) *Scenario {
	c := *s
	c.Departments = append([]Department(nil), s.Departments...)
	for i := range c.Departments {
		c.Departments[i].Visits *= by
	}
	c.Params.Load *= by
	return &c
}
