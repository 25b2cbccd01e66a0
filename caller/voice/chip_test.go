package voice

import (
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

// hexOf reads "FD 00 0B".
func hexOf(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFramesAreThoseOfTheDatasheets(t *testing.T) {
	syn, xfs := SYN6288(), XFS5152CE()
	speak := func(c Chip, e Encoding, text string) []byte {
		t.Helper()
		b, missing := c.encode(e, text)
		if len(missing) > 0 {
			t.Fatalf("%q lacks %q", text, missing)
		}
		f, err := c.Speak(e, b)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for _, tc := range []struct {
		name string
		got  []byte
		want string
	}{
		{"SYN6288, GB2312", speak(syn, GB2312, "宇音天下"), "FD 00 0B 01 00 D3 EE D2 F4 CC EC CF C2 C1"},
		{"SYN6288, GBK", speak(syn, GBK, "宇音天下"), "FD 00 0B 01 01 D3 EE D2 F4 CC EC CF C2 C0"},
		{"SYN6288, a mark alone", speak(syn, GBK, "[v11]"), "FD 00 08 01 01 5B 76 31 31 5D 85"},
		{"SYN6288, stop", syn.Stop(), "FD 00 02 02 FD"},
		{"SYN6288, status", syn.Status(), "FD 00 02 21 DE"},
		{"SYN6288, a call", speak(syn, GB2312, "[v10][t4][y1][n1]请A023号到3号窗口，办理业务"),
			"FD 00 2F 01 00 5B 76 31 30 5D 5B 74 34 5D 5B 79 31 5D 5B 6E 31 5D C7 EB 41 30 32 33 BA C5 B5 BD 33 BA C5 B4 B0 BF DA A3 AC B0 EC C0 ED D2 B5 CE F1 D3"},
		{"SYN6288, high byte first", speak(syn, UTF16, "宇音"), "FD 00 07 01 03 5B 87 97 F3 40"},
		{"XFS5152CE, GB2312", speak(xfs, GB2312, "科大讯飞"), "FD 00 0A 01 00 BF C6 B4 F3 D1 B6 B7 C9"},
		{"XFS5152CE, low byte first", speak(xfs, UTF16, "科大"), "FD 00 06 01 03 D1 79 27 59"},
		{"XFS5152CE, stop", xfs.Stop(), "FD 00 01 02"},
		{"XFS5152CE, status", xfs.Status(), "FD 00 01 21"},
	} {
		if want := hexOf(t, tc.want); string(tc.got) != string(want) {
			t.Errorf("%s:\n got % X\nwant % X", tc.name, tc.got, want)
		}
	}
}

func TestATextThatDoesNotFitIsRefused(t *testing.T) {
	for _, c := range []Chip{SYN6288(), XFS5152CE()} {
		if _, err := c.Speak(GBK, make([]byte, c.MaxText+1)); err == nil {
			t.Errorf("%s took a text of %d bytes", c.Name, c.MaxText+1)
		}
		if b, err := c.Speak(GBK, make([]byte, c.MaxText)); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		} else if got := int(b[1])<<8 | int(b[2]); got != len(b)-3 {
			t.Errorf("%s says %d bytes follow, and %d do", c.Name, got, len(b)-3)
		}
		if _, err := c.Speak(GBK, nil); err == nil {
			t.Errorf("%s took no text", c.Name)
		}
		if _, err := c.Speak("big5", []byte("a")); err == nil {
			t.Errorf("%s took an encoding that it is not told", c.Name)
		}
	}
}

func TestAModuleIsFoundByItsName(t *testing.T) {
	for _, name := range []string{"syn6288", "xfs5152ce"} {
		if c, err := ChipNamed(name); err != nil || c.Name != name {
			t.Errorf("%s: %v, %v", name, c.Name, err)
		}
	}
	if _, err := ChipNamed("syn7318"); err == nil || !strings.Contains(err.Error(), "syn6288") {
		t.Errorf("error %v, want the names that there are", err)
	}
}

func TestWhatAnEncodingLacksIsLeftOutAndNamed(t *testing.T) {
	c := SYN6288()
	for _, tc := range []struct {
		e          Encoding
		text, want string
		missing    string
	}{
		{GB2312, "请，A１。", "请，A１。", ""},
		{GB2312, "赵镕基到", "赵基到", "镕"}, // in GBK and not in GB2312
		{GBK, "赵镕基到", "赵镕基到", ""},
		{GBK, "㐀到", "到", "㐀"},
		{GBK, "到\t\n\x7f", "到", "\t\n\x7f"},
		{UTF16, "㐀𠀀", "㐀", "𠀀"},
		{GBK, "到[v0]", "到v0", "[]"},
	} {
		got, missing := c.sayable(tc.e, tc.text)
		if got != tc.want || string(missing) != tc.missing {
			t.Errorf("%s: %q gives %q without %q, want %q without %q", tc.e, tc.text, got, string(missing), tc.want, tc.missing)
		}
	}
}

// TestNoCharacterIsSentAsAnother: what is sent, decoded, is what was to be said
// without what is named as missing.
func TestNoCharacterIsSentAsAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		for _, e := range []Encoding{GB2312, GBK} {
			b, missing := SYN6288().encode(e, text)
			back, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
			if err != nil {
				t.Fatal(err)
			}
			var want strings.Builder
			left := missing
			for _, r := range text {
				if len(left) > 0 && r == left[0] {
					left = left[1:]
					continue
				}
				want.WriteRune(r)
			}
			if string(back) != want.String() || len(left) > 0 {
				t.Fatalf("%s: %q without %q was sent as %q", e, text, string(missing), back)
			}
		}
	})
}

