package report_test

import (
	"bufio"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"onewindow/queue"
	"onewindow/queue/report"
)

func TestWindowsAndClerksOfSeveralHallsAreKeptApart(t *testing.T) {
	all, _ := days(t, 4, false, 120)
	other := *all[1]
	other.Hall = "T-2"
	span, err := report.Join(all[0], all[1], &other)
	if err != nil {
		t.Fatal(err)
	}
	if span.Days != 3 || len(span.Halls) != 2 || len(span.Dates) != 2 || span.From != all[0].Date || span.To != all[1].Date {
		t.Fatalf("%d days of %d halls on %d dates, %s to %s", span.Days, len(span.Halls), len(span.Dates), span.From, span.To)
	}
	one, two := span.Windows["T-1/1"], span.Windows["T-2/1"]
	if one == nil || two == nil || span.Windows["1"] != nil {
		t.Fatalf("windows %v", slices.Sorted(maps.Keys(span.Windows)))
	}
	want(t, "served at window 1 of both", []int{one.Served, two.Served}, []int{all[0].Windows["1"].Served + all[1].Windows["1"].Served, all[1].Windows["1"].Served})
	want(t, "drawn", span.All.Issued, all[0].All.Issued+2*all[1].All.Issued)
	want(t, "drawn by theme", span.Themes["business"].Issued, all[0].Themes["business"].Issued+2*all[1].Themes["business"].Issued)
	want(t, "clerks", len(span.Clerks), len(all[0].Clerks)+len(other.Clerks))
	if all[1].Windows["1"].Served != other.Windows["1"].Served {
		t.Error("a day was changed by joining it")
	}
}

func TestClerksAreLeftOutForWhoMayNotSeeThem(t *testing.T) {
	all, _ := days(t, 4, false, 60)
	d := all[0].WithoutClerks()
	if len(d.Clerks) != 0 || len(all[0].Clerks) == 0 || len(d.Windows) != len(all[0].Windows) {
		t.Errorf("%d clerks left, %d of the report itself", len(d.Clerks), len(all[0].Clerks))
	}
}

func TestTheDaysOfAnOldReleaseAreCountedToo(t *testing.T) {
	f, err := os.Open("../testdata/events-v1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, n := queue.New(), 0
	for in := bufio.NewScanner(f); in.Scan(); {
		var r queue.Record
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if err := queue.Apply(s, r); err != nil {
			t.Fatal(err)
		}
		if _, closed := r.Event.(queue.DayClosed); !closed {
			continue
		}
		n++
		d := report.Of(s)
		a := d.All
		if in, out := a.Issued+a.Carried, a.Served+a.Cancelled+a.Unserved+a.Lost+a.Kept; in != out || in == 0 {
			t.Errorf("%s: %d came, %d ended", d.Date, in, out)
		}
		b, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := report.Read(b); err != nil {
			t.Error(err)
		}
	}
	if n == 0 {
		t.Error("no day was closed")
	}
}
