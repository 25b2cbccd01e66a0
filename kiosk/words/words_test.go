package words

import (
	"testing"
	"time"
)

func TestSentencesTakeTheirValues(t *testing.T) {
	for _, tc := range []struct {
		lang   Lang
		key    string
		params []any
		want   string
	}{
		{ZhHans, "take.ahead", []any{"n", 4}, "前面还有4人"},
		{ZhHant, "take.ahead", []any{"n", 4}, "前面還有4人"},
		{En, "take.ahead", []any{"n", 4}, "4 people ahead of you"},
		{En, "take.ahead", []any{"n", 1}, "1 person ahead of you"},
		{"fr", "common.back", nil, "返回"},
		{En, "no.such.key", nil, "no.such.key"},
	} {
		if got := T(tc.lang, tc.key, tc.params...); got != tc.want {
			t.Errorf("T(%s, %s, %v) = %q, want %q", tc.lang, tc.key, tc.params, got, tc.want)
		}
	}
}

func TestRefusalsSayWhenToTryAgainIfThatIsKnown(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 10, 0, 0, time.UTC)
	for _, tc := range []struct {
		lang  Lang
		code  string
		until time.Time
		want  string
	}{
		{ZhHans, "too_early", now.Add(110 * time.Minute), "还没有开始取号，14:00开始"},
		{ZhHans, "too_early", time.Time{}, "还没有开始取号"},
		{En, "too_late", time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), "No more numbers today. Please come back tomorrow 09:00"},
		{ZhHant, "too_late", time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC), "今日已停止取號，請11月30日09:00再來"},
		{En, "from_the_future", time.Time{}, "That did not work. Please ask staff (from_the_future)"},
	} {
		if got := Refusal(tc.lang, tc.code, nil, tc.until, now); got != tc.want {
			t.Errorf("Refusal(%s, %s) = %q, want %q", tc.lang, tc.code, got, tc.want)
		}
	}
	if got, want := Refusal(ZhHans, "busy", map[string]string{"number": "A012"}, time.Time{}, now), "请先办完A012号"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWaitsAreRoundedAndSpelledOut(t *testing.T) {
	for _, tc := range []struct {
		lang      Lang
		low, high int
		rough     bool
		want      string
		span      string
	}{
		{ZhHans, 0, 0, false, "无需等候", "0"},
		{ZhHans, 0, 0, true, "无需等候", "0"},
		{ZhHans, 0, 1, false, "约1分钟", "1"},
		{En, 0, 4, false, "about 1-4 min", "1-4"},
		{En, 6, 11, false, "about 5-15 min", "5-15"},
		{ZhHant, 12, 13, false, "約10-15分鐘", "10-15"},
		{En, 15, 15, false, "about 10-15 min", "10-15"},
		{En, 9, 3, false, "about 9 min", "9"},
		{En, -5, 0, false, "no wait", "0"},
		{En, 9, 9, true, "roughly 9 min", "~9"},
		{En, 17, 32, true, "roughly 15-35 min", "~15-35"},
		{ZhHans, 17, 32, true, "粗估15-35分钟", "~15-35"},
	} {
		if got := Wait(tc.lang, tc.low, tc.high, tc.rough); got != tc.want {
			t.Errorf("Wait(%s, %d, %d, %v) = %q, want %q", tc.lang, tc.low, tc.high, tc.rough, got, tc.want)
		}
		if got := WaitSpan(tc.low, tc.high, tc.rough); got != tc.span {
			t.Errorf("WaitSpan(%d, %d, %v) = %q, want %q", tc.low, tc.high, tc.rough, got, tc.span)
		}
	}
}

func TestTimesAndDates(t *testing.T) {
	at := time.Date(2026, 11, 25, 9, 5, 0, 0, time.UTC)
	for got, want := range map[string]string{
		Clock(at):                         "09:05",
		Date(ZhHans, at):                  "2026年11月25日 星期三",
		Date(En, at):                      "Wednesday, 25 November 2026",
		When(En, at.AddDate(0, 0, 9), at): "4 December 09:05",
		Elapsed(185 * time.Second):        "3:05",
		Elapsed(3785 * time.Second):       "1:03:05",
		Elapsed(-time.Second):             "0:00",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func FuzzTemplatesNeverPanicAndKeepTheirText(f *testing.F) {
	for _, s := range []string{"", "a{b}c", "{n:one|two}", "[x{y}]", "[{", "}", "{a[b]}", "前面{n}人"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tpl, err := parseTemplate(s)
		if err != nil {
			return
		}
		values := map[string]string{}
		for _, n := range tpl.names(true) {
			values[n] = "1"
		}
		if got := tpl.fill(values); s != "" && got == "" && len(tpl) == 1 && tpl[0].text != "" {
			t.Errorf("%q became nothing", s)
		}
	})
}

func BenchmarkT(b *testing.B) {
	for b.Loop() {
		T(En, "take.ahead", "n", 4)
	}
}

func TestANumberInAnotherHallIsSaidWithThatHall(t *testing.T) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	here := map[string]string{"number": "A012", "most": "2"}
	there := map[string]string{"number": "B017", "most": "2", "hall": "LG-02", "name": "布吉街道"}
	for _, tc := range []struct {
		lang   Lang
		code   string
		params map[string]string
		want   string
	}{
		{ZhHans, "same_item", here, "您已取过同类业务的号：A012"},
		{ZhHans, "same_item", there, "您已在布吉街道取过同类业务的号：B017"},
		{ZhHant, "same_item", there, "您已在布吉街道取過同類業務的號：B017"},
		{En, "same_item", here, "You already hold a number for this service: A012"},
		{En, "same_item", there, "You already hold a number for this service at 布吉街道: B017"},
		{ZhHans, "too_many", here, "您未办完的号已达上限，请办完再取"},
		{ZhHans, "too_many", there, "您未办完的号已达上限（包括布吉街道的B017），请办完再取"},
		{En, "too_many", there, "You already hold as many numbers as allowed, with B017 at 布吉街道"},
		{ZhHans, "part_owned", map[string]string{"part": "rules", "version": "7"}, "由中心平台统一发布，第7版，本厅不能更改。请找中心管理员"},
	} {
		if got := Refusal(tc.lang, tc.code, tc.params, time.Time{}, now); got != tc.want {
			t.Errorf("%s %s: %q, want %q", tc.lang, tc.code, got, tc.want)
		}
	}
}
