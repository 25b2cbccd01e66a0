package district

import (
	"cmp"
	"image"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// alertsPage is the page of the alerts of all halls.
type alertsPage struct {
	*Screen
	at string // the chosen one, see alertKey
}

// alertKey tells alerts apart: a hall has one of each kind and code.
func alertKey(a wire.HallAlert) string { return a.Hall + "/" + string(a.Kind) + "/" + a.Code }

// hallOfAlert is the hall of such a key.
func hallOfAlert(key string) string {
	hall, _, _ := strings.Cut(key, "/")
	return hall
}

// kinds are those of alerts, the gravest first.
var kinds = []wire.HallAlertKind{wire.AlertHallPanic, wire.AlertHallStopped, wire.AlertHallRefused, wire.AlertHallCopied, wire.AlertHallAway,
	wire.AlertHallWait, wire.AlertHallUrgent, wire.AlertHallMachine, wire.AlertHallDevice, wire.AlertHallPart}

// gravestFirst orders alerts by their level, then by their kind; else they stay as
// the centre has them.
func gravestFirst(as []wire.HallAlert) []wire.HallAlert {
	rank := func(a wire.HallAlert) int {
		n := slices.Index(kinds, a.Kind)
		if n < 0 { // of a newer centre
			n = len(kinds)
		}
		if a.Level == queue.Critical {
			return n
		}
		return n + len(kinds) + 1
	}
	as = slices.Clone(as)
	slices.SortStableFunc(as, func(a, b wire.HallAlert) int { return cmp.Compare(rank(a), rank(b)) })
	return as
}

func (p *alertsPage) keys() []action {
	return []action{{id: "open", key: "enter", do: p.enter, look: tui.Primary, idle: len(p.alerts) == 0}}
}

// chosen is the index of the chosen alert.
func (p *alertsPage) chosen() int {
	return max(0, slices.IndexFunc(p.alerts, func(a wire.HallAlert) bool { return alertKey(a) == p.at }))
}

func (p *alertsPage) enter() tea.Cmd {
	if len(p.alerts) == 0 {
		return nil
	}
	return p.openHall(p.alerts[p.chosen()].Hall)
}

func (p *alertsPage) walk(key string) tea.Cmd {
	if n := len(p.alerts); n > 0 {
		table, _ := p.areas(p.body())
		p.at = alertKey(p.alerts[moved(key, p.chosen(), n, table.Dy()-1)])
	}
	return nil
}

func (p *alertsPage) touch(kind, name string) tea.Cmd {
	if kind != "alert" {
		return nil
	}
	p.at = name
	return p.enter()
}

// areas part the page: the alerts, and all of the chosen one.
func (p *alertsPage) areas(r image.Rectangle) (table, about image.Rectangle) {
	high := min(4, max(2, r.Dy()/5))
	table = tui.CutTop(&r, min(r.Dy()-high, 1+max(1, len(p.alerts))))
	return table, tui.CutTop(&r, high)
}

func (p *alertsPage) columns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + p.t("district.col.level"), Width: 12},
		{Head: p.t("district.col.hall"), Width: width * 3 / 10},
		{Head: p.t("district.col.what")},
		{Head: p.t("district.col.since"), Width: 11, Align: tui.Right},
		{Head: p.t("district.col.lasts"), Width: 9, Align: tui.Right},
	}
	if width < 90 {
		cols[0].Width = 5
		return append(cols[:3:3], cols[4])
	}
	return cols
}

func (p *alertsPage) layout(r image.Rectangle) []tui.Target {
	table, _ := p.areas(r)
	top := shownFrom(p.chosen(), len(p.alerts), table.Dy()-1)
	var ts []tui.Target
	for i := top; i < len(p.alerts); i++ {
		at := tui.RowRect(table, p.columns(table.Dx()), i-top)
		if at.Empty() {
			break
		}
		ts = append(ts, tui.Target{ID: "alert " + alertKey(p.alerts[i]), Rect: at, Look: tui.Quiet})
	}
	return ts
}

func (p *alertsPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	table, about := p.areas(r)
	cols := p.columns(table.Dx())
	at := p.chosen()
	top := shownFrom(at, len(p.alerts), table.Dy()-1)
	var rows []tui.TableRow
	for i := top; i < len(p.alerts) && i-top < table.Dy()-1; i++ {
		a := p.alerts[i]
		flags := tui.Style(0)
		if t, _ := tui.Find(ts, "alert "+alertKey(a)); i == at || t.Pressed {
			flags = tui.Reverse
		}
		style, hot := p.st(tui.Ink)|flags, p.st(inkOf(overview.AlertLight(a.Level))|tui.Bold)|flags
		mark := " " + overview.AlertLight(a.Level).Mark()
		cells := []string{mark, p.hallName(a.Hall), p.say().Alert(a), p.say().Moment(a.Since), p.age(a.Since)}
		styles := []tui.Style{hot, style, hot, style, style}
		if len(cols) == 4 {
			cells, styles = append(cells[:3:3], cells[4]), append(styles[:3:3], styles[4])
		} else {
			cells[0] += " " + p.t("district.alert_level."+string(a.Level))
		}
		rows = append(rows, tui.TableRow{Cells: cells, Styles: styles, Style: style})
	}
	c.Table(table, cols, rows)
	if len(rows) == 0 {
		tui.CutTop(&table, 1)
		c.Text(tui.Inset(table, 1, 0), tui.Left, p.st(tui.Good|tui.Bold), p.t("district.no_alerts"))
		return
	}
	p.drawAbout(c, about, p.alerts[at])
}

