package staff

import (
	"image"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// itemsPage chooses items of the catalogue. What is typed narrows the list: part
// of a name, its pinyin or the initials of it, or a code. Digits pick a row, but
// belong to a code behind its hyphen.
type itemsPage struct {
	t      *Tickets
	title  string
	theme  string   // whose items come first
	chosen []string // codes, in the order of choosing
	done   func(codes []string) tea.Cmd

	typed string
	rows  []queue.Item // that fit what was typed
	top   int          // the first row shown
	at    int          // the row that Enter picks, -1 for none
}

// typedMax is how many characters can be typed.
const typedMax = 20

func newItemsPage(t *Tickets, title, theme string, chosen []string, done func([]string) tea.Cmd) *itemsPage {
	g := &itemsPage{t: t, title: title, theme: theme, chosen: slices.Clone(chosen), done: done, at: -1}
	g.narrow()
	return g
}

// narrow renews the rows. While nothing is typed, what is chosen comes first, so
// that it can be taken out at once.
func (g *itemsPage) narrow() {
	g.rows, g.top, g.at = g.t.catalogue.find(g.typed, g.theme), 0, -1
	if g.typed == "" {
		slices.SortStableFunc(g.rows, func(a, b queue.Item) int { return g.rank(a) - g.rank(b) })
	}
}

func (g *itemsPage) rank(it queue.Item) int {
	if slices.Contains(g.chosen, it.Code) {
		return 0
	}
	return 1
}

// itemsAreas are the parts of the page.
type itemsAreas struct {
	head, field, list, letters, keys image.Rectangle

	rows, high            int // items on the page, and rows of each
	letterHigh, letterGap int // rows of a key with a letter, and between two
}

// letterColumns is how many letters stand in a row of the keypad. A narrow screen
// has no room for it, and is no touch screen.
const letterColumns = 9

func (g *itemsPage) areas(area image.Rectangle) itemsAreas {
	var a itemsAreas
	a.head, a.field = tui.CutTop(&area, 1), tui.CutTop(&area, 1)
	high := 1
	if area.Dy() >= 16 {
		high = 3
	}
	a.keys = tui.CutBottom(&area, high)
	if area.Dy() >= 8 && area.Dx() >= letterColumns*7 {
		a.letterHigh, a.letterGap = 1, 1
		switch {
		case area.Dy() >= 19: // raised keys part by themselves
			a.letterHigh, a.letterGap = 3, 0
		case area.Dy() < 13:
			a.letterGap = 0
		}
		a.letters = tui.CutBottom(&area, 3*a.letterHigh+2*a.letterGap)
		if area.Dy() > 9 {
			tui.CutBottom(&area, 1)
		}
	}
	if area.Dy() > 9 {
		tui.CutTop(&area, 1)
	}
	a.list = area
	a.rows = max(1, min(9, area.Dy()))
	a.high = 1
	if area.Dy() >= 2*8 {
		a.rows, a.high = 8, 2
	}
	return a
}

// perPage is how many items a page of that layout has; the keys that turn pages
// do not know the size of the screen, so the smaller step counts.
const perPage = 8

func (g *itemsPage) Layout(area image.Rectangle) []tui.Target {
	p := g.t.pages
	a := g.areas(area)
	var ts []tui.Target
	rows := g.rows[min(g.top, len(g.rows)):]
	rows = rows[:min(len(rows), a.rows)]
	for i, r := range tui.Grid(a.list, len(rows), 1, 0, 0, a.high, a.high) {
		it := rows[i]
		mark := "[ ] "
		if slices.Contains(g.chosen, it.Code) {
			mark = "[x] "
		}
		ts = append(ts, tui.Target{ID: "item " + it.Code, Key: strconv.Itoa(i + 1), Rect: r, Look: tui.Quiet,
			Label: mark + p.In(it.Name) + "  " + it.Code, Selected: g.top+i == g.at})
	}
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
	for i := 0; i < len(letters) && !a.letters.Empty(); i += letterColumns {
		for k, r := range tui.Row(tui.CutTop(&a.letters, a.letterHigh), letterColumns, 1) {
			letter := letters[i+k : i+k+1]
			ts = append(ts, tui.Target{ID: "key " + letter, Rect: r, Label: letter})
		}
		tui.CutTop(&a.letters, a.letterGap)
	}
	keys := []tui.Target{
		{ID: "back", Key: "esc", Label: p.T("common.back")},
		{ID: "delete", Key: "backspace", Label: p.T("common.delete"), Closed: g.typed == ""},
		{ID: "earlier", Key: "pgup", Label: p.T("common.earlier"), Closed: g.top == 0},
		{ID: "later", Key: "pgdown", Label: p.T("common.later"), Closed: g.top+a.rows >= len(g.rows)},
		{ID: "confirm", Key: "enter", Label: p.T("common.confirm"), Look: tui.Primary, Closed: len(g.chosen) == 0},
	}
	for i, r := range tui.Row(a.keys, len(keys), 1) {
		keys[i].Rect = r
	}
	return append(ts, p.NameEnter(keys)...)
}

func (g *itemsPage) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	p := g.t.pages
	a := g.areas(area)
	count := p.T("staff.found", "n", len(g.rows))
	c.Text(tui.CutRight(&a.head, tui.Width(count)+1), tui.Right, tui.Muted, count)
	c.Text(a.head, tui.Left, tui.Accent|tui.Bold, g.title)
	c.Fill(a.field, tui.Card)
	field := tui.Inset(a.field, 1, 0)
	if g.typed == "" {
		c.Text(field, tui.Left, tui.CardMuted, p.T("staff.find_item"))
	} else {
		c.Text(field, tui.Left, tui.CardAccent|tui.Bold, g.typed+"_")
	}
	if n := len(g.chosen); n > 0 {
		c.Text(field, tui.Right, tui.Card|tui.Bold, p.T("staff.chosen", "n", n))
	}
	if len(g.rows) == 0 {
		c.Text(a.list, tui.Left, tui.Warn, p.T("staff.not_found", "text", g.typed))
	}
	drawButtons(c, ts)
}

