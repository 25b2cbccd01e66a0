package take

import (
	"maps"
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// t is a sentence in the citizen's language.
func (s *Screen) t(key string, params ...any) string {
	return words.T(words.Lang(s.lang), key, params...)
}

// in is one of the hall's own texts in the citizen's language.
func (s *Screen) in(text queue.Text) string { return text.In(s.lang) }

// zone is the hall's time zone.
func (s *Screen) zone() *time.Location {
	offset := 480
	if s.menu != nil {
		offset = s.menu.Day.UTCOffset
	}
	return time.FixedZone("hall", offset*60)
}

func (s *Screen) local(t time.Time) time.Time { return t.In(s.zone()) }

// when writes a moment as seen from now.
func (s *Screen) when(t time.Time) string {
	return words.When(words.Lang(s.lang), s.local(t), s.local(s.now))
}

// refusal is the sentence for a refusal by its code.
func (s *Screen) refusal(code string, params map[string]string, until time.Time) string {
	p := maps.Clone(params)
	if l, ok := s.lineOf(p["theme"]); ok {
		p["theme"] = s.in(l.Name)
	}
	if !until.IsZero() {
		until = s.local(until)
	}
	return words.Refusal(words.Lang(s.lang), code, p, until, s.local(s.now))
}

func (s *Screen) errorText(e *wire.Error) string {
	var until time.Time
	if e.Until != nil {
		until = *e.Until
	}
	return s.refusal(e.Code, e.Params, until)
}

func (s *Screen) lineOf(theme string) (wire.Line, bool) {
	if s.menu != nil && theme != "" {
		for _, l := range s.menu.Lines {
			if l.Theme == theme {
				return l, true
			}
		}
	}
	return wire.Line{}, false
}

// working reports whether the windows work now; if not, opens is when they begin, as a
// time of day, "" if not today. Minutes are told either way: they count from now, with
// whatever break there is.
func (s *Screen) working() (ok bool, opens string) {
	if s.menu.Day.Phase == queue.PhaseOpen {
		return true, ""
	}
	now := s.local(s.now)
	for _, h := range s.menu.Day.Hours {
		if int(h.Open) > now.Hour()*60+now.Minute() {
			return false, h.Open.String()
		}
	}
	return false, ""
}
