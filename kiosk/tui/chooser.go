package tui

import (
	"image"
	"slices"
	"strconv"
)

// choicesPerPage is how many rows of a list are shown at once: as many as have
// a digit and still fit on the smallest screen.
const choicesPerPage = 8

// Choice is one row of a Chooser.
type Choice struct {
	// ID is the row's target; Label is written on it, Note behind the label.
	ID, Label, Note string
	// Keys choose the row besides its digit, as in Target.Key.
	Keys string
}

// ChooserLabels are the words of a Chooser, in the language of its screen.
type ChooserLabels struct {
	Back, Earlier, Later string
	// Empty is said of a list without rows.
	Empty string
	// Page is said of a list with several pages; page counts from 1.
	Page func(page, pages int) string
}

// Chooser is a list, in pages, of which a person picks a row by touch, by its
// digit or by walking to it. The screen that owns it puts it on a page of its
// own and passes on what it gets: Layout, Draw, Key and Tap.
//
// The rows are those that the screen set: a list never changes under a finger
// by itself.
type Chooser struct {
	// Title is the heading.
	Title string
	Rows  []Choice
	// At is the row that Enter picks, -1 for none, so that an Enter too many
	// chooses nothing. The page shown is the one that holds it.
	At int
	// PerPage is the number of rows on a page, at most 9; 0 is 8. A form that
	// needs rows for itself shows fewer.
	PerPage int
	// Airy leaves a row free under the heading, where the rows have room for it.
	Airy bool
	// NoBack leaves out the key that leads back.
	NoBack bool
	// More are keys of the form beside those of the list. If one of them has
	// Enter, the rows have not.
	More []Target
}

// perPage is how many rows a page has.
func (l *Chooser) perPage() int {
	if l.PerPage > 0 {
		return l.PerPage
	}
	return choicesPerPage
}

// pages is how many pages the list has.
func (l *Chooser) pages() int { return (len(l.Rows) + l.perPage() - 1) / l.perPage() }

// top is the first row shown.
func (l *Chooser) top() int { return max(l.At, 0) / l.perPage() * l.perPage() }

// Key walks through the list: arrows, home, end and the keys that turn pages,
// by their names in tea.KeyPressMsg.String. Other keys do nothing.
func (l *Chooser) Key(key string) {
	n := len(l.Rows)
	if n == 0 {
		return
	}
	switch key {
	case "down":
		l.At = min(l.At+1, n-1)
	case "up":
		l.At = max(l.At-1, 0)
	case "home":
		l.At = 0
	case "end":
		l.At = n - 1
	case "pgdown", "right":
		l.turn(1)
	case "pgup", "left":
		l.turn(-1)
	}
}

// turn shows another page; the first follows the last.
func (l *Chooser) turn(by int) {
	if pages := l.pages(); pages > 1 {
		l.At = (l.top()/l.perPage() + by + pages) % pages * l.perPage()
	}
}

// Tap acts on the targets that turn pages, "earlier" and "later", and reports
// whether it did. All others are the screen's: "back", the IDs of the rows and
// of More.
func (l *Chooser) Tap(id string) bool {
	switch id {
	case "later":
		l.turn(1)
	case "earlier":
		l.turn(-1)
	default:
		return false
	}
	return true
}

// Layout returns the rows of the page and the keys under them. The first row of
// area is the heading's.
func (l *Chooser) Layout(area image.Rectangle, labels ChooserLabels) []Target {
	high := 3
	if area.Dy() < 16 {
		high = 1
	}
	foot := CutBottom(&area, high)
	CutTop(&area, 1)
	top := l.top()
	rows := l.Rows[top:min(top+l.perPage(), len(l.Rows))]
	cols := 1
	if area.Dy() < 2*l.perPage() && area.Dx() >= 38 && !(area.Dy() >= l.perPage() && l.widest() > area.Dx()/2-6) {
		cols = 2 // else words would be cut, and there is a row for each
	}
	least := max(1, min(3, area.Dy()/((l.perPage()+cols-1)/cols)))
	if l.Airy && area.Dy() > least*((l.perPage()+cols-1)/cols) {
		CutTop(&area, 1)
	}
	var ts []Target
	for i, r := range Grid(area, len(rows), cols, cols-1, 0, least, least) {
		ts = append(ts, l.row(rows[i], i, r))
	}
	return append(ts, l.footer(foot, labels)...)
}

// widest is how wide the longest row is.
func (l *Chooser) widest() int {
	w := 0
	for _, c := range l.Rows {
		w = max(w, Width(c.words()))
	}
	return w
}

// words are what stands on the row.
func (c Choice) words() string {
	if c.Note == "" {
		return c.Label
	}
	return c.Label + "  " + c.Note
}

func (l *Chooser) row(c Choice, i int, r image.Rectangle) Target {
	t := Target{ID: c.ID, Label: c.words(), Key: strconv.Itoa(i + 1), Rect: r, Look: Item}
	if l.top()+i == l.At {
		t.Selected = true
		if !l.enterTaken() {
			t.Key += " enter"
		}
	}
	if c.Keys != "" {
		t.Key += " " + c.Keys
	}
	if r.Dy() < 3 {
		t.Look = Quiet
	}
	return t
}

func (l *Chooser) enterTaken() bool {
	return slices.ContainsFunc(l.More, func(t Target) bool { return slices.Contains(t.Keys(), "enter") })
}

func (l *Chooser) footer(r image.Rectangle, labels ChooserLabels) []Target {
	var ts []Target
	if !l.NoBack {
		ts = append(ts, Target{ID: "back", Label: labels.Back, Key: "esc q"})
	}
	ts = append(ts, l.More...)
	if len(l.Rows) > l.perPage() {
		// Where keys would get too narrow, "later" alone leads round.
		if len(ts) < 4 || r.Dx() >= 60 {
			ts = append(ts, Target{ID: "earlier", Label: labels.Earlier, Key: "pgup"})
		}
		ts = append(ts, Target{ID: "later", Label: labels.Later, Key: "pgdown"})
	}
	for i, cell := range Row(r, max(len(ts), 3), 1)[:len(ts)] {
		ts[i].Rect = cell
		if r.Dy() < 3 && (ts[i].Look == Plain || cell.Dx() < 9) {
			ts[i].Look = Quiet
		}
	}
	return ts
}

// Draw writes the heading, or that there is nothing; the rows are buttons, which
// the screen draws with its other targets.
func (l *Chooser) Draw(c *Canvas, area image.Rectangle, labels ChooserLabels) {
	title := l.Title
	if n := l.pages(); n > 1 {
		title += "  " + labels.Page(l.top()/l.perPage()+1, n)
	}
	c.Text(area, Left, Accent|Bold, title)
	if len(l.Rows) == 0 {
		CutTop(&area, 2)
		c.Text(area, Left, Muted, labels.Empty)
	}
}
