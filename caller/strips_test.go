package caller

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/caller/led"
)

// said is a face as one line: pages apart by " | ", rows by "/", colours by their
// first letter.
func said(f led.Face) string {
	var pages []string
	for _, p := range f.Pages {
		var rows []string
		for _, r := range p {
			rows = append(rows, string("rgy"[r.Colour])+":"+r.Text)
		}
		pages = append(pages, strings.Join(rows, "/"))
	}
	return strings.Join(pages, " | ")
}

// set is a strip with what was left out filled in.
func set(t testing.TB, s StripSetting) StripSetting {
	t.Helper()
	s.Name = "x"
	if s.Window == "" && len(s.Zones) == 0 {
		s.Window = "3"
	}
	if s.bx() || s.Kind == StripAlpha {
		s.Address = 1
	}
	if bad := s.complete(); bad != nil {
		t.Fatal(bad.text)
	}
	return s
}

func bx(w, h, colours int, languages ...Language) StripSetting {
	return StripSetting{Kind: StripBX6K, Width: w, Height: h, Colours: colours, Languages: languages, Charset: led.GBK}
}

var (
	lunch   = Text{ZhHans: "午休", ZhHant: "午休", En: "Lunch"}
	calling = Sign{Window: "3", Label: "3", State: SignCalling, Number: "A023", Times: 1}
	serving = Sign{Window: "3", Label: "3", State: SignServing, Number: "A023"}
	idle    = Sign{Window: "3", Label: "3", State: SignIdle}
	paused  = Sign{Window: "3", Label: "3", State: SignPaused}
	atLunch = Sign{Window: "3", Label: "3", State: SignPaused, Reason: lunch}
	closed  = Sign{Window: "3", Label: "3", State: SignClosed}
)

func TestWhatAStripOverAWindowSays(t *testing.T) {
	small, wide, high := bx(64, 16, 2), bx(192, 32, 2), bx(128, 64, 2)
	one := bx(64, 32, 1)
	vfd, digits, alpha := StripSetting{Kind: StripCD5220}, StripSetting{Kind: StripLED8}, StripSetting{Kind: StripAlpha, Width: 16}
	for _, tc := range []struct {
		name  string
		strip StripSetting
		sign  Sign
		want  string
	}{
		{"small", small, calling, "r:请A023号 | y:请A023号"},
		{"small", small, serving, "g:A023"},
		{"small", small, idle, "g:请下一位"},
		{"small", small, paused, "y:暂停办理"},
		{"small", small, atLunch, "y:暂停办理 | y:午休"},
		{"small", small, closed, "r:窗口未开"},
		{"wide", wide, calling, "r:请A023号 | y:请A023号"},
		{"wide", wide, serving, "g:A023号办理中"},
		{"wide", wide, atLunch, "y:暂停办理：午休"},
		{"high", high, calling, "r:请A023号/g:请到3号窗口 | y:请A023号/g:请到3号窗口"},
		{"one colour", one, calling, "r:A023 | r:请到窗口"},
		{"one colour", one, serving, "g:A023"},
		{"traditional", bx(64, 16, 2, ZhHant), calling, "r:請A023號 | y:請A023號"},
		{"two languages", bx(128, 16, 1, ZhHans, En), idle, "g:请下一位 | g:Next, please"},
		{"two languages", bx(128, 16, 2, ZhHans, En), calling, "r:请A023号 | y:请A023号 | r:A023 | y:A023"},
		{"two languages", bx(128, 16, 1, ZhHans, En), atLunch, "y:暂停办理：午休 | y:Paused: Lunch"},
		{"vfd", vfd, calling, "r:A023/g:Come to window 3"},
		{"vfd", vfd, serving, "g:A023 serving"},
		{"vfd", vfd, atLunch, "y:Paused: Lunch"},
		{"vfd, a reason in Chinese only", vfd, Sign{Window: "3", State: SignPaused, Reason: Text{ZhHans: "开会"}}, "y:Paused"},
		{"vfd, a window with a Chinese name", vfd, Sign{Window: "3", Label: "综合一", State: SignCalling, Number: "A023"}, "r:A023/g:Come"},
		{"digits", digits, calling, "r:023"},
		{"digits", digits, serving, "r:023"},
		{"digits", digits, idle, ""},
		{"digits", digits, atLunch, ""},
		{"alpha", alpha, calling, "r:A023 | y:A023"},
		{"unknown state", small, Sign{Window: "3"}, ""},
	} {
		s := set(t, tc.strip)
		if tc.strip.Kind == StripAlpha {
			s.Colours = 2
		}
		if got := said(WindowFace(s, tc.sign)); got != tc.want {
			t.Errorf("%s strip, %s: %q, want %q", tc.name, tc.sign.State, got, tc.want)
		}
	}
}

