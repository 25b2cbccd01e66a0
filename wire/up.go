package wire

import (
	"encoding/json"
	"strconv"
	"time"

	"onewindow/queue"
)

// Limits of what a hall and the centre say to each other.
const (
	// MaxSegmentEvents and MaxSegmentBytes bound one Segment: it ends before the
	// event that would go beyond either. One event alone may be larger.
	MaxSegmentEvents = 500
	MaxSegmentBytes  = 256 << 10
	// AnswerWithin is how long a hall may take to answer a command of the centre.
	AnswerWithin = 30 * time.Second
	// LiveAtMost and LiveAtLeast are how often a hall tells how it is now: never
	// sooner after the last time than the first, and at the latest after the second.
	LiveAtMost  = time.Second
	LiveAtLeast = 10 * time.Second
)

// EpochStart is where one line of a hall's history begins.
type EpochStart struct {
	Epoch string `json:"epoch"`
	// From is the sequence of its first event, which is an epoch.started. That event
	// counts to the line that it begins, though its own field epoch still names the
	// one before.
	From uint64 `json:"from"`
}

// Hello opens the talk of a hall with the centre, after each connection and
// whenever the hall does not know for certain what the centre has. It changes nothing
// of that: only the first segment of a newer line takes the place of an older one.
type Hello struct {
	V    int        `json:"v"`
	Hall string     `json:"hall"`
	Name queue.Text `json:"name,omitzero"`
	// Instance is made by chance at each start of the hall's program. Two that speak
	// for one hall at a time are a hall and its copy.
	Instance string `json:"instance"`
	// Epoch is the hall's line of history and Seq its last committed event.
	Epoch string `json:"epoch"`
	Seq   uint64 `json:"seq"`
	// Line is the whole descent of Epoch, oldest first; the last is Epoch itself.
	// The sequence goes on through all of them without a gap.
	Line []EpochStart `json:"line"`
	// First is the oldest event that the hall can still send.
	First uint64 `json:"first"`
	// Version is the software's, Schema the version of the hall's file.
	Version string `json:"version,omitempty"`
	Schema  int    `json:"schema,omitempty"`
	// Settings and Catalogue are the hashes of those in force.
	Settings  string `json:"settings,omitempty"`
	Catalogue string `json:"catalogue,omitempty"`
	// At is the hall's clock.
	At time.Time `json:"at"`
	// Forked is set when the hall has found that the centre's event of that sequence
	// is not its own (see HelloReply.Mark): it asks to be refused, with CodeEpochForked, so
	// that both sides raise an alarm.
	Forked uint64 `json:"forked,omitempty"`
}

// EpochOf is the line to which the event with that sequence belongs; "" if the
// hello does not say.
func (h Hello) EpochOf(seq uint64) (epoch string) {
	for _, l := range h.Line {
		if l.From <= seq {
			epoch = l.Epoch
		}
	}
	return epoch
}

// Check reports what no hall says of its history; nil is nothing. Whoever takes a
// Hello checks it before anything else.
func (h Hello) Check() *Error {
	bad := func(msg string) *Error {
		return &Error{Code: CodeBadRequest, Msg: "hello: " + msg, Hint: "see docs/wire.md"}
	}
	switch {
	case !ValidToken(h.Hall):
		return bad("hall is not a code of [A-Za-z0-9-]")
	case !ValidToken(h.Instance):
		return bad("instance is missing or malformed")
	case len(h.Line) == 0 || h.Line[len(h.Line)-1].Epoch != h.Epoch:
		return bad("line does not end with epoch")
	case h.Line[0].From != 1:
		return bad("line does not begin with the first event")
	case h.Line[len(h.Line)-1].From > h.Seq:
		return bad("epoch begins after seq")
	case h.First == 0 || h.First > h.Seq+1:
		return bad("first lies outside the history")
	}
	for i, l := range h.Line {
		counter, ok := EpochCounter(l.Epoch)
		if !ok {
			return bad("epoch " + strconv.Quote(l.Epoch) + " is malformed")
		}
		if i == 0 {
			continue
		}
		if before, _ := EpochCounter(h.Line[i-1].Epoch); before >= counter || h.Line[i-1].From >= l.From {
			return bad("line does not rise")
		}
	}
	return nil
}

