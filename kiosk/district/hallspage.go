package district

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
)

// hallsPage is the table of all halls, or their tree.
type hallsPage struct{ *Screen }

func (p *hallsPage) keys() []action {
	t := &p.table
	if p.finding {
		return []action{{id: "found", key: "enter", do: does(p.endFinding), look: tui.Primary}, {id: "unfind", key: "esc", do: does(p.dropFinding)}}
	}
	tree := p.t("district.key.tree")
	if t.tree {
		tree = p.t("district.key.table")
	}
	out := []action{
		{id: "open", key: "enter", do: p.enter, look: tui.Primary, idle: len(t.rows) == 0},
		{id: "find", key: "f /", do: does(p.find)},
		{id: "level", key: "v", do: does(p.nextLevel), label: p.t("district.key.level", "level", p.say().Level(t.kept.level))},
		{id: "street", key: "b", do: does(p.openStreets)},
		{id: "tree", key: "t", do: does(p.turnTree), label: tree},
		{id: "reverse", key: "r", do: does(p.reverse)},
	}
	if t.kept.any() {
		out = append(out, action{id: "clear", key: "c", do: does(p.clear)})
	}
	return out
}

// enter opens the chosen hall; a group opens or closes.
func (p *hallsPage) enter() tea.Cmd {
	i := p.table.chosen()
	if i >= len(p.table.rows) {
		return nil
	}
	if r := &p.table.rows[i]; r.group {
		p.table.set(r.key, !r.open)
		p.arrange()
		return nil
	}
	return p.openHall(p.table.rows[i].key)
}

func (p *hallsPage) turnTree() {
	p.table.tree = !p.table.tree
	p.table.at = hallOf(p.table.at)
	p.arrange()
}

func (p *hallsPage) reverse() {
	p.table.order.Back = !p.table.order.Back
	p.arrange()
}

// sortBy sorts by a column, or, if it is sorted by that already, the other way round.
func (p *hallsPage) sortBy(c overview.Column) {
	if p.table.order.By == c {
		p.reverse()
		return
	}
	p.table.order = overview.Order{By: c}
	p.arrange()
}

func (p *hallsPage) walk(key string) tea.Cmd {
	t := &p.table
	switch {
	case key == "left" || key == "right":
		if t.tree {
			t.fold(key == "right")
			p.arrange()
			return nil
		}
		p.sortBeside(map[string]int{"left": -1, "right": 1}[key])
	case key == "<" || key == ">":
		p.sortBeside(map[string]int{"<": -1, ">": 1}[key])
	case key == "tab":
		p.sortBeside(1)
	default:
		_, table, _ := p.areas(p.body())
		t.choose(moved(key, t.chosen(), len(t.rows), table.Dy()-1))
	}
	return nil
}

// sortBeside sorts by the column beside the one that it is sorted by.
func (p *hallsPage) sortBeside(by int) {
	_, table, _ := p.areas(p.body())
	cols := columnsIn(table.Dx())
	at := 0
	for i, c := range cols {
		if c == p.table.order.By {
			at = i
		}
	}
	p.table.order = overview.Order{By: cols[(at+by+len(cols))%len(cols)]}
	p.arrange()
}

// touch opens a row, or sorts by the column of a heading.
func (p *hallsPage) touch(kind, name string) tea.Cmd {
	switch kind {
	case "sort":
		p.sortBy(overview.Column(name))
	case "hall":
		p.table.at = name
		return p.enter()
	}
	return nil
}

// areas part the page: what is shown of how many, the rows, and their sum.
func (p *hallsPage) areas(r image.Rectangle) (head, table, sum image.Rectangle) {
	head = tui.CutTop(&r, 1)
	sum = tui.CutBottom(&r, 1)
	return head, r, sum
}

// columns are those of the table, the one that it is sorted by with an arrow.
func (p *hallsPage) columns(width int) []tui.Column {
	var out []tui.Column
	for _, c := range columnsIn(width) {
		head := p.t("district.col." + string(c))
		if p.table.order.By == c {
			sign := overview.SignUp
			if p.table.order.Down() {
				sign = overview.SignDown
			}
			if alignOf(c) == tui.Left {
				head += sign
			} else {
				head = sign + head
			}
		}
		if c == overview.ColState {
			head = " " + head
		}
		out = append(out, tui.Column{Head: head, Width: widthOf(c, width), Align: alignOf(c)})
	}
	return out
}

// top is the first row shown.
func (p *hallsPage) top(table image.Rectangle) int {
	return shownFrom(p.table.chosen(), len(p.table.rows), table.Dy()-1)
}