func TestASecondCallSaysWhichOneItIs(t *testing.T) {
	s := set(t, bx(128, 64, 1))
	twice := calling
	twice.Times = 2
	if got := said(WindowFace(s, twice)); got != "r:请A023号/g:第2次呼叫" {
		t.Errorf("got %q", got)
	}
	if WindowFace(s, calling).Equal(WindowFace(s, twice)) {
		t.Error("a second call does not change the strip")
	}
}

func TestANumberThatDoesNotFitRunsOrIsDarkButIsNeverHalf(t *testing.T) {
	long := calling
	long.Number = "A100023"
	s := set(t, bx(32, 16, 2))
	if got := said(WindowFace(s, long)); got != "r:A100023" {
		t.Errorf("got %q, want it alone, to run", got)
	}
	long.State = SignServing
	if got := said(WindowFace(s, long)); got != "g:A100023" {
		t.Errorf("got %q, want it alone, to run", got)
	}
	hall := set(t, StripSetting{Kind: StripBX6K, Width: 48, Height: 16, Zones: []string{"*"}})
	if got := said(HallFace(hall, []Call{{Number: "A100023", Label: "3", At: time.Unix(2, 0)}, {Number: "B1", Label: "4", At: time.Unix(1, 0)}}, Text{})); got != "g:B1" {
		t.Errorf("got %q, want only what fits", got)
	}
}

// calls are some, the first the newest.
func calls(numbers ...string) []Call {
	var out []Call
	for i, n := range numbers {
		out = append(out, Call{Number: n, Window: "1", Label: fmt.Sprint(i + 1), Zones: []string{"A"}, At: time.Unix(int64(1000-i), 0), Times: 1})
	}
	return out
}