func TestVolumeAndSpeedAreBroughtToTheScaleOfTheModule(t *testing.T) {
	for _, tc := range []struct {
		m        Manner
		syn, xfs string
	}{
		{Manner{Volume: 0, Speed: 0}, "[v0][t0]", "[g1][h1][v0][s0]"},
		{Manner{Volume: 5, Speed: 5}, "[v8][t4]", "[g1][h1][v5][s5]"},
		{Manner{Volume: 10, Speed: 10}, "[v16][t5]", "[g1][h1][v10][s10]"},
		{Manner{Volume: 99, Speed: -1}, "[v16][t0]", "[g1][h1][v10][s0]"},
	} {
		if got := SYN6288().head(Mandarin, tc.m); got != tc.syn {
			t.Errorf("%+v is %s, want %s", tc.m, got, tc.syn)
		}
		if got := XFS5152CE().head(Mandarin, tc.m); got != tc.xfs {
			t.Errorf("%+v is %s, want %s", tc.m, got, tc.xfs)
		}
	}
	if got := XFS5152CE().head(English, Manner{5, 5}); got != "[g2][h2][v5][s5]" {
		t.Errorf("English is %s", got)
	}
}

// plain is an utterance of one text.
func plain(l Language, text string) Utterance {
	return Utterance{Sentences: []Sentence{{Language: l, Words: []Word{{Text: text}}}}}
}

func TestLongTextIsSplitAtPunctuation(t *testing.T) {
	text := strings.Repeat("各位请注意，三楼大厅今天下午提前结束取号。", 6)
	frames, missing, err := SYN6288().frames(GBK, plain(Mandarin, text), Manner{5, 5}, DefaultTiming())
	if err != nil || len(missing) > 0 {
		t.Fatal(err, missing)
	}
	var all string
	for _, f := range frames {
		all += f.text
		if !strings.HasSuffix(f.text, "。") {
			t.Errorf("a frame ends in the middle of a sentence: %q", f.text)
		}
		if len(f.bytes) > 206 {
			t.Errorf("a frame has %d bytes", len(f.bytes))
		}
	}
	if all != text || len(frames) < 2 {
		t.Errorf("%d frames say %q", len(frames), all)
	}
}

func TestFramesTogetherSayTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]Chip{SYN6288(), XFS5152CE()}).Draw(t, "chip")
		e := rapid.SampledFrom([]Encoding{GB2312, GBK, UTF16}).Draw(t, "encoding")
		l := rapid.SampledFrom([]Language{Mandarin, English}).Draw(t, "language")
		text := rapid.StringOfN(rapid.SampledFrom([]rune("请到窗口，。！ A0.,㐀𠀀[")), 1, 900, -1).Draw(t, "text")
		u := plain(l, text)
		u.Chime = rapid.Bool().Draw(t, "chime")
		frames, missing, err := c.frames(e, u, Manner{5, 5}, DefaultTiming())
		if err != nil {
			t.Fatal(err)
		}
		var said string
		for _, f := range frames {
			said += f.text
			if f.takes <= 0 || !utf8.ValidString(f.text) {
				t.Fatalf("%q takes %s", f.text, f.takes)
			}
		}
		clean := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		want, _ := c.sayable(e, text)
		if clean(said) != clean(want) {
			t.Fatalf("%q is said as %q", want, said)
		}
		if len([]rune(want)) == len([]rune(text)) && len(missing) > 0 {
			t.Fatalf("missing %q in %q", string(missing), text)
		}
	})
}

func TestTheChimeIsHeardOnceAndFirst(t *testing.T) {
	u := Utterance{Chime: true, Sentences: []Sentence{
		{Mandarin, []Word{{Text: "请"}, {Text: "A"}, {Text: "零"}}},
		{English, []Word{{Text: "Number"}, {Text: "A"}, {Text: ","}, {Text: "please"}}},
	}}
	frames, _, err := XFS5152CE().frames(GBK, u, Manner{5, 5}, DefaultTiming())
	if err != nil || len(frames) != 2 {
		t.Fatal(len(frames), err)
	}
	if !strings.Contains(string(frames[0].bytes), "[x1]sound101") || strings.Contains(string(frames[1].bytes), "sound101") {
		t.Errorf("frames % X and % X", frames[0].bytes, frames[1].bytes)
	}
	if got := u.Text(); got != "请A零 Number A, please" {
		t.Errorf("text %q", got)
	}
}