func (g *itemsPage) Tap(id string) tea.Cmd {
	p := g.t.pages
	p.Hush()
	kind, arg, _ := strings.Cut(id, " ")
	switch kind {
	case "back":
		p.Back()
	case "delete":
		if g.typed != "" {
			_, size := utf8.DecodeLastRuneInString(g.typed)
			g.typed = g.typed[:len(g.typed)-size]
			g.narrow()
		}
	case "earlier":
		g.top, g.at = max(0, g.top-perPage), -1
	case "later":
		if g.top+perPage < len(g.rows) {
			g.top, g.at = g.top+perPage, -1
		}
	case "confirm":
		return g.confirm()
	case "key":
		g.add(strings.ToLower(arg))
	case "item":
		g.toggle(arg)
	}
	return nil
}

// confirm picks the row that was walked to, or, if there is none, is done.
func (g *itemsPage) confirm() tea.Cmd {
	if g.at >= 0 && g.at < len(g.rows) {
		g.toggle(g.rows[g.at].Code)
		g.at = -1
		return nil
	}
	if len(g.chosen) == 0 {
		g.t.pages.Say(tui.Warn, "refusal.no_item")
		return nil
	}
	return g.done(slices.Clone(g.chosen))
}

func (g *itemsPage) toggle(code string) {
	if at := slices.Index(g.chosen, code); at >= 0 {
		g.chosen = slices.Delete(g.chosen, at, at+1)
		return
	}
	g.chosen = append(g.chosen, code)
}

func (g *itemsPage) add(text string) {
	if utf8.RuneCountInString(g.typed) < typedMax {
		g.typed += text
		g.narrow()
	}
}

func (g *itemsPage) Key(k tea.KeyPressMsg) tea.Cmd {
	g.t.pages.Hush()
	switch k.String() {
	case "down":
		g.walk(1)
		return nil
	case "up":
		g.walk(-1)
		return nil
	}
	switch text := k.Text; {
	case len(text) == 1 && text >= "1" && text <= "9" && !strings.Contains(g.typed, "-"):
		if i := g.top + int(text[0]-'1'); i < len(g.rows) && int(text[0]-'0') <= perPage {
			g.toggle(g.rows[i].Code)
		}
	case text != "" && tui.Clean(text) == text:
		g.add(text)
	}
	return nil
}

// walk moves the row that Enter picks, and turns the page after it.
func (g *itemsPage) walk(by int) {
	if len(g.rows) == 0 {
		return
	}
	g.at = max(0, min(g.at+by, len(g.rows)-1))
	switch {
	case g.at < g.top:
		g.top = max(0, g.top-perPage)
	case g.at >= g.top+perPage:
		g.top += perPage
	}
}

func (g *itemsPage) Typing() bool { return true }
