package queue

// Reach is which lanes of the line the window calls from now; it is replaced and
// never changed in place. The lanes are the themes, then the windows, then the clerks,
// each in the order of the settings.
func (w *Window) Reach() Reach { return w.reach }

// Place is the lane in which a waiting ticket waits, and how many more calls of that
// lane it lets pass first because it was missed and brought back.
func (s *State) Place(t *Ticket) (lane int32, passing int) {
	return t.lane, max(0, t.After-s.line.Calls(int(t.lane)))
}
