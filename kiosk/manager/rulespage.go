package manager

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// rulesPage is the page of the hall's rules.
type rulesPage struct {
	*Screen
	reach
}

func (p *rulesPage) keys() []action {
	return []action{{id: "edit", key: "enter", do: p.enter, look: tui.Primary}}
}

func (p *rulesPage) walk(key string) { p.move(key, len(ruleFields), 1) }

func (p *rulesPage) enter() tea.Cmd { return p.open(ruleFields[p.among(len(ruleFields))].key) }

func (p *rulesPage) touch(_, key string) tea.Cmd { return p.open(key) }

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

// cells places the rows, those around the chosen rule where not all fit.
func (p *rulesPage) cells(r image.Rectangle) (lines []ruleLine, cells []image.Rectangle) {
	all := ruleLines()
	at := 0
	for i, l := range all {
		if l.field == p.among(len(ruleFields)) {
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

func (p *rulesPage) layout(r image.Rectangle) []tui.Target {
	if p.settings == nil {
		return nil
	}
	_, rows, _ := ruleArea(r)
	lines, cells := p.cells(rows)
	var ts []tui.Target
	for i, l := range lines {
		if l.field >= 0 {
			ts = append(ts, tui.Target{ID: "rule " + ruleFields[l.field].key, Rect: cells[i], Look: tui.Quiet, Selected: l.field == p.among(len(ruleFields))})
		}
	}
	return ts
}

// draw writes every rule with its value, and what the chosen one is for.
func (p *rulesPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	head, rows, why := ruleArea(r)
	if p.settings == nil {
		c.Text(head, tui.Left, tui.Muted, p.T("manager.settings_missing"))
		return
	}
	if version := p.settings.Published(queue.PartRules); version > 0 {
		c.Text(head, tui.Left, p.st(tui.Warn|tui.Bold), p.T("manager.rules_published", "version", version))
	} else {
		c.Text(head, tui.Left, p.st(tui.Accent|tui.Bold), p.T("manager.rules_head"))
	}
	lines, cells := p.cells(rows)
	rules, plain := p.rules(), queue.DefaultRules()
	for i, l := range lines {
		at := cells[i]
		if l.field < 0 {
			c.Fill(at, tui.Head)
			c.Text(tui.Inset(at, 1, 0), tui.Left, tui.Head|tui.Bold, p.T("manager.rule_group."+l.group))
			continue
		}
		f := ruleFields[l.field]
		style := p.st(tui.Ink)
		if i%2 == 1 {
			style |= tui.OnZebra
		}
		if t, ok := tui.Find(ts, "rule "+f.key); ok && (t.Pressed || t.Selected) {
			style = p.st(tui.Ink) | tui.Reverse
		}
		c.Fill(at, style)
		at = tui.Inset(at, 1, 0)
		value := f.say(p.Screen, f.get(&rules))
		if f.get(&rules) != f.get(&plain) {
			value = "* " + value
		}
		c.Text(tui.CutRight(&at, 16), tui.Right, style|tui.Bold, value)
		c.Text(at, tui.Left, style, p.T("manager.rule."+f.key))
	}
	f := ruleFields[p.among(len(ruleFields))]
	if r.Dx() >= wide {
		p.drawRule(c, why, f)
		return
	}
	tui.CutTop(&why, min(1, max(0, why.Dy()-2)))
	c.Wrap(why, tui.Left, tui.Muted, p.why(f))
}

// drawRule writes all that is to know about one rule on a card: its value, what
// it is for, what it may be, and who changed it last.
func (p *rulesPage) drawRule(c *tui.Canvas, r image.Rectangle, f ruleField) {
	rules, plain := p.rules(), queue.DefaultRules()
	in := c.Card(r, p.T("manager.rule."+f.key))
	tui.CutTop(&in, 1)
	number, unit := f.figure(p.Screen, f.get(&rules))
	c.KeyValue(tui.CutTop(&in, min(6, max(2, in.Dy()/3))), tui.Figure{Label: p.T("manager.rule_now"), Value: number, Unit: unit, Style: p.st(tui.Accent)})
	tui.CutTop(&in, 1)
	in = tui.Inset(in, 1, 0)
	line := func(style tui.Style, text string) {
		if text != "" && in.Dy() > 0 {
			tui.CutTop(&in, max(1, c.Wrap(in, tui.Left, style, text)))
			tui.CutTop(&in, 1)
		}
	}
	line(tui.Card, p.T("manager.rule_why."+f.key))
	if limits := f.limits(p.Screen); limits != "" {
		line(tui.CardMuted, p.T("manager.limits", "limits", limits))
	}
	line(tui.CardMuted, p.T("manager.rule_delivered", "value", f.say(p.Screen, f.get(&plain))))
	for _, h := range p.changes {
		if fieldOf(h.What) == f.key {
			when := p.Local(h.At).Format("01-02 15:04")
			line(tui.CardMuted, p.T("manager.rule_last", "when", when, "who", p.Actor(h.By), "from", p.changeValue(h.What, h.From), "to", p.changeValue(h.What, h.To)))
			break
		}
	}
}

// why says what a rule is for and what it may be.
func (p *rulesPage) why(f ruleField) string {
	text := p.T("manager.rule."+f.key) + "  " + p.T("manager.rule_why."+f.key)
	if limits := f.limits(p.Screen); limits != "" {
		text += "  " + p.T("manager.limits", "limits", limits)
	}
	return text
}
