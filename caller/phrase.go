package caller

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"onewindow/caller/voice"
)

// One is how the digit 1 of a number is said in Mandarin.
type One string

// Ways to say 1. Cantonese has one way only.
const (
	OneYao One = "yao" // 幺, as on the telephone: not to be taken for 七
	OneYi  One = "yi"  // 一
)

// Phrasing is how a voice puts a call.
type Phrasing struct {
	Languages []voice.Language // one sentence in each, in this order
	One       One
	Repeat    int  // how often all of it is said
	Chime     bool // two strokes before it
}

// pauses of a sentence that is put together from clips.
const (
	commaPause    = 180 * time.Millisecond
	sentencePause = 550 * time.Millisecond
)

// Call is what is said for a call: "请A零二三号，到三号窗口。" Letters and the digits
// of the number are said one by one, the window's as a number. again says that
// this citizen was called before; short leaves out everything but number and
// window, says it once, and rings no chime.
func (p Phrasing) Call(c Call, again, short bool) voice.Utterance {
	u := voice.Utterance{Chime: p.Chime && !short}
	rounds := max(1, p.Repeat)
	if short {
		rounds = 1
	}
	for range rounds {
		for _, l := range p.Languages {
			s := voice.Sentence{Language: l}
			if l == voice.English {
				s.Words = p.english(c, again, short)
			} else {
				s.Words = p.chinese(l, c, again, short)
			}
			if len(u.Sentences) > 0 {
				s.Words[0].Pause = sentencePause
			}
			u.Sentences = append(u.Sentences, s)
		}
	}
	return u
}

// Notice is a sentence of the hall's own, in each language that there is a text
// for. Clips can say it only if there is one for the whole sentence.
func (p Phrasing) Notice(t Text) voice.Utterance {
	u := voice.Utterance{Chime: p.Chime}
	for _, l := range p.Languages {
		text := t.ZhHans
		if l == voice.English {
			text = t.En
		}
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if last := []rune(text); !unicode.IsPunct(last[len(last)-1]) {
			text += map[bool]string{true: ".", false: "。"}[l == voice.English]
		}
		u.Sentences = append(u.Sentences, voice.Sentence{Language: l, Words: []voice.Word{{Text: text, Clip: strings.TrimRight(text, ".。")}}})
	}
	return u
}

// chinese is the sentence in Mandarin, and its text form for Cantonese, which is
// read with other sounds and has no 幺.
func (p Phrasing) chinese(l voice.Language, c Call, again, short bool) []voice.Word {
	var w []voice.Word
	if again && !short {
		w = append(w, say("再次呼叫", "again"), comma("，"))
	}
	if !short {
		w = append(w, say("请", "please"))
	}
	yao := l == voice.Mandarin && p.One == OneYao
	for _, t := range tokens(c.Number) {
		switch {
		case t.digits():
			for _, d := range t {
				if d == '1' && yao {
					w = append(w, say("幺", "yao"))
					continue
				}
				w = append(w, hanDigit(int(d-'0')))
			}
		case t.letters():
			w = append(w, letters(t)...)
		default:
			w = append(w, say(string(t), string(t)))
		}
	}
	w = append(w, say("号", "number"), comma("，"), say("到", "to"))
	last := token("")
	for _, t := range tokens(strings.TrimSuffix(bare(c.Label), "号")) {
		last = t
		switch {
		case t.digits():
			w = append(w, hanNumber(t)...)
		case t.letters():
			w = append(w, letters(t)...)
		default:
			w = append(w, say(string(t), string(t)))
		}
	}
	if last.digits() || last.letters() {
		w = append(w, say("号窗口", "window"))
	} else {
		w = append(w, say("窗口", "counter"))
	}
	return append(w, voice.Word{Text: "。"})
}

