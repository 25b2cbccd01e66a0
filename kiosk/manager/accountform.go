package manager

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// open offers what can be done with an account.
func (p *staffPage) open(id string) {
	i := slices.IndexFunc(p.staff(), func(c queue.Clerk) bool { return c.ID == id })
	if i < 0 {
		return
	}
	p.at = i
	rows := []tui.Choice{
		{ID: "name", Label: p.T("manager.staff_name")}, {ID: "rights", Label: p.T("manager.staff_rights"), Note: p.rightNames(p.staff()[i].Rights)},
		{ID: "pin", Label: p.T("manager.staff_pin")}, {ID: "remove", Label: p.T("manager.staff_remove")},
	}
	p.Choose(p.staff()[i].Name+"  "+id, rows, p.actOn)
}

// actOn does one thing with the account that was reached.
func (p *staffPage) actOn(what string) tea.Cmd {
	if what == "new" {
		p.newClerk()
		return nil
	}
	clerk := p.reached()
	if clerk == nil {
		return nil
	}
	r := wire.StaffRequest{ID: clerk.ID}
	name := clerk.Name
	switch what {
	case "name":
		p.Enter(tui.Entry{Title: p.T("manager.staff_name_of", "name", name), Max: nameMost}, func(text string) tea.Cmd {
			r.Name = strings.TrimSpace(text)
			return p.send("hall.staff", r, "manager.staff_changed", "name", r.Name)
		})
	case "rights":
		p.askRights(p.T("manager.staff_rights_of", "name", name), clerk.Rights, func(rs []queue.Right) tea.Cmd {
			r.Rights = rs
			return p.send("hall.staff", r, "manager.staff_changed", "name", name)
		})
	case "pin":
		p.askPIN(name, func(pin string) tea.Cmd {
			r.PIN = pin
			return p.send("hall.staff", r, "manager.staff_pin_changed", "name", name)
		})
	case "remove":
		p.Confirm(p.T("manager.staff_remove_ask", "name", name), p.T("manager.staff_remove"), func() tea.Cmd {
			r.Remove = true
			return p.send("hall.staff", r, "manager.staff_removed", "name", name)
		})
	}
	return nil
}

// newClerk asks for the account's id, name, rights and PIN, and then makes it.
func (p *staffPage) newClerk() {
	p.Enter(tui.Entry{Title: p.T("manager.staff_new_id"), Max: idMost}, func(id string) tea.Cmd {
		id = strings.TrimSpace(id)
		switch {
		case !wire.ValidToken(id):
			p.Say(tui.Warn, "manager.staff_bad_id")
			return nil
		case slices.ContainsFunc(p.staff(), func(c queue.Clerk) bool { return c.ID == id }):
			p.Say(tui.Warn, "manager.staff_id_taken", "id", id)
			return nil
		}
		p.Enter(tui.Entry{Title: p.T("manager.staff_name_of", "name", id), Max: nameMost}, func(name string) tea.Cmd {
			name = strings.TrimSpace(name)
			p.askRights(p.T("manager.staff_rights_of", "name", name), nil, func(rs []queue.Right) tea.Cmd {
				p.askPIN(name, func(pin string) tea.Cmd {
					return p.send("hall.staff", wire.StaffRequest{ID: id, Name: name, Rights: rs, PIN: pin}, "manager.staff_added", "name", name)
				})
				return nil
			})
			return nil
		})
		return nil
	})
}

// askRights lets the manager mark the rights of an account.
func (p *staffPage) askRights(title string, has []queue.Right, take func([]queue.Right) tea.Cmd) {
	has = slices.Clone(has)
	rows := func() []tui.Choice {
		var out []tui.Choice
		for _, r := range rights {
			mark := "[  ] "
			if slices.Contains(has, r) {
				mark = "[" + p.T("manager.has") + "] "
			}
			out = append(out, tui.Choice{ID: string(r), Label: mark + p.T("manager.right."+string(r)), Note: p.T("manager.right_why." + string(r))})
		}
		return out
	}
	var list *tui.Chooser
	list = p.Choose(title, rows(), func(id string) tea.Cmd {
		if id == "confirm" {
			out := []queue.Right{} // none is not the same as unchanged
			for _, r := range rights {
				if slices.Contains(has, r) {
					out = append(out, r)
				}
			}
			return take(out)
		}
		r := queue.Right(id)
		if slices.Contains(has, r) {
			has = slices.DeleteFunc(has, func(h queue.Right) bool { return h == r })
		} else {
			has = append(has, r)
		}
		list.Rows = rows()
		return nil
	})
	list.More = []tui.Target{{ID: "confirm", Label: p.T("common.confirm"), Key: "enter", Look: tui.Primary}}
}

// askPIN lets a new PIN be typed, and typed again, because nobody sees it.
func (p *staffPage) askPIN(name string, take func(pin string) tea.Cmd) {
	var first *tui.Entry
	first = p.Enter(tui.Entry{Title: p.T("manager.pin_new", "name", name), Max: queue.PINMax, Secret: true}, func(pin string) tea.Cmd {
		if len(pin) < queue.PINMin {
			p.Say(tui.Warn, "manager.pin_short", "n", queue.PINMin)
			return nil
		}
		p.Enter(tui.Entry{Title: p.T("manager.pin_again", "name", name), Max: queue.PINMax, Secret: true}, func(again string) tea.Cmd {
			if again != pin {
				first.Text = ""
				p.Back()
				p.Say(tui.Warn, "manager.pin_differs")
				return nil
			}
			return take(pin)
		})
		return nil
	})
}
