package simulate

import (
	"fmt"
	"strings"

	"onewindow/queue/sim"
)

// plotted is how many runs a plot has room for, and bars how wide it is.
const (
	plotted = 3
	bars    = 60
)

// plotHalfHours shows the mean wait of those who came in each half hour.
func (r *Result) plotHalfHours(t *text) {
	figures := r.Figures[:min(plotted, len(r.Figures))]
	most := 0.0
	for _, f := range figures {
		for i := range f.Half {
			most = max(most, f.Half[i].Mean())
		}
	}
	t.line("Mean wait by when people came%s", r.only())
	t.line("")
	for i := range figures[0].Half {
		for k, f := range figures {
			w := &f.Half[i]
			if figures[0].Half[i].N == 0 && w.N == 0 {
				continue
			}
			at := ""
			if k == 0 {
				at = halfHour(i)
			}
			t.line("%5s %s %s %.1f", at, letter(k), bar(w.Mean(), most), w.Mean())
		}
	}
	t.line("")
}

// halfHour is when the i-th half hour begins; the first is all before opening.
func halfHour(i int) string {
	if i == 0 {
		return "early"
	}
	m := 9*60 + (i-1)*30
	return fmt.Sprintf("%02d:%02d", m/60, m%60)
}

// waitSteps bound the bars of the distribution, in minutes.
var waitSteps = []int{0, 1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 24 * 60}

// plotWaits shows how many of a hundred waited how long.
func (r *Result) plotWaits(t *text) {
	t.line("How long people waited, of a hundred%s", r.only())
	t.line("")
	figures := r.Figures[:min(plotted, len(r.Figures))]
	part := func(f *sim.Figures, i int) float64 {
		return 100 * float64(f.All.Count(waitSteps[i], waitSteps[i+1])) / float64(max(1, f.All.N))
	}
	most := 0.0
	for _, f := range figures {
		for i := range len(waitSteps) - 1 {
			most = max(most, part(f, i))
		}
	}
	for i := range len(waitSteps) - 1 {
		for k, f := range figures {
			label := ""
			if k == 0 {
				label = fmt.Sprintf("%d-%d min", waitSteps[i], waitSteps[i+1])
				if i == len(waitSteps)-2 {
					label = fmt.Sprintf("%d and more", waitSteps[i])
				}
			}
			v := part(f, i)
			t.line("%11s %s %s %.1f", label, letter(k), bar(v, most), v)
		}
	}
	t.line("")
}

// only says that not all runs are plotted.
func (r *Result) only() string {
	if len(r.Figures) > plotted {
		return fmt.Sprintf(" (the first %d runs)", plotted)
	}
	return ""
}

// bar is as long as v is of most. It is of plain characters, which are one cell wide
// in every terminal.
func bar(v, most float64) string {
	if most <= 0 {
		return ""
	}
	return strings.Repeat("#", int(v/most*bars+0.5))
}
