package queue

// Events of devices.
type (
	// DeviceChanged: a device is there for the first time, or is otherwise than it
	// was.
	DeviceChanged struct {
		Device Device `json:"device"`
	}
	// DeviceRemoved: the terminal has it no more.
	DeviceRemoved struct {
		Terminal string `json:"terminal"`
		ID       string `json:"id"`
	}
)

// Events of calls for help, of desks, of alerts, of wishes and of advice. The close of
// the day ends what of them is open without further events: calls for staff, desks,
// alerts, wishes and advice; a panic stays until it is answered.
type (
	// HelpCalled: staff are called to a terminal. The call's id is the event's
	// sequence.
	HelpCalled struct {
		Kind     HelpKind `json:"kind"`
		Terminal string   `json:"terminal"`
		Window   string   `json:"window,omitempty"`
	}
	// HelpAnswered: somebody has come, or the call was withdrawn.
	HelpAnswered struct {
		ID string `json:"id"`
	}
	// DeskOpened: a member of staff signed in at a guide's or manager's terminal,
	// in place of whoever was.
	DeskOpened struct {
		Terminal string `json:"terminal"`
		Clerk    string `json:"clerk"`
	}
	// DeskClosed: signed out there.
	DeskClosed struct {
		Terminal string `json:"terminal"`
	}
	// AlertRaised: an alert began, or rose to Critical.
	AlertRaised struct {
		Alert Alert `json:"alert"`
	}
	// AlertCleared: its condition is over.
	AlertCleared struct {
		ID string `json:"id"`
	}
	// AlertAcknowledged: a manager or guide has seen it.
	AlertAcknowledged struct {
		ID string `json:"id"`
	}
	// AdviceGiven: the hall advises to open or close a window.
	AdviceGiven struct {
		Advice Advice `json:"advice"`
	}
	// AdviceAnswered: a manager accepted or refused the advice, or it is over. Shown is
	// what the manager was shown, where the figures were newer than those given.
	AdviceAnswered struct {
		ID     string       `json:"id"`
		Answer AdviceAnswer `json:"answer"`
		Shown  *Advice      `json:"shown,omitempty"`
	}
	// WindowAsked: a manager asks something of the window's clerk.
	WindowAsked struct {
		Window string  `json:"window"`
		What   AskKind `json:"what"`
		Theme  string  `json:"theme,omitempty"`
	}
	// WindowReplied: the clerk accepted or declined the wish.
	WindowReplied struct {
		Window string    `json:"window"`
		Answer AskAnswer `json:"answer"`
	}
	// WindowAnswered: the wish is gone: a declined one was shown for long enough, or,
	// in a history from before WindowReplied, the clerk took it off the screen.
	WindowAnswered struct {
		Window string `json:"window"`
	}
)

func (HelpCalled) Type() string        { return "help.called/1" }
func (HelpAnswered) Type() string      { return "help.answered/1" }
func (DeskOpened) Type() string        { return "desk.opened/1" }
func (DeskClosed) Type() string        { return "desk.closed/1" }
func (AlertRaised) Type() string       { return "alert.raised/1" }
func (AlertCleared) Type() string      { return "alert.cleared/1" }
func (AlertAcknowledged) Type() string { return "alert.acknowledged/1" }
func (WindowAsked) Type() string       { return "window.asked/1" }
func (WindowAnswered) Type() string    { return "window.answered/1" }
func (WindowReplied) Type() string     { return "window.replied/1" }
func (DeviceChanged) Type() string     { return "device.changed/1" }
func (DeviceRemoved) Type() string     { return "device.removed/1" }
func (AdviceGiven) Type() string       { return "advice.given/1" }
func (AdviceAnswered) Type() string    { return "advice.answered/1" }
