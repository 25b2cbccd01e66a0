package network

import "time"

// Deed is something that somebody did to the network, for the audit.
type Deed struct {
	At time.Time `json:"at"`
	// By is the token or the person that did it, as "token k3…" or "centre" for what
	// was done on the centre's own machine.
	By string `json:"by"`
	// What was done, as one word of the interface: "hall.put", "token.make".
	What string `json:"what"`
	// Hall is the hall that it was done to; empty for the whole network.
	Hall string `json:"hall,omitempty"`
	// Detail says more, for people; it has no secret and nothing of a citizen.
	Detail string `json:"detail,omitempty"`
}
