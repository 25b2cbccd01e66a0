package central

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/project"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// told is a board of the small network that knows these halls.
func told(t testing.TB, states ...halls.State) *board {
	b := newBoard("龙岗", noon.Add(-time.Hour))
	b.read(stored{tree: smallNetwork(t)})
	b.saw(states)
	b.compose(noon)
	return b
}

// rowOf is a hall in the newest district.
func rowOf(t testing.TB, b *board, hall string) wire.HallRow {
	t.Helper()
	for _, r := range b.newest().Halls {
		if r.Hall == hall {
			return r
		}
	}
	t.Fatalf("there is no hall %s", hall)
	return wire.HallRow{}
}

func TestTheDistrictHasEachHallBeforeThoseUnderIt(t *testing.T) {
	b := told(t, halls.State{Hall: "A-stray", Up: true, Heard: noon, Hello: wire.Hello{Name: queue.Text{ZhHans: "外厅"}}})
	var order []string
	for _, r := range b.newest().Halls {
		order = append(order, r.Hall)
	}
	if want := []string{"D", "B", "B-1", "P", "P-1", "P-2", "A-stray"}; !slices.Equal(order, want) {
		t.Errorf("%v, want %v", order, want)
	}
	if r := rowOf(t, b, "P-1"); r.Name.ZhHans != "P-1厅" || r.Parent != "P" || r.Level != queue.LevelCommunity || r.Street.ZhHans != "平湖街道" || r.Standing != wire.HallNever {
		t.Errorf("%+v", r)
	}
	if r := rowOf(t, b, "A-stray"); r.Name.ZhHans != "外厅" {
		t.Errorf("a hall without a place: %+v", r)
	}
}

func TestHowAHallStands(t *testing.T) {
	forked := wire.RefuseUp(wire.CodeEpochForked, "epoch", "1-centre00")
	was := &store.HallState{Hall: "P", Hello: noon.Add(-time.Hour), Segment: noon.Add(-50 * time.Minute), Version: "1.0", Watermark: 7,
		Now: project.Hall{Day: "2026-11-25", Open: true, Issued: 9, Done: 4, Waiting: 5, Windows: 2}}
	open, closed, stopped := openHall("P", 1), openHall("P", 1), openHall("P", 1)
	closed.Live.Day.Open = false
	stopped.Live.Day.Stopped = "fire"
	copied, refused := openHall("P", 1), openHall("P", 1)
	copied.Copy, refused.Refused, refused.Hello.Epoch = &halls.Copy{}, forked, "1-ofthehall"
	gone := openHall("P", 1)
	gone.Up, gone.Why, gone.Since = false, "the line went silent", noon
	for name, tc := range map[string]struct {
		state    *halls.State
		stored   *store.HallState
		standing wire.HallStanding
		why      string
	}{
		"never heard":                  {nil, nil, wire.HallNever, ""},
		"invited":                      {&halls.State{Hall: "P", Why: "it has not connected yet"}, nil, wire.HallNever, ""},
		"open":                         {&open, nil, wire.HallOpen, ""},
		"closed":                       {&closed, nil, wire.HallClosed, ""},
		"stopped":                      {&stopped, nil, wire.HallStopped, ""},
		"copied":                       {&copied, nil, wire.HallCopied, wire.CodeHallTwice},
		"refused":                      {&refused, nil, wire.HallRefused, wire.CodeEpochForked},
		"gone":                         {&gone, nil, wire.HallAway, wire.CodeUnreachable},
		"of before the centre's start": {&halls.State{Hall: "P", Why: "it has not connected since the centre started"}, was, wire.HallAway, wire.CodeUnreachable},
		"revoked":                      {nil, was, wire.HallAway, wire.CodeHallUnknown},
		"back, before it said more":    {&halls.State{Hall: "P", Up: true, Heard: noon}, was, wire.HallOpen, ""},
	} {
		k := known{hall: "P", state: tc.state, stored: tc.stored}
		r := k.row()
		if r.Standing != tc.standing || (r.Why == nil) != (tc.why == "") || r.Why != nil && r.Why.Code != tc.why {
			t.Errorf("%s: %s, %+v", name, r.Standing, r.Why)
		}
		if r.Standing == wire.HallAway && r.Since.IsZero() {
			t.Errorf("%s: away since when?", name)
		}
	}
	if r := (&known{state: &refused}).row(); r.Why.Params["epoch"] != "1-ofthehall" || forked.Params["epoch"] != "1-centre00" {
		t.Errorf("the line that can be adopted: %v", r.Why.Params)
	}
	r := (&known{stored: was}).row()
	if r.Figures.Issued != 9 || r.Figures.Served != 4 || r.Figures.Waiting != 5 || r.Figures.Open != 2 || r.Day != "2026-11-25" || r.Version != "1.0" || !r.Heard.Equal(noon.Add(-50*time.Minute)) {
		t.Errorf("a hall of which only the store tells: %+v", r)
	}
}

