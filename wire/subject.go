package wire

import "strings"

// Subjects of the hall's own network. Tokens are of [A-Za-z0-9-]; nothing
// secret or personal stands in a subject, because subjects appear in logs.
const (
	// SubjectJoin takes enrolment requests (JoinRequest).
	SubjectJoin = "lan.join"
	// SubjectRequests is what the hall's service listens to.
	SubjectRequests = "lan.req.*.*.*"
	// SubjectHeartbeats is what the hall listens to for Heartbeat messages.
	SubjectHeartbeats = "lan.hb.*"
)

// ReqSubject is where terminal sends a request for area.verb. The server lets a
// terminal publish only under its own name, which is how the hall knows who
// asks.
func ReqSubject(terminal, area, verb string) string {
	return "lan.req." + terminal + "." + area + "." + verb
}

// ParseReqSubject splits a subject made by ReqSubject; ok is false for any
// other subject.
func ParseReqSubject(subject string) (terminal, area, verb string, ok bool) {
	t := strings.Split(subject, ".")
	if len(t) != 5 || t[0] != "lan" || t[1] != "req" {
		return "", "", "", false
	}
	return t[2], t[3], t[4], true
}

// HeartbeatSubject is where terminal tells that it is alive.
func HeartbeatSubject(terminal string) string { return "lan.hb." + terminal }

// EventSubject is where the full state of topic is published; see Topic.
func EventSubject(topic Topic) string { return "lan.ev." + string(topic) }

// InboxPrefix is the terminal's own reply prefix; no other terminal may listen
// to it.
func InboxPrefix(terminal string) string { return "_INBOX_" + terminal }

// JoinInboxPrefix is the reply prefix of the enrolment connection that was
// opened with the join token of that id.
func JoinInboxPrefix(tokenID string) string { return InboxPrefix("join-" + tokenID) }

// Topic names one full-state message that the hall publishes after a commit and
// answers to state.get.
type Topic string

// Topics. A window's own topic is made by WindowTopic.
const (
	// TopicMenu is what a kiosk offers: Menu.
	TopicMenu Topic = "menu"
	// TopicBoard is what the waiting hall sees: Board.
	TopicBoard Topic = "board"
	// TopicHall is what a manager or guide sees: Hall.
	TopicHall Topic = "hall"
	// TopicSigns is what strips and voice say: Signs.
	TopicSigns Topic = "signs"
	// TopicPapers are the copies that terminals are asked to print: Papers.
	TopicPapers Topic = "papers"
	// TopicSys is the hall's heartbeat every three seconds: Sys.
	TopicSys Topic = "sys"
)

// WindowTopic is the topic of one window's view: Window.
func WindowTopic(window string) Topic { return Topic("win." + window) }

// OfWindow reports whether the topic is one window's view.
func (t Topic) OfWindow() bool { return strings.HasPrefix(string(t), "win.") }

// ValidToken reports whether s may stand as one token of a subject.
func ValidToken(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
		default:
			return false
		}
	}
	return true
}
