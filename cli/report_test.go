package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

func TestASpanOfDaysBeginsOnMondayOrWithTheMonth(t *testing.T) {
	for _, tt := range [][4]string{
		{"day", "2026-11-25", "2026-11-25", "2026-11-25"},
		{"week", "2026-11-25", "2026-11-23", "2026-11-29"},
		{"week", "2026-11-23", "2026-11-23", "2026-11-29"},
		{"week", "2026-11-29", "2026-11-23", "2026-11-29"},
		{"week", "2026-01-01", "2025-12-29", "2026-01-04"},
		{"month", "2026-11-25", "2026-11-01", "2026-11-30"},
		{"month", "2028-02-29", "2028-02-01", "2028-02-29"},
		{"month", "2026-12-31", "2026-12-01", "2026-12-31"},
	} {
		if from, to, err := period(tt[0], tt[1]); err != nil || from != tt[2] || to != tt[3] {
			t.Errorf("the %s of %s is %s to %s, %v; want %s to %s", tt[0], tt[1], from, to, err, tt[2], tt[3])
		}
	}
}

// days is a hall of three days, of which the last still runs; it keeps reports of the
// closed ones as keep says.
func days(t *testing.T, keep func(date string, b []byte) []byte) (folder string) {
	t.Helper()
	h := queuetest.Empty(t, queuetest.Settings(1))
	for i, date := range []string{"2026-11-25", "2026-11-26", "2026-11-27"} {
		h.Now = h.State.Settings.Hall.At(date, 9*60)
		h.Do(t, queue.OpenDay{Date: date})
		h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
		for range 3 + i {
			h.Issue(t, "business")
			h.Wait(4 * time.Minute)
			h.Next(t, "1")
			h.Wait(time.Minute)
			h.Do(t, queue.Start{Window: "1"})
		}
		if i == 2 {
			break
		}
		h.Do(t, queue.CloseDay{})
		b, err := report.Of(h.State).Encode()
		if err != nil {
			t.Fatal(err)
		}
		if b = keep(date, b); b != nil {
			h.Do(t, queue.ReportDay{Date: date, Report: b})
		}
	}
	return folderOf(t, h)
}

