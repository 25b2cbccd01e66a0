package figures

import (
	"image"
	"slices"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// Shown is what a screen has to show at one look: made anew for each call, because it
// keeps the tables that it makes, with the language, the styles and the names of then.
type Shown struct {
	Lang words.Lang
	// Style makes a style pale while what is shown may no longer be so.
	Style func(tui.Style) tui.Style
	// Report is nil while there is none; Waiting is said instead.
	Report  *Report
	Waiting string
	// Headline says of which days it is, Remark what lacks in it; empty if nothing does.
	// Aside explains it and is no lack, such as days off; where there is no room for it
	// beside the remark it is left out.
	Headline, Remark, Aside string
	// Whole names the whole of it, such as "The hall".
	Whole string
	// Parts are by what it is told, in the order of the bar.
	Parts []Part
	// How ids are called; a screen leaves out what it has no part of.
	Hall, Line, Item, Window, Clerk func(id string) string
	// In which order halls, lines and windows stand; others come after them.
	HallOrder, LineOrder, WindowOrder []string
	// Absent is the table of the part Missing.
	Absent Table

	made map[madeFor]Table // tables that were made before in this look
}

// madeFor is what a table was made for.
type madeFor struct {
	part  Part
	width int
}

func (s *Shown) t(key string, params ...any) string { return words.T(s.Lang, key, params...) }

// worded is a code in words; one that has none is shown as it is.
func (s *Shown) worded(key, code string) string {
	if words.Has(key) {
		return s.t(key)
	}
	return code
}

// View is which part is open, and how far it is scrolled.
type View struct {
	// Part is the open one.
	Part Part
	at   int // of rows that lead somewhere the chosen one, else the rows above the first one shown
}

// Open opens a part.
func (v *View) Open(p Part) { v.Part, v.at = p, 0 }

// Turn opens the part n further on in the bar.
func (v *View) Turn(s *Shown, n int) {
	all := s.Parts
	v.Open(all[(slices.Index(all, v.Part)+n+len(all))%len(all)])
}

// Top scrolls to the first row.
func (v *View) Top() { v.at = 0 }

// Walk takes the keys that move; names are those of tea.KeyPressMsg, r is where the
// page is drawn.
func (v *View) Walk(key string, s *Shown, r image.Rectangle) {
	page := max(1, v.fit(s, r))
	switch key {
	case "down":
		v.at++
	case "up":
		v.at--
	case "pgdown":
		v.at += page
	case "pgup":
		v.at -= page
	case "home":
		v.at = 0
	case "end":
		v.at = len(s.table(v.Part, r.Dx()).Rows)
	case "left":
		v.Turn(s, -1)
	case "right":
		v.Turn(s, 1)
	}
	t := s.table(v.Part, r.Dx())
	most := len(t.Rows) - 1
	if t.IDs == nil {
		most = len(t.Rows) - v.fit(s, r)
	}
	v.at = max(0, min(v.at, most))
}

// Chosen is what the chosen row leads to; "" if it leads nowhere.
func (v *View) Chosen(s *Shown) string {
	t := s.table(v.Part, 0)
	if v.at < len(t.IDs) {
		return t.IDs[v.at]
	}
	return ""
}

// Choose chooses the row that leads to id, if there is one.
func (v *View) Choose(s *Shown, id string) {
	v.at = max(0, slices.Index(s.table(v.Part, 0).IDs, id))
}

// Touch takes a touch on a target by the two parts of its ID; what a row leads to is
// returned, and "" for anything else.
func (v *View) Touch(kind, name string, s *Shown, r image.Rectangle) (leads string) {
	switch kind {
	case "by":
		v.Open(Part(name))
	case "rows":
		n := len(s.table(v.Part, r.Dx()).Rows)
		from := v.first(s, r, n)
		if v.at = from + v.fit(s, r); v.at >= n {
			v.at = 0
		}
		if t := s.table(v.Part, r.Dx()); t.IDs != nil { // so that it is the first one shown
			v.at = min(v.at+v.fit(s, r)/2, n-1)
			if from+v.fit(s, r) >= n {
				v.at = 0
			}
		}
	case "row":
		if i := slices.Index(s.table(v.Part, r.Dx()).IDs, name); i >= 0 {
			v.at = i
			return name
		}
	}
	return ""
}

// areas are the parts of the page.
type areas struct {
	head, remark, bar, tiles, more, table, note image.Rectangle
}

func (v *View) areas(s *Shown, r image.Rectangle) areas {
	var a areas
	high := r.Dy()
	most := 1 // lines of the head and of the remark, where they are wider than r
	switch {
	case high >= 30:
		most = 3
	case high >= 16:
		most = 2
	}
	a.head = tui.CutTop(&r, max(1, min(most, len(tui.WrapLines(s.Headline, r.Dx())))))
	switch {
	case s.Remark != "":
		a.remark = tui.CutTop(&r, max(1, min(most, len(tui.WrapLines(s.Remark, r.Dx())))))
	case s.Aside != "":
		a.remark = tui.CutTop(&r, 1)
	}
	switch {
	case high >= 30 && r.Dx() < narrow:
		a.tiles = tui.CutTop(&r, 4)
	case high >= 12:
		a.tiles = tui.CutTop(&r, 2)
	}
	if high >= 16 {
		a.more = tui.CutTop(&r, 1)
	}
	a.bar = tui.CutTop(&r, len(s.bar(r.Dx())))
	a.note = tui.CutBottom(&r, min(max(0, r.Dy()-4), len(tui.WrapLines(v.note(s), r.Dx()))))
	a.table = r
	return a
}

// bar places the parts in rows of that width.
func (s *Shown) bar(width int) (rows [][]Part) {
	x := 0
	for _, id := range s.Parts {
		w := tui.Width(s.t("figures.part."+string(id))) + 3
		if len(rows) == 0 || x+w > width {
			rows, x = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], id)
		x += w
	}
	return rows
}

