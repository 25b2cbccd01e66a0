package manager

import (
	"strconv"
	"strings"

	"onewindow/queue"
)

// unit is in what a rule is counted.
type unit string

const (
	inMinutes unit = "min"
	inSeconds unit = "sec"
	inCalls   unit = "calls"
	inTimes   unit = "times"
	inNumbers unit = "numbers"
	inPersons unit = "persons"
	inYears   unit = "years"
	inYesNo   unit = "yesno"
	inClock   unit = "clock"
)

// ruleField is one rule that a manager may change: what it is called, in what it
// is counted, and from where to where it may go, as queue checks it too.
type ruleField struct {
	// key ends the keys of its name ("manager.rule.") and of what it is for
	// ("manager.rule_why.").
	key      string
	group    string
	unit     unit
	min, max int
	get      func(r *queue.Rules) int
	set      func(r *queue.Rules, v int)
}

// seconds is a rule that is kept in seconds and said in unit.
func seconds(key, group string, u unit, max int, at func(r *queue.Rules) *queue.Seconds) ruleField {
	per := 1
	if u == inMinutes {
		per = 60
	}
	return ruleField{key, group, u, 0, max,
		func(r *queue.Rules) int { return int(*at(r)) / per },
		func(r *queue.Rules, v int) { *at(r) = queue.Seconds(v * per) }}
}

func count(key, group string, u unit, min, max int, at func(r *queue.Rules) *int) ruleField {
	return ruleField{key, group, u, min, max,
		func(r *queue.Rules) int { return *at(r) },
		func(r *queue.Rules, v int) { *at(r) = v }}
}

func yesNo(key, group string, at func(r *queue.Rules) *bool) ruleField {
	return ruleField{key, group, inYesNo, 0, 1,
		func(r *queue.Rules) int {
			if *at(r) {
				return 1
			}
			return 0
		},
		func(r *queue.Rules, v int) { *at(r) = v == 1 }}
}

func clock(key, group string, at func(r *queue.Rules) *queue.Clock) ruleField {
	return ruleField{key, group, inClock, 0, 24 * 60,
		func(r *queue.Rules) int { return int(*at(r)) },
		func(r *queue.Rules, v int) { *at(r) = queue.Clock(v) }}
}

// Groups of rules, in the order of the page.
const (
	groupOrder  = "order"
	groupCall   = "call"
	groupIntake = "intake"
	groupDay    = "day"
	groupAlert  = "alert"
)

// ruleFields are all rules, group by group.
var ruleFields = []ruleField{
	seconds("priority_credit", groupOrder, inMinutes, 240, func(r *queue.Rules) *queue.Seconds { return &r.PriorityCredit }),
	seconds("appointment_lead", groupOrder, inMinutes, 240, func(r *queue.Rules) *queue.Seconds { return &r.AppointmentLead }),
	seconds("appointment_late", groupOrder, inMinutes, 240, func(r *queue.Rules) *queue.Seconds { return &r.AppointmentLate }),
	seconds("spill_lead", groupOrder, inMinutes, 240, func(r *queue.Rules) *queue.Seconds { return &r.SpillLead }),

	count("calls", groupCall, inTimes, 1, 5, func(r *queue.Rules) *int { return &r.Calls }),
	seconds("call_gap", groupCall, inSeconds, 600, func(r *queue.Rules) *queue.Seconds { return &r.CallGap }),
	count("return_after", groupCall, inCalls, 0, 50, func(r *queue.Rules) *int { return &r.ReturnAfter }),
	count("returns", groupCall, inTimes, 0, 5, func(r *queue.Rules) *int { return &r.Returns }),
	seconds("undo_within", groupCall, inSeconds, 3600, func(r *queue.Rules) *queue.Seconds { return &r.UndoWithin }),
	yesNo("need_outcome", groupCall, func(r *queue.Rules) *bool { return &r.NeedOutcome }),

	seconds("intake_before", groupIntake, inMinutes, 240, func(r *queue.Rules) *queue.Seconds { return &r.IntakeBefore }),
	yesNo("forecast_stop", groupIntake, func(r *queue.Rules) *bool { return &r.ForecastStop }),
	count("per_citizen", groupIntake, inNumbers, 0, 20, func(r *queue.Rules) *int { return &r.PerCitizen }),
	count("priority_age", groupIntake, inYears, 0, 120, func(r *queue.Rules) *int { return &r.PriorityAge }),

	yesNo("auto_day", groupDay, func(r *queue.Rules) *bool { return &r.AutoDay }),
	clock("day_opens", groupDay, func(r *queue.Rules) *queue.Clock { return &r.DayOpens }),
	clock("day_closes", groupDay, func(r *queue.Rules) *queue.Clock { return &r.DayCloses }),
	yesNo("keep_overnight", groupDay, func(r *queue.Rules) *bool { return &r.KeepOvernight }),

	seconds("wait_warning", groupAlert, inMinutes, 480, func(r *queue.Rules) *queue.Seconds { return &r.Alerts.WaitWarning }),
	seconds("wait_critical", groupAlert, inMinutes, 480, func(r *queue.Rules) *queue.Seconds { return &r.Alerts.WaitCritical }),
	count("load_warning", groupAlert, inPersons, 0, 1000, func(r *queue.Rules) *int { return &r.Alerts.LoadWarning }),
	count("load_critical", groupAlert, inPersons, 0, 1000, func(r *queue.Rules) *int { return &r.Alerts.LoadCritical }),
	count("visit_times", groupAlert, inTimes, 0, 100, func(r *queue.Rules) *int { return &r.Alerts.VisitTimes }),
}

// inForce are the rules with the thresholds that a zero stands for.
func (s *Screen) inForce() queue.Rules {
	r := s.rules()
	r.Alerts = s.thresholds()
	return r
}

// parse reads a typed value; ok is false if the rule cannot have it.
func (f ruleField) parse(text string) (v int, ok bool) {
	text = strings.TrimSpace(text)
	if f.unit == inClock {
		if len(text) == 4 && !strings.Contains(text, ":") {
			text = text[:2] + ":" + text[2:]
		}
		c, err := queue.ParseClock(text)
		return int(c), err == nil
	}
	v, err := strconv.Atoi(text)
	return v, err == nil && v >= f.min && v <= f.max
}

// figure is a value of the rule, and its unit apart.
func (f ruleField) figure(s *Screen, v int) (number, unit string) {
	switch f.unit {
	case inYesNo:
		return s.T("manager.yesno." + strconv.Itoa(v)), ""
	case inClock:
		return queue.Clock(v).String(), ""
	}
	return strconv.Itoa(v), s.T("manager.unit." + string(f.unit))
}

// say writes a value of the rule with its unit.
func (f ruleField) say(s *Screen, v int) string {
	number, unit := f.figure(s, v)
	return strings.TrimSpace(number + " " + unit)
}

// limits says from where to where the rule may go.
func (f ruleField) limits(s *Screen) string {
	switch f.unit {
	case inYesNo:
		return ""
	case inClock:
		return "00:00-24:00"
	}
	return strconv.Itoa(f.min) + "-" + f.say(s, f.max)
}
