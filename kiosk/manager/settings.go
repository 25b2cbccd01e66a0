package manager

import (
	"context"
	"image"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// ruleLine is a row of the page of rules: a rule, or the heading of a group.
type ruleLine struct {
	field int // -1 for a heading
	group string
}

// ruleLines are the rules with a heading above each group.
func ruleLines() []ruleLine {
	var out []ruleLine
	group := ""
	for i, f := range ruleFields {
		if f.group != group {
			group = f.group
			out = append(out, ruleLine{-1, group})
		}
		out = append(out, ruleLine{i, group})
	}
	return out
}

// ruleArea is where the rows of rules stand; below them is what the chosen one is
// for.
func ruleArea(r image.Rectangle) (head, rows, why image.Rectangle) {
	head = tui.CutTop(&r, 1)
	why = tui.CutBottom(&r, min(4, max(2, r.Dy()/6)))
	return head, r, why
}

// ruleCells places the rules: in two columns where there is room, else in one
// that follows the chosen rule.
func (s *Screen) ruleCells(r image.Rectangle) (lines []ruleLine, cells []image.Rectangle) {
	all := ruleLines()
	if r.Dx() >= wide && r.Dy() < len(all) {
		half := (len(all) + 1) / 2
		for half < len(all) && all[half].field >= 0 { // a group stays whole
			half++
		}
		cols := tui.Row(r, 2, 3)
		for i, l := range all {
			col, row := cols[0], i
			if i >= half {
				col, row = cols[1], i-half
			}
			if row < r.Dy() {
				lines = append(lines, l)
				cells = append(cells, image.Rect(col.Min.X, r.Min.Y+row, col.Max.X, r.Min.Y+row+1))
			}
		}
		return lines, cells
	}
	at := 0
	for i, l := range all {
		if l.field == s.reached(len(ruleFields)) {
			at = i
		}
	}
	top := shown(at, len(all), r.Dy())
	if r.Dx() > 90 {
		r.Max.X = r.Min.X + 90
	}
	for i := top; i < len(all) && i-top < r.Dy(); i++ {
		lines = append(lines, all[i])
		cells = append(cells, image.Rect(r.Min.X, r.Min.Y+i-top, r.Max.X, r.Min.Y+i-top+1))
	}
	return lines, cells
}

func (s *Screen) layoutRules(r image.Rectangle) []tui.Target {
	if s.settings == nil {
		return nil
	}
	_, rows, _ := ruleArea(r)
	lines, cells := s.ruleCells(rows)
	var ts []tui.Target
	for i, l := range lines {
		if l.field >= 0 {
			ts = append(ts, tui.Target{ID: "rule " + ruleFields[l.field].key, Rect: cells[i], Look: tui.Quiet, Selected: l.field == s.reached(len(ruleFields))})
		}
	}
	return ts
}

// drawRules writes every rule with its value, and what the chosen one is for.
func (s *Screen) drawRules(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	head, rows, why := ruleArea(r)
	if s.settings == nil {
		c.Text(head, tui.Left, tui.Muted, s.T("manager.settings_missing"))
		return
	}
	c.Text(head, tui.Left, s.st(tui.Accent|tui.Bold), s.T("manager.rules_head"))
	lines, cells := s.ruleCells(rows)
	rules := s.inForce()
	for i, l := range lines {
		at := cells[i]
		if l.field < 0 {
			c.Fill(at, tui.Head)
			c.Text(tui.Inset(at, 1, 0), tui.Left, tui.Head|tui.Bold, s.T("manager.rule_group."+l.group))
			continue
		}
		f := ruleFields[l.field]
		style := s.st(tui.Ink)
		if t, ok := tui.Find(ts, "rule "+f.key); ok && (t.Pressed || t.Selected) {
			style |= tui.Reverse
		}
		c.Fill(at, style)
		at = tui.Inset(at, 1, 0)
		value := f.say(s, f.get(&rules))
		c.Text(tui.CutRight(&at, 14), tui.Right, style|tui.Bold, value)
		c.Text(at, tui.Left, style, s.T("manager.rule."+f.key))
	}
	f := ruleFields[s.reached(len(ruleFields))]
	tui.CutTop(&why, min(1, max(0, why.Dy()-2)))
	c.Wrap(why, tui.Left, tui.Muted, s.ruleWhy(f))
}

// ruleWhy says what a rule is for and what it may be.
func (s *Screen) ruleWhy(f ruleField) string {
	text := s.T("manager.rule."+f.key) + "  " + s.T("manager.rule_why."+f.key)
	if limits := f.limits(s); limits != "" {
		text += "  " + s.T("manager.limits", "limits", limits)
	}
	return text
}

// openRule lets the manager change a rule.
func (s *Screen) openRule(key string) tea.Cmd {
	for i, f := range ruleFields {
		if f.key != key {
			continue
		}
		s.at[tabSettings] = i
		if s.settings == nil {
			return nil
		}
		rules := s.inForce()
		now := f.get(&rules)
		title := s.T("manager.rule."+f.key) + "  " + s.T("manager.now", "value", f.say(s, now))
		if f.unit == inYesNo {
			s.Choose(title, []tui.Choice{{ID: "1", Label: f.say(s, 1)}, {ID: "0", Label: f.say(s, 0)}}, func(id string) tea.Cmd {
				v, _ := f.parse(id)
				return s.askRule(f, now, v)
			})
			return nil
		}
		letters := []string(nil)
		if f.unit == inClock {
			letters = []string{":"}
		}
		s.Enter(tui.Entry{Title: title + "  " + s.T("manager.limits", "limits", f.limits(s)), Max: 5, Letters: letters}, func(text string) tea.Cmd {
			v, ok := f.parse(text)
			if !ok {
				s.Say(tui.Warn, "manager.out_of_limits", "limits", f.limits(s))
				return nil
			}
			return s.askRule(f, now, v)
		})
	}
	return nil
}

// askRule asks before a rule of the whole hall changes.
func (s *Screen) askRule(f ruleField, from, to int) tea.Cmd {
	if from == to {
		s.Home()
		s.Say(tui.Accent, "manager.rule_same")
		return nil
	}
	name := s.T("manager.rule." + f.key)
	question := s.T("manager.rule_ask", "rule", name, "from", f.say(s, from), "to", f.say(s, to))
	s.Confirm(question, s.T("manager.rule_yes"), func() tea.Cmd {
		desk := s.desk
		return staff.ActWith(s.session, func(ctx context.Context) (struct{}, error) {
			// Only this rule is ours to change: the others may have changed since.
			now, err := desk.Settings(ctx)
			if err != nil {
				return struct{}{}, err
			}
			f.set(&now.Rules, to)
			return struct{}{}, desk.Do(ctx, "hall.rules", wire.RulesRequest{Rules: now.Rules})
		}, func(struct{}) tea.Cmd { return s.done("manager.rule_done", "rule", name, "to", f.say(s, to)) })
	})
	return nil
}

// changeColumns are those of the list of changes.
func (s *Screen) changeColumns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + s.T("manager.col_when"), Width: 13},
		{Head: s.T("manager.col_who"), Width: 20},
		{Head: s.T("manager.col_change"), Width: 30},
		{Head: s.T("manager.col_from")},
		{Head: s.T("manager.col_to")},
	}
	if width < 100 {
		cols[1].Width, cols[2].Width = 10, 22
	}
	return cols
}

