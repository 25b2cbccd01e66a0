package api

import (
	"context"
	"io"
	"time"

	"onewindow/central/network"
	"onewindow/central/project"
	"onewindow/queue"
	"onewindow/wire"
)

// Centre is what the interface needs of the centre. Refusals are *wire.Error; any other
// error is a failure of the centre's own, which is logged and not told.
type Centre interface {
	// District is the newest whole. The caller does not change what is in it.
	District() wire.District
	// Next waits until the district's Rev is greater than after, and returns the newest;
	// the error is ctx's, or that the centre closes.
	Next(ctx context.Context, after uint64) (wire.District, error)
	// Hall is one hall in detail, or wire.CodeHallUnknown.
	Hall(ctx context.Context, hall string) (wire.DistrictHall, error)
	// Quickest is where items are served soonest, of the halls that are within; from is
	// the hall that asks, or empty.
	Quickest(ctx context.Context, from string, r wire.QuickestRequest, within func(hall string) bool) (wire.QuickestReply, error)

	// Do asks a hall and waits for its answer; see halls.Command.
	Do(ctx context.Context, hall, area, verb, rid string, exp time.Time, data any) (wire.Reply, error)

	// Tickets, Windows, Statistics, Reports and WriteCSV are what the store has of halls.
	Tickets(ctx context.Context, hall, day string, yield func(t project.Ticket, superseded bool) error) error
	Windows(ctx context.Context, hall string) ([]project.Window, error)
	Statistics(ctx context.Context, hall string, dim project.Dim, from, to string, halves bool, yield func(hall string, c project.Cell) error) error
	Reports(ctx context.Context, hall, from, to string, yield func(project.DayReport) error) error
	// ItemNames are the names of the items of a hall's catalogue in force, by their codes.
	ItemNames(ctx context.Context, hall string) (map[string]queue.Text, error)
	WriteCSV(ctx context.Context, w io.Writer, hall, month string) error

	// Places are the tree of halls; PutPlaces refuses what makes no tree.
	Places(ctx context.Context) ([]network.Place, error)
	PutPlaces(ctx context.Context, places ...network.Place) error
	RemovePlace(ctx context.Context, hall string) error
	// Known reports whether a hall has a place or a key, or has ever told anything.
	Known(ctx context.Context, hall string) (bool, error)
	// Enrolled are the machines that speak for halls.
	Enrolled(ctx context.Context) ([]network.Enrolled, error)
	Invite(ctx context.Context, hall string, ttl time.Duration) (wire.TokenReply, error)
	Revoke(ctx context.Context, hall string) error
	Adopt(ctx context.Context, hall, epoch string) error

	// Publish checks a publication of which Part, Target, Body, By and Note are given,
	// keeps it and tells the halls; the answer has the rest.
	Publish(ctx context.Context, p network.Publication) (network.Publication, error)
	// Publications are all, newest first, with their bodies.
	Publications(ctx context.Context) ([]network.Publication, error)
	Publication(ctx context.Context, version uint64) (p network.Publication, ok bool, err error)

	// AddToken and the next ones keep tokens.
	AddToken(ctx context.Context, t network.Token) error
	Token(ctx context.Context, id string) (network.Token, bool, error)
	Tokens(ctx context.Context) ([]network.Token, error)
	RemoveToken(ctx context.Context, id string) (bool, error)
	UsedToken(ctx context.Context, id string, at time.Time) error

	// Note keeps a deed for the audit; Deeds are the newest ones, newest first.
	Note(ctx context.Context, d network.Deed) error
	Deeds(ctx context.Context, limit int) ([]network.Deed, error)

	// Ready reports why the centre cannot serve now, without secrets; nil if it can.
	Ready(ctx context.Context) error
}