func (p *hallsPage) layout(r image.Rectangle) []tui.Target {
	_, table, _ := p.areas(r)
	cols := p.columns(table.Dx())
	var ts []tui.Target
	for i, c := range columnsIn(table.Dx()) {
		ts = append(ts, tui.Target{ID: "sort " + string(c), Rect: headRect(table, cols, i), Look: tui.Quiet})
	}
	for i := p.top(table); i < len(p.table.rows); i++ {
		at := tui.RowRect(table, cols, i-p.top(table))
		if at.Empty() {
			break
		}
		ts = append(ts, tui.Target{ID: "hall " + p.table.rows[i].key, Rect: at, Look: tui.Quiet})
	}
	return ts
}

// headRect is where the heading of column i stands, with the cell that parts it from
// the next.
func headRect(r image.Rectangle, cols []tui.Column, i int) image.Rectangle {
	left := r.Dx() - (len(cols) - 1)
	for _, c := range cols {
		left -= c.Width
	}
	x := r.Min.X
	for k, c := range cols {
		w := c.Width
		if w == 0 {
			w = max(0, left)
		}
		if k == i {
			return image.Rect(x, r.Min.Y, min(x+w, r.Max.X), r.Min.Y+1)
		}
		x += w + 1
	}
	return image.Rectangle{}
}

func (p *hallsPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	head, table, foot := p.areas(r)
	p.drawHead(c, head)
	cols, names := p.columns(table.Dx()), columnsIn(table.Dx())
	at, top := p.table.chosen(), p.top(table)
	var rows []tui.TableRow
	for i := top; i < len(p.table.rows) && i-top < table.Dy()-1; i++ {
		row := &p.table.rows[i]
		t, _ := tui.Find(ts, "hall "+row.key)
		rows = append(rows, p.tableRow(row, names, table.Dx(), i == at || t.Pressed))
	}
	c.Table(table, cols, rows)
	if len(p.table.rows) == 0 {
		tui.CutTop(&table, 2)
		c.Text(tui.Inset(table, 1, 0), tui.Left, tui.Muted, p.t("district.none_fits"))
	}
	p.drawSum(c, foot, cols, names)
}

// drawHead says which halls are shown, and what is looked for.
func (p *hallsPage) drawHead(c *tui.Canvas, r image.Rectangle) {
	k := p.table.kept
	text := p.t("district.shown", "n", p.shown.Halls, "all", len(p.state.Halls))
	tui.CutLeft(&r, c.Text(r, tui.Left, p.st(tui.Accent|tui.Bold), text)+2)
	say := func(style tui.Style, text string) {
		if tui.ChipWidth(text) <= r.Dx() {
			tui.CutLeft(&r, c.Chip(r, style, text)+1)
		}
	}
	if k.text != "" || p.finding {
		cursor := ""
		if p.finding {
			cursor = "_"
		}
		say(tui.WarnFill, p.t("district.finding", "text", k.text+cursor))
	}
	if k.level != "" {
		say(tui.NeutralFill, p.say().Level(k.level))
	}
	if k.street != "" {
		say(tui.NeutralFill, p.streetName(k.street))
	}
	hint := p.t("district.hint_sort")
	if p.finding {
		hint = p.t("district.hint_find")
	}
	if tui.Width(hint) <= r.Dx() {
		c.Text(r, tui.Right, tui.Muted, hint)
	}
}

// drawSum writes what the halls shown have together.
func (p *hallsPage) drawSum(c *tui.Canvas, r image.Rectangle, cols []tui.Column, names []overview.Column) {
	cells := make([]string, len(names))
	total := row{key: groupPrefix, group: true, sum: p.shown}
	for i, n := range names {
		cells[i] = p.cell(&total, n, r.Dx())
	}
	for i := range cols {
		cols[i].Head = ""
	}
	c.Fill(r, tui.Head)
	c.Table(r, cols, []tui.TableRow{{Cells: cells, Style: tui.Head | tui.Bold}})
}

// tableRow is a row with its cells and their lights.
func (p *hallsPage) tableRow(r *row, names []overview.Column, width int, chosen bool) tui.TableRow {
	out := tui.TableRow{Cells: make([]string, len(names)), Styles: make([]tui.Style, len(names)), Style: p.st(tui.Ink)}
	there := r.sum.There > 0
	if !there {
		out.Style = tui.Muted
	}
	if r.group {
		out.Style |= tui.Bold
	}
	for i, n := range names {
		out.Cells[i] = p.cell(r, n, width)
		out.Styles[i] = out.Style
		if l := p.cellLight(r, n); l > overview.Green {
			out.Styles[i] = p.st(inkOf(l) | tui.Bold)
		}
		if chosen {
			out.Styles[i] |= tui.Reverse
		}
	}
	if chosen {
		out.Style |= tui.Reverse
	}
	return out
}
