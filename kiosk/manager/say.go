package manager

import (
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// t is a sentence in the manager's language.
func (s *Screen) t(key string, params ...any) string {
	return words.T(words.Lang(s.set.Lang), key, params...)
}

// in is one of the hall's own texts in the manager's language.
func (s *Screen) in(text queue.Text) string { return text.In(s.set.Lang) }

// local brings a time into the hall's zone.
func (s *Screen) local(t time.Time) time.Time {
	offset := 0
	if s.view != nil {
		offset = s.view.Day.UTCOffset
	}
	return t.In(time.FixedZone("hall", offset*60))
}

// minutes is how many whole minutes ago a moment was.
func (s *Screen) minutes(t time.Time) int { return max(0, int(s.now.Sub(t)/time.Minute)) }

// themeName is the name of a theme; its id if the hall does not say.
func (s *Screen) themeName(id string) string {
	for _, l := range s.view.Lines {
		if l.Theme == id {
			return s.in(l.Name)
		}
	}
	return id
}

// windowLabel is what stands over a window; its id if that is not known.
func (s *Screen) windowLabel(id string) string {
	if w := s.window(id); w != nil {
		return w.Label
	}
	return id
}

func (s *Screen) window(id string) *wire.WindowRow {
	for i, w := range s.view.Windows {
		if w.ID == id {
			return &s.view.Windows[i]
		}
	}
	return nil
}

func (s *Screen) line(theme string) *wire.Line {
	for i, l := range s.view.Lines {
		if l.Theme == theme {
			return &s.view.Lines[i]
		}
	}
	return nil
}

// worded is the sentence of a key that ends in a code; what is no such code is
// somebody's own words.
func (s *Screen) worded(key, code string) string {
	if words.Has(key) {
		return s.t(key)
	}
	return code
}

// stop is the reason of a stop or of a closed intake in words: a code's, or what
// a manager typed.
func (s *Screen) stop(reason string) string { return words.Stop(words.Lang(s.set.Lang), reason) }

// refusal is a refusal in words.
func (s *Screen) refusal(code string, params map[string]string, until time.Time) string {
	p := map[string]string{}
	for k, v := range params {
		switch k {
		case "theme":
			v = s.themeName(v)
		case "window":
			v = s.windowLabel(v)
		}
		p[k] = v
	}
	if !until.IsZero() {
		until = s.local(until)
	}
	return words.Refusal(words.Lang(s.set.Lang), code, p, until, s.local(s.now))
}
