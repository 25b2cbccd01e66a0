package wire

import "onewindow/queue"

// AdviceRequest accepts or refuses an advice about windows (hall.advice). Accepted,
// the clerk of its window is asked.
type AdviceRequest struct {
	ID     string `json:"id"`
	Accept bool   `json:"accept"`
}

// AdviceReply is what became of the advice (hall.advice).
type AdviceReply struct {
	// Answer is "accepted" where the clerk is asked, "refused", or "over" where the window
	// had done by then what was advised, so that nobody was asked.
	Answer queue.AdviceAnswer `json:"answer"`
}
