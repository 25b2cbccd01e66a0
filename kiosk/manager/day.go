package manager

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// closeWord is typed before a day is closed that somebody still needs.
const closeWord = "CLOSE"

// openDay begins the business day, closes it, or takes its close back, whichever is
// to be asked now.
func (s *Screen) openDay() {
	d := s.view.Day
	open := func(question, yes, done string) {
		s.Confirm(question, yes, func() tea.Cmd { return s.send("hall.openday", wire.OpenDayRequest{}, done) })
	}
	switch {
	case d.Open:
		s.closeDay()
	case d.MayReopen && s.dayIsOver():
		open(s.T("manager.reopen_day_ask"), s.T("manager.reopen_day"), "manager.day_reopened")
	case s.dayIsOver():
		if at, ok := s.nextDay(); ok {
			s.Say(tui.Accent, "manager.day_over_until", "time", words.When(words.Lang(s.Lang()), at, s.Local(s.Now())))
			return
		}
		s.Say(tui.Accent, "manager.day_over")
	default:
		open(s.T("manager.open_day_ask", "date", words.Date(words.Lang(s.Lang()), s.Local(s.Now()))), s.T("manager.open_day"), "manager.day_opened")
	}
}

// dayIsOver reports whether the business day of today was closed. On a later date the
// hall's last word is still of that day, until the next one is opened.
func (s *Screen) dayIsOver() bool {
	d := s.Day()
	return !d.Open && d.Date != "" && d.Date == s.Local(s.Now()).Format(time.DateOnly)
}

// nextDay is when the next business day begins by itself; ok is false if none does,
// or if the settings are not known.
func (s *Screen) nextDay() (at time.Time, ok bool) {
	if s.settings == nil || !s.rules().AutoDay {
		return time.Time{}, false
	}
	date := s.settings.Calendar.NextWorking(s.view.Day.Date)
	if date == "" {
		return time.Time{}, false
	}
	return s.Local(s.settings.Hall.At(date, s.rules().DayOpens)), true
}

// ending are the numbers that the close of the day would end, by what they are doing.
type ending struct{ waiting, called, held, missed int }

func (e ending) all() int { return e.waiting + e.called + e.held + e.missed }

// ending counts them. Who is being served counts as served. Where numbers are kept
// overnight, only those missed end.
func (s *Screen) ending() ending {
	e := ending{missed: len(s.view.Missed)}
	if s.rules().KeepOvernight {
		return e
	}
	e.waiting, e.held = s.view.Figures.Waiting, len(s.view.Held)
	for _, w := range s.view.Windows {
		if w.State == queue.Calling {
			e.called++
		}
	}
	return e
}

// closeDay asks whether to close the day: by a word to be typed while somebody has a
// number or the hall's hours are not over, else by a key.
func (s *Screen) closeDay() {
	e := s.ending()
	question := s.T("manager.close_day_ask", "n", e.all())
	do := func() tea.Cmd { return s.send("hall.closeday", queue.CloseDay{}, "manager.day_closed") }
	_, hours := s.closing()
	if !hours && e.all() == 0 {
		s.Confirm(question, s.T("manager.close_day"), do)
		return
	}
	s.typeWord(question, closeWord, do)
	note := s.T("manager.close_day_ends", "waiting", e.waiting, "called", e.called, "held", e.held, "missed", e.missed)
	if r := s.rules(); !r.AutoDay || s.Now().Before(s.onDay(r.DayCloses)) {
		note += s.T("manager.close_day_back")
	}
	s.noteTop(note)
}
