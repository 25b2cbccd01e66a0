package slip

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onewindow/printer/glyph"
)

func TestRowsEndWhereReadersBreak(t *testing.T) {
	for _, c := range []struct {
		text string
		dots int
		want []string
	}{
		{"过号请到导办台激活，号码当日有效", 240, []string{"过号请到导办台激", "活，号码当日有效"}},
		{"过号请到导办台激活，号码当日有效", 216, []string{"过号请到导办台激", "活，号码当日有效"}},
		{"请备好《敬老优待证申请表》原件", 96, []string{"请备好", "《敬老优", "待证申请", "表》原件"}},
		{"前面还有123人在等", 120, []string{"前面还有", "123人在等"}},
		{"Missed your call? Go to the desk.", 144, []string{"Missed your", "call? Go to", "the desk."}},
		{"a  b", 12, []string{"a", "b"}},
		{"https://example.org/abcdefgh", 120, []string{"https://ex", "ample.org/", "abcdefgh"}},
		{"第14号窗口", 96, []string{"第14号", "窗口"}},
		{"", 100, []string{""}},
		{"很可能在10:50\u2060前叫到", 168, []string{"很可能在", "10:50\u2060前叫到"}},
	} {
		if got := wrap(clean(c.text), c.dots, ""); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d dots is %q, want %q", c.text, c.dots, got, c.want)
		}
	}
}

func TestLaterRowsOfAnEntryAreSetIn(t *testing.T) {
	got := wrap("1. 收集、运输、处理服务审批", 36+24*5, "   ")
	if want := []string{"1. 收集、运", "   输、处理服", "   务审批"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCenteredRowsAreOfAboutTheSameLength(t *testing.T) {
	got := balance("从事生活垃圾经营性清扫收集运输处理服务审批", 480) // 21 characters, 20 to a row
	if len(got) != 2 || glyph.Width(got[1]) < 240 {
		t.Errorf("got %q", got)
	}
	if got := balance("一行", 480); len(got) != 1 {
		t.Errorf("got %q", got)
	}
}

// pieces are what texts of tickets are made of, and what breaks layouts.
var pieces = rapid.SampledFrom([]string{
	"办", "理", "窗口", "，", "。", "（", "）", "《", "》", "、", "14", "10:50", "A023", " ", "  ", "号", "第", "two", "words", "https://x.cn/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"𬒈", "㙍", "䶮", "é", "e\u0301", "😀", "\u200d", "\u2060", "\u00a0", "\u3000", "\n", "\t", "\x1b", "龘", "臺灣", "——", "……", "ABC-", "한", "\ufffd",
})

func anyText(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(pieces, 0, 30).Draw(t, name), "")
}

// ink is text without what may vanish at the end of a row.
func ink(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u3000' || string(r) == joiner {
			return -1
		}
		return r
	}, s)
}

func TestNoRowIsWiderThanThePaperAndNothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := clean(anyText(t, "text"))
		dots := rapid.IntRange(60, 576).Draw(t, "dots")
		indent := strings.Repeat(" ", rapid.IntRange(0, 3).Draw(t, "indent"))
		for name, rows := range map[string][]string{"wrap": wrap(text, dots, indent), "balance": balance(text, dots)} {
			for i, r := range rows {
				if glyph.Width(r) > dots {
					t.Fatalf("%s: row %q is %d dots wide, the paper %d", name, r, glyph.Width(r), dots)
				}
				if ink(r) == "" && len(rows) > 1 {
					t.Fatalf("%s: row %d of %q is empty", name, i, rows)
				}
			}
			if got, want := ink(strings.Join(rows, "")), ink(text); got != want {
				t.Fatalf("%s: %q became %q", name, want, got)
			}
		}
	})
}

func TestNumbersAreNotDivided(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := clean(anyText(t, "text"))
		rows := wrap(text, rapid.IntRange(200, 576).Draw(t, "dots"), "")
		for i := 1; i < len(rows); i++ {
			before, after := []rune(rows[i-1]), []rune(ink(rows[i]))
			if len(before) == 0 || len(after) == 0 {
				continue
			}
			a, b := before[len(before)-1], after[0]
			if digitRune(a) && digitRune(b) && widest(text) <= 200 && !strings.Contains(text, string(a)+" ") && !strings.Contains(text, string(a)+"\u3000") {
				t.Fatalf("%q is divided between %q and %q", text, a, b)
			}
		}
	})
}

func digitRune(r rune) bool { return r >= '0' && r <= '9' }

func TestWhatIsNotPrintedIsLeftOut(t *testing.T) {
	for in, want := range map[string]string{
		"  a\tb\r\nc  ":      "a b  c",
		"e\u0301":            "é",
		"葛\U000e0100城":       "葛城",
		"\ufeff王\u200d\x1b@": "王@",
		"a\u00a0b":           "a" + joiner + " " + joiner + "b",
		"\ue000":             "\ue000", // of the private area: boxed and named, not dropped
	} {
		if got := clean(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
