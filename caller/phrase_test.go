package caller

import (
	"slices"
	"strings"
	"testing"

	"onewindow/caller/voice"
)

func TestACallIsPutIntoWords(t *testing.T) {
	cmn, yue, en := []voice.Language{voice.Mandarin}, []voice.Language{voice.Cantonese}, []voice.Language{voice.English}
	for _, tc := range []struct {
		name         string
		p            Phrasing
		number       string
		label        string
		again, short bool
		want         string
	}{
		{"in Mandarin", Phrasing{Languages: cmn, One: OneYao}, "A023", "3", false, false, "请A零二三号，到三号窗口。"},
		{"1 as on the telephone", Phrasing{Languages: cmn, One: OneYao}, "B101", "1", false, false, "请B幺零幺号，到一号窗口。"},
		{"1 as in counting", Phrasing{Languages: cmn, One: OneYi}, "B101", "1", false, false, "请B一零一号，到一号窗口。"},
		{"a window with two digits", Phrasing{Languages: cmn, One: OneYao}, "A1000", "12", false, false, "请A幺零零零号，到十二号窗口。"},
		{"a recall", Phrasing{Languages: cmn, One: OneYao}, "A023", "3", true, false, "再次呼叫，请A零二三号，到三号窗口。"},
		{"in few words", Phrasing{Languages: cmn, One: OneYao, Repeat: 2, Chime: true}, "A023", "3", false, true, "A零二三号，到三号窗口。"},
		{"a recall in few words", Phrasing{Languages: cmn, One: OneYao}, "A023", "3", true, true, "A零二三号，到三号窗口。"},
		{"twice", Phrasing{Languages: cmn, One: OneYao, Repeat: 2}, "A02", "3", false, false, "请A零二号，到三号窗口。 请A零二号，到三号窗口。"},
		{"two letters", Phrasing{Languages: cmn, One: OneYao}, "VIP7", "A3", false, false, "请VIP七号，到A三号窗口。"},
		{"in Cantonese", Phrasing{Languages: yue, One: OneYao}, "A121", "11", false, false, "请A一二一号，到十一号窗口。"},
		{"in English", Phrasing{Languages: en}, "A023", "3", false, false, "Number A zero two three, please go to window three."},
		{"a recall in English", Phrasing{Languages: en}, "A023", "21", true, false, "Calling again, Number A zero two three, please go to window twenty one."},
		{"in few words in English", Phrasing{Languages: en}, "A023", "110", true, true, "A zero two three, window one hundred ten."},
		{"languages in order, twice", Phrasing{Languages: []voice.Language{voice.English, voice.Mandarin}, One: OneYi, Repeat: 2}, "A1", "2", false, false,
			"Number A one, please go to window two. 请A一号，到二号窗口。 Number A one, please go to window two. 请A一号，到二号窗口。"},
		{"a label in words", Phrasing{Languages: cmn, One: OneYao}, "A1", "3号窗口", false, false, "请A幺号，到三号窗口。"},
		{"a label with 号", Phrasing{Languages: cmn, One: OneYao}, "A1", "03号", false, false, "请A幺号，到三号窗口。"},
		{"a label without a number", Phrasing{Languages: cmn, One: OneYao}, "A1", "综合窗口", false, false, "请A幺号，到综合窗口。"},
		{"a label of both", Phrasing{Languages: cmn, One: OneYao}, "A1", "综合 2", false, false, "请A幺号，到综合二号窗口。"},
		{"a Chinese theme", Phrasing{Languages: cmn, One: OneYao}, "税023", "3", false, false, "请税零二三号，到三号窗口。"},
		{"full-width and small letters", Phrasing{Languages: cmn, One: OneYao}, "ａ０２-3", "Ｂ１", false, false, "请A零二三号，到B一号窗口。"},
		{"marks of a module", Phrasing{Languages: cmn, One: OneYao}, "[v0]A1", "3", false, false, "请V零A幺号，到三号窗口。"},
	} {
		u := tc.p.Call(Call{Number: tc.number, Label: tc.label, Times: 1}, tc.again, tc.short)
		if got := u.Text(); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", tc.name, got, tc.want)
		}
		if u.Chime != (tc.p.Chime && !tc.short) {
			t.Errorf("%s: chime %v", tc.name, u.Chime)
		}
	}
}

