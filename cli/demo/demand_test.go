package demo

import (
	"math"
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// A theme of long visits draws fewer than one of short visits with as many windows: else
// the one would be idle, and in the other people would wait for hours.
func TestEachThemeIsGivenTheWorkThatItsWindowsCanDo(t *testing.T) {
	set, cat := queuetest.Settings(10), queuetest.Catalogue()
	for i := range cat.Items {
		if cat.Items[i].Theme == "construction" {
			cat.Items[i].Minutes *= 4
		}
	}
	if err := Staff(&set, 1); err != nil {
		t.Fatal(err)
	}
	work := map[string]float64{}
	days := 4
	for seed := range uint64(days) {
		s, _, err := Morning(set, cat, "1-00000001", queuetest.Date, set.Hall.At(queuetest.Date, 18*60), "", NewCrowd(seed, len(set.Windows)).Busy(Load))
		if err != nil {
			t.Fatal(err)
		}
		for _, tk := range s.Tickets {
			minutes := 0.0
			for _, l := range tk.Legs {
				if len(l.Items) == 0 {
					minutes += float64(s.Theme(l.Theme).Minutes)
				}
				for _, code := range l.Items {
					minutes += float64(s.Item(code).Minutes)
				}
			}
			work[tk.Legs[0].Theme] += minutes + between
		}
	}
	for theme, minutes := range work {
		if got := minutes / float64(days*10*7*60); math.Abs(got-Load) > 0.08 {
			t.Errorf("the windows of %s are busy for %.2f of their hours, want about %.2f", theme, got, Load)
		}
	}
	if len(work) != 3 {
		t.Errorf("work for %v", work)
	}
}

func TestWhoHasWaitedForTooLongIsGone(t *testing.T) {
	set := queuetest.Settings(1) // three windows, and as many people as for thirty
	if err := Staff(&set, 1); err != nil {
		t.Fatal(err)
	}
	s, _, err := Morning(set, queuetest.Catalogue(), "1-00000001", queuetest.Date, set.Hall.At(queuetest.Date, 12*60), "", NewCrowd(1, 30))
	if err != nil {
		t.Fatal(err)
	}
	soon, late, lost := 0, 0, 0
	for _, tk := range s.Tickets {
		for i, p := range tk.Periods {
			if p.State != queue.Called || i == 0 || i+1 >= len(tk.Periods) {
				continue
			}
			w := p.From.Sub(tk.Issued).Minutes()
			missed := tk.Periods[i+1].State == queue.Missed
			switch {
			case w > 75:
				late++
				if missed {
					lost++
				}
			case w < 15 && missed:
				soon++
			}
			break
		}
	}
	if late < 20 || 4*lost < late || soon > 5 {
		t.Fatalf("of %d who waited for more than 75 minutes %d were gone, and %d of those who waited for less than 15", late, lost, soon)
	}
}
