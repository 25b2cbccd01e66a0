package report_test

import (
	"os"
	"testing"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// district is a day of the district's hall after the reform, 59 windows and a
// thousand numbers or more, right after its close.
func district(t testing.TB, n int) *queue.State {
	t.Helper()
	b, err := os.ReadFile("../../assets/scenario/lg-base.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	p, err := sim.PolicyOf("recommended")
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.Hall(sim.After, p)
	if err != nil {
		t.Fatal(err)
	}
	var player rollout.Player
	closed, err := h.Day(n, uint64(n), s.Citizens(uint64(n))).Play(&player, nil)
	if err != nil {
		t.Fatal(err)
	}
	return closed
}

func TestTheReportOfADistrictsDayFitsIntoAnEvent(t *testing.T) {
	d := report.Of(district(t, 1))
	b, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if d.All.Issued < 900 || len(b) > 200<<10 {
		t.Fatalf("%d numbers make a report of %d bytes", d.All.Issued, len(b))
	}
	t.Logf("%d numbers, %d items, %d windows: %d bytes", d.All.Issued, len(d.Items), len(d.Windows), len(b))
}

func TestOnADistrictsDaysNextPassesNobodyWithoutAGround(t *testing.T) {
	for n := range 5 {
		d := report.Of(district(t, n))
		if x := d.All.Overtakes[report.GroundUnexplained]; x.Calls > 0 || d.All.Overtakes[report.GroundPriority].Calls == 0 {
			t.Errorf("day %d: %+v", n, d.All.Overtakes)
		}
	}
}

func BenchmarkADistrictsDay(b *testing.B) {
	s := district(b, 1)
	for b.Loop() {
		report.Of(s)
	}
}

func BenchmarkAMonthOfADistrict(b *testing.B) {
	d := report.Of(district(b, 1))
	days := make([]*report.Day, 22)
	for i := range days {
		c := *d
		c.Date = d.Date[:8] + string(rune('0'+(i+1)/10)) + string(rune('0'+(i+1)%10))
		days[i] = &c
	}
	for b.Loop() {
		if _, err := report.Join(days...); err != nil {
			b.Fatal(err)
		}
	}
}
