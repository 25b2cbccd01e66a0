package manager

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/queue"
	"onewindow/wire"
)

// known is what the hall does not tell by itself and the screen asks for every
// few seconds. What could not be asked for stays as it was, with its time.
type known struct {
	settings    *wire.SettingsReply // nil before the first answer
	terminals   []wire.Terminal
	terminalsAt time.Time // hall time of the answer; zero before the first
	changes     []queue.Change
	changesAt   time.Time
	left        []wire.DayTicket // the day's numbers, known for those of leftFor
	leftFor     string           // those left at the close when they were asked for
	polling     int              // questions that are not yet answered
	pollAgain   bool             // to be asked again then
}

const (
	pollTimer = "poll"
	pollEvery = 5 * time.Second
)

// poll asks for the terminals and the settings, and for what the open tab shows.
// While the last questions are open it asks once more after them: they may have
// been answered before what was just done. It asks nothing while the hall is away.
func (s *Screen) poll() tea.Cmd {
	switch {
	case s.Cut() || s.view == nil:
		return nil
	case s.polling > 0:
		s.pollAgain = true
		return nil
	}
	desk := s.desk
	cmds := []tea.Cmd{learn(s, desk.Terminals, func(r wire.TerminalsReply) {
		s.terminals, s.terminalsAt = byRole(withoutAdmins(r.Terminals)), s.Now()
	}), learn(s, desk.Settings, func(r wire.SettingsReply) { s.settings = &r })}
	if s.tab == tabChanges || s.tab == tabSettings {
		cmds = append(cmds, learn(s, desk.Changes, func(r wire.ChangesReply) {
			s.changes, s.changesAt = r.Changes, s.Now()
		}))
	}
	if left := strings.Join(s.view.Unserved, " "); s.tab == tabTicket && left != "" && left != s.leftFor {
		cmds = append(cmds, learn(s, desk.Day, func(r wire.DayReply) { s.left, s.leftFor = r.Tickets, left }))
	}
	if p, ok := s.page().(*planPage); ok {
		cmds = append(cmds, p.ask())
	}
	if s.tab == tabReports {
		cmds = append(cmds, s.askReport(), s.tickets.KnowItems())
	}
	return tea.Batch(cmds...)
}

// learn asks one of the questions of a poll.
func learn[T any](s *Screen, ask func(context.Context) (T, error), take func(T)) tea.Cmd {
	s.polling++
	return staff.AskQuietly(&s.Talk, ask, func(v T, e *wire.Error) tea.Cmd {
		s.polling--
		if e == nil {
			take(v)
		}
		if s.polling == 0 && s.pollAgain {
			s.pollAgain = false
			return s.poll()
		}
		return nil
	})
}

// rules are those in force, or those as delivered until the hall has told.
func (s *Screen) rules() queue.Rules {
	if s.settings == nil {
		return queue.DefaultRules()
	}
	return s.settings.Rules
}

// staff are the members of staff, as the settings list them.
func (s *Screen) staff() []queue.Clerk {
	if s.settings == nil {
		return nil
	}
	return s.settings.Staff
}

// zoneName is the name of a zone; its id until the hall has told.
func (s *Screen) zoneName(id string) string {
	if s.settings != nil {
		for _, z := range s.settings.Hall.Zones {
			if z.ID == id {
				return s.In(z.Name)
			}
		}
	}
	return id
}
