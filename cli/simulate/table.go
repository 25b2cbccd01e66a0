package simulate

import (
	"fmt"
	"io"
	"strings"

	"onewindow/queue/sim"
)

// Text writes the result as tables and plots.
func (r *Result) Text(w io.Writer) error {
	t := &text{}
	p := &r.Plan
	engine := "the whole hall"
	if p.Light {
		engine = "the light queue"
	}
	t.line("%s: %.0f citizens a day, %d days, seeds %d-%d, in %s", p.Name, p.Scenario.Visits(), p.Days, p.Seed, p.Seed+uint64(p.Days)-1, engine)
	if note := p.Scenario.Note; note != "" {
		t.line("note: %s", note)
	}
	t.line("")
	t.line("Waits in minutes, of everybody who came to the call; an appointment's from its time. After")
	t.line("a figure, by how much it may be off in 19 of 20 such experiments.")
	t.line("")
	t.table([]string{"run", "mean", "p50", "p90", "p99", "longest", "in 15 min", "lost", "mean against " + letter(0)}, r, func(i int, f *sim.Figures) []string {
		change := ""
		if i > 0 {
			c, m := r.Figures[0].All.Change(&f.All)
			change = fmt.Sprintf("%+.1f %% +-%.1f", c, m)
		}
		return []string{
			fmt.Sprintf("%.2f +-%.2f", f.All.Mean(), f.All.Margin()), min1(f.All.Quantile(.5)), min1(f.All.Quantile(.9)), min1(f.All.Quantile(.99)),
			min1(f.DayLongest()), share(f.All.Within(15)), share(f.LostShare()), change,
		}
	})
	for i, f := range r.Figures {
		change, margin := r.Figures[0].Whole.Change(&f.Whole)
		against := ""
		if i > 0 {
			against = fmt.Sprintf(", %+.1f %% +-%.1f against %s", change, margin, letter(0))
		}
		t.line("%s, counted from the drawing of the number for everybody: %.2f%s", letter(i), f.Whole.Mean(), against)
	}
	t.line("")
	t.line("lost: drew a number and did not come to the call, or were not called at all. longest: the")
	t.line("day's longest wait, on the mean of days.")
	t.line("")
	t.table([]string{"mean wait", "ordinary", "priority", "appointment", "comprehensive", "p99 of it", "specialised"}, r, func(_ int, f *sim.Figures) []string {
		return []string{min2(f.Class[sim.Ordinary].Mean()), min2(f.Class[sim.Priority].Mean()), min2(f.Class[sim.Appointment].Mean()),
			fmt.Sprintf("%.2f +-%.2f", f.Comprehensive.Mean(), f.Comprehensive.Margin()), min1(f.Comprehensive.Quantile(.99)), min2(f.Specialised.Mean())}
	})
	heads := []string{"mean wait"}
	for i := range r.Figures[0].Theme {
		heads = append(heads, fmt.Sprintf("theme %d", i))
	}
	if len(heads) <= 13 {
		t.table(heads, r, func(_ int, f *sim.Figures) (cells []string) {
			for i := range f.Theme {
				cells = append(cells, min2(f.Theme[i].Mean()))
			}
			return cells
		})
	}
	t.table([]string{"order", "overtaken", "unexplained", "latest who passed", "windows", "lines", "in use"}, r, func(_ int, f *sim.Figures) []string {
		return []string{share(f.OvertakenShare()), fmt.Sprint(f.Unexplained), min1(f.JumpMinutes()) + " min later", fmt.Sprint(f.Hall.Windows), fmt.Sprint(f.Hall.Lines), share(f.Utilisation())}
	})
	t.line("overtaken: ordinary numbers passed by one of their line drawn later; unexplained: those")
	t.line("passed by another ordinary one. in use: of the time for which windows were attended.")
	t.line("")
	r.plotHalfHours(t)
	r.plotWaits(t)
	_, err := io.WriteString(w, t.b.String())
	return err
}

// letter names a run in tables and plots.
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return fmt.Sprint(i + 1)
}

func min1(v float64) string  { return fmt.Sprintf("%.1f", v) }
func min2(v float64) string  { return fmt.Sprintf("%.2f", v) }
func share(v float64) string { return fmt.Sprintf("%.1f %%", 100*v) }

// text gathers lines.
type text struct{ b strings.Builder }

func (t *text) line(format string, args ...any) { fmt.Fprintf(&t.b, format+"\n", args...) }

// table writes a row for each run, in columns as wide as they must be.
func (t *text) table(heads []string, r *Result, row func(i int, f *sim.Figures) []string) {
	rows := [][]string{heads}
	for i, f := range r.Figures {
		rows = append(rows, append([]string{letter(i) + " " + r.Plan.Runs[i].Name()}, row(i, f)...))
	}
	wide := make([]int, len(heads))
	for _, cells := range rows {
		for k, c := range cells {
			wide[k] = max(wide[k], len([]rune(c)))
		}
	}
	for n, cells := range rows {
		var b strings.Builder
		for k, c := range cells {
			pad := strings.Repeat(" ", wide[k]-len([]rune(c)))
			if k == 0 {
				b.WriteString(c + pad)
			} else {
				b.WriteString("  " + pad + c)
			}
		}
		t.line("%s", strings.TrimRight(b.String(), " "))
		if n == 0 {
			t.line("%s", strings.Repeat("-", len([]rune(strings.TrimRight(b.String(), " ")))))
		}
	}
	t.line("")
}
