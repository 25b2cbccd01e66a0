package network

import "time"

// Scope is what a token of the HTTP interface may.
type Scope string

// Scopes.
const (
	ScopeRead    Scope = "read"    // the district view, halls, statistics, where it is quickest
	ScopeTickets Scope = "tickets" // look up, draw and cancel numbers through halls
	ScopeExport  Scope = "export"  // tickets and events as they were told
	ScopeAdmin   Scope = "admin"   // the network: halls, tokens, publications; and all of the others
)

// Scopes are all of them.
var Scopes = []Scope{ScopeRead, ScopeTickets, ScopeExport, ScopeAdmin}

// Token lets another system, a person's browser or a district's screen use the HTTP
// interface.
type Token struct {
	// ID is its public name; the token is "owa1.<id>.<secret>", and Hash the SHA-256 of
	// the secret, which is kept nowhere.
	ID   string   `json:"id"`
	Hash [32]byte `json:"-"`
	// Name says for people what it is for.
	Name   string  `json:"name"`
	Scopes []Scope `json:"scopes"`
	// Below restricts it to a hall and all under it; empty is the whole network.
	Below string `json:"below,omitempty"`
	// Rate is how many requests a second it may make; 0 is the centre's default.
	Rate    float64   `json:"rate,omitempty"`
	Created time.Time `json:"created"`
	// Expires is when it is good no more; zero is never.
	Expires time.Time `json:"expires,omitzero"`
	// Used is when it was last used, at a precision of a minute.
	Used time.Time `json:"used,omitzero"`
}
