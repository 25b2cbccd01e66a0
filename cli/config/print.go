package config

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
)

// Sample is a file that holds every setting with its default and what it is for.
func Sample() string {
	var b strings.Builder
	b.WriteString("# Onewindow: settings of this machine. Every line shows the default.\n")
	b.WriteString("# A flag is stronger than a variable, and a variable than this file.\n")
	for _, s := range sections {
		fmt.Fprintf(&b, "\n%s[%s]\n", comment(s.doc), s.key)
		for _, f := range s.fields {
			doc := f.doc
			if f.oneof != nil {
				doc += " One of " + f.want() + "."
			}
			var c Config
			if err := f.set(&c, f.def); err != nil {
				// A default that breaks its own bounds; Load says the same.
				doc = err.Error()
			}
			fmt.Fprintf(&b, "\n%s# Variable: %s\n%s = %s\n", comment(doc), f.env(), f.key, literal(f.in(&c)))
		}
	}
	return b.String()
}

// Print is the configuration in effect, as a file, with the origin of each value, but
// for passwords.
func Print(c Config, o Origins) string {
	var b strings.Builder
	for i, s := range sections {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "[%s]\n", s.key)
		for _, f := range s.fields {
			value := f.in(&c)
			if f.form == "address" {
				value = reflect.ValueOf(WithoutPassword(value.String()))
			}
			fmt.Fprintf(&b, "%-40s # %s\n", f.key+" = "+literal(value), o[f.name()])
		}
	}
	return b.String()
}

// password finds that of an address, which may be malformed.
var password = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*://[^/@:]*:)(.*)(@[^@]*)$`)

// keyed finds one that stands among the parameters of an address.
var keyed = regexp.MustCompile(`([?&](?:ssl)?password=)[^&]*`)

// WithoutPassword is an address as people may see it.
func WithoutPassword(address string) string {
	return keyed.ReplaceAllString(password.ReplaceAllString(address, "$1***$3"), "$1***")
}

// literal writes a value as TOML does. For the types that settings have, JSON is
// the same.
func literal(v reflect.Value) string {
	if v.Kind() == reflect.Slice && v.Len() == 0 {
		return "[]"
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return `""`
	}
	return string(b)
}

// comment breaks text into lines of a comment.
func comment(text string) string {
	var b strings.Builder
	width := 0
	for _, w := range strings.Fields(text) {
		switch {
		case width == 0:
			b.WriteString("# ")
		case width+1+len(w) > 76:
			b.WriteString("\n# ")
			width = 0
		default:
			b.WriteByte(' ')
		}
		b.WriteString(w)
		width += len(w) + 1
	}
	if width > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}
