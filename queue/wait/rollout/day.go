package rollout

import (
	"math"

	"onewindow/queue"
)

// Never is a moment that does not come.
const Never = math.MaxInt64

// Day is all that happens by itself, and, after Run, what came of it.
type Day struct {
	// From is when it begins: now, for a hall that is under way.
	From int64
	// Close is when the hall closes; windows then stay until nobody waits whom they
	// may call.
	Close int64
	// Walk is from a call to the start of the visit, Lost for how long a window is
	// busy with a call to which nobody comes.
	Walk, Lost int64
	// Between is from the end of a visit, or of a call to which nobody came, until the
	// window may call the next. Who draws a number in that time waits for its end, also
	// where nobody else waits: the clerk is no sooner done for that.
	Between int64
	Windows []Window
	// Visits are in the order of drawing: first those who wait at From, then those who
	// come. The visit v has the entry with Seq v.
	Visits []Visit
	// Parts are what visits go on with in another lane; see Visit.Then.
	Parts []Part
	// ReturnAfter is how many calls of its lane a number that was missed lets pass
	// when its citizen comes back; see Visit.Back.
	ReturnAfter int
	// Waiting is how many of Visits wait at From. The Queue has them already.
	Waiting int
}

// Visit is one number.
type Visit struct {
	// At is when it is drawn; that of those who wait at From does not matter but for
	// Leaves.
	At int64
	// Key is its key, Lane the lane in which it waits; see queue.Line.
	Key  int64
	Lane int32
	// Work is how long the visit takes at a window of speed 1.
	Work int64
	// Leaves is from when nobody comes to a call; Never for who stays, and 0 for who
	// does not come at all.
	Leaves int64
	// Ghost marks a number that only asks when it would be called: whoever calls it
	// calls the next at once.
	Ghost bool
	// Back is how long after a call to which nobody came the citizen comes back, once;
	// 0 is never.
	Back int64
	// Older says that it drew its number before it comes at At: it comes back, or on from
	// elsewhere.
	Older bool
	// Passes says that it comes back from a missed call of which nothing else is known,
	// and lets ReturnAfter calls pass.
	Passes bool
	// Then is what the visit goes on with when it is done, as one more than an index
	// of Day.Parts; 0 is nothing. The number keeps its key.
	Then int32

	// Called is when it was called for the first time, Never before that, and Window
	// where; Missed says that nobody came, or has come back. Again is when it was called
	// after its citizen had come back.
	Called int64
	Window int32
	Missed bool
	Again  int64

	part int32 // as Then, of what the visit is at; 0 is the visit itself
}

// Part is what a visit goes on with in another lane, after what it came for first.
type Part struct {
	Lane int32
	Work int64
	// Then is as Visit.Then.
	Then int32

	// Drawn is when it began to wait, Called when it was called and Window where;
	// Never and -1 before that.
	Drawn, Called int64
	Window        int32
}

// lane is where a visit waits, or waited last, and work how long it takes there.
func (d *Day) lane(v int32) int32 {
	if p := d.Visits[v].part; p > 0 {
		return d.Parts[p-1].Lane
	}
	return d.Visits[v].Lane
}

func (d *Day) work(v int32) int64 {
	if p := d.Visits[v].part; p > 0 {
		return d.Parts[p-1].Work
	}
	return d.Visits[v].Work
}

// Window is one window.
type Window struct {
	// Reach is which lanes it may call from.
	Reach queue.Reach
	// Speed divides the length of every visit, and Second multiplies that of one
	// whose lane is not its own; 0 is 1.
	Speed, Second float64
	// Duty are the spans in which it is there, in order.
	Duty []Span
	// Breaks are when its clerk wishes a short break, in order, and how long that
	// takes. A wish begins at once or after the citizen, and is lost if it comes
	// during another break or outside duty.
	Breaks []Break
	// State is what it does at From: Off, Idle, Busy or OnBreak, the last two until
	// Until. Since is from when it is idle.
	State State
	Since int64
	Until int64
	// Leaving says that it goes once the citizen is gone, and Tired that it takes a
	// break of For then.
	Leaving bool
	Tired   bool
	For     int64
}

// Span is a stretch of time.
type Span struct{ From, To int64 }

// Break is a wish for a break.
type Break struct{ At, For int64 }

// State is what a window does.
type State uint8

// States of a window.
const (
	Off State = iota
	Idle
	Busy
	OnBreak
)

// Queue decides who is next. The calls come in the order of time.
type Queue interface {
	// Draw puts a visit in line: when it is drawn, when its citizen comes back after a
	// missed call, and when it goes on with a part.
	Draw(at int64, v int32)
	// Next calls whoever is next at a window, or says that nobody is.
	Next(at int64, w int32) (v int32, ok bool)
	// Waits reports whether anybody waits whom the window may call.
	Waits(w int32) bool
	// Come, Miss and Done say that the called citizen came to the window, did not
	// come, and is done.
	Come(at int64, w, v int32)
	Miss(at int64, w, v int32)
	Done(at int64, w, v int32)
	// Open, Close, Pause and Resume say what a window does otherwise.
	Open(at int64, w int32)
	Close(at int64, w int32)
	Pause(at int64, w int32)
	Resume(at int64, w int32)
}
