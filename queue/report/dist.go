package report

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Dist is an exact distribution of lengths of time: how many there are of each whole
// second, in ascending order. Two are joined without loss, so that a percentile of a
// month is that of all its waits. It is written as one flat list of second, count,
// second, count and so on.
type Dist []Bin

// Bin is how many lengths there are of that many seconds.
type Bin struct{ Seconds, N int }

// MarshalJSON writes the flat list.
func (d Dist) MarshalJSON() ([]byte, error) {
	flat := make([]int, 0, 2*len(d))
	for _, b := range d {
		flat = append(flat, b.Seconds, b.N)
	}
	return json.Marshal(flat)
}

// UnmarshalJSON reads the flat list; it refuses one out of order or with counts
// below 1.
func (d *Dist) UnmarshalJSON(b []byte) error {
	var flat []int
	if err := json.Unmarshal(b, &flat); err != nil {
		return err
	}
	if len(flat)%2 != 0 {
		return fmt.Errorf("report: a distribution of %d values, which are no pairs", len(flat))
	}
	*d = nil
	for i := 0; i < len(flat); i += 2 {
		s, n := flat[i], flat[i+1]
		if s < 0 || n < 1 || i > 0 && s <= flat[i-2] || s > maxLength || n > maxCount {
			return fmt.Errorf("report: a distribution with %d times %d s at place %d", n, s, i/2)
		}
		*d = append(*d, Bin{s, n})
	}
	return nil
}

// distOf is the distribution of lengths, which it puts in order; nil of none.
func distOf(seconds []int) (d Dist) {
	slices.Sort(seconds)
	for _, s := range seconds {
		if last := len(d) - 1; last >= 0 && d[last].Seconds == s {
			d[last].N++
			continue
		}
		d = append(d, Bin{s, 1})
	}
	return d
}

// join is a new distribution of both.
func (d Dist) join(o Dist) Dist {
	if len(d) == 0 {
		return slices.Clone(o)
	}
	out := make(Dist, 0, len(d)+len(o))
	for len(d) > 0 && len(o) > 0 {
		switch {
		case d[0].Seconds < o[0].Seconds:
			out, d = append(out, d[0]), d[1:]
		case d[0].Seconds > o[0].Seconds:
			out, o = append(out, o[0]), o[1:]
		default:
			out, d, o = append(out, Bin{d[0].Seconds, d[0].N + o[0].N}), d[1:], o[1:]
		}
	}
	return append(append(out, d...), o...)
}

// Number is how many lengths there are.
func (d Dist) Number() (n int) {
	for _, b := range d {
		n += b.N
	}
	return n
}

// Sum is the sum of all lengths in seconds.
func (d Dist) Sum() (seconds int) {
	for _, b := range d {
		seconds += b.Seconds * b.N
	}
	return seconds
}

// Mean is the mean length in seconds, rounded; 0 without lengths.
func (d Dist) Mean() int { return mean(d.Sum(), d.Number()) }

// Max is the longest in seconds; 0 without lengths.
func (d Dist) Max() int {
	if len(d) == 0 {
		return 0
	}
	return d[len(d)-1].Seconds
}

// Percentile is the smallest length in seconds that so many percent of all do not
// exceed (nearest rank); 0 without lengths.
func (d Dist) Percentile(percent int) int {
	rank := max((d.Number()*percent+99)/100, 1)
	for _, b := range d {
		if rank -= b.N; rank <= 0 {
			return b.Seconds
		}
	}
	return 0
}

// Within is how many were at most that long.
func (d Dist) Within(seconds int) (n int) {
	for _, b := range d {
		if b.Seconds > seconds {
			break
		}
		n += b.N
	}
	return n
}

// mean is a rounded mean, half away from zero; 0 of none.
func mean(sum, n int) int {
	switch {
	case n == 0:
		return 0
	case sum < 0:
		return -((-sum + n/2) / n)
	}
	return (sum + n/2) / n
}

// PerMille is the share of part in whole in thousandths, rounded; 0 of nothing.
func PerMille(part, whole int) int { return mean(1000*part, whole) }
