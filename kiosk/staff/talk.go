package staff

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// Talk is a screen's talk with its hall. It is embedded in the screen, by way of
// Pages or alone, and used from the event loop only. Make it with NewTalk.
type Talk struct {
	lang  queue.Lang
	clock func() time.Time

	now  time.Time // hall time of the last message or key
	real time.Time // the machine's time of the last tick
	last time.Time // hall time of the last state; zero before the first
	link wire.Link
	rang time.Time // the machine's time when the bell rang last
	cut  bool      // the link is known to be down
	here string    // this terminal's id, if the screen knows it

	day     wire.Day
	names   Names
	working string // the key of the words for the request under way; "" if there is none
	says    message
}

// NewTalk begins a talk in a language, empty for simplified Chinese, on hall
// time, nil for the machine's clock.
func NewTalk(lang queue.Lang, now func() time.Time) Talk {
	if lang == "" {
		lang = queue.ZhHans
	}
	if now == nil {
		now = time.Now
	}
	return Talk{lang: lang, clock: now, now: now()}
}

// Receive takes what concerns every screen: the link, the clock, and the answer to
// this screen's own request, which it hands on. A screen calls it first with
// every message, and returns its command.
func (k *Talk) Receive(m tea.Msg) tea.Cmd {
	k.now = k.clock()
	switch m := m.(type) {
	case wire.Link:
		k.link, k.cut = m, !m.Up
		if m.Up && k.says.key == "common.not_sent" {
			k.Hush() // the link has answered that
		}
	case tui.TickMsg:
		k.real = m.Now
	case answer:
		// Screens may share a program, where each hears everything.
		if m.to == k {
			return k.answered(m)
		}
	}
	return nil
}

// SetDay takes a state of the hall: the day, and what it calls its themes, windows
// and people, see NamesOfHall and NamesOfWindow.
func (k *Talk) SetDay(day wire.Day, names Names) { k.day, k.names, k.last = day, names, k.now }

// At says on which terminal the screen runs, by its id.
func (k *Talk) At(terminal string) { k.here = terminal }

// Touch is called first with every tap and key. It reports whether keys act: not
// while a request is under way.
func (k *Talk) Touch() bool {
	k.now = k.clock()
	return k.working == ""
}

// HasState reports whether the hall has been heard at all.
func (k *Talk) HasState() bool { return !k.last.IsZero() }

// Cut reports whether the link to the hall is down, so that nothing is sent.
func (k *Talk) Cut() bool { return k.cut }

// Busy reports whether a request is under way.
func (k *Talk) Busy() bool { return k.working != "" }

// Lang is the language of the screen.
func (k *Talk) Lang() queue.Lang { return k.lang }

// Now is hall time of the last message or key.
func (k *Talk) Now() time.Time { return k.now }

// Day is the business day as it was last heard.
func (k *Talk) Day() wire.Day { return k.day }
