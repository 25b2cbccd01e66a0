package project

import (
	"encoding/json"

	"onewindow/queue"
)

// reported is the report of a business day, of which rows tell only where it stands;
// its value is the day.
type reported string

// Type is the event's type.
func (reported) Type() string { return "day.reported/1" }

// readReported reads of a report what rows tell, its day.
func readReported(data []byte) (queue.Event, error) {
	var e struct {
		Date   string          `json:"date"`
		Report json.RawMessage `json:"report"`
	}
	err := json.Unmarshal(data, &e)
	if err == nil && len(e.Report) == 0 {
		err = errNoReport
	}
	return reported(e.Date), err
}

// ReportOf is the report that a record of a day's report holds, as the hall wrote it.
func ReportOf(raw []byte) (json.RawMessage, error) {
	r, err := Peek(raw)
	if err != nil {
		return nil, err
	}
	var e struct {
		Report json.RawMessage `json:"report"`
	}
	if err := json.Unmarshal(r.p.data, &e); err != nil {
		return nil, err
	}
	if len(e.Report) == 0 {
		return nil, errNoReport
	}
	return e.Report, nil
}
