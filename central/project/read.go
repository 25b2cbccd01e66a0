package project

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"onewindow/queue"
)

// Event is one record of a hall, as far as this build can read it.
type Event struct {
	Seq  uint64
	At   time.Time
	Type string
	// Cause is the request that led to it; empty for what happened by itself.
	Cause string
	// Terminal is where it was asked for.
	Terminal string
	// Event is what happened; nil where a newer hall wrote what this build does not
	// know, or something that is not as its type says.
	Event queue.Event
}

// Read reads one record. An unknown type, version or form of the event itself is
// no error; one without a sequence, a type or a time is.
func Read(raw []byte) (Event, error) {
	var r queue.Record
	if err := r.UnmarshalJSON(raw); err == nil && r.Seq != 0 {
		return Event{r.Seq, r.At, r.Event.Type(), r.Cause, text(r.By.Terminal), r.Event}, nil
	}
	var e struct {
		Seq  uint64    `json:"seq"`
		Type string    `json:"type"`
		At   time.Time `json:"at"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return Event{}, fmt.Errorf("project: a record that is not readable: %w", err)
	}
	if e.Seq == 0 || e.Type == "" || e.At.IsZero() {
		return Event{}, fmt.Errorf("project: a record without seq, type or at")
	}
	return Event{Seq: e.Seq, At: e.At, Type: text(e.Type)}, nil
}

// Text is s without what a database refuses to keep as text: a zero byte.
func Text(s string) string { return text(s) }

func text(s string) string {
	if strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(s, "\x00", "")
}

// milliseconds is a time as rows keep it: since 1970 in UTC; 0 for none.
func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
