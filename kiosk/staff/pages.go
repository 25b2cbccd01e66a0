package staff

import (
	"image"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// Page is one page over a screen's own: a list, a text to type, a number's story.
type Page interface {
	// Layout returns the targets of the page in area, Draw paints it, its targets
	// too. Both are pure.
	Layout(area image.Rectangle) []tui.Target
	Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target)
	// Tap acts on a target; Key takes keys that are no target's.
	Tap(id string) tea.Cmd
	Key(k tea.KeyPressMsg) tea.Cmd
	// Typing reports whether letters and digits are text.
	Typing() bool
}

// Pages is the talk with the hall, and the pages that lie over a screen's own,
// one on the other; "back" always leads one down. A screen embeds it: it is a
// tui.Pager, tui.Typer and tui.RepeatGuard by it. Make it with NewPages.
type Pages struct {
	Talk
	over []Page
	step int // tells two pages apart
}

// NewPages begins with the screen's own page. The talk is NewTalk's.
func NewPages(talk Talk) Pages { return Pages{Talk: talk} }

// ticker is a page that wants to know the time, to renew what it shows.
type ticker interface{ Tick() tea.Cmd }

// Receive is Talk's, and keeps the top page fresh.
func (p *Pages) Receive(m tea.Msg) tea.Cmd {
	cmd := p.Talk.Receive(m)
	if _, tick := m.(tui.TickMsg); tick && !p.Busy() {
		if t, ok := p.Top().(ticker); ok {
			return t.Tick()
		}
	}
	return cmd
}

// Open lays a page over all others.
func (p *Pages) Open(page Page) {
	p.over = append(p.over, page)
	p.step++
}

// Replace lays a page in the place of the top one: "back" leads past that.
func (p *Pages) Replace(page Page) {
	if n := len(p.over); n > 0 {
		p.over = p.over[:n-1]
	}
	p.Open(page)
}

// Back takes the top page away.
func (p *Pages) Back() {
	if n := len(p.over); n > 0 {
		p.over[n-1] = nil // a PIN is not kept
		p.over = p.over[:n-1]
	}
	p.step++
}

// Home takes all pages away: the screen's own is seen.
func (p *Pages) Home() {
	p.over = nil
	p.step++
}

// Turn says that the screen's own page is another one now.
func (p *Pages) Turn() { p.step++ }

// Top is the page that is seen; nil if that is the screen's own.
func (p *Pages) Top() Page {
	if n := len(p.over); n > 0 {
		return p.over[n-1]
	}
	return nil
}

// downTo takes away what lies over a page; all, if it is not there.
func (p *Pages) downTo(page Page) {
	for len(p.over) > 0 && p.Top() != page {
		p.Back()
	}
}

// Page tells two pages apart, so that the shell guards against double taps.
func (p *Pages) Page() string { return strconv.Itoa(p.step) }

// Typing reports whether letters and digits are text.
func (p *Pages) Typing() bool { return p.Top() != nil && p.Top().Typing() }

// actingKeys are all keys that do something on a page of staff.
var actingKeys = append(strings.Split("abcdefghijklmnopqrstuvwxyz0123456789", ""), "enter")

// GuardedKeys are the keys that a held finger must not repeat, and that pick
// nothing from what they opened: all that act, but letters and digits while they
// are text. The slice is the caller's.
func (p *Pages) GuardedKeys() []string {
	if p.Typing() {
		return []string{"enter"}
	}
	return slices.Clone(actingKeys)
}

// LayoutTop are the targets of the top page, in the frame's page.
func (p *Pages) LayoutTop(area image.Rectangle) []tui.Target { return p.Top().Layout(area) }

// Alive marks targets as dead while a request is under way; for the end of a
// screen's Layout.
func (p *Pages) Alive(ts []tui.Target) []tui.Target {
	if p.Busy() {
		for i := range ts {
			ts[i].Disabled = true
		}
	}
	return ts
}
