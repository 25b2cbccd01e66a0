package led_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/caller/led"
	"onewindow/caller/virtual"
	"onewindow/serial"
)

// far is the far end of a line: what a strip serves.
type far interface{ Serve(io.ReadWriter) error }

// direct is a line without time: what is sent is heard and answered at once.
type direct struct {
	far  far
	sent [][]byte
}

func (d *direct) Do(_ context.Context, e serial.Exchange) ([]byte, error) {
	d.sent = append(d.sent, e.Frame)
	var out bytes.Buffer
	if err := d.far.Serve(struct {
		io.Reader
		io.Writer
	}{bytes.NewReader(e.Frame), &out}); err != nil {
		return nil, err
	}
	if e.Answer == nil {
		return nil, nil
	}
	if answer, ok := e.Answer(out.Bytes()); ok {
		return answer, nil
	}
	return nil, serial.ErrNoAnswer
}

// strip is a driver on a line with its virtual card.
func strip(t testing.TB, s led.BXSettings, fonts ...int) (*led.BX, *virtual.BXCard, *direct) {
	t.Helper()
	s.Address, s.Baud = 7, 9600
	if s.Charset == "" {
		s.Charset = led.GB2312
	}
	card := virtual.NewBXCard(virtual.BXCardSettings{Address: 7, Generation: s.Generation, Width: s.Width, Height: s.Height, Fonts: fonts})
	line := &direct{far: virtual.NewBXLine(card)}
	b, err := led.NewBX(line, s)
	if err != nil {
		t.Fatal(err)
	}
	return b, card, line
}

func one(rows ...string) led.Face {
	var p led.Page
	for _, r := range rows {
		p = append(p, led.Row{Text: r})
	}
	return led.Face{Pages: []led.Page{p}}
}

func shows(t testing.TB, card *virtual.BXCard, want string) {
	t.Helper()
	if got := card.Screen(time.Now()).Text(); got != want {
		t.Errorf("the strip shows %q, want %q", got, want)
	}
	if c := card.Complaints(); len(c) > 0 {
		t.Errorf("the card complains: %q", c)
	}
}

func TestAStripShowsWhatItIsGiven(t *testing.T) {
	for _, tc := range []struct {
		name string
		s    led.BXSettings
		face led.Face
		want string
	}{
		{"one row", led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 2}, one("A023"), "A023"},
		{"one row of large letters", led.BXSettings{Generation: 6, Width: 128, Height: 32, Colours: 2}, one("A023"), "A023"},
		{"two rows", led.BXSettings{Generation: 6, Width: 128, Height: 32, Colours: 2}, one("A023", "请到3号窗口"), "A023/请到3号窗口"},
		{"a fifth generation", led.BXSettings{Generation: 5, Width: 128, Height: 32, Colours: 1}, one("A023", "请到3号窗口"), "A023/请到3号窗口"},
		{"an empty row between", led.BXSettings{Generation: 6, Width: 64, Height: 48, Colours: 1}, one("A", "", "B"), "A//B"},
		{"a character that the card lacks", led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 1}, one("㐂A"), "〓A"},
		{"text that looks like a command", led.BXSettings{Generation: 6, Width: 128, Height: 16, Colours: 1}, one(`\C2A\n`), `＼C2A＼n`},
		{"longer than the strip", led.BXSettings{Generation: 6, Width: 32, Height: 16, Colours: 1}, one("一号窗口"), "一号窗口"},
		{"nothing", led.BXSettings{Generation: 6, Width: 32, Height: 16, Colours: 1}, led.Face{}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b, card, _ := strip(t, tc.s)
			if err := b.Show(t.Context(), tc.face); err != nil {
				t.Fatal(err)
			}
			shows(t, card, tc.want)
			card.PowerCycle()
			if err := b.Keep(t.Context(), tc.face); err != nil {
				t.Fatal(err)
			}
			shows(t, card, tc.want)
		})
	}
}

