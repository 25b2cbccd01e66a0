package caller

import "time"

// SignState is what happens at a window, as its strip has to know it.
type SignState string

// States of a window.
const (
	SignClosed  SignState = "closed"
	SignIdle    SignState = "idle"    // open, nobody there: the next one, please
	SignCalling SignState = "calling" // a number was called and has not come yet
	SignServing SignState = "serving"
	SignPaused  SignState = "paused"
)

// Text is a name or a sentence in the languages of strips and voice.
type Text struct {
	ZhHans, ZhHant, En string
}

// In is the text in a language, or else in the language nearest to it that is
// there.
func (t Text) In(l Language) string {
	order := []string{t.ZhHans, t.ZhHant, t.En}
	switch l {
	case ZhHant:
		order = []string{t.ZhHant, t.ZhHans, t.En}
	case En:
		order = []string{t.En, t.ZhHans, t.ZhHant}
	}
	for _, s := range order {
		if s != "" {
			return s
		}
	}
	return ""
}

// Language is a language of strips and voice.
type Language string

// Languages.
const (
	ZhHans Language = "zh-Hans"
	ZhHant Language = "zh-Hant"
	En     Language = "en"
)

// Sign is what the strip over a window has to tell.
type Sign struct {
	Window string // id of the window
	Label  string // the window's number as people read it, such as "3"
	Zone   string // id of the zone that it belongs to
	State  SignState
	Number string // who was called or is there; empty when nobody
	Reason Text   // why the window pauses; empty when that is not said
	Times  int    // how often the number was called, 1 for the first time
}

// Call is a number that was called to a window, as a hall's strip lists it.
type Call struct {
	Number string // such as "A023"
	Window string // id of the window
	Label  string // the window's number as people read it
	Zones  []string
	At     time.Time
	Times  int // how often it was called, 1 for the first time
	// Heard: a voice has said it already, before this program was started perhaps.
	Heard bool
}
