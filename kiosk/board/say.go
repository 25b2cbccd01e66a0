package board

import (
	"strings"
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
)

// t is a sentence in the language on top.
func (s *Screen) t(key string, params ...any) string {
	return words.T(words.Lang(s.set.Lang), key, params...)
}

// second is a sentence in the language below; "" if there is none.
func (s *Screen) second(key string, params ...any) string {
	if s.set.Second == s.set.Lang {
		return ""
	}
	return words.T(words.Lang(s.set.Second), key, params...)
}

// reason is why the hall is stopped, in the words of each language.
func (s *Screen) reason(reason string) said {
	return said{s.t("board.reason", "reason", words.Stop(words.Lang(s.set.Lang), reason)),
		s.second("board.reason", "reason", words.Stop(words.Lang(s.set.Second), reason))}
}

// both is a sentence in one line in both languages.
func (s *Screen) both(key string, params ...any) string {
	return join(s.t(key, params...), s.second(key, params...))
}

func join(a, b string) string {
	if a == b {
		return a
	}
	return strings.TrimSpace(a + "  " + b)
}

// in is one of the hall's own texts in the language on top, below in the other;
// "" if the hall has not got it there.
func (s *Screen) in(text queue.Text) string { return text.In(s.set.Lang) }

func (s *Screen) below(text queue.Text) string {
	if t := text.In(s.set.Second); s.set.Second != s.set.Lang && t != s.in(text) {
		return t
	}
	return ""
}

// zones are the names of the zones that the board is for; "" if it is for all.
func (s *Screen) zones() string { return strings.Join(s.set.Zones, " ") }

// local brings a time into the hall's zone.
func (s *Screen) local(t time.Time) time.Time {
	offset := 480
	if s.board != nil {
		offset = s.board.Day.UTCOffset
	}
	return t.In(time.FixedZone("hall", offset*60))
}

func (s *Screen) clock(t time.Time) string { return words.Clock(s.local(t)) }

// opens is when the windows begin to work, as a time of day; "" if not today.
func (s *Screen) opens() string {
	now := s.local(s.now)
	for _, h := range s.board.Day.Hours {
		if int(h.Open) > now.Hour()*60+now.Minute() {
			return h.Open.String()
		}
	}
	return ""
}
