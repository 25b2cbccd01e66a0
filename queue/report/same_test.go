package report_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"

	"pgregory.net/rapid"
)

func encode(t queuetest.Must, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return b
}

// same compares two written reports and shows where they part.
func same(t queuetest.Must, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	from := max(0, i-80)
	t.Fatalf("%s:\n…%s\nwant\n…%s", what, got[from:min(len(got), i+80)], want[from:min(len(want), i+80)])
}

func TestAPastDayIsCountedToTheSameBytesHoweverTheHallCameBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		c := queuetest.NewCrowd(t, seed, true)
		c.Day(t, "2026-11-25", 60)
		c.Day(t, "2026-11-26", 200)
		want := encode(t, report.Of(c.State))
		same(t, "counted twice", encode(t, report.Of(c.State)), want)
		same(t, "of a copy", encode(t, report.Of(c.State.Clone())), want)

		replayed, restarted := queue.New(), queue.New()
		stop := rapid.IntRange(1, len(c.Records)).Draw(t, "restarted after")
		for i, r := range c.Records {
			var read queue.Record
			if err := json.Unmarshal(encode(t, r), &read); err != nil {
				t.Fatal(err)
			}
			for _, s := range []*queue.State{replayed, restarted} {
				if err := queue.Apply(s, read); err != nil {
					t.Fatal(err)
				}
			}
			if i+1 == stop {
				snapshot, err := restarted.Snapshot()
				if err != nil {
					t.Fatal(err)
				}
				if restarted, err = queue.Restore(snapshot, nil); err != nil {
					t.Fatal(err)
				}
			}
		}
		same(t, "after a replay", encode(t, report.Of(replayed)), want)
		same(t, "after a restart", encode(t, report.Of(restarted)), want)
	})
}

func TestWhatComesAfterTheCloseChangesNothing(t *testing.T) {
	c := queuetest.NewCrowd(t, 3, false)
	c.Do(t, queuetest.Printer("kiosk-1", queue.FaultPaperOut))
	c.Day(t, "2026-11-25", 100)
	want := encode(t, report.Of(c.State))
	c.Wait(20_000_000_000)
	c.Do(t, queuetest.Printer("kiosk-1", ""))
	c.Do(t, queuetest.Printer("kiosk-1", queue.FaultCover))
	same(t, "after news of the printer", encode(t, report.Of(c.State)), want)
}

func TestAReportIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, _ := days(t, rapid.Uint64().Draw(t, "seed"), true, 100)
		for _, d := range all {
			written, err := d.Encode()
			if err != nil {
				t.Fatal(err)
			}
			read, err := report.Read(written)
			if err != nil {
				t.Fatal(err)
			}
			again, err := read.Encode()
			if err != nil {
				t.Fatal(err)
			}
			same(t, "written again", again, written)
		}
	})
}

func TestAReportThatIsNoneIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":             `{`,
		"another version":     `{"v":2,"hall":"T-1","date":"2026-11-25"}`,
		"no hall":             `{"v":1,"date":"2026-11-25"}`,
		"no date":             `{"v":1,"hall":"T-1","date":"yesterday"}`,
		"an odd distribution": `{"v":1,"hall":"T-1","date":"2026-11-25","all":{"waits":[1,2,3]}}`,
		"one out of order":    `{"v":1,"hall":"T-1","date":"2026-11-25","all":{"waits":[5,1,4,1]}}`,
		"a negative count":    `{"v":1,"hall":"T-1","date":"2026-11-25","all":{"waits":[5,-1]}}`,
		"a cell of nothing":   `{"v":1,"hall":"T-1","date":"2026-11-25","themes":{"a":null}}`,
		"half hours twice":    `{"v":1,"hall":"T-1","date":"2026-11-25","half_hours":[{"at":"09:00"},{"at":"09:00"}]}`,
		"short lessons":       `{"v":1,"hall":"T-1","date":"2026-11-25","lessons":{"scores":[1]}}`,
	} {
		if _, err := report.Read([]byte(text)); err == nil {
			t.Errorf("%s is taken for a report", name)
		}
	}
}

func TestTheSameDayIsNotJoinedTwice(t *testing.T) {
	all, _ := days(t, 1, false, 20)
	if _, err := report.Join(all[0], all[1], all[0]); err == nil {
		t.Fatal("a day is counted twice")
	}
}

func FuzzWhatIsReadCanBeJoinedAndWrittenAgain(f *testing.F) {
	all, _ := days(f, 1, true, 40)
	for _, d := range all {
		b, err := d.Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := report.Read(b)
		if err != nil {
			return
		}
		if _, err := d.Encode(); err != nil {
			t.Fatal(err)
		}
		span, err := report.Join(d)
		if err != nil {
			t.Fatal(err)
		}
		var l report.Lessons
		l.Add(&d.Lessons)
		l.Add(&d.Lessons)
		_ = span.All.Waits.Percentile(90)
	})
}
