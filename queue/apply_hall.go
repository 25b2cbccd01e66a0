package queue

import (
	"slices"
	"time"
)

// applyHall folds the events of the hall itself.
func (s *State) applyHall(r *Record) error {
	if err := s.hallFits(r); err != nil {
		return err
	}
	s.noteChange(r)
	switch e := r.Event.(type) {
	case SettingsChanged:
		s.applySettings(e)
	case CatalogueChanged:
		s.Catalogue, s.CatalogueHash = &e.Catalogue, e.Hash
		s.index()
	case PartTaken:
		s.applyPartTaken(e)
	case PartReleased:
		s.applyPartReleased(e)
	case EpochStarted:
		s.applyEpoch(r, e)
	case DayOpened:
		s.applyDayOpened(r, e)
	case DayClosed:
		s.Day.Open, s.Day.Closed, s.Day.Phase = false, r.At, PhaseClosed
		s.Day.Unserved, s.Day.Kept = e.Unserved, e.Kept
		s.phaseEnds, s.trendNext = time.Time{}, time.Time{}
		s.endFaults(r.At)
		s.endOfWork()
		s.awaitReport(r, e)
	case DayReopened:
		s.applyReopened(r)
	case PhaseChanged:
		s.Day.Phase = e.Phase
		_, s.phaseEnds = s.Settings.phaseAt(s.Day.Date, r.At)
	case HallStopped:
		s.Stopped = &Stopped{Reason: e.Reason, Since: r.At, By: r.By}
	case HallResumed:
		s.Stopped = nil
	case IntakeSet:
		ts := s.ThemeState(e.Theme)
		ts.Closed = nil
		if e.Closed {
			ts.Closed = &IntakeClosed{Reason: e.Reason, Since: r.At, By: r.By}
		}
	case ThemeFull:
		s.applyFull(r, e)
	case DayReported:
		s.applyReported(r, e)
	case QuotaSet:
		s.setQuota(s.ThemeState(e.Theme), e.Quota)
	case NoticeSet:
		s.dropNotice(e.Notice.ID)
		s.Notices = append(s.Notices, e.Notice)
	case NoticeCleared:
		s.dropNotice(e.ID)
	default:
		s.applyStaff(r)
	}
	return nil
}

// applyStaff folds the events that concern the staff or the hall's devices rather
// than a citizen.
func (s *State) applyStaff(r *Record) {
	switch e := r.Event.(type) {
	case HelpCalled:
		s.applyHelpCalled(r, e)
	case HelpAnswered:
		s.Helps = without(s.Helps, func(h Help) bool { return h.ID == e.ID })
	case DeskOpened:
		s.applyDeskOpened(r, e)
	case DeskClosed:
		s.Desks = without(s.Desks, func(d Desk) bool { return d.Terminal == e.Terminal })
	case AlertRaised:
		s.applyRaised(e)
	case AlertCleared:
		s.Alerts = without(s.Alerts, func(a Alert) bool { return a.ID == e.ID })
	case AlertAcknowledged:
		s.applyAcknowledged(r, e)
	case DeviceChanged:
		s.applyDeviceChanged(e)
		s.noteFault(r.At, e.Device.Terminal, e.Device.ID, &e.Device)
	case DeviceRemoved:
		s.Devices = without(s.Devices, func(d Device) bool { return d.Terminal == e.Terminal && d.ID == e.ID })
		s.noteFault(r.At, e.Terminal, e.ID, nil)
	case AdviceGiven:
		s.Advices = append(slices.Clone(s.Advices), e.Advice)
		s.Advised.Given++
	case AdviceAnswered:
		s.applyAdviceAnswered(r, e)
	}
}

// without is a new list of those that are not meant; nil if none is left.
func without[T any](all []T, meant func(T) bool) (left []T) {
	for _, x := range all {
		if !meant(x) {
			left = append(left, x)
		}
	}
	return left
}

// endOfWork lets end with the day what of the staff's is open. A panic does not
// end by itself.
func (s *State) endOfWork() {
	s.Helps = without(s.Helps, func(h Help) bool { return h.Kind != HelpPanic })
	s.Desks, s.Alerts, s.Advices, s.RefusedAdvice = nil, nil, nil, nil
	for _, w := range s.Windows {
		w.Asked = nil
	}
}

func (s *State) dropNotice(id string) {
	s.Notices = slices.DeleteFunc(slices.Clone(s.Notices), func(n Notice) bool { return n.ID == id })
}

// setQuota puts a quota in force and counts what the day has already given in
// its slots.
func (s *State) setQuota(ts *ThemeState, q Quota) {
	ts.Quota = q
	ts.Slots = make([]int, len(q.Slots))
	for _, t := range s.Tickets {
		if t.Legs[0].Theme == ts.ID && t.Day == s.Day.Date {
			if i := q.slot(s.Settings.Hall.ClockAt(t.Issued)); i >= 0 {
				ts.Slots[i]++
			}
		}
	}
}

