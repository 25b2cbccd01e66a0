package config

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// field is one setting, as the tags describe it.
type field struct {
	section, key string
	doc, def     string
	oneof        []string
	form         string
	min, max     string
	at           [2]int // section and field within Config
}

// name is the setting's full key, such as "hall.port".
func (f *field) name() string { return f.section + "." + f.key }

// env is the variable that sets it.
func (f *field) env() string {
	return "ONEWINDOW_" + strings.ToUpper(f.section) + "_" + strings.ToUpper(f.key)
}

// in is the field's place in c.
func (f *field) in(c *Config) reflect.Value {
	return reflect.ValueOf(c).Elem().Field(f.at[0]).Field(f.at[1])
}

// section is one table of the file.
type section struct {
	key, doc string
	fields   []*field
}

// sections are all settings in the order of the structs, and byName all of them
// by full key.
var (
	sections = describe(reflect.TypeFor[Config]())
	byName   = func() map[string]*field {
		m := map[string]*field{}
		for _, s := range sections {
			for _, f := range s.fields {
				m[f.name()] = f
			}
		}
		return m
	}()
)

func describe(t reflect.Type) []section {
	var out []section
	for i := range t.NumField() {
		sf := t.Field(i)
		s := section{key: sf.Tag.Get("toml"), doc: sf.Tag.Get("doc")}
		for k := range sf.Type.NumField() {
			tag := sf.Type.Field(k).Tag
			f := &field{
				section: s.key, key: tag.Get("toml"), doc: tag.Get("doc"), def: tag.Get("default"),
				form: tag.Get("form"), min: tag.Get("min"), max: tag.Get("max"), at: [2]int{i, k},
			}
			if v := tag.Get("oneof"); v != "" {
				f.oneof = strings.Split(v, "|")
			}
			s.fields = append(s.fields, f)
		}
		out = append(out, s)
	}
	return out
}

// set reads a value as flags, variables and defaults write it; a list is
// separated by commas.
func (f *field) set(c *Config, s string) error {
	v := f.in(c)
	switch p := v.Addr().Interface().(type) {
	case *string:
		*p = s
	case *int:
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			return fmt.Errorf("%q: want %s", s, f.want())
		}
		*p = n
	case *bool:
		b, err := strconv.ParseBool(strings.TrimSpace(s))
		if err != nil {
			return fmt.Errorf("%q: want %s", s, f.want())
		}
		*p = b
	case *[]string:
		*p = nil
		for part := range strings.SplitSeq(s, ",") {
			if part = strings.TrimSpace(part); part != "" {
				*p = append(*p, part)
			}
		}
	default:
		return fmt.Errorf("settings of type %s cannot be read", v.Type())
	}
	return f.check(c)
}

// read takes a value as a file holds it. The error begins with what stands between
// the setting's name and the complaint.
func (f *field) read(c *Config, value any) error {
	v := f.in(c)
	ok := false
	switch p := v.Addr().Interface().(type) {
	case *string:
		*p, ok = value.(string)
	case *int:
		var n int64
		n, ok = value.(int64)
		*p = int(n)
	case *bool:
		*p, ok = value.(bool)
	case *[]string:
		var list []any
		list, ok = value.([]any)
		*p = make([]string, len(list))
		for i := range list {
			var is bool
			(*p)[i], is = list[i].(string)
			ok = ok && is
		}
	}
	if !ok {
		return fmt.Errorf(": want %s", f.want())
	}
	if err := f.check(c); err != nil {
		return fmt.Errorf(" = %w", err)
	}
	return nil
}

// check applies the bounds of the tags.
func (f *field) check(c *Config) error {
	v := f.in(c)
	switch v.Kind() {
	case reflect.String:
		return f.checkText(v.String())
	case reflect.Slice:
		for i := range v.Len() {
			if s := v.Index(i).String(); s == "" {
				return fmt.Errorf("an empty entry; remove it")
			} else if strings.Contains(s, ",") {
				return fmt.Errorf("%q: an entry holds no comma; write two entries", s)
			} else if err := f.checkText(s); err != nil {
				return err
			}
		}
	case reflect.Int:
		least, err1 := strconv.Atoi(cmp.Or(f.min, strconv.Itoa(-1<<31)))
		most, err2 := strconv.Atoi(cmp.Or(f.max, strconv.Itoa(1<<31-1)))
		if n := int(v.Int()); err1 != nil || err2 != nil || n < least || n > most {
			return fmt.Errorf("%d: want %s", n, f.want())
		}
	}
	return nil
}

func (f *field) checkText(s string) error {
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return fmt.Errorf("%q: want text without control characters", s)
	}
	switch {
	case f.oneof != nil && !slices.Contains(f.oneof, s):
		hint := ""
		if n := nearest(s, f.oneof); n != "" {
			hint = fmt.Sprintf("; did you mean %q?", n)
		}
		return fmt.Errorf("%q: want %s%s", s, f.want(), hint)
	case f.form == "token" && !token(s):
		return fmt.Errorf("%q: want letters, digits and '-' only, at most 64", s)
	case f.form == "path" && s == "":
		return fmt.Errorf("%q: want a path", s)
	}
	return nil
}

// token reports whether s may name a hall or a window; empty is not named.
func token(s string) bool {
	return len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-')
	})
}

// want says what kind of value the setting takes.
func (f *field) want() string {
	if f.oneof != nil {
		return strings.Join(f.oneof[:len(f.oneof)-1], ", ") + " or " + f.oneof[len(f.oneof)-1]
	}
	switch f.in(new(Config)).Kind() {
	case reflect.Int:
		if f.min != "" && f.max != "" {
			return "a whole number from " + f.min + " to " + f.max
		}
		return "a whole number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return `a list of texts, such as ["a", "b"]`
	}
	return `text in quotes, such as "a"`
}
