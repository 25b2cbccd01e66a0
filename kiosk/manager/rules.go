package manager

import (
	"slices"
	"strconv"
	"strings"

	"onewindow/queue"
)

// ruleField is one rule that a manager may change. Between which values it may lie
// the hall says, see queue.RuleLimits.
type ruleField struct {
	// key ends the keys of its name ("manager.rule.") and of what it is for
	// ("manager.rule_why.").
	key   string
	group string
	// unit ends the key of what it is counted in ("manager.unit."), or is one of
	// those below.
	unit     string
	min, max int
	get      func(r *queue.Rules) int
	set      func(r *queue.Rules, v int)
}

// Units that are no counts. What the hall counts in seconds is typed in minutes where
// it may be long.
const (
	inYesNo   = "yesno"
	inClock   = "clock"
	inMinutes = "minutes"
	longest   = 3600 // seconds up to which a rule is typed in them
)

// number is a rule that is a number, by its name in queue.RuleLimits.
func number[T ~int](name, group string, at func(r *queue.Rules) *T) ruleField {
	i := slices.IndexFunc(queue.RuleLimits, func(l queue.RuleLimit) bool { return l.Name == name })
	if i < 0 {
		return ruleField{key: name, group: group}
	}
	l, per := queue.RuleLimits[i], 1
	f := ruleField{key: fieldOf("rules." + name), group: group, unit: l.Unit, min: l.Min, max: l.Max}
	if l.Unit == queue.UnitSeconds && l.Max > longest {
		per, f.unit, f.min, f.max = 60, inMinutes, (l.Min+59)/60, l.Max/60
	}
	f.get = func(r *queue.Rules) int { return l.Value(*r) / per }
	f.set = func(r *queue.Rules, v int) { *at(r) = T(v * per) }
	return f
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
	number("priority_credit_seconds", groupOrder, func(r *queue.Rules) *queue.Seconds { return &r.PriorityCredit }),
	number("appointment_lead_seconds", groupOrder, func(r *queue.Rules) *queue.Seconds { return &r.AppointmentLead }),
	number("appointment_late_seconds", groupOrder, func(r *queue.Rules) *queue.Seconds { return &r.AppointmentLate }),
	number("spill_lead_seconds", groupOrder, func(r *queue.Rules) *queue.Seconds { return &r.SpillLead }),

	number("calls", groupCall, func(r *queue.Rules) *int { return &r.Calls }),
	number("call_gap_seconds", groupCall, func(r *queue.Rules) *queue.Seconds { return &r.CallGap }),
	number("return_after_calls", groupCall, func(r *queue.Rules) *int { return &r.ReturnAfter }),
	number("returns", groupCall, func(r *queue.Rules) *int { return &r.Returns }),
	number("undo_within_seconds", groupCall, func(r *queue.Rules) *queue.Seconds { return &r.UndoWithin }),
	yesNo("need_outcome", groupCall, func(r *queue.Rules) *bool { return &r.NeedOutcome }),

	number("intake_before_seconds", groupIntake, func(r *queue.Rules) *queue.Seconds { return &r.IntakeBefore }),
	yesNo("forecast_stop", groupIntake, func(r *queue.Rules) *bool { return &r.ForecastStop }),
	number("tickets_per_citizen", groupIntake, func(r *queue.Rules) *int { return &r.PerCitizen }),
	number("priority_age", groupIntake, func(r *queue.Rules) *int { return &r.PriorityAge }),

	yesNo("auto_day", groupDay, func(r *queue.Rules) *bool { return &r.AutoDay }),
	clock("day_opens", groupDay, func(r *queue.Rules) *queue.Clock { return &r.DayOpens }),
	clock("day_closes", groupDay, func(r *queue.Rules) *queue.Clock { return &r.DayCloses }),
	yesNo("keep_overnight", groupDay, func(r *queue.Rules) *bool { return &r.KeepOvernight }),

	number("alerts.wait_warning_seconds", groupAlert, func(r *queue.Rules) *queue.Seconds { return &r.Alerts.WaitWarning }),
	number("alerts.wait_critical_seconds", groupAlert, func(r *queue.Rules) *queue.Seconds { return &r.Alerts.WaitCritical }),
	number("alerts.load_warning", groupAlert, func(r *queue.Rules) *int { return &r.Alerts.LoadWarning }),
	number("alerts.load_critical", groupAlert, func(r *queue.Rules) *int { return &r.Alerts.LoadCritical }),
	number("alerts.visit_times", groupAlert, func(r *queue.Rules) *int { return &r.Alerts.VisitTimes }),
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
	unit = f.unit
	if f.key == "visit_times" {
		unit = "fold" // as long as usual, and not so often
	}
	return strconv.Itoa(v), s.T("manager.unit." + unit)
}

// say writes a value of the rule with its unit; Chinese has no space between them.
func (f ruleField) say(s *Screen, v int) string {
	number, unit := f.figure(s, v)
	if s.Lang() == queue.En {
		number += " "
	}
	return strings.TrimSpace(number + unit)
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
