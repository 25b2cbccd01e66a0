package form

import (
	"encoding/json"
	"time"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// Network is the tree of halls, with the machines that speak for them.
type Network struct {
	// Halls are in the order of the tree, each before those under it.
	Halls []NetworkHall `json:"halls"`
}

// NetworkHall is one hall of the network as its administrators see it.
type NetworkHall struct {
	network.Place
	// Placed is false for a hall that has a key or was heard, but has no place in the
	// tree.
	Placed bool `json:"placed"`
	// Key is the machine that speaks for the hall; absent while none does.
	Key *HallKey `json:"key,omitempty"`
	// Standing is how the hall stands with the centre.
	Standing wire.HallStanding `json:"standing"`
	// Heard is when the hall last said anything.
	Heard time.Time `json:"heard,omitzero"`
	// Behind counts the events that the hall has and the centre has not.
	Behind uint64 `json:"behind"`
	// Version is the hall's software.
	Version string `json:"version,omitempty"`
	// Why is why the hall is away or refused; its params name the line of history that
	// an administrator may adopt (epoch).
	Why *wire.Error `json:"why,omitempty"`
	// Parts are the publications that it runs.
	Parts []wire.PartState `json:"parts,omitempty"`
}

// HallKey is the machine that speaks for a hall.
type HallKey struct {
	// Machine is what the machine calls itself.
	Machine string `json:"machine"`
	// Since is when it was enrolled.
	Since time.Time `json:"since"`
}

// PlaceRequest puts a hall into the tree, or moves it.
type PlaceRequest struct {
	// Name is the hall's for people; zh-Hans is needed.
	Name queue.Text `json:"name"`
	// Level is that of the hall in the three-level network: district, street,
	// community or park.
	Level queue.Level `json:"level" enum:"district,street,community,park"`
	// Parent is the hall above; empty for a root.
	Parent string `json:"parent,omitempty" pattern:"^[A-Za-z0-9-]{0,64}$"`
	// Street is the street in which it lies, for people.
	Street queue.Text `json:"street,omitzero"`
}

// InvitationRequest asks for a token with which a machine becomes a hall's.
type InvitationRequest struct {
	// Hours is for how long the token is good; 24 if it is absent, 720 at most.
	Hours int `json:"hours,omitempty" minimum:"1" maximum:"720"`
}

// AdoptRequest lets a hall in with a line of its history that the centre refuses.
type AdoptRequest struct {
	// Epoch is that line, as the refusal names it.
	Epoch string `json:"epoch" minLength:"1" maxLength:"64"`
}

// PublishRequest publishes a part to halls, or withdraws what was published for
// exactly that target.
type PublishRequest struct {
	// Part is what is published: catalogue, calendar or rules.
	Part queue.Part `json:"part" enum:"catalogue,calendar,rules"`
	// Target says which halls: "all", "level:street", "below:LG-PH" or
	// "hall:LG-PH-09". The narrower prevails over the wider.
	Target network.Target `json:"target" minLength:"1" maxLength:"80"`
	// Body is the whole part; null or absent withdraws.
	Body json.RawMessage `json:"body,omitempty"`
	// Note says for people why.
	Note string `json:"note,omitempty" maxLength:"500"`
}

// Publications are all that were made, newest first, without their bodies.
type Publications struct {
	Publications []PublicationRow `json:"publications"`
}

// PublicationRow is one publication without its body.
type PublicationRow struct {
	// Version counts all publications of the network, from 1.
	Version uint64 `json:"version"`
	// Part is what was published: catalogue, calendar or rules.
	Part queue.Part `json:"part"`
	// Target says which halls it is for.
	Target network.Target `json:"target"`
	// Withdrawn is true where it only withdraws what was published for that target
	// before.
	Withdrawn bool `json:"withdrawn,omitempty"`
	// Hash is the SHA-256 of the body, as hex.
	Hash string `json:"hash,omitempty"`
	// Bytes is the size of the body.
	Bytes int `json:"bytes"`
	// By is who published it.
	By string `json:"by"`
	// Note says for people why.
	Note string    `json:"note,omitempty"`
	At   time.Time `json:"at"`
	// In are the halls that run it now, and Refused those that could not take it, and
	// why; it is over when another one is wanted of them.
	In      []string      `json:"in,omitempty"`
	Refused []HallRefusal `json:"refused,omitempty"`
}

// HallRefusal is why a hall could not take a publication.
type HallRefusal struct {
	Hall string `json:"hall"`
	// Why is what the hall says; its hint names what is wrong, such as the item whose
	// theme the hall does not have.
	Why wire.Error `json:"why"`
}

// Row is the publication without its body, and without the halls.
func Row(p network.Publication) PublicationRow {
	return PublicationRow{Version: p.Version, Part: p.Part, Target: p.Target, Withdrawn: p.Withdraws(), Hash: p.Hash, Bytes: max(p.Bytes, len(p.Body)), By: p.By, Note: p.Note, At: p.At}
}

// Deeds are what was done to the network, newest first.
type Deeds struct {
	Deeds []network.Deed `json:"deeds"`
}
