package queue

import (
	"fmt"
	"time"
)

// Clock is a time of day in minutes since midnight, written "09:00".
type Clock int

// ParseClock reads "HH:MM", 00:00 to 24:00.
func ParseClock(s string) (Clock, error) {
	if len(s) != 5 || s[2] != ':' {
		return 0, fmt.Errorf("time of day %q: want HH:MM", s)
	}
	for _, i := range []int{0, 1, 3, 4} {
		if s[i] < '0' || s[i] > '9' {
			return 0, fmt.Errorf("time of day %q: want HH:MM", s)
		}
	}
	h, m := int(s[0]-'0')*10+int(s[1]-'0'), int(s[3]-'0')*10+int(s[4]-'0')
	if h > 24 || m > 59 || h == 24 && m > 0 {
		return 0, fmt.Errorf("time of day %q: want 00:00 to 24:00", s)
	}
	return Clock(h*60 + m), nil
}

// String writes "HH:MM".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// MarshalText writes "HH:MM".
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads "HH:MM".
func (c *Clock) UnmarshalText(b []byte) (err error) { *c, err = ParseClock(string(b)); return err }

// Seconds is a duration in whole seconds, the unit of every rule.
type Seconds int

// Duration converts s.
func (s Seconds) Duration() time.Duration { return time.Duration(s) * time.Second }

// Minutes makes Seconds of m minutes.
func Minutes(m int) Seconds { return Seconds(m * 60) }

// Stamp brings a time into the form in which the package keeps times: UTC, cut
// to milliseconds, without a monotonic reading.
func Stamp(t time.Time) time.Time { return t.Round(0).UTC().Truncate(time.Millisecond) }

// writable reports whether a time can be written down: JSON knows no year above
// 9999.
func writable(t time.Time) bool { return t.Year() >= 0 && t.Year() <= 9999 }

// dateLayout is the form of a business day.
const dateLayout = "2006-01-02"
