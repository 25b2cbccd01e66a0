package network

import (
	"slices"
	"strconv"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

const (
	// ClaimHolds is for how long a claim counts that the centre has only the hall's word
	// for: for so long the hall may be about to give the number, or to tell of it.
	ClaimHolds = time.Minute
	// ClaimEnds is after how long no claim is kept any more, whatever is known of it: a
	// hall that is never heard again keeps a citizen from no other hall for longer.
	ClaimEnds = 24 * time.Hour
)

// Fate is what a hall's events tell of the number that a claim became.
type Fate uint8

const (
	// FateUnknown: nothing, or there is no number yet.
	FateUnknown Fate = iota
	// FateLive: the number waits, is called or is served.
	FateLive
	// FateOver: it has ended, or is of a history that the hall has left, or nobody knows
	// how it ended.
	FateOver
)

// Claim is a number that a citizen has asked for at a hall, or holds there.
type Claim struct {
	Hall, RID string
	// Number is empty until the hall has said which one it became.
	Number string
	// Items are those that are still to be done, as far as that is known; with none the
	// claim counts for how many numbers there are only.
	Items []string
	// At is when the claim was made, or when the hall said which number it became.
	At   time.Time
	Fate Fate
	// Behind is true while the hall has events that the centre lacks.
	Behind bool
	// Heard is when events of the hall came last.
	Heard time.Time
}

// Live reports whether the claim counts. The hall's word alone counts for ClaimHolds,
// and longer only while it has events that may tell of the number.
func (c *Claim) Live(at time.Time) bool {
	switch age := at.Sub(c.At); {
	case c.Number == "" || c.Fate == FateUnknown && !c.Behind:
		return age < ClaimHolds
	case c.Fate == FateUnknown:
		return age < ClaimEnds
	}
	return c.Fate == FateLive
}

// Over reports whether the claim can count no more, and is not to be kept. One that
// does not count now may count later: a hall whose line was cut can still tell of the
// number when it is back.
func (c *Claim) Over(at time.Time) bool {
	if c.Live(at) {
		return at.Sub(c.At) >= ClaimEnds
	}
	return c.Number == "" || c.Fate == FateOver || at.Sub(c.At) >= ClaimEnds || c.Heard.Sub(c.At) >= ClaimHolds
}

// Weigh says what stands against a hall's request, by all claims of its citizen; nil if
// nothing does. A claim of the same name that counts is the request itself, which is
// granted again. The hall's own claims do not count: what is there it decides itself.
// Name is what a hall is called (zh-Hans); an error is that of Name.
func Weigh(claims []Claim, hall string, r wire.ClaimRequest, at time.Time, name func(hall string) (string, error)) (*queue.Refusal, error) {
	against, code := weigh(claims, hall, r, at)
	if against == nil {
		return nil, nil
	}
	called, err := name(against.Hall)
	if err != nil {
		return nil, err
	}
	params := []string{"hall", against.Hall, "name", called, "number", against.Number}
	if code == queue.CodeSameItem {
		return queue.Refuse(code, "this citizen already holds a number for the item in another hall", params...), nil
	}
	return queue.Refuse(code, "this citizen already holds as many numbers as the hall allows, in other halls too", append(params, "most", strconv.Itoa(r.Most))...), nil
}

// weigh finds the claim that stands against a request, and why.
func weigh(claims []Claim, hall string, r wire.ClaimRequest, at time.Time) (against *Claim, code queue.Code) {
	live := 0
	for i := range claims {
		c := &claims[i]
		switch {
		case !c.Live(at):
			continue
		case c.Hall == hall && c.RID == r.RID:
			return nil, ""
		case c.Hall == hall:
			continue
		}
		live++
		same := slices.ContainsFunc(c.Items, func(item string) bool { return slices.Contains(r.Items, item) })
		if same && code != queue.CodeSameItem {
			against, code = c, queue.CodeSameItem
		}
		if against == nil {
			against = c
		}
	}
	if code == "" && against != nil && r.Most > 0 && r.Held+live >= r.Most {
		code = queue.CodeTooMany
	}
	if code == "" {
		return nil, ""
	}
	return against, code
}
