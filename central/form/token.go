package form

import (
	"time"

	"onewindow/central/network"
)

// TokenRequest makes a token of this interface.
type TokenRequest struct {
	// Name says for people what it is for.
	Name string `json:"name" minLength:"1" maxLength:"200"`
	// Scopes are what it may do: read, tickets, export, admin.
	Scopes []network.Scope `json:"scopes" enum:"read,tickets,export,admin" minItems:"1" maxItems:"4"`
	// Below restricts it to a hall and all under it; empty is the whole network.
	Below string `json:"below,omitempty" pattern:"^[A-Za-z0-9-]{0,64}$"`
	// Rate is how many requests a second it may make; absent is the centre's usual
	// rate.
	Rate float64 `json:"rate,omitempty" minimum:"0" maximum:"10000"`
	// Expires is when it is good no more; absent is never.
	Expires time.Time `json:"expires,omitzero"`
}

// NewToken is a token that was made. Its text is told this once and kept nowhere.
type NewToken struct {
	network.Token
	// Text is what is sent along with requests: "Authorization: Bearer <text>".
	Text string `json:"text"`
}

// Tokens are all that are good or have expired, without their secrets.
type Tokens struct {
	Tokens []network.Token `json:"tokens"`
}
