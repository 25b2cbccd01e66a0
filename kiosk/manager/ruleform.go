package manager

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// open lets the manager change a rule.
func (p *rulesPage) open(key string) tea.Cmd {
	for i, f := range ruleFields {
		if f.key != key {
			continue
		}
		p.at = i
		if p.settings == nil {
			return nil
		}
		rules := p.inForce()
		now := f.get(&rules)
		title := p.T("manager.rule."+f.key) + "  " + p.T("manager.now", "value", f.say(p.Screen, now))
		if f.unit == inYesNo {
			p.Choose(title, []tui.Choice{{ID: "1", Label: f.say(p.Screen, 1)}, {ID: "0", Label: f.say(p.Screen, 0)}}, func(id string) tea.Cmd {
				v, _ := f.parse(id)
				return p.askRule(f, now, v)
			})
			return nil
		}
		letters := []string(nil)
		if f.unit == inClock {
			letters = []string{":"}
		}
		p.Enter(tui.Entry{Title: title + "  " + p.T("manager.limits", "limits", f.limits(p.Screen)), Max: 5, Letters: letters}, func(text string) tea.Cmd {
			v, ok := f.parse(text)
			if !ok {
				p.Say(tui.Warn, "manager.out_of_limits", "limits", f.limits(p.Screen))
				return nil
			}
			return p.askRule(f, now, v)
		})
	}
	return nil
}

// askRule asks before a rule of the whole hall changes.
func (p *rulesPage) askRule(f ruleField, from, to int) tea.Cmd {
	if from == to {
		p.Home()
		p.Say(tui.Accent, "manager.rule_same")
		return nil
	}
	name := p.T("manager.rule." + f.key)
	question := p.T("manager.rule_ask", "rule", name, "from", f.say(p.Screen, from), "to", f.say(p.Screen, to))
	p.Confirm(question, p.T("manager.rule_yes"), func() tea.Cmd {
		desk := p.desk
		return staff.ActWith(p.session, func(ctx context.Context) (struct{}, error) {
			// Only this rule is ours to change: the others may have changed since.
			now, err := desk.Settings(ctx)
			if err != nil {
				return struct{}{}, err
			}
			f.set(&now.Rules, to)
			return struct{}{}, desk.Do(ctx, "hall.rules", wire.RulesRequest{Rules: now.Rules})
		}, func(struct{}) tea.Cmd { return p.done("manager.rule_done", "rule", name, "to", f.say(p.Screen, to)) })
	})
	return nil
}
