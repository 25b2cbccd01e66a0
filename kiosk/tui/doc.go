// Package tui is the toolkit of the terminals: one shell that is the only
// tea.Model of a program, screens as plain structs, touch targets, a canvas of
// cells, themes, big digits and the lock-down of a machine that stands in
// public.
//
// A program has one root Screen. It owns the page that is shown; pages are
// plain values of the program, not models of their own:
//
//	type page string // "home", "ticket"
//
//	type screen struct {
//		tui.Timers // After, Every, Stop
//		desk       Desk
//		page       page
//		number     string
//	}
//
//	func (s *screen) Page() string { return string(s.page) }
//
//	func (s *screen) Layout(area image.Rectangle) []tui.Target {
//		if s.page == "ticket" {
//			foot := tui.CutBottom(&area, 5)
//			return []tui.Target{{ID: "home", Rect: tui.Centred(foot, 24, 3), Label: "返回", Key: "enter"}}
//		}
//		…
//	}
//
//	func (s *screen) Draw(c *tui.Canvas, ts []tui.Target) {
//		c.Text(c.Area(), tui.Center, tui.Ink, "您的号码")
//		for _, t := range ts {
//			c.Button(t)
//		}
//	}
//
//	func (s *screen) Tap(id string) tea.Cmd {
//		desk := s.desk // a command captures values, never the screen
//		return func() tea.Msg { n, err := desk.Take(id); return takenMsg{n, err} }
//	}
//
//	func (s *screen) Msg(m tea.Msg) tea.Cmd {
//		switch m := m.(type) {
//		case takenMsg:
//			s.page, s.number = "ticket", m.number
//			s.After("home", 12*time.Second)
//		case tui.TimerMsg:
//			s.page = "home"
//		}
//		return nil
//	}
//
// What a screen draws with, from the page inwards:
//
//	c.TitleBar(bar, "30号窗口  李强", "已连接  10:20", tui.TitleMuted)
//	in := c.Card(r, "接下来")                        // a panel; text on it is Ink|OnCard, Warn|OnCard ...
//	c.KeyValue(tile, tui.Figure{Label: "最长等候", Value: "33", Unit: "分钟", Style: tui.Bad})
//	x += c.Chip(at, tui.WarnFill, "超时")            // a filled word
//	c.Table(in, cols, rows)                          // heading strip, stripes, styles per cell
//	c.Bar(row, tui.WarnFill, 71, 100)                // by eighths of a cell
//	c.Chart(r, waits, 0, func(v int) tui.Style { … })  // columns, each in its style
//	c.Digits(r, tui.Center|tui.Middle, tui.Call, "A013", 0) // as large as fits, smooth
//	c.Words(r, tui.Left, tui.Call, face, "3号窗口")     // the same in a system font
//	c.QR(r, url)                                     // dark on white in every theme
//	for _, t := range ts {
//		c.Button(t) // badge of the key, name, notes; Mark is a word in the corner
//	}
//	in = c.Panel(r, "还在吗？") // over the page, which it dims; its targets are Modal
//
// Looks of buttons: Plain is one choice of several, Primary what most people
// want next, Danger what cannot be taken back, Quiet a row of a list or a small
// link, Item a row of a list that is a button. States: Selected, Closed (tells
// why when it is tapped), Disabled (does nothing), Pressed. A target whose ID is
// HelpID shows the help text. Buttons keep half a cell around them free, so rows
// of them need no gap; a button of three rows has one for text, one of four two.
//
// The same program is right with all colours, with sixteen and with none: see
// Colours. Draw with styles, never with colours; do not tell anything by colour
// alone.
//
// What the shell guarantees:
//   - Layout feeds both Draw and the hit test, so a button is hit where it is drawn.
//   - A target is armed on press and acts on release over the same target, one
//     cell of slip allowed; its key does exactly the same.
//   - A second tap within PageGuard of a change of Page is swallowed; a
//     repeated key that the screen guards is swallowed for KeyGuard.
//   - Of a screen that takes scans (ScanTaker) a scanner's burst of keys is one ScanMsg
//     and acts as no key; what people type is never taken for one.
//   - A timer that was stopped, restarted or whose page was left never fires.
//   - Locked, nothing typed, pasted or signalled ends the program except
//     SIGTERM, SIGHUP and the context; the terminal is then restored.
//
// A state message that arrives while a finger is down re-lays out the screen;
// the target that was armed acts only if it is still there and enabled.
//
// What it never does: it knows no queue and no words of the product, opens no
// file and no network, and writes to the terminal only through Bubble Tea.
package tui
