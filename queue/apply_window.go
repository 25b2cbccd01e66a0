package queue

func (s *State) applyOpened(r *Record, e WindowOpened) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	w.Clerk, w.Undo = e.Clerk, nil
	s.set(r, w, Idle)
	s.setReach(w)
	return nil
}

func (s *State) applyClosed(r *Record, e WindowClosed) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	w.Clerk, w.Ticket, w.Reason, w.PauseAfter, w.Undo = "", "", "", "", nil
	s.set(r, w, Closed)
	s.setReach(w)
	return nil
}

func (s *State) applyPaused(r *Record, e WindowPaused) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	s.remember(r, w)
	w.Reason = e.Reason
	s.set(r, w, Paused)
	return nil
}

func (s *State) applyPausing(r *Record, e WindowPausing) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	s.remember(r, w)
	w.PauseAfter = e.Reason
	return nil
}

func (s *State) applyResumed(r *Record, e WindowResumed) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	s.remember(r, w)
	w.Reason = ""
	s.set(r, w, Idle)
	return nil
}

func (s *State) applyAssigned(r *Record, e WindowAssigned) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	s.changed(r, Change{What: "window/" + w.ID, From: themesInWords(w.Own, w.Spill), To: themesInWords(e.Own, e.Spill)})
	w.Own, w.Spill, w.Rev, w.Undo = e.Own, e.Spill, r.Seq, nil
	s.setReach(w)
	return nil
}

// applyUndone puts the window and its tickets back as the last action found
// them. Their spans go on as if the key had not been pressed; the history keeps
// both events.
func (s *State) applyUndone(r *Record, e WindowUndone) error {
	w := s.windows[e.Window]
	if w == nil || s.mayUndo(w) != nil {
		return Refuse(CodeBadHistory, "an undo of what cannot be taken back", "window", e.Window)
	}
	m := w.Undo
	if m.Action == (TicketCalled{}).Type() {
		s.uncount(s.numbers[w.Ticket].theme)
	}
	for _, before := range m.Tickets {
		t := s.numbers[before.Number]
		if t.State == Waiting {
			s.leave(t)
		}
		s.unwake(t)
		for leg := before.finished(); leg < t.finished(); leg++ {
			s.unlearn(t, leg)
		}
		if t.State.Live() {
			s.forget(t)
		}
		if before.State == Waiting {
			s.unmade(t.Number)
		}
		papers, promise := t.Papers, t.Promise // no key of a clerk's changes what was printed or told
		now := *t
		*t = *before.copyDeep()
		t.noteAway(&now, r.Seq)
		t.Rev, t.Papers, t.Promise = r.Seq, papers, promise
		if t.State.Live() {
			s.know(t)
		}
		s.aim(t)
		if t.State == Waiting {
			s.enter(t)
		}
		s.wake(t)
	}
	s.unshift(w, m.Window.Rev)
	reach, plan := w.reach, w.plan
	*w = m.Window
	w.reach, w.plan, w.Rev, w.Undo = reach, plan, r.Seq, nil
	if w.Asked != nil && w.Asked.met(w.State) {
		w.Asked = nil
	}
	return nil
}

// uncount takes back the last call of a theme: whom it let into the line waits
// for one more.
func (s *State) uncount(theme int32) {
	ts := &s.Themes[theme]
	let := ts.Calls
	ts.Calls--
	s.line.lanes[theme].calls--
	for _, t := range s.Tickets {
		if t.State == Waiting && t.lane == theme && t.After == let {
			s.line.Remove(int(theme), t.entry())
			s.line.AddAfter(int(theme), t.entry(), t.After)
		}
	}
}
