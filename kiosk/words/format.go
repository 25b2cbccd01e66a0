package words

import (
	"fmt"
	"strconv"
	"time"
)

// Clock writes the time of day, as in "09:05". The time must be in the hall's
// zone.
func Clock(t time.Time) string { return t.Format("15:04") }

// When writes a moment seen from now: "14:00", "tomorrow 09:00", "27 November
// 09:00". Both must be in the hall's zone.
func When(lang Lang, t, now time.Time) string {
	_, m, d := t.Date()
	switch {
	case now.Format(time.DateOnly) == t.Format(time.DateOnly):
		return Clock(t)
	case now.AddDate(0, 0, 1).Format(time.DateOnly) == t.Format(time.DateOnly):
		return T(lang, "common.tomorrow", "time", Clock(t))
	}
	return T(lang, "common.on_date", "month", int(m), "month_name", monthName(lang, m), "day", d, "time", Clock(t))
}

// Date writes a day with its weekday.
func Date(lang Lang, t time.Time) string {
	y, m, d := t.Date()
	return T(lang, "common.date", "year", y, "month", int(m), "month_name", monthName(lang, m), "day", d,
		"weekday", T(lang, "common.weekday."+strconv.Itoa(int(t.Weekday()))))
}

func monthName(lang Lang, m time.Month) string {
	return T(lang, "common.month."+strconv.Itoa(int(m)))
}

// RoundWait is a wait from low to high minutes as it may be said. A wait that may be
// longer than ten minutes is rounded to five, low down and high up, and is always a
// range: nobody can promise more. No wait is 0, 0.
func RoundWait(low, high int) (int, int) {
	low, high = max(low, 0), max(high, low, 0)
	if high > 10 {
		high = (high + 4) / 5 * 5
		if low >= 5 {
			low = low / 5 * 5
		}
		if low == high {
			low -= 5
		}
	}
	if low == 0 {
		low = min(1, high)
	}
	return low, high
}

// Wait writes how long a wait will likely be, from low to high minutes, rounded by
// RoundWait: "no wait", "about 5 min", "about 10-15 min", or, of a rough estimate,
// "roughly 10-15 min".
func Wait(lang Lang, low, high int, rough bool) string {
	low, high = RoundWait(low, high)
	one, span := "common.minutes", "common.minutes_range"
	if rough {
		one, span = "common.rough", "common.rough_range"
	}
	switch high {
	case 0:
		return T(lang, "common.no_wait")
	case low:
		return T(lang, one, "minutes", high)
	}
	return T(lang, span, "low", low, "high", high)
}

// WaitSpan writes only the minutes of a wait, for a column with a heading: "5",
// "10-15", or, of a rough estimate, "~10-15"; no wait is "0".
func WaitSpan(low, high int, rough bool) string {
	low, high = RoundWait(low, high)
	out := strconv.Itoa(high)
	if low < high {
		out = strconv.Itoa(low) + "-" + out
	}
	if rough && high > 0 {
		out = "~" + out
	}
	return out
}

// Elapsed writes a running time: "3:05", "1:03:05". Negative is "0:00".
func Elapsed(d time.Duration) string {
	s := max(0, int(d/time.Second))
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
