package project

import (
	"fmt"
	"strconv"
	"strings"
)

// Bounds are the upper bounds, in seconds and inclusive, of the classes of waits;
// the last class, after them, has none.
var Bounds = [...]int{60, 120, 180, 300, 420, 600, 900, 1200, 1800, 2400, 3600, 5400, 7200}

// withinClasses is how many classes lie within a quarter of an hour.
const withinClasses = 7

// Waits counts waits by class.
type Waits [len(Bounds) + 1]int

// class is the class of a wait.
func class(seconds int) int {
	for i, b := range Bounds {
		if seconds <= b {
			return i
		}
	}
	return len(Bounds)
}

// Number is how many waits there are.
func (w Waits) Number() (n int) {
	for _, c := range w {
		n += c
	}
	return n
}

// Within15 is how many were at most 15 minutes.
func (w Waits) Within15() (n int) {
	for _, c := range w[:withinClasses] {
		n += c
	}
	return n
}

// Percentile is the wait in seconds that so many percent do not exceed, taking the
// waits of a class as spread evenly over it; those over two hours count as two
// hours. It is 0 without waits. The error is at most the width of a class.
func (w Waits) Percentile(percent int) int {
	total := w.Number()
	if total == 0 {
		return 0
	}
	want := max(float64(total)*float64(percent)/100, 1e-9)
	from := 0
	for i, c := range w {
		if i == len(Bounds) {
			break
		}
		if want <= float64(c) {
			return from + int(float64(Bounds[i]-from)*want/float64(c))
		}
		want -= float64(c)
		from = Bounds[i]
	}
	return from
}

// String writes the classes as rows keep them: numbers separated by spaces, without
// the zeros at the end.
func (w Waits) String() string {
	last := len(w)
	for last > 0 && w[last-1] == 0 {
		last--
	}
	b := make([]byte, 0, 32)
	for i, c := range w[:last] {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(c), 10)
	}
	return string(b)
}

// ParseWaits reads what String wrote.
func ParseWaits(s string) (w Waits, err error) {
	if s == "" {
		return w, nil
	}
	parts := strings.Split(s, " ")
	if len(parts) > len(w) {
		return w, fmt.Errorf("project: %d classes of waits, this build knows %d", len(parts), len(w))
	}
	for i, p := range parts {
		if w[i], err = strconv.Atoi(p); err != nil {
			return w, fmt.Errorf("project: classes of waits %q: %w", s, err)
		}
	}
	return w, nil
}

// Counts are what a cell counts, each by when it happened.
type Counts struct {
	// Issued counts the numbers drawn: for the hall; whose visit begins with the
	// theme; that ask for the item. No window draws any.
	Issued int
	// Called counts first calls: of the number for the hall, and of each part of the
	// visit for its theme, its items and the window. Waits are the waits until then,
	// from the drawing or from when the part before was finished, and WaitSeconds
	// their sum; of a number kept overnight the night does not count.
	Called      int
	WaitSeconds int
	Waits       Waits
	// Picked counts the calls out of turn.
	Picked int
	// Served counts visits that were finished for the hall, and finished parts of
	// visits for themes, windows and the items that were really handled.
	Served int
	// Services counts those of Served whose length is known, and ServiceSeconds is
	// their sum: not those whose beginning nobody pressed, and of items only where
	// the part had one item.
	Services       int
	ServiceSeconds int
	// Missed counts, for the hall, the numbers that did not come at least once; for
	// themes, items and windows each time that one did not come.
	Missed int
	// Cancelled and Expired count visits that ended unserved.
	Cancelled, Expired int
}

// Add adds o.
func (c *Counts) Add(o Counts) {
	c.Issued += o.Issued
	c.Called += o.Called
	c.WaitSeconds += o.WaitSeconds
	for i, n := range o.Waits {
		c.Waits[i] += n
	}
	c.Picked += o.Picked
	c.Served += o.Served
	c.Services += o.Services
	c.ServiceSeconds += o.ServiceSeconds
	c.Missed += o.Missed
	c.Cancelled += o.Cancelled
	c.Expired += o.Expired
}