// drawChanges writes who changed what, and when, the newest first.
func (s *Screen) drawChanges(c *tui.Canvas, r image.Rectangle) {
	head := s.T("manager.changes_missing")
	if !s.changesAt.IsZero() {
		head = s.T("manager.changes_head", "n", len(s.changes))
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, s.st(tui.Accent|tui.Bold), head)
	at := s.reached(len(s.changes))
	why := tui.CutBottom(&r, min(2, r.Dy()/5))
	top := shown(at, len(s.changes), r.Dy()-1)
	var rows []tui.TableRow
	for i := top; i < len(s.changes); i++ {
		h := s.changes[i]
		style := s.st(tui.Ink)
		if i == at {
			style |= tui.Reverse
		}
		when := s.Local(h.At)
		rows = append(rows, tui.TableRow{Style: style, Cells: []string{
			" " + when.Format("01-02 15:04"), s.actor(h.By), s.changed(h.What), s.changeValue(h.From), s.changeValue(h.To),
		}})
	}
	c.Table(r, s.changeColumns(r.Dx()), rows)
	if at < len(s.changes) { // what is cut in the row stands here whole
		h := s.changes[at]
		c.Wrap(why, tui.Left, tui.Muted, s.changed(h.What)+"  "+s.T("manager.from_to", "from", s.changeValue(h.From), "to", s.changeValue(h.To)))
	}
}

func (s *Screen) changeValue(v string) string {
	if v == "" {
		return s.T("manager.none")
	}
	return v
}

// changed names a setting by its path, see queue.Change.
func (s *Screen) changed(path string) string {
	name, rest, _ := strings.Cut(path, "/")
	if rule, ok := strings.CutPrefix(path, "rules."); ok {
		rule = strings.TrimPrefix(rule, "alerts.")
		for _, suffix := range []string{"_seconds"} {
			rule = strings.TrimSuffix(rule, suffix)
		}
		return s.Worded("manager.rule."+ruleKey(rule), path)
	}
	id, part, _ := strings.Cut(rest, ".")
	switch name {
	case "intake", "themes":
		id = s.Theme(id)
	case "window", "windows":
		id = s.T("common.window", "window", s.Window(id))
	case "staff":
		id = s.Person(id)
	}
	kind := s.Worded("manager.changed."+name, name)
	if part != "" {
		part = s.Worded("manager.changed_part."+part, part)
	}
	return strings.Join(compact([]string{kind, id, part}), " ")
}

// ruleKey is the key of a rule by its name in the settings' JSON.
func ruleKey(name string) string {
	switch name {
	case "return_after_calls":
		return "return_after"
	case "tickets_per_citizen":
		return "per_citizen"
	}
	return name
}
