package slip

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/pelletier/go-toml/v2"
)

// file is a template as it is written.
type file struct {
	Name  string            `toml:"name"`
	Line  []fileLine        `toml:"line"`
	Words map[Lang]sentence `toml:"words"`
}

type fileLine struct {
	Show    string  `toml:"show"`
	Size    *string `toml:"size"`
	Rows    *int    `toml:"rows"`
	Second  *string `toml:"second"`
	Align   *string `toml:"align"`
	Bold    bool    `toml:"bold"`
	Reverse bool    `toml:"reverse"`
	Gap     *int    `toml:"gap"`
	Module  *int    `toml:"module"`
	Text    *Text   `toml:"text"`
}

type sentence map[string]string

const (
	mostBytes = 64 << 10 // of a template; the default has 2 000
	mostLines = 100
)

// Parse reads a template from TOML. The default ones say in their comments what
// may stand in it. Whatever cannot be meant is an error with its line and the way
// out: unknown keys and parts, sentences that do not exist or ask for other values
// than the paper has, a template without the number.
func Parse(data []byte) (Template, error) {
	if len(data) > mostBytes {
		return Template{}, fmt.Errorf("slip: template: %d bytes; a template has at most %d", len(data), mostBytes)
	}
	var f file
	d := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Template{}, fmt.Errorf("slip: template: %w", explain(err))
	}
	t := Template{Name: f.Name, Words: map[string]Text{}}
	if err := t.take(data, f.Line); err != nil {
		return Template{}, fmt.Errorf("slip: template: %w", err)
	}
	if err := t.replace(data, f.Words); err != nil {
		return Template{}, fmt.Errorf("slip: template: %w", err)
	}
	return t, nil
}

// explain turns the parser's errors into ours: each with its line.
func explain(err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) {
		var all []error
		for _, e := range strict.Errors {
			line, _ := e.Position()
			all = append(all, fmt.Errorf("line %d: unknown key %q; a line has show, size, rows, second, align, bold, reverse, gap, module and text, and above the lines stands name",
				line, strings.Join(e.Key(), ".")))
		}
		return errors.Join(all...)
	}
	var one *toml.DecodeError
	if errors.As(err, &one) {
		line, _ := one.Position()
		return fmt.Errorf("line %d: %s", line, strings.TrimPrefix(one.Error(), "toml: "))
	}
	return err
}

// replace takes the template's own sentences.
func (t *Template) replace(data []byte, own map[Lang]sentence) error {
	known, err := ownWords()
	if err != nil {
		return err
	}
	for _, l := range sortedKeys(own) {
		if !slices.Contains(Langs, l) {
			return fmt.Errorf("%s[words.%s]: no language of the paper; want one of %s", at(data, "[words."+string(l)), l, join(Langs))
		}
		for _, key := range sortedKeys(own[l]) {
			s := own[l][key]
			where := at(data, key)
			ours, ok := known[key]
			if !ok {
				return fmt.Errorf("%sthe paper has no sentence %q; it has %s", where, key, strings.Join(sortedKeys(known), ", "))
			}
			if err := printable(s); err != nil {
				return fmt.Errorf("%s%s: %w", where, key, err)
			}
			for _, blank := range blanks(s) {
				if !slices.Contains(blanks(ours.In(l)), blank) {
					return fmt.Errorf("%s%s has no value {%s}; it has %s", where, key, blank, have(blanks(ours.In(l))))
				}
			}
			w := t.Words[key]
			switch l {
			case ZhHans:
				w.ZhHans = s
			case ZhHant:
				w.ZhHant = s
			case En:
				w.En = s
			}
			t.Words[key] = w
		}
	}
	return nil
}

func have(blanks []string) string {
	if len(blanks) == 0 {
		return "none"
	}
	return "{" + strings.Join(blanks, "}, {") + "}"
}

// take reads the lines.
func (t *Template) take(data []byte, lines []fileLine) error {
	if len(lines) == 0 {
		return errors.New("it has no lines; begin with a copy of the default one")
	}
	if len(lines) > mostLines {
		return fmt.Errorf("%d lines; a template has at most %d", len(lines), mostLines)
	}
	for i, f := range lines {
		l, key, err := f.line()
		if err != nil {
			return fmt.Errorf("%s%w", ofLine(data, i, key), err)
		}
		t.Lines = append(t.Lines, l)
	}
	if !shows(t.Lines, PartNumber) {
		return errors.New(`no line shows the number; add a line with show = "number"`)
	}
	return nil
}