func (p Phrasing) english(c Call, again, short bool) []voice.Word {
	var w []voice.Word
	if again && !short {
		w = append(w, say("Calling again", "again"), comma(","))
	}
	if !short {
		w = append(w, say("Number", "number"))
	}
	for _, t := range tokens(c.Number) {
		switch {
		case t.digits():
			for _, d := range t {
				w = append(w, enNumber(int(d-'0'))...)
			}
		case t.letters():
			w = append(w, letters(t)...)
		default:
			w = append(w, say(string(t), string(t)))
		}
	}
	w = append(w, comma(","))
	if short {
		w = append(w, say("window", "counter"))
	} else {
		w = append(w, say("please go to window", "window"))
	}
	for _, t := range tokens(strings.TrimSuffix(bare(c.Label), "号")) {
		n, err := strconv.Atoi(string(t))
		switch {
		case t.digits() && err == nil && n < 1000:
			w = append(w, enNumber(n)...)
		case t.digits():
			for _, d := range t {
				w = append(w, enNumber(int(d-'0'))...)
			}
		case t.letters():
			w = append(w, letters(t)...)
		default:
			w = append(w, say(string(t), string(t)))
		}
	}
	return append(w, voice.Word{Text: "."})
}

func say(text, clip string) voice.Word { return voice.Word{Text: text, Clip: clip} }

func comma(text string) voice.Word { return voice.Word{Text: text, Pause: commaPause} }

// letters are said one by one.
func letters(t token) (w []voice.Word) {
	for _, r := range t {
		w = append(w, say(string(unicode.ToUpper(r)), string(unicode.ToLower(r))))
	}
	return w
}

const hanDigits = "零一二三四五六七八九"

func hanDigit(n int) voice.Word {
	return say(string([]rune(hanDigits)[n]), strconv.Itoa(n))
}

// hanNumber reads digits as a number up to 999, such as 一百零五, and longer ones
// digit by digit.
func hanNumber(t token) (w []voice.Word) {
	n, err := strconv.Atoi(string(t))
	if err != nil || n > 999 {
		for _, d := range t {
			w = append(w, hanDigit(int(d-'0')))
		}
		return w
	}
	hundreds, tens, ones := n/100, n/10%10, n%10
	if hundreds > 0 {
		w = append(w, hanDigit(hundreds), say("百", "hundred"))
	}
	switch {
	case tens > 0 && (tens > 1 || hundreds > 0):
		w = append(w, hanDigit(tens), say("十", "ten"))
	case tens == 1:
		w = append(w, say("十", "ten"))
	case hundreds > 0 && ones > 0:
		w = append(w, hanDigit(0))
	}
	if ones > 0 || n == 0 {
		w = append(w, hanDigit(ones))
	}
	return w
}

var (
	enSmall = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	enTens  = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
)

// enNumber reads a number up to 999.
func enNumber(n int) (w []voice.Word) {
	if n >= 100 {
		w = append(w, say(enSmall[n/100], strconv.Itoa(n/100)), say("hundred", "hundred"))
		if n %= 100; n == 0 {
			return w
		}
	}
	if n >= 20 {
		w = append(w, say(enTens[n/10], strconv.Itoa(n/10*10)))
		if n %= 10; n == 0 {
			return w
		}
	}
	return append(w, say(enSmall[n], strconv.Itoa(n)))
}

// bare is a window's label without the words that the sentence adds itself.
func bare(label string) string {
	label = strings.TrimSpace(label)
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(label, "窗口"), "窗"))
}

// token is a run of digits, of letters, or of other characters.
type token string

func (t token) digits() bool  { return t != "" && t[0] >= '0' && t[0] <= '9' }
func (t token) letters() bool { return t != "" && asciiLetter(rune(t[0])) }

func asciiLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// tokens takes a number or a label apart. Full-width forms are read as the plain
// ones; spaces and punctuation are not said.
func tokens(s string) (all []token) {
	kind := func(r rune) int {
		switch {
		case r >= '0' && r <= '9':
			return 1
		case asciiLetter(r):
			return 2
		}
		return 3
	}
	last := 0
	for _, r := range s {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			last = 0
			continue
		}
		if k := kind(r); k == last {
			all[len(all)-1] += token(r)
		} else {
			all, last = append(all, token(r)), k
		}
	}
	return all
}
