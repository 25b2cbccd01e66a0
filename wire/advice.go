package wire

// AdviceRequest accepts or refuses an advice about windows (hall.advice). Accepted,
// the clerk of its window is asked.
type AdviceRequest struct {
	ID     string `json:"id"`
	Accept bool   `json:"accept"`
}
