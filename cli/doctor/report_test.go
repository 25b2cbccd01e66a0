package doctor

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the expected files anew")

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is otherwise; got:\n%s", file, got)
	}
}

func sample() Report {
	all := []Finding{
		finding(OK, "plausible", "the clock says 2026-11-26 09:00:00 +08:00"),
		finding(Note, "not_kept", "nothing keeps this clock right; terminals follow the hall's"),
		finding(OK, "opens", "it opens (printer)").about("/dev/onewindow/printer"),
		finding(Failure, "paper_out", "there is no paper").remedy("put a new roll in, and close the cover"),
		finding(Failure, "silent", "the strip at address 3 does not answer").about("三号窗").
			remedy("has it power? is its address that of its switches or its program (3), and its speed the line's (9600)?").detail("the station\x1b[31m does not answer"),
		finding(Skipped, notConfigured, "no scanner is configured (reader.scanner_port)"),
	}
	for i, area := range []Area{AreaClock, AreaClock, AreaPorts, AreaPrinter, AreaStrips, AreaScanner} {
		all[i].Area = area
	}
	return report("1.2.3", "kiosk-1", all)
}

func TestTheReportForPeople(t *testing.T) {
	var wide, narrow, coloured bytes.Buffer
	for _, err := range []error{sample().Brief().Text(&wide, 0, false), sample().Text(&narrow, 60, false), sample().Text(&coloured, 0, true)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "report.txt", wide.Bytes())
	golden(t, "report-60.txt", narrow.Bytes())
	if strings.Contains(wide.String(), "\x1b") {
		t.Error("an escape sequence of a device came through")
	}
	for _, word := range []string{"ok", "note", "FAILURE", "skipped"} {
		if !strings.Contains(coloured.String(), word) {
			t.Errorf("with colours the word %q is missing", word)
		}
	}
}

func TestTheReportForPrograms(t *testing.T) {
	b, err := json.MarshalIndent(sample(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "report.json", append(b, '\n'))
}

func TestTheExitCodeIsThatOfTheWorst(t *testing.T) {
	for _, c := range []struct {
		levels []Level
		want   int
	}{
		{nil, 0}, {[]Level{OK, Note, Skipped}, 0}, {[]Level{OK, Warning}, 1}, {[]Level{Warning, Failure, OK}, 2},
	} {
		var all []Finding
		for _, l := range c.levels {
			all = append(all, Finding{Level: l})
		}
		if got := report("", "", all).Exit; got != c.want {
			t.Errorf("%v: exit %d, want %d", c.levels, got, c.want)
		}
	}
}

func TestWhatDoesNotComeBackIsGivenUp(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	e := examination{area: AreaDisk, what: "disk", look: func(context.Context, *patient) []Finding { <-hold; return nil }}
	expect(t, "a disk that hangs", "failure stuck", e.run(context.Background(), &patient{Settings: Settings{grace: time.Millisecond}}, time.Millisecond)...)
	expect(t, "no time left", "warning not_reached", e.run(context.Background(), &patient{}, 0)...)
	over, cancel := context.WithCancel(context.Background())
	cancel()
	expect(t, "interrupted", "warning not_reached", e.run(over, &patient{}, time.Minute)...)
}

func TestUnknownAreasAreRefusedWithTheKnownOnes(t *testing.T) {
	if _, err := ParseAreas([]string{"printer", "toner"}); err == nil || !strings.Contains(err.Error(), "toner") || !strings.Contains(err.Error(), "printer") {
		t.Errorf("the error is %v", err)
	}
	if got, err := ParseAreas([]string{"ports", "printer"}); err != nil || len(got) != 2 {
		t.Errorf("read %v, %v", got, err)
	}
}

func TestALateAnswerIsNotTakenForTheNextQuestion(t *testing.T) {
	in, people := io.Pipe()
	defer func() { _ = people.Close() }()
	p := &patient{Settings: Settings{Ask: true, Tell: func(string) {}}, in: bufio.NewReader(in)}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if _, answered := p.question(over, "did a page come out?"); answered {
		t.Fatal("nobody answered")
	}
	if _, err := io.WriteString(people, "n\n"); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); len(p.answer) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the late answer did not come")
		}
	}
	go func() { _, _ = io.WriteString(people, "y\n") }()
	if yes, answered := p.question(context.Background(), "was it heard?"); !yes || !answered {
		t.Errorf("yes %v, answered %v", yes, answered)
	}
}
