package wire

import "onewindow/queue"

// PlanRequest asks how many windows each theme will need on a day (state.plan). An
// empty Date is the next working day after the one that runs or has closed last.
type PlanRequest struct {
	Date string `json:"date,omitempty"`
}

// PlanReply is how many windows each theme is expected to need on a date.
type PlanReply struct {
	Date string `json:"date"`
	// Works says that it is a working day, and Days from how many reported days the
	// demand was learned. Without either there are no rows.
	Works bool `json:"works"`
	Days  int  `json:"days"`
	// Target is the wait in minutes that counts, and Level what percent of those who
	// come should wait less.
	Target int       `json:"target_minutes"`
	Level  int       `json:"level"`
	Rows   []PlanRow `json:"rows"`
	// Hours are the window-hours of all rows, and Most how many windows are needed in the
	// half hour that needs the most.
	Hours float64 `json:"window_hours"`
	Most  int     `json:"most"`
}

// PlanRow is one half hour of a theme.
type PlanRow struct {
	Theme string      `json:"theme"`
	From  queue.Clock `json:"from"`
	To    queue.Clock `json:"to"`
	// Draws is how many numbers are expected, and Load for how many windows that is work
	// without a pause.
	Draws float64 `json:"draws"`
	Load  float64 `json:"load"`
	// Windows is how many are needed, as far as the hall has them, and Share what
	// percent of those who come then wait less than the target.
	Windows int `json:"windows"`
	Share   int `json:"share"`
	// Have is how many should be attended then by the plan of the windows.
	Have int `json:"have"`
	// Rule is how many the square-root rule asks for, which knows of nobody who leaves.
	Rule float64 `json:"rule"`
}
