package take

import (
	"image"
	"strconv"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// startSearch begins to look for an item, in one line or in the whole hall.
func (s *Screen) startSearch(theme string, p page) {
	s.goTo(p)
	s.query = query{theme: theme}
}

// searchFrame parts the page on which a query is typed: the query, the keypad,
// and the first items that fit.
type searchFrame struct {
	query, keys, list, results image.Rectangle
}

func (s *Screen) searchFrame(f frame) searchFrame {
	body := f.body
	var p searchFrame
	switch {
	case f.wide:
		width := min(48, max(32, body.Dx()*4/10))
		if alphabet(f) {
			width = body.Dx() / 2
		}
		pad := tui.CutRight(&body, width)
		tui.CutRight(&body, 2)
		p.query = tui.CutTop(&pad, 1)
		p.list = tui.CutBottom(&pad, min(5, max(3, pad.Dy()-12)))
		p.keys = tui.CutTop(&pad, min(pad.Dy(), 30))
	case f.low:
		p.query = tui.CutTop(&body, 1)
		p.list = tui.CutBottom(&body, f.foot.Dy())
		p.keys = tui.CutBottom(&body, min(4*f.foot.Dy(), body.Dy()))
	default:
		p.query = tui.CutTop(&body, 2)
		p.list = tui.CutBottom(&body, f.foot.Dy())
		rows := 4 * f.foot.Dy()
		if alphabet(f) {
			rows = 8 * 3
		}
		p.keys = tui.CutBottom(&body, rows)
	}
	p.results = body
	return p
}

// alphabet reports whether there is room for a key for each letter beside the
// items found; elsewhere three or four letters share a key.
func alphabet(f frame) bool {
	if f.wide {
		return f.body.Dx() >= 154 && f.body.Dy() >= 26
	}
	return f.tall && f.body.Dx() >= 59 && f.body.Dy() >= 40
}

// letterKeys are the keys of the keypad.
func (s *Screen) letterKeys(f frame) [][]tui.KeypadKey {
	clear := tui.KeypadKey{ID: "clear", Label: s.t("take.clear"), Key: "* delete"}
	del := tui.KeypadKey{ID: "delete", Label: s.t("common.delete"), Key: "- backspace"}
	if alphabet(f) {
		cols := 5
		if f.wide {
			cols = 7
		}
		var rows [][]tui.KeypadKey
		for i, r := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890" {
			if i%cols == 0 {
				rows = append(rows, nil)
			}
			key := tui.KeypadKey{ID: "key/" + strings.ToLower(string(r)), Label: string(r)}
			if r <= '9' {
				key.ID = "key/" + string(plainDigit(r))
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], key)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], clear, del)
		return rows
	}
	row := func(ds string) (out []tui.KeypadKey) {
		for _, d := range ds {
			name := strings.ToUpper(keyLetters[d])
			if name == "" {
				name = string(d)
			}
			out = append(out, tui.KeypadKey{ID: "key/" + string(d), Label: name, Key: string(d)})
		}
		return out
	}
	return [][]tui.KeypadKey{row("123"), row("456"), row("789"), append(append([]tui.KeypadKey{clear}, row("0")...), del)}
}

func (s *Screen) layoutSearch(f frame) []tui.Target {
	p := s.searchFrame(f)
	ts := tui.Keypad(p.keys, s.letterKeys(f), 1)
	items := s.foundItems()
	ts = append(ts, tui.Target{ID: "list", Rect: p.list, Label: s.t("take.choose_from", "n", len(items)), Key: "enter",
		Look: tui.Primary, Disabled: len(items) == 0})
	results, chips := s.resultsFrame(f, p)
	for i, at := range s.firstResults(results, items) {
		ts = append(ts, s.itemTarget(items[i], at, ""))
	}
	for i, w := range s.wordsToChoose(items, chips) {
		ts = append(ts, tui.Target{ID: "word/" + w, Rect: chips[i], Label: w})
	}
	return ts
}

// wordsToChoose are what a citizen who cannot spell may touch instead.
func (s *Screen) wordsToChoose(items []queue.Item, chips []image.Rectangle) []string {
	if len(chips) == 0 || len(items) < 5 {
		return nil
	}
	return suggest(items, s.lang, s.query.words, len(chips), chips[len(chips)-1].Dx()-2)
}

