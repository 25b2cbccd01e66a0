package wire

import "time"

// Check reports what no hall asks; nil is nothing. Whoever takes a ClaimRequest checks
// it before anything else.
func (r ClaimRequest) Check() *Error {
	switch e := checkClaim(r.RID, r.Citizen, r.Day); {
	case e != nil:
		return e
	case len(r.Items) > MaxClaimItems || r.Held < 0 || r.Most < 0:
		return badClaim("items, held or most")
	}
	for _, item := range r.Items {
		if item == "" || len(item) > maxClaimText {
			return badClaim("an item")
		}
	}
	return nil
}

// Check reports what no hall tells; nil is nothing.
func (r ClaimedRequest) Check() *Error {
	if e := checkClaim(r.RID, r.Citizen, r.Day); e != nil {
		return e
	}
	if len(r.Number) > 32 {
		return badClaim("number")
	}
	return nil
}

// MaxClaimItems is how many items one claim names at most.
const MaxClaimItems = 20

// maxClaimText is how many bytes a citizen's key, or the code of an item, has at most.
const maxClaimText = 128

// checkClaim checks what claims and their outcomes share.
func checkClaim(rid, citizen, day string) *Error {
	switch {
	case !ValidToken(rid):
		return badClaim("rid")
	case citizen == "" || len(citizen) > maxClaimText:
		return badClaim("citizen")
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return badClaim("day")
	}
	return nil
}

// badClaim words the refusal.
func badClaim(what string) *Error {
	return &Error{Code: CodeBadRequest, Msg: "a claim's " + what + " is missing, malformed or too large", Hint: "see docs/wire.md"}
}