func TestPagesFollowEachOtherInTheirColours(t *testing.T) {
	b, card, _ := strip(t, led.BXSettings{Generation: 6, Width: 128, Height: 32, Colours: 2})
	const stay = 20 * time.Second
	f := led.Face{Stay: stay, Pages: []led.Page{
		{{Text: "A023", Colour: led.Red}, {Text: "请到窗口", Colour: led.Green}},
		{{Text: "A023", Colour: led.Yellow}, {Text: "请到窗口", Colour: led.Green}},
		{{Text: "B001", Colour: led.Green}},
	}}
	if err := b.Show(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for i, want := range []string{"A023 red 请到窗口 green", "A023 yellow 请到窗口 green", "B001 green   green", "A023 red 请到窗口 green"} {
		var got []string
		for _, r := range card.Screen(now.Add(time.Duration(i) * stay)).Rows {
			for _, s := range r {
				got = append(got, s.Text, s.Colour)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("page %d is %q, want %q", i, got, want)
		}
	}
	if c := card.Complaints(); len(c) > 0 {
		t.Errorf("the card complains: %q", c)
	}
}

func TestACardWithoutTheLargeFontIsGivenASmallerOne(t *testing.T) {
	b, card, line := strip(t, led.BXSettings{Generation: 6, Width: 256, Height: 32, Colours: 1}, 16)
	for range 2 {
		if err := b.Show(t.Context(), one("请A023号")); err != nil {
			t.Fatal(err)
		}
		shows(t, card, "请A023号")
	}
	if n := len(line.sent); n != 4 {
		t.Errorf("%d frames, want three to find the font and one with it", n)
	}
	card.Fault(virtual.BXFaults{Refuse: []byte{12}})
	var refused *led.Refusal
	if err := b.Show(t.Context(), one("A")); !errors.As(err, &refused) || refused.Code != led.BXNoFont {
		t.Errorf("a card without any font is %v", err)
	}
}

func TestWhatACardRefusesIsAnErrorThatSaysWhat(t *testing.T) {
	b, card, _ := strip(t, led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 1})
	card.Fault(virtual.BXFaults{Refuse: []byte{3, 77}})
	for _, want := range []string{"busy", "does not name"} {
		if err := b.Show(t.Context(), one("A")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %q", err, want)
		}
	}
	if err := b.Show(t.Context(), one("A")); err != nil {
		t.Error(err)
	}
}

func TestAnAnswerThatIsLostGarbledOrNotThereIsNone(t *testing.T) {
	b, card, _ := strip(t, led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 1})
	for _, f := range []virtual.BXFaults{{Mute: 1}, {Garble: 1}, {Dead: true}} {
		card.Fault(f)
		if err := b.Ask(t.Context()); !errors.Is(err, serial.ErrNoAnswer) {
			t.Errorf("with %+v: %v", f, err)
		}
	}
	for _, f := range []virtual.BXFaults{{}, {Slow: true}, {Junk: []byte{0xA5, 1, 0x5A, 0xFF}}} {
		card.Fault(f)
		if err := b.Ask(t.Context()); err != nil {
			t.Errorf("with %+v: %v", f, err)
		}
	}
}

func TestTheAdaptersEchoIsNoAnswer(t *testing.T) {
	card := virtual.NewBXCard(virtual.BXCardSettings{Address: 7, Generation: 6, Width: 64, Height: 16})
	l := virtual.NewBXLine(card)
	l.Echo(true)
	b, err := led.NewBX(&direct{far: l}, led.BXSettings{Address: 7, Generation: 6, Width: 64, Height: 16, Colours: 1, Charset: led.GB2312})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Show(t.Context(), one("A")); err != nil {
		t.Error(err)
	}
	card.Fault(virtual.BXFaults{Mute: 1})
	if err := b.Show(t.Context(), one("B")); !errors.Is(err, serial.ErrNoAnswer) {
		t.Errorf("an echo alone is %v", err)
	}
}

