package board

import (
	"image"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// Settings are how a board is run.
type Settings struct {
	// Lang is the language on top, empty is simplified Chinese. Second is the
	// one below: empty is English, or simplified Chinese below English; the same
	// as Lang leaves it out.
	Lang, Second queue.Lang
	// Zones are the names, in any language, of the zones whose calls this board
	// shows; none is every zone.
	Zones []string
	// Now is hall time, for the clock and the age of calls; nil is the machine's
	// clock.
	Now func() time.Time
	// Dwell is how long, in real time, a new call stands large at least; half of
	// it while more calls wait than stand large. 0 is six seconds.
	Dwell time.Duration
	// Fresh is how old, in hall time, an answered call may be to stand large,
	// and how long the board may be cut off until it begins as one that starts
	// and sends nobody to a window meanwhile. 0 is 90 seconds.
	Fresh time.Duration
	// Face is the font of large words. The board has one of its own for what it
	// says itself; the hall's texts need this one, and nil leaves them small.
	Face *tui.Face
	// Rows is how many calls stand large at once; 0 is three.
	Rows int
}

func (s Settings) withDefaults() Settings {
	if s.Lang == "" {
		s.Lang = queue.ZhHans
	}
	if s.Second == "" {
		s.Second = queue.En
		if s.Lang == queue.En {
			s.Second = queue.ZhHans
		}
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Dwell <= 0 {
		s.Dwell = 6 * time.Second
	}
	if s.Fresh <= 0 {
		s.Fresh = 90 * time.Second
	}
	if s.Rows <= 0 {
		s.Rows = 3
	}
	return s
}

// Notices follow one another.
const (
	noticeTimer = "notice"
	noticeTime  = 8 * time.Second
)

// Screen is the board, a tui.Screen. It is used from the event loop only.
type Screen struct {
	tui.Timers
	stage

	board  *wire.Board // the hall's last word; nil before the first
	cut    bool        // the link is known to be down
	cutAt  time.Time   // hall time when the link went down
	away   bool        // the link was down so long that the board begins anew
	last   time.Time   // hall time of the hall's last sign of life
	notice int         // which one is shown
}

// New makes a board.
func New(settings Settings) *Screen {
	set := settings.withDefaults()
	s := &Screen{stage: stage{set: set, now: set.Now(), seen: map[string]mark{}}}
	s.alarms = &s.Timers
	return s
}

// Layout returns no targets: a board cannot be touched.
func (s *Screen) Layout(image.Rectangle) []tui.Target { return nil }

// Tap does nothing.
func (s *Screen) Tap(string) tea.Cmd { return nil }

// Key does nothing.
func (s *Screen) Key(tea.KeyPressMsg) tea.Cmd { return nil }

// Msg takes the hall's state, the link and the clock.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	s.now = s.set.Now()
	s.hide(s.unseen())
	switch m := m.(type) {
	case tui.StartMsg:
		s.Every(noticeTimer, noticeTime)
	case wire.Board:
		fill := s.board == nil || s.away || s.lost()
		s.last, s.away, s.cutAt = s.now, false, s.now
		s.board = &m
		s.hide(s.unseen())
		s.take(m.Calls, fill)
	case wire.Sys:
		s.last = s.now
	case wire.Link:
		s.link(m.Up)
		s.hide(s.unseen())
	case tui.TimerMsg:
		if m.Name == noticeTimer {
			s.notice++
		} else {
			s.ring(m.Name)
		}
	}
	s.clear()
	return nil
}

// link notes how long the link was down.
func (s *Screen) link(up bool) {
	switch {
	case !up && !s.cut:
		s.cutAt = s.now
	case up && s.lost():
		s.away = true
	}
	s.cut = !up
}

// stopped reports whether the hall is stopped and nobody may be sent to a
// window.
func (s *Screen) stopped() bool { return s.board != nil && s.board.Day.Stopped != "" }

// lost reports whether the link is down for so long that what the board knows
// of calls is of no use.
func (s *Screen) lost() bool { return s.cut && s.now.Sub(s.cutAt) > s.set.Fresh }

// unseen reports whether no call is shown large now.
func (s *Screen) unseen() bool { return s.stopped() || s.lost() || s.away }
