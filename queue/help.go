package queue

import (
	"slices"
	"strconv"
	"time"
)

// HelpKind is how urgently somebody is called.
type HelpKind string

// Kinds of calls for help.
const (
	// HelpStaff: a citizen at a kiosk, or a clerk, would like somebody to come.
	HelpStaff HelpKind = "staff"
	// HelpPanic: a clerk is threatened or somebody is hurt. Nothing of it shows
	// where the public looks.
	HelpPanic HelpKind = "panic"
)

// Help is a call for staff that nobody has answered yet. A terminal has at most
// one of each kind.
type Help struct {
	// ID names it: the sequence of the event that began it.
	ID   string   `json:"id"`
	Kind HelpKind `json:"kind"`
	// Terminal is where it was pressed, and Window the window there, if any.
	Terminal string    `json:"terminal"`
	Window   string    `json:"window,omitempty"`
	At       time.Time `json:"at"`
}

// Help is the open call of a kind from a terminal, or nil.
func (s *State) Help(terminal string, kind HelpKind) *Help {
	i := slices.IndexFunc(s.Helps, func(h Help) bool { return h.Terminal == terminal && h.Kind == kind })
	if i < 0 {
		return nil
	}
	return &s.Helps[i]
}

func (d *decision) callHelp(c CallHelp) *Refusal {
	if c.Kind != HelpStaff && c.Kind != HelpPanic {
		return Refuse(CodeBadKind, "a call for help is staff or panic", "kind", string(c.Kind))
	}
	if c.Window != "" {
		if _, err := d.findWindow(c.Window); err != nil {
			return err
		}
	}
	if d.Help(c.Terminal, c.Kind) == nil {
		d.emit(HelpCalled(c))
	}
	return nil
}

func (d *decision) answerHelp(c AnswerHelp) *Refusal {
	i := slices.IndexFunc(d.Helps, func(h Help) bool { return h.ID == c.ID })
	if i < 0 {
		return Refuse(CodeUnknownHelp, "the call was answered or withdrawn already; look at those that are open", "id", c.ID)
	}
	if c.Terminal != "" && d.Helps[i].Terminal != c.Terminal {
		return Refuse(CodeOtherTerminal, "a kiosk or window withdraws only its own call; a desk answers any", "id", c.ID)
	}
	d.emit(HelpAnswered{ID: c.ID})
	return nil
}

func (s *State) applyHelpCalled(r *Record, e HelpCalled) {
	s.Helps = append(slices.Clone(s.Helps), Help{
		ID: strconv.FormatUint(r.Seq, 10), Kind: e.Kind, Terminal: e.Terminal, Window: e.Window, At: r.At,
	})
}
