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

// RoundWait is a wait from low to high minutes as it may be said: from ten minutes
// on it is rounded to five, low down and high up, because nobody can promise
// more. No wait is 0, 0.
func RoundWait(low, high int) (int, int) {
	low, high = max(low, 0), max(high, low, 0)
	if low >= 10 {
		low = low / 5 * 5
	}
	if high >= 10 {
		high = (high + 4) / 5 * 5
	}
	if low == 0 {
		low = min(1, high)
	}
	return low, high
}

// Wait writes how long a wait will likely be, from low to high minutes, rounded by
// RoundWait: "no wait", "about 5 min", "about 10-15 min".
func Wait(lang Lang, low, high int) string {
	low, high = RoundWait(low, high)
	switch high {
	case 0:
		return T(lang, "common.no_wait")
	case low:
		return T(lang, "common.minutes", "minutes", high)
	}
	return T(lang, "common.minutes_range", "low", low, "high", high)
}

// Elapsed writes a running time: "3:05", "1:03:05". Negative is "0:00".
func Elapsed(d time.Duration) string {
	s := max(0, int(d/time.Second))
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
