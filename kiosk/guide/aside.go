package guide

import (
	"image"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// asideRow is one row beside the issue of numbers; only one with an id can be touched.
type asideRow struct {
	id, left, right string
	style           tui.Style
}

// asideCard is a list beside the issue of numbers.
type asideCard struct {
	title string
	rows  []asideRow
	empty string // said where there are no rows
	key   string // what the first row does, where no key at the bottom does it
}

// cards are the lists, the most pressing first. Those of calls, printers, papers and
// alerts are there only when there are any.
func (s *Screen) cards() []asideCard {
	var out []asideCard
	h := s.hall
	if len(h.Helps) > 0 {
		card := asideCard{title: s.T("guide.calls", "n", len(h.Helps))}
		for _, call := range h.Helps {
			style, mark := staff.Urgency(call.Kind == "panic")
			card.rows = append(card.rows, asideRow{"call " + call.ID, mark + " " + s.Call(call), s.T("staff.minutes", "minutes", s.Minutes(call.At)), style | tui.Bold})
		}
		out = append(out, card)
	}
	printers, told := s.printersCard()
	if len(printers.rows) > 0 {
		if len(told) == len(h.Alerts) {
			printers.key = "a" // else the card of alerts has it
		}
		out = append(out, printers)
	}
	if len(h.Unpapered) > 0 {
		out = append(out, s.papersCard())
	}
	if len(h.Alerts) > len(told) {
		card := asideCard{title: s.T("guide.alerts", "n", len(h.Alerts)-len(told)), key: "a"}
		for _, a := range h.Alerts {
			if told[a.ID] {
				continue
			}
			style, mark := staff.Urgency(a.Level == "critical")
			if !a.Seen.IsZero() {
				style, mark = tui.Muted, " "
			}
			card.rows = append(card.rows, asideRow{"alert " + a.ID, mark + " " + s.Alert(a), "", style})
		}
		out = append(out, card)
	}
	missed := asideCard{title: s.T("guide.missed", "n", len(h.Missed)), empty: s.T("guide.none_missed")}
	for _, q := range latest(h.Missed) {
		missed.rows = append(missed.rows, asideRow{"number " + q.Number, q.Number + "  " + s.Theme(q.Theme), s.ago(s.Minutes(q.Since)), tui.Ink})
	}
	held := asideCard{title: s.T("guide.held", "n", len(h.Held)), empty: s.T("guide.none_held")}
	for _, q := range latest(h.Held) {
		held.rows = append(held.rows, asideRow{"number " + q.Number, q.Number + "  " + s.heldAs(q), s.ago(s.Minutes(q.Since)), tui.Ink})
	}
	return append(out, missed, held)
}

func (s *Screen) ago(minutes int) string { return s.T("common.minutes_ago", "n", minutes) }

// heldAs is how a number is on hold, and until when if that is known.
func (s *Screen) heldAs(q wire.Queued) string {
	how := s.T("common.held." + string(q.Hold))
	if s.SecondsTo(q.Until) > 0 {
		how += " " + s.T("guide.until", "time", s.Clock(q.Until))
	}
	return how
}

// asidePlace is where a card stands, and how many of its rows fit.
type asidePlace struct {
	card asideCard
	rect image.Rectangle
	rows int
}

// places shares r out: each card gets its heading and one row; what is left goes
// to the cards from the first on, and at last the lowest is stretched.
func (s *Screen) places(r image.Rectangle) []asidePlace {
	cards := s.cards()
	var out []asidePlace
	gap := 0
	if r.Dy() >= 18 {
		gap = 1
	}
	left := r.Dy() - len(cards)*(2+gap) + gap
	for _, c := range cards {
		n := 1
		if left > 0 {
			more := max(0, min(left, len(c.rows)-1))
			n, left = n+more, left-more
		}
		out = append(out, asidePlace{card: c, rows: n})
	}
	for i := range out {
		h := 1 + out[i].rows
		if i == len(out)-1 {
			h = max(h, r.Dy())
		} else if left > 0 {
			give := left / (len(out) - i)
			h, left = h+give, left-give
		}
		out[i].rect = tui.CutTop(&r, h)
		out[i].rows = max(0, min(len(out[i].card.rows), out[i].rect.Dy()-1))
		tui.CutTop(&r, gap)
	}
	return out
}

// rowRect is where row i of a card stands.
func (p asidePlace) rowRect(i int) image.Rectangle {
	y := p.rect.Min.Y + 1 + i
	return image.Rect(p.rect.Min.X, y, p.rect.Max.X, y+1)
}

// asideTargets are the rows that can be touched.
func (s *Screen) asideTargets(r image.Rectangle) []tui.Target {
	var ts []tui.Target
	for _, p := range s.places(r) {
		for i := range p.rows {
			if p.card.rows[i].id == "" {
				continue
			}
			t := tui.Target{ID: rowPrefix + p.card.rows[i].id, Rect: p.rowRect(i), Look: tui.Quiet}
			if i == 0 {
				t.Key = p.card.key
			}
			ts = append(ts, t)
		}
	}
	return ts
}

// rowPrefix begins the IDs of targets that are drawn as rows and not as buttons.
const rowPrefix = "row "

func isRow(id string) bool { return strings.HasPrefix(id, rowPrefix) }

func (s *Screen) drawAside(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	for _, p := range s.places(r) {
		c.Card(p.rect, p.card.title)
		if len(p.card.rows) == 0 && p.rect.Dy() > 1 {
			c.Text(tui.Inset(p.rowRect(0), 1, 0), tui.Left, tui.CardMuted, p.card.empty)
		}
		for i := range p.rows {
			row := p.card.rows[i]
			style := row.style | tui.OnCard
			rect := p.rowRect(i)
			if t, ok := tui.Find(ts, rowPrefix+row.id); ok && t.Pressed {
				style |= tui.Reverse
				c.Fill(rect, style)
			}
			rect = tui.Inset(rect, 1, 0)
			if row.right != "" {
				right := tui.CutRight(&rect, tui.Width(row.right)+1)
				c.Text(right, tui.Right, style&^tui.Bold, row.right)
			}
			c.Text(rect, tui.Left, style, row.left)
		}
	}
}

// tapRow acts on a row: a number leads to its story, a call or an alert to its
// answer.
func (s *Screen) tapRow(id string) tea.Cmd {
	kind, arg, _ := strings.Cut(id, " ")
	switch kind {
	case "number":
		return s.tickets.Show(arg)
	case "call":
		s.openCalls()
	case "alert":
		s.openAlerts()
	}
	return nil
}
