package virtual

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Script is what goes wrong, and when. Its text is a list of steps parted by
// semicolons:
//
//	paper_out@line=5; cover@after=200; cutter; silent; unplug@byte=120,for=1000
//
// A step is the name of a fault, for some a value behind "=", and behind "@"
// what it waits for: ticket=N (the Nth piece of paper), line=K (the Kth printed
// or fed line, bar code or picture; of that ticket if one is named), byte=N
// (that many bytes were received), after=D (that long after the script began to
// play; milliseconds, or as 1.5s; 0 is at once). Without any it begins at once. With for=D it
// heals by itself after that time. All numbers count from 1, and from where the
// script began to play.
//
//	paper_out   the roll ends                 near_end   the roll is nearly used up
//	cover       somebody opens the cover      cutter     the knife jams at its next cut, and at each
//	hot         the head is too hot           broken     an error that only a power cycle ends
//	silent      answers get lost              hang       reads nothing, does nothing, says nothing
//	unplug      the cable is pulled           restart    the power fails and comes back
//	slow=BPS    reads no faster than so many  junk=P     before each byte of an answer, with this
//	            bits per second, ten to a byte           probability, a byte of noise
//	bytewise    answers come byte by byte
//	lie         says that it printed, and nothing comes out
//
// With once a jammed knife is free again at once, but the error stays until the
// host ends it (DLE ENQ 1 or 2).
type Script []Step

// Step is one fault of a script.
type Step struct {
	Fault string
	Value float64 // of slow and junk
	// Ticket, Line and Byte, when above 0, are what it waits for.
	Ticket, Line, Byte int
	After, For         time.Duration
	Once               bool
}

// Names of the faults in a script.
const (
	PaperOut = "paper_out"
	NearEnd  = "near_end"
	Cover    = "cover"
	Cutter   = "cutter"
	Hot      = "hot"
	Broken   = "broken"
	Silent   = "silent"
	Hang     = "hang"
	Unplug   = "unplug"
	Restart  = "restart"
	Slow     = "slow"
	Junk     = "junk"
	Bytewise = "bytewise"
	Lie      = "lie"
)

var faults = []string{PaperOut, NearEnd, Cover, Cutter, Hot, Broken, Silent, Hang, Unplug, Restart, Slow, Junk, Bytewise, Lie}

// ParseScript reads the text of a script. Its errors name the step and what may
// stand there.
func ParseScript(text string) (Script, error) {
	var s Script
	for part := range strings.SplitSeq(text, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		step, err := parseStep(part)
		if err != nil {
			return nil, fmt.Errorf("script: step %q: %w", part, err)
		}
		s = append(s, step)
	}
	return s, nil
}

func parseStep(text string) (Step, error) {
	what, when, _ := strings.Cut(text, "@")
	name, value, valued := strings.Cut(strings.TrimSpace(what), "=")
	s := Step{Fault: strings.TrimSpace(name)}
	if !slices.Contains(faults, s.Fault) {
		return s, fmt.Errorf("there is no fault %q; there are %s", s.Fault, strings.Join(faults, ", "))
	}
	if wants := s.Fault == Slow || s.Fault == Junk; wants != valued {
		return s, fmt.Errorf("slow and junk have a value (slow=2400, junk=0.01), and no other fault has")
	}
	if valued {
		v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(v > 0) || s.Fault == Junk && v > 1 || v > 1e9 {
			return s, fmt.Errorf("%q is no value of %s: slow takes bits a second, junk a probability up to 1", value, s.Fault)
		}
		s.Value = v
	}
	timed := false
	for term := range strings.SplitSeq(when, ",") {
		if term = strings.TrimSpace(term); term == "" {
			continue
		}
		timed = timed || strings.HasPrefix(term, "after")
		if err := s.condition(term); err != nil {
			return s, err
		}
	}
	if s.Byte > 0 && (s.Ticket > 0 || s.Line > 0) {
		return s, fmt.Errorf("byte counts what came in, ticket and line what went out; use one of them")
	}
	if timed && (s.Byte > 0 || s.Ticket > 0 || s.Line > 0) {
		return s, fmt.Errorf("after is a time; it stands alone or with for")
	}
	return s, nil
}

func (s *Step) condition(term string) error {
	if term == "once" {
		if s.Fault != Cutter {
			return fmt.Errorf("once is for the cutter")
		}
		s.Once = true
		return nil
	}
	key, value, _ := strings.Cut(term, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch key {
	case "ticket", "line", "byte":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return fmt.Errorf("%s counts from 1, and %q is no such number", key, value)
		}
		switch key {
		case "ticket":
			s.Ticket = n
		case "line":
			s.Line = n
		default:
			s.Byte = n
		}
	case "after", "for":
		d, err := duration(value)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if d == 0 && key == "for" {
			return fmt.Errorf("for: a fault that lasts no time is none; leave it out for one that stays")
		}
		if key == "after" {
			s.After = d
		} else {
			s.For = d
		}
	default:
		return fmt.Errorf("%q is unknown behind @; there are ticket, line, byte, after, for and, for the cutter, once", key)
	}
	return nil
}

// duration reads milliseconds, or a duration as Go writes it.
func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if ms, bad := strconv.Atoi(text); bad == nil {
		d, err = time.Duration(ms)*time.Millisecond, nil
	}
	if err != nil || d < 0 || d > 24*time.Hour {
		return 0, fmt.Errorf("%q is no time up to a day; write 200 for milliseconds, or 1.5s", text)
	}
	return d, nil
}

// String is the text of the script; ParseScript reads it back.
func (s Script) String() string {
	steps := make([]string, len(s))
	for i, step := range s {
		steps[i] = step.String()
	}
	return strings.Join(steps, "; ")
}

// String is the text of one step.
func (s Step) String() string {
	var when []string
	for _, n := range []struct {
		key string
		n   int
	}{{"ticket", s.Ticket}, {"line", s.Line}, {"byte", s.Byte}} {
		if n.n > 0 {
			when = append(when, n.key+"="+strconv.Itoa(n.n))
		}
	}
	if s.After > 0 {
		when = append(when, "after="+s.After.String())
	}
	if s.For > 0 {
		when = append(when, "for="+s.For.String())
	}
	if s.Once {
		when = append(when, "once")
	}
	text := s.Fault
	if s.Value > 0 {
		text += "=" + strconv.FormatFloat(s.Value, 'g', -1, 64)
	}
	if len(when) > 0 {
		text += "@" + strings.Join(when, ",")
	}
	return text
}
