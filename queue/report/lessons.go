package report

// Lessons are what a day teaches about how long things take. They are sums, so that
// days are joined by adding.
type Lessons struct {
	// Items are the lengths of visits for one item, by its code; Themes those of all
	// visits that a theme served, by its id. Inferred spans and visits that were on
	// hold teach nothing.
	Items  map[string]Lengths `json:"items,omitempty"`
	Themes map[string]Lengths `json:"themes,omitempty"`
	// Walk are the lengths from a call to the start of the visit.
	Walk Lengths `json:"walk,omitzero"`
	// Lost are the lengths of calls to which nobody came.
	Lost Lengths `json:"lost,omitzero"`
	// Misses counts, by how long people had waited, how many were called for the first
	// time and how many of those did not come: entry i is for waits from i*MissStep
	// minutes to the next, and the last for all that were longer.
	Misses []Miss `json:"misses,omitempty"`
	// Breaks are the lengths of short pauses, and Duty the seconds for which windows
	// were open and not paused. Lunch and other pauses longer than LongBreak are no
	// short ones.
	Breaks Lengths `json:"breaks,omitzero"`
	Duty   int     `json:"duty_seconds,omitempty"`
	// Drawn counts the numbers by theme and by half hour of hall time, 0 to 47.
	Drawn map[string][]int `json:"drawn,omitempty"`
	// Classes counts the numbers by theme and class: ordinary, priority, appointment.
	Classes map[string][3]int `json:"classes,omitempty"`
	// Present are the minutes for which each window was open and not paused, by half
	// hour of hall time.
	Present map[string][]int `json:"present,omitempty"`
	// Scores say how far promises were from what came, so that ranges can be widened
	// until they hold: entry i counts the promises whose score was from i*ScoreStep
	// to the next, and the last all that were more. The score is the distance of the
	// wait from the median, as a multiple of that between the median and the end of
	// the range on that side. Rough promises, those to be called
	// at once and those of less than a minute between the ends are left out.
	Scores []int `json:"scores,omitempty"`
}

// Bounds of the scores.
const (
	ScoreStep  = 0.05
	ScoreSteps = 101
)

// Miss is one entry of Lessons.Misses.
type Miss struct {
	Called int `json:"called"`
	Missed int `json:"missed"`
}

// Bounds of the lessons.
const (
	MissStep  = 5  // minutes of one entry of Lessons.Misses
	MissSteps = 24 // entries; the last is for waits of 115 minutes and more
	LongBreak = 45 // minutes from which a pause is no short break
)

// Lengths are sums over lengths of time, from which mean and spread are had. Logs are
// natural logarithms of seconds.
type Lengths struct {
	N       int     `json:"n"`
	Seconds int     `json:"seconds"`
	Log     float64 `json:"log"`
	LogSq   float64 `json:"log_sq"`
}