func TestAreasGoOverTheCardsProgramsOnlyWhenThatIsSet(t *testing.T) {
	for _, over := range []bool{false, true} {
		b, card, line := strip(t, led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 1, Over: over})
		if err := b.Show(t.Context(), one("A")); err != nil {
			t.Fatal(err)
		}
		shows(t, card, "A")
		// Byte 9 of the header, after eight start marks.
		if got := line.sent[0][8+9] == 1; got != over {
			t.Errorf("over %v is sent as %v", over, got)
		}
	}
}

func TestBrightnessReachesTheCard(t *testing.T) {
	b, card, _ := strip(t, led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 1})
	for _, n := range []int{0, 7, 15} {
		if err := b.Brightness(t.Context(), n); err != nil || card.Brightness() != n {
			t.Errorf("brightness is %d after %d, %v", card.Brightness(), n, err)
		}
	}
}

func TestAStripThatHearsNothingForLongGoesDark(t *testing.T) {
	b, card, _ := strip(t, led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 1, Expire: 5 * time.Minute})
	if err := b.Show(t.Context(), one("A023")); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	if got := card.Screen(now.Add(4 * time.Minute)).Text(); got != "A023" {
		t.Errorf("after four minutes: %q", got)
	}
	if got := card.Screen(now.Add(6 * time.Minute)).Text(); got != "" {
		t.Errorf("after six minutes: %q", got)
	}
}

func TestSettingsThatCannotBeAreRefused(t *testing.T) {
	good := led.BXSettings{Address: 1, Generation: 5, Width: 64, Height: 16, Colours: 1, Charset: led.GB2312}
	if _, err := led.NewBX(nil, good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*led.BXSettings){
		"address": func(s *led.BXSettings) { s.Address = 0 }, "address 65535": func(s *led.BXSettings) { s.Address = led.BXAll },
		"generation": func(s *led.BXSettings) { s.Generation = 7 }, "width": func(s *led.BXSettings) { s.Width = 60 }, "dots": func(s *led.BXSettings) { s.Height = 8 },
		"font": func(s *led.BXSettings) { s.Font = 24 }, "colours": func(s *led.BXSettings) { s.Colours = 9 }, "charset": func(s *led.BXSettings) { s.Charset = "big5" },
	} {
		s := good
		change(&s)
		if _, err := led.NewBX(nil, s); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAnyFaceIsShownWholeOrNamed: whatever is to be shown, no card complains, no
// frame is longer than the card takes, and what fits is there.
func TestAnyFaceIsShownWholeOrNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := led.BXSettings{
			Generation: rapid.SampledFrom([]int{5, 6}).Draw(t, "generation"), Width: 8 * rapid.IntRange(2, 40).Draw(t, "width"),
			Height: rapid.SampledFrom([]int{16, 24, 32, 48, 64}).Draw(t, "height"), Colours: rapid.IntRange(1, 2).Draw(t, "colours"),
			Address: 7, Charset: rapid.SampledFrom([]led.Charset{led.GB2312, led.GBK}).Draw(t, "charset"),
		}
		var f led.Face
		for range rapid.IntRange(0, 30).Draw(t, "pages") {
			var p led.Page
			for range rapid.IntRange(0, 6).Draw(t, "rows") {
				text := rapid.StringOfN(rapid.OneOf(rapid.RuneFrom([]rune(`A0\[请誠㐂`)), rapid.Rune()), 0, 60, -1).Draw(t, "text")
				p = append(p, led.Row{Text: text, Colour: led.Colour(rapid.IntRange(0, 2).Draw(t, "colour"))})
			}
			f.Pages = append(f.Pages, p)
		}
		card := virtual.NewBXCard(virtual.BXCardSettings{Address: 7, Generation: s.Generation, Width: s.Width, Height: s.Height})
		line := &direct{far: virtual.NewBXLine(card)}
		b, err := led.NewBX(line, s)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Show(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		if c := card.Complaints(); len(c) > 0 {
			t.Fatalf("the card complains: %q", c)
		}
		if len(f.Pages) == 0 || len(f.Pages[0]) == 0 {
			return
		}
		first := f.Pages[0][0].Text
		if led.Cells(first)*8 > s.Width || strings.ContainsAny(first, "\\[〓?") {
			return
		}
		got := []rune(strings.TrimRight(card.Screen(time.Now()).Lines()[0], " "))
		missing := b.Missing(f)
		for i, r := range []rune(strings.TrimRight(first, " ")) {
			if i >= len(got) || got[i] != r && (got[i] != '〓' || !slices.Contains(missing, r)) {
				t.Fatalf("%q is shown as %q, said to lack %q", first, string(got), string(missing))
			}
		}
	})
}

