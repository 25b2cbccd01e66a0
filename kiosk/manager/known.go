package manager

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/queue"
	"onewindow/wire"
)

// known is what the hall does not tell by itself and the screen asks for every
// few seconds. What could not be asked for stays as it was, with its time.
type known struct {
	settings    *queue.Settings // nil before the first answer
	terminals   []wire.Terminal
	terminalsAt time.Time // hall time of the answer; zero before the first
	changes     []queue.Change
	changesAt   time.Time
	polling     int // questions that are not yet answered
}

const (
	pollTimer = "poll"
	pollEvery = 5 * time.Second
)

// poll asks for the terminals and the settings, and for what the open tab shows. It asks nothing
// while the hall is away or the last questions are open.
func (s *Screen) poll() tea.Cmd {
	if s.Cut() || s.view == nil || s.polling > 0 {
		return nil
	}
	desk := s.desk
	s.polling = 2
	cmds := []tea.Cmd{staff.AskQuietly(&s.Talk, desk.Terminals, func(r wire.TerminalsReply, e *wire.Error) tea.Cmd {
		s.polling--
		if e == nil {
			s.terminals, s.terminalsAt = byRole(r.Terminals), s.Now()
		}
		return nil
	}), staff.AskQuietly(&s.Talk, desk.Settings, func(r queue.Settings, e *wire.Error) tea.Cmd {
		s.polling--
		if e == nil {
			s.settings = &r
		}
		return nil
	})}
	if s.tab == tabChanges || s.tab == tabSettings {
		s.polling++
		cmds = append(cmds, staff.AskQuietly(&s.Talk, desk.Changes, func(r wire.ChangesReply, e *wire.Error) tea.Cmd {
			s.polling--
			if e == nil {
				s.changes, s.changesAt = r.Changes, s.Now()
			}
			return nil
		}))
	}
	return tea.Batch(cmds...)
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
