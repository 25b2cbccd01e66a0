package queue

import (
	"slices"
	"time"
)

// State is a hall at one point of its history. It is changed by Apply only.
type State struct {
	// Epoch, Seq and At place the last applied record.
	Epoch Epoch     `json:"epoch"`
	Seq   uint64    `json:"seq"`
	At    time.Time `json:"at"`

	// Settings and Catalogue are what the hall was last told, with the hashes
	// that their events carried. They are shared and never changed in place.
	Settings      *Settings  `json:"settings"`
	SettingsHash  string     `json:"settings_hash"`
	Catalogue     *Catalogue `json:"catalogue"`
	CatalogueHash string     `json:"catalogue_hash"`

	// Parts are those that the centre owns, and which publication of each is in
	// force. An event that changes them makes a new map.
	Parts map[Part]Taken `json:"parts,omitempty"`

	Day Day `json:"day"`
	// Skip are the numbers that the last change of epoch left out.
	Skip    Skip     `json:"skip,omitzero"`
	Stopped *Stopped `json:"stopped,omitempty"`
	Notices []Notice `json:"notices,omitempty"`
	// Themes, Windows and Clerks are in the order of the settings; Themes holds
	// the running counts of the day.
	Themes  []ThemeState `json:"themes"`
	Windows []*Window    `json:"windows"`
	// Tickets are all tickets of the business day, and those kept from the day
	// before, by Seq: the ticket with Seq n is Tickets[n-1].
	Tickets []*Ticket `json:"tickets"`
	// Calls are the last calls of the day, oldest first; see recentCalls.
	Calls []CallMade `json:"calls,omitempty"`
	// Helps are the open calls for staff, and Alerts the conditions that last, each
	// oldest first; Desks are the terminals where somebody is signed in, in the
	// order of their sign-ins. An event that changes one of them makes a new list.
	Helps  []Help  `json:"helps,omitempty"`
	Alerts []Alert `json:"alerts,omitempty"`
	Desks  []Desk  `json:"desks,omitempty"`
	// Devices are those of all terminals, in the order of terminals and then of ids;
	// Papers are the papers that terminals are printing, oldest first. An event that
	// changes one of them makes a new list.
	Devices []Device   `json:"devices,omitempty"`
	Papers  []PaperJob `json:"papers,omitempty"`
	// Advices are the open ones, oldest first, and RefusedAdvice those that managers
	// refused a short while ago. An event that changes one of them makes a new list.
	Advices       []Advice        `json:"advices,omitempty"`
	RefusedAdvice []RefusedAdvice `json:"refused_advice,omitempty"`
	// Advised counts the day's advice.
	Advised Advised `json:"advised,omitzero"`
	// Shifts are the spans of the day's windows, and DeviceSpans those of its faults,
	// in the order of their beginnings.
	Shifts      []Shift      `json:"shifts,omitempty"`
	DeviceSpans []DeviceSpan `json:"device_spans,omitempty"`
	// Reported are the last days of which there are reports, in order. An event that
	// changes it makes a new list.
	Reported []Reported `json:"reported,omitempty"`
	// Unreported are the last closed days of which there is no report yet, in order. An
	// event that changes it makes a new list.
	Unreported []ClosedDay `json:"unreported,omitempty"`
	// Changes are the last things that staff have changed, oldest first.
	Changes []Change `json:"changes,omitempty"`

	// Derived, rebuilt by index.
	line      *Line
	numbers   map[string]*Ticket
	themes    map[string]int32
	windows   map[string]*Window
	clerks    map[string]int32
	items     map[string]*Item
	citizens  map[string][]*Ticket     // live tickets by citizen key
	wakes     []*Ticket                // on hold until a time
	lengths   map[kindOfVisit]*lengths // of the day's finished visits
	phaseEnds time.Time
	trendNext time.Time // when the next value of the trends is due
}

// Day is a business day. It is a date that is opened and closed, not a clock.
type Day struct {
	Date   string    `json:"date,omitempty"`
	Open   bool      `json:"open,omitempty"`
	Opened time.Time `json:"opened,omitzero"`
	Closed time.Time `json:"closed,omitzero"`
	Phase  Phase     `json:"phase,omitempty"`
	// Breaks are the times for which the day was closed and then reopened.
	Breaks []Break `json:"breaks,omitempty"`
	// TrendFrom is the step of the first value of ThemeState.Trend.
	TrendFrom time.Time `json:"trend_from,omitzero"`
	// Unserved are the numbers that nobody served, Kept those that stay for the
	// next day; known once the day is closed.
	Unserved []string `json:"unserved,omitempty"`
	Kept     []string `json:"kept,omitempty"`
}

// Break is a time for which a business day was closed by mistake. Who waited then
// has no span for it.
type Break struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Skip are the numbers left out by a change of epoch. It may have lost the
// opening of that date; so a day up to it begins after them.
type Skip struct {
	Date    string `json:"date"`
	Numbers int    `json:"numbers"`
}

// Stopped is an emergency stop.
type Stopped struct {
	Reason string    `json:"reason"`
	Since  time.Time `json:"since"`
	By     Actor     `json:"by"`
}

// Notice is a sentence for the waiting hall.
type Notice struct {
	ID    string    `json:"id"`
	Text  Text      `json:"text"`
	Until time.Time `json:"until,omitzero"`
}

// CallMade is one call, for boards that must not miss it.
type CallMade struct {
	Number string    `json:"number"`
	Window string    `json:"window"`
	At     time.Time `json:"at"`
	Times  int       `json:"times"`
}

// recentCalls is how many calls a state remembers at least; it forgets the older
// ones when there are twice as many.
const recentCalls = 24

