package manager

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// send asks the hall for one thing; key is what to say once it is done. Until
// the answer the keys are dead.
func (s *Screen) send(verb string, body any, key string, params ...any) tea.Cmd {
	return s.session.Act(verb, body, func() tea.Cmd { return s.done(key, params...) })
}

// sendSeen is send for what rests on what the manager saw. Where it is no longer so
// the hall refuses it, and the forms close: it must be looked at again.
func (s *Screen) sendSeen(verb string, body any, key string, params ...any) tea.Cmd {
	desk := s.desk
	return staff.ActWith(s.session, func(ctx context.Context) (*wire.Error, error) {
		err := desk.Do(ctx, verb, body)
		var e *wire.Error
		if errors.As(err, &e) && e.Code == string(queue.CodeSettingsChanged) {
			return e, nil
		}
		return nil, err
	}, func(changed *wire.Error) tea.Cmd {
		if changed == nil {
			return s.done(key, params...)
		}
		s.Home()
		s.Refuse(changed)
		return s.poll()
	})
}

// done closes all forms, says what was done, and asks for what may have changed.
func (s *Screen) done(key string, params ...any) tea.Cmd {
	s.Home()
	s.Say(tui.Good, key, params...)
	return s.poll()
}

// begin does what changes something, or opens the form for it; while the link is down, or before
// somebody is signed in who answers for it, it says or asks for that first.
func (s *Screen) begin(open func() tea.Cmd) tea.Cmd {
	if s.Cut() {
		s.Say(tui.Bad, "common.not_sent")
		return nil
	}
	if _, ok := s.session.Who(); !ok && s.view.Managed {
		s.session.SignIn(func() tea.Cmd { s.Hush(); return open() })
		s.Say(tui.Warn, "manager.sign_in_first")
		return nil
	}
	return open()
}

// exported is a file that was written, or why there is none.
type exported struct {
	path string
	err  error // of the file; a refusal of the hall is the request's own
}

// export writes the day's numbers into a file.
func (s *Screen) export() tea.Cmd { return s.write(s.desk.Export, "manager.exported") }

// exportReport writes the figures that are shown into files.
func (s *Screen) exportReport() tea.Cmd {
	desk, from, to := s.desk, s.reports.from, s.reports.to
	return s.write(func(ctx context.Context) (string, error) { return desk.ExportReports(ctx, from, to) }, "manager.reports_exported")
}

// write has files written, and says with the words of done where.
func (s *Screen) write(export func(context.Context) (path string, err error), done string) tea.Cmd {
	return staff.ActWith(s.session, func(ctx context.Context) (exported, error) {
		path, err := export(ctx)
		var e *wire.Error
		if errors.As(err, &e) {
			return exported{}, err
		}
		return exported{path, err}, nil
	}, func(x exported) tea.Cmd {
		if x.err != nil { // the words are the system's
			s.Say(tui.Bad, "manager.not_exported", "why", x.err.Error())
			return nil
		}
		s.Say(tui.Good, done, "path", x.path)
		return nil
	})
}

// line is a line by its theme, window a window by its id; nil if there is none.
func (s *Screen) line(theme string) *wire.Line {
	for i, l := range s.view.Lines {
		if l.Theme == theme {
			return &s.view.Lines[i]
		}
	}
	return nil
}

func (s *Screen) window(id string) *wire.WindowRow {
	for i, w := range s.view.Windows {
		if w.ID == id {
			return &s.view.Windows[i]
		}
	}
	return nil
}
