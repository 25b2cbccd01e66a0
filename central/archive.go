package central

import (
	"context"
	"io"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/project"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// archive is the store as the centre uses it; *store.Store is one.
type archive interface {
	halls.Ingest

	Ready(ctx context.Context) error
	Halls(ctx context.Context) ([]store.HallState, error)
	Adopt(ctx context.Context, hall, epoch string) error
	Tickets(ctx context.Context, hall, day string) ([]store.TicketState, error)
	Windows(ctx context.Context, hall string) ([]project.Window, error)
	Statistics(ctx context.Context, q store.StatsQuery, yield func(store.Stat) error) error
	Reports(ctx context.Context, hall, from, to string, yield func(project.DayReport) error) error
	WriteCSV(ctx context.Context, w io.Writer, hall, month string) error

	Places(ctx context.Context) ([]network.Place, error)
	PutPlaces(ctx context.Context, places ...network.Place) error
	RemovePlace(ctx context.Context, hall string) error
	Publish(ctx context.Context, p network.Publication) (version uint64, err error)
	Publications(ctx context.Context) ([]network.Publication, error)
	Publication(ctx context.Context, version uint64) (network.Publication, bool, error)
	InForce(ctx context.Context) ([]network.Publication, error)
	Published(ctx context.Context) (version uint64, err error)
	NoteParts(ctx context.Context, hall string, have wire.DesiredRequest, at time.Time) error
	Parts(ctx context.Context) (map[string][]wire.PartState, error)
	Serving(ctx context.Context, items []string) ([]network.Serving, error)
	Themes(ctx context.Context, hall string) ([]queue.Theme, error)
	ItemNames(ctx context.Context, hall string) (map[string]queue.Text, error)
	Claim(ctx context.Context, hall string, r wire.ClaimRequest, at time.Time) (wire.ClaimReply, error)
	Claimed(ctx context.Context, hall string, r wire.ClaimedRequest, at time.Time) error
	ForgetClaims(ctx context.Context, at time.Time) error
	AddToken(ctx context.Context, t network.Token) error
	Token(ctx context.Context, id string) (network.Token, bool, error)
	Tokens(ctx context.Context) ([]network.Token, error)
	RemoveToken(ctx context.Context, id string) (bool, error)
	UsedToken(ctx context.Context, id string, at time.Time) error
	Note(ctx context.Context, d network.Deed) error
	Deeds(ctx context.Context, limit int) ([]network.Deed, error)
	SameTime(ctx context.Context, day string, until int) (map[string]wire.SameTime, error)

	Close() error
}
