package wire

import "strings"

// Subjects between halls and the centre. A hall's code stands in them, as
// [A-Za-z0-9-]; a hall whose code has other characters cannot join a centre.
const (
	// SubjectHellos, SubjectSegments and SubjectLives are what the centre's
	// service listens to.
	SubjectHellos   = "up.*.hello"
	SubjectSegments = "up.*.ev"
	SubjectLives    = "up.*.live"
)

// HelloSubject is where hall says how far its history goes (Hello).
func HelloSubject(hall string) string { return "up." + hall + ".hello" }

// SegmentSubject is where hall sends its events (Segment).
func SegmentSubject(hall string) string { return "up." + hall + ".ev" }

// LiveSubject is where hall tells how it is now (Live).
func LiveSubject(hall string) string { return "up." + hall + ".live" }

// ParseUpSubject splits a subject made by HelloSubject, SegmentSubject or
// LiveSubject; what is "hello", "ev" or "live". ok is false for any other
// subject.
func ParseUpSubject(subject string) (hall, what string, ok bool) {
	t := strings.Split(subject, ".")
	if len(t) != 3 || t[0] != "up" || t[2] != "hello" && t[2] != "ev" && t[2] != "live" {
		return "", "", false
	}
	return t[1], t[2], true
}

// DownSubject is where the centre asks hall for area.verb.
func DownSubject(hall, area, verb string) string { return "dn." + hall + "." + area + "." + verb }

// DownSubjects is what hall listens to.
func DownSubjects(hall string) string { return "dn." + hall + ".>" }

// ParseDownSubject splits a subject made by DownSubject; ok is false for any
// other subject.
func ParseDownSubject(subject string) (hall, area, verb string, ok bool) {
	t := strings.Split(subject, ".")
	if len(t) != 4 || t[0] != "dn" {
		return "", "", "", false
	}
	return t[1], t[2], t[3], true
}

// HallInboxPrefix is the reply prefix of a hall at the centre; no other hall may
// listen to it.
func HallInboxPrefix(hall string) string { return InboxPrefix("h-" + hall) }

// HallPermissions are the subjects that a hall may use at the centre. Besides, it
// may answer each command once, within AnswerWithin: the centre's server grants
// that by the reply subject of the command (NATS calls it allow_responses).
func HallPermissions(hall string) Permissions {
	return Permissions{
		Publish:   []string{"up." + hall + ".>"},
		Subscribe: []string{DownSubjects(hall), HallInboxPrefix(hall) + ".>"},
	}
}
