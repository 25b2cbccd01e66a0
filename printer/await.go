package printer

import (
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
)

// comeback is how long a printer that was silent may take to answer after all: it
// may have been busy.
const comeback = time.Second

// await waits for the proof of a paper that was sent.
func (x *session) await(t *task, asks bool) (State, Fault) {
	c := x.current
	due := time.Now()
	if x.freeAt.After(due) {
		due = x.freeAt
	}
	due = due.Add(x.p.PaperTime(t.Height) + knife)
	if asks {
		due = due.Add(margin)
	}
	x.hurry(time.Now().Add(busy))
	for x.err == nil {
		if c.answered && x.p.Confirm == profile.ConfirmStatus && c.marks == 0 && c.answers < 2 {
			// One byte without a tag may be noise of the line. It is asked once more:
			// then one of two answers comes from behind the cut.
			x.askAgain()
			continue
		}
		if c.answered {
			return x.proved()
		}
		if why := x.mishap(); why != "" {
			return Interrupted, why
		}
		if c.returned && time.Since(c.back) >= comeback {
			// It lost its power before it came to the question: that stood in its
			// buffer, and is gone.
			return Interrupted, FaultRestarted
		}
		if !time.Now().Before(due) {
			return x.expired(asks)
		}
		x.wait(due, false)
	}
	if c.answered && x.p.Confirm == profile.ConfirmProcess && !c.gap && !c.wiped && c.found == c.marks {
		return Printed, "" // the proof came before the line ended
	}
	return Unconfirmed, x.whyEnded()
}

// proved is what an answer behind the cut is worth.
func (x *session) proved() (State, Fault) {
	c := x.current
	switch {
	case c.wiped:
		return Interrupted, FaultRestarted
	case c.found < c.marks:
		// The answers for the mark come before the proof. They got lost, or this is
		// another printer, which does not know them.
		x.Spooler.marks = false
		return Unconfirmed, ""
	case c.gap:
		// It was away while lines were sent: they may be missing.
		return Unconfirmed, FaultRestarted
	case x.p.Confirm == profile.ConfirmProcess:
		return Printed, ""
	case (escpos.Condition{}).Status(c.byte).PaperEnd:
		// The roll ended on this paper, perhaps before its end.
		return Unconfirmed, FaultPaperOut
	}
	return Printed, ""
}

// askAgain asks GS r once more; the first such question has been answered.
func (x *session) askAgain() {
	e := escpos.New(x.p)
	e.AskStatus()
	x.current.answered, x.mess.owed = false, true
	_, _ = x.write(e.Bytes(), brief) // a line that takes nothing shows by the missing answer
}

// expired finds out why no answer came.
func (x *session) expired(asks bool) (State, Fault) {
	f := x.askNow()
	switch {
	case x.current.answered && (x.p.Confirm != profile.ConfirmStatus || x.current.marks > 0 || x.current.answers > 1):
		return x.proved()
	case f == FaultGone || f == FaultSilent || f == ReasonStopped:
		return Unconfirmed, f
	case f != "":
		return Interrupted, f
	case x.current.returned:
		return Interrupted, FaultRestarted
	case asks:
		x.log.Warn("the printer is well and did not answer the question behind the cut; is the profile's confirm right?", "confirm", x.p.Confirm)
	}
	return Unconfirmed, ""
}