// resultsFrame parts the room beside the keypad into that of the first items,
// or of the explanation, and the places of words to choose.
func (s *Screen) resultsFrame(f frame, p searchFrame) (results image.Rectangle, chips []image.Rectangle) {
	results = p.results
	if f.low || results.Dy() < 10 {
		return results, nil
	}
	rows := 1
	if s.query.empty() {
		rows = min(3, (results.Dy()-7)/3)
	}
	cols := max(1, min(6, (results.Dx()+1)/13))
	return results, gridOf(tui.CutBottom(&results, 3*rows), cols*rows, cols, 3, 0)
}

// firstResults is where the likeliest items stand beside the keypad.
func (s *Screen) firstResults(r image.Rectangle, items []queue.Item) []image.Rectangle {
	tui.CutTop(&r, 1)
	if s.query.empty() || r.Dy() < 3 {
		return nil
	}
	h := 3
	for _, it := range items[:min(len(items), r.Dy()/3)] {
		h = max(h, 2+len(tui.WrapLines(s.in(it.Name), r.Dx()-2)))
	}
	if s.large {
		h++
	}
	return gridOf(r, min(len(items), r.Dy()/h), 1, h, 0)
}

// itemTarget is the button of an item.
func (s *Screen) itemTarget(it queue.Item, r image.Rectangle, key string) tui.Target {
	return tui.Target{ID: "item/" + it.Code, Rect: r, Key: key, Look: tui.Item, Label: label(s.in(it.Name), nil, r.Dx(), r.Dy(), key != "")}
}

func (s *Screen) drawSearch(c *tui.Canvas, f frame) {
	p := s.searchFrame(f)
	items := s.foundItems()
	field := tui.CutTop(&p.query, 1)
	c.Fill(field, tui.Card)
	c.Text(tui.Inset(field, 1, 0), tui.Left, tui.CardAccent|tui.Bold, s.t("take.searching")+s.queryText()+"_")
	results, _ := s.resultsFrame(f, p)
	r := results
	if f.low {
		c.Text(r, tui.Left, tui.Muted, s.t("take.search_hint"))
		return
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Accent|tui.Bold, s.countText(len(items)))
	switch {
	case s.query.empty():
		tui.CutTop(&r, 1)
		para(c, &r, tui.Left, tui.Ink, s.t("take.search_how"))
		blank(&r)
		if s.sample != "" {
			para(c, &r, tui.Left, tui.Muted, s.sample)
			blank(&r)
		}
		para(c, &r, tui.Left, tui.Muted, s.t("take.search_code"))
		if r.Dy() > 0 {
			c.Text(tui.CutBottom(&r, 1), tui.Left, tui.Ink, s.t("take.search_words"))
		}
	case len(items) == 0:
		tui.CutTop(&r, 1)
		para(c, &r, tui.Left, tui.Warn|tui.Bold, s.t("take.search_none"))
		blank(&r)
		para(c, &r, tui.Left, tui.Ink, s.t("take.search_none_what"))
	}
}

// countText says how many items fit, and how many of them are seen.
func (s *Screen) countText(n int) string {
	if s.query.empty() {
		return s.t("take.search_all", "n", n)
	}
	return s.t("take.search_found", "n", n)
}

// queryText writes what was typed: for a key of letters, its letters.
func (s *Screen) queryText() string {
	out := strings.Fields(s.query.words)
	for _, r := range s.query.text {
		switch group := keyLetters[r]; {
		case group != "":
			out = append(out, strings.ToUpper(group))
		case r >= plainDigit('0') && r <= plainDigit('9'):
			out = append(out, string(r-plainDigit('0')+'0'))
		default:
			out = append(out, strings.ToUpper(string(r)))
		}
	}
	return strings.Join(out, " ")
}

func (s *Screen) tapSearch(kind, arg string) {
	switch kind {
	case "key":
		s.typeQuery(arg)
	case "delete":
		if all := []rune(s.query.text); len(all) > 0 {
			s.query.text = string(all[:len(all)-1])
		} else if i := strings.LastIndexByte(s.query.words, ' '); i >= 0 {
			s.query.words = s.query.words[:i]
		} else {
			s.query.words = ""
		}
	case "clear":
		s.query.text, s.query.words = "", ""
	case "word":
		s.query.words = strings.TrimSpace(s.query.words + " " + arg)
	case "list":
		s.goTo(pageList)
	case "keys":
		s.goTo(pageSearch)
	case "item":
		if _, ok := s.item(arg); ok {
			s.choose(arg)
			s.goTo(pageVisit)
		}
	}
}

