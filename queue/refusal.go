package queue

import "time"

// Code names a refusal. The words that citizens and clerks read are looked up
// by it.
type Code string

// Refusals of the hall's rules.
const (
	// Intake.
	CodeHallStopped  Code = "hall_stopped"  // emergency stop
	CodeDayClosed    Code = "day_closed"    // the business day is not open
	CodeTooEarly     Code = "too_early"     // before numbers are given; Until says when
	CodeTooLate      Code = "too_late"      // after closing; Until is the next opening
	CodeFull         Code = "full"          // too many wait to be called before the hall closes
	CodeQuotaDay     Code = "quota_day"     // the day's numbers are given out
	CodeQuotaSlot    Code = "quota_slot"    // the time slot's numbers are given out; Until is its end
	CodeIntakeClosed Code = "intake_closed" // staff closed the theme
	CodeSameItem     Code = "same_item"     // the citizen already holds a number for the item
	CodeTooMany      Code = "too_many"      // the citizen already holds as many numbers as allowed
	CodeNoItem       Code = "no_item"       // nothing was asked for
	CodeUnknownItem  Code = "unknown_item"  // the hall does not serve that item
	CodeUnknownTheme Code = "unknown_theme"
	CodeBadSlot      Code = "bad_slot" // an appointment without a time
	CodeBadGround    Code = "bad_ground"

	// Numbers.
	CodeUnknownNumber Code = "unknown_number"
	CodeNotWaiting    Code = "not_waiting" // the number is not in the state that the action needs
	CodeNotMissed     Code = "not_missed"
	CodeNotHeld       Code = "not_held"
	CodeNoReturn      Code = "no_return"     // missed twice
	CodeOtherWindow   Code = "other_window"  // the number belongs to another window
	CodeNotReachable  Code = "not_reachable" // this window does not serve the number's theme
	CodeEnded         Code = "ended"         // the number is done, cancelled or expired

	// Windows.
	CodeUnknownWindow Code = "unknown_window"
	CodeUnknownClerk  Code = "unknown_clerk"
	CodeWindowClosed  Code = "window_closed"
	CodeWindowTaken   Code = "window_taken" // another clerk is signed in here
	CodeClerkBusy     Code = "clerk_busy"   // the clerk is signed in at another window
	CodePaused        Code = "paused"
	CodeNotPaused     Code = "not_paused"
	CodeBusy          Code = "busy"           // a citizen is at the window
	CodeNobodyHere    Code = "nobody_here"    // no citizen is called or served here
	CodeAnswerFirst   Code = "answer_first"   // say first whether the called citizen came
	CodeNotCalled     Code = "not_called"     // nobody is being called here
	CodeNotServing    Code = "not_serving"    // nobody is being served here
	CodeTooSoon       Code = "too_soon"       // the last call is not long enough ago; Until says when
	CodeCallsLeft     Code = "calls_left"     // the number must be called again before it is missed
	CodeCallsUsed     Code = "calls_used"     // all calls are used; say whether the citizen came
	CodeOutcomeNeeded Code = "outcome_needed" // state the outcomes first
	CodeBadOutcome    Code = "bad_outcome"
	CodeBadHold       Code = "bad_hold"
	CodeNoUndo        Code = "no_undo" // nothing to take back, or too late
	CodeNoRight       Code = "no_right"
	CodeReasonNeeded  Code = "reason_needed"
	CodeBadTarget     Code = "bad_target"

	// Hall.
	CodeDayOpen       Code = "day_open"
	CodeBadDate       Code = "bad_date"
	CodeNotStopped    Code = "not_stopped"
	CodeBadSettings   Code = "bad_settings"
	CodeBadCatalogue  Code = "bad_catalogue"
	CodeNotConfigured Code = "not_configured"
	CodeBadNotice     Code = "bad_notice"
	// CodeSettingsChanged: what the request rests on was changed meanwhile.
	CodeSettingsChanged Code = "settings_changed"
	// CodePartOwned: the centre publishes what the request would change.
	CodePartOwned Code = "part_owned"

	// Staff.
	CodeSignInFirst   Code = "sign_in_first"  // nobody is signed in at this desk
	CodeUnknownHelp   Code = "unknown_help"   // no such call for staff is open
	CodeOtherTerminal Code = "other_terminal" // the call was made at another terminal
	CodeUnknownAlert  Code = "unknown_alert"  // no such alert is raised
	CodeAlertRisen    Code = "alert_risen"    // the alert is more pressing than the one that was seen
	CodeUnknownAdvice Code = "unknown_advice" // no such advice is open
	CodeNotAsked      Code = "not_asked"      // nothing is asked of the window
	CodeBadKind       Code = "bad_kind"       // a kind that does not exist, as of help, wishes or devices

	// Devices and papers.
	CodeNoPrinter    Code = "no_printer"    // no printer works that could print it
	CodeUnknownPaper Code = "unknown_paper" // the number has no such copy
	CodeBadDevice    Code = "bad_device"    // a report of devices that cannot be kept

	// Identity.
	CodeIDLength Code = "id_length"
	CodeIDDigits Code = "id_digits"
	CodeIDDate   Code = "id_date"
	CodeIDCheck  Code = "id_check"

	// History.
	CodeBadHistory Code = "bad_history" // an event that does not fit the state
)

// Refusal is a command that the rules do not allow. Nothing has changed.
type Refusal struct {
	Code Code `json:"code"`
	// Hint tells an operator in English what to do.
	Hint string `json:"hint,omitempty"`
	// Until is when trying again makes sense, if that is known.
	Until time.Time `json:"until,omitzero"`
	// Params are the values that the words for Code need: "number", "theme",
	// "window", "reason", "minutes".
	Params map[string]string `json:"params,omitempty"`
}

// Error is the code and the hint.
func (r *Refusal) Error() string {
	if r.Hint == "" {
		return string(r.Code)
	}
	return string(r.Code) + ": " + r.Hint
}

// Refuse makes a Refusal; params are pairs of name and value.
func Refuse(code Code, hint string, params ...string) *Refusal {
	r := &Refusal{Code: code, Hint: hint}
	for i := 0; i+1 < len(params); i += 2 {
		if r.Params == nil {
			r.Params = make(map[string]string, len(params)/2)
		}
		r.Params[params[i]] = params[i+1]
	}
	return r
}

// until adds the time at which trying again makes sense.
func (r *Refusal) until(t time.Time) *Refusal { r.Until = t; return r }
