package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// most is how long a file may be, in bytes. Real ones have a few hundred.
const most = 1 << 20

// lineError is a mistake in a file.
type lineError struct {
	line int
	text string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.text) }

// parse reads a file over c and returns the line of each setting that it sets.
// The error joins every mistake that was found, in order of lines; a file that is
// no TOML is read up to its first mistake only, and sets nothing.
func parse(b []byte, c *Config) (map[string]int, error) {
	if len(b) > most {
		return nil, fmt.Errorf("the file has %d bytes; this is not a configuration", len(b))
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff")) // written by some Windows editors
	var doc map[string]any
	var broken *toml.DecodeError
	switch err := toml.Unmarshal(b, &doc); {
	case errors.As(err, &broken):
		line, _ := broken.Position()
		return nil, &lineError{line, strings.TrimPrefix(broken.Error(), "toml: ")}
	case err != nil:
		return nil, err
	}
	lines, bad, err := keyLines(b)
	if err != nil {
		return nil, err
	}
	for name, line := range lines {
		f := byName[name]
		table, _ := doc[f.section].(map[string]any)
		if err := f.read(c, table[f.key]); err != nil {
			bad = append(bad, &lineError{line, name + err.Error()})
		}
	}
	slices.SortStableFunc(bad, func(a, b *lineError) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return strings.Compare(a.text, b.text)
	})
	all := make([]error, len(bad))
	for i, e := range bad {
		all[i] = e
	}
	return lines, errors.Join(all...)
}

// keyLines finds the line of each setting, and the keys that are none.
func keyLines(b []byte) (lines map[string]int, unknown []*lineError, err error) {
	lines = map[string]int{}
	p := &unstable.Parser{}
	p.Reset(b)
	seen := func(path []string, line int, table bool) {
		switch {
		case table && isSection(path):
		case byName[strings.Join(path, ".")] != nil && len(path) == 2 && !table:
			lines[strings.Join(path, ".")] = line
		default:
			unknown = append(unknown, unknownKey(path, line))
		}
	}
	var prefix []string
	lost := false // within a table that is unknown itself
	for p.NextExpression() {
		n := p.Expression()
		path, line := keyOf(p, n)
		switch n.Kind {
		case unstable.Table, unstable.ArrayTable:
			one := n.Kind == unstable.Table // a list of sections is none
			prefix, lost = path, !one || !isSection(path)
			seen(path, line, one)
		case unstable.KeyValue:
			if !lost {
				walk(p, n, slices.Concat(prefix, path), line, seen)
			}
		}
	}
	if err := p.Error(); err != nil {
		return nil, nil, fmt.Errorf("read keys: %w", err)
	}
	return lines, unknown, nil
}

// walk reports a key, or the keys of an inline table that stands for a section.
func walk(p *unstable.Parser, n *unstable.Node, path []string, line int, seen func([]string, int, bool)) {
	if v := n.Value(); v.Kind == unstable.InlineTable && isSection(path) {
		for it := v.Children(); it.Next(); {
			sub, l := keyOf(p, it.Node())
			walk(p, it.Node(), slices.Concat(path, sub), l, seen)
		}
		return
	}
	seen(path, line, false)
}

// keyOf is the dotted key of a node and the line that it stands on.
func keyOf(p *unstable.Parser, n *unstable.Node) (path []string, line int) {
	if n.Kind != unstable.KeyValue && n.Kind != unstable.Table && n.Kind != unstable.ArrayTable {
		return nil, 0
	}
	for it := n.Key(); it.Next(); {
		if line == 0 {
			line = p.Shape(it.Node().Raw).Start.Line
		}
		path = append(path, string(it.Node().Data))
	}
	return path, line
}

func isSection(path []string) bool {
	return len(path) == 1 && slices.ContainsFunc(sections, func(s section) bool { return s.key == path[0] })
}

// unknownKey explains a key that nothing reads.
func unknownKey(path []string, line int) *lineError {
	name := path[len(path)-1]
	var keys, names []string
	for _, s := range sections {
		names = append(names, s.key)
		for _, f := range s.fields {
			if len(path) == 2 && s.key == path[0] {
				keys = append(keys, f.key)
			}
		}
	}
	text := fmt.Sprintf("unknown key %q", strings.Join(path, "."))
	if len(path) == 2 && keys != nil {
		text = fmt.Sprintf("unknown key %q in [%s]", name, path[0])
	}
	if len(path) == 1 {
		if n := nearest(name, names); n != "" {
			return &lineError{line, fmt.Sprintf("%s; did you mean the section [%s]?", text, n)}
		}
	}
	if n := nearest(name, keys); n != "" {
		return &lineError{line, fmt.Sprintf("%s; did you mean %q?", text, n)}
	}
	for _, s := range sections {
		for _, f := range s.fields {
			if f.key == strings.ToLower(name) {
				return &lineError{line, fmt.Sprintf("%s; %q belongs into the section [%s]", text, f.key, s.key)}
			}
		}
	}
	if keys != nil {
		return &lineError{line, text + "; this section has " + strings.Join(keys, ", ")}
	}
	return &lineError{line, text + "; the sections are [" + strings.Join(names, "], [") + "]"}
}
