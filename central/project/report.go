package project

import (
	"encoding/json"
	"time"

	"onewindow/queue"
)

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
	return queue.DayReported{Date: e.Date}, err
}

// DayReport is a hall's own report of one of its business days.
type DayReport struct {
	// Hall is its code in the network, Day the business day.
	Hall, Day string
	// Seq is the event that holds it, At when the hall wrote it; a day that was opened
	// again has a later one, which counts.
	Seq uint64
	At  time.Time
	// Body is the event as it came (ReportOf); it is whoever's who gets it.
	Body []byte
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
