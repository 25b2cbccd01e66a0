package take

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// elsewhere is what is known of other halls where the items of the visit are served.
// It is asked for beside all else: whoever wants a number here never waits for it, and
// where no answer comes nothing is said.
type elsewhere struct {
	items string    // those asked for, parted by spaces
	at    time.Time // when, in the machine's time
	halls []wire.HallWait
}

// elsewhereMsg is the answer; without halls it is a refusal, or none.
type elsewhereMsg struct {
	items string
	halls []wire.HallWait
}

// Limits of what is said of other halls.
const (
	// elsewhereMost is how many are named.
	elsewhereMost = 2
	// soonerMinutes is how many minutes sooner it must be there, and it must be a third
	// sooner: nobody goes through the town for less.
	soonerMinutes = 10
	// elsewhereAgain is how long an answer counts.
	elsewhereAgain = time.Minute
	// nameLeast is how many cells of a hall's name must be left to know it.
	nameLeast = 14
)

// muchSooner reports whether it takes so much less long at another hall than here that
// it is worth the way. Both halls reckon alike, so mean is held against mean; and what
// may be the worst there is not above the worst here. A line in which people wait
// without an estimate is one of which nobody knows how long it takes.
func muchSooner(there wire.HallWait, here queue.Estimate) bool {
	e := there.Estimate
	if there.Windows == 0 || e.High == 0 && there.Waiting > 0 {
		return false
	}
	return here.Mean-e.Mean >= soonerMinutes && 3*e.Mean <= 2*here.Mean && e.High <= here.High
}

// ownWait is the longest wait of the visit's lines here; 0 if nobody knows.
func (s *Screen) ownWait() (longest queue.Estimate) {
	if working, _ := s.working(); !working {
		return longest
	}
	for _, g := range s.legs() {
		l, ok := s.lineOf(g.theme)
		if !ok || l.Closed != nil || s.unserved(l) {
			return queue.Estimate{}
		}
		if l.Estimate.Mean > longest.Mean {
			longest = l.Estimate
		}
	}
	return longest
}

// mayGoElsewhere reports whether other halls are worth asking about: it takes long
// here, and any hall may serve what was chosen.
func (s *Screen) mayGoElsewhere() bool {
	if s.page != pageVisit || s.menu == nil || s.set.OfferAbove < 0 {
		return false
	}
	items := s.chosen()
	if len(items) == 0 || len(items) != len(s.visit.items) || slices.ContainsFunc(items, func(it queue.Item) bool { return !it.AnyHall }) {
		return false
	}
	own := s.ownWait()
	return time.Duration(max(own.Mean, own.High))*time.Minute > s.set.OfferAbove
}

// askElsewhere asks where it is sooner, unless that is known.
func (s *Screen) askElsewhere() tea.Cmd {
	if s.cut || s.busy || !s.mayGoElsewhere() {
		return nil
	}
	items := strings.Join(s.visit.items, " ")
	if s.elsewhere.items == items && s.real.Before(s.elsewhere.at.Add(elsewhereAgain)) {
		return nil
	}
	if s.elsewhere.items != items {
		s.elsewhere = elsewhere{items: items}
	}
	s.elsewhere.at = s.real
	desk, codes := s.desk, slices.Clone(s.visit.items)
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		r, err := desk.Quickest(ctx, codes)
		if err != nil {
			return elsewhereMsg{items: items}
		}
		return elsewhereMsg{items, r.Halls}
	}
}

// heardElsewhere takes the answer to the newest question.
func (s *Screen) heardElsewhere(m elsewhereMsg) {
	if m.items == s.elsewhere.items {
		s.elsewhere.halls = m.halls
	}
}

// sooner are the halls that are named now: those where it takes much less long than
// here, as the line stands now.
func (s *Screen) sooner() []wire.HallWait {
	if len(s.elsewhere.halls) == 0 || s.elsewhere.items != strings.Join(s.visit.items, " ") || !s.mayGoElsewhere() {
		return nil
	}
	own := s.ownWait()
	var out []wire.HallWait
	for _, h := range s.elsewhere.halls {
		if len(out) < elsewhereMost && muchSooner(h, own) {
			out = append(out, h)
		}
	}
	return out
}

// soonerLines say so in a width, in as many of rows as they need, the first of them
// what they are; where there is room for one alone, that is the soonest hall.
func (s *Screen) soonerLines(w, rows int) []styled {
	halls := s.sooner()
	if len(halls) == 0 || rows < 1 {
		return nil
	}
	out := []styled{{style: tui.CardMuted, text: s.t("take.elsewhere")}}
	for _, h := range halls {
		out = append(out, styled{style: tui.Card, text: s.soonerText(h, w)})
	}
	switch {
	case rows >= len(out):
		return out
	case rows >= 2:
		return out[:2]
	}
	return out[1:2]
}

// soonerText says of one hall how it stands there, as that hall's own kiosk does. Where there is no room for all, its
// name is cut and not the wait, and least of all how long that is.
func (s *Screen) soonerText(h wire.HallWait, w int) string {
	count := s.t("take.nobody")
	if h.Waiting > 0 {
		count = s.t("take.waiting", "n", h.Waiting)
	}
	wait := s.t("take.no_wait")
	if e := h.Estimate; e.High > 0 {
		wait = s.minutes(e)
	}
	name, rest := s.in(h.Name), s.t("take.colon")+count+s.t("take.comma")+wait
	if room := w - tui.Width(rest); room < min(nameLeast, tui.Width(name)) {
		rest = s.t("take.colon") + wait
	}
	return tui.Truncate(name, w-tui.Width(rest)) + rest
}
