package staff

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// chooser is a list as a page.
type chooser struct {
	pages *Pages
	list  tui.Chooser
	pick  func(id string) tea.Cmd
}

// Choose opens a list; pick gets the target of a row or of the list's More. The
// rows are those of the moment: what is read is what a key picks, however the
// hall goes on. No row is chosen yet, so that an Enter too many picks nothing. The
// list is returned to add More keys, or to change its rows.
func (p *Pages) Choose(title string, rows []tui.Choice, pick func(id string) tea.Cmd) *tui.Chooser {
	c := &chooser{pages: p, list: tui.Chooser{Title: title, Rows: rows, At: -1}, pick: pick}
	p.Open(c)
	return &c.list
}

// Confirm opens a question that is answered by one deliberate choice.
func (p *Pages) Confirm(question, yes string, do func() tea.Cmd) {
	p.Choose(question, []tui.Choice{{ID: "yes", Label: yes}}, func(string) tea.Cmd { return do() })
}

func (c *chooser) Layout(area image.Rectangle) []tui.Target {
	return c.pages.NameEnter(c.list.Layout(area, c.pages.ListLabels()))
}

func (c *chooser) Draw(cv *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	c.list.Draw(cv, area, c.pages.ListLabels())
	drawButtons(cv, ts)
}

func (c *chooser) Tap(id string) tea.Cmd {
	if c.list.Tap(id) {
		return nil
	}
	c.pages.Hush()
	if id == "back" {
		c.pages.Back()
		return nil
	}
	return c.pick(id)
}

func (c *chooser) Key(k tea.KeyPressMsg) tea.Cmd {
	c.list.Key(k.String())
	return nil
}

func (c *chooser) Typing() bool { return false }

// ListLabels are the words of every list.
func (k *Talk) ListLabels() tui.ChooserLabels {
	return tui.ChooserLabels{
		Back: k.T("common.back"), Earlier: k.T("common.earlier"), Later: k.T("common.later"), Empty: k.T("common.list_empty"),
		Page: func(page, pages int) string { return k.T("common.page", "page", page, "pages", pages) },
	}
}

// NameEnter writes Enter on the key that confirms, where there is room, and a shorter
// word where there is little.
func (k *Talk) NameEnter(ts []tui.Target) []tui.Target {
	for i, t := range ts {
		if t.ID != "confirm" {
			continue
		}
		edge := 4
		if t.Rect.Dy() == 1 {
			edge = 2
		}
		switch long, brief := k.T("common.enter_confirm"), k.T("staff.enter_ok"); {
		case tui.Width(long) <= t.Rect.Dx()-edge:
			ts[i].Label = long
		case tui.Width(brief) <= t.Rect.Dx()-edge:
			ts[i].Label = brief
		case tui.Width(t.Label) > t.Rect.Dx()-2:
			ts[i].Label = k.T("common.ok")
		}
	}
	return ts
}

func drawButtons(c *tui.Canvas, ts []tui.Target) {
	for _, t := range ts {
		c.Button(t)
	}
}
