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
// What the shell guarantees:
//   - Layout feeds both Draw and the hit test, so a button is hit where it is drawn.
//   - A target is armed on press and acts on release over the same target, one
//     cell of slip allowed; its key does exactly the same.
//   - A second tap within PageGuard of a change of Page is swallowed; a
//     repeated key that the screen guards is swallowed for KeyGuard.
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