func TestWhatAHallsStripLists(t *testing.T) {
	hall := func(s StripSetting) StripSetting { s.Zones = []string{"*"}; return s }
	notice := Text{ZhHans: "今日下午三点停止取号", En: "No numbers after 15:00"}
	for _, tc := range []struct {
		name   string
		strip  StripSetting
		calls  []Call
		notice Text
		want   string
	}{
		{"one row", hall(bx(256, 32, 2)), calls("A001", "B002", "C003"), Text{}, "r:请A001号到1号窗口 | g:请B002号到2号窗口"},
		{"two rows", hall(bx(256, 64, 2)), calls("A001", "B002", "C003"), Text{}, "r:请A001号到1号窗口/g:请B002号到2号窗口 | g:请C003号到3号窗口"},
		{"narrow", hall(bx(96, 16, 1)), calls("A001", "B002"), Text{}, "r:A001→1号 | g:B002→2号"},
		{"four small rows", hall(StripSetting{Kind: StripBX6K, Width: 160, Height: 64, Rows: 4}), calls("A1", "A2", "A3", "A4", "A5"), Text{}, "r:请A1号到1号窗口/g:请A2号到2号窗口/g:请A3号到3号窗口/g:请A4号到4号窗口 | g:请A5号到5号窗口"},
		{"nobody", hall(bx(256, 32, 2)), nil, Text{}, "g:请留意呼叫"},
		{"nobody, two languages", hall(bx(256, 16, 2, ZhHans, En)), nil, Text{}, "g:请留意呼叫 | g:Please wait for your number"},
		{"a notice alone runs", hall(bx(128, 16, 2)), nil, notice, "y:今日下午三点停止取号"},
		{"a notice after the calls", hall(bx(128, 16, 2)), calls("A001"), notice, "r:A001号到1号窗口 | y:今日下午三点停止 | y:取号"},
		{"vfd", hall(StripSetting{Kind: StripCD5220}), calls("A001", "B002", "C003"), notice, "r:A001 to window 1/g:B002 to window 2"},
		{"vfd, notice", hall(StripSetting{Kind: StripCD5220}), nil, notice, "y:No numbers after 15:/y:00"},
		{"vfd, a notice in Chinese only", hall(StripSetting{Kind: StripCD5220}), nil, Text{ZhHans: "午休"}, "g:Please wait"},
		{"digits", hall(StripSetting{Kind: StripLED8}), calls("A001", "B002"), notice, "r:001-1"},
		{"digits, nobody", hall(StripSetting{Kind: StripLED8}), nil, notice, ""},
	} {
		if got := said(HallFace(set(t, tc.strip), tc.calls, tc.notice)); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestAHallsStripListsTheNewestFirstInWhateverOrderTheyCome(t *testing.T) {
	s := set(t, StripSetting{Kind: StripBX6K, Width: 256, Height: 64, Zones: []string{"*"}})
	in := calls("A1", "A2", "A3", "A4", "A5", "A6")
	want := said(HallFace(s, in, Text{}))
	slices.Reverse(in)
	if got := said(HallFace(s, in, Text{})); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAHallsStripListsItsZonesOnly(t *testing.T) {
	s := StripSetting{Zones: []string{"A", "C"}}
	for _, tc := range []struct {
		zones []string
		want  bool
	}{{[]string{"A"}, true}, {[]string{"B", "C"}, true}, {[]string{"B"}, false}, {nil, false}} {
		if got := s.lists(Call{Zones: tc.zones}); got != tc.want {
			t.Errorf("zones %q: %v", tc.zones, got)
		}
	}
	if !(StripSetting{Zones: []string{"*"}}).lists(Call{}) {
		t.Error("a strip of all zones leaves a call out")
	}
}

// anyStrip draws a strip that settings allow.
func anyStrip(t *rapid.T, window bool) StripSetting {
	s := StripSetting{Name: "x", Address: 1, Kind: rapid.SampledFrom(stripKinds).Draw(t, "kind")}
	if s.bx() {
		s.Width, s.Height = 8*rapid.IntRange(2, 40).Draw(t, "width"), 16*rapid.IntRange(1, 6).Draw(t, "height")
		s.Charset = rapid.SampledFrom([]led.Charset{led.GB2312, led.GBK}).Draw(t, "charset")
		s.Colours = rapid.IntRange(1, 2).Draw(t, "colours")
		s.Languages = rapid.SampledFrom([][]Language{{ZhHans}, {En}, {ZhHans, En}}).Draw(t, "languages")
	}
	if s.Kind == StripAlpha {
		s.Width = rapid.IntRange(4, 60).Draw(t, "characters")
	}
	if window {
		s.Window = "3"
	} else {
		s.Zones = []string{"*"}
	}
	if bad := s.complete(); bad != nil {
		t.Fatalf("%+v: %s", s, bad.text)
	}
	return s
}

// TestWhateverHappensAWholeNumberIsShownOrNone: on every strip and in every state,
// each row fits, or is alone on its page so that it can run; a number is whole.
func TestWhateverHappensAWholeNumberIsShownOrNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStrip(t, true)
		number := rapid.StringMatching(`[A-Z]{0,2}[0-9]{3,6}`).Draw(t, "number")
		sign := Sign{
			Window: "3", Label: rapid.StringMatching(`[0-9]{1,3}|[A-Z][0-9]`).Draw(t, "label"), Number: number, Times: rapid.IntRange(1, 9).Draw(t, "times"),
			State:  rapid.SampledFrom([]SignState{SignClosed, SignIdle, SignCalling, SignServing, SignPaused}).Draw(t, "state"),
			Reason: rapid.SampledFrom([]Text{{}, lunch, {ZhHans: "系统维护，请到其他窗口办理"}}).Draw(t, "reason"),
		}
		f := WindowFace(s, sign)
		fit(t, s, f)
		if s.Kind == StripLED8 {
			return
		}
		has := strings.Contains(said(f), number)
		if want := sign.State == SignCalling || sign.State == SignServing; has != want {
			t.Fatalf("%s: %q, number %s shown %v, want %v", sign.State, said(f), number, has, want)
		}
		if len(f.Pages) == 0 {
			t.Fatalf("%s: dark", sign.State)
		}
	})
}

func TestWhateverIsCalledTheHallsRowsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStrip(t, false)
		var list []Call
		for range rapid.IntRange(0, 12).Draw(t, "calls") {
			list = append(list, Call{
				Number: rapid.StringMatching(`[A-Z][0-9]{3,5}`).Draw(t, "number"), Label: rapid.StringMatching(`[0-9]{1,3}`).Draw(t, "label"),
				At: time.Unix(rapid.Int64Range(0, 1000).Draw(t, "at"), 0),
			})
		}
		fit(t, s, HallFace(s, list, Text{ZhHans: rapid.SampledFrom([]string{"", "今日下午三点停止取号"}).Draw(t, "notice")}))
	})
}

// fit fails when a row is wider than its strip and cannot run, or a page higher.
func fit(t *rapid.T, s StripSetting, f led.Face) {
	fonts := s.stripFonts()
	for _, p := range f.Pages {
		if s.bx() && len(p)*16 > s.Height || s.Kind == StripCD5220 && len(p) > 2 || s.Kind == StripLED8 && len(p) > 1 {
			t.Fatalf("a page of %d rows: %q", len(p), said(f))
		}
		for _, r := range p {
			runs := len(f.Pages) == 1 && len(p) == 1 && s.Kind != StripCD5220
			if !s.fits(r.Text, 1, fonts[len(fonts)-1]) && !runs {
				t.Fatalf("%q is too wide: %q", r.Text, said(f))
			}
		}
	}
}
