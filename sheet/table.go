package sheet

import (
	"strconv"
	"strings"
)

// Kind is how the value of a cell is written.
type Kind int

// Kinds of values. Those with one digit after the point are kept in tenths, so that
// every form writes the same digits.
const (
	Text   Kind = iota // words
	Count              // a whole number
	Tenths             // a number with one digit after the point: minutes, hours, percent
	Blank              // nothing to tell, such as the mean of no waits
)

// Cell is one value.
type Cell struct {
	Kind Kind
	// Text is that of a Text, N the number of a Count or the tenths of a Tenths.
	Text string
	N    int
}

// String is the value as it stands in every form.
func (c Cell) String() string {
	switch c.Kind {
	case Text:
		return c.Text
	case Count:
		return strconv.Itoa(c.N)
	case Tenths:
		sign, n := "", c.N
		if n < 0 {
			sign, n = "-", -n
		}
		return sign + strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
	}
	return ""
}

// Float is the value as a number; of a Text and a Blank it is 0.
func (c Cell) Float() float64 {
	if c.Kind == Tenths {
		return float64(c.N) / 10
	}
	return float64(c.N)
}

func worded(s string) Cell { return Cell{Kind: Text, Text: line(s)} }
func count(n int) Cell     { return Cell{Kind: Count, N: n} }

// line is a text as one line of characters that every form can have.
func line(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0:
			return ' '
		case r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// tenths is part/whole in tenths, rounded half away from zero; blank of nothing.
func tenths(part, whole int) Cell {
	if whole == 0 {
		return Cell{Kind: Blank}
	}
	n := 10 * part
	if n < 0 {
		return Cell{Kind: Tenths, N: -((-n + whole/2) / whole)}
	}
	return Cell{Kind: Tenths, N: (n + whole/2) / whole}
}

// minutes are seconds in minutes, of which there are n; blank if there are none.
func minutes(seconds, n int) Cell { return tenths(seconds, 60*n) }

// hours are seconds in hours.
func hours(seconds int) Cell { return tenths(seconds, 3600) }

// percent is a share; blank of nothing.
func percent(part, whole int) Cell { return tenths(100*part, whole) }

// Table is one table of a report.
type Table struct {
	// ID names it for programs, such as "theme" or "half_hours".
	ID string
	// Title and Heads are worded; units stand in the heads.
	Title string
	Heads []string
	Rows  [][]Cell
	// wide says that it has many columns.
	wide bool
}
