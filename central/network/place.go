package network

import "onewindow/queue"

// Place is one hall's place in the tree: the district's hall over the streets' and the
// parks', the streets' over the communities'.
type Place struct {
	// Hall is its code, of [A-Za-z0-9-].
	Hall  string      `json:"hall"`
	Name  queue.Text  `json:"name"`
	Level queue.Level `json:"level"`
	// Parent is the hall above; empty for a root.
	Parent string `json:"parent,omitempty"`
	// Street is in which it lies, for people; may be empty.
	Street queue.Text `json:"street,omitzero"`
}