// fit is how many rows are shown in r.
func (v *View) fit(s *Shown, r image.Rectangle) int { return max(1, v.areas(s, r).table.Dy()-1) }

// first is the first row that is shown in r of n. Of rows that lead somewhere the chosen
// one is among them.
func (v *View) first(s *Shown, r image.Rectangle, n int) int {
	fit := v.fit(s, r)
	at := v.at
	if s.table(v.Part, r.Dx()).IDs != nil {
		at -= fit / 2
	}
	return max(0, min(at, n-fit))
}

// turns says which rows are shown in r of how many, where not all are, and by which
// keys the others are reached.
func (v *View) turns(s *Shown, r image.Rectangle) string {
	if s.Report == nil {
		return ""
	}
	n, fit := len(s.table(v.Part, r.Dx()).Rows), v.fit(s, r)
	if n <= fit {
		return ""
	}
	from := v.first(s, r, n)
	return s.t("common.rows", "from", from+1, "to", min(n, from+fit), "of", n)
}

// Layout are the targets of the page in r: the parts, what turns to other rows, and the
// rows that lead somewhere. It is pure, and so is Draw.
func (v *View) Layout(s *Shown, r image.Rectangle) []tui.Target {
	a := v.areas(s, r)
	var ts []tui.Target
	for i, row := range s.bar(r.Dx()) {
		at := image.Rect(a.bar.Min.X, a.bar.Min.Y+i, a.bar.Max.X, min(a.bar.Min.Y+i+1, a.bar.Max.Y))
		for _, id := range row {
			if at.Empty() { // the arrow keys reach it all the same
				break
			}
			label := s.t("figures.part." + string(id))
			ts = append(ts, tui.Target{ID: "by " + string(id), Rect: tui.CutLeft(&at, tui.Width(label)+2), Label: label, Look: tui.Quiet, Selected: id == v.Part})
			tui.CutLeft(&at, 1)
		}
	}
	if text := v.turns(s, r); text != "" && a.more.Dx() >= tui.Width(text) {
		ts = append(ts, tui.Target{ID: "rows next", Rect: tui.CutLeft(&a.more, tui.Width(text)), Label: text, Look: tui.Quiet})
	}
	t := s.table(v.Part, r.Dx())
	at, from := s.narrowed(t, a.table), v.first(s, r, len(t.Rows))
	for i := from; i < len(t.IDs); i++ {
		row := tui.RowRect(at, t.Cols, i-from)
		if row.Empty() {
			break
		}
		ts = append(ts, tui.Target{ID: "row " + t.IDs[i], Rect: row, Look: tui.Quiet})
	}
	return ts
}

// narrowed is where a table stands in r: the eye keeps the line only where names and
// figures are near.
func (s *Shown) narrowed(t Table, r image.Rectangle) image.Rectangle {
	if t.bars == nil && !t.Wide {
		w := nameMost
		for _, col := range t.Cols {
			w += col.Width + 1
		}
		r.Max.X = min(r.Max.X, r.Min.X+w)
	}
	return r
}

// nameMost is how many cells a name has at most beside its figures.
const nameMost = 48
