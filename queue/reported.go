package queue

// Reported says which event holds the report of a business day.
type Reported struct {
	Date string `json:"date"`
	Seq  uint64 `json:"seq"`
}

// keptReports is how many days' reports a state knows the place of: more than three
// years of working days.
const keptReports = 800
