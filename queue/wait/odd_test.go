package wait

import (
	"math"
	"reflect"
	"testing"

	"onewindow/queue/report"
	"onewindow/queue/wait/rollout"
)

// odd finds a number in what is known that is none, or has no end; "" if there is none.
func odd(path string, v reflect.Value) string {
	switch v.Kind() {
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			return path
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return odd(path, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if s := odd(path+"."+v.Type().Field(i).Name, v.Field(i)); s != "" {
				return s
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			if s := odd(path, v.Index(i)); s != "" {
				return s
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if s := odd(path+"["+it.Key().String()+"]", it.Value()); s != "" {
				return s
			}
		}
	}
	return ""
}

func TestOneOddReportMakesNothingThatIsNoNumber(t *testing.T) {
	h := apart(t, 2)
	busy(t, h)
	issue(t, h)
	set := h.State.Settings
	theme, item := set.Themes[0].ID, h.State.Catalogue.Items[0].Code
	lengths := map[string]report.Lengths{
		"none": {}, "one of nothing": {N: 1}, "one": {N: 1, Seconds: 600, Log: math.Log(600), LogSq: math.Log(600) * math.Log(600)},
		"less than none": {N: -3, Seconds: -9, Log: -4, LogSq: -1}, "time that runs back": {N: 5, Seconds: -5000, Log: 2, LogSq: 1},
		"no spread that can be": {N: 4, Seconds: 40, Log: 900, LogSq: 3}, "an age": {N: 2, Seconds: math.MaxInt32, Log: 60, LogSq: 1e6},
	}
	there := make([]int, halfHours)
	for i := range there {
		there[i] = 500
	}
	for name, l := range lengths {
		for _, duty := range []int{-100000, 0, 1, math.MaxInt32} {
			x := report.Lessons{
				Items: map[string]report.Lengths{item: l, "gone": l}, Themes: map[string]report.Lengths{theme: l, "gone": l},
				Walk: l, Lost: l, Breaks: l, Duty: duty, Misses: []report.Miss{{Called: 1, Missed: 900}, {Called: -5, Missed: 3}},
				Present: map[string][]int{"1": there}, Drawn: map[string][]int{theme: there[:2]}, Classes: map[string][3]int{theme: {0, 0, 3}},
			}
			d := &report.Day{Lessons: x}
			d.All.Missed, d.All.NoShow = 1, 4
			for _, days := range [][]*report.Day{{d}, {{}, d}, {d, {}, {}, {}, {}, {}}} {
				k := Learn(set, h.State.Catalogue, days)
				if where := odd("Known", reflect.ValueOf(k)); where != "" {
					t.Fatalf("a report of %s, duty %d, of %d days: %s", name, duty, len(days), where)
				}
				if k.Available() <= 0 || k.Available() > 1 || math.IsNaN(k.Patience()) || k.Mean(theme) <= 0 {
					t.Errorf("a report of %s: available %g, patience %g, mean %g", name, k.Available(), k.Patience(), k.Mean(theme))
				}
				look := Look(h.State, h.Now)
				New(k, 1).All(look)
				Rough(k, look)
			}
		}
	}
}

func TestACourseEndsWhateverIsBelieved(t *testing.T) {
	h := apart(t, 2)
	busy(t, h)
	issue(t, h)
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -5, 1e-300, 1e300} {
		k := untaught(h)
		k.wishes, k.returns = x, x
		k.Days = 1
		for _, theme := range k.themes {
			theme.visit = length{mean: x, mu: x, sigma: 1}
			theme.plain = theme.visit
			for i := range theme.draws {
				theme.draws[i] = min(x, 1e6)
			}
		}
		f := futureOf(New(k, 1), Look(h.State, h.Now), "business")
		d := f.Draw(1, f.day.From+60_000)
		if len(d.Visits) > 2000 || len(d.Windows[0].Breaks) > 2000 {
			t.Errorf("with %g: %d visits and %d breaks", x, len(d.Visits), len(d.Windows[0].Breaks))
		}
		f.Play(f.day.Close, rollout.Asked)
	}
}
