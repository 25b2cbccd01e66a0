package queue

// Later is why a number will likely be called later than was told when it was drawn.
type Later string

// Reasons of being later.
const (
	LaterWindow   Later = "window"   // a window of its line has closed or pauses
	LaterPriority Later = "priority" // somebody drew a number since who counts as earlier
	LaterLonger   Later = "longer"   // the visits before it take longer than usual
)
