package board

import (
	"testing"

	"onewindow/kiosk/words"
	"onewindow/queue"
)

// sentencesOfBoard are those that the board writes large.
var sentencesOfBoard = []string{"board.title", "board.connecting", "board.leave", "board.stopped", "board.reason",
	"board.stopped_follow", "board.stopped_valid", "board.stale_what", "board.stale_listen", "board.stale", "board.closed",
	"board.over", "board.lunch", "board.lunch_until", "board.opens", "board.starts", "board.valid", "board.intake_over",
	"board.no_more", "board.still_served", "board.hours", "board.hours_head", "board.none", "board.none_what",
	"board.call", "board.calling", "board.again", "board.persons"}

func TestTheFontThatIsBuiltInHasEveryCharacterThatTheBoardSaysLarge(t *testing.T) {
	if ownFace() == nil {
		t.Fatal("the font that is built in cannot be read")
	}
	values := []any{"reason", "-", "time", "09:00", "hours", "09:00-12:00", "number", "A0123456789", "window", "5", "n", 5}
	for _, lang := range []words.Lang{words.ZhHans, words.ZhHant, words.En} {
		for _, key := range sentencesOfBoard {
			if text := words.T(lang, key, values...); !ownFace().Has(text) {
				t.Errorf("the font lacks a character of %q; font/make.py makes it anew", text)
			}
		}
		for _, reason := range []string{"staff_short", "system_down", "power", "fire", "equipment", "event", "other"} {
			if text := words.Stop(lang, reason); !ownFace().Has(text) {
				t.Errorf("the font lacks a character of %q; font/make.py makes it anew", text)
			}
		}
	}
}

func TestAPosterIsNeverHigherThanItsPlace(t *testing.T) {
	s := New(Settings{Lang: queue.ZhHans})
	lunch := append(sentences(s.say("board.lunch")), piece{figure: "14:00"}, piece{said: s.say("board.valid")})
	for width := 10; width < 170; width += 7 {
		least := s.posterOf(lunch, width, 0).total()
		for height := least; height < 60; height += 5 {
			if p := s.posterOf(lunch, width, height); p.total() > height {
				t.Errorf("the poster in %dx%d is %d rows high", width, height, p.total())
			}
		}
	}
}
