package manager

import (
	"strconv"
	"strings"

	"onewindow/kiosk/words"
	"onewindow/queue"
)

// fieldOf is the key of the rule that a path of queue.Change is about; "" if it
// is about something else.
func fieldOf(path string) string {
	rule, ok := strings.CutPrefix(path, "rules.")
	if !ok {
		return ""
	}
	switch rule = strings.TrimSuffix(strings.TrimPrefix(rule, "alerts."), "_seconds"); rule {
	case "return_after_calls":
		return "return_after"
	case "tickets_per_citizen":
		return "per_citizen"
	}
	return rule
}

// changed names a setting by its path, see queue.Change.
func (s *Screen) changed(path string) string {
	if key := fieldOf(path); key != "" {
		return s.Worded("manager.rule."+key, path)
	}
	name, rest, _ := strings.Cut(path, "/")
	if rest == "" { // one of the hall's own fields, such as "hall.sessions"
		name, rest, _ = strings.Cut(path, ".")
		return strings.Join(compact([]string{s.Worded("manager.changed."+name, name), rest}), " ")
	}
	id, part, _ := strings.Cut(rest, ".")
	switch name {
	case "intake", "themes", "quota":
		id = s.Theme(id)
	case "window", "windows":
		id = s.AtWindow(id)
		name = "window"
		if part != "" {
			name = ""
		}
	case "staff":
		id = s.Person(id)
	case "notice":
		id = ""
	case "part":
		id = s.Worded("manager.changed_part."+id, id)
	}
	if name != "" {
		name = s.Worded("manager.changed."+name, name)
	}
	if part != "" {
		part = s.Worded("manager.changed_part."+part, part)
	}
	return strings.Join(compact([]string{name, id, part}), " ")
}

// changeValue is a value of a change in words, as far as they are known.
func (s *Screen) changeValue(path, v string) string {
	key := fieldOf(path)
	switch {
	case v == "" && key != "":
		return s.T("manager.as_delivered")
	case v == "":
		return s.T("manager.none")
	}
	if key != "" {
		for _, f := range ruleFields {
			if f.key == key {
				return s.ruleValue(f, v)
			}
		}
		return v
	}
	name, _, _ := strings.Cut(path, "/")
	switch {
	case name == "part":
		return s.T("manager.published_version", "version", v)
	case name == "intake" || name == "stop":
		return words.Stop(words.Lang(s.Lang()), v)
	case strings.HasSuffix(path, ".rights"):
		var rs []queue.Right
		for _, r := range strings.Split(v, ", ") {
			rs = append(rs, queue.Right(r))
		}
		return s.rightNames(rs)
	case strings.HasSuffix(path, ".pin"):
		return s.T("manager.pin_changed")
	case name == "window" || strings.HasSuffix(path, ".own") || strings.HasSuffix(path, ".spill"):
		return s.themesIn(v)
	}
	return v
}

// themesIn replaces the ids of themes in a list by their names.
func (s *Screen) themesIn(v string) string {
	for _, l := range s.view.Lines {
		if v == l.Theme {
			return s.In(l.Name)
		}
	}
	parts := strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' || r == '(' || r == ')' })
	for _, p := range parts {
		if name := s.Theme(p); name != p {
			v = strings.Replace(v, p, name, 1)
		}
	}
	return v
}

// ruleValue is a rule's value as the settings have it, in the unit of its field.
func (s *Screen) ruleValue(f ruleField, v string) string {
	n, err := strconv.Atoi(v)
	switch {
	case v == "true":
		return f.say(s, 1)
	case v == "false":
		return f.say(s, 0)
	case err != nil || f.unit == inClock:
		return v
	case f.unit == inMinutes && n%60 == 0:
		return f.say(s, n/60)
	case f.unit == inMinutes:
		return v + " " + s.T("manager.unit.seconds")
	}
	return f.say(s, n)
}
