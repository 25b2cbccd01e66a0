package manager

import (
	"context"
	"image"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// enrolled are the roles that a terminal can be enrolled as from here, in the order
// of the form. Callers and ratings have no program yet.
var enrolled = []wire.Role{wire.RoleKiosk, wire.RoleWindow, wire.RoleBoard, wire.RoleGuide, wire.RoleManager}

// enrol asks what a new terminal is for, and makes the token with which it joins.
func (p *terminalsPage) enrol() {
	var rows []tui.Choice
	for _, r := range enrolled {
		rows = append(rows, tui.Choice{ID: string(r), Label: p.T("manager.role." + string(r))})
	}
	p.Choose(p.T("manager.enrol_which"), rows, func(id string) tea.Cmd {
		role := wire.Role(id)
		if role != wire.RoleWindow {
			return p.token(wire.TokenRequest{Role: role}, p.T("manager.role."+id))
		}
		var places []tui.Choice
		for _, w := range p.view.Windows {
			places = append(places, tui.Choice{ID: w.ID, Label: p.AtWindow(w.ID)})
		}
		p.Choose(p.T("manager.enrol_where"), places, func(window string) tea.Cmd {
			return p.token(wire.TokenRequest{Role: role, Window: window}, p.AtWindow(window))
		})
		return nil
	})
}

// token asks for a token and shows what to type with it.
func (p *terminalsPage) token(r wire.TokenRequest, what string) tea.Cmd {
	desk := p.desk
	return staff.ActWith(p.session, func(ctx context.Context) (wire.TokenReply, error) {
		return desk.Token(ctx, r)
	}, func(t wire.TokenReply) tea.Cmd {
		p.Home()
		p.Open(&tokenPage{s: p.Screen, reply: t, role: r.Role, what: what})
		return nil
	})
}

// withdraw asks whether the terminal that was reached shall be shut out for good.
func (p *terminalsPage) withdraw() tea.Cmd {
	if len(p.terminals) == 0 {
		return nil
	}
	t := p.list()[p.among(len(p.terminals))]
	if t.ID == p.terminal {
		p.Say(tui.Warn, "manager.withdraw_self")
		return nil
	}
	name := p.Terminal(string(t.Role), t.Name, t.ID)
	p.Confirm(p.T("manager.withdraw_ask", "name", name), p.T("manager.key.withdraw"), func() tea.Cmd {
		return p.send("terminal.revoke", wire.TerminalRequest{ID: t.ID}, "manager.withdrawn", "name", name)
	})
	return nil
}

// tokenPage shows a token, which is a secret to be typed once, until somebody goes
// back: it is kept nowhere.
type tokenPage struct {
	s     *Screen
	reply wire.TokenReply
	role  wire.Role
	what  string // what the terminal is for
}

// joinCommand is what a token is typed after.
const joinCommand = "onewindow join"

// inRows breaks a token into rows of the same length, which are easier to read off
// than full ones with a rest.
func inRows(token string, width int) string {
	if width < 1 || len(token) <= width {
		return token
	}
	n := (len(token) + width - 1) / width
	each := (len(token) + n - 1) / n
	var rows []string
	for row := range slices.Chunk([]byte(token), each) {
		rows = append(rows, string(row))
	}
	return strings.Join(rows, "\n")
}

func (g *tokenPage) keys() []tui.Target {
	return []tui.Target{{ID: "copy", Key: "c", Label: g.s.T("manager.key.copy")}, {ID: "back", Key: "esc enter", Label: g.s.T("common.back"), Look: tui.Primary}}
}

func (g *tokenPage) Layout(area image.Rectangle) []tui.Target {
	return staff.LayoutKeys(tui.CutBottom(&area, staff.KeysHeight(area, g.keys())), g.keys())
}

// Draw writes the command that joins, whole and in a frame of its own.
func (g *tokenPage) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	s := g.s
	for _, t := range ts {
		c.Button(t)
	}
	tui.CutBottom(&area, staff.KeysHeight(area, g.keys()))
	in := tui.Inset(c.Card(area, s.T("manager.token_title", "what", g.what)), 1, 0)
	say := func(style tui.Style, text string) {
		if in.Dy() > 0 {
			tui.CutTop(&in, max(1, c.Wrap(in, tui.Left, style, text)))
			tui.CutTop(&in, min(1, max(0, in.Dy()-4)))
		}
	}
	tui.CutTop(&in, min(1, max(0, in.Dy()-12)))
	say(tui.Card, s.T("manager.token_do"))
	say(tui.CardAccent|tui.Bold, joinCommand+"\n"+inRows(g.reply.Token, in.Dx()))
	if s.Now().After(g.reply.Expires) {
		say(tui.Bad|tui.OnCard|tui.Bold, s.T("manager.token_over"))
	} else {
		say(tui.CardMuted, s.T("manager.token_until", "time", s.Clock(g.reply.Expires)))
	}
	say(tui.Card, s.T("manager.token_then"))
	say(tui.CardAccent|tui.Bold, "onewindow "+string(g.role))
	say(tui.CardMuted, s.T("manager.token_file")+"\n"+joinCommand+` "$(cat token.txt)"`)
}

// Tap goes back, or hands the command to the terminal's clipboard, in one line.
func (g *tokenPage) Tap(id string) tea.Cmd {
	if id == "copy" {
		g.s.Say(tui.Good, "manager.token_copied")
		return tea.SetClipboard(joinCommand + " " + g.reply.Token)
	}
	g.s.Home()
	return g.s.poll()
}

func (g *tokenPage) Key(tea.KeyPressMsg) tea.Cmd { return nil }
func (g *tokenPage) Typing() bool                { return false }