// made notes a call; of a number that was called before, the caller forgets the
// earlier one first.
func (s *State) made(c CallMade) {
	if len(s.Calls) == 2*recentCalls {
		s.Calls = s.Calls[:copy(s.Calls, s.Calls[recentCalls+1:])]
	}
	s.Calls = append(s.Calls, c)
}

// unmade forgets the calls of a number.
func (s *State) unmade(number string) {
	s.Calls = slices.DeleteFunc(s.Calls, func(c CallMade) bool { return c.Number == number })
}

// ThemeState is the day's running state of a theme.
type ThemeState struct {
	ID string `json:"id"`
	// Last is the last number given, without its prefix.
	Last int `json:"last"`
	// Issued counts the day's numbers whose visit begins here, and Slots those
	// of each slot of the quota.
	Issued int   `json:"issued"`
	Slots  []int `json:"slots,omitempty"`
	// Calls counts the calls of the theme; returned tickets wait for it.
	Calls int `json:"calls"`
	// Quota is the one in force, from the settings or set for the day.
	Quota Quota `json:"quota,omitzero"`
	// Closed is why staff have stopped the intake; nil while it is open.
	Closed *IntakeClosed `json:"closed,omitempty"`
	// Full is why the hall has stopped the intake by itself; nil while it gives
	// numbers.
	Full *Full `json:"full,omitempty"`
	// Trend is how many waited at each full step of the day.
	Trend []int `json:"trend,omitempty"`

	waiting int // how many wait, those sent to a window or clerk included
	work    int // their expected minutes
}

// IntakeClosed is why a theme gives no numbers.
type IntakeClosed struct {
	Reason string    `json:"reason"`
	Since  time.Time `json:"since"`
	By     Actor     `json:"by"`
}

// Actor is who does something: a terminal and, at a window, its clerk.
type Actor struct {
	Terminal string `json:"terminal,omitempty"`
	Clerk    string `json:"clerk,omitempty"`
}

// New is a hall about which nothing is known yet.
func New() *State {
	s := &State{}
	s.index()
	return s
}

// Configured reports whether the hall has settings and a catalogue.
func (s *State) Configured() bool { return s.Settings != nil && s.Catalogue != nil }

// Ticket finds a ticket of the day by its number, or nil.
func (s *State) Ticket(number string) *Ticket { return s.numbers[number] }

// Window finds a window, or nil.
func (s *State) Window(id string) *Window { return s.windows[id] }

// Item finds an item of the catalogue, or nil.
func (s *State) Item(code string) *Item { return s.items[code] }

// Theme finds a theme of the settings, or nil.
func (s *State) Theme(id string) *Theme {
	if i, ok := s.themes[id]; ok {
		return &s.Settings.Themes[i]
	}
	return nil
}

// ThemeState finds the running state of a theme, or nil.
func (s *State) ThemeState(id string) *ThemeState {
	if i, ok := s.themes[id]; ok {
		return &s.Themes[i]
	}
	return nil
}

// Plan is the window's entry in the settings.
func (s *State) Plan(w *Window) *WindowPlan { return &s.Settings.Windows[w.plan] }

// Clerk finds a member of staff, or nil.
func (s *State) Clerk(id string) *Clerk {
	if i, ok := s.clerks[id]; ok {
		return &s.Settings.Staff[i]
	}
	return nil
}

// May reports whether the clerk has the right.
func (s *State) May(clerk string, r Right) bool {
	c := s.Clerk(clerk)
	return c != nil && slices.Contains(c.Rights, r)
}

// Waiting is how many wait for a theme, and how many minutes of work they are;
// those sent to one window or clerk are among them.
func (s *State) Waiting(theme string) (n, minutes int) {
	i, ok := s.themes[theme]
	if !ok {
		return 0, 0
	}
	return s.Themes[i].waiting, s.Themes[i].work
}

// Ahead is how many would be called before a waiting ticket, in its own lane.
func (s *State) Ahead(t *Ticket) int {
	if t.State != Waiting {
		return 0
	}
	return s.line.Ahead(int(t.lane), t.entry())
}

// First are the next n tickets that wait for a theme, in order.
func (s *State) First(theme string, n int) []*Ticket {
	i, ok := s.themes[theme]
	if !ok {
		return nil
	}
	return s.resolve(s.line.First(int(i), n))
}

// NextAt are the next n tickets that the window would call, if nobody else did.
func (s *State) NextAt(w *Window, n int) []*Ticket {
	line, reach := s.line.ahead(w.reach, n)
	var es []Entry
	for range n {
		c, ok := Pick(line, reach)
		if !ok {
			break
		}
		es = append(es, c.Entry)
		line.Remove(int(c.Lane), c.Entry)
		line.Called(int(c.Lane))
	}
	return s.resolve(es)
}

func (s *State) resolve(es []Entry) []*Ticket {
	ts := make([]*Ticket, len(es))
	for i, e := range es {
		ts[i] = s.Tickets[e.Seq-1]
	}
	return ts
}

func (t *Ticket) entry() Entry { return Entry{Key: t.Key.UnixMilli(), Seq: t.Seq} }

// Live visits the tickets that may still be served, in order of drawing.
func (s *State) Live(yield func(*Ticket) bool) {
	for _, t := range s.Tickets {
		if t.State.Live() && !yield(t) {
			return
		}
	}
}

// Of are the live tickets of a known citizen, whichever of the two keys they were
// drawn under.
func (s *State) Of(c Citizen) []*Ticket {
	held := s.citizens[c.Key]
	if c.Other == "" || c.Other == c.Key {
		return held
	}
	return slices.Concat(held, s.citizens[c.Other])
}
