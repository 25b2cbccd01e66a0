package profile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// most is how long a file may be, in bytes. Real ones have about a thousand.
const most = 64 << 10

// lineError is a mistake in a file.
type lineError struct {
	line int
	text string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.text) }

// Read reads a profile. A file with `extends` takes from the profile that it
// names what it does not say itself; any other must say everything. The error
// joins all mistakes, each with its line and the way out.
func Read(file []byte) (Profile, error) {
	p, err := read(file, Named)
	if err != nil {
		return Profile{}, fmt.Errorf("printer profile: %w", err)
	}
	return p, nil
}

func read(file []byte, base func(string) (Profile, error)) (Profile, error) {
	if len(file) > most {
		return Profile{}, fmt.Errorf("the file has %d bytes; this is not a profile", len(file))
	}
	file = bytes.TrimPrefix(file, []byte("\ufeff")) // written by some Windows editors
	var doc map[string]any
	var broken *toml.DecodeError
	switch err := toml.Unmarshal(file, &doc); {
	case errors.As(err, &broken):
		line, _ := broken.Position()
		return Profile{}, &lineError{line, strings.TrimPrefix(broken.Error(), "toml: ")}
	case err != nil:
		return Profile{}, err
	}
	lines, bad, err := keyLines(file)
	if err != nil {
		return Profile{}, err
	}
	var p Profile
	extends, isText := doc["extends"].(string)
	if _, there := doc["extends"]; there {
		b, err := base(extends)
		switch {
		case !isText:
			bad = append(bad, &lineError{lines["extends"], `extends: want text in quotes, such as "generic-80"`})
		case err != nil:
			bad = append(bad, &lineError{lines["extends"], "extends: " + err.Error()})
		}
		p = b
		p.Source, p.Verified = "extends "+extends, "no hardware"
	}
	for _, k := range keys {
		v, there := doc[k.name]
		if !there && extends == "" && !k.optional {
			bad = append(bad, &lineError{1, fmt.Sprintf("%s is missing: %s; want %s, or extend a profile that has it", k.name, k.doc, k.want)})
		}
		if !there {
			continue
		}
		if err := k.set(&p, v); err != nil {
			bad = append(bad, &lineError{lines[k.name], k.name + err.Error()})
		}
	}
	if len(bad) == 0 {
		if key, err := p.check(); err != nil {
			bad = append(bad, &lineError{cmp.Or(lines[key], 1), key + " = " + err.Error()})
		}
	}
	slices.SortStableFunc(bad, func(a, b *lineError) int {
		return cmp.Or(cmp.Compare(a.line, b.line), strings.Compare(a.text, b.text))
	})
	all := make([]error, len(bad))
	for i, e := range bad {
		all[i] = e
	}
	return p, errors.Join(all...)
}

// keyLines finds the line of each key, and the keys that are none.
func keyLines(b []byte) (lines map[string]int, unknown []*lineError, err error) {
	lines = map[string]int{}
	p := &unstable.Parser{}
	p.Reset(b)
	table := false // what follows a table's head belongs to it and was complained about
	for p.NextExpression() {
		n := p.Expression()
		name, line := keyOf(p, n)
		switch n.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = true
			unknown = append(unknown, &lineError{line, fmt.Sprintf("[%s]: a profile has no sections; write its keys without one", name)})
		case unstable.KeyValue:
			if table {
				continue
			}
			lines[name] = line
			if name != "extends" && !slices.ContainsFunc(keys, func(k key) bool { return k.name == name }) {
				unknown = append(unknown, unknownKey(name, line))
			}
		}
	}
	if err := p.Error(); err != nil {
		return nil, nil, fmt.Errorf("read keys: %w", err)
	}
	return lines, unknown, nil
}

// keyOf is the dotted key of a node and the line that it stands on.
func keyOf(p *unstable.Parser, n *unstable.Node) (name string, line int) {
	if n.Kind != unstable.KeyValue && n.Kind != unstable.Table && n.Kind != unstable.ArrayTable {
		return "", 0
	}
	var path []string
	for it := n.Key(); it.Next(); {
		if line == 0 {
			line = p.Shape(it.Node().Raw).Start.Line
		}
		path = append(path, string(it.Node().Data))
	}
	return strings.Join(path, "."), line
}

// unknownKey explains a key that nothing reads.
func unknownKey(name string, line int) *lineError {
	all := []string{"extends"}
	for _, k := range keys {
		all = append(all, k.name)
	}
	if n := nearest(name, all); n != "" {
		return &lineError{line, fmt.Sprintf("unknown key %q; did you mean %q?", name, n)}
	}
	return &lineError{line, fmt.Sprintf("unknown key %q; a profile has %s", name, strings.Join(all, ", "))}
}

// nearest is the candidate that was probably meant by s; "" if none is near.
func nearest(s string, candidates []string) string {
	best, out := 1+min(2, len(s)/2), "" // two slips, one in a short word
	for _, c := range candidates {
		if d := distance(strings.ToLower(s), c); d < best {
			best, out = d, c
		}
	}
	return out
}

// distance counts the letters too many, missing or wrong (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			wrong := corner
			if a[i] != b[j] {
				wrong++
			}
			corner, row[j+1] = row[j+1], min(wrong, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// plain reports whether s may be shown to people as it stands.
func plain(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}
