package wire

import (
	"slices"

	"onewindow/queue"
)

// Verb is one thing that a terminal, or the centre, can ask of a hall.
type Verb struct {
	// Area and Name make the subject, as in "ticket.issue".
	Area, Name string
	// Query marks a verb that changes nothing; its answer is not stored.
	Query bool
	// Roles that may use it, RoleCentral among them. RoleAdmin always may.
	Roles []Role
	// Right is what the member of staff at a guide's or manager's terminal needs
	// besides being signed in; empty is nothing more. See Signed.
	Right queue.Right
	// Says is one sentence for help texts and docs/wire.md.
	Says string
}

// String is "area.verb".
func (v Verb) String() string { return v.Area + "." + v.Name }

// Allows reports whether role may use the verb.
func (v Verb) Allows(role Role) bool { return role == RoleAdmin || slices.Contains(v.Roles, role) }

// Signed reports whether a terminal of that role needs a member of staff signed in
// for the verb: a desk looks freely, and acts for somebody. Whoever calls for help
// is asked for nothing, and neither is the terminal that tells of its devices and
// papers.
func (v Verb) Signed(role Role) bool {
	switch {
	case role != RoleGuide && role != RoleManager, v.Area == "desk", v.Area == "device", v.String() == "help.call", v.String() == "ticket.paper":
		return false
	}
	return !v.Query || v.Right != ""
}

// Limit is the largest request for the verb, in bytes.
func (v Verb) Limit() int {
	if v.Area == "hall" && (v.Name == "settings" || v.Name == "catalogue") {
		return MaxDocument
	}
	return MaxRequest
}

var (
	kiosks   = []Role{RoleKiosk, RoleGuide, RoleManager}
	desks    = []Role{RoleGuide, RoleManager}
	windows  = []Role{RoleWindow}
	managers = []Role{RoleManager}
	admins   = []Role{}
	callers  = []Role{RoleCaller}
	printers = []Role{RoleKiosk, RoleWindow, RoleGuide}
	fitted   = []Role{RoleKiosk, RoleWindow, RoleGuide, RoleBoard, RoleCaller, RoleManager}
	helpers  = []Role{RoleKiosk, RoleWindow, RoleGuide, RoleManager}
	all      = Roles

	// The centre may do what these may, too.
	kiosksAndCentre = append(slices.Clone(kiosks), RoleCentral)
	desksAndCentre  = append(slices.Clone(desks), RoleCentral)
	allAndCentre    = append(slices.Clone(all), RoleCentral)
)

