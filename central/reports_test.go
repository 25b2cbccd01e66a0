package central

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"onewindow/central/period"
	"onewindow/central/project"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/wire"
)

// reported asks the hall itself for the report of its day, as its admin.
func (m *member) reported(t *testing.T, rid string) []byte {
	t.Helper()
	verb, ok := wire.FindVerb("state", "report")
	if !ok {
		t.Fatal("halls do not tell reports")
	}
	data, err := json.Marshal(wire.ReportRequest{From: queuetest.Date, To: queuetest.Date})
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan wire.Reply, 1)
	m.Serve(wire.Terminal{ID: "admin-1", Role: wire.RoleAdmin}, verb, wire.Request{V: wire.Version, RID: rid, Exp: m.Now().Add(time.Minute), Data: data}, func(r wire.Reply) { got <- r })
	var reply wire.ReportReply
	select {
	case r := <-got:
		if !r.OK {
			t.Fatal(r.Err)
		}
		if err := json.Unmarshal(r.Data, &reply); err != nil {
			t.Fatal(err)
		}
	case <-ctx(t).Done():
		t.Fatal("the hall does not answer")
	}
	if len(reply.Days) != 1 {
		t.Fatalf("the hall tells of %d days", len(reply.Days))
	}
	return reply.Days[0]
}

// serves has so many citizens come, of whom all but the last are served.
func (m *member) serves(t *testing.T, citizens int) {
	t.Helper()
	do := func(terminal string, c queue.Command) {
		t.Helper()
		if r := m.Do(queue.Actor{Terminal: terminal}, "", c); !r.OK {
			t.Fatalf("%T: %v", c, r.Err)
		}
	}
	do("window-1", queue.SignIn{Window: "1", Clerk: "c1"})
	for range citizens {
		do("kiosk-1", queue.Issue{Theme: "business", Source: queue.SourceKiosk})
	}
	for range citizens - 1 {
		do("window-1", queue.Next{Window: "1"})
		do("window-1", queue.Start{Window: "1"})
		do("window-1", queue.Finish{Window: "1"})
	}
	do("window-1", queue.SignOut{Window: "1"})
	do("admin-1", queue.CloseDay{})
}

// reportOf waits for what the centre has of a hall's day.
func reportOf(t *testing.T, c *Centre, hall string, since uint64) project.DayReport {
	t.Helper()
	var got project.DayReport
	eventually(t, "the report of "+hall+" is at the centre", func() bool {
		err := c.Reports(ctx(t), hall, queuetest.Date, queuetest.Date, func(r project.DayReport) error {
			got = r
			return nil
		})
		return err == nil && got.Seq > since
	})
	return got
}

func TestTheReportOfARealHallIsAtTheCentreToTheByte(t *testing.T) {
	t.Parallel()
	c := openCentre(t, t.TempDir())
	put(t, c)
	one, two := join(t, c, "P-1"), join(t, c, "P-2")
	one.serves(t, 5)
	two.serves(t, 3)
	first := reportOf(t, c, "P-1", 0)
	var days []*report.Day
	for i, m := range []*member{one, two} {
		hall := []string{"P-1", "P-2"}[i]
		got, err := project.ReportOf(reportOf(t, c, hall, 0).Body)
		if err != nil {
			t.Fatal(err)
		}
		if own := m.reported(t, "report-0001-"+hall); string(got) != string(own) {
			t.Errorf("of %s the centre has\n%s, the hall says\n%s", hall, got, own)
		}
		d, err := report.Read(got)
		if err != nil || d.All.Served != []int{4, 2}[i] {
			t.Fatalf("%s: %+v, %v", hall, d, err)
		}
		d.Hall = hall
		days = append(days, d)
	}
	j, err := period.Join(ctx(t), c, period.Query{From: queuetest.Date, To: queuetest.Date}, period.ByAll)
	if err != nil {
		t.Fatal(err)
	}
	want, err := report.Join(days...)
	if err != nil {
		t.Fatal(err)
	}
	got := j.Parts[0].Span
	if !reflect.DeepEqual(got.Figures, want.Figures) || got.All.Issued != 8 || got.All.Served != 6 || got.Days != 2 {
		t.Errorf("both are %+v, want %+v", got.All, want.All)
	}
	// The day is opened again, somebody comes, and it is closed once more.
	if r := one.Do(queue.Actor{Terminal: "admin-1"}, "", queue.OpenDay{Date: queuetest.Date}); !r.OK {
		t.Fatal(r.Err)
	}
	one.serves(t, 2)
	again := reportOf(t, c, "P-1", first.Seq)
	raw, err := project.ReportOf(again.Body)
	if err != nil {
		t.Fatal(err)
	}
	if own := one.reported(t, "report-0002-P-1"); string(raw) != string(own) {
		t.Errorf("after it was opened again the centre has\n%s, the hall says\n%s", raw, own)
	}
}
