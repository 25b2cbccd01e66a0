package staff

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// pinLength is the longest PIN, see queue.HashPIN.
const pinLength = 32

// Session is who is signed in at a desk, a guide's or a manager's terminal. The
// desk looks without anybody, and acts for whoever is.
type Session struct {
	pages    *Pages
	desk     doer
	terminal string
	needs    []queue.Right
	staff    []wire.Member
	here     *wire.Session
}

// NewSession is the session of a terminal by its name in the hall. Needs are the
// rights that its work needs: who has one of them stands first where people sign in.
func NewSession(pages *Pages, desk doer, terminal string, needs ...queue.Right) *Session {
	pages.At(terminal)
	return &Session{pages: pages, desk: desk, terminal: terminal, needs: needs}
}

// SetHall takes the hall's state. Who has no right that is needed here stands behind
// who has, and then who is at a window, and will hardly sign in here.
func (s *Session) SetHall(h wire.Hall) {
	s.staff, s.here = slices.Clone(h.Staff), nil
	away := map[string]bool{}
	for _, w := range h.Windows {
		away[w.Clerk] = true
	}
	place := func(m wire.Member) int {
		n := 0
		if away[m.ID] {
			n = 1
		}
		if !slices.ContainsFunc(s.needs, func(r queue.Right) bool { return slices.Contains(m.Rights, r) }) {
			n += 2
		}
		return n
	}
	slices.SortStableFunc(s.staff, func(a, b wire.Member) int { return place(a) - place(b) })
	if i := slices.IndexFunc(h.Desks, func(d wire.Session) bool { return d.Terminal == s.terminal }); i >= 0 {
		s.here = &h.Desks[i]
	}
}

// Who is signed in here; ok is false if nobody is.
func (s *Session) Who() (who wire.Session, ok bool) {
	if s.here == nil {
		return wire.Session{}, false
	}
	return *s.here, true
}

// May reports whether somebody is signed in here who has one of the rights.
func (s *Session) May(rights ...queue.Right) bool {
	return s.here != nil && slices.ContainsFunc(rights, func(r queue.Right) bool { return slices.Contains(s.here.Rights, r) })
}

// SignIn asks who it is, and for the PIN; then is done once the hall has
// accepted it, with the pages as they were. It may be nil.
func (s *Session) SignIn(then func() tea.Cmd) {
	p := s.pages
	below := p.Top()
	var rows []tui.Choice
	for _, m := range s.staff {
		rows = append(rows, tui.Choice{ID: "clerk " + m.ID, Label: m.Name, Note: m.ID})
	}
	list := p.Choose(p.T("staff.choose_name"), rows, func(id string) tea.Cmd {
		if id == "type" {
			p.Enter(tui.Entry{Title: p.T("staff.enter_clerk"), Max: 32}, func(clerk string) tea.Cmd {
				name := p.Person(clerk)
				if i := slices.IndexFunc(s.staff, func(m wire.Member) bool { return m.ID == clerk }); i >= 0 {
					name = s.staff[i].Name
				}
				s.askPIN(clerk, name, below, then)
				return nil
			})
			return nil
		}
		if i := slices.IndexFunc(s.staff, func(m wire.Member) bool { return "clerk "+m.ID == id }); i >= 0 {
			s.askPIN(s.staff[i].ID, s.staff[i].Name, below, then)
		}
		return nil
	})
	list.More = []tui.Target{{ID: "type", Key: "i tab", Label: p.T("staff.type_clerk")}}
}

func (s *Session) askPIN(clerk, name string, below Page, then func() tea.Cmd) {
	p := s.pages
	var text *tui.Entry
	text = p.Enter(tui.Entry{Title: p.T("staff.pin_of", "name", name), Max: pinLength, Secret: true}, func(pin string) tea.Cmd {
		desk := s.desk
		return Ask(&p.Talk, "", func(ctx context.Context) (struct{}, error) {
			return struct{}{}, desk.Do(ctx, "desk.signin", wire.DeskRequest{Clerk: clerk, PIN: pin})
		}, func(_ struct{}, e *wire.Error) tea.Cmd {
			text.Text = ""
			if e != nil {
				p.Refuse(e)
				return nil
			}
			p.downTo(below)
			p.Say(tui.Good, "staff.signed_in", "name", name)
			if then == nil {
				return nil
			}
			return then()
		})
	})
}

// SignOut signs out who is here.
func (s *Session) SignOut() tea.Cmd {
	who, ok := s.Who()
	if !ok {
		return nil
	}
	return s.Act("desk.signout", wire.DeskRequest{Clerk: who.Clerk}, func() tea.Cmd {
		s.pages.Home()
		s.pages.Say(tui.Good, "staff.signed_out", "name", who.Name)
		return nil
	})
}

// Act asks the hall to do one thing; done follows once it is, or is nil. What is
// refused because nobody is signed in is asked again after the sign-in, which is
// opened at once: the same person goes on with the same thing. After any other
// refusal the page stays open; where nobody knows whether it was done, all pages
// close, so that none suggests to do it again.
func (s *Session) Act(verb string, body any, done func() tea.Cmd) tea.Cmd {
	desk := s.desk
	return ActWith(s, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, desk.Do(ctx, verb, body)
	}, func(struct{}) tea.Cmd {
		if done == nil {
			return nil
		}
		return done()
	})
}

// ActWith is Act for what has an answer.
func ActWith[T any](s *Session, do func(context.Context) (T, error), done func(T) tea.Cmd) tea.Cmd {
	p := s.pages
	return Ask(&p.Talk, "", do, func(v T, e *wire.Error) tea.Cmd {
		if e == nil {
			return done(v)
		}
		s.Refused(e, func() tea.Cmd { return ActWith(s, do, done) })
		return nil
	})
}

// Refused says why something was not done. Where that is because nobody is signed
// in, the sign-in is opened at once, and again follows it; where nobody knows
// whether it was done, all pages close.
func (s *Session) Refused(e *wire.Error, again func() tea.Cmd) {
	switch {
	case e.Code == string(queue.CodeSignInFirst):
		s.SignIn(again)
	case Unsure(e):
		s.pages.Home()
	}
	s.pages.Refuse(e)
}