// drawAbout writes all of the chosen alert, which may be cut in its row.
func (p *alertsPage) drawAbout(c *tui.Canvas, r image.Rectangle, a wire.HallAlert) {
	if r.Dy() > 3 {
		tui.CutTop(&r, 1)
	}
	c.Fill(r, tui.Card)
	r = tui.Inset(r, 1, 0)
	title := overview.AlertLight(a.Level).Mark() + " " + p.hallName(a.Hall) + " (" + a.Hall + ")"
	c.Text(tui.CutTop(&r, 1), tui.Left, p.st(tui.Ink|tui.OnCard|tui.Bold), title)
	text := p.say().Alert(a)
	if key := "district.do." + string(a.Kind); words.Has(key) {
		text += p.t("district.stop") + p.t(key)
	}
	c.Wrap(r, tui.Left, p.st(tui.Ink|tui.OnCard), text)
}

// hallName is a hall's name in the screen's language; its code if it has left.
func (s *Screen) hallName(code string) string {
	if h := s.rowOf(code); h != nil {
		return h.Name.In(s.lang)
	}
	return code
}

// layoutAlertPane are the alerts on the overview.
func (s *Screen) layoutAlertPane(r image.Rectangle) []tui.Target {
	var ts []tui.Target
	for i, at := range s.paneRects(r) {
		id := "alert " + alertKey(s.alerts[i])
		if s.paneMore(r, i) {
			id = "more alerts"
		}
		ts = append(ts, tui.Target{ID: id, Rect: at, Look: tui.Quiet})
	}
	return ts
}

// paneHigh is how many rows an alert has on the overview: the hall and what it is,
// one above the other where they have no room beside each other.
func (s *Screen) paneHigh(r image.Rectangle) int {
	if r.Dx() < wide*3/4 && (r.Dy()-1)/2 >= len(s.alerts) {
		return 2
	}
	return 1
}

// paneRects is where the alerts that fit stand.
func (s *Screen) paneRects(r image.Rectangle) []image.Rectangle {
	tui.CutTop(&r, 1)
	high := s.paneHigh(r)
	var out []image.Rectangle
	for range s.alerts {
		if r.Dy() < high {
			break
		}
		out = append(out, tui.CutTop(&r, high))
	}
	return out
}

// paneMore reports whether row i says how many alerts there are besides.
func (s *Screen) paneMore(r image.Rectangle, i int) bool {
	n := len(s.paneRects(r))
	return i == n-1 && n < len(s.alerts)
}

func (s *Screen) drawAlertPane(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	if r.Empty() {
		return
	}
	head := image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1)
	c.Fill(head, tui.Head)
	text := s.t("district.tab.alerts")
	if n := len(s.alerts); n > 0 {
		text += " " + strconv.Itoa(n)
	}
	c.Text(tui.Inset(head, 1, 0), tui.Left, tui.Head|tui.Bold, text)
	if len(s.alerts) == 0 {
		tui.CutTop(&r, 1)
		c.Text(tui.Inset(r, 1, 0), tui.Left, s.st(tui.Good|tui.Bold), s.t("district.no_alerts"))
		return
	}
	for i, at := range s.paneRects(r) {
		if s.paneMore(r, i) {
			c.Text(tui.Inset(at, 1, 0), tui.Left, s.st(tui.Accent), s.t("district.more_alerts", "n", len(s.alerts)-i))
			return
		}
		t, _ := tui.Find(ts, "alert "+alertKey(s.alerts[i]))
		s.drawPaneAlert(c, at, s.alerts[i], t.Pressed)
	}
}

// drawPaneAlert writes one alert on the overview.
func (s *Screen) drawPaneAlert(c *tui.Canvas, r image.Rectangle, a wire.HallAlert, pressed bool) {
	l := overview.AlertLight(a.Level)
	style := s.st(tui.Ink | tui.Bold)
	if pressed {
		style |= tui.Reverse
		c.Fill(r, style)
	}
	c.Chip(tui.CutLeft(&r, 4), s.st(fillOf(l)|tui.Bold), l.Mark())
	tui.CutLeft(&r, 1)
	age := s.age(a.Since)
	first := tui.CutTop(&r, 1)
	c.Text(tui.CutRight(&first, tui.Width(age)), tui.Right, tui.Muted, age)
	tui.CutRight(&first, 1)
	name, what := s.hallName(a.Hall), s.say().Alert(a)
	if r.Dy() > 0 {
		c.Text(first, tui.Left, style, name)
		c.Text(r, tui.Left, s.st(inkOf(l)), what)
		return
	}
	room := max(first.Dx()-tui.Width(what)-2, first.Dx()*2/5)
	used := c.Text(image.Rect(first.Min.X, first.Min.Y, first.Min.X+room, first.Max.Y), tui.Left, style, name)
	tui.CutLeft(&first, used+2)
	c.Text(first, tui.Left, s.st(inkOf(l)), what)
}
