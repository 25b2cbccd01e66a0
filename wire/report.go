package wire

import "encoding/json"

// ReportRequest asks for the reports of the business days from From to To, both
// included (state.report). An empty From is the day that runs or has closed last, an
// empty To is From.
type ReportRequest struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// ReportReply are reports of days in order, those that there are. Each is a report as
// queue/report writes it; the figures of clerks are left out for who lacks the right
// "reports".
type ReportReply struct {
	Days []json.RawMessage `json:"days"`
	// Running is the date of the one whose day still runs; empty if none does.
	Running string `json:"running,omitempty"`
	// Unread are the dates of reports that the hall keeps and cannot read, because they
	// are of another release or its disk fails; the hall's log says which.
	Unread []string `json:"unread,omitempty"`
	// Next is from which date on to ask for the rest; empty if this is all.
	Next string `json:"next,omitempty"`
}
