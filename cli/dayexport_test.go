package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"onewindow/wire"
)

func TestAWholeDayIsFetchedInRuns(t *testing.T) {
	all := make([]wire.DayTicket, 1203)
	for i := range all {
		all[i].Number = "A" + string(rune('0'+i%10))
	}
	date, asked := "2026-11-25", 0
	ask := func(_ context.Context, r wire.DayRequest) (wire.DayReply, error) {
		asked++
		if asked == 2 {
			date = "2026-11-26" // the day changes in between: what was read is of no use
		}
		from := min(r.From-1, len(all))
		return wire.DayReply{Date: date, Total: len(all), Tickets: all[from:min(len(all), from+r.Limit)]}, nil
	}
	day, err := wholeDay(t.Context(), ask)
	if err != nil || len(day.Tickets) != len(all) || day.Date != "2026-11-26" || asked != 5 {
		t.Errorf("%d numbers of %s in %d runs, %v", len(day.Tickets), day.Date, asked, err)
	}
	if _, err := wholeDay(t.Context(), func(context.Context, wire.DayRequest) (wire.DayReply, error) {
		return wire.DayReply{}, errors.New("away")
	}); err == nil {
		t.Error("no error from a hall that is away")
	}
}

func TestADayThatNeverStandsStillIsNotReadForEver(t *testing.T) {
	asked := 0
	ask := func(context.Context, wire.DayRequest) (wire.DayReply, error) {
		asked++
		return wire.DayReply{Date: []string{"2026-11-25", "2026-11-26"}[asked%2], Total: 1 << 30, Tickets: make([]wire.DayTicket, 1)}, nil
	}
	if _, err := wholeDay(t.Context(), ask); !errors.Is(err, errDayChanged) || asked > 5 {
		t.Errorf("asked %d times: %v", asked, err)
	}
	asked = 0
	endless := func(context.Context, wire.DayRequest) (wire.DayReply, error) {
		asked++
		return wire.DayReply{Date: "2026-11-25", Total: 1 << 30, Tickets: make([]wire.DayTicket, 1)}, nil
	}
	if _, err := wholeDay(t.Context(), endless); err == nil || asked > dayRuns {
		t.Errorf("asked %d times: %v", asked, err)
	}
}

func TestATableIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path, err := writeDay(dir, "a.csv", []byte("one"))
	if err != nil || path != filepath.Join(dir, "a.csv") {
		t.Fatalf("%q, %v", path, err)
	}
	if _, err := writeDay(dir, "a.csv", []byte("two")); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); string(b) != "two" {
		t.Errorf("the file holds %q", b)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("%d files are left, want one", len(files))
	}
	if _, err := writeDay(filepath.Join(dir, "nowhere"), "a.csv", nil); err == nil {
		t.Error("no error from a folder that is not there")
	}
}
