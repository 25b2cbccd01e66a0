package report

import (
	"encoding/json"
	"fmt"
	"time"

	"onewindow/queue"
)

// Version is that of the written form of a Day, and of the way in which it is counted.
const Version = 1

// readers read each form that a release has written: a hall keeps its reports for ever.
// A release that changes the form, or counts differently, adds one here with a report in
// testdata, and leaves those before it as they are. What an older form lacks stays zero,
// and V stays as it was.
var readers = map[int]func(b []byte, d *Day) error{
	1: func(b []byte, d *Day) error { return json.Unmarshal(b, d) },
}

// VersionOf says by which version a report was counted and written.
func VersionOf(b []byte) (int, error) {
	var v struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return 0, fmt.Errorf("report: %w", err)
	}
	return v.V, nil
}

// Day is the report of one business day of one hall.
type Day struct {
	V    int    `json:"v"`
	Hall string `json:"hall"`
	Date string `json:"date"`
	// Opened and Closed are when the day was; Closed is zero while it runs.
	Opened time.Time `json:"opened"`
	Closed time.Time `json:"closed,omitzero"`
	Figures
	Lessons Lessons `json:"lessons,omitzero"`
}

// Figures are what was counted.
type Figures struct {
	// All is the whole hall.
	All Cell `json:"all"`
	// Themes, Windows and Clerks are by id, Items by code. Only who has the right
	// "reports" is shown Clerks.
	Themes  map[string]*Cell `json:"themes,omitempty"`
	Items   map[string]*Cell `json:"items,omitempty"`
	Windows map[string]*Cell `json:"windows,omitempty"`
	Clerks  map[string]*Cell `json:"clerks,omitempty"`
	// HalfHours are those in which something was, in order.
	HalfHours []HalfHour `json:"half_hours,omitempty"`
	Papers    Papers     `json:"papers,omitzero"`
	// Faults are the faults of devices, how often and for how many seconds, by kind of
	// device and fault.
	Faults map[queue.DeviceKind]map[queue.DeviceFault]Sum `json:"faults,omitempty"`
	Advice queue.Advised                                  `json:"advice,omitzero"`
}

// HalfHour is a half hour of hall time.
type HalfHour struct {
	// At is when it begins.
	At queue.Clock `json:"at"`
	// Drawn counts the numbers drawn, and Called the first calls of numbers.
	Drawn  int `json:"drawn,omitempty"`
	Called int `json:"called,omitempty"`
	// Waits are the waits until the first call of those who drew their number then.
	Waits Sum `json:"waits,omitzero"`
	// Waiting are the seconds that all who waited did so together, and Open those for
	// which windows were open and not paused; 1800 of them are one person, or one
	// window, through the half hour.
	Waiting int `json:"waiting_seconds,omitempty"`
	Open    int `json:"open_seconds,omitempty"`
}

// Papers counts what became of papers, by the newest that is known of each.
type Papers struct {
	Printed     int `json:"printed"`
	Unprinted   int `json:"unprinted"`
	Unconfirmed int `json:"unconfirmed"`
	// Asked are those of which nothing was known yet.
	Asked int `json:"asked,omitempty"`
	// Copies counts the reprints asked for.
	Copies int `json:"copies"`
	// Reasons counts why papers are unprinted or unconfirmed.
	Reasons map[queue.PaperReason]int `json:"reasons,omitempty"`
}

// Encode writes the report: the same figures, the same bytes.
func (d *Day) Encode() ([]byte, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return b, nil
}

// Bounds of what Read takes.
const (
	maxLength = 1 << 31 // seconds, 68 years
	maxCount  = 1 << 31 // of one second, so that sums of many days are exact
)

// Read reads what Encode of this or of an earlier release wrote. It refuses versions of
// later ones, a day without hall or date, and what no day can be.
func Read(b []byte) (*Day, error) {
	v, err := VersionOf(b)
	if err != nil {
		return nil, err
	}
	read := readers[v]
	if v > Version {
		return nil, fmt.Errorf("report: version %d, this build reads 1 to %d: %w", v, Version, errNewer)
	}
	if read == nil {
		return nil, fmt.Errorf("report: version %d, this build reads 1 to %d", v, Version)
	}
	d := &Day{}
	if err := read(b, d); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	if _, err := time.Parse(time.DateOnly, d.Date); err != nil || d.Hall == "" {
		return nil, fmt.Errorf("report: of hall %q and date %q", d.Hall, d.Date)
	}
	for _, cells := range []map[string]*Cell{d.Themes, d.Items, d.Windows, d.Clerks} {
		for id, c := range cells {
			if c == nil {
				return nil, fmt.Errorf("report: no figures for %q", id)
			}
		}
	}
	for i, h := range d.HalfHours {
		if h.At < 0 || h.At >= 24*60 || h.At%30 != 0 || i > 0 && h.At <= d.HalfHours[i-1].At {
			return nil, fmt.Errorf("report: a half hour at %s", h.At)
		}
	}
	return d, d.Lessons.check()
}

// WithoutClerks is the report for who may not see figures about persons.
func (d *Day) WithoutClerks() *Day {
	c := *d
	c.Clerks = nil
	return &c
}
