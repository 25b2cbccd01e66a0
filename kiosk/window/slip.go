package window

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// openReprint prints the paper of who is at the window again, or asks whose. As long as
// one is being printed it asks for no other.
func (s *Screen) openReprint() tea.Cmd {
	if number := s.number(); number != "" {
		if p := s.view.Ticket.Paper; p != nil && p.State == queue.PaperAsked && s.Now().Sub(p.At) < queue.PaperWithin {
			s.Say(tui.Accent, "window.slip_waits", "number", number)
			return nil
		}
		return s.reprint(number)
	}
	s.enter(tui.Entry{Title: s.T("window.reprint_which"), Max: 12, Letters: s.Letters()}, func(text string) tea.Cmd {
		return s.reprint(strings.ToUpper(strings.TrimSpace(text)))
	})
	return nil
}

func (s *Screen) reprint(number string) tea.Cmd {
	return s.send("reprint", queue.Reprint{Number: number})
}

// reprinted says where the paper comes out.
func (s *Screen) reprinted(number string, done wire.Done) {
	if done.Printer == "" {
		s.Say(tui.Good, "staff.reprinted", "number", number)
		return
	}
	s.printer = s.Printer(done.Printer, done.PrinterName)
	s.Say(tui.Good, "staff.reprinted_at", "number", number, "printer", s.printer)
}

// becamePaper says what became of a copy that was asked for here, unless the line says
// something else by now.
func (s *Screen) becamePaper(was, is *wire.Visit) {
	if was == nil || is == nil || was.Number != is.Number || was.Paper == nil || is.Paper == nil {
		return
	}
	if was.Paper.State != queue.PaperAsked || is.Paper.Copy != was.Paper.Copy || is.Paper.State == queue.PaperAsked {
		return
	}
	if says := s.Saying(); says == "staff.reprinted_at" || says == "window.slip_waits" {
		s.SayPaper(is.Number, *is.Paper, s.printer)
	}
}

// paperNews is for how long it is said that a copy is printed.
const paperNews = time.Minute

// slip is what there is to say of the citizen's paper: that there is none that is
// certain, and for a moment what became of a copy. Mostly that is nothing.
func (s *Screen) slip(t *wire.Visit) (f fact, ok bool) {
	p := t.Paper
	switch {
	case staff.Lacks(p):
		f = fact{s.T("window.fact.slip"), s.Paper(*p), tui.Warn | tui.OnCard}
		if s.view.State == queue.Calling {
			f.text += s.T("window.slip_lacks")
		}
	case p == nil || p.Copy == 0 || p.State == queue.PaperPrinted && s.Now().Sub(p.At) > paperNews:
		return fact{}, false
	default:
		f = fact{s.T("window.fact.slip"), s.Paper(*p), tui.Ink | tui.OnCard}
	}
	return f, true
}

// voiceToCome reports whether the voice has not spoken the call yet: the hall then
// counts from the latest moment at which it may.
func (s *Screen) voiceToCome(t *wire.Visit) bool { return s.Now().Before(t.VoiceBy) }
