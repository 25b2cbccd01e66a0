package rollout

import "onewindow/queue"

// Light is a Queue on plain memory: a line and the pick, without a hall around them.
type Light struct {
	day  *Day
	line queue.Line
}

// Begin puts those who wait into the line of a day. waiting is the line as it is; its
// entries name visits by Seq. It is copied.
func (l *Light) Begin(d *Day, waiting *queue.Line) {
	l.day = d
	l.line.CopyFrom(waiting)
}

// Draw implements Queue.
func (l *Light) Draw(_ int64, v int32) {
	x := &l.day.Visits[v]
	lane, e := int(l.day.lane(v)), queue.Entry{Key: x.Key, Seq: v}
	if x.Missed || x.Passes && x.Called == Never {
		l.line.AddAfter(lane, e, l.line.Calls(lane)+l.day.ReturnAfter)
		return
	}
	l.line.Add(lane, e)
}

// Next implements Queue.
func (l *Light) Next(_ int64, w int32) (int32, bool) {
	c, ok := queue.Pick(&l.line, l.day.Windows[w].Reach)
	if !ok {
		return 0, false
	}
	l.line.Remove(int(c.Lane), c.Entry)
	if !l.day.Visits[c.Seq].Ghost {
		l.line.Called(int(c.Lane))
	}
	return c.Seq, true
}

// Waits implements Queue.
func (l *Light) Waits(w int32) bool {
	_, ok := queue.Pick(&l.line, l.day.Windows[w].Reach)
	return ok
}

// Come, Miss, Done, Open, Close, Pause and Resume implement Queue: of all this the
// order of calls knows nothing.
func (*Light) Come(int64, int32, int32) {}

// Miss implements Queue.
func (*Light) Miss(int64, int32, int32) {}

// Done implements Queue.
func (*Light) Done(int64, int32, int32) {}

// Open implements Queue.
func (*Light) Open(int64, int32) {}

// Close implements Queue.
func (*Light) Close(int64, int32) {}

// Pause implements Queue.
func (*Light) Pause(int64, int32) {}

// Resume implements Queue.
func (*Light) Resume(int64, int32) {}
