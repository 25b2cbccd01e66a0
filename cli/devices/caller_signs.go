package devices

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"onewindow/caller"
	"onewindow/queue"
	"onewindow/wire"
)

// signsOf are the windows as their strips show them. While the hall is stopped nobody
// is called or invited; who is being served stays, but for an alarm, at which all leave.
func signsOf(s wire.Signs) []caller.Sign {
	signs := make([]caller.Sign, 0, len(s.Windows))
	for _, w := range s.Windows {
		one := caller.Sign{
			Window: w.Window, Label: w.Label, Zone: w.Zone, State: caller.SignState(w.State),
			Number: w.Number, Times: w.Times, Reason: pauseReason(w.Reason),
		}
		stopped := s.Day.Stopped
		if stopped != "" && one.State != caller.SignClosed && (one.State != caller.SignServing || stopped == alarm) {
			one.State, one.Number, one.Reason = caller.SignPaused, "", stopReason(stopped)
		}
		signs = append(signs, one)
	}
	return signs
}

// callsOf are the calls that the hall's strips list: none while it is stopped, and
// none of a day that is over.
func callsOf(s wire.Signs) []caller.Call {
	if s.Day.Stopped != "" || !s.Day.Open {
		return nil
	}
	calls := make([]caller.Call, 0, len(s.Calls))
	for _, o := range s.Calls {
		calls = append(calls, callOf(o.Number, o.Place.Window, o.Place.Label, o.Zone, o.At, o.Times))
	}
	return calls
}

func callOf(number, window, label, zone string, at time.Time, times int) caller.Call {
	c := caller.Call{Number: number, Window: window, Label: label, At: at, Times: times}
	if zone != "" {
		c.Zones = []string{zone}
	}
	return c
}

// openCalls are the calls that nobody has answered yet, with their moments. The list
// of last calls is bounded, and in a rush an open call may fall out of it before its
// turn to be said has come; the windows know all of them.
type openCalls struct{ at map[openCall]time.Time }

// openCall tells calls apart as long as they are open.
type openCall struct {
	number, window string
	times          int
}

// of are those that are open now.
func (o *openCalls) of(s wire.Signs) (open []caller.Call) {
	listed := map[openCall]time.Time{}
	for _, c := range s.Calls {
		listed[openCall{c.Number, c.Place.Window, c.Times}] = c.At
	}
	now := map[openCall]time.Time{}
	for _, w := range s.Windows {
		if w.State != queue.Calling || w.Number == "" {
			continue
		}
		id := openCall{w.Number, w.Window, w.Times}
		at, ok := listed[id]
		if !ok {
			at, ok = o.at[id]
		}
		if !ok {
			at = w.Since
		}
		now[id] = at
		one := callOf(w.Number, w.Window, w.Label, w.Zone, at, w.Times)
		one.Heard = !w.Announced.IsZero()
		open = append(open, one)
	}
	o.at = now
	return open
}

// compare says once which windows and zones of the devices' file the hall does not
// have: such a strip stays dark, and such a voice is silent.
func (c *Caller) compare(s wire.Signs) {
	has := func(id string, of func(wire.Sign) string) bool {
		return id == "*" || slices.ContainsFunc(s.Windows, func(w wire.Sign) bool { return of(w) == id })
	}
	window, zone := func(w wire.Sign) string { return w.Window }, func(w wire.Sign) string { return w.Zone }
	var strange []string
	note := func(device, name, what, id string) {
		strange = append(strange, fmt.Sprintf("%s %q: no %s %q", device, name, what, id))
	}
	for _, set := range c.set {
		if set.Window != "" && !has(set.Window, window) {
			note("strip", set.Name, "window", set.Window)
		}
		for _, z := range set.Zones {
			if !has(z, zone) {
				note("strip", set.Name, "zone", z)
			}
		}
	}
	for _, v := range c.voices {
		for _, z := range v.set.Zones {
			if !has(z, zone) {
				note("voice", v.set.Name, "zone", z)
			}
		}
	}
	text := strings.Join(strange, "; ")
	if text != "" && text != c.strange {
		var all []string
		for _, w := range s.Windows {
			if w.Zone != "" && !slices.Contains(all, w.Zone) {
				all = append(all, w.Zone)
			}
		}
		c.log.Warn("the file of caller.devices names what this hall does not have; correct it", "what", text, "zones", strings.Join(all, " "))
	}
	c.strange = text
}
