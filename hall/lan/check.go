package lan

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"onewindow/wire"
)

func tooLarge(n, limit int) *wire.Error {
	return &wire.Error{Code: wire.CodeTooLarge, Msg: fmt.Sprintf("the request has %d bytes, the hall reads %d", n, limit),
		Hint: "send less at a time", Params: map[string]string{"max": strconv.Itoa(limit)}}
}

func unsupported(v int) *wire.Error {
	return &wire.Error{Code: wire.CodeUnsupportedVersion, Msg: fmt.Sprintf("version %d is not spoken here", v),
		Hint:   fmt.Sprintf("send \"v\": %d, or update the older side", wire.Version),
		Params: map[string]string{"known": strconv.Itoa(wire.Version)}}
}

// paramNow is the parameter of CodeExpired that carries the hall's clock, so
// that a terminal whose own clock is wrong can correct itself.
const paramNow = "now"

func expired(now time.Time, msg, hint string) *wire.Error {
	return &wire.Error{Code: wire.CodeExpired, Msg: msg, Hint: hint,
		Params: map[string]string{paramNow: now.UTC().Format(time.RFC3339Nano)}}
}

// errLate is parseRequest's answer to a sound request whose exp has passed. It may
// have been answered before.
var errLate = &wire.Error{Code: wire.CodeExpired, Msg: "the request came after its exp", Hint: "ask again if it is still wanted"}

// checkVerb finds the verb that a terminal asks for and whether its role may.
func checkVerb(role wire.Role, area, name string) (wire.Verb, *wire.Error) {
	verb, ok := wire.FindVerb(area, name)
	if !ok {
		return verb, &wire.Error{Code: wire.CodeUnknownVerb, Msg: fmt.Sprintf("there is no verb %s.%s", area, name),
			Hint: "see the table of verbs in docs/wire.md; the other side may be newer"}
	}
	if !verb.Allows(role) {
		return verb, &wire.Error{Code: wire.CodeForbidden, Msg: fmt.Sprintf("%s is not for a %s terminal", verb, role),
			Hint: "it is for " + whose(verb) + "; use such a terminal, or enrol this one anew"}
	}
	return verb, nil
}

// whose says for which roles a verb is.
func whose(verb wire.Verb) string {
	roles := []string{}
	for _, r := range wire.Roles {
		if verb.Allows(r) {
			roles = append(roles, string(r))
		}
	}
	return strings.Join(roles, ", ")
}

// parseRequest reads and checks the envelope of a request for verb. Queries
// need neither rid nor exp; what they carry of it must hold all the same.
func parseRequest(verb wire.Verb, data []byte, now time.Time) (wire.Request, *wire.Error) {
	var req wire.Request
	if len(data) > verb.Limit() {
		return req, tooLarge(len(data), verb.Limit())
	}
	if err := json.Unmarshal(data, &req); err != nil {
		return req, &wire.Error{Code: wire.CodeBadRequest, Msg: "not a request: " + err.Error(), Hint: "see docs/wire.md"}
	}
	if req.V != wire.Version {
		return req, unsupported(req.V)
	}
	if !wire.ValidRID(req.RID) && (req.RID != "" || !verb.Query) {
		return req, &wire.Error{Code: wire.CodeBadRequest, Msg: "rid is missing or malformed",
			Hint: "8 to 64 of [A-Za-z0-9-], made before the first try and kept for each retry"}
	}
	if req.Exp.IsZero() {
		if verb.Query {
			return req, nil
		}
		return req, &wire.Error{Code: wire.CodeBadRequest, Msg: "exp is missing",
			Hint: "set exp to when the request loses its meaning, a few seconds from now"}
	}
	if !now.Before(req.Exp) {
		if verb.Query {
			return req, expired(now, "the question came after its exp", "ask again if it is still wanted; check the terminal's clock")
		}
		return req, errLate
	}
	if req.Exp.Sub(now) > wire.MaxAhead {
		return req, expired(now, "exp lies more than "+wire.MaxAhead.String()+" ahead; nothing was done", "use a nearer exp; check the terminal's clock")
	}
	return req, nil
}
