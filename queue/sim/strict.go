package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// maxDepth bounds how deep a file may nest; no format of ours comes near it.
const maxDepth = 20

// strictly checks that a text is one JSON value of the form of a type: no field that
// the type does not have, none twice, no null, each value of its kind. The error names
// the place.
func strictly(b []byte, of any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := form(d, reflect.TypeOf(of).Elem(), "", 0); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("something follows after the end, at byte %d", d.InputOffset())
	}
	return nil
}

// form checks the next value.
func form(d *json.Decoder, t reflect.Type, path string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%s: nested too deep", path)
	}
	tok, err := next(d, path)
	if err != nil {
		return err
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	wrong := func() error { return fmt.Errorf("%s%s; want %s", at(path), said(tok), kindOf(t)) }
	switch t.Kind() {
	case reflect.Struct:
		if tok != json.Delim('{') {
			return wrong()
		}
		return fields(d, t, path, depth)
	case reflect.Slice:
		if tok != json.Delim('[') {
			return wrong()
		}
		for i := 0; d.More(); i++ {
			if err := form(d, t.Elem(), fmt.Sprintf("%s[%d]", path, i), depth+1); err != nil {
				return err
			}
		}
		_, err = next(d, path)
		return err
	case reflect.String:
		if _, ok := tok.(string); !ok {
			return wrong()
		}
	case reflect.Bool:
		if _, ok := tok.(bool); !ok {
			return wrong()
		}
	default:
		n, ok := tok.(json.Number)
		if !ok {
			return wrong()
		}
		if _, err := n.Int64(); err != nil && t.Kind() == reflect.Int {
			return wrong()
		}
		if _, err := n.Float64(); err != nil {
			return wrong()
		}
	}
	return nil
}

// fields checks the fields of an object whose brace is read.
func fields(d *json.Decoder, t reflect.Type, path string, depth int) error {
	known := map[string]reflect.Type{}
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		known[name] = t.Field(i).Type
		names = append(names, name)
	}
	seen := map[string]bool{}
	for d.More() {
		tok, err := next(d, path)
		if err != nil {
			return err
		}
		name, _ := tok.(string)
		field := name
		if path != "" {
			field = path + "." + name
		}
		ft, ok := known[name]
		if !ok {
			return fmt.Errorf("%.100s: no such field; %s", field, hint(name, names))
		}
		if seen[name] {
			return fmt.Errorf("%s: there twice", field)
		}
		seen[name] = true
		if err := form(d, ft, field, depth+1); err != nil {
			return err
		}
	}
	_, err := next(d, path)
	return err
}

// next reads a token.
func next(d *json.Decoder, path string) (json.Token, error) {
	tok, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("%sno JSON, at byte %d: %w", at(path), d.InputOffset(), err)
	}
	return tok, nil
}

// hint proposes the field that was meant, or tells all.
func hint(name string, names []string) string {
	flat := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }
	for _, n := range names {
		if a, b := flat(n), flat(name); len(b) >= 3 && (a == b || strings.HasPrefix(a, b) || strings.HasPrefix(b, a)) {
			return "did you mean " + n + "?"
		}
	}
	return "there are " + strings.Join(names, ", ")
}

func at(path string) string {
	if path == "" {
		return ""
	}
	return path + ": "
}

// said is a token in words.
func said(tok json.Token) string {
	switch v := tok.(type) {
	case nil:
		return "null"
	case json.Delim:
		if v == '{' {
			return "an object"
		}
		return "a list"
	case string:
		return fmt.Sprintf("the text %.40q", v)
	}
	return fmt.Sprintf("%.40v", tok)
}

func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	}
	return "a number"
}
