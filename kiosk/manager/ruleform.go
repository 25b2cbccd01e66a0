package manager

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// open lets the manager change a rule, from the settings that are in force now: the
// last poll's may be from before the manager's own last change.
func (p *rulesPage) open(key string) tea.Cmd {
	i := slices.IndexFunc(ruleFields, func(f ruleField) bool { return f.key == key })
	if i < 0 || p.settings == nil {
		return nil
	}
	p.at = i
	return staff.Ask(&p.Talk, "", p.desk.Settings, func(was wire.SettingsReply, e *wire.Error) tea.Cmd {
		if e != nil {
			p.Refuse(e)
			return nil
		}
		p.settings = &was
		if version := was.Published(queue.PartRules); version > 0 {
			p.Say(tui.Warn, "manager.rules_published", "version", version)
			return nil
		}
		p.form(ruleFields[i], was)
		return nil
	})
}

// form is where the value of a rule is chosen or typed.
func (p *rulesPage) form(f ruleField, was wire.SettingsReply) {
	title := p.T("manager.rule."+f.key) + "  " + p.T("manager.now", "value", f.say(p.Screen, f.get(&was.Rules)))
	if f.unit == inYesNo {
		p.Choose(title, []tui.Choice{{ID: "1", Label: f.say(p.Screen, 1)}, {ID: "0", Label: f.say(p.Screen, 0)}}, func(id string) tea.Cmd {
			v, _ := f.parse(id)
			return p.askRule(f, was, v)
		})
		p.noteTop(p.why(f))
		return
	}
	letters := []string(nil)
	if f.unit == inClock {
		letters = []string{":"}
	}
	p.Enter(tui.Entry{Title: title, Max: 5, Letters: letters}, func(text string) tea.Cmd {
		v, ok := f.parse(text)
		if !ok {
			p.Say(tui.Warn, "manager.out_of_limits", "limits", f.limits(p.Screen))
			return nil
		}
		return p.askRule(f, was, v)
	})
	p.noteTop(p.why(f))
}

// askRule asks before a rule of the whole hall changes. Was are the settings that
// the manager saw: where others are in force by then, nothing changes.
func (p *rulesPage) askRule(f ruleField, was wire.SettingsReply, to int) tea.Cmd {
	rules := was.Rules
	from := f.get(&rules)
	if from == to {
		p.Home()
		p.Say(tui.Accent, "manager.rule_same")
		return nil
	}
	name := p.T("manager.rule." + f.key)
	question := p.T("manager.rule_ask", "rule", name, "from", f.say(p.Screen, from), "to", f.say(p.Screen, to))
	f.set(&rules, to)
	p.Confirm(question, p.T("manager.rule_yes"), func() tea.Cmd {
		return p.sendSeen("hall.rules", wire.RulesRequest{Rules: rules, Hash: was.Hash}, "manager.rule_done", "rule", name, "to", f.say(p.Screen, to))
	})
	return nil
}
