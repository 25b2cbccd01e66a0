package district

import (
	"slices"
	"strings"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/search"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// table is the table of halls: what it is made of, and what is shown of it.
type table struct {
	kept   kept
	order  overview.Order
	tree   bool
	opened map[string]bool // groups of the tree, by key; the first one is open unless it says false

	rows []row  // shown
	at   string // the key of the chosen one

	names nameBook
}

// nameBook keeps what is made of the halls' names, which seldom change.
type nameBook struct {
	of    []named
	lang  queue.Lang
	sort  map[string]string // collation keys, by hall
	index *search.Index
}

type named struct {
	hall   string
	name   queue.Text
	street queue.Text
}

// learn takes the names of the halls in a language, if they are others than before.
func (b *nameBook) learn(halls []wire.HallRow, lang queue.Lang) {
	same := b.lang == lang && len(b.of) == len(halls)
	for i := 0; same && i < len(halls); i++ {
		same = b.of[i] == named{halls[i].Hall, halls[i].Name, halls[i].Street}
	}
	if same {
		return
	}
	*b = nameBook{lang: lang, sort: make(map[string]string, len(halls))}
	key := overview.SortNames(words.Lang(lang))
	items := make([]queue.Item, len(halls))
	for i, h := range halls {
		b.of = append(b.of, named{h.Hall, h.Name, h.Street})
		b.sort[h.Hall] = key(h.Name.In(lang))
		items[i] = queue.Item{Code: h.Hall, Name: h.Name}
	}
	b.index = search.New(items)
}

// find are the halls that fit a text: their names in any language, how those sound in
// pinyin, or their codes.
func (b *nameBook) find(text string) map[string]bool {
	found := map[string]bool{}
	if text == "" || b.index == nil {
		return found
	}
	for _, it := range b.index.Find(text) {
		found[it.Code] = true
	}
	return found
}

// arrange makes the rows anew from the state. The chosen hall stays chosen wherever
// it stands now; one that is no longer shown gives its place to the row there.
func (s *Screen) arrange() {
	if s.state == nil {
		return
	}
	t := &s.table
	was := t.chosen()
	t.names.learn(s.state.Halls, s.lang)
	found := t.names.find(t.kept.text)
	today := s.today()
	rows := make([]row, 0, len(s.state.Halls))
	s.worst = nil
	for i := range s.state.Halls {
		h := &s.state.Halls[i]
		r := row{key: h.Hall, name: h.Name.In(s.lang), sort: t.names.sort[h.Hall], hall: h, sum: overview.Of(h, today)}
		if r.sum.Grave >= overview.GraveAlerts {
			s.worst = append(s.worst, r)
		}
		if t.kept.keeps(h, found) {
			rows = append(rows, r)
		}
	}
	sorted(s.worst, overview.Order{By: overview.ColState})
	s.shown = overview.Sum{}
	for i := range rows {
		s.shown.Add(rows[i].sum)
	}
	if t.tree {
		t.rows = t.unfold(treeOf(rows), 0, nil)
	} else {
		sorted(rows, t.order)
		t.rows = rows
	}
	if len(t.rows) > 0 && t.indexOf(t.at) < 0 {
		t.at = t.rows[max(0, min(was, len(t.rows)-1))].key
	}
}

// sorted puts rows into an order.
func sorted(rows []row, o overview.Order) {
	slices.SortStableFunc(rows, func(a, b row) int { return o.Compare(a.entry(), b.entry()) })
}

// unfold are the rows of a tree, siblings in the table's order, a group's head first.
func (t *table) unfold(nodes []*node, depth int, into []row) []row {
	slices.SortStableFunc(nodes, func(a, b *node) int {
		return t.order.Compare(a.row.entry(), b.row.entry())
	})
	for _, n := range nodes {
		r := n.row
		r.depth, r.open = depth, r.group && t.isOpen(r.key, depth)
		into = append(into, r)
		if r.open {
			into = t.unfold(n.below[:1], depth+1, into)
			into = t.unfold(n.below[1:], depth+1, into)
		}
	}
	return into
}

// isOpen reports whether a group shows what is below it: the whole network does from
// the beginning, and where something is filtered every group.
func (t *table) isOpen(key string, depth int) bool {
	open, said := t.opened[key]
	if said {
		return open
	}
	return depth == 0 || t.kept.street != "" || t.kept.text != ""
}

// indexOf is where a row stands, -1 if it is not shown.
func (t *table) indexOf(key string) int {
	return slices.IndexFunc(t.rows, func(r row) bool { return r.key == key })
}

// chosen is the index of the chosen row.
func (t *table) chosen() int { return max(0, t.indexOf(t.at)) }

// choose chooses the row at an index, or the nearest one.
func (t *table) choose(i int) {
	if n := len(t.rows); n > 0 {
		t.at = t.rows[max(0, min(i, n-1))].key
	}
}

// fold opens or closes the chosen group. Closed from within, the group around it is.
func (t *table) fold(open bool) {
	i := t.chosen()
	if i >= len(t.rows) {
		return
	}
	if !open && !(t.rows[i].group && t.rows[i].open) {
		for depth := t.rows[i].depth; i > 0 && t.rows[i].depth >= depth; i-- {
		}
	}
	if t.rows[i].group {
		t.set(t.rows[i].key, open)
	}
}

// set opens or closes a group, which is chosen by that.
func (t *table) set(key string, open bool) {
	if t.opened == nil {
		t.opened = map[string]bool{}
	}
	t.opened[key] = open
	t.at = key
}

// hallOf is the code of a row's hall, or of a group's head.
func hallOf(key string) string { return strings.TrimPrefix(key, groupPrefix) }
