package district

import (
	"strconv"
	"strings"
	"time"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// t is a sentence of the catalogue in the screen's language.
func (s *Screen) t(key string, params ...any) string {
	return words.T(words.Lang(s.lang), key, params...)
}

// clockOf writes a time of day, "" for none.
func (s *Screen) clockOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return words.Clock(t.In(s.zone))
}

// say says the network in the screen's language, by the centre's time.
func (s *Screen) say() overview.Words {
	return overview.Words{Lang: words.Lang(s.lang), Now: s.centreNow(), Zone: s.zone}
}

// age is how long ago something was, roughly.
func (s *Screen) age(t time.Time) string { return s.say().Age(t) }

// ago is age for a sentence about the past; empty where that is less than a minute.
func (s *Screen) ago(t time.Time) string {
	if s.centreNow().Sub(t) < time.Minute {
		return ""
	}
	return s.age(t)
}

// heard says when a hall was heard last; in full where there is room.
func (s *Screen) heard(t time.Time, full bool) string {
	switch ago := s.centreNow().Sub(t); {
	case t.IsZero():
		return "-"
	case full && ago >= 12*time.Hour:
		return s.say().Moment(t)
	}
	return s.age(t)
}

// minutes writes seconds as whole minutes.
func (s *Screen) minutes(seconds int) string {
	return s.t("district.minutes", "n", seconds/60)
}

// weekday names the day with which today is compared, and today.
func (s *Screen) weekday() string {
	return s.t("common.weekday." + strconv.Itoa(int(s.state.At.In(s.zone).Weekday())))
}

// pad stretches a text to a width.
func pad(text string, w int) string {
	return text + strings.Repeat(" ", max(1, w-tui.Width(text)))
}

// shownFrom is the first of n rows that is shown where fit of them fit, so that the
// row at is among them and no room stays empty.
func shownFrom(at, n, fit int) int {
	if fit <= 0 || n <= fit {
		return 0
	}
	return max(0, min(at-fit/2, n-fit))
}

// moved is where a key leads from row at of n; page is how many rows are seen.
func moved(key string, at, n, page int) int {
	switch key {
	case "down":
		at++
	case "up":
		at--
	case "pgdown":
		at += max(1, page-1)
	case "pgup":
		at -= max(1, page-1)
	case "home":
		at = 0
	case "end":
		at = n - 1
	}
	return max(0, min(at, n-1))
}
