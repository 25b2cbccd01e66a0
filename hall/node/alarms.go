package node

import (
	"slices"
	"sync"
	"time"

	"onewindow/wire"
)

// CodeClockJumped is the alarm of a wall clock that has left hall time.
const CodeClockJumped = "clock_jumped"

// alarms are the conditions that staff must look at.
type alarms struct {
	mu  sync.Mutex // guards all else
	all []wire.Error
	// refused is the centre's alarm, and note what else the link to it has to tell.
	refused, note *wire.Error
	// look asks how the link to the centre is; nil without one.
	look func() wire.CentreLink
}

func (a *alarms) raise(e wire.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i := slices.IndexFunc(a.all, func(o wire.Error) bool { return o.Code == e.Code }); i >= 0 {
		a.all[i] = e // the clock may have jumped further
		return
	}
	a.all = append(a.all, e)
}

func (a *alarms) clear(code string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = slices.DeleteFunc(a.all, func(o wire.Error) bool { return o.Code == code })
}

// clock raises or clears the alarm of the clock.
func (a *alarms) clock(jumped time.Duration) {
	if jumped == 0 {
		a.clear(CodeClockJumped)
		return
	}
	a.raise(wire.Error{
		Code: CodeClockJumped, Msg: "the machine's clock has jumped by " + jumped.Round(time.Second).String() + "; hall time goes on as before",
		Hint: "check the clock; then adopt it: onewindow ctl hall clock", Params: map[string]string{"by": jumped.Round(time.Second).String()},
	})
}

func (a *alarms) list() []wire.Error {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := slices.Clone(a.all)
	if a.refused != nil {
		all = append(all, *a.refused)
	}
	return all
}

func (a *alarms) noted() []wire.Error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.note == nil {
		return nil
	}
	return []wire.Error{*a.note}
}

// centre replaces what the link to the centre tells.
func (a *alarms) centre(refused, note *wire.Error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refused, a.note = refused, note
}

// show has link ask look.
func (a *alarms) show(look func() wire.CentreLink) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.look = look
}

// link is how the link to the centre is; nil without one.
func (a *alarms) link() *wire.CentreLink {
	a.mu.Lock()
	look := a.look
	a.mu.Unlock()
	if look == nil {
		return nil
	}
	l := look()
	return &l
}
