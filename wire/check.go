package wire

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParamNow is the parameter of CodeExpired that carries the hall's clock, so that
// an asker whose own clock is wrong can correct itself.
const ParamNow = "now"

// TooLarge is the refusal of a request of n bytes where limit are read.
func TooLarge(n, limit int) *Error {
	return &Error{Code: CodeTooLarge, Msg: fmt.Sprintf("the request has %d bytes, the hall reads %d", n, limit),
		Hint: "send less at a time", Params: map[string]string{"max": strconv.Itoa(limit)}}
}

// Unsupported is the refusal of an envelope of version v.
func Unsupported(v int) *Error {
	return &Error{Code: CodeUnsupportedVersion, Msg: fmt.Sprintf("version %d is not spoken here", v),
		Hint:   fmt.Sprintf("send \"v\": %d, or update the older side", Version),
		Params: map[string]string{"known": strconv.Itoa(Version)}}
}

func expired(now time.Time, msg, hint string) *Error {
	return &Error{Code: CodeExpired, Msg: msg, Hint: hint,
		Params: map[string]string{ParamNow: now.UTC().Format(time.RFC3339Nano)}}
}

// CheckVerb finds the verb that somebody asks for and whether the role may.
func CheckVerb(role Role, area, name string) (Verb, *Error) {
	verb, ok := FindVerb(area, name)
	if !ok {
		return verb, &Error{Code: CodeUnknownVerb, Msg: fmt.Sprintf("there is no verb %s.%s", area, name),
			Hint: "see the table of verbs in docs/wire.md; the other side may be newer"}
	}
	switch {
	case verb.Allows(role):
		return verb, nil
	case role == RoleCentral:
		return verb, &Error{Code: CodeForbidden, Msg: fmt.Sprintf("%s is not for the centre", verb), Hint: "do it at the hall"}
	}
	return verb, &Error{Code: CodeForbidden, Msg: fmt.Sprintf("%s is not for a %s terminal", verb, role),
		Hint: "it is for " + whose(verb) + "; use such a terminal, or enrol this one anew"}
}

// whose says for which roles of terminals a verb is.
func whose(verb Verb) string {
	roles := []string{}
	for _, r := range Roles {
		if verb.Allows(r) {
			roles = append(roles, string(r))
		}
	}
	return strings.Join(roles, ", ")
}

// ReadRequest reads and checks the envelope of a request for verb at the hall's
// time now. Queries need neither rid nor exp; what they carry of it must hold all
// the same. late is set for a sound request whose exp has passed: it may have been
// answered before, and late is the refusal if it was not.
func ReadRequest(verb Verb, data []byte, now time.Time) (req Request, late, refused *Error) {
	if len(data) > verb.Limit() {
		return req, nil, TooLarge(len(data), verb.Limit())
	}
	if err := json.Unmarshal(data, &req); err != nil {
		return req, nil, &Error{Code: CodeBadRequest, Msg: "not a request: " + err.Error(), Hint: "see docs/wire.md"}
	}
	if req.V != Version {
		return req, nil, Unsupported(req.V)
	}
	if !ValidRID(req.RID) && (req.RID != "" || !verb.Query) {
		return req, nil, &Error{Code: CodeBadRequest, Msg: "rid is missing or malformed",
			Hint: "8 to 64 of [A-Za-z0-9-], made before the first try and kept for each retry"}
	}
	if req.Exp.IsZero() {
		if verb.Query {
			return req, nil, nil
		}
		return req, nil, &Error{Code: CodeBadRequest, Msg: "exp is missing",
			Hint: "set exp to when the request loses its meaning, a few seconds from now"}
	}
	const again = "ask again if it is still wanted; check the terminal's clock"
	if !now.Before(req.Exp) {
		if verb.Query {
			return req, nil, expired(now, "the question came after its exp", again)
		}
		return req, expired(now, "the request came after its exp; nothing was done", again), nil
	}
	if req.Exp.Sub(now) > MaxAhead {
		return req, nil, expired(now, "exp lies more than "+MaxAhead.String()+" ahead; nothing was done", "use a nearer exp; check the terminal's clock")
	}
	return req, nil, nil
}
