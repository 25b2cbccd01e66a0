package window

import (
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
)

// t is a sentence in the clerk's language.
func (s *Screen) t(key string, params ...any) string {
	return words.T(words.Lang(s.set.Lang), key, params...)
}

// in is one of the hall's own texts in the clerk's language.
func (s *Screen) in(text queue.Text) string { return text.In(s.set.Lang) }

// local brings a time into the hall's zone.
func (s *Screen) local(t time.Time) time.Time {
	offset := 0
	if s.view != nil {
		offset = s.view.Day.UTCOffset
	}
	return t.In(time.FixedZone("hall", offset*60))
}

// since is how long ago a moment was.
func (s *Screen) since(t time.Time) string { return words.Elapsed(s.now.Sub(t)) }

// secondsTo is how many seconds are left until t, rounded up; 0 if it has
// passed.
func (s *Screen) secondsTo(t time.Time) int { return secondsBetween(s.now, t) }

func secondsBetween(now, t time.Time) int {
	if t.IsZero() {
		return 0
	}
	return max(0, int((t.Sub(now)+time.Second-1)/time.Second))
}

// minutes is how many whole minutes ago a moment was.
func (s *Screen) minutes(t time.Time) int { return max(0, int(s.now.Sub(t)/time.Minute)) }

// themeName is the name of a theme; its id if the hall does not say.
func (s *Screen) themeName(id string) string {
	for _, th := range s.view.Themes {
		if th.ID == id {
			return s.in(th.Name)
		}
	}
	return id
}

// windowLabel is what stands over a window; its id if that is not known.
func (s *Screen) windowLabel(id string) string {
	if id == s.view.ID {
		return s.view.Label
	}
	for _, p := range s.view.Windows {
		if p.Window == id {
			return p.Label
		}
	}
	return id
}

// worded is the sentence of a key that ends in a code which clerks choose from,
// such as the reason of a pause; what is no such code is somebody's own words.
func (s *Screen) worded(key, code string) string {
	if words.Has(key) {
		return s.t(key)
	}
	return code
}
