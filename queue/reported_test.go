package queue_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestADayIsReportedOnceItIsClosedAndAnewOnlyAfterAReopening(t *testing.T) {
	h := queuetest.New(t, 1)
	report := queue.ReportDay{Date: queuetest.Date, Report: json.RawMessage(`{"issued": 0}`)}
	wantRefusal(t, h, report, queue.CodeDayOpen)
	h.Do(t, queue.CloseDay{})
	rs := h.Do(t, report)
	if len(rs) != 1 || len(h.State.Reported) != 1 || h.State.Reported[0] != (queue.Reported{Date: queuetest.Date, Seq: rs[0].Seq}) {
		t.Fatalf("%v leads to %+v", types(rs), h.State.Reported)
	}
	if rs := h.Do(t, report); len(rs) > 0 {
		t.Fatalf("a second report is %v", types(rs))
	}
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	wantRefusal(t, h, report, queue.CodeDayOpen)
	h.Do(t, queue.CloseDay{})
	rs = h.Do(t, report)
	if len(rs) != 1 || len(h.State.Reported) != 1 || h.State.Reported[0].Seq != rs[0].Seq {
		t.Fatalf("%v leads to %+v", types(rs), h.State.Reported)
	}
}

func TestAReportOfNoDayOrNoJSONIsRefused(t *testing.T) {
	h := queuetest.New(t, 1)
	good := json.RawMessage(`{}`)
	for _, date := range []string{"", "today", "2026-11-31", "2026-1-1", "2026-11-26"} {
		wantRefusal(t, h, queue.ReportDay{Date: date, Report: good}, queue.CodeBadDate)
	}
	for _, text := range []string{"", "{", `"` + strings.Repeat("x", queue.MaxReport) + `"`} {
		wantRefusal(t, h, queue.ReportDay{Date: "2026-11-24", Report: json.RawMessage(text)}, queue.CodeBadHistory)
	}
}

func TestAHallKnowsTheReportsOfItsLastEightHundredDays(t *testing.T) {
	h := queuetest.New(t, 1)
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 805 {
		h.Do(t, queue.ReportDay{Date: day.AddDate(0, 0, (i*11)%805).Format("2006-01-02"), Report: json.RawMessage(fmt.Sprint(i))})
	}
	all := h.State.Reported
	if len(all) != 800 {
		t.Fatalf("%d reports", len(all))
	}
	for i := 1; i < len(all); i++ {
		if all[i-1].Date >= all[i].Date {
			t.Fatalf("%+v before %+v", all[i-1], all[i])
		}
	}
	if all[len(all)-1].Date != day.AddDate(0, 0, 804).Format("2006-01-02") {
		t.Fatalf("the last is %+v", all[len(all)-1])
	}
}

func TestAClosedDayIsKnownToHaveNoReportUntilItHasOne(t *testing.T) {
	h := queuetest.New(t, 1)
	close := func() queue.ClosedDay {
		t.Helper()
		for _, r := range h.Do(t, queue.CloseDay{}) {
			if e, ok := r.Event.(queue.DayClosed); ok {
				return queue.ClosedDay{Date: e.Date, Seq: r.Seq}
			}
		}
		t.Fatal("the day did not close")
		return queue.ClosedDay{}
	}
	want := func(days ...queue.ClosedDay) {
		t.Helper()
		if !slices.Equal(h.State.Unreported, days) {
			t.Fatalf("%+v, want %+v", h.State.Unreported, days)
		}
	}
	report := json.RawMessage(`{}`)
	want()
	first := close()
	want(first)
	h.Do(t, queue.OpenDay{Date: queuetest.Date}) // it was closed by mistake
	want()
	again := close()
	want(again)
	wantRefusal(t, h, queue.ReportDay{Date: first.Date, Report: report, Closed: first.Seq}, queue.CodeBadHistory)
	want(again)
	h.Now = local("2026-11-26", "09:00")
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	next := close()
	want(again, next)
	h.Do(t, queue.ReportDay{Date: next.Date, Report: report, Closed: next.Seq})
	want(again)
	h.Do(t, queue.ReportDay{Date: again.Date, Report: report, Closed: again.Seq})
	want()
}

func TestAReportOfADayThatIsNotOverDoesNotFold(t *testing.T) {
	h := queuetest.New(t, 1)
	for date, folds := range map[string]bool{"2026-11-24": true, queuetest.Date: false, "2026-11-26": false} {
		s := h.State.Clone()
		err := queue.Apply(s, queue.Record{Seq: s.Seq + 1, At: s.At, Event: queue.DayReported{Date: date, Report: json.RawMessage("{}")}})
		if (err == nil) != folds {
			t.Errorf("%s: %v", date, err)
		}
	}
}
