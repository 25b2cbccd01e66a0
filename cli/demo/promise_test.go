package demo

import (
	"testing"

	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// What is told on a whole day of a demonstration, with all that its people do unannounced,
// by what the days before have taught.
func TestWhatADemonstrationPromisesIsKept(t *testing.T) {
	set, cat := queuetest.Settings(5), queuetest.Catalogue()
	if err := Staff(&set, 1); err != nil {
		t.Fatal(err)
	}
	var all report.Accuracy
	waited := 0
	for seed := range uint64(2) {
		before, err := Past(set, cat, queuetest.Date, seed, Load)
		if err != nil {
			t.Fatal(err)
		}
		d := Day{
			Settings: set, Catalogue: cat, Epoch: "1-00000001", Date: queuetest.Date, Until: set.Hall.At(queuetest.Date, 19*60),
			Crowd: NewCrowd(seed, len(set.Windows)).Busy(Load), Before: before, Promise: 1,
		}
		s, _, err := d.Live()
		if err != nil {
			t.Fatal(err)
		}
		day := report.Of(s)
		told, rough := day.All.Told, day.All.Rough
		if rough.Promised != 0 {
			t.Errorf("%d were told by formula", rough.Promised)
		}
		t.Logf("seed %d: of %d told %d were held and %d kept, per mille; the day before of %d %d and %d",
			seed, told.Called, told.HeldShare(), told.KeptShare(), before[len(before)-1].All.Told.Called, before[len(before)-1].All.Told.HeldShare(), before[len(before)-1].All.Told.KeptShare())
		all.Add(told)
		all.Add(before[len(before)-1].All.Told)
		waited = max(waited, day.All.Waits.Percentile(90))
	}
	if all.Called < 500 || all.HeldShare() < 770 || all.KeptShare() < 770 {
		t.Errorf("of %d promises %d per mille held and %d were kept, want about 800", all.Called, all.HeldShare(), all.KeptShare())
	}
	if waited < 600 {
		t.Errorf("nobody waits for long: 90 %% less than %d s", waited)
	}
}
