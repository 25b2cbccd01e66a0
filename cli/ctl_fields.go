package cli

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"onewindow/wire"
)

// unknownField: a field that the verb does not have. The hall would leave it out of
// account, as the wire has it, and do something else than was meant.
type unknownField struct{ said, hint string }

func (e *unknownField) Error() string { return e.said }

// Hint says which fields there are.
func (e *unknownField) Hint() string { return e.hint }

// field is one that a request's data may have.
type field struct {
	path string // as it is written on the command line, such as to.theme
	typ  reflect.Type
}

// kind is how a field's value is written on the command line; "" where it is not.
func (f field) kind() string {
	switch t := f.typ; {
	case itself[encoding.TextUnmarshaler](t), t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64:
		return "number"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return "list, with commas"
	}
	return ""
}

// itself reports whether a value of the type reads itself by a method of I.
func itself[I any](t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[I]())
}

// parts are the JSON names of a struct's fields with their types, those of what it
// embeds among them; nil of what is no struct, or reads itself.
func parts(t reflect.Type) (all []field) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || itself[json.Unmarshaler](t) || itself[encoding.TextUnmarshaler](t) {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case !f.IsExported() || name == "-":
		case f.Anonymous && name == "":
			all = append(all, parts(f.Type)...)
		default:
			typ := f.Type
			if typ.Kind() == reflect.Pointer {
				typ = typ.Elem()
			}
			all = append(all, field{cmp.Or(name, f.Name), typ})
		}
	}
	return all
}

// bodyFields are the fields of a verb.
func bodyFields(v wire.Verb) []field {
	of, without := v.Body()
	if of == nil {
		return nil
	}
	return slices.DeleteFunc(parts(reflect.TypeOf(of)), func(f field) bool { return f.path == without })
}

// written are the fields as the command line names them, those that have fields
// themselves by these.
func written(all []field) (out []field) {
	for _, f := range all {
		inner := parts(f.typ)
		if len(inner) == 0 {
			out = append(out, f)
			continue
		}
		for _, g := range written(inner) {
			g.path = f.path + "." + g.path
			out = append(out, g)
		}
	}
	return out
}

// mostFields is how many fields a help text lists; a document, such as the hall's
// settings, has more, and is given as one.
const mostFields = 20

// fieldsHelp tells the fields of a verb.
func fieldsHelp(v wire.Verb) string {
	all := bodyFields(v)
	if len(all) == 0 {
		return "It has no fields."
	}
	if long := written(all); len(long) <= mostFields {
		all = long
	}
	var b strings.Builder
	b.WriteString("Fields:\n")
	for _, f := range all {
		fmt.Fprintf(&b, "  %-16s %s\n", f.path, cmp.Or(f.kind(), "JSON, with --data"))
	}
	b.WriteString("\ndocs/wire.md says what they mean, and which may be left out.")
	return b.String()
}

// pathsOf names fields, for a sentence.
func pathsOf(all []field) string {
	var names []string
	for _, f := range all {
		names = append(names, f.path)
	}
	return strings.Join(names, ", ")
}

// strange is the complaint about a field that a verb, or a field above it, does not
// have; all are those that there are.
func strange(v wire.Verb, above, name string, all []field) error {
	whose := v.Area + " " + v.Name
	if above != "" {
		whose = above + " of " + whose
	}
	hint := fmt.Sprintf("its fields are %s; see 'onewindow ctl %s %s --help'", pathsOf(all), v.Area, v.Name)
	if len(all) == 0 {
		hint = "it has no fields; leave it out"
	}
	return &unknownField{said: fmt.Sprintf("%s has no field %q; nothing was done", whose, name), hint: hint}
}

// checkData refuses data with a field that the verb does not have, at any depth.
func checkData(v wire.Verb, data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return errors.New("--data is not JSON")
	}
	if m, ok := value.(map[string]any); ok {
		return checkObject(v, "", m, bodyFields(v))
	}
	return errors.New("--data is not a JSON object, such as {\"theme\":\"general\"}")
}

// answered are the documents that the hall answers with more than it takes: whoever
// changes one and gives it back need not take that out.
var answered = map[string]any{"hall.settings settings": wire.SettingsReply{}, "hall.catalogue catalogue": wire.CatalogueReply{}}

func checkObject(v wire.Verb, above string, m map[string]any, all []field) error {
	if more := answered[v.String()+" "+above]; more != nil {
		all = append(all, parts(reflect.TypeOf(more))...)
	}
	for name, value := range m {
		i := slices.IndexFunc(all, func(f field) bool { return f.path == name })
		if i < 0 {
			return strange(v, above, name, all)
		}
		path := strings.TrimPrefix(above+"."+name, ".")
		if err := checkValue(v, path, value, all[i].typ); err != nil {
			return err
		}
	}
	return nil
}

// checkValue looks into what a field holds; what reads itself is not looked into.
func checkValue(v wire.Verb, path string, value any, t reflect.Type) error {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if itself[json.Unmarshaler](t) {
		return nil
	}
	switch x := value.(type) {
	case map[string]any:
		if t.Kind() == reflect.Map {
			for name, inner := range x {
				if err := checkValue(v, path+"."+name, inner, t.Elem()); err != nil {
					return err
				}
			}
		} else if all := parts(t); all != nil {
			return checkObject(v, path, x, all)
		}
	case []any:
		if t.Kind() == reflect.Slice {
			for _, inner := range x {
				if err := checkValue(v, path, inner, t.Elem()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// put writes FIELD=VALUE into a request's data.
func put(v wire.Verb, to map[string]any, path, value string) error {
	all, above := bodyFields(v), ""
	for {
		name, rest, deeper := strings.Cut(path, ".")
		i := slices.IndexFunc(all, func(f field) bool { return f.path == name })
		if i < 0 {
			return strange(v, above, name, all)
		}
		f := all[i]
		above = strings.TrimPrefix(above+"."+name, ".")
		inner := parts(f.typ)
		switch {
		case !deeper && f.kind() != "":
			to[name] = f.read(value)
			return nil
		case !deeper && len(inner) > 0:
			return fmt.Errorf("%s has fields: write %s.%s=…", above, above, inner[0].path)
		case deeper && f.typ.Kind() == reflect.Map && f.typ.Elem().Kind() == reflect.String:
			inner = []field{{rest, f.typ.Elem()}}
		case !deeper:
			return fmt.Errorf("%s cannot be written as FIELD=VALUE; give all fields with --data JSON", above)
		}
		next, ok := to[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			to[name] = next
		}
		to, path, all = next, rest, inner
	}
}

// read reads a value of the command line. What does not fit is given to the hall as
// text, which says what it wants.
func (f field) read(v string) any {
	switch f.kind() {
	case "list, with commas":
		if v == "" {
			return []string{}
		}
		return strings.Split(v, ",")
	case "number":
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return n
		}
		if n, err := strconv.ParseFloat(v, 64); err == nil {
			return json.Number(strconv.FormatFloat(n, 'g', -1, 64))
		}
	case "true or false":
		if b, err := strconv.ParseBool(v); err == nil {
			return b
		}
	}
	return v
}
