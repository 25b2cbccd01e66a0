package manager

import (
	"context"
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
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

// ruleArea parts the page of rules: the rows, and beside or below them what the
// chosen one is for.
func ruleArea(r image.Rectangle) (head, rows, why image.Rectangle) {
	head = tui.CutTop(&r, 1)
	if r.Dx() >= wide {
		why = tui.CutRight(&r, r.Dx()*45/100)
		tui.CutRight(&r, 2)
		return head, r, why
	}
	why = tui.CutBottom(&r, min(4, max(2, r.Dy()/6)))
	return head, r, why
}

// ruleCells places the rows, those around the chosen rule where not all fit.
func (s *Screen) ruleCells(r image.Rectangle) (lines []ruleLine, cells []image.Rectangle) {
	all := ruleLines()
	at := 0
	for i, l := range all {
		if l.field == s.reached(len(ruleFields)) {
			at = i
		}
	}
	top := shown(at, len(all), r.Dy())
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
	rules, plain := s.inForce(), delivered()
	for i, l := range lines {
		at := cells[i]
		if l.field < 0 {
			c.Fill(at, tui.Head)
			c.Text(tui.Inset(at, 1, 0), tui.Left, tui.Head|tui.Bold, s.T("manager.rule_group."+l.group))
			continue
		}
		f := ruleFields[l.field]
		style := s.st(tui.Ink)
		if i%2 == 1 {
			style |= tui.OnZebra
		}
		if t, ok := tui.Find(ts, "rule "+f.key); ok && (t.Pressed || t.Selected) {
			style = s.st(tui.Ink) | tui.Reverse
		}
		c.Fill(at, style)
		at = tui.Inset(at, 1, 0)
		value := f.say(s, f.get(&rules))
		if f.get(&rules) != f.get(&plain) {
			value = "* " + value
		}
		c.Text(tui.CutRight(&at, 16), tui.Right, style|tui.Bold, value)
		c.Text(at, tui.Left, style, s.T("manager.rule."+f.key))
	}
	f := ruleFields[s.reached(len(ruleFields))]
	if r.Dx() >= wide {
		s.drawRule(c, why, f)
		return
	}
	tui.CutTop(&why, min(1, max(0, why.Dy()-2)))
	c.Wrap(why, tui.Left, tui.Muted, s.ruleWhy(f))
}

// delivered are the rules of a hall that has changed none.
func delivered() queue.Rules {
	r := queue.DefaultRules()
	r.Alerts = queue.DefaultAlertRules()
	return r
}

// drawRule writes all that is to know about one rule on a card: its value, what
// it is for, what it may be, and who changed it last.
func (s *Screen) drawRule(c *tui.Canvas, r image.Rectangle, f ruleField) {
	rules, plain := s.inForce(), delivered()
	in := c.Card(r, s.T("manager.rule."+f.key))
	tui.CutTop(&in, 1)
	number, unit := f.figure(s, f.get(&rules))
	c.KeyValue(tui.CutTop(&in, min(6, max(2, in.Dy()/3))), tui.Figure{Label: s.T("manager.rule_now"), Value: number, Unit: unit, Style: s.st(tui.Accent)})
	tui.CutTop(&in, 1)
	in = tui.Inset(in, 1, 0)
	line := func(style tui.Style, text string) {
		if text != "" && in.Dy() > 0 {
			tui.CutTop(&in, max(1, c.Wrap(in, tui.Left, style, text)))
			tui.CutTop(&in, 1)
		}
	}
	line(tui.Card, s.T("manager.rule_why."+f.key))
	if limits := f.limits(s); limits != "" {
		line(tui.CardMuted, s.T("manager.limits", "limits", limits))
	}
	line(tui.CardMuted, s.T("manager.rule_delivered", "value", f.say(s, f.get(&plain))))
	for _, h := range s.changes {
		if fieldOf(h.What) == f.key {
			when := s.Local(h.At).Format("01-02 15:04")
			line(tui.CardMuted, s.T("manager.rule_last", "when", when, "who", s.actor(h.By), "from", s.changeValue(h.What, h.From), "to", s.changeValue(h.What, h.To)))
			break
		}
	}
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
