package sheet

import (
	"maps"
	"slices"
	"strings"

	"onewindow/kiosk/absence"
	"onewindow/queue/report"
)

// Missing is the ID of the table of who has not reported what.
const Missing = "missing"

// absence looks what lacks.
func (l *layout) absence() report.Absence {
	told := l.o.Told
	if told == nil {
		days := slices.Sorted(maps.Keys(l.span.Dates))
		for _, hall := range slices.Sorted(maps.Keys(l.span.Halls)) {
			told = append(told, report.Told{Hall: hall, Days: days})
		}
	}
	return report.Absent(told, l.o.From, l.o.To, l.o.Until)
}

// absent says in sentences what lacks: a sentence names halls while they are few, and
// else how many they are; the table names all. Dates of which no hall has a report, such
// as holidays, are no lack, and said aside.
func (l *layout) absent() (notes, asides []string) {
	a := l.absence()
	if n := len(a.Silent); n > 0 && len(a.Of) > 1 {
		said := l.say("sheet.silent_many", "n", n, "all", len(a.Of), "table", l.say("sheet.missing"))
		if n <= fewHalls {
			said = l.say("sheet.silent", "names", l.hallsNamed(a.Silent))
		}
		if a.Nobody() {
			asides = append(asides, line(said))
		} else {
			notes = append(notes, said)
		}
	}
	if len(a.None) > 0 && l.o.From != l.o.To {
		asides = append(asides, line(l.say("sheet.none", "days", absence.Days(l.lang(), a.None))))
	}
	for _, t := range a.Of {
		for _, u := range absence.UnreadOf(&t) {
			notes = append(notes, l.say("sheet.unread."+string(u.Why), "name", l.o.Names.of(ByHall, t.Hall), "days", absence.Days(l.lang(), u.Days)))
		}
	}
	for i, note := range notes {
		notes[i] = line(note)
	}
	return notes, asides
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
	if len(a.Of) < 2 {
		return t
	}
	for _, told := range a.Of {
		days := absence.Lacking(l.lang(), &a, &told)
		if days != "" {
			t.Rows = append(t.Rows, []Cell{worded(l.o.Names.of(ByHall, told.Hall)), count(len(told.Days)), worded(days)})
		}
	}
	return t
}
