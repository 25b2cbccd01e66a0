package sheet

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Told is which business days of those asked for a hall has reported. Unread are those
// whose report cannot be read here, so that they are not in the figures.
type Told struct {
	Hall         string
	Days, Unread []string
}

// absence is what lacks in the figures.
type absence struct {
	// of are the halls that were asked for, days those of the days that can have been
	// reported or were, both in order.
	of   []Told
	days []string
	// none are the days that no hall has reported, silent the halls that have reported
	// no day.
	none   []string
	silent []string
}

// Missing is the ID of the table of who has not reported what.
const Missing = "missing"

// mostDays bounds for how many days it is said which are missing.
const mostDays = 800

// absence looks what lacks.
func (l *layout) absence() (a absence) {
	a.of = l.o.Told
	if a.of == nil {
		days := slices.Sorted(maps.Keys(l.span.Dates))
		for _, hall := range slices.Sorted(maps.Keys(l.span.Halls)) {
			a.of = append(a.of, Told{Hall: hall, Days: days})
		}
	}
	from, err := time.Parse(time.DateOnly, l.o.From)
	for day := from; err == nil && len(a.days) < mostDays; day = day.AddDate(0, 0, 1) {
		at := day.Format(time.DateOnly)
		if at > l.o.To {
			break
		}
		told := slices.ContainsFunc(a.of, func(t Told) bool { return t.told(at) })
		if !told && at > l.o.Until {
			continue
		}
		a.days = append(a.days, at)
		if !told {
			a.none = append(a.none, at)
		}
	}
	for _, t := range a.of {
		if len(t.Days)+len(t.Unread) == 0 {
			a.silent = append(a.silent, t.Hall)
		}
	}
	return a
}

func (t *Told) told(day string) bool {
	return slices.Contains(t.Days, day) || slices.Contains(t.Unread, day)
}

// lacks are the days that others have reported and this hall has not.
func (a *absence) lacks(t *Told) (days []string) {
	for _, day := range a.days {
		if !t.told(day) && !slices.Contains(a.none, day) {
			days = append(days, day)
		}
	}
	return days
}

// absent says in sentences what lacks: a sentence names halls while they are few, and
// else how many they are; the table names all.
func (l *layout) absent() (notes []string) {
	a := l.absence()
	if n := len(a.silent); n > 0 && len(a.of) > 1 {
		if n <= fewHalls {
			notes = append(notes, l.say("sheet.silent", "names", l.hallsNamed(a.silent)))
		} else {
			notes = append(notes, l.say("sheet.silent_many", "n", n, "all", len(a.of), "table", l.say("sheet.missing")))
		}
	}
	if len(a.none) > 0 && l.o.From != l.o.To {
		notes = append(notes, l.say("sheet.none", "days", l.runs(a.none)))
	}
	for _, t := range a.of {
		if len(t.Unread) > 0 {
			notes = append(notes, l.say("sheet.unread", "name", l.o.Names.of(ByHall, t.Hall), "days", l.runs(t.Unread)))
		}
	}
	for i, note := range notes {
		notes[i] = line(note)
	}
	return notes
}

// fewHalls is how many halls are named in a sentence.
const fewHalls = 6

func (l *layout) hallsNamed(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = l.o.Names.of(ByHall, id)
	}
	return strings.Join(names, l.say("sheet.comma"))
}

// missing are the halls of several that have not reported all the days that others have,
// and which days they lack.
func (l *layout) missing() Table {
	t := Table{ID: Missing, Title: l.say("sheet.missing"), Heads: []string{l.say("sheet.of.hall"), l.say("sheet.col.reported"), l.say("sheet.col.not_in")}}
	a := l.absence()
	if len(a.of) < 2 {
		return t
	}
	for _, told := range a.of {
		days := l.runs(append(a.lacks(&told), told.Unread...))
		if len(told.Days)+len(told.Unread) == 0 {
			days = l.say("sheet.all_days")
		}
		if days != "" {
			t.Rows = append(t.Rows, []Cell{worded(l.o.Names.of(ByHall, told.Hall)), count(len(told.Days)), worded(days)})
		}
	}
	return t
}

// runs are days in words, those that follow each other by the first and the last.
func (l *layout) runs(days []string) string {
	days = slices.Clone(days)
	slices.Sort(days)
	var all []string
	for i := 0; i < len(days); {
		j := i + 1
		for j < len(days) && next(days[j-1]) == days[j] {
			j++
		}
		switch j - i {
		case 1:
			all = append(all, days[i])
		default:
			all = append(all, l.say("sheet.run", "from", days[i], "to", days[j-1]))
		}
		i = j
	}
	return strings.Join(all, l.say("sheet.comma"))
}

// next is the day after a date; "" of what is none.
func next(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}
