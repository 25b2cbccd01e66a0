package queue

// Level is a hall's place in the three-level network.
type Level string

// Levels of halls.
const (
	LevelDistrict  Level = "district"
	LevelStreet    Level = "street"
	LevelCommunity Level = "community"
	LevelPark      Level = "park"
)

// Hall is the place itself.
type Hall struct {
	// ID is the network's name of the hall, of [A-Za-z0-9-], such as "LG-00".
	ID    string `json:"id"`
	Level Level  `json:"level"`
	Name  Text   `json:"name"`
	// UTCOffset is hall time's distance from UTC in minutes; China is 480.
	UTCOffset int `json:"utc_offset_minutes"`
	// Zones are the waiting areas, in order.
	Zones []Zone `json:"zones"`
	// Sessions are the opening hours of a working day, in order; the gap
	// between two of them is lunch.
	Sessions []Session `json:"sessions"`
}

// Zone is a waiting area of the hall.
type Zone struct {
	ID    string `json:"id"`
	Name  Text   `json:"name"`
	Floor string `json:"floor,omitempty"`
}

// Session is one stretch of opening hours.
type Session struct {
	Open  Clock `json:"open"`
	Close Clock `json:"close"`
}

// Theme is a group of items with a line and a series of numbers of its own: a
// comprehensive theme, whose windows take any of its items, or a specialised
// queue.
type Theme struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
	// Prefix begins each number: one to three letters. No two themes share it.
	Prefix string `json:"prefix"`
	// Special marks a specialised queue.
	Special bool `json:"special,omitempty"`
	// Serves are what people come to this line for besides its items.
	Serves []Service `json:"serves,omitempty"`
	// Minutes is the mean service time assumed when a ticket names no item.
	Minutes int `json:"minutes"`
	// Quota bounds how many numbers are given.
	Quota Quota `json:"quota,omitzero"`
}

// Service is something for which people come to a hall without an item of the
// catalogue.
type Service string

// Services that a line may give.
const (
	ServiceCollection Service = "collection" // fetch papers that are ready
	ServiceEnquiry    Service = "enquiry"    // ask
)

// Services are all of them.
var Services = []Service{ServiceCollection, ServiceEnquiry}

// Quota bounds the numbers of a theme. The zero value bounds nothing.
type Quota struct {
	// Day is the most numbers of one business day; 0 is no limit.
	Day int `json:"day,omitempty"`
	// Slots bound stretches of the day. In a request to set a quota (hall.quota),
	// nil keeps those in force and an empty list takes them away.
	Slots []SlotQuota `json:"slots,omitzero"`
}

// SlotQuota bounds the numbers given from From until To.
type SlotQuota struct {
	From  Clock `json:"from"`
	To    Clock `json:"to"`
	Limit int   `json:"limit"`
}

// WindowPlan is a window as the hall is furnished; see Window for the live one.
type WindowPlan struct {
	// ID is the window's number as a subject token, such as "3".
	ID string `json:"id"`
	// Label is what stands over it and is called out, such as "3".
	Label string `json:"label"`
	// Zone is where it stands.
	Zone string `json:"zone"`
	// Own are the themes that it serves.
	Own []string `json:"own"`
	// Spill are the themes that it helps out with.
	Spill []string `json:"spill,omitempty"`
	// Duty is when it is planned to be attended, in order; empty is whenever the hall
	// is open. Nobody is kept to it: forecasts rest on it.
	Duty []Session `json:"duty,omitempty"`
}

// DutyOf is when a window is planned to be attended.
func (s *Settings) DutyOf(w *WindowPlan) []Session {
	if len(w.Duty) > 0 {
		return w.Duty
	}
	return s.Hall.Sessions
}

// Right is something that not every clerk may do.
type Right string

// Rights of clerks.
const (
	RightPick    Right = "pick"    // call a number out of turn
	RightCancel  Right = "cancel"  // cancel a number
	RightManage  Right = "manage"  // act as hall manager
	RightReports Right = "reports" // see figures about persons
)

// Rights are all of them.
var Rights = []Right{RightPick, RightCancel, RightManage, RightReports}

// Clerk is a member of staff.
type Clerk struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// PIN is the sign-in secret in the form of HashPIN; empty lets nobody in.
	PIN    string  `json:"pin,omitempty"`
	Rights []Right `json:"rights,omitempty"`
}

// Rules are the numbers behind the hall's rules. DefaultRules explains each.
type Rules struct {
	PriorityCredit  Seconds `json:"priority_credit_seconds"`
	AppointmentLead Seconds `json:"appointment_lead_seconds"`
	AppointmentLate Seconds `json:"appointment_late_seconds"`
	SpillLead       Seconds `json:"spill_lead_seconds"`
	Calls           int     `json:"calls"`
	CallGap         Seconds `json:"call_gap_seconds"`
	ReturnAfter     int     `json:"return_after_calls"`
	Returns         int     `json:"returns"`
	IntakeBefore    Seconds `json:"intake_before_seconds"`
	ForecastStop    bool    `json:"forecast_stop"`
	UndoWithin      Seconds `json:"undo_within_seconds"`
	PerCitizen      int     `json:"tickets_per_citizen"`
	PriorityAge     int     `json:"priority_age"`
	NeedOutcome     bool    `json:"need_outcome"`
	KeepOvernight   bool    `json:"keep_overnight"`
	AutoDay         bool    `json:"auto_day"`
	DayOpens        Clock   `json:"day_opens"`
	DayCloses       Clock   `json:"day_closes"`
	// Alerts are the thresholds of alerts.
	Alerts AlertRules `json:"alerts,omitzero"`
}

// DefaultRules are the rules of a hall that sets nothing else.
func DefaultRules() Rules {
	return Rules{
		PriorityCredit:  Minutes(20), // a priority ticket counts as drawn so much earlier
		AppointmentLead: Minutes(20), // an on-time appointment counts as drawn so long before its slot
		AppointmentLate: Minutes(15), // on time is up to so long before or after the slot
		SpillLead:       Minutes(10), // another theme's head must lead by this to be served first
		Calls:           3,           // calls before a number may be marked missed
		CallGap:         20,          // least time between two calls of one number
		ReturnAfter:     3,           // a returned number waits for so many calls of its theme
		Returns:         1,           // how often a missed number may come back on its day
		IntakeBefore:    Minutes(15), // numbers are given from so long before opening
		ForecastStop:    true,        // stop giving numbers when too many wait to be called before closing
		UndoWithin:      10,          // how long a clerk's action can be taken back
		PerCitizen:      2,           // live numbers of one citizen in the hall
		PriorityAge:     65,          // priority is offered from this age
		NeedOutcome:     false,       // whether Next may finish a citizen without stated outcomes
		KeepOvernight:   false,       // whether unserved numbers stay for the next day
		AutoDay:         true,        // whether the day opens and closes by itself
		DayOpens:        7*60 + 30,   // when it opens by itself, on working days
		DayCloses:       21 * 60,     // when it closes by itself
	}
}

// Settings are everything that a hall is told about itself except its
// catalogue. They are journalled whole with their content hash; each field has
// its one owner, who publishes it.
type Settings struct {
	Hall     Hall         `json:"hall"`
	Themes   []Theme      `json:"themes"`
	Windows  []WindowPlan `json:"windows"`
	Staff    []Clerk      `json:"staff,omitempty"`
	Calendar Calendar     `json:"calendar"`
	Rules    Rules        `json:"rules"`
}
