package node

import (
	"encoding/json"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/wire"
)

// windowReader reads the command of a clerk; at turns the window that the
// request names into the one at which the terminal may act.
type windowReader func(data json.RawMessage, at func(string) string) (queue.Command, *wire.Error)

// windowed reads a command whose window is the given field; nil if it names
// none.
func windowed[C queue.Command](field func(*C) *string) windowReader {
	return func(data json.RawMessage, at func(string) string) (queue.Command, *wire.Error) {
		c, err := read[C](data)
		if field == nil {
			at("")
		} else {
			w := field(&c)
			*w = at(*w)
		}
		return c, err
	}
}

// windowCommands are the verbs of the area "window" but signin.
var windowCommands = map[string]windowReader{
	"signout":  windowed(func(c *queue.SignOut) *string { return &c.Window }),
	"next":     windowed(func(c *queue.Next) *string { return &c.Window }),
	"call":     windowed(func(c *queue.Call) *string { return &c.Window }),
	"recall":   windowed(func(c *queue.Recall) *string { return &c.Window }),
	"start":    windowed(func(c *queue.Start) *string { return &c.Window }),
	"finish":   windowed(func(c *queue.Finish) *string { return &c.Window }),
	"noshow":   windowed(func(c *queue.NoShow) *string { return &c.Window }),
	"hold":     windowed(func(c *queue.HoldTicket) *string { return &c.Window }),
	"takeback": windowed(func(c *queue.TakeBack) *string { return &c.Window }),
	"transfer": windowed(func(c *queue.Transfer) *string { return &c.Window }),
	"change":   windowed(func(c *queue.ChangeItems) *string { return &c.Window }),
	"cancel":   windowed(func(c *queue.Cancel) *string { return &c.Window }),
	"pause":    windowed(func(c *queue.Pause) *string { return &c.Window }),
	"resume":   windowed(func(c *queue.Resume) *string { return &c.Window }),
	"undo":     windowed(func(c *queue.Undo) *string { return &c.Window }),
	"answer":   windowed(func(c *queue.AnswerAsk) *string { return &c.Window }),
	"return":   windowed[queue.Return](nil),
	"reprint":  windowed[queue.Reprint](nil),
}

// windowJob makes the commands of a clerk. A window terminal acts at the window
// at which it was enrolled, whatever the request says; an admin names one.
func (n *Node) windowJob(j *job, from wire.Terminal, name string, data json.RawMessage) (err *wire.Error) {
	var window string
	at := func(asked string) string {
		window = asked
		if from.Role != wire.RoleAdmin {
			window = from.Window
		}
		return window
	}
	if name == "signin" {
		r, err := read[wire.SignInRequest](data)
		if err == nil {
			err = n.checkPIN(from, r.Clerk, r.PIN)
		}
		if err != nil {
			return err
		}
		j.command = queue.SignIn{Window: at(r.Window), Clerk: r.Clerk}
	} else if reader, ok := windowCommands[name]; ok {
		if j.command, err = reader(data, at); err != nil {
			return err
		}
	}
	if c, ok := j.command.(queue.Reprint); ok {
		c.Silent = n.silent()
		j.command = c
	}
	j.at = window
	j.answer = func(s *queue.State, now time.Time, rs []queue.Record) any {
		w := s.Window(window)
		if w == nil {
			return nil
		}
		d := view.Of(s, now).Done(w)
		for _, r := range rs {
			if e, ok := r.Event.(queue.TicketReprinted); ok {
				d.Printer, d.PrinterName = e.Printer, n.nameOf(e.Printer)
			}
		}
		return d
	}
	return nil
}

// checkPIN refuses a sign-in with a wrong PIN. The PIN is in no command, event
// or answer.
func (n *Node) checkPIN(from wire.Terminal, id, pin string) *wire.Error {
	if until, ok := n.guess.locked(from.ID, time.Now()); ok {
		return &wire.Error{Code: wire.CodeWrongPIN, Msg: "too many wrong PINs at this terminal", Hint: "wait, or ask a manager", Until: &until}
	}
	var clerk *queue.Clerk
	n.follow.read(func(s *queue.State, _ time.Time) { clerk = s.Clerk(id) })
	if clerk == nil || !clerk.CheckPIN(pin) {
		n.guess.failed(from.ID, time.Now())
		return &wire.Error{Code: wire.CodeWrongPIN, Msg: "clerk and PIN do not fit", Hint: "try again; a manager can set a new PIN"}
	}
	n.guess.passed(from.ID)
	return nil
}
