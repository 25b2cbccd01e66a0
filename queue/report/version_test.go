package report

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// golden is a report as that version wrote it. None of these files is ever made anew.
func golden(t *testing.T, version int) []byte {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("testdata/day-v%d.json", version))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(b, []byte("\n"))
}

func TestReportsOfEveryReleaseAreRead(t *testing.T) {
	for v := 1; v <= Version; v++ {
		b := golden(t, v)
		d, err := Read(b)
		if err != nil {
			t.Fatalf("version %d: %v", v, err)
		}
		if got, err := VersionOf(b); err != nil || got != v || d.V != v {
			t.Errorf("version %d says that it is %d (%v)", v, got, err)
		}
		if _, err := Join(d); err != nil {
			t.Errorf("version %d cannot be joined: %v", v, err)
		}
	}
	if len(readers) != Version {
		t.Errorf("%d versions are read, and %d were released", len(readers), Version)
	}
}

func TestAReportOfTheFirstReleaseSaysWhatItSaid(t *testing.T) {
	b := golden(t, 1)
	d, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		what      string
		got, want any
	}{
		{"hall and date", d.Hall + " " + d.Date, "T-1 2026-11-26"},
		{"drawn, carried, served, kept", []int{d.All.Issued, d.All.Carried, d.All.Served, d.All.Kept}, []int{71, 8, 37, 31}},
		{"waits", []int{len(d.All.Waits), d.All.Waits.Percentile(50), d.All.Waits.Max()}, []int{50, 2059, 9024}},
		{"told", d.All.Told, Accuracy{Promised: 30, Called: 28, Held: 23, Kept: 22, Error: 6120, Bias: -840}},
		{"rough", d.All.Rough.Promised, 4},
		{"told for business", d.Themes["business"].Told.Held, 9},
		{"item A-1", []int{d.Items["A-1"].Issued, d.Items["A-1"].Service.Seconds}, []int{17, 4738}},
		{"window 1", []int{d.Windows["1"].Open, d.Windows["1"].Busy}, []int{20131, 15922}},
		{"clerk c1", d.Clerks["c1"].Served, 9},
		{"the first half hour", []any{d.HalfHours[0].At.String(), d.HalfHours[0].Drawn, d.HalfHours[0].Waiting}, []any{"08:30", 3, 7335}},
		{"papers", []int{d.Papers.Printed, d.Papers.Copies, d.Papers.Reasons["out_of_paper"]}, []int{60, 3, 2}},
		{"faults", d.Faults["printer"]["cover_open"], Sum{N: 1, Seconds: 11776, Max: 11776}},
		{"advice", []int{d.Advice.Given, d.Advice.Accepted, d.Advice.Refused, d.Advice.Over}, []int{6, 4, 1, 1}},
		{"lessons of A-1", d.Lessons.Items["A-1"], Lengths{N: 8, Seconds: 4738, Log: 48.642356872558594, LogSq: 300.75995349884033}},
		{"scores", []int{d.Lessons.Scores[3], d.Lessons.Scores[17], d.Lessons.Scores[100]}, []int{9, 12, 2}},
	} {
		if got, want := fmt.Sprintf("%+v", x.got), fmt.Sprintf("%+v", x.want); got != want {
			t.Errorf("%s: %s, want %s", x.what, got, want)
		}
	}
	if Version == 1 {
		if again, err := d.Encode(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("the form has changed without a new version (%v)", err)
		}
	}
}

func TestALaterReleasesReportIsRefusedByItsNumber(t *testing.T) {
	b := bytes.Replace(golden(t, Version), fmt.Appendf(nil, `"v":%d`, Version), fmt.Appendf(nil, `"v":%d`, Version+1), 1)
	if _, err := Read(b); err == nil || !strings.Contains(err.Error(), fmt.Sprint("version ", Version+1)) {
		t.Fatalf("%v", err)
	}
	for _, none := range []string{`{}`, `{"v":0}`, `{"v":-1}`, `{"v":"1"}`, `[]`} {
		if _, err := Read([]byte(none)); err == nil {
			t.Errorf("%s is read", none)
		}
	}
}