// folderOf is a data folder with a hall's history.
func folderOf(t *testing.T, h *queuetest.Hall) (folder string) {
	t.Helper()
	folder = t.TempDir()
	j, err := journal.Open(folder, "T-1", journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	var batch journal.Batch
	for _, r := range h.Records {
		b, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		batch.Events = append(batch.Events, b)
	}
	if _, err := j.Commit(batch); err != nil {
		t.Fatal(err)
	}
	return folder
}

func asItIs(_ string, b []byte) []byte { return b }

// said runs the command with a configuration of its own.
func said(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func TestAReportIsReadFromADataFolder(t *testing.T) {
	folder := days(t, func(date string, b []byte) []byte {
		if date == "2026-11-25" {
			return nil // from before reports were kept: it is counted
		}
		return b
	})
	for _, tt := range []struct {
		args []string
		want []string
	}{
		{[]string{"day"}, []string{"2026-11-27", "Drawn", "still running"}},
		{[]string{"day", "2026-11-26"}, []string{"2026-11-26", "Test hall"}},
		{[]string{"week"}, []string{"Test hall, 2026-11-23 to 2026-11-29, 3 daily reports", "There is no report of 2026-11-23 to 2026-11-24.", "By date", "By clerk"}},
		{[]string{"month", "2026-11-01", "--by", "theme"}, []string{"By theme", "business"}},
	} {
		args := append([]string{"report", "--data", folder, "--lang", "en"}, tt.args...)
		code, out, errs := said(t, args...)
		if code != exitOK {
			t.Fatalf("%v ends with %d: %s", tt.args, code, errs)
		}
		for _, want := range tt.want {
			if !strings.Contains(out, want) {
				t.Errorf("%v lacks %q:\n%s", tt.args, want, out)
			}
		}
	}
	if _, out, _ := said(t, "report", "month", "--data", folder, "--lang", "en"); !strings.Contains(out, "Drawn                       12\n") {
		t.Errorf("3, 4 and 5 numbers are no 12:\n%s", out)
	}
}

// past is a hall that keeps the report of a day before its history begins, as the
// demonstration does.
func past(t *testing.T) (folder string) {
	t.Helper()
	h := queuetest.Empty(t, queuetest.Settings(1))
	h.Now = h.State.Settings.Hall.At("2026-11-26", 9*60)
	before := report.Day{V: report.Version, Hall: "T-1", Date: "2026-11-25"}
	before.All.Issued = 40
	b, err := before.Encode()
	if err != nil {
		t.Fatal(err)
	}
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	h.Do(t, queue.ReportDay{Date: "2026-11-25", Report: b})
	h.Issue(t, "business")
	return folderOf(t, h)
}

func TestDaysThatAHallKeepsFromBeforeItsHistoryAreReportedFromAFolderToo(t *testing.T) {
	folder := past(t)
	code, out, errs := said(t, "report", "week", "--data", folder, "--lang", "en")
	if code != exitOK || !strings.Contains(out, "2 daily reports") || !strings.Contains(out, "Drawn                       41\n") {
		t.Errorf("ends with %d: %s%s", code, errs, out)
	}
	code, out, errs = said(t, "report", "day", "2026-11-25", "--data", folder, "--lang", "en")
	if code != exitOK || !strings.Contains(out, "Drawn                       40\n") {
		t.Errorf("ends with %d: %s%s", code, errs, out)
	}
	code, out, errs = said(t, "report", "week", "--recount", "--data", folder)
	if code != exitOK || out != "" || !strings.Contains(errs, "2026-11-25: the hall keeps a report of it and not the day itself") || !strings.Contains(errs, "2026-11-26: is open") {
		t.Errorf("ends with %d: %s%s", code, out, errs)
	}
}

func TestAMonthWithFewReportsIsTitledAsAMonthInEveryForm(t *testing.T) {
	dir := t.TempDir()
	for _, form := range []string{"csv", "html"} {
		file := filepath.Join(dir, "w."+form)
		if code, _, errs := said(t, "report", "month", "--data", past(t), "--lang", "en", "--"+form, file); code != exitOK {
			t.Fatal(errs)
		}
		b, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(b), "2026-11-01 to 2026-11-30, 2 daily reports") || !strings.Contains(string(b), "There is no report of 2026-11-01 to 2026-11-24.") {
			t.Errorf("%s does not say what it is of: %v\n%.600s", form, err, b)
		}
	}
}

func TestAReportIsWrittenAsFiles(t *testing.T) {
	folder, out := days(t, asItIs), t.TempDir()
	file := func(name string) string { return filepath.Join(out, name) }
	code, text, errs := said(t, "report", "week", "--data", folder, "--csv", file("w.csv"), "--xlsx", file("w.xlsx"), "--html", file("w.html"))
	if code != exitOK || text != "" {
		t.Fatalf("ends with %d and says %q: %s", code, text, errs)
	}
	for name, begins := range map[string]string{"w.csv": "\ufeff排队办事报表", "w.xlsx": "PK", "w.html": "<!DOCTYPE html>"} {
		b, err := os.ReadFile(file(name))
		if err != nil || !strings.HasPrefix(string(b), begins) {
			t.Errorf("%s begins with %.20q, %v", name, b, err)
		}
		if !strings.Contains(errs, file(name)) {
			t.Errorf("the path of %s is not told: %s", name, errs)
		}
	}
	code, text, _ = said(t, "report", "week", "--data", folder, "--csv", "-")
	if b, err := os.ReadFile(file("w.csv")); code != exitOK || err != nil || text != string(b) {
		t.Errorf("the standard output gets something else than a file (%d, %v)", code, err)
	}
	if code, _, _ := said(t, "report", "week", "--data", folder, "--csv", filepath.Join(out, "nowhere", "w.csv")); code != exitFailure {
		t.Errorf("a folder that is not there ends with %d", code)
	}
}

func TestARecountOfWhatTheHallKeepsIsTheSameToTheByte(t *testing.T) {
	code, out, errs := said(t, "report", "month", "--recount", "--data", days(t, asItIs))
	if code != exitOK || strings.Count(out, ": the same ") != 2 {
		t.Fatalf("ends with %d: %s%s", code, out, errs)
	}
}

func TestARecountShowsWhereAReportPartsFromTheHistory(t *testing.T) {
	folder := days(t, func(date string, b []byte) []byte {
		if date == "2026-11-26" {
			return bytes.Replace(b, []byte(`"served":4`), []byte(`"served":5`), 1)
		}
		return b
	})
	code, out, errs := said(t, "report", "month", "--recount", "--data", folder)
	if code != exitFailure || !strings.Contains(out, "2026-11-25: the same") || !strings.Contains(out, "2026-11-26: differs at byte") ||
		!strings.Contains(out, `"served":5`) || !strings.Contains(errs, "not what the history comes to") {
		t.Fatalf("ends with %d: %s%s", code, out, errs)
	}
	folder = days(t, func(string, []byte) []byte { return nil })
	code, out, _ = said(t, "report", "day", "2026-11-26", "--recount", "--data", folder)
	if code != exitOK || !strings.Contains(out, "the hall keeps no report of it") {
		t.Fatalf("ends with %d: %s", code, out)
	}
}

func TestARecountSaysWhatAnotherReleaseHasCounted(t *testing.T) {
	this := fmt.Appendf(nil, `{"v":%d,`, report.Version)
	for _, x := range []struct {
		version int
		want    string
	}{
		{report.Version - 1, "counted by an older release"}, {report.Version + 1, "counted by a newer release"},
	} {
		folder := days(t, func(date string, b []byte) []byte {
			if date == "2026-11-26" {
				return bytes.Replace(b, this, fmt.Appendf(nil, `{"v":%d,`, x.version), 1)
			}
			return b
		})
		code, out, errs := said(t, "report", "month", "--recount", "--data", folder)
		if code != exitOK || !strings.Contains(out, "2026-11-25: the same") || !strings.Contains(out, "2026-11-26: "+x.want) {
			t.Errorf("version %d ends with %d: %s%s", x.version, code, out, errs)
		}
	}
}

func TestAReportThatCannotBeReadIsNamedAndTheRestIsGiven(t *testing.T) {
	folder := days(t, func(date string, b []byte) []byte {
		if date == "2026-11-26" {
			return []byte(`{"v":99,"date":"2026-11-26"}`)
		}
		return b
	})
	for _, form := range []string{"", "--csv", "--html"} {
		args := []string{"report", "month", "2026-11-25", "--data", folder, "--lang", "en"}
		if form != "" {
			args = append(args, form, "-")
		}
		code, out, errs := said(t, args...)
		if code != exitPartial || !strings.Contains(out, "2 daily reports") || !strings.Contains(out, "the report of 2026-11-26 is of newer software") || !strings.Contains(errs, "2026-11-26: a later release has written it") {
			t.Errorf("%s ends with %d: %s%s", form, code, out, errs)
		}
	}
	if code, out, errs := said(t, "report", "day", "2026-11-26", "--data", folder); code != exitFailure || out != "" || !strings.Contains(errs, "that can be read") {
		t.Errorf("of that day alone it ends with %d: %s%s", code, out, errs)
	}
}

func TestAReportThatCannotBeIsRefused(t *testing.T) {
	folder := days(t, asItIs)
	for _, tt := range []struct {
		args []string
		code int
	}{
		{[]string{"report"}, exitUsage},
		{[]string{"report", "year"}, exitUsage},
		{[]string{"report", "day", "yesterday"}, exitUsage},
		{[]string{"report", "day", "2026-11-31"}, exitUsage},
		{[]string{"report", "day", "--by", "colour"}, exitUsage},
		{[]string{"report", "day", "--csv", "-", "--html", "-"}, exitUsage},
		{[]string{"report", "day", "2026-11-24", "--data", folder}, exitFailure},
		{[]string{"report", "day", "2026-11-27", "--recount", "--data", folder}, exitFailure},
		{[]string{"report", "day", "--data", t.TempDir()}, exitStore},
	} {
		if code, out, errs := said(t, tt.args...); code != tt.code || errs == "" || out != "" {
			t.Errorf("%v ends with %d, want %d: %s%s", tt.args, code, tt.code, out, errs)
		}
	}
}

func TestAJournalThatAHallHoldsIsNotRead(t *testing.T) {
	folder := days(t, asItIs)
	j, err := journal.Open(folder, "", journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	code, _, errs := said(t, "report", "day", "--data", folder)
	if code != exitStore || !strings.Contains(errs, "ask it, without --data") {
		t.Fatalf("ends with %d: %s", code, errs)
	}
}

// partOfHistory is a journal of which the figures of clerks are not shown.
type partOfHistory struct{ *readJournal }

func (p partOfHistory) events(ctx context.Context, l listener) (bool, error) {
	_, err := p.readJournal.events(ctx, listener{rest: l.rest, each: func(r queue.Record, last uint64) error {
		if e, ok := r.Event.(queue.DayReported); ok {
			d, err := report.Read(e.Report)
			if err != nil {
				return err
			}
			if e.Report, err = d.WithoutClerks().Encode(); err != nil {
				return err
			}
			r.Event = e
		}
		return l.each(r, last)
	}})
	return false, err
}

func TestARecountByWhoMayNotSeeClerksComparesTheRestAndSaysSo(t *testing.T) {
	for wrong, keep := range map[bool]func(date string, b []byte) []byte{
		false: asItIs,
		true: func(_ string, b []byte) []byte {
			return bytes.Replace(b, []byte(`"served":3`), []byte(`"served":5`), 1)
		},
	} {
		j, err := journal.Open(days(t, keep), "", journal.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		a := &app{out: &out, err: &errs}
		err = a.recount(t.Context(), partOfHistory{&readJournal{j: j}}, "2026-11-25", "2026-11-25")
		if errors.Is(err, errRecount) != wrong || !wrong && (err != nil || !strings.Contains(out.String(), "2026-11-25: the same ")) {
			t.Errorf("a report that is wrong: %v; ends with %v: %s", wrong, err, out.String())
		}
		if !strings.Contains(errs.String(), "without the figures of clerks") {
			t.Errorf("says %q", errs.String())
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	}
}
