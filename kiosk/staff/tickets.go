package staff

import (
	"context"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Tickets is what a desk does with numbers. A guide's and a manager's screen have
// one; its pages lie over the screen's own.
type Tickets struct {
	pages     *Pages
	desk      Desk
	session   *Session
	hall      wire.Hall
	catalogue Catalogue
	printing  *printing // nil if nothing is waited for
}

// NewTickets is for the desk of a session.
func NewTickets(pages *Pages, desk Desk, session *Session) *Tickets {
	return &Tickets{pages: pages, desk: desk, session: session}
}

// SetHall takes the hall's state.
func (t *Tickets) SetHall(h wire.Hall) {
	t.hall = h
	t.catalogue.setHash(h.Catalogue)
}

// LookUp asks for a number or a citizen's ID number, and shows the number's
// story, or which numbers the citizen holds.
func (t *Tickets) LookUp() {
	p := t.pages
	p.Enter(tui.Entry{Title: p.T("staff.look_up"), Max: words.IDLength, Letters: withX(p.Letters())}, func(text string) tea.Cmd {
		text = asNumber(text)
		if len(text) >= 15 {
			return t.find(text)
		}
		return t.Show(text)
	})
}

// asNumber is what somebody typed as a number is written: in capitals, without
// spaces, and without the wide letters and digits that a Chinese input method
// makes.
func asNumber(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E: // full width forms of ASCII
			r -= 0xFEE0
		case unicode.IsSpace(r):
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
}

func withX(letters []string) []string { return appendNew(append([]string(nil), letters...), "X") }

// find looks up who holds an ID number.
func (t *Tickets) find(id string) tea.Cmd {
	p := t.pages
	checked, err := queue.ParseIDNumber(id, p.Local(p.now))
	if err != nil {
		if r, ok := err.(*queue.Refusal); ok {
			p.Refuse(&wire.Error{Code: string(r.Code), Msg: r.Hint})
		}
		return nil
	}
	desk := t.desk
	return Ask(&p.Talk, "", func(ctx context.Context) (wire.TicketsReply, error) {
		return desk.Find(ctx, wire.NumberRequest{ID: string(checked)})
	}, func(r wire.TicketsReply, e *wire.Error) tea.Cmd {
		switch {
		case e != nil:
			p.Refuse(e)
		case len(r.Tickets) == 0:
			p.Say(tui.Warn, "staff.no_numbers")
		case len(r.Tickets) == 1:
			return t.Show(r.Tickets[0].Number)
		default:
			var rows []tui.Choice
			for _, o := range r.Tickets {
				rows = append(rows, tui.Choice{ID: o.Number, Label: o.Number,
					Note: p.T("common.ticket."+string(o.State)) + "  " + p.In(o.ThemeName) + "  " + p.T("common.minutes_ago", "n", p.Minutes(o.Issued))})
			}
			p.Choose(p.T("staff.which_of_these"), rows, t.Show)
		}
		return nil
	})
}

// fetched is a number's story as it is fetched, with the catalogue if that was
// needed.
type fetched struct {
	reply     wire.HistoryReply
	catalogue *wire.CatalogueReply
}

// fetch is the request for a number's story.
func (t *Tickets) fetch(number string) func(context.Context) (fetched, error) {
	desk, fresh := t.desk, t.catalogue.fresh()
	return func(ctx context.Context) (fetched, error) {
		reply, err := desk.History(ctx, number)
		if err != nil {
			return fetched{}, err
		}
		return fetched{reply, fetchUnless(ctx, fresh, desk)}, nil
	}
}

// Show shows a number's story, in the place of the form that asked for it. While
// it is not known, or nothing is found, the form stays.
func (t *Tickets) Show(number string) tea.Cmd {
	p := t.pages
	return Ask(&p.Talk, "", t.fetch(number), func(x fetched, e *wire.Error) tea.Cmd {
		if e != nil {
			p.Refuse(e)
			return nil
		}
		t.catalogue.take(x.catalogue)
		page := &ticketPage{t: t, reply: x.reply, asked: p.now}
		if _, form := p.Top().(*entry); form {
			p.Replace(page)
		} else {
			p.Open(page)
		}
		return nil
	})
}

// Return brings a missed number back and says so; it may follow with more.
func (t *Tickets) Return(number string, then func() tea.Cmd) tea.Cmd {
	return t.act(number, "ticket.return", queue.Return{Number: number}, then, "staff.returned")
}

// act does one thing with a number and says so by key.
func (t *Tickets) act(number, verb string, body any, then func() tea.Cmd, key string) tea.Cmd {
	return t.session.Act(verb, body, func() tea.Cmd {
		var cmd tea.Cmd
		if then != nil {
			cmd = then()
		}
		t.pages.Say(tui.Good, key, "number", number)
		return cmd
	})
}

// Item is an item of the hall's catalogue by its code; ok is false if it is not
// known, or the catalogue has not been needed yet.
func (t *Tickets) Item(code string) (it queue.Item, ok bool) { return t.catalogue.Item(code) }

// Items are the items of a theme in the catalogue's order, as far as they are
// known; see Fetch.
func (t *Tickets) Items(theme string) []queue.Item { return t.catalogue.Items(theme) }

// Fetch asks for the hall's catalogue beside all else, if it is not here.
func (t *Tickets) Fetch() tea.Cmd {
	if t.catalogue.fresh() {
		return nil
	}
	desk := t.desk
	return AskQuietly(&t.pages.Talk, func(ctx context.Context) (wire.CatalogueReply, error) {
		return desk.Catalogue(ctx)
	}, func(r wire.CatalogueReply, e *wire.Error) tea.Cmd {
		if e == nil {
			t.catalogue.take(&r)
		}
		return nil
	})
}
