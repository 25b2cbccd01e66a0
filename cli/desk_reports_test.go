package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/sheet"
	"onewindow/wire"
)

// reported are the reports of days as the hall tells them, of some in each answer.
func reported(t *testing.T, per int, dates ...string) func(context.Context, wire.ReportRequest) (wire.ReportReply, error) {
	t.Helper()
	return func(_ context.Context, r wire.ReportRequest) (out wire.ReportReply, err error) {
		for _, date := range dates {
			switch {
			case date < r.From || date > r.To:
			case len(out.Days) == per:
				out.Next = date
				return out, nil
			default:
				d := report.Day{V: report.Version, Hall: "LG-00", Date: date}
				d.All.Issued = 10
				b, err := json.Marshal(&d)
				if err != nil {
					t.Fatal(err)
				}
				out.Days = append(out.Days, b)
			}
		}
		return out, nil
	}
}

func TestAReportOfManyDaysIsAskedForRunAfterRun(t *testing.T) {
	ask := reported(t, 2, "2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26")
	span, _, err := wholeReport(t.Context(), "2026-11-21", "2026-11-26", ask)
	if err != nil || span.Days != 4 || span.All.Issued != 40 || span.From != "2026-11-23" || span.To != "2026-11-26" {
		t.Errorf("%+v, %v", span, err)
	}
	if span, _, err = wholeReport(t.Context(), "2026-12-01", "2026-12-31", ask); err != nil || span.Days != 0 {
		t.Errorf("of days without a report: %+v, %v", span, err)
	}
}

func TestADayThatTheHallCannotReadIsNamedAndTheOthersAreJoined(t *testing.T) {
	ask := reported(t, 2, "2026-11-20", "2026-11-23", "2026-11-24")
	span, unread, err := wholeReport(t.Context(), "2026-11-01", "2026-11-30", func(ctx context.Context, r wire.ReportRequest) (wire.ReportReply, error) {
		out, err := ask(ctx, r)
		if r.From <= "2026-11-19" {
			out.Unread = []string{"2026-11-19"}
		}
		return out, err
	})
	if err != nil || span.Days != 3 || !slices.Equal(unread, []string{"2026-11-19"}) {
		t.Errorf("%+v without %v, %v", span, unread, err)
	}
}

func TestAReportThatCannotBeReadIsNoReport(t *testing.T) {
	_, _, err := wholeReport(t.Context(), "2026-11-21", "2026-11-26", func(context.Context, wire.ReportRequest) (wire.ReportReply, error) {
		return wire.ReportReply{Days: []json.RawMessage{json.RawMessage(`{"v":99}`)}}, nil
	})
	if err == nil {
		t.Error("a report of another version was read")
	}
}

func TestAReportIsWrittenInItsThreeForms(t *testing.T) {
	span, _, err := wholeReport(t.Context(), "2026-11-25", "2026-11-26", reported(t, 9, "2026-11-25", "2026-11-26"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	path, err := writeReports(folder, "r", sheet.Of(span, sheet.Options{Lang: queue.En, Title: "Hall"}))
	if err != nil || path != filepath.Join(folder, "r") {
		t.Fatalf("%q, %v", path, err)
	}
	for ending, begins := range map[string]string{".csv": "\ufeff", ".xlsx": "PK", ".html": "<!"} {
		b, err := os.ReadFile(path + ending)
		if err != nil || !bytes.HasPrefix(bytes.TrimSpace(b), []byte(begins)) {
			t.Errorf("%s begins with %.10q, %v", ending, b, err)
		}
	}
}
