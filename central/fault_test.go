package central

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// faulty is an archive that can be made to fail.
type faulty struct {
	archive
	broken atomic.Bool
}

var errBroken = errors.New("dial tcp db: connection refused, password=s3cret")

func (f *faulty) Places(ctx context.Context) ([]network.Place, error) {
	if f.broken.Load() {
		return nil, errBroken
	}
	return f.archive.Places(ctx)
}

func (f *faulty) Published(ctx context.Context) (uint64, error) {
	if f.broken.Load() {
		return 0, errBroken
	}
	return f.archive.Published(ctx)
}

func (f *faulty) SameTime(ctx context.Context, day string, until int) (map[string]wire.SameTime, error) {
	if f.broken.Load() {
		return nil, errBroken
	}
	return map[string]wire.SameTime{"P-1": {Day: day, Issued: until}}, nil
}

func TestTheDistrictGoesOnWhileTheStoreCannotBeRead(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	put(t, c)
	f := &faulty{archive: c.archive}
	f.broken.Store(true)
	broken := &Centre{set: c.set, log: c.log, archive: f, halls: c.halls, board: newBoard("", time.Now()), begun: c.begun, keeper: c.keeper}
	broken.board.read(stored{tree: smallNetwork(t)})
	broken.refreshed(ctx(t))
	s := openHall("P-1", 3)
	s.Live.Day.Date = "2026-11-26"
	broken.board.saw([]halls.State{s})
	if !broken.board.compose(noon) || rowOf(t, broken.board, "P-1").Standing != wire.HallOpen {
		t.Errorf("%+v", rowOf(t, broken.board, "P-1"))
	}
	broken.compare(ctx(t))
	if broken.board.compose(noon.Add(time.Second)); rowOf(t, broken.board, "P-1").Before != nil {
		t.Error("it is compared with something although nothing could be read")
	}
	broken.set.DB = "postgres://u:s3cret@db/one"
	if _, err := broken.Publish(ctx(t), network.Publication{Part: queue.PartCalendar, Target: network.All, Body: []byte(`{}`)}); codeOf(err) != wire.CodeStorage || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("a publication that cannot be kept: %v", err)
	}
	if r := broken.Ask(ctx(t), "P-1", wire.AskDesired, wire.Request{Data: []byte(`{}`)}); r.OK || r.Err.Code != wire.CodeStorage {
		t.Errorf("what is wanted of a hall, without the store: %+v", r)
	}
	f.broken.Store(false)
	broken.compare(ctx(t))
	if broken.board.compose(noon.Add(2 * time.Second)); rowOf(t, broken.board, "P-1").Before == nil {
		t.Error("the store is back, and it is compared with nothing")
	}
}

// BenchmarkRefresh reads a network of 5000 halls from SQLite.
func BenchmarkRefresh(b *testing.B) {
	c, err := Open(ctx(b), Settings{Data: b.TempDir(), Halls: halls.Settings{Host: "127.0.0.1", Port: -1}, paces: paces{look: time.Hour, reread: time.Hour}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { stop(b, c) })
	places := []network.Place{place("D", "", queue.LevelDistrict, "")}
	for i := range 4999 {
		places = append(places, place(fmt.Sprintf("H-%04d", i), "D", queue.LevelCommunity, "街道"))
	}
	if err := c.PutPlaces(ctx(b), places...); err != nil {
		b.Fatal(err)
	}
	for i := range 4999 {
		hall := fmt.Sprintf("H-%04d", i)
		h := wire.Hello{V: 1, Hall: hall, Instance: "i", Epoch: "1-aaaaaaaa", Line: []wire.EpochStart{{Epoch: "1-aaaaaaaa", From: 1}}, First: 1, Seq: 1}
		if _, err := c.archive.Hello(context.Background(), h); err != nil {
			b.Fatal(err)
		}
		have := wire.DesiredRequest{Have: []wire.PartState{{Part: queue.PartRules, Version: 1}, {Part: queue.PartCalendar}, {Part: queue.PartCatalogue}}}
		if err := c.archive.NoteParts(context.Background(), hall, have, time.Now()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := c.refresh(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