func TestHowFarTheCentreIsBehind(t *testing.T) {
	s := openHall("P", 1)
	s.Hello.Seq, s.Live.Seq, s.Acked = 10, 50, 20
	if k := (known{state: &s}); k.row().Behind != 30 {
		t.Errorf("%d", k.row().Behind)
	}
	if k := (known{state: &s, stored: &store.HallState{Watermark: 48}}); k.row().Behind != 2 {
		t.Errorf("where another process takes the events: %d", k.row().Behind)
	}
	if k := (known{state: &s, stored: &store.HallState{Watermark: 90}}); k.row().Behind != 0 {
		t.Errorf("a hall that has put a backup back: %d", k.row().Behind)
	}
}

func TestOnlyWhatHasChangedMakesANewDistrict(t *testing.T) {
	b := told(t, openHall("P", 1), openHall("B", 2))
	rev := b.newest().Rev
	again := openHall("P", 1)
	again.Heard, again.LiveAt = noon.Add(time.Second), noon.Add(time.Second)
	b.saw([]halls.State{again})
	if b.compose(noon.Add(time.Second)) || b.newest().Rev != rev {
		t.Error("a hall that was heard again makes a new district")
	}
	before := b.newest()
	b.saw([]halls.State{openHall("P", 7)})
	if !b.compose(noon.Add(2*time.Second)) || b.newest().Rev != rev+1 {
		t.Error("a longer line makes no new district")
	}
	if rowOf(t, b, "P").Lines[0].Waiting != 7 || before.Halls[3].Hall != "P" || before.Halls[3].Lines[0].Waiting != 1 {
		t.Error("a district that was handed out has changed, or the new one has not")
	}
	b.saw([]halls.State{{Hall: "P"}})
	if b.compose(noon.Add(3 * time.Second)); rowOf(t, b, "P").Standing != wire.HallNever {
		t.Errorf("a hall that was revoked: %+v", rowOf(t, b, "P"))
	}
	if b.compose(noon.Add(4 * time.Second)) {
		t.Error("nothing has changed, and there is a new district")
	}
}

func TestAHallThatLeavesTheTreeAndHasNoKeyIsShownNoMore(t *testing.T) {
	b := told(t, openHall("X", 1))
	if len(b.newest().Halls) != 7 {
		t.Fatalf("%d halls", len(b.newest().Halls))
	}
	b.saw([]halls.State{{Hall: "X"}})
	tree, err := network.NewTree(smallNetwork(t).Places()[:3])
	if err != nil {
		t.Fatal(err)
	}
	b.read(stored{tree: tree})
	if b.compose(noon); len(b.newest().Halls) != 3 {
		t.Errorf("%+v", b.newest().Halls)
	}
}

func TestAHallIsComparedWithTheSameWeekdayABefore(t *testing.T) {
	s := openHall("P", 1)
	s.Live.Day.Date, s.Live.Day.UTCOffset = "2026-11-26", 480
	b := told(t, s)
	want := sameKey{"2026-11-19", 24}
	if lacks := b.lacks(); !slices.Equal(lacks, []sameKey{want}) {
		t.Fatalf("it asks for %v", lacks)
	}
	b.compared(want, map[string]wire.SameTime{"P": {Day: "2026-11-19", Until: "12:00", Issued: 40}})
	if !b.compose(noon) || rowOf(t, b, "P").Before == nil || rowOf(t, b, "P").Before.Issued != 40 || len(b.lacks()) != 0 {
		t.Fatalf("%+v", rowOf(t, b, "P").Before)
	}
	if b.compose(noon.Add(29 * time.Minute)) {
		t.Error("within the half hour something has changed")
	}
	b.compose(noon.Add(30 * time.Minute))
	if lacks := b.lacks(); !slices.Equal(lacks, []sameKey{{"2026-11-19", 25}}) || rowOf(t, b, "P").Before.Issued != 40 {
		t.Errorf("half an hour later it asks for %v, and meanwhile shows %+v", lacks, rowOf(t, b, "P").Before)
	}
	over := known{state: &s}
	if day, slot := over.moment(noon.Add(24 * time.Hour)); day != "2026-11-26" || slot != 48 {
		t.Errorf("a day that is over is compared up to %s %d", day, slot)
	}
}

