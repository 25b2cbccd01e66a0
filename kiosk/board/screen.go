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
	// Now is hall time, for the clock and the age of calls; nil is the machine's
	// clock.
	Now func() time.Time
	// Dwell is how long, in real time, a new call stands out at least; 0 is six
	// seconds.
	Dwell time.Duration
	// Fresh is how old, in hall time, a call may be to be shown large; older
	// ones are only in the list. A board that was cut off for longer begins as
	// one that starts. 0 is 90 seconds.
	Fresh time.Duration
	// Places is how many calls stand large at once; 0 is three.
	Places int
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
	if s.Places <= 0 {
		s.Places = 3
	}
	return s
}

// Times of the screen, in real time.
const (
	// gap is the least time between two changes of the large calls.
	gap = time.Second
	// noticeTime is how long one notice is shown.
	noticeTime = 8 * time.Second
)

// Screen is the board, a tui.Screen. It is used from the event loop only.
type Screen struct {
	tui.Timers

	set   Settings
	board *wire.Board // the hall's last word; nil before the first
	cut   bool        // the link is known to be down
	cutAt time.Time   // hall time when the link went down
	away  bool        // the link was down so long that the board begins anew
	last  time.Time   // hall time of the hall's last sign of life
	now   time.Time   // hall time of the last message

	seen   map[string]mark // the calls noticed so far, by number
	queue  []wire.Call     // new calls that wait for a place, oldest first
	places []place
	shows  int  // counts what was put on a place
	gated  bool // a place changed less than gap ago
	notice int  // which one is shown
}

// New makes a board.
func New(settings Settings) *Screen {
	set := settings.withDefaults()
	return &Screen{set: set, now: set.Now(), seen: map[string]mark{}, places: make([]place, set.Places)}
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
	switch m := m.(type) {
	case tui.StartMsg:
		s.Every(noticeTimer, noticeTime)
	case wire.Board:
		fill := s.board == nil || s.away
		s.last, s.away = s.now, false
		s.board = &m
		s.take(m.Calls, fill)
	case wire.Sys:
		s.last = s.now
	case wire.Link:
		s.link(m.Up)
	case tui.TimerMsg:
		s.timer(m.Name)
	case tui.TickMsg:
		s.clear()
	}
	return nil
}

// link notes how long the link was down.
func (s *Screen) link(up bool) {
	switch {
	case !up && !s.cut:
		s.cutAt = s.now
	case up && s.cut && s.now.Sub(s.cutAt) > s.set.Fresh:
		s.away = true
	}
	s.cut = !up
}

// stoppedNow reports whether the hall is stopped and nobody may be sent to a
// window.
func (s *Screen) stoppedNow() bool { return s.board != nil && s.board.Day.Stopped != "" }
