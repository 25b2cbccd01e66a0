package sim

import (
	"fmt"
	"math"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

// Hall is an arm of a scenario under a policy, furnished: a hall of package queue that
// has settings and a catalogue, and whose day is not open.
type Hall struct {
	Scenario *Scenario
	Arm      Arm
	Policy   Policy
	// Windows and Lines are how many it has.
	Windows, Lines int

	model  *model
	skills [][]int
	codes  []string // of items
	base   *queue.State
}

// opens is when every hall of a scenario opens: minute 0.
const opens = queue.Clock(9 * 60)

// utcOffset is the halls' distance from UTC in minutes.
const utcOffset = 480

// Hall furnishes an arm under a policy.
func (s *Scenario) Hall(arm Arm, p Policy) (*Hall, error) {
	if arm != Before && arm != After {
		return nil, fmt.Errorf("sim: arm %q: before or after", arm)
	}
	if len(s.Windows(arm)) == 0 {
		return nil, fmt.Errorf("sim: the scenario has no windows_%s", arm)
	}
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("sim: policy: %w", err)
	}
	h := &Hall{Scenario: s, Arm: arm, Policy: p, Windows: len(s.Windows(arm)), Lines: s.queues(arm), model: s.model(), skills: p.skills(s, arm)}
	set, cat := h.settings(), h.catalogue()
	h.base = queue.New()
	at := h.Opening(0).Add(-12 * time.Hour)
	for _, c := range []queue.Command{
		queue.StartEpoch{Epoch: "1-00000001"},
		queue.ChangeSettings{Settings: set, Hash: "scenario"},
		queue.ChangeCatalogue{Catalogue: cat, Hash: "scenario"},
	} {
		if _, err := queue.Execute(h.base, at, queue.Actor{}, "", c); err != nil {
			return nil, fmt.Errorf("sim: furnish the hall: %w", err)
		}
	}
	return h, nil
}

// Settings are the hall's, but for what Scenario.Roster plans for a day; they are not
// to be changed.
func (h *Hall) Settings() *queue.Settings { return h.base.Settings }

// Catalogue is the hall's; it is not to be changed.
func (h *Hall) Catalogue() *queue.Catalogue { return h.base.Catalogue }

// Line is the theme's id of a line, and Code the code of an item.
func Line(q int) string { return fmt.Sprintf("line-%02d", q) }

// Code is the catalogue's code of an item of the scenario.
func Code(item int) string { return fmt.Sprintf("I-%03d", item) }

// WindowID is the id of a window of the scenario.
func WindowID(w int) string { return fmt.Sprint(w + 1) }

func (h *Hall) settings() queue.Settings {
	s := h.Scenario
	r := h.Policy.rules()
	r.AutoDay, r.ForecastStop = false, false
	r.PerCitizen = 0
	r.IntakeBefore = queue.Seconds(math.Ceil(max(0, -s.Edges[0]) * 60))
	// A missed call costs the window MissedCall minutes: one call, and the wait for
	// whoever does not come. A hall that calls three times, a third of that apart,
	// spends the same.
	r.Calls, r.CallGap = 1, queue.Seconds(s.MissedCall*60)
	set := queue.Settings{
		Hall: queue.Hall{
			ID: "SIM", Level: queue.LevelDistrict, Name: queue.Text{ZhHans: "模拟大厅", ZhHant: "模擬大廳", En: "Simulated hall"}, UTCOffset: utcOffset,
			Sessions: []queue.Session{{Open: opens, Close: opens + queue.Clock(math.Ceil(s.Closes()))}},
		},
		Rules: r,
	}
	special := make([]bool, h.Lines)
	minutes, weights := make([]float64, h.Lines), make([]float64, h.Lines)
	visits := map[string]float64{}
	for i := range s.Departments {
		visits[s.Departments[i].Name] = s.Departments[i].Visits
	}
	for i := range s.Items {
		it := &s.Items[i]
		q, w := it.Queue(h.Arm), it.Share*visits[it.Department]
		special[q] = !s.Comprehensive(it.Theme)
		minutes[q] += w * it.Mean
		weights[q] += w
	}
	for q := range h.Lines {
		m := 1.0
		if weights[q] > 0 {
			m = minutes[q] / weights[q]
		}
		id := Line(q)
		set.Themes = append(set.Themes, queue.Theme{ID: id, Name: queue.Text{ZhHans: id, ZhHant: id, En: id}, Prefix: prefix(q), Special: special[q], Minutes: whole1(m)})
	}
	for w, own := range h.skills {
		p := queue.WindowPlan{ID: WindowID(w), Label: WindowID(w), Own: []string{Line(own[0])}}
		for _, q := range own[1:] {
			p.Spill = append(p.Spill, Line(q))
		}
		p.Duty = sessions(h.roster(&s.Windows(h.Arm)[w], 0, false, false))
		set.Windows = append(set.Windows, p)
		set.Staff = append(set.Staff, queue.Clerk{ID: "c" + p.ID, Name: "Clerk " + p.ID})
	}
	return set
}

func (h *Hall) catalogue() (c queue.Catalogue) {
	for i := range h.Scenario.Items {
		it := &h.Scenario.Items[i]
		code := Code(i)
		h.codes = append(h.codes, code)
		c.Items = append(c.Items, queue.Item{Code: code, Name: queue.Text{ZhHans: code, ZhHant: code, En: code},
			Department: it.Department, Theme: Line(it.Queue(h.Arm)), Minutes: whole1(it.Mean)})
	}
	return c
}

// sessions are spans, in milliseconds since opening, as times of day.
func sessions(spans []rollout.Span) (all []queue.Session) {
	for _, s := range spans {
		all = append(all, queue.Session{Open: opens + queue.Clock(s.From/minute), Close: opens + queue.Clock((s.To+minute-1)/minute)})
	}
	return all
}

// whole1 is a catalogue's minutes: whole, and at least one.
func whole1(m float64) int { return max(1, int(math.Round(m))) }

// prefix are the letters of a line's numbers: A to Z, AA to ZZ, and so on.
func prefix(q int) string {
	s := ""
	for q++; q > 0; q = (q - 1) / 26 {
		s = string(rune('A'+(q-1)%26)) + s
	}
	return s
}

// firstDay is day 0 of every scenario, a Thursday.
var firstDay = time.Date(2017, 6, 1, 0, 0, 0, 0, time.UTC)

// Date is the date of the n-th working day of a scenario, from 0: Mondays to Fridays
// from 2017-06-01.
func Date(n int) string { return dayOf(n).Format("2006-01-02") }

func dayOf(n int) time.Time {
	n += int(firstDay.Weekday()) - 1 // working days since that week's Monday
	return firstDay.AddDate(0, 0, n/5*7+n%5-int(firstDay.Weekday())+1)
}

// Opening is when the hall opens on the n-th day.
func (h *Hall) Opening(n int) time.Time {
	return dayOf(n).Add(time.Duration(int(opens)-utcOffset) * time.Minute)
}
