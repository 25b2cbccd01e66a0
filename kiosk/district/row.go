package district

import (
	"onewindow/kiosk/overview"
	"onewindow/queue"
	"onewindow/wire"
)

// row is one line of the table: a hall, or, in the tree, what a hall and those below
// it have together.
type row struct {
	// key is the hall's code; of a group, groupPrefix and the code of its head.
	key   string
	name  string
	sort  string // orders names as people of the language do
	depth int
	hall  *wire.HallRow // of a group, its head's
	sum   overview.Sum
	group bool
	open  bool // what is below a group is shown
}

// entry is what the line is ordered by.
func (r *row) entry() overview.Entry {
	return overview.Entry{Hall: r.hall, Sum: r.sum, Name: r.sort, Group: r.group}
}

// groupPrefix begins the keys of groups.
const groupPrefix = "+"

// kept is how the table is filtered.
type kept struct {
	level  queue.Level // "" for all
	street string      // in simplified Chinese; "" for all
	text   string      // what was typed
}

// any reports whether anything is filtered.
func (k kept) any() bool { return k != kept{} }

// keeps reports whether a hall is shown; found are the halls that fit the text.
func (k kept) keeps(h *wire.HallRow, found map[string]bool) bool {
	return (k.level == "" || h.Level == k.level) && (k.street == "" || h.Street.In(queue.ZhHans) == k.street) && (k.text == "" || found[h.Hall])
}

// node is a place of the tree.
type node struct {
	row   row
	below []*node
}

// treeOf parts rows of halls into the district over its streets over their
// communities. A hall that has others below it becomes a group of all of them, itself
// first. A hall whose parent is not among them, or is below itself, is a root.
func treeOf(rows []row) []*node {
	all := map[string]*node{}
	for _, r := range rows {
		all[r.key] = &node{row: r}
	}
	below := map[string][]*node{}
	var roots []*node
	for _, r := range rows {
		if parent := r.hall.Parent; all[parent] != nil && !loops(all, r.key) {
			below[parent] = append(below[parent], all[r.key])
		} else {
			roots = append(roots, all[r.key])
		}
	}
	out := make([]*node, len(roots))
	for i, n := range roots {
		out[i] = grouped(n, below)
	}
	return out
}

// loops reports whether a hall is, by its parents, below itself.
func loops(all map[string]*node, key string) bool {
	seen := map[string]bool{}
	for n := all[key]; n != nil; n = all[n.row.hall.Parent] {
		if seen[n.row.key] {
			return true
		}
		seen[n.row.key] = true
	}
	return false
}

// grouped is a hall with those below it, or the hall alone.
func grouped(n *node, below map[string][]*node) *node {
	under := below[n.row.key]
	if len(under) == 0 {
		return n
	}
	g := &node{row: row{key: groupPrefix + n.row.key, hall: n.row.hall, group: true, name: n.row.name, sort: n.row.sort}, below: []*node{n}}
	g.row.sum = n.row.sum
	for _, b := range under {
		b = grouped(b, below)
		g.row.sum.Add(b.row.sum)
		g.below = append(g.below, b)
	}
	return g
}
