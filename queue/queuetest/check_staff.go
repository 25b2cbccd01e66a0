package queuetest

import (
	"fmt"
	"time"

	"onewindow/queue"
)

// checkTimes: a window's busy time is the time for which citizens were called and
// served there today, and lies within the time for which it was open.
func checkTimes(s *queue.State) error {
	busy := map[string]time.Duration{}
	for _, t := range s.Tickets {
		for _, p := range t.Periods {
			if p.From.Before(s.Day.Opened) || !p.State.AtWindow() {
				continue
			}
			to := p.To
			if to.IsZero() {
				to = s.At
			}
			busy[p.Window] += to.Sub(p.From)
		}
	}
	for _, w := range s.Windows {
		open, worked := w.Worked(s.At)
		if worked != busy[w.ID] || worked > open {
			return fmt.Errorf("window %s counts %s busy of %s, and its citizens %s", w.ID, worked, open, busy[w.ID])
		}
	}
	return nil
}

// checkStaff: a terminal has one open call of a kind and one person; who is signed
// in is of the staff; nothing of a closed day is left but panics; a wish is not
// fulfilled already.
func checkStaff(s *queue.State) error {
	met := map[string]bool{}
	once := func(what string) error {
		if met[what] {
			return fmt.Errorf("%s is there twice", what)
		}
		met[what] = true
		return nil
	}
	for _, h := range s.Helps {
		if err := once(fmt.Sprint("help ", h.Kind, " from ", h.Terminal)); err != nil {
			return err
		}
		if h.ID == "" || h.At.After(s.At) {
			return fmt.Errorf("the call %+v at %s", h, s.At)
		}
	}
	for _, d := range s.Desks {
		if err := once("desk " + d.Terminal); err != nil {
			return err
		}
		if s.Clerk(d.Clerk) == nil {
			return fmt.Errorf("at desk %s is %q, who is not of the staff", d.Terminal, d.Clerk)
		}
	}
	for _, a := range s.Alerts {
		if err := once("alert " + a.ID); err != nil {
			return err
		}
		if !s.Day.Open || a.Level != queue.Warning && a.Level != queue.Critical || a.Since.After(s.At) || a.Seen.After(s.At) {
			return fmt.Errorf("the alert %+v at %s", a, s.At)
		}
	}
	for _, w := range s.Windows {
		shut := w.State == queue.Closed || w.State == queue.Paused
		if a := w.Asked; a != nil && (!s.Day.Open || a.What == queue.AskOpen && !shut || a.What == queue.AskClose && w.State == queue.Closed) {
			return fmt.Errorf("window %s is %s and asked to %s", w.ID, w.State, a.What)
		}
		if a := w.Asked; a != nil && ((a.Answer == "") != a.Answered.IsZero() || a.Answered.After(s.At)) {
			return fmt.Errorf("window %s says to the wish %+v", w.ID, a)
		}
	}
	return nil
}
