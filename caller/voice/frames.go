package voice

import (
	"strings"
	"time"
	"unicode"
)

// frame is a text for a module, ready to be sent.
type frame struct {
	bytes []byte
	text  string
	// takes is about how long the module speaks.
	takes time.Duration
}

// chimeTakes is the length of a chip's chime with the pause behind it. SYN6288
// datasheet, chapter 6: soundk has 2 s.
const chimeTakes = 2500 * time.Millisecond

// frames are the frames that say u, in order, and the characters that cannot be
// said. Each begins with its own marks, because a module forgets them when its
// power fails. Long text is split at punctuation.
func (c Chip) frames(e Encoding, u Utterance, m Manner, t Timing) (out []frame, missing []rune, err error) {
	chime := c.chime
	if !u.Chime {
		chime = ""
	}
	for i := 0; i < len(u.Sentences); {
		l := u.Sentences[i].Language
		var text strings.Builder
		for ; i < len(u.Sentences) && u.Sentences[i].Language == l; i++ {
			s := u.Sentences[i].Text()
			if text.Len() > 0 && l == English {
				text.WriteByte(' ')
			}
			text.WriteString(s)
		}
		plain, lost := c.sayable(e, text.String())
		missing = append(missing, lost...)
		if plain == "" {
			continue
		}
		head := c.head(l, m)
		room := func(first bool) int {
			h := head
			if first {
				h += chime
			}
			b, _ := c.encode(e, h)
			return c.MaxText - len(b)
		}
		for rest, first := plain, true; rest != ""; first = false {
			var piece string
			piece, rest = c.cut(e, rest, room(first))
			whole := head + piece
			takes := t.speaks(piece, l, m)
			if first && chime != "" {
				whole, takes = head+chime+piece, takes+chimeTakes
				chime = ""
			}
			b, _ := c.encode(e, whole)
			sent, err := c.Speak(e, b)
			if err != nil {
				return nil, missing, err
			}
			out = append(out, frame{bytes: sent, text: piece, takes: takes})
		}
	}
	return out, missing, nil
}

// sayable is text without what the encoding lacks, and without brackets, which
// would be read as marks of the module.
func (c Chip) sayable(e Encoding, text string) (plain string, missing []rune) {
	plain = strings.Map(func(r rune) rune {
		if r == '[' || r == ']' || c.encodeRune(e, r) == nil {
			missing = append(missing, r)
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(plain), missing
}

// cut takes as much of text as fits into room bytes, and prefers to end behind a
// sentence, then behind a comma, then at a space.
func (c Chip) cut(e Encoding, text string, room int) (piece, rest string) {
	size := 0
	end := len(text)
	for i, r := range text {
		n := len(c.encodeRune(e, r))
		if size+n > room {
			end = i
			break
		}
		size += n
	}
	if end == len(text) || end == 0 {
		return text, ""
	}
	for _, marks := range []string{"。！？；!?;", "，、：,", " "} {
		if i := strings.LastIndexAny(text[:end], marks); i > 0 {
			end = i + len(string([]rune(text[i:])[0]))
			break
		}
	}
	return text[:end], strings.TrimLeft(text[end:], " ")
}

// speaks is about how long a module says text: a syllable for a Chinese character
// or a letter that is spelled, and a beat at punctuation.
func (t Timing) speaks(text string, l Language, m Manner) time.Duration {
	beats := 2.0 // to begin and to end
	for _, r := range text {
		switch {
		case unicode.IsPunct(r):
			beats += 1.5
		case unicode.IsSpace(r):
			beats += 0.2
		case l == English:
			beats += 0.4
		default:
			beats++
		}
	}
	pace := 1.6 - 0.12*float64(m.speed()) // 1.6 at the slowest, 1 as usual, 0.4 at the fastest
	return time.Duration(beats * pace * float64(t.Syllable))
}