// typeQuery adds typed text to the query.
func (s *Screen) typeQuery(text string) {
	if s.query.letters(text) && len([]rune(s.query.text+text)) <= maxQuery {
		s.query.text += strings.ToLower(text)
		s.sheet = 0
	}
}

// listFrame parts the page with the items found.
type listFrame struct {
	title, pager, keys image.Rectangle
	cells              []image.Rectangle
	first, sheet       int
	sheets             int
}

// listFrame lays n items out in as many columns as show most of them whole.
func (s *Screen) listFrame(f frame, items []queue.Item) listFrame {
	body := f.body
	l := listFrame{sheets: 1, title: tui.CutTop(&body, 1)}
	foot := shares(tui.CutBottom(&body, f.foot.Dy()), 1, 1, 1, 1)
	l.pager = image.Rectangle{Min: foot[0].Min, Max: foot[1].Max}
	l.keys = foot[2]
	if !f.low && body.Dy() > 20 {
		tui.CutTop(&body, 1)
	}
	cols, h, per := 1, 0, 0
	most := 3
	if s.large && !f.low {
		most = 2
	}
	for n := 1; n <= most; n++ {
		w := (body.Dx()+1)/n - 1
		if n > 1 && w < 20 {
			break
		}
		rows := s.itemHeight(items, w, f)
		if n > 1 && s.strips(f) && rows > 3 {
			continue // two rows hold two lines of a name
		}
		if fit := min(8, n*max(1, body.Dy()/rows)); fit > per {
			cols, h, per = n, rows, fit
		}
	}
	count := min(len(items), per)
	l.sheets = max(1, (len(items)+per-1)/max(1, per))
	l.sheet = min(s.sheet, l.sheets-1)
	l.first = l.sheet * per
	shown := min(per, len(items)-l.first)
	lines := max(1, (count+cols-1)/cols)
	if s.strips(f) {
		l.cells = gridOf(body, max(0, shown), cols, h-1, 1)
		return l
	}
	l.cells = gridOf(body, max(0, shown), cols, min(h+2, max(h, body.Dy()/lines)), 0)
	return l
}

// itemHeight is how many rows a button of that width needs for the longest name.
func (s *Screen) itemHeight(items []queue.Item, w int, f frame) int {
	lines := 1
	for _, it := range items {
		lines = max(lines, len(tui.WrapLines(s.in(it.Name), w-4)))
	}
	h := lines + 2
	if s.strips(f) {
		return max(2, lines) + 1 // the gap included
	}
	if s.large {
		h++
	}
	return h
}

// strips reports whether buttons are two rows high, for want of room.
func (s *Screen) strips(f frame) bool { return f.low && f.foot.Dy() < 3 }

func (s *Screen) layoutList(f frame) []tui.Target {
	items := s.foundItems()
	l := s.listFrame(f, items)
	var ts []tui.Target
	for i, r := range l.cells {
		ts = append(ts, s.itemTarget(items[l.first+i], r, strconv.Itoa(i+1)))
	}
	ts = append(ts, s.pager(l.pager, l.sheets)...)
	return append(ts, tui.Target{ID: "keys", Rect: l.keys, Label: s.t("take.search_short"), Key: "9"})
}

func (s *Screen) drawList(c *tui.Canvas, f frame) {
	items := s.foundItems()
	l := s.listFrame(f, items)
	r := l.title
	if l.sheets > 1 {
		page := s.t("common.page", "page", l.sheet+1, "pages", l.sheets)
		c.Text(r, tui.Right, tui.Muted, page)
		tui.CutRight(&r, tui.Width(page)+1)
	}
	title := s.t("take.which_item")
	if line, ok := s.lineOf(s.query.theme); ok && r.Dx() > 40 {
		title = s.in(line.Name) + s.t("take.colon") + title
	}
	if s.query.text+s.query.words != "" {
		title += "  " + s.queryText()
	}
	c.Text(r, tui.Left, tui.Accent|tui.Bold, title)
}
