package form

import (
	"encoding/json"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
)

// Reports are the figures that halls have made of their own days, joined without loss:
// a median over halls and days is that of all waits, not a mean of medians.
type Reports struct {
	// From and To are the first and the last business day, both included.
	From string `json:"from"`
	To   string `json:"to"`
	// Told says of each hall which of the days it has reported; a hall reports a day
	// when it has closed it.
	Told []ReportsTold `json:"told"`
	// Parts are the figures: one for all, or one for each hall, day, week or month.
	Parts []ReportPart `json:"parts"`
}

// ReportsTold is which days a hall has reported.
type ReportsTold struct {
	Hall string `json:"hall"`
	// Days are the business days that are in the figures.
	Days []string `json:"days"`
	// Unread are days whose report the centre cannot read; their figures are not in it.
	// Newer are those of them that a newer release has made than the centre's; the others
	// are damaged.
	Unread []string `json:"unread,omitempty"`
	Newer  []string `json:"newer,omitempty"`
}

// ReportPart are the figures of some days of some halls.
type ReportPart struct {
	// Hall is whose figures they are; absent for those of several halls.
	Hall string `json:"hall,omitempty"`
	// From and To are the first and the last day of the part, Days how many days of
	// halls are in it.
	From string `json:"from"`
	To   string `json:"to"`
	Days int    `json:"days"`
	// Rows are the figures of the whole, and of each theme, item, window and clerk.
	Rows []ReportRow `json:"rows"`
	// HalfHours are those of hall time in which something was.
	HalfHours []report.HalfHour `json:"half_hours,omitempty"`
	Papers    report.Papers     `json:"papers"`
	// Faults are the faults of devices, how often and for how long, by the kind of
	// device and the fault.
	Faults map[queue.DeviceKind]map[queue.DeviceFault]report.Sum `json:"faults,omitempty"`
	Advice queue.Advised                                         `json:"advice"`
}

// ReportRow are the figures of a whole hall, or of one of its themes, items, windows or
// clerks. What makes no sense for one is absent or 0: an item has no opening times.
// Times are in seconds, and shares in thousandths.
type ReportRow struct {
	// Dim is hall, halls, date, theme, item, window or clerk: hall is the whole of the
	// part, halls one of the halls in it.
	Dim string `json:"dim"`
	// ID is that of the hall of halls, the theme, item, window or clerk, or the day of a
	// date; absent for the whole. Where several halls are joined, windows and clerks have
	// the hall's code before theirs.
	ID string `json:"id,omitempty"`
	// Issued counts the numbers drawn, Carried those that were kept from the day before.
	Issued  int `json:"issued"`
	Carried int `json:"carried"`
	// Served counts finished visits for the hall, and finished parts of visits else.
	Served int `json:"served"`
	// Cancelled, Unserved and Lost count visits that ended without being finished:
	// taken back or sent away; ended by the close of the day; missed as often as the
	// hall's rules allow. Kept stay for the next day, Live had not ended.
	Cancelled int `json:"cancelled"`
	Unserved  int `json:"unserved"`
	Lost      int `json:"lost"`
	Kept      int `json:"kept"`
	Live      int `json:"live"`
	// Missed counts numbers that did not come at least once for the hall, and each time
	// that one did not come else. NoShow counts those that were called in vain and did
	// not come back.
	Missed int `json:"missed"`
	NoShow int `json:"no_show"`
	// Called counts the waits until the first call; WaitMean, WaitP50, WaitP90 and
	// WaitMax are their mean, what half and nine of ten of them do not exceed, and the
	// longest. InTarget is the share of those of at most a quarter of an hour.
	Called   int `json:"called"`
	WaitMean int `json:"wait_mean"`
	WaitP50  int `json:"wait_p50"`
	WaitP90  int `json:"wait_p90"`
	WaitMax  int `json:"wait_max"`
	InTarget int `json:"in_target"`
	// Walk are the times from a call to the start of the visit, Service those for which
	// was served, as far as the start was pressed; Inferred counts those where it was
	// not. WalkMean and ServiceMean are their means.
	Walk        report.Sum `json:"walk"`
	WalkMean    int        `json:"walk_mean"`
	Service     report.Sum `json:"service"`
	ServiceMean int        `json:"service_mean"`
	Inferred    int        `json:"inferred"`
	// Open is for how long windows were open and not paused, Paused for how long they
	// were paused, Busy for how long a citizen was called or served, and Occupancy the
	// share of Busy in Open.
	Open      int `json:"open_seconds"`
	Paused    int `json:"paused_seconds"`
	Busy      int `json:"busy_seconds"`
	Occupancy int `json:"occupancy"`
	// Calls counts calls by their reason; those for spill are by a window that helped
	// out. Overtakes are the calls that passed somebody who had drawn a number of the
	// same theme earlier, by the ground of it.
	Calls     map[queue.ReasonCode]int          `json:"calls,omitempty"`
	Overtakes map[report.Ground]report.Overtake `json:"overtakes,omitempty"`
	// Told says how good the promised waits were, Rough the same of those that were made
	// by a formula.
	Told  ReportAccuracy `json:"told"`
	Rough ReportAccuracy `json:"rough"`
}

// ReportAccuracy holds promised waits against those that came.
type ReportAccuracy struct {
	report.Accuracy
	// HeldShare and KeptShare are the shares of Held and Kept in Called, in thousandths.
	HeldShare int `json:"held_share"`
	KeptShare int `json:"kept_share"`
	// MeanError and MeanBias are means over Called, in seconds.
	MeanError int `json:"mean_error"`
	MeanBias  int `json:"mean_bias"`
}

// ReportDays are reports as the halls wrote them, in the order of halls and days.
type ReportDays struct {
	// Days are at least one, if there are any.
	Days []ReportDay `json:"days"`
	// Rest is to be given as the parameter of that name to be told those that have found
	// no room here; absent where these are all.
	Rest string `json:"rest,omitempty"`
}

// ReportDay is one hall's report of one of its business days.
type ReportDay struct {
	Hall string `json:"hall"`
	Day  string `json:"day"`
	// Seq is the event of the hall that holds it, At when it was made. A day that was
	// opened again is reported again, and the last report counts.
	Seq uint64    `json:"seq"`
	At  time.Time `json:"at"`
	// Report is the report as the hall wrote it, but for the figures of clerks where
	// they are not wanted: docs/reports.md describes it. It is absent where the centre
	// cannot read it; Why is "newer" then, if a newer release has made it than the
	// centre's, or "damaged".
	Report json.RawMessage `json:"report,omitempty"`
	Why    string          `json:"why,omitempty" enum:"newer,damaged"`
}

// HallItems are the items of a hall's catalogue, in the order of their codes.
type HallItems struct {
	Hall string `json:"hall"`
	// Items are none where the catalogue is not known.
	Items []HallItem `json:"items"`
}

// HallItem is one item, and how the hall calls it.
type HallItem struct {
	// Code is that of the catalogue.
	Code string     `json:"code"`
	Name queue.Text `json:"name"`
}
