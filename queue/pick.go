package queue

// Reach is which lanes a window may call from.
type Reach struct {
	// Own are its own lanes: its themes, and those directed to it or to its
	// clerk.
	Own []int32
	// Spill are the themes that it helps out with.
	Spill []int32
	// Lead is how much older, in milliseconds, the first of another theme must
	// be than the first of its own.
	Lead int64
}

// Choice is who is next at a window, and on what grounds.
type Choice struct {
	Entry
	// Lane is where the ticket waits.
	Lane int32
	// Spilled is true if the lane is not the window's own, and Lead by how many
	// milliseconds its first was older than the first of the window's own; 0 if
	// nobody waits for those.
	Spilled bool
	Lead    int64
}

// Pick says who is next at a window with that reach: the ticket with the
// earliest key among its own lanes, unless the first of another theme leads it
// by Reach.Lead or nobody waits for its own. It changes nothing.
func Pick(l *Line, r Reach) (Choice, bool) {
	own, ok := earliest(l, r.Own)
	if len(r.Spill) == 0 {
		return own, ok
	}
	spill, other := earliest(l, r.Spill)
	switch {
	case !other:
		return own, ok
	case !ok:
		spill.Spilled = true
		return spill, true
	case own.Key-spill.Key >= r.Lead:
		spill.Spilled, spill.Lead = true, own.Key-spill.Key
		return spill, true
	}
	return own, true
}

// earliest is the head of heads.
func earliest(l *Line, lanes []int32) (c Choice, ok bool) {
	for _, n := range lanes {
		if e, some := l.Head(int(n)); some && (!ok || e.before(c.Entry)) {
			c, ok = Choice{Entry: e, Lane: n}, true
		}
	}
	return c, ok
}
