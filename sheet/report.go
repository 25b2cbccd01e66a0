package sheet

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/queue/report"
)

// Options say what of a span is laid out, and for whom.
type Options struct {
	Lang queue.Lang
	// By is the one dimension of which figures are told; empty is all, with what else
	// there is to tell of the span.
	By Dimension
	// Clerks asks for figures about persons, which need the right "reports".
	Clerks bool
	Names  Names
	// Title is the name of the hall, or of the network; Under says that of that hall and
	// all under it, where Told has others than it.
	Title string
	Under bool
	// From and To are the first and the last business day that were asked for; empty are
	// those of the span. Until is the last that every hall can have reported by now, such
	// as yesterday; empty is To.
	From, To, Until string
	// Told says of each hall that was asked for what it has reported; nil is that of the
	// halls in the span.
	Told []report.Told
}

// Report is a span that is laid out.
type Report struct {
	// Title and Subtitle say what it is of, Notes what is to be known of it, and Asides
	// what explains it and is no lack, a sentence each.
	Title, Subtitle string
	Notes, Asides   []string
	Tables          []Table
	lang            queue.Lang
	charts          []chart
	end             time.Time
}

// Of lays a span out.
func Of(s *report.Span, o Options) *Report {
	o.From, o.To = cmp.Or(o.From, s.From), cmp.Or(o.To, s.To)
	o.Until = cmp.Or(o.Until, o.To)
	l := &layout{span: s, o: o}
	r := &Report{Title: l.say("sheet.title"), Subtitle: l.subtitle(), lang: o.Lang}
	if s.Running {
		r.Notes = append(r.Notes, l.say("sheet.running"))
	}
	notes, asides := l.absent()
	r.Notes, r.Asides = append(r.Notes, notes...), asides
	r.end, _ = time.Parse(time.DateOnly, s.To) // the zero time of a span without days
	l.add(l.summary())
	for _, d := range Dimensions {
		if l.tells(d) {
			l.add(l.cells(d))
		}
	}
	if o.By == "" {
		l.add(l.halfHours(), l.reasons(), l.overtakes(), l.accuracy(), l.papers(), l.faults(), l.advice())
		r.charts = l.charts()
	}
	l.add(l.missing())
	r.Tables = l.tables
	return r
}

// remarks are all of Notes and Asides, for forms in which both look alike.
func (r *Report) remarks() []string { return slices.Concat(r.Notes, r.Asides) }

// layout is a report that is being laid out.
type layout struct {
	span   *report.Span
	o      Options
	tables []Table
}

func (l *layout) lang() words.Lang { return words.Lang(l.o.Lang) }

func (l *layout) say(key string, params ...any) string { return words.T(l.lang(), key, params...) }

// add appends the tables that say something.
func (l *layout) add(all ...Table) {
	for _, t := range all {
		if len(t.Rows) > 0 {
			l.tables = append(l.tables, t)
		}
	}
}

// tells reports whether the figures of a dimension are wanted, and more than those of
// the whole.
func (l *layout) tells(d Dimension) bool {
	switch {
	case d == ByClerk && !l.o.Clerks:
		return false
	case l.o.By != "":
		return l.o.By == d
	case d == ByHall || d == ByDate:
		return len(cells(l.span, d)) > 1
	}
	return true
}

func (l *layout) subtitle() string {
	title := l.o.Title
	if title == "" && len(l.span.Halls) == 1 {
		for id := range l.span.Halls {
			title = l.o.Names.of(ByHall, id)
		}
	}
	if l.o.Under && len(l.o.Told) > 1 {
		title = l.say("district.with_under", "name", title)
	}
	if l.o.From == l.o.To {
		return line(l.say("sheet.of_day", "name", title, "date", l.o.From))
	}
	return line(l.say("sheet.of_days", "name", title, "from", l.o.From, "to", l.o.To, "n", l.span.Days))
}

// summary are the figures of the whole, one a line.
func (l *layout) summary() Table {
	t := Table{ID: "summary", Title: l.say("sheet.summary"), Heads: []string{l.say("sheet.col.figure"), l.say("sheet.col.value")}}
	for _, c := range columns {
		if c.of(ByHall) {
			t.Rows = append(t.Rows, []Cell{worded(l.say("sheet.col." + c.key)), c.value(&l.span.All)})
		}
	}
	return t
}

// cells are the figures of a dimension, one of it a line.
func (l *layout) cells(d Dimension) Table {
	t := Table{ID: string(d), Title: l.say("sheet.by." + string(d)), wide: true}
	if d == ByItem {
		t.Heads = append(t.Heads, l.say("sheet.col.code"))
	}
	t.Heads = append(t.Heads, l.say("sheet.of."+string(d)))
	for _, c := range columns {
		if c.of(d) {
			t.Heads = append(t.Heads, l.say("sheet.col."+c.key))
		}
	}
	all := cells(l.span, d)
	for _, id := range slices.SortedFunc(maps.Keys(all), byNumber) {
		var row []Cell
		if d == ByItem {
			row = append(row, worded(id))
		}
		row = append(row, worded(l.o.Names.of(d, id)))
		for _, c := range columns {
			if c.of(d) {
				row = append(row, c.value(all[id]))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// byNumber orders ids so that 2 comes before 10.
func byNumber(a, b string) int {
	x, errA := strconv.Atoi(a)
	y, errB := strconv.Atoi(b)
	switch {
	case errA == nil && errB == nil:
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	case errA == nil:
		return -1
	case errB == nil:
		return 1
	}
	return cmp.Compare(a, b)
}

// halfHours are the half hours of a day, over all days of the span.
func (l *layout) halfHours() Table {
	t := Table{ID: "half_hours", Title: l.say("sheet.half_hours"), Heads: []string{
		l.say("sheet.col.half_hour"), l.say("sheet.col.drawn"), l.say("sheet.col.called"), l.say("sheet.col.wait_mean"),
		l.say("sheet.col.waiting"), l.say("sheet.col.windows"),
	}}
	for _, h := range l.span.HalfHours {
		t.Rows = append(t.Rows, []Cell{
			worded(h.At.String()), count(h.Drawn), count(h.Called), minutes(h.Waits.Seconds, h.Waits.N),
			l.average(h.Waiting), l.average(h.Open),
		})
	}
	return t
}

// average is how many persons or windows so many seconds of half hours were on the
// average of the days.
func (l *layout) average(seconds int) Cell { return tenths(seconds, 1800*len(l.span.Dates)) }