func TestATextThatIsTooLongForTheCardIsShownFromItsBeginning(t *testing.T) {
	for _, generation := range []int{5, 6} {
		b, card, _ := strip(t, led.BXSettings{Generation: generation, Width: 64, Height: 16, Colours: 1})
		if err := b.Show(t.Context(), one("今日"+strings.Repeat("停止取号", 300))); err != nil {
			t.Fatal(err)
		}
		got := card.Screen(time.Now()).Text()
		if !strings.HasPrefix(got, "今日停止取号停止取号") || !strings.HasSuffix(got, "…") || len([]rune(got)) < 100 {
			t.Errorf("generation %d shows %q", generation, got)
		}
	}
	b, card, _ := strip(t, led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 1})
	var f led.Face
	for i := range 200 {
		f.Pages = append(f.Pages, led.Page{{Text: "A" + strings.Repeat("9", i%5)}})
	}
	if err := b.Show(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if n := card.Screen(time.Now()).Pages; n < 100 || n >= 200 {
		t.Errorf("%d pages of 200 are shown, want as many as fit", n)
	}
}

// say sends data to a card at BXAny and reads its answer.
func say(t *testing.T, line *direct, data []byte) led.BXAnswer {
	t.Helper()
	frame := led.BXFrame{To: led.BXAny, From: 0x8000, Device: 0xFE, Data: data}.Append(nil)
	var answer led.BXAnswer
	in, err := line.Do(t.Context(), serial.Exchange{Frame: frame, Answer: func(in []byte) ([]byte, bool) { return in, len(in) > 0 }})
	if err != nil {
		t.Fatal(err)
	}
	var d led.BXDecoder
	d.Feed(in, func(f led.BXFrame) {
		if answer, err = led.ParseBXAnswer(f); err != nil {
			t.Error(err)
		}
	})
	return answer
}

func TestACommandThatThereIsNotIsRefused(t *testing.T) {
	_, _, line := strip(t, led.BXSettings{Generation: 6, Width: 64, Height: 16, Colours: 1})
	if a := say(t, line, led.BXPing()); a.Err() != nil {
		t.Errorf("asking for it: %v", a.Err())
	}
	if a := say(t, line, []byte{0xA2, 0x77, 1, 0, 0}); a.Err() == nil {
		t.Error("a command that there is not is taken")
	}
}

func TestAnAreaThatACardDoesNotTakeIsRefusedBeforeItIsSent(t *testing.T) {
	for name, tc := range map[string]struct {
		generation int
		area       led.BXArea
	}{
		"longer than the card's buffer":  {6, led.BXArea{W: 64, H: 16, Text: make([]byte, 1000)}},
		"longer than a fifth takes":      {5, led.BXArea{W: 64, H: 16, Text: make([]byte, 500)}},
		"in dots on a fifth generation":  {5, led.BXArea{W: 60, H: 16}},
		"beside its units on a fifth, x": {5, led.BXArea{X: 4, W: 64, H: 16}},
	} {
		if _, err := led.BXShow(tc.generation, true, tc.area); err == nil {
			t.Errorf("%s: it is taken", name)
		}
	}
}