// Branch compares the hall's descent with the one that a centre knows, as far as
// it has it (known, oldest first, and the watermark seq). upTo is the last event
// that both have in common: the hall goes on after it, and what the centre has
// beyond is of a line that the hall has left, by a restored backup. Nothing known is
// in common with every hall, from 0. code is why the centre must not go on; empty if
// it may:
//
//   - CodeEpochForked: the hall has less of its line than the centre, or is of
//     another line than one that began at the same time, or says so itself;
//   - CodeEpochOld: the centre knows a line that is newer than the hall's.
func (h Hello) Branch(known []EpochStart, seq uint64) (upTo uint64, code string) {
	if len(known) == 0 {
		return 0, ""
	}
	common := 0
	for common < len(known) && common < len(h.Line) && known[common] == h.Line[common] {
		common++
	}
	upTo = seq
	if common < len(known) {
		upTo = min(upTo, known[common].From-1)
	}
	if common < len(h.Line) {
		upTo = min(upTo, h.Line[common].From-1)
	}
	last := known[len(known)-1].Epoch
	theirs, _ := EpochCounter(last)
	ours, _ := EpochCounter(h.Epoch)
	switch {
	case h.Forked > 0:
		return upTo, CodeEpochForked
	case h.Epoch == last && common == len(known):
		if seq > h.Seq {
			return upTo, CodeEpochForked
		}
	case ours < theirs:
		return upTo, CodeEpochOld
	case ours == theirs || common == 0:
		return upTo, CodeEpochForked
	}
	return upTo, ""
}

// HelloReply is the centre's answer.
type HelloReply struct {
	V int `json:"v"`
	// Epoch is the line that the centre now writes for the hall: that of the Hello.
	// In a refusal it is the one that the centre knows, with its watermark.
	Epoch string `json:"epoch,omitempty"`
	// Seq is the watermark: the last event that the centre has. The hall goes on
	// with the next.
	Seq uint64 `json:"seq"`
	// Mark is of the event Seq; absent when that is 0, or lies before Hello.First, or the
	// centre does not have it. The hall compares it with its own: a copy of a hall that
	// has gone on for a while has as many events as the original, and only by this is
	// seen that they are others.
	Mark *Mark `json:"mark,omitempty"`
	// Token goes into each Segment, so that what was begun before another Hello
	// cannot be taken after it.
	Token uint64 `json:"token,omitempty"`
	// Refused is why the centre takes nothing from this hall; one of CodeEpochForked,
	// CodeEpochOld, CodeHallUnknown, CodeHallTwice, CodeTooOld and the codes of
	// the transport.
	Refused *Error `json:"refused,omitempty"`
}

// Mark tells an event from any other one that has its sequence in a copy of the
// history.
type Mark struct {
	Type string    `json:"type"`
	At   time.Time `json:"at"`
	// Cause is the rid of the request that led to it, which is made by chance.
	Cause string `json:"cause,omitempty"`
}

// MarkOf reads the mark of a written queue.Record.
func MarkOf(record []byte) (m Mark, err error) {
	err = json.Unmarshal(record, &m)
	return m, err
}

// Equal reports whether both are of one event.
func (m Mark) Equal(o Mark) bool { return m.Type == o.Type && m.Cause == o.Cause && m.At.Equal(o.At) }

// Segment are consecutive events of a hall. The centre takes it only whole, and
// only if its watermark is From-1 of the same Epoch: one segment is under way at a
// time, and whatever is unclear is settled by a Hello.
type Segment struct {
	V     int    `json:"v"`
	Hall  string `json:"hall"`
	Epoch string `json:"epoch"`
	// Token is that of the HelloReply or of the last SegmentReply.
	Token uint64 `json:"token,omitempty"`
	From  uint64 `json:"from"`
	To    uint64 `json:"to"`
	// Events are queue.Record as the hall has stored them, but without the PINs of
	// staff; To-From+1 of them.
	Events []json.RawMessage `json:"events"`
}

// Encode writes the segment as json.Marshal does, but takes its events, which are
// JSON already, as they are instead of reading through all of them again.
func (s Segment) Encode() ([]byte, error) {
	events := s.Events
	s.Events = nil
	size := 2
	for _, e := range events {
		size += len(e) + 1
	}
	list := make([]byte, 0, size)
	list = append(list, '[')
	for i, e := range events {
		if i > 0 {
			list = append(list, ',')
		}
		list = append(list, e...)
	}
	return spliceAs(s, "events", append(list, ']'))
}

