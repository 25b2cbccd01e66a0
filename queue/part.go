package queue

// Part is a part of what a hall is told that the centre of its network may publish.
// Each part has one owner: the hall, or, once the hall has taken a publication of it,
// the centre.
type Part string

// Parts that the centre may publish.
const (
	PartCatalogue Part = "catalogue" // what the hall can do for people: a Catalogue
	PartCalendar  Part = "calendar"  // working days: a Calendar
	PartRules     Part = "rules"     // how the queue is run: Rules
)

// Parts are all of them, in the order in which they are taken.
var Parts = []Part{PartCalendar, PartRules, PartCatalogue}
