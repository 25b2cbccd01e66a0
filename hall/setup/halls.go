package setup

import (
	"fmt"
	"strings"

	"onewindow/queue"
)

// Summary is one line of the list of halls.
type Summary struct {
	ID    string
	Level queue.Level
	Name  queue.Text
	// Parent is the id of the hall above in the network; empty for the district
	// hall.
	Parent string
	// Windows counts the windows.
	Windows int
}

// Halls lists the network: the district hall, street halls, community halls and
// park centres.
func Halls() ([]Summary, error) {
	n, err := load()
	if err != nil {
		return nil, err
	}
	out := make([]Summary, 0, len(n.halls))
	for i := range n.halls {
		h := &n.halls[i]
		out = append(out, Summary{ID: h.ID, Level: h.Level, Name: h.Name, Parent: h.Parent, Windows: len(n.windows(h))})
	}
	return out, nil
}

// find looks a hall up. The error names ids near to the one asked for.
func find(id string) (*network, *hallRecord, error) {
	n, err := load()
	if err != nil {
		return nil, nil, err
	}
	h := n.byID[id]
	if h == nil {
		return nil, nil, fmt.Errorf("setup: hall %q is not in the catalogue; did you mean %s?", id, strings.Join(n.near(id), ", "))
	}
	return n, h, nil
}

// near are the ids that share the longest beginning with id, at most five. Case
// and the separators of the catalogue do not count.
func (n *network) near(id string) []string {
	const most = 5
	plain := func(s string) string {
		return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToUpper(s))
	}
	want, best := plain(id), -1
	var out []string
	for i := range n.halls {
		have := plain(n.halls[i].ID)
		if have == want {
			return []string{n.halls[i].ID}
		}
		k := 0
		for k < len(have) && k < len(want) && have[k] == want[k] {
			k++
		}
		switch {
		case k > best:
			best, out = k, []string{n.halls[i].ID}
		case k == best && len(out) < most:
			out = append(out, n.halls[i].ID)
		}
	}
	return out
}
