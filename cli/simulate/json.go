package simulate

import (
	"encoding/json"
	"fmt"
	"io"

	"onewindow/queue/sim"
)

// Document is a result as JSON; docs/simulate.md describes it. Lengths are minutes,
// shares percent.
type Document struct {
	Scenario string  `json:"scenario"`
	Citizens float64 `json:"citizens_per_day"`
	Days     int     `json:"days"`
	Seed     uint64  `json:"first_seed"`
	Engine   string  `json:"engine"` // "hall" or "light"
	Runs     []Row   `json:"runs"`
}

// Row is one run.
type Row struct {
	Arm     sim.Arm    `json:"arm"`
	Policy  sim.Policy `json:"policy"`
	Windows int        `json:"windows"`
	Lines   int        `json:"lines"`

	Drawn       int     `json:"drawn"`
	Lost        float64 `json:"lost_percent"`
	NoShows     int     `json:"no_shows"`
	Unserved    int     `json:"unserved"`
	All         Waits   `json:"waits"`
	Whole       Waits   `json:"waits_from_drawing"`
	LongestDay  float64 `json:"mean_of_days_longest_minutes"`
	Change      Change  `json:"mean_against_first_run"`
	Overtaken   float64 `json:"overtaken_percent"`
	Unexplained int     `json:"unexplained"`
	Jump        float64 `json:"latest_who_passed_minutes"`
	Utilisation float64 `json:"utilisation_percent"`

	Classes       map[string]Waits `json:"classes"`
	Comprehensive Waits            `json:"comprehensive"`
	Specialised   Waits            `json:"specialised"`
	Themes        []Waits          `json:"themes"`
	HalfHours     []HalfHour       `json:"half_hours"`
	Distribution  []Bin            `json:"distribution"`
}

// Waits are the waits of some people. Margin is by how much the mean may be off in 19
// of 20 such experiments.
type Waits struct {
	N      int     `json:"n"`
	Mean   float64 `json:"mean_minutes"`
	Margin float64 `json:"margin_minutes"`
	P50    float64 `json:"p50_minutes"`
	P90    float64 `json:"p90_minutes"`
	P99    float64 `json:"p99_minutes"`
	Max    float64 `json:"max_minutes"`
	Within float64 `json:"within_15_minutes_percent"`
}

// Change is a change of the mean wait from the first run's, on the same days.
type Change struct {
	Percent float64 `json:"percent"`
	Margin  float64 `json:"margin_points"`
	// WholePercent is that of waits from drawing, and WholeMargin its margin.
	WholePercent float64 `json:"from_drawing_percent"`
	WholeMargin  float64 `json:"from_drawing_margin_points"`
}

// HalfHour are those who came in the half hour from then on; "early" are all who came
// before opening.
type HalfHour struct {
	From string  `json:"from"`
	N    int     `json:"n"`
	Mean float64 `json:"mean_minutes"`
}

// Bin are those who waited from so many minutes to so many.
type Bin struct {
	From int `json:"from_minutes"`
	To   int `json:"to_minutes"`
	N    int `json:"n"`
}

func waitsOf(w *sim.Waits) Waits {
	return Waits{N: w.N, Mean: w.Mean(), Margin: w.Margin(), P50: w.Quantile(.5), P90: w.Quantile(.9), P99: w.Quantile(.99), Max: w.Longest(), Within: 100 * w.Within(15)}
}

// Document is the result.
func (r *Result) Document() *Document {
	p := &r.Plan
	d := &Document{Scenario: p.Name, Citizens: p.Scenario.Visits(), Days: p.Days, Seed: p.Seed, Engine: "hall"}
	if p.Light {
		d.Engine = "light"
	}
	for i, f := range r.Figures {
		row := Row{Arm: p.Runs[i].Arm, Policy: p.Runs[i].Policy, Windows: f.Hall.Windows, Lines: f.Hall.Lines,
			Drawn: f.Drawn, Lost: 100 * f.LostShare(), NoShows: f.NoShows, Unserved: f.Unserved, All: waitsOf(&f.All), Whole: waitsOf(&f.Whole),
			LongestDay: f.DayLongest(), Overtaken: 100 * f.OvertakenShare(), Unexplained: f.Unexplained, Jump: f.JumpMinutes(), Utilisation: 100 * f.Utilisation(),
			Classes: map[string]Waits{}, Comprehensive: waitsOf(&f.Comprehensive), Specialised: waitsOf(&f.Specialised)}
		row.Change.Percent, row.Change.Margin = r.Figures[0].All.Change(&f.All)
		row.Change.WholePercent, row.Change.WholeMargin = r.Figures[0].Whole.Change(&f.Whole)
		for k := range f.Class {
			row.Classes[sim.Classes[k]] = waitsOf(&f.Class[k])
		}
		for k := range f.Theme {
			row.Themes = append(row.Themes, waitsOf(&f.Theme[k]))
		}
		for k := range f.Half {
			if w := &f.Half[k]; w.N > 0 {
				row.HalfHours = append(row.HalfHours, HalfHour{From: halfHour(k), N: w.N, Mean: w.Mean()})
			}
		}
		for k := range len(waitSteps) - 1 {
			row.Distribution = append(row.Distribution, Bin{From: waitSteps[k], To: waitSteps[k+1], N: f.All.Count(waitSteps[k], waitSteps[k+1])})
		}
		d.Runs = append(d.Runs, row)
	}
	return d
}

// JSON writes the result as a Document.
func (r *Result) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(r.Document()); err != nil {
		return fmt.Errorf("simulate: %w", err)
	}
	return nil
}