// Verbs is the whole table. Permissions, the hall's dispatch, `onewindow ctl`
// and docs/wire.md all follow it.
var Verbs = []Verb{
	{"ticket", "issue", false, kiosksAndCentre, "", "Give a number for one or several items, or for a theme."},
	{"ticket", "find", true, []Role{RoleKiosk, RoleGuide, RoleManager, RoleWindow, RoleCentral}, "", "Where a number stands: state, people ahead, minutes."},
	{"ticket", "history", true, desks, "", "All that happened to a number, with reasons."},
	{"ticket", "compare", true, desks, "", "Which of two numbers comes, or came, first, and why."},
	{"ticket", "return", false, desks, "", "Bring back a missed number."},
	{"ticket", "transfer", false, desks, "", "Move a waiting number to a theme, window or clerk."},
	{"ticket", "change", false, desks, "", "Change the items of a waiting number."},
	{"ticket", "cancel", false, desksAndCentre, queue.RightCancel, "Cancel a number."},
	{"ticket", "reprint", false, desks, "", "Print a number's paper again, marked as a copy, at the printer of a terminal that can."},
	{"ticket", "paper", false, printers, "", "Tell what became of a paper that this terminal was to print."},

	{"window", "signin", false, windows, "", "A clerk opens the window."},
	{"window", "signout", false, windows, "", "The clerk closes the window."},
	{"window", "next", false, windows, "", "Finish the current citizen and call the next."},
	{"window", "call", false, windows, "", "Call one given number (a right of its own)."},
	{"window", "recall", false, windows, "", "Call the called number again."},
	{"window", "start", false, windows, "", "The citizen has arrived."},
	{"window", "finish", false, windows, "", "The citizen is done; items and outcomes."},
	{"window", "noshow", false, windows, "", "The called citizen did not come."},
	{"window", "hold", false, windows, "", "Put the citizen on hold, in one of three kinds."},
	{"window", "takeback", false, windows, "", "Go on serving a held number."},
	{"window", "transfer", false, windows, "", "Move the citizen to a theme, window or clerk; number and place are kept."},
	{"window", "change", false, windows, "", "Change the items of the citizen being served."},
	{"window", "cancel", false, windows, "", "Cancel the called or served number."},
	{"window", "return", false, windows, "", "Bring back a missed number."},
	{"window", "reprint", false, windows, "", "Print a number's paper again, at the printer of a terminal that can."},
	{"window", "pause", false, windows, "", "Pause the window, with a reason; now, or after this citizen."},
	{"window", "resume", false, windows, "", "End the pause."},
	{"window", "undo", false, windows, "", "Take back the last action at this window, within ten seconds."},
	{"window", "answer", false, windows, "", "Accept or decline the manager's wish."},

	{"hall", "assign", false, managers, queue.RightManage, "Give a window its themes and spill-over themes."},
	{"hall", "free", false, managers, queue.RightManage, "Free the ticket of a dead window and close the window."},
	{"hall", "stop", false, managers, queue.RightManage, "Emergency stop: no numbers, no calls."},
	{"hall", "resume", false, managers, queue.RightManage, "End the emergency stop."},
	{"hall", "intake", false, managers, queue.RightManage, "Open or close the taking of numbers for a theme, with a reason."},
	{"hall", "quota", false, managers, queue.RightManage, "Set a theme's quota for the day and its time slots."},
	{"hall", "notice", false, managers, queue.RightManage, "Show or remove a notice."},
	{"hall", "openday", false, managers, queue.RightManage, "Open the business day, or reopen the one that was closed by mistake."},
	{"hall", "closeday", false, managers, queue.RightManage, "Close the business day and report who was not served."},
	{"hall", "staff", false, managers, queue.RightManage, "Add, change or remove a member of staff."},
	{"hall", "rules", false, managers, queue.RightManage, "Replace the hall's rules; all other settings stay."},
	{"hall", "ask", false, managers, queue.RightManage, "Ask a window's clerk to open or to close."},
	{"hall", "advice", false, managers, queue.RightManage, "Accept an advice about windows, which asks the clerk, or refuse it."},
	{"hall", "acknowledge", false, desks, "", "Say that an alert was seen."},
	{"hall", "settings", false, admins, "", "Replace the settings."},
	{"hall", "catalogue", false, admins, "", "Replace the catalogue of items."},
	{"hall", "clock", false, admins, "", "Adopt the wall clock after a jump."},
	{"hall", "forget", false, admins, "", "Destroy a day's identities."},
	{"hall", "backup", false, admins, "", "Write a copy of the journal into the hall's data folder."},

	{"help", "call", false, helpers, "", "Call staff to this terminal, or for help in a threat."},
	{"help", "answer", false, helpers, "", "End a call for staff: somebody has come. Kiosks and windows withdraw only their own."},

	{"device", "report", false, fitted, "", "Tell all devices of this terminal and how they are."},
	{"call", "announced", false, callers, "", "Tell that the voice has spoken a call."},

	{"desk", "signin", false, desks, "", "A member of staff signs in at a guide's or manager's terminal."},
	{"desk", "signout", false, desks, "", "Sign out at a guide's or manager's terminal."},

	{"state", "get", true, allAndCentre, "", "The full state of one topic."},
	{"state", "catalogue", true, all, "", "The items and themes of the hall."},
	{"state", "settings", true, managers, "", "The settings in force, without secrets."},
	{"state", "events", true, managers, "", "A run of the hall's events."},
	{"state", "changes", true, managers, "", "What staff have changed last: who, what, when, from what to what."},
	{"state", "day", true, managers, queue.RightReports, "A run of the day's numbers with their times."},
	{"state", "report", true, managers, "", "The figures of business days; those of clerks need the right reports."},
	{"state", "plan", true, managers, "", "How many windows each theme will need on a day."},

	{"network", "quickest", true, helpers, "", "Where items are served soonest in other halls of the network."},

	{"terminal", "list", true, managers, "", "The enrolled terminals and when they were last heard."},
	{"terminal", "token", false, managers, queue.RightManage, "Make a one-time token to enrol a terminal."},
	{"terminal", "revoke", false, managers, queue.RightManage, "Withdraw a terminal's key and cut its connection."},
}

// FindVerb looks up area.verb.
func FindVerb(area, name string) (Verb, bool) {
	for _, v := range Verbs {
		if v.Area == area && v.Name == name {
			return v, true
		}
	}
	return Verb{}, false
}
