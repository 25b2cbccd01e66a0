package manager

import (
	"image"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// rights are those that an account may have, in the order of the form.
var rights = []queue.Right{queue.RightPick, queue.RightCancel, queue.RightManage, queue.RightReports}

// PINs have 4 to 32 characters, names up to 40; see wire.StaffRequest.
const (
	pinLeast, pinMost = 4, 32
	nameMost          = 40
	idMost            = 16
)

func (s *Screen) staffColumns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + s.T("manager.col_id"), Width: 14},
		{Head: s.T("manager.col_person"), Width: 20},
		{Head: s.T("manager.col_rights")},
		{Head: s.T("manager.col_where"), Width: 22},
	}
	if width < 90 {
		cols[0].Width, cols[1].Width, cols[3].Width = 10, 14, 14
	}
	return cols
}

func (s *Screen) staffTop(r image.Rectangle) (list image.Rectangle, top int) {
	tui.CutTop(&r, 1)
	return r, shown(s.reached(len(s.staff())), len(s.staff()), r.Dy()-1)
}

func (s *Screen) layoutStaff(r image.Rectangle) []tui.Target {
	list, top := s.staffTop(r)
	var ts []tui.Target
	for i := top; i < len(s.staff()); i++ {
		if at := tui.RowRect(list, s.staffColumns(list.Dx()), i-top); !at.Empty() {
			ts = append(ts, tui.Target{ID: "clerk " + s.staff()[i].ID, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// drawStaff writes the accounts: their rights, and where they are signed in.
func (s *Screen) drawStaff(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	head := s.T("manager.settings_missing")
	if s.settings != nil {
		head = s.T("manager.staff_head", "n", len(s.staff()))
	}
	c.Text(r, tui.Left, s.st(tui.Accent|tui.Bold), head)
	list, top := s.staffTop(r)
	at := s.reached(len(s.staff()))
	var rows []tui.TableRow
	for i := top; i < len(s.staff()); i++ {
		clerk := s.staff()[i]
		style := s.st(tui.Ink)
		if t, ok := tui.Find(ts, "clerk "+clerk.ID); i == at || ok && t.Pressed {
			style |= tui.Reverse
		}
		rows = append(rows, tui.TableRow{Style: style, Cells: []string{" " + clerk.ID, clerk.Name, s.rightNames(clerk.Rights), s.whereIs(clerk.ID)}})
	}
	c.Table(list, s.staffColumns(list.Dx()), rows)
}

// rightNames are rights in words.
func (s *Screen) rightNames(rs []queue.Right) string {
	var out []string
	for _, r := range rights {
		if slices.Contains(rs, r) {
			out = append(out, s.T("manager.right."+string(r)))
		}
	}
	return strings.Join(out, " ")
}

// whereIs says where a member of staff is signed in.
func (s *Screen) whereIs(id string) string {
	for _, w := range s.view.Windows {
		if w.Clerk == id {
			return s.T("common.window", "window", w.Label)
		}
	}
	for _, d := range s.view.Desks {
		if d.Clerk == id {
			return s.T("manager.at_desk", "terminal", d.Terminal)
		}
	}
	return ""
}

// reachedClerk is the account that the arrow keys have reached.
func (s *Screen) reachedClerk() *queue.Clerk {
	if len(s.staff()) == 0 {
		return nil
	}
	return &s.staff()[s.reached(len(s.staff()))]
}

// openClerk offers what can be done with an account.
func (s *Screen) openClerk(id string) {
	i := slices.IndexFunc(s.staff(), func(c queue.Clerk) bool { return c.ID == id })
	if i < 0 {
		return
	}
	s.at[tabStaff] = i
	rows := []tui.Choice{
		{ID: "name", Label: s.T("manager.staff_name")}, {ID: "rights", Label: s.T("manager.staff_rights"), Note: s.rightNames(s.staff()[i].Rights)},
		{ID: "pin", Label: s.T("manager.staff_pin")}, {ID: "remove", Label: s.T("manager.staff_remove")},
	}
	s.Choose(s.staff()[i].Name+"  "+id, rows, s.actOnClerk)
}

// actOnClerk does one thing with the account that was reached.
func (s *Screen) actOnClerk(what string) tea.Cmd {
	if what == "new" {
		s.newClerk()
		return nil
	}
	clerk := s.reachedClerk()
	if clerk == nil {
		return nil
	}
	r := wire.StaffRequest{ID: clerk.ID}
	name := clerk.Name
	switch what {
	case "name":
		s.Enter(tui.Entry{Title: s.T("manager.staff_name_of", "name", name), Max: nameMost}, func(text string) tea.Cmd {
			r.Name = strings.TrimSpace(text)
			return s.send("hall.staff", r, "manager.staff_changed", "name", r.Name)
		})
	case "rights":
		s.askRights(s.T("manager.staff_rights_of", "name", name), clerk.Rights, func(rs []queue.Right) tea.Cmd {
			r.Rights = rs
			return s.send("hall.staff", r, "manager.staff_changed", "name", name)
		})
	case "pin":
		s.askPIN(name, func(pin string) tea.Cmd {
			r.PIN = pin
			return s.send("hall.staff", r, "manager.staff_pin_changed", "name", name)
		})
	case "remove":
		s.Confirm(s.T("manager.staff_remove_ask", "name", name), s.T("manager.staff_remove"), func() tea.Cmd {
			r.Remove = true
			return s.send("hall.staff", r, "manager.staff_removed", "name", name)
		})
	}
	return nil
}

// newClerk asks for the account's id, name, rights and PIN, and then makes it.
func (s *Screen) newClerk() {
	s.Enter(tui.Entry{Title: s.T("manager.staff_new_id"), Max: idMost}, func(id string) tea.Cmd {
		id = strings.TrimSpace(id)
		switch {
		case !wire.ValidToken(id):
			s.Say(tui.Warn, "manager.staff_bad_id")
			return nil
		case slices.ContainsFunc(s.staff(), func(c queue.Clerk) bool { return c.ID == id }):
			s.Say(tui.Warn, "manager.staff_id_taken", "id", id)
			return nil
		}
		s.Enter(tui.Entry{Title: s.T("manager.staff_name_of", "name", id), Max: nameMost}, func(name string) tea.Cmd {
			name = strings.TrimSpace(name)
			s.askRights(s.T("manager.staff_rights_of", "name", name), nil, func(rs []queue.Right) tea.Cmd {
				s.askPIN(name, func(pin string) tea.Cmd {
					return s.send("hall.staff", wire.StaffRequest{ID: id, Name: name, Rights: rs, PIN: pin}, "manager.staff_added", "name", name)
				})
				return nil
			})
			return nil
		})
		return nil
	})
}

// askRights lets the manager mark the rights of an account.
func (s *Screen) askRights(title string, has []queue.Right, take func([]queue.Right) tea.Cmd) {
	has = slices.Clone(has)
	rows := func() []tui.Choice {
		var out []tui.Choice
		for _, r := range rights {
			mark := "[  ] "
			if slices.Contains(has, r) {
				mark = "[" + s.T("manager.has") + "] "
			}
			out = append(out, tui.Choice{ID: string(r), Label: mark + s.T("manager.right."+string(r)), Note: s.T("manager.right_why." + string(r))})
		}
		return out
	}
	var list *tui.Chooser
	list = s.Choose(title, rows(), func(id string) tea.Cmd {
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
	list.More = []tui.Target{{ID: "confirm", Label: s.T("common.confirm"), Key: "enter", Look: tui.Primary}}
}

// askPIN lets a new PIN be typed, and typed again, because nobody sees it.
func (s *Screen) askPIN(name string, take func(pin string) tea.Cmd) {
	var first *tui.Entry
	first = s.Enter(tui.Entry{Title: s.T("manager.pin_new", "name", name), Max: pinMost, Secret: true}, func(pin string) tea.Cmd {
		if utf8.RuneCountInString(pin) < pinLeast {
			s.Say(tui.Warn, "manager.pin_short", "n", pinLeast)
			return nil
		}
		s.Enter(tui.Entry{Title: s.T("manager.pin_again", "name", name), Max: pinMost, Secret: true}, func(again string) tea.Cmd {
			if again != pin {
				first.Text = ""
				s.Back()
				s.Say(tui.Warn, "manager.pin_differs")
				return nil
			}
			return take(pin)
		})
		return nil
	})
}
