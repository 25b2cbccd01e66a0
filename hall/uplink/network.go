package uplink

import (
	"context"
	"slices"
	"unicode/utf8"

	"onewindow/queue"
	"onewindow/wire"
)

// Quickest asks the centre where items are served soonest. The error is a
// *wire.Error: CodeAway when the link is not up or no answer comes within ctx, at
// most wire.AskWithin; or the centre's refusal.
func (u *Uplink) Quickest(ctx context.Context, r wire.QuickestRequest) (wire.QuickestReply, error) {
	var rep wire.QuickestReply
	if e := u.question(ctx, wire.AskQuickest, newRID(), r, &rep); e != nil {
		return wire.QuickestReply{}, e
	}
	rep.Halls = slices.DeleteFunc(rep.Halls, func(h wire.HallWait) bool { return !wire.ValidToken(h.Hall) || h.Hall == u.set.Hall })
	rep.Halls = rep.Halls[:min(len(rep.Halls), wire.QuickestMost)]
	return rep, nil
}

// Claim asks the centre whether a citizen may take a number, under the request's own
// RID, so that one that is repeated is the same claim. A refusal of the rules comes in
// the reply. The error is as that of Quickest; without an answer the hall decides
// alone.
func (u *Uplink) Claim(ctx context.Context, r wire.ClaimRequest) (wire.ClaimReply, error) {
	var rep wire.ClaimReply
	if e := u.question(ctx, wire.AskClaim, r.RID, r, &rep); e != nil {
		return wire.ClaimReply{}, e
	}
	if f := rep.Refused; f != nil && !refusesClaim(*f) {
		u.set.Log.Warn("uplink: the centre refuses a number for a reason that is none; the hall decides alone", "code", f.Code)
		return wire.ClaimReply{}, away("it refuses for a reason that is none")
	}
	return rep, nil
}

// refusesClaim reports whether a refusal is one of those that a claim can meet, in
// words that a screen can show.
func refusesClaim(f queue.Refusal) bool {
	if f.Code != queue.CodeSameItem && f.Code != queue.CodeTooMany {
		return false
	}
	for _, v := range f.Params {
		if len(v) > 200 || !utf8.ValidString(v) {
			return false
		}
	}
	return true
}