// SegmentReply is the centre's answer: all of the segment is durable, or nothing
// of it was taken.
type SegmentReply struct {
	V int `json:"v"`
	// Seq is the watermark after the segment, Token what the next one carries.
	Seq   uint64 `json:"seq"`
	Token uint64 `json:"token,omitempty"`
	// Err is why nothing was taken; with CodeStaleWatermark the hall says Hello again.
	Err *Error `json:"err,omitempty"`
}

// Live is how a hall is now: whole, so that one that is lost is made good by the
// next.
type Live struct {
	V        int    `json:"v"`
	Hall     string `json:"hall"`
	Instance string `json:"instance"`
	// Epoch and Seq say which event it reflects, At is the hall's clock.
	Epoch string    `json:"epoch"`
	Seq   uint64    `json:"seq"`
	At    time.Time `json:"at"`
	// Day is the business day, Figures how it went so far.
	Day     Day        `json:"day"`
	Figures Figures    `json:"figures"`
	Lines   []LiveLine `json:"lines"`
	// Alerts counts the open alerts, Urgent those of them at the highest level, and
	// Panics the open calls for help in a threat.
	Alerts int `json:"alerts"`
	Urgent int `json:"urgent"`
	Panics int `json:"panics"`
	// Devices counts the devices of all terminals, Faulty those that do not work, and
	// Unpapered the numbers in the hall without a paper that is certain, 50 at most.
	Devices   int `json:"devices"`
	Faulty    int `json:"faulty"`
	Unpapered int `json:"unpapered"`
	// Advices counts the open advices about windows, and Accuracy is how good today's
	// promised waits were so far; nil where none was called yet.
	Advices  int       `json:"advices,omitempty"`
	Accuracy *Accuracy `json:"accuracy,omitempty"`
	// Alarms are those of the hall's machine, as in Sys.
	Alarms []Error `json:"alarms,omitempty"`
}

// LiveLine is one theme's waiting line, as in Line; its name and what it serves
// stand in the hall's catalogue.
type LiveLine struct {
	Theme    string         `json:"theme"`
	Waiting  int            `json:"waiting"`
	Since    time.Time      `json:"since,omitzero"`
	Estimate queue.Estimate `json:"estimate"`
	Windows  int            `json:"windows"`
	Given    int            `json:"given"`
	// Closed is why the theme gives no numbers now; nil while it does.
	Closed *queue.Refusal `json:"closed,omitempty"`
}

// CentreID is the terminal as which commands of the centre are done: it stands in
// the hall's events, and its request ids are its own.
const CentreID = "centre"

// Codes of what halls and the centre say to each other, besides those of the
// transport.
const (
	CodeEpochForked    = "epoch_forked"    // the centre has events that this history of the hall does not: a copy, or a backup put back by hand
	CodeEpochOld       = "epoch_old"       // the centre knows a newer history of the hall
	CodeHallUnknown    = "hall_unknown"    // no such hall at the centre
	CodeHallTwice      = "hall_twice"      // another program speaks for this hall at the same time
	CodeTooOld         = "too_old"         // the hall's software is older than the centre takes
	CodeStaleWatermark = "stale_watermark" // the centre's watermark is not where the segment begins
)

// refusals word those codes for logs and operators.
var refusals = map[string]Error{
	CodeEpochForked: {Msg: "the centre has events of this hall that its own journal does not have",
		Hint: "a journal was copied or put back by hand: put the newest backup back with `onewindow restore`, which begins a new history, or let the centre's administrator adopt this one"},
	CodeEpochOld: {Msg: "the centre knows a newer history of this hall",
		Hint: "an old journal, or the old machine of a hall that has moved, is running: stop it, or restore the newest backup with `onewindow restore`"},
	CodeHallUnknown: {Msg: "the centre does not know this hall",
		Hint: "enrol it at the centre, and join with the new token"},
	CodeHallTwice: {Msg: "another program speaks to the centre for this hall",
		Hint: "a copy of this machine is running: stop it, and enrol it as a hall of its own"},
	CodeTooOld: {Msg: "this hall's software is older than the centre takes",
		Hint: "update the hall; it goes on working meanwhile"},
	CodeStaleWatermark: {Msg: "the segment does not begin where the centre's history of the hall ends",
		Hint: "say hello, and go on from the watermark"},
}

// RefuseUp makes the centre's refusal with that code, and what the params say of
// it: pairs of name and value.
func RefuseUp(code string, params ...string) *Error {
	e := refusals[code]
	e.Code = code
	for i := 0; i+1 < len(params); i += 2 {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[params[i]] = params[i+1]
	}
	return &e
}