// applySettings keeps what is live and takes the rest from the settings. A
// window whose themes the settings change loses what was assigned for the day.
func (s *State) applySettings(e SettingsChanged) {
	old, oldThemes, oldWindows, trend := s.Settings, s.Themes, s.Windows, s.trendLen()
	s.Settings, s.SettingsHash = &e.Settings, e.Hash
	s.Themes = make([]ThemeState, len(e.Settings.Themes))
	for i, th := range e.Settings.Themes {
		s.Themes[i] = ThemeState{ID: th.ID, Quota: th.Quota, Trend: make([]int, trend)}
		for j := range oldThemes {
			if oldThemes[j].ID == th.ID {
				s.Themes[i] = oldThemes[j]
				if !e.Settings.Rules.ForecastStop {
					s.Themes[i].Full = nil
				}
				if !equalQuota(old.Themes[j].Quota, th.Quota) {
					s.setQuota(&s.Themes[i], th.Quota)
				}
			}
		}
	}
	s.Windows = make([]*Window, len(e.Settings.Windows))
	for i, p := range e.Settings.Windows {
		w := &Window{ID: p.ID, State: Closed, Since: s.At, Own: p.Own, Spill: p.Spill}
		for j := range oldWindows {
			if oldWindows[j].ID != p.ID {
				continue
			}
			w = oldWindows[j]
			if q := old.Windows[j]; !slices.Equal(q.Own, p.Own) || !slices.Equal(q.Spill, p.Spill) {
				w.Own, w.Spill = p.Own, p.Spill
			}
			w.Undo = nil
		}
		s.Windows[i] = w
	}
	s.Desks = without(s.Desks, func(d Desk) bool {
		return !slices.ContainsFunc(e.Settings.Staff, func(c Clerk) bool { return c.ID == d.Clerk })
	})
	s.index()
	s.Advices = without(s.Advices, func(a Advice) bool { return s.Theme(a.Theme) == nil || s.windows[a.Window] == nil })
}

func equalQuota(a, b Quota) bool { return a.Day == b.Day && slices.Equal(a.Slots, b.Slots) }

// applyDayOpened begins a day: counters start anew, tickets that were kept stay
// in their order, all others leave the state and remain in the history.
func (s *State) applyDayOpened(r *Record, e DayOpened) {
	var kept []*Ticket
	for _, t := range s.Tickets {
		if t.State.Live() {
			t.Seq = int32(len(kept) + 1)
			kept = append(kept, t)
		}
	}
	s.Tickets, s.Calls = kept, nil
	s.Shifts = without(s.Shifts, func(x Shift) bool { return !x.To.IsZero() })
	s.DeviceSpans, s.Advised = nil, Advised{}
	s.Papers = without(s.Papers, func(p PaperJob) bool {
		return !slices.ContainsFunc(kept, func(t *Ticket) bool { return t.Number == p.Number })
	})
	for i, th := range s.Settings.Themes {
		s.Themes[i] = ThemeState{ID: th.ID, Quota: th.Quota, Slots: make([]int, len(th.Quota.Slots))}
		if e.Date <= s.Skip.Date {
			s.Themes[i].Last = s.Skip.Numbers
		}
	}
	for i, p := range s.Settings.Windows {
		w := s.Windows[i]
		w.Own, w.Spill, w.Served, w.Undo = p.Own, p.Spill, 0, nil
		w.Open, w.Busy, w.Counted = 0, 0, time.Time{}
	}
	for _, t := range kept {
		t.After = 0
	}
	s.Day = Day{Date: e.Date, Open: true, Opened: r.At}
	s.At = r.At // the phase is derived from it
	s.beginTrend(r.At)
	s.beginFaults(r.At)
	s.Day.Phase, _ = s.Settings.phaseAt(e.Date, r.At)
	s.index()
}

// applyEpoch begins a new line of history. The old one may have given numbers
// that this one does not know of: today, or on a day that it had yet to open.
func (s *State) applyEpoch(r *Record, e EpochStarted) {
	s.Epoch = e.Epoch
	for i := range s.Themes {
		s.Themes[i].Last += e.Skip
	}
	if e.Skip == 0 || s.Settings == nil {
		return
	}
	if today := s.Settings.Hall.Date(r.At); s.Skip.Date < today {
		s.Skip = Skip{Date: today}
	}
	s.Skip.Numbers += e.Skip
}

// setPhaseEnd derives when the current phase ends.
func (s *State) setPhaseEnd() {
	s.phaseEnds = time.Time{}
	if !s.Day.Open || s.Settings == nil {
		return
	}
	phase, ends := s.Settings.phaseAt(s.Day.Date, s.At)
	if phase != s.Day.Phase {
		ends = s.At // overdue
	}
	s.phaseEnds = ends
}

// slot is the index of the quota's slot at c; -1 if there is none.
func (q Quota) slot(c Clock) int {
	for i, s := range q.Slots {
		if c >= s.From && c < s.To {
			return i
		}
	}
	return -1
}
