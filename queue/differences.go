package queue

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// differences are the changes that lead from settings to others, in order of their
// paths. Members of the lists are told apart by their ids, so that a new order
// alone is no change. Of a PIN it is said only that it changed.
func differences(from, to *Settings) (cs []Change) {
	a, b := flat(from), flat(to)
	paths := slices.Collect(maps.Keys(a))
	for p := range b {
		if _, ok := a[p]; !ok {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	for _, p := range paths {
		switch {
		case a[p] == b[p]:
		case strings.HasPrefix(p, "staff/") && strings.HasSuffix(p, ".pin"):
			if b[p] != "" { // the end of a member is told by the other fields
				cs = append(cs, Change{What: p, To: "changed"})
			}
		default:
			cs = append(cs, Change{What: p, From: a[p], To: b[p]})
		}
	}
	return cs
}

// flat are all fields of settings as texts by their paths.
func flat(s *Settings) map[string]string {
	all := map[string]string{}
	var top map[string]any
	b, err := json.Marshal(s)
	if err != nil || json.Unmarshal(b, &top) != nil {
		return all // settings that cannot be written were never decided
	}
	for section, v := range top {
		switch v := v.(type) {
		case []any:
			byID(all, section, v)
		case map[string]any:
			fieldsOf(all, section+".", v)
		}
	}
	return all
}

// byID flattens the members of a list that have ids.
func byID(all map[string]string, path string, list []any) {
	for _, x := range list {
		if m, ok := x.(map[string]any); ok {
			id := words(m["id"])
			delete(m, "id")
			fieldsOf(all, path+"/"+id+".", m)
		}
	}
}

// fieldsOf flattens the fields of an object. Texts, quotas and the like stay whole.
func fieldsOf(all map[string]string, prefix string, m map[string]any) {
	for name, v := range m {
		switch inner := v.(type) {
		case map[string]any:
			if name == "alerts" || name == "days" {
				fieldsOf(all, prefix+name+".", inner)
				continue
			}
		case []any:
			if name == "zones" {
				byID(all, prefix+name, inner)
				continue
			}
		}
		if text := words(v); text != "" {
			all[prefix+name] = text
		}
	}
}

// inWords is a value of the settings as a text.
func inWords(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	var read any
	if json.Unmarshal(b, &read) != nil {
		return ""
	}
	return words(read)
}

// words is a value that was read from JSON as a text.
func words(v any) string {
	var parts []string
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		for _, x := range v {
			part := words(x)
			if _, deep := x.(map[string]any); deep {
				part = "(" + part + ")"
			}
			parts = append(parts, part)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, k+"="+words(v[k]))
		}
	}
	return strings.Join(parts, ", ")
}
