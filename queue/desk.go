package queue

import (
	"slices"
	"time"
)

// Desk is a guide's or manager's terminal at which a member of staff is signed
// in.
type Desk struct {
	Terminal string    `json:"terminal"`
	Clerk    string    `json:"clerk"`
	Since    time.Time `json:"since"`
}

// Desk is who is signed in at a guide's or manager's terminal, or nil.
func (s *State) Desk(terminal string) *Desk {
	i := slices.IndexFunc(s.Desks, func(d Desk) bool { return d.Terminal == terminal })
	if i < 0 {
		return nil
	}
	return &s.Desks[i]
}

// Managed reports whether somebody of the staff may act as manager. A hall where
// nobody may is being set up: its desks act without a sign-in.
func (s *State) Managed() bool {
	return s.Settings != nil && slices.ContainsFunc(s.Settings.Staff, func(c Clerk) bool { return slices.Contains(c.Rights, RightManage) })
}

// Authorise says who acts at a guide's or manager's terminal: the member of staff
// signed in there, who must have the right unless it is empty; RightManage
// includes RightCancel. The refusals are CodeSignInFirst and CodeNoRight. While the
// hall is not Managed everybody may act, and clerk is empty if nobody is signed in.
func (s *State) Authorise(terminal string, right Right) (clerk string, err *Refusal) {
	if d := s.Desk(terminal); d != nil {
		clerk = d.Clerk
	}
	switch {
	case !s.Managed():
		return clerk, nil
	case clerk == "":
		return "", Refuse(CodeSignInFirst, "a member of staff signs in at this terminal first")
	case right == "" || s.May(clerk, right) || right == RightCancel && s.May(clerk, RightManage):
		return clerk, nil
	}
	return "", Refuse(CodeNoRight, "this needs a right that the member of staff lacks; a manager can give it", "right", string(right), "clerk", clerk)
}

func (d *decision) openDesk(c OpenDesk) *Refusal {
	if d.Clerk(c.Clerk) == nil {
		return Refuse(CodeUnknownClerk, "no such member of staff", "clerk", c.Clerk)
	}
	if at := d.Desk(c.Terminal); at == nil || at.Clerk != c.Clerk {
		d.emit(DeskOpened(c))
	}
	return nil
}

func (d *decision) closeDesk(c CloseDesk) *Refusal {
	if d.Desk(c.Terminal) != nil {
		d.emit(DeskClosed(c))
	}
	return nil
}

func (s *State) applyDeskOpened(r *Record, e DeskOpened) {
	s.Desks = append(without(s.Desks, func(d Desk) bool { return d.Terminal == e.Terminal }), Desk{Terminal: e.Terminal, Clerk: e.Clerk, Since: r.At})
}
