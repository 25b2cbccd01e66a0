package staff

import (
	"errors"
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// entry is a text to type as a page.
type entry struct {
	pages *Pages
	text  tui.Entry
	take  func(text string) tea.Cmd
	// shown, if set, is how the text is written instead of as it is.
	shown func(text string) string
}

// Enter opens a form for a short text; take gets it once it is confirmed, and
// leaves the form by Back or Home, or keeps it open with something to say. The
// form is returned so that a refused text can be taken out.
func (p *Pages) Enter(e tui.Entry, take func(text string) tea.Cmd) *tui.Entry {
	x := &entry{pages: p, text: e, take: take}
	p.Open(x)
	return &x.text
}

// EnterID opens the form for a citizen's number. Take gets it once it is right;
// what is wrong is said as long as it is not. The birth date stands in stars,
// because others may look on.
func (p *Pages) EnterID(title string, take func(id queue.IDNumber) tea.Cmd) {
	x := &entry{pages: p, text: tui.Entry{Title: title, Max: words.IDLength, Letters: []string{"X"}}, shown: maskedID}
	x.take = func(text string) tea.Cmd {
		id, err := queue.ParseIDNumber(text, p.Local(p.now))
		var r *queue.Refusal
		if errors.As(err, &r) {
			p.Refuse(&wire.Error{Code: string(r.Code), Msg: r.Hint})
			return nil
		}
		return take(id)
	}
	p.Open(x)
}

func maskedID(typed string) string { return words.IDNumber(typed, false) }

func (e *entry) Layout(area image.Rectangle) []tui.Target {
	labels := tui.EntryLabels{Delete: e.pages.T("common.delete"), Confirm: e.pages.T("common.confirm"), Back: e.pages.T("common.back")}
	return e.pages.NameEnter(e.text.Layout(area, labels))
}

func (e *entry) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	shown := e.text
	if e.shown != nil {
		shown.Text = e.shown(shown.Text)
	}
	shown.Draw(c, area)
	drawButtons(c, ts)
}

func (e *entry) Tap(id string) tea.Cmd {
	p := e.pages
	if id == "confirm" && e.text.Text == "" {
		p.Say(tui.Warn, "common.type_first")
		return nil
	}
	p.Hush()
	switch id {
	case "back":
		p.Back()
	case "confirm":
		return e.take(e.text.Text)
	default:
		e.text.Tap(id)
	}
	return nil
}

func (e *entry) Key(k tea.KeyPressMsg) tea.Cmd {
	text := k.Text
	if e.shown != nil { // a card has no small letters
		if text == "x" {
			text = "X"
		}
		if words.Width(text) != 1 {
			return nil
		}
	}
	e.text.Type(text)
	return nil
}

func (e *entry) Typing() bool { return true }

// Entry is the text that is being typed; nil if none is.
func (p *Pages) Entry() *tui.Entry {
	if x, ok := p.Top().(*entry); ok {
		return &x.text
	}
	return nil
}
