package take

import (
	"context"
	"image"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// maxDigits is the longest number without its letters.
const maxDigits = 5

// foundMsg is the answer to the question where a number stands.
type foundMsg struct {
	reply wire.TicketsReply
	err   *wire.Error
	code  bool // the number was scanned
}

// find asks where a number stands, which was typed or scanned.
func (s *Screen) find(number string, code bool) tea.Cmd {
	if s.cut {
		s.fault = &wire.Error{Code: wire.CodeUnreachable}
		return nil
	}
	s.busy = true
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		r, err := desk.Find(ctx, wire.NumberRequest{Number: number})
		return foundMsg{r, asError(err), code}
	}
}

func (s *Screen) found(m foundMsg) {
	s.busy = false
	if m.err == nil && len(m.reply.Tickets) == 0 {
		m.err = &wire.Error{Code: string(queue.CodeUnknownNumber)}
	}
	if m.err != nil && m.code {
		s.missedCode(m.err)
		return
	}
	if m.err != nil {
		typed := s.typed
		if s.page != pageFind {
			s.goTo(pageFind)
		}
		s.typed, s.fault = typed, m.err
		return
	}
	t := m.reply.Tickets[0]
	for _, other := range m.reply.Tickets {
		if other.State.Live() {
			t = other
			break
		}
	}
	s.showFound([]wire.Ticket{t})
}

// showFound shows where numbers stand, one at a time: first the one whose holder has
// to go.
func (s *Screen) showFound(all []wire.Ticket) {
	s.goTo(pageFound)
	s.trail = []page{pageHome}
	s.visit, s.query, s.failed = visit{}, query{}, nil
	slices.SortStableFunc(all, func(a, b wire.Ticket) int {
		switch called := queue.Called; {
		case a.State == b.State || a.State != called && b.State != called:
			return 0
		case a.State == called:
			return -1
		}
		return 1
	})
	s.mine, s.ticket = all, all[0]
}

// foundFrame leaves room for the buttons that lead to the other numbers.
func (s *Screen) foundFrame(f frame) (rest frame, pager image.Rectangle) {
	if len(s.mine) > 1 {
		pager = tui.CutBottom(&f.body, f.foot.Dy())
	}
	return f, pager
}

func (s *Screen) layoutFound(f frame) []tui.Target {
	_, pager := s.foundFrame(f)
	ts := s.pager(pager, len(s.mine))
	if len(ts) == 2 {
		ts[0].Label, ts[1].Label = s.t("take.earlier_number"), s.t("take.later_number")
	}
	return ts
}

// prefixes are the letters that numbers of this hall begin with.
func (s *Screen) prefixes() []string {
	var out []string
	if s.menu != nil {
		for _, l := range s.menu.Lines {
			out = append(out, l.Prefix)
		}
	}
	return out
}

// onlyPrefix types the letters in a hall where all numbers begin alike.
func (s *Screen) onlyPrefix() {
	if p := s.prefixes(); len(p) == 1 {
		s.typed = p[0]
	}
}

// parts are the letters and the digits of what was typed.
func (s *Screen) parts() (prefix, digits string) {
	prefix = strings.TrimRight(s.typed, "0123456789")
	return prefix, s.typed[len(prefix):]
}

// nextPrefix is the prefix after the one typed.
func (s *Screen) nextPrefix() string {
	all := s.prefixes()
	typed, _ := s.parts()
	for i, p := range all {
		if p == typed {
			return all[(i+1)%len(all)]
		}
	}
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// typePrefix takes a letter from a real keyboard: the next prefix that begins
// with it.
func (s *Screen) typePrefix(text string) {
	letter := strings.ToUpper(text)
	if letter == "" || letter < "A" || letter > "Z" {
		return
	}
	prefix, digits := s.parts()
	all := s.prefixes()
	after := false
	choice := ""
	for range 2 {
		for _, p := range all {
			if after && strings.HasPrefix(p, letter) && choice == "" {
				choice = p
			}
			after = after || p == prefix
		}
		after = true
	}
	if choice != "" {
		s.typed, s.fault = choice+digits, nil
	}
}

func (s *Screen) findPad(f frame) padFrame {
	return s.padFrame(f, tui.KeypadKey{ID: "prefix", Label: s.t("take.letters"), Key: "+"},
		tui.KeypadKey{ID: "delete", Label: s.t("common.delete"), Key: "- backspace"})
}

func (s *Screen) layoutFind(f frame) []tui.Target {
	p := s.findPad(f)
	ts := append(p.targets(), tui.Target{ID: "search", Rect: p.confirm, Label: s.t("take.look_up"), Key: "enter", Look: tui.Primary})
	// Where there is room the letters stand beside the digits.
	r := p.text
	if len(p.more) > 0 && !f.low {
		r.Max.Y = p.more[0].Max.Y
	}
	tui.CutTop(&r, 4)
	all := s.prefixes()
	typed, _ := s.parts()
	cols := min(len(all), max(1, (r.Dx()+1)/11))
	if f.low || cols == 0 || (len(all)+cols-1)/cols*3 > r.Dy() {
		return ts
	}
	rows := (len(all) + cols - 1) / cols
	for i, cell := range gridOf(r, len(all), cols, min(4, r.Dy()/rows), 0) {
		ts = append(ts, tui.Target{ID: "prefix/" + all[i], Rect: cell, Label: all[i], Selected: all[i] == typed})
	}
	return ts
}

func (s *Screen) drawFind(c *tui.Canvas, f frame) {
	p := s.findPad(f)
	r := p.text
	st, text := tui.Muted, s.findHint()
	if s.fault != nil {
		st, text = tui.Bad|tui.Bold, s.errorText(s.fault)
	}
	prefix, digits := s.parts()
	if prefix == "" {
		prefix = "_"
	}
	number := prefix + digits + strings.Repeat("_", max(0, 3-len(digits)))
	if f.low {
		c.Text(tui.CutTop(&r, 1), tui.Center, tui.Ink|tui.Bold, number)
		c.Text(r, tui.Center, st, text)
		return
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Accent|tui.Bold, s.t("take.find"))
	field := tui.CutTop(&r, 1)
	c.Fill(field, tui.Card)
	c.Text(field, tui.Center, tui.CardAccent|tui.Bold, number)
	r = tui.CutTop(&r, 2)
	para(c, &r, tui.Center, st, text)
}

// findHint says how to name the number.
func (s *Screen) findHint() string {
	switch {
	case s.cards && s.codes:
		return s.t("take.find_hint_both")
	case s.cards:
		return s.t("take.find_hint_card")
	case s.codes:
		return s.t("take.find_hint_code")
	}
	return s.t("take.find_hint")
}

func (s *Screen) tapFind(kind, arg string) tea.Cmd {
	prefix, digits := s.parts()
	if kind != "search" {
		s.fault = nil
	}
	switch kind {
	case "key":
		if len(digits) < maxDigits {
			s.typed += arg
		}
	case "prefix":
		if arg == "" {
			arg = s.nextPrefix()
		}
		s.typed = arg + digits
	case "delete":
		switch {
		case digits != "":
			s.typed = s.typed[:len(s.typed)-1]
		case prefix != "":
			s.typed = ""
		}
	case "search":
		if prefix == "" || digits == "" {
			s.fault = &wire.Error{Code: string(queue.CodeUnknownNumber)}
			return nil
		}
		return s.find(s.typed, false)
	}
	return nil
}