func TestOddDaysOfHallsFillNothingUp(t *testing.T) {
	b := newBoard("", noon)
	var states []halls.State
	for i := range 200 {
		s := openHall(fmt.Sprintf("H-%d", i), 1)
		s.Live.Day.Date = noon.AddDate(0, 0, -i).Format(time.DateOnly)
		states = append(states, s)
	}
	b.saw(states)
	for range 20 {
		b.compose(noon)
		for _, k := range b.lacks() {
			b.compared(k, map[string]wire.SameTime{})
		}
	}
	if len(b.same) > mostSame || len(b.wanted) > mostSame {
		t.Errorf("%d kept, %d wanted", len(b.same), len(b.wanted))
	}
}

func TestASlowReaderGetsTheNewestDistrictOnly(t *testing.T) {
	b := told(t, openHall("P", 1))
	ctx := context.Background()
	first, err := b.next(ctx, 0)
	if err != nil || len(first.Halls) != 6 {
		t.Fatalf("%v, %v", first, err)
	}
	for i := range 5 {
		b.saw([]halls.State{openHall("P", 10+i)})
		b.compose(noon.Add(time.Duration(i) * time.Second))
	}
	last, err := b.next(ctx, first.Rev)
	if err != nil || last.Rev != first.Rev+5 {
		t.Fatalf("revision %d after %d, %v", last.Rev, first.Rev, err)
	}
	late, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := b.next(late, last.Rev); !errors.Is(err, context.Canceled) {
		t.Errorf("there is nothing new: %v", err)
	}
	ended := make(chan error)
	go func() {
		_, err := b.next(ctx, last.Rev)
		ended <- err
	}()
	b.close()
	if err := <-ended; !errors.Is(err, ErrClosed) {
		t.Errorf("whoever waits at the end: %v", err)
	}
	if _, err := b.next(ctx, 0); !errors.Is(err, ErrClosed) {
		t.Errorf("whoever comes after the end: %v", err)
	}
}

func TestTheRevisionRisesOverRestarts(t *testing.T) {
	b := told(t)
	for i := range 100 {
		b.saw([]halls.State{openHall("P", i)})
		b.compose(noon)
	}
	if later := newBoard("", noon.Add(-time.Hour+time.Minute)); later.newest().Rev <= b.newest().Rev {
		t.Errorf("%d after %d", later.newest().Rev, b.newest().Rev)
	}
}

// BenchmarkDistrict: 5000 halls, of which 500 have told how they are.
func BenchmarkDistrict(b *testing.B) {
	board := newBoard("", noon)
	states := make([]halls.State, 5000)
	for i := range states {
		states[i] = openHall(fmt.Sprintf("H-%04d", i), 1)
		states[i].Live.Day.Date = "2026-11-26"
		for len(states[i].Live.Lines) < 8 {
			states[i].Live.Lines = append(states[i].Live.Lines, states[i].Live.Lines[0])
		}
	}
	board.saw(states)
	board.compose(noon)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		for i := range 500 {
			s := states[(n*500+i)%5000]
			s.Live.Figures.Waiting = n
			board.saw([]halls.State{s})
		}
		board.compose(noon.Add(time.Duration(n) * time.Second))
	}
}

func TestAHallThatIsRevokedKeepsTheFiguresThatItSaidLast(t *testing.T) {
	b := told(t, openHall("P", 7))
	was := rowOf(t, b, "P")
	b.read(stored{tree: smallNetwork(t), halls: []store.HallState{{Hall: "P", Hello: noon.Add(-time.Minute), Now: project.Hall{Day: was.Day, Waiting: was.Figures.Waiting + 1}}}})
	b.saw([]halls.State{{Hall: "P"}})
	b.compose(noon)
	got := rowOf(t, b, "P")
	if got.Standing != wire.HallAway || got.Figures != was.Figures || !got.Heard.Equal(was.Heard) || len(got.Lines) != len(was.Lines) {
		t.Errorf("%+v, want away with what it said last: %+v", got, was)
	}
}
