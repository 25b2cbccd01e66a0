package profile

import (
	"fmt"
	"slices"
	"strings"
)

// key is one line of a profile.
type key struct {
	name, doc, want string
	optional        bool
	set             func(p *Profile, v any) error
}

// keys are all that a profile may say, besides extends.
var keys = []key{
	text("name", "its name in settings", func(p *Profile) *string { return &p.Name }, isName, "lower case letters, digits and '-', at most 40"),
	text("model", "the model as people call it", func(p *Profile) *string { return &p.Model }, plain, `text in quotes, such as "Epson TM-T70II-CH"`),
	may(text("source", "where the figures come from", func(p *Profile) *string { return &p.Source }, plain, "text in quotes")),
	may(text("verified", "what the profile was tried on", func(p *Profile) *string { return &p.Verified }, plain, `text in quotes, such as "no hardware"`)),

	among("width", "width of the paper in mm", func(p *Profile) *int { return &p.Width }, 58, 80),
	number("dots", "dots of a line", func(p *Profile) *int { return &p.Dots }, 192, 1024),
	number("columns", "ASCII characters of a line", func(p *Profile) *int { return &p.Columns }, 16, 85),
	among("dpi", "dots to the inch", func(p *Profile) *int { return &p.DPI }, 180, 203, 300),

	choice("rom", "the Chinese characters that it holds", func(p *Profile) *ROM { return &p.ROM }, ROMNone, ROMGB2312, ROMGBK, ROMGB18030),
	may(flag("four_byte", "prints four-byte codes of GB 18030", func(p *Profile) *bool { return &p.FourByte })),
	choice("kanji", "how Chinese is switched on", func(p *Profile) *KanjiMode { return &p.Kanji }, KanjiAlways, KanjiBracket, KanjiNone),
	choice("size", "how characters are enlarged", func(p *Profile) *SizeCommand { return &p.SizeCommand }, SizeGS, SizeGSFS, SizeESCFS),
	may(flag("smooth", "smooths enlarged characters", func(p *Profile) *bool { return &p.Smooth })),
	choice("qr", "who draws QR codes", func(p *Profile) *QRMode { return &p.QR }, QRNative, QRRaster),
	may(flag("code128", "draws bar codes", func(p *Profile) *bool { return &p.Code128 })),

	choice("cut", "what the knife can do", func(p *Profile) *CutMode { return &p.Cut }, CutNone, CutFull, CutPartial),
	may(choice("cut_command", "how the knife is told", func(p *Profile) *CutCommand { return &p.CutCommand }, CutFeed, CutPlain, CutOld)),
	number("feed_lines", "lines from the head to the knife or tear bar", func(p *Profile) *int { return &p.FeedLines }, 0, 20),

	choice("confirm", "how it proves a paper", func(p *Profile) *Confirm { return &p.Confirm }, ConfirmProcess, ConfirmStatus, ConfirmNone),
	flag("real_time", "answers DLE EOT", func(p *Profile) *bool { return &p.RealTime }),
	flag("asb", "reports changes by itself", func(p *Profile) *bool { return &p.ASB }),
	may(flag("identify", "answers GS I", func(p *Profile) *bool { return &p.Identify })),

	choice("flow", "handshake of the line", func(p *Profile) *Flow { return &p.Flow }, FlowNone, FlowRTSCTS, FlowXONXOFF),
	among("baud", "bits per second", func(p *Profile) *int { return &p.Baud }, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600),
	number("buffer", "bytes that it takes in ahead", func(p *Profile) *int { return &p.Buffer }, 45, 16<<20),

	may(flag("feed_after_image", "swallows a line feed after an image", func(p *Profile) *bool { return &p.FeedAfterImage })),
	number("speed", "paper in mm/s", func(p *Profile) *int { return &p.PaperSpeed }, 20, 500),
	choice("beep", "how the buzzer is told", func(p *Profile) *Beep { return &p.Beep }, BeepNone, BeepEpson, BeepClone),
}

// may marks a key that need not be there: nothing, or false, is then meant.
func may(k key) key {
	k.optional = true
	return k
}

func text(name, doc string, at func(*Profile) *string, ok func(string) bool, want string) key {
	return key{name: name, doc: doc, want: want, set: func(p *Profile, v any) error {
		s, is := v.(string)
		if !is {
			return fmt.Errorf(": want %s", want)
		}
		if !ok(s) {
			return fmt.Errorf(" = %q: want %s", s, want)
		}
		*at(p) = s
		return nil
	}}
}

func number(name, doc string, at func(*Profile) *int, least, greatest int64) key {
	want := fmt.Sprintf("a whole number from %d to %d", least, greatest)
	return key{name: name, doc: doc, want: want, set: func(p *Profile, v any) error {
		n, is := v.(int64)
		if !is {
			return fmt.Errorf(": want %s", want)
		}
		if n < least || n > greatest {
			return fmt.Errorf(" = %d: want %s", n, want)
		}
		*at(p) = int(n)
		return nil
	}}
}

func among(name, doc string, at func(*Profile) *int, allowed ...int64) key {
	var words []string
	for _, n := range allowed {
		words = append(words, fmt.Sprint(n))
	}
	want := either(words)
	return key{name: name, doc: doc, want: want, set: func(p *Profile, v any) error {
		n, is := v.(int64)
		if !is {
			return fmt.Errorf(": want %s", want)
		}
		if !slices.Contains(allowed, n) {
			return fmt.Errorf(" = %d: want %s", n, want)
		}
		*at(p) = int(n)
		return nil
	}}
}

func flag(name, doc string, at func(*Profile) *bool) key {
	return key{name: name, doc: doc, want: "true or false", set: func(p *Profile, v any) error {
		b, is := v.(bool)
		if !is {
			return fmt.Errorf(": want true or false")
		}
		*at(p) = b
		return nil
	}}
}

func choice[T ~string](name, doc string, at func(*Profile) *T, allowed ...T) key {
	var words []string
	for _, a := range allowed {
		words = append(words, string(a))
	}
	want := either(words)
	return key{name: name, doc: doc, want: want, set: func(p *Profile, v any) error {
		s, is := v.(string)
		if !is {
			return fmt.Errorf(": want %s, in quotes", want)
		}
		if !slices.Contains(words, s) {
			hint := ""
			if n := nearest(s, words); n != "" {
				hint = fmt.Sprintf("; did you mean %q?", n)
			}
			return fmt.Errorf(" = %q: want %s%s", s, want, hint)
		}
		*at(p) = T(s)
		return nil
	}}
}

// either is a list for people: "a, b or c".
func either(words []string) string {
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

func isName(s string) bool {
	return s != "" && len(s) <= 40 && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-')
	})
}
