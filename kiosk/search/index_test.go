package search_test

import (
	"slices"
	"strings"
	"testing"

	"onewindow/kiosk/search"
	"onewindow/queue"
)

func items() []queue.Item {
	item := func(code, hans, hant, en string) queue.Item {
		return queue.Item{Code: code, Name: queue.Text{ZhHans: hans, ZhHant: hant, En: en}}
	}
	return []queue.Item{
		item("MZ-001", "敬老优待证申领", "敬老優待證申領", "Senior Citizen Card"),
		item("MZ-002", "残疾人证办理", "殘疾人證辦理", "Card for the disabled"),
		item("SS-010", "个体工商户设立登记", "個體工商戶設立登記", "Sole trader registration"),
		item("SS-011", "公司银行重庆分行登记", "公司銀行重慶分行登記", "Bank branch"),
		item("HJ-003", "旅行社设立许可（A类）", "旅行社設立許可（A類）", "Travel agency"),
	}
}

func codes(its []queue.Item) string {
	var out []string
	for _, it := range its {
		out = append(out, it.Code)
	}
	return strings.Join(out, " ")
}

func TestItemsAreFoundByWhatPeopleType(t *testing.T) {
	x := search.New(items())
	for typed, want := range map[string]string{
		"敬老":           "MZ-001",
		"優待證":          "MZ-001",
		"jlydz":        "MZ-001", // initials
		"JLYD":         "MZ-001",
		"jinglao":      "MZ-001", // whole syllables
		"jingly":       "MZ-001", // some of each
		"ydz":          "MZ-001", // from the middle
		"mz-001":       "MZ-001",
		"mz1":          "",
		"mz001":        "MZ-001",
		"mz":           "MZ-001 MZ-002",
		"dj":           "SS-010 SS-011",
		"yinhang":      "SS-011", // 行 has two sounds
		"chongqing":    "SS-011",
		"zhongqing":    "SS-011",
		"lvxing":       "HJ-003",
		"xkal":         "HJ-003", // brackets are no matter, letters are themselves
		"card":         "MZ-002 MZ-001",
		"sole trader":  "SS-010",
		"登记 个体":        "SS-010", // every word
		"registration": "SS-010",
		"没有这个":         "",
		"zzzz":         "",
	} {
		if got := codes(x.Find(typed)); got != want {
			t.Errorf("%q finds %q, want %q", typed, got, want)
		}
	}
}

func TestNothingTypedFindsAllInTheirOrder(t *testing.T) {
	x := search.New(items())
	for _, typed := range []string{"", "  ", "-（"} {
		if got := codes(x.Find(typed)); got != codes(items()) {
			t.Errorf("%q finds %q", typed, got)
		}
	}
	if got := search.New(nil).Find("a"); len(got) != 0 {
		t.Errorf("an empty catalogue has %v", got)
	}
}

func TestWhatBeginsSoComesFirst(t *testing.T) {
	x := search.New([]queue.Item{
		{Code: "A-1", Name: queue.Text{ZhHans: "其他公司", En: "Change"}},
		{Code: "A-2", Name: queue.Text{ZhHans: "办理", En: "Old gs"}},
		{Code: "GS-1", Name: queue.Text{ZhHans: "其他", En: "Other"}},
		{Code: "A-3", Name: queue.Text{ZhHans: "公司变更", En: "Change"}},
		{Code: "A-4", Name: queue.Text{ZhHans: "其他", En: "GS permit"}},
	})
	if got := codes(x.Find("gs")); got != "A-4 A-3 GS-1 A-2 A-1" {
		t.Errorf("found %q", got)
	}
	if got := codes(x.Find("gs1")); got != "GS-1" {
		t.Errorf("a code finds %q", got)
	}
	if hits := x.Hits("gs"); len(hits) != 5 || hits[0].Rank >= hits[1].Rank {
		t.Errorf("hits are %v", hits)
	}
}

func FuzzFindNeverFailsAndFindsOnlyWhatThereIs(f *testing.F) {
	for _, s := range []string{"", "jlyd", "敬老", "mz-001", "a b", "\xff\xfe", "ü", strings.Repeat("a", 200)} {
		f.Add(s)
	}
	x, all := search.New(items()), items()
	f.Fuzz(func(t *testing.T, typed string) {
		for _, it := range x.Find(typed) {
			if !slices.ContainsFunc(all, func(o queue.Item) bool { return o.Code == it.Code }) {
				t.Errorf("%q finds %s", typed, it.Code)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var many []queue.Item
	for range 50 {
		many = append(many, items()...)
	}
	x := search.New(many)
	for b.Loop() {
		x.Find("ydz")
	}
}
