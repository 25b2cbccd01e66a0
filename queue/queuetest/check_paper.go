package queuetest

import (
	"fmt"
	"slices"
	"strings"

	"onewindow/queue"
)

// checkDevices: each device of a terminal is there once, in order, and of no later
// than now.
func checkDevices(s *queue.State) error {
	for i, d := range s.Devices {
		if d.Terminal == "" || d.ID == "" || d.Since.After(s.At) || !slices.Contains(queue.DeviceKinds, d.Kind) {
			return fmt.Errorf("the device %+v at %s", d, s.At)
		}
		if i > 0 && strings.Compare(s.Devices[i-1].Terminal+"/"+s.Devices[i-1].ID, d.Terminal+"/"+d.ID) >= 0 {
			return fmt.Errorf("device %s/%s is out of order", d.Terminal, d.ID)
		}
	}
	return nil
}

// checkPapers: a copy is with a terminal exactly while nothing is known of it; papers
// are those that were asked for; nobody was heard calling before the call.
func checkPapers(s *queue.State) error {
	asked := map[string]queue.PaperJob{}
	for _, p := range s.Papers {
		key := fmt.Sprint(p.Number, " ", p.Copy)
		if _, twice := asked[key]; twice || s.Ticket(p.Number) == nil {
			return fmt.Errorf("the copy %+v is asked for twice, or of nobody", p)
		}
		if p.At.After(s.At) || p.Terminal == "" {
			return fmt.Errorf("the copy %+v at %s", p, s.At)
		}
		asked[key] = p
	}
	for _, t := range s.Tickets {
		last := -1
		for _, p := range t.Papers {
			key := fmt.Sprint(t.Number, " ", p.Copy)
			job, open := asked[key]
			delete(asked, key)
			switch {
			case p.Copy <= last || p.Copy > t.Copies:
				return fmt.Errorf("number %s has %d copies, and the papers %+v", t.Number, t.Copies, t.Papers)
			case open != (p.State == queue.PaperAsked), open && (job.Terminal != p.Printer || !job.At.Equal(p.At)):
				return fmt.Errorf("number %s has the paper %+v, and the job %+v", t.Number, p, job)
			case p.At.After(s.At), p.State == queue.PaperPrinted && p.Reason != "":
				return fmt.Errorf("number %s has the paper %+v at %s", t.Number, p, s.At)
			}
			last = p.Copy
		}
		if !t.Announced.IsZero() && (t.Announced.Before(t.LastCall) || t.LastCall.IsZero() || t.Announced.After(s.At)) {
			return fmt.Errorf("number %s was called at %s and heard at %s", t.Number, t.LastCall, t.Announced)
		}
	}
	for key, job := range asked {
		if p := s.Ticket(job.Number).Paper(); p == nil || p.Copy-job.Copy < 7 { // older papers are forgotten
			return fmt.Errorf("the copy %s is asked for, and the number does not know of it", key)
		}
	}
	return nil
}
