package district

import (
	"context"
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// hallTimer has the hall that is open asked for again.
const hallTimer = "hall"

// hallPage is one hall in detail.
type hallPage struct {
	*Screen
	code   string
	detail *wire.DistrictHall // the last answer; nil before the first
	err    *wire.Error        // of the last question; nil if it was answered
	asking bool
	skip   int // rows above the first one shown, where not all fit
}

// openHall shows one hall, and asks for it.
func (s *Screen) openHall(code string) tea.Cmd {
	if s.rowOf(code) == nil {
		return nil
	}
	s.hall = &hallPage{Screen: s, code: code}
	s.table.at = code
	s.finding = false
	s.step++
	s.Every(hallTimer, renewTime)
	return s.hall.ask()
}

// closeHall shows the tab again.
func (s *Screen) closeHall() {
	if s.hall != nil {
		s.hall = nil
		s.Stop(hallTimer)
		s.step++
	}
}

// ask asks the centre for the hall, unless it is not heard or was asked already.
func (p *hallPage) ask() tea.Cmd {
	if p.cut || p.asking {
		return nil
	}
	p.asking = true
	desk, code := p.desk, p.code
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		r, err := desk.Hall(ctx, code)
		return hallMsg{p, r, asError(err)}
	}
}

// answered takes the answer. One that was refused leaves what was known.
func (p *hallPage) answered(m hallMsg) {
	p.asking, p.err = false, m.err
	if m.err == nil {
		p.detail = &m.reply
	}
}

// row is the hall as the network's state has it.
func (p *hallPage) row() *wire.HallRow { return p.rowOf(p.code) }

func (p *hallPage) keys() []action {
	out := []action{
		{id: "back", key: "esc", do: does(p.closeHall)},
		{id: "previous", key: "p", do: func() tea.Cmd { return p.beside(-1) }},
		{id: "next", key: "n", do: func() tea.Cmd { return p.beside(1) }},
		{id: "hall_reports", key: "r", do: p.openReports},
	}
	return append(out, action{id: "further", key: "pgdown", do: does(p.turn), label: "PgDn " + p.t("common.later"), idle: p.size.W > 0 && !p.overflows()})
}

// beside opens the hall before or after this one, in the order of the table.
func (p *hallPage) beside(by int) tea.Cmd {
	rows := p.table.rows
	at := p.table.indexOf(p.code)
	for i := 1; i <= len(rows); i++ {
		if r := rows[(at+by*i+i*len(rows)+len(rows))%len(rows)]; !r.group {
			return p.openHall(r.key)
		}
	}
	return nil
}

// openReports shows what the hall has reported.
func (p *hallPage) openReports() tea.Cmd {
	p.reports().aim(reach{hall: p.code})
	return p.openTab(tabReports)
}

// overflows reports whether not all fits, on a screen with one row of keys.
func (p *hallPage) overflows() bool {
	r := image.Rect(1, 0, p.size.W-1, p.size.H-3)
	if p.banner() != "" || p.size.H >= roomy {
		r.Max.Y -= 2
	}
	return p.high(r) > r.Dy()
}

// turn shows what is further down; after the end, the beginning.
func (p *hallPage) turn() {
	r := p.body()
	if over := p.high(r) - r.Dy(); p.skip >= over {
		p.skip = 0
	} else {
		p.skip = min(p.skip+max(1, r.Dy()-2), over)
	}
}

func (p *hallPage) walk(key string) tea.Cmd {
	r := p.body()
	n := max(0, p.high(r)-r.Dy()) + 1
	switch key {
	case "left":
		return p.beside(-1)
	case "right":
		return p.beside(1)
	case "backspace":
		p.closeHall()
	default:
		p.skip = moved(key, min(p.skip, n-1), n, r.Dy())
	}
	return nil
}

func (p *hallPage) touch(string, string) tea.Cmd { return nil }

// layout has no rows to touch: nothing can be done in a hall from here.
func (p *hallPage) layout(image.Rectangle) []tui.Target { return nil }

// part is a part of the page: how many rows it needs in a width, and how it is drawn.
type part struct {
	high func(width int) int
	draw func(c *tui.Canvas, r image.Rectangle)
}

// columnsOf are the parts by columns: two where there is room for them.
func (p *hallPage) columnsOf(r image.Rectangle) [][]part {
	lines := part{p.linesHigh, p.drawLines}
	windows := part{p.windowsHigh, p.drawWindows}
	day := part{p.dayHigh, p.drawDay}
	alerts := part{p.alertsHigh, p.drawAlerts}
	software := part{p.softwareHigh, p.drawSoftware}
	if r.Dx() >= wide {
		return [][]part{{lines, windows}, {day, alerts, software}}
	}
	return [][]part{{lines, day, windows, alerts, software}}
}

// split parts the page: the head over columns.
func (p *hallPage) split(r image.Rectangle) (head image.Rectangle, cols []image.Rectangle) {
	head = tui.CutTop(&r, p.headHigh(r))
	if r.Dx() >= wide {
		return head, tui.Split(r, 2, 52, 48)
	}
	return head, []image.Rectangle{r}
}

// high is how many rows the whole page needs.
func (p *hallPage) high(r image.Rectangle) int {
	if p.row() == nil {
		return 0
	}
	head, cols := p.split(r)
	most := 0
	for i, parts := range p.columnsOf(r) {
		n := 0
		for _, part := range parts {
			n += part.high(cols[i].Dx()) + 1
		}
		most = max(most, n-1)
	}
	return head.Dy() + most
}

func (p *hallPage) draw(c *tui.Canvas, r image.Rectangle, _ []tui.Target) {
	if p.row() == nil {
		return
	}
	// What is above the first row shown is drawn too, and cut off.
	c = c.Within(r)
	skip := max(0, min(p.skip, p.high(r)-r.Dy()))
	head, cols := p.split(r)
	up := image.Pt(0, -skip)
	p.drawHead(c, head.Add(up), p.figuresHigh(r))
	for i, parts := range p.columnsOf(r) {
		at := cols[i].Add(up)
		at.Max.Y += skip
		for _, part := range parts {
			n := part.high(at.Dx())
			room := image.Rect(at.Min.X, at.Min.Y, at.Max.X, at.Min.Y+n)
			part.draw(c, room)
			tui.CutTop(&at, n+1)
			at.Max.Y = max(at.Max.Y, at.Min.Y)
		}
	}
}
