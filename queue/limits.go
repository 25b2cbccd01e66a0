package queue

// Units of rules, as RuleLimit names them.
const (
	UnitSeconds = "seconds"
	UnitCalls   = "calls"
	UnitTimes   = "times"
	UnitNumbers = "numbers"
	UnitPersons = "persons"
	UnitYears   = "years"
)

// RuleLimit is between which values a rule may lie.
type RuleLimit struct {
	// Name is the rule's name in JSON; those of Rules.Alerts begin with "alerts.".
	Name     string
	Min, Max int
	// Unit is what the value counts: UnitSeconds and so on.
	Unit  string
	value func(*Rules) int
}

// Value is the rule's value, in its unit; of an alert's threshold the one in force,
// also where it is the default.
func (l RuleLimit) Value(r Rules) int {
	r.Alerts = r.Alerts.Complete()
	return l.value(&r)
}

// RuleLimits are the limits of all rules that are numbers. Settings beyond them are
// refused. The days' hours and what is yes or no have no limits; two thresholds of
// one alert must not cross besides.
var RuleLimits = []RuleLimit{
	{"priority_credit_seconds", 0, 4 * 3600, UnitSeconds, func(r *Rules) int { return int(r.PriorityCredit) }},
	{"appointment_lead_seconds", 0, 4 * 3600, UnitSeconds, func(r *Rules) int { return int(r.AppointmentLead) }},
	{"appointment_late_seconds", 0, 4 * 3600, UnitSeconds, func(r *Rules) int { return int(r.AppointmentLate) }},
	{"spill_lead_seconds", 0, 4 * 3600, UnitSeconds, func(r *Rules) int { return int(r.SpillLead) }},
	{"calls", 1, 5, UnitCalls, func(r *Rules) int { return r.Calls }},
	{"call_gap_seconds", 0, 600, UnitSeconds, func(r *Rules) int { return int(r.CallGap) }},
	{"return_after_calls", 0, 50, UnitCalls, func(r *Rules) int { return r.ReturnAfter }},
	{"returns", 0, 5, UnitTimes, func(r *Rules) int { return r.Returns }},
	{"intake_before_seconds", 0, 4 * 3600, UnitSeconds, func(r *Rules) int { return int(r.IntakeBefore) }},
	{"undo_within_seconds", 0, 3600, UnitSeconds, func(r *Rules) int { return int(r.UndoWithin) }},
	{"tickets_per_citizen", 0, 20, UnitNumbers, func(r *Rules) int { return r.PerCitizen }},
	{"priority_age", 0, 120, UnitYears, func(r *Rules) int { return r.PriorityAge }},
	{"alerts.wait_warning_seconds", 1, 8 * 3600, UnitSeconds, func(r *Rules) int { return int(r.Alerts.WaitWarning) }},
	{"alerts.wait_critical_seconds", 1, 8 * 3600, UnitSeconds, func(r *Rules) int { return int(r.Alerts.WaitCritical) }},
	{"alerts.load_warning", 1, 1000, UnitPersons, func(r *Rules) int { return r.Alerts.LoadWarning }},
	{"alerts.load_critical", 1, 1000, UnitPersons, func(r *Rules) int { return r.Alerts.LoadCritical }},
	{"alerts.visit_times", 1, 100, UnitTimes, func(r *Rules) int { return r.Alerts.VisitTimes }},
}
