package take

import (
	"time"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// note is one thing to know of a card or a code, on a panel over the page. Any
// touch of its button, any key that is no button's, the next card or code, and
// noteTime end it.
type note struct {
	code string         // which, a key of the catalogue after "take.note."
	id   queue.IDNumber // whose card, shown masked; "" for none
	err  *wire.Error    // instead of code: why there is no answer
	ends time.Time      // in the machine's time
}

// codeNotes are those about codes; all others are about cards.
var codeNotes = map[string]bool{"not_ours": true, "other_hall": true, "other_day": true, "no_such": true}

// tellOf shows a note. To the shell it is another page, so that a tap that was
// meant for the page below does not close it.
func (s *Screen) tellOf(n note) {
	n.ends = s.real.Add(noteTime)
	s.note, s.focus, s.help.open = &n, "", false
}

// closeNote takes the note away.
func (s *Screen) closeNote() {
	if s.note != nil {
		s.note, s.focus = nil, ""
		s.step++
	}
}

// noteOver ends a note that nobody has closed.
func (s *Screen) noteOver() {
	if s.note != nil && !s.real.Before(s.note.ends) {
		s.closeNote()
	}
}

// noteQuestion is the panel of the note.
func (s *Screen) noteQuestion() question {
	n := s.note
	q := question{title: s.t("take.card"), targets: []tui.Target{{ID: "on", Label: s.t("take.go_on"), Key: "1 enter . esc", Look: tui.Primary}}}
	say := func(st tui.Style, what, rest string) {
		q.lines = []styled{{style: st | tui.OnCard | tui.Bold, text: what}, {}, {style: tui.Card, text: rest}}
	}
	switch {
	case n.err != nil:
		say(tui.Bad, s.errorText(n.err), s.t("take.staff_where"))
		return q
	case codeNotes[n.code]:
		q.title = s.t("take.code")
	}
	tone, rest := tui.Warn, s.t("take.note_what."+n.code)
	if n.id != "" {
		tone, rest = tui.Good, s.t("take.with_id", "id", n.id.Masked())
	}
	say(tone, s.t("take.note."+n.code), rest)
	return q
}
