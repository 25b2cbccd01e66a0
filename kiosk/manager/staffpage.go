package manager

import (
	"image"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// rights are those that an account may have, in the order of the form.
var rights = []queue.Right{queue.RightPick, queue.RightCancel, queue.RightManage, queue.RightReports}

// How many characters a name and an id may have.
const (
	nameMost = 40
	idMost   = 16
)

// staffPage is the page of the accounts.
type staffPage struct {
	*Screen
	reach
}

func (p *staffPage) keys() []action {
	out := []action{{id: "open", key: "enter", do: p.enter, alone: true, look: tui.Primary}}
	for _, a := range []action{{id: "new", key: "n"}, {id: "name", key: "c"}, {id: "rights", key: "r"}, {id: "pin", key: "p"}, {id: "remove", key: "x", look: tui.Danger}} {
		a.signed, a.do = true, func() tea.Cmd { return p.actOn(a.id) }
		out = append(out, a)
	}
	return out
}

func (p *staffPage) walk(key string) { p.move(key, len(p.staff()), 1) }

func (p *staffPage) enter() tea.Cmd {
	if c := p.reached(); c != nil {
		p.open(c.ID)
	}
	return nil
}

func (p *staffPage) touch(_, id string) tea.Cmd {
	p.open(id)
	return nil
}

func (p *staffPage) columns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + p.T("manager.col_id"), Width: 14},
		{Head: p.T("manager.col_person"), Width: 20},
		{Head: p.T("manager.col_rights")},
		{Head: p.T("manager.col_where"), Width: 22},
	}
	if width < 90 {
		cols[0].Width, cols[1].Width, cols[3].Width = 10, 14, 14
	}
	return cols
}

func (p *staffPage) list(r image.Rectangle) (list image.Rectangle, top int) {
	tui.CutTop(&r, 1)
	return r, shown(p.among(len(p.staff())), len(p.staff()), r.Dy()-1)
}

func (p *staffPage) layout(r image.Rectangle) []tui.Target {
	list, top := p.list(r)
	var ts []tui.Target
	for i := top; i < len(p.staff()); i++ {
		if at := tui.RowRect(list, p.columns(list.Dx()), i-top); !at.Empty() {
			ts = append(ts, tui.Target{ID: "clerk " + p.staff()[i].ID, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// draw writes the accounts: their rights, and where they are signed in.
func (p *staffPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	head := p.T("manager.settings_missing")
	if p.settings != nil {
		head = p.T("manager.staff_head", "n", len(p.staff()))
	}
	c.Text(r, tui.Left, p.st(tui.Accent|tui.Bold), head)
	list, top := p.list(r)
	at := p.among(len(p.staff()))
	var rows []tui.TableRow
	for i := top; i < len(p.staff()); i++ {
		clerk := p.staff()[i]
		style := p.st(tui.Ink)
		if t, ok := tui.Find(ts, "clerk "+clerk.ID); i == at || ok && t.Pressed {
			style |= tui.Reverse
		}
		rows = append(rows, tui.TableRow{Style: style, Cells: []string{" " + clerk.ID, clerk.Name, p.rightNames(clerk.Rights), p.whereIs(clerk.ID)}})
	}
	c.Table(list, p.columns(list.Dx()), rows)
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
func (p *staffPage) whereIs(id string) string {
	for _, w := range p.view.Windows {
		if w.Clerk == id {
			return p.T("common.window", "window", w.Label)
		}
	}
	for _, d := range p.view.Desks {
		if d.Clerk == id {
			return p.T("manager.at_desk", "terminal", d.Terminal)
		}
	}
	return ""
}

// reached is the account that the arrow keys have reached.
func (p *staffPage) reached() *queue.Clerk {
	if len(p.staff()) == 0 {
		return nil
	}
	return &p.staff()[p.among(len(p.staff()))]
}
