package queue

import "time"

// Decide says what a command does to the hall at that moment: the events that
// happen, in order, or the *Refusal that explains why nothing does. It does not
// change the state; the caller applies the events. No events and no refusal
// mean that things already are as the command wants them.
func Decide(s *State, at time.Time, by Actor, c Command) ([]Event, error) {
	at = Stamp(at)
	if at.Before(s.At) {
		at = s.At
	}
	d := decision{State: s, at: at, by: by, events: make([]Event, 0, 2)}
	var err *Refusal
	switch c := c.(type) {
	case ChangeSettings:
		err = d.changeSettings(c)
	case ChangeCatalogue:
		err = d.changeCatalogue(c)
	case StartEpoch:
		err = d.startEpoch(c)
	case AdoptClock:
		err = d.adoptClock(c)
	default:
		if !s.Configured() {
			err = Refuse(CodeNotConfigured, "the hall has no settings or no catalogue yet; load them first")
			break
		}
		err = d.configured(c)
	}
	if err != nil {
		return nil, err
	}
	return d.events, nil
}

// decision is one command being decided.
type decision struct {
	*State
	at     time.Time
	by     Actor
	events []Event
}

func (d *decision) emit(e Event) { d.events = append(d.events, e) }

// configured decides what needs a furnished hall.
func (d *decision) configured(c Command) *Refusal {
	switch c := c.(type) {
	case Issue:
		return d.issue(c)
	case Return:
		return d.bringBack(c)
	case Transfer:
		return d.transfer(c)
	case ChangeItems:
		return d.changeItems(c)
	case Cancel:
		return d.cancel(c)
	case Reprint:
		return d.reprint(c)
	case SignIn:
		return d.signIn(c)
	case SignOut:
		return d.signOut(c)
	case Next:
		return d.next(c)
	case Call:
		return d.call(c)
	case Recall:
		return d.recall(c)
	case Start:
		return d.start(c)
	case Finish:
		return d.finish(c)
	case NoShow:
		return d.noShow(c)
	case HoldTicket:
		return d.hold(c)
	case TakeBack:
		return d.takeBack(c)
	case Pause:
		return d.pause(c)
	case Resume:
		return d.resume(c)
	case Undo:
		return d.undo(c)
	case Assign:
		return d.assign(c)
	case Free:
		return d.free(c)
	case StopHall:
		return d.stopHall(c)
	case ResumeHall:
		return d.resumeHall()
	case SetIntake:
		return d.setIntake(c)
	case SetQuota:
		return d.setQuota(c)
	case SetNotice:
		return d.setNotice(c)
	case TakePart:
		return d.takePart(c)
	case ReleasePart:
		return d.releasePart(c)
	case OpenDay:
		return d.openDay(c)
	case CloseDay:
		return d.closeDay()
	default:
		return d.staffed(c)
	}
}

// staffed decides what concerns the staff, or the hall's devices, rather than a
// citizen's place.
func (d *decision) staffed(c Command) *Refusal {
	switch c := c.(type) {
	case CallHelp:
		return d.callHelp(c)
	case AnswerHelp:
		return d.answerHelp(c)
	case OpenDesk:
		return d.openDesk(c)
	case CloseDesk:
		return d.closeDesk(c)
	case WatchAlerts:
		d.events = append(d.events, Watch(d.State, d.at, c.Terminals)...)
		return nil
	case AcknowledgeAlert:
		return d.acknowledge(c)
	case AskWindow:
		return d.ask(c)
	case AnswerAsk:
		return d.answerAsk(c)
	case ReportDevices:
		return d.reportDevices(c)
	case ReportPaper:
		return d.reportPaper(c)
	case Announce:
		return d.announce(c)
	}
	return d.foreseen(c)
}

// foreseen decides what the hall's forecasts lead to.
func (d *decision) foreseen(c Command) *Refusal {
	switch c := c.(type) {
	case PromiseWait:
		return d.promise(c)
	case Foretell:
		return d.foretell(c)
	case Advise:
		return d.advise(c)
	case AnswerAdvice:
		return d.answerAdvice(c)
	case ReportDay:
		return d.reportDay(c)
	}
	return Refuse(CodeBadHistory, "a command that this build does not know")
}

// findTicket finds a number or refuses.
func (d *decision) findTicket(number string) (*Ticket, *Refusal) {
	t := d.numbers[number]
	if t == nil {
		return nil, Refuse(CodeUnknownNumber, "check the number on the paper; numbers of other days are not known", "number", number)
	}
	return t, nil
}

// liveTicket finds a number that may still be served, or refuses.
func (d *decision) liveTicket(number string) (*Ticket, *Refusal) {
	t, err := d.findTicket(number)
	if err == nil && !t.State.Live() {
		err = Refuse(CodeEnded, "the number is "+string(t.State)+"; give a new one", "number", number, "state", string(t.State))
	}
	return t, err
}

// findWindow finds a window or refuses.
func (d *decision) findWindow(id string) (*Window, *Refusal) {
	w := d.windows[id]
	if w == nil {
		return nil, Refuse(CodeUnknownWindow, "the hall has no such window", "window", id)
	}
	return w, nil
}

// openWindow finds a window where a clerk is signed in, or refuses.
func (d *decision) openWindow(id string) (*Window, *Refusal) {
	w, err := d.findWindow(id)
	if err == nil && w.State == Closed {
		err = Refuse(CodeWindowClosed, "sign in first", "window", id)
	}
	return w, err
}

// serving finds a window and the citizen served there, or refuses.
func (d *decision) serving(id string) (*Window, *Ticket, *Refusal) {
	w, err := d.openWindow(id)
	if err != nil {
		return nil, nil, err
	}
	if w.State != WindowServing {
		return nil, nil, Refuse(CodeNotServing, "nobody is being served here", "window", id)
	}
	return w, d.numbers[w.Ticket], nil
}

// calling finds a window and the citizen called to it, or refuses.
func (d *decision) calling(id string) (*Window, *Ticket, *Refusal) {
	w, err := d.openWindow(id)
	if err != nil {
		return nil, nil, err
	}
	if w.State != Calling {
		return nil, nil, Refuse(CodeNotCalled, "nobody is being called here", "window", id)
	}
	return w, d.numbers[w.Ticket], nil
}

// idle finds a window that is free to take somebody, or refuses.
func (d *decision) idle(id string) (*Window, *Refusal) {
	w, err := d.openWindow(id)
	if err != nil {
		return nil, err
	}
	switch w.State {
	case Paused:
		return nil, Refuse(CodePaused, "resume the window first", "window", id)
	case Calling, WindowServing:
		return nil, Refuse(CodeBusy, "finish with the citizen at the window first", "window", id, "number", w.Ticket)
	}
	return w, nil
}

// running refuses while the hall is stopped.
func (d *decision) running() *Refusal {
	if d.Stopped != nil {
		return Refuse(CodeHallStopped, "the hall manager ends the stop", "reason", d.Stopped.Reason)
	}
	return nil
}