// line reads one line; key is where a mistake stands.
func (f fileLine) line() (l Line, key string, err error) {
	l = Line{Show: Part(f.Show), Bold: f.Bold, Reverse: f.Reverse}
	if f.Show == "" {
		return l, "", fmt.Errorf("the line shows nothing; write show = and one of %s", join(parts))
	}
	if !slices.Contains(parts, l.Show) {
		return l, "show", fmt.Errorf("show = %q: no part has that name; want one of %s", f.Show, join(parts))
	}
	if f.Size != nil {
		if l.Size, err = readSize(*f.Size); err != nil {
			return l, "size", fmt.Errorf("size = %w", err)
		}
	}
	if f.Second != nil {
		if l.Second, err = readSize(*f.Second); err != nil {
			return l, "second", fmt.Errorf("second = %w", err)
		}
	}
	for _, n := range []struct {
		key        string
		value, set *int
		from, to   int
		what       string
	}{
		{"rows", f.Rows, &l.Rows, 1, 8, "a whole number"},
		{"gap", f.Gap, &l.Gap, 0, 200, "a whole number of dots (8 are 1 mm)"},
		{"module", f.Module, &l.Module, minModule, 16, "a whole number of dots; telephones read 4 and more well,"},
	} {
		if n.value == nil {
			continue
		}
		if *n.set = *n.value; *n.value < n.from || *n.value > n.to {
			return l, n.key, fmt.Errorf("%s = %d: want %s from %d to %d", n.key, *n.value, n.what, n.from, n.to)
		}
	}
	if f.Align != nil {
		if l.Align = Align(*f.Align); !slices.Contains([]Align{Left, Center, Right}, l.Align) {
			return l, "align", fmt.Errorf("align = %q: want left, center or right", *f.Align)
		}
	}
	if f.Text != nil {
		l.Text = *f.Text
	}
	switch {
	case (l.Show == PartText) == l.Text.empty():
		return l, "text", errors.New(`text goes with show = "text", and only with it`)
	case f.Module != nil && l.Show != PartQR:
		return l, "module", errors.New(`module goes only with show = "qr"`)
	case l.Show == PartSpace && l.Gap == 0:
		return l, "show", errors.New("a space needs a gap, such as gap = 16")
	}
	for _, s := range []string{l.Text.ZhHans, l.Text.ZhHant, l.Text.En} {
		if err := printable(s); err != nil {
			return l, "text", fmt.Errorf("text: %w", err)
		}
	}
	return l, "", nil
}

// printable refuses what cannot stand on one line of a template.
func printable(s string) error {
	for _, r := range s {
		if unicode.IsControl(r) {
			return fmt.Errorf("the character %U is not for paper; write one line per row", r)
		}
	}
	return nil
}

// at is where a text first begins a line of the file, for errors.
func at(data []byte, text string) string {
	for i, line := range strings.Split(string(data), "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " \t\""), text) {
			return fmt.Sprintf("line %d: ", i+1)
		}
	}
	return ""
}

// ofLine is where a key of the n-th line stands, or else where that line begins,
// for errors.
func ofLine(data []byte, n int, key string) string {
	begin := 0
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		name, _, _ := strings.Cut(line, "=")
		switch {
		case begin > 0 && strings.HasPrefix(line, "["):
			return fmt.Sprintf("line %d: ", begin)
		case begin > 0 && key != "" && strings.TrimSpace(name) == key:
			return fmt.Sprintf("line %d: ", i+1)
		case strings.HasPrefix(line, "[[line]]"):
			if n == 0 {
				begin = i + 1
			}
			n--
		}
	}
	if begin == 0 {
		return ""
	}
	return fmt.Sprintf("line %d: ", begin)
}

// readSize reads a size such as "2x2", width first.
func readSize(text string) (Size, error) {
	w, h, ok := strings.Cut(text, "x")
	s := Size{digit(w), digit(h)}
	if !ok || s.W == 0 || s.H == 0 {
		return Size{}, fmt.Errorf(`%q: want width and height from 1 to 8, such as "2x2"`, text)
	}
	return s, nil
}

// digit is 1 to 8, or 0 for anything else.
func digit(s string) int {
	if len(s) == 1 && s[0] >= '1' && s[0] <= '8' {
		return int(s[0] - '0')
	}
	return 0
}

func join[T ~string](names []T) string {
	var all []string
	for _, n := range names {
		all = append(all, string(n))
	}
	return strings.Join(all, ", ")
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	var keys []K
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