func TestAWindowsNumberIsReadAsANumber(t *testing.T) {
	for label, want := range map[string][2]string{
		"0": {"零", "zero"}, "3": {"三", "three"}, "10": {"十", "ten"}, "11": {"十一", "eleven"}, "20": {"二十", "twenty"}, "35": {"三十五", "thirty five"},
		"100": {"一百", "one hundred"}, "105": {"一百零五", "one hundred five"}, "110": {"一百一十", "one hundred ten"}, "112": {"一百一十二", "one hundred twelve"},
		"999": {"九百九十九", "nine hundred ninety nine"}, "1024": {"一零二四", "one zero two four"}, "007": {"七", "seven"},
	} {
		c := Call{Number: "A1", Label: label}
		han := Phrasing{Languages: []voice.Language{voice.Mandarin}}.Call(c, false, true).Text()
		en := Phrasing{Languages: []voice.Language{voice.English}}.Call(c, false, true).Text()
		if han != "A一号，到"+want[0]+"号窗口。" || en != "A one, window "+want[1]+"." {
			t.Errorf("%s is %q and %q", label, han, en)
		}
	}
}

func TestThePackagedClipsSayEveryOrdinaryCall(t *testing.T) {
	clips, err := voice.OpenClips("")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []voice.Language{voice.Mandarin, voice.Cantonese, voice.English} {
		for _, one := range []One{OneYao, OneYi} {
			p := Phrasing{Languages: []voice.Language{l}, One: one, Chime: true}
			for _, c := range []Call{{Number: "ABCDEFGHIJKLM0123456789", Label: "110"}, {Number: "NOPQRSTUVWXYZ", Label: "B47"}, {Number: "A1", Label: "12"}, {Number: "A1", Label: "窗口"}} {
				for _, how := range []struct{ again, short bool }{{false, false}, {true, false}, {false, true}} {
					u := p.Call(c, how.again, how.short)
					if s := clips.Join(u, 5); len(s.Missing) > 0 || s.WAV == nil {
						t.Errorf("%s lacks %q in %q", l, s.Missing, u.Text())
					}
				}
			}
		}
	}
}

func TestANoticeIsSaidInTheLanguagesThatItHas(t *testing.T) {
	p := Phrasing{Languages: []voice.Language{voice.Mandarin, voice.English}, Chime: true}
	if got := p.Notice(Text{ZhHans: "请从南门离开", En: "Please leave by the south door!"}); got.Text() != "请从南门离开。 Please leave by the south door!" || !got.Chime {
		t.Errorf("notice %q", got.Text())
	}
	if got := p.Notice(Text{ZhHans: "请离开。"}); got.Text() != "请离开。" {
		t.Errorf("notice %q", got.Text())
	}
}

// FuzzPhrase: no number or label breaks a sentence, and nothing that a module
// would take for a mark gets into it.
func FuzzPhrase(f *testing.F) {
	f.Add("A023", "3", false, false)
	f.Add("", "", true, true)
	f.Add("[v0]", "１２号窗口", true, false)
	f.Add("\xff", "a\u0301", false, false)
	f.Fuzz(func(t *testing.T, number, label string, again, short bool) {
		p := Phrasing{Languages: []voice.Language{voice.Mandarin, voice.Cantonese, voice.English}, One: OneYao, Repeat: 2}
		u := p.Call(Call{Number: number, Label: label}, again, short)
		if short && len(u.Sentences) != 3 || !short && len(u.Sentences) != 6 {
			t.Fatalf("%d sentences", len(u.Sentences))
		}
		for _, s := range u.Sentences {
			if strings.ContainsAny(s.Text(), "[]") || slices.ContainsFunc(s.Words, func(w voice.Word) bool { return w.Text == "" }) {
				t.Fatalf("%q", s.Text())
			}
		}
	})
}
