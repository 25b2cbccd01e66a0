package take

import (
	"slices"
	"testing"

	"onewindow/queue"
)

func named(names ...string) []queue.Item {
	var out []queue.Item
	for _, n := range names {
		out = append(out, queue.Item{Code: n, Name: queue.Text{ZhHans: n}})
	}
	return out
}

func TestWordsToChooseNarrowTheItems(t *testing.T) {
	items := named("结婚登记", "离婚登记", "企业设立登记", "企业变更登记", "食品经营许可", "药品零售许可", "养犬登记")
	got := suggest(items, queue.ZhHans, "", 4, 10)
	if want := []string{"企业", "登记", "许可"}; !slices.Equal(got, want) {
		t.Errorf("words are %q, want %q", got, want)
	}
	if got := suggest(items[:5], queue.ZhHans, "登记", 4, 10); !slices.Equal(got, []string{"企业"}) {
		t.Errorf("after 登记 the words are %q", got)
	}
	if got := suggest(nil, queue.ZhHans, "", 4, 10); got != nil {
		t.Errorf("nothing has the words %q", got)
	}
}

func TestEnglishHasWholeWords(t *testing.T) {
	items := []queue.Item{}
	for _, n := range []string{"Marriage registration", "Divorce registration", "Food licence", "Drug licence", "Card"} {
		items = append(items, queue.Item{Name: queue.Text{En: n}})
	}
	if got, want := suggest(items, queue.En, "", 5, 12), []string{"registration", "licence"}; !slices.Equal(got, want) {
		t.Errorf("words are %q, want %q", got, want)
	}
}

func TestWordsOfWhatIsDoneComeLast(t *testing.T) {
	var names []string
	for _, about := range []string{"养老", "食品", "犬只", "婚姻", "住房", "车辆"} {
		names = append(names, about+"登记", about+"许可", about+"申请")
	}
	got := suggest(named(names...), queue.ZhHans, "", 6, 10)
	for i, w := range got {
		if slices.Contains(acts, w) {
			t.Errorf("word %d is %s, which says nothing of the matter: %q", i, w, got)
		}
	}
}
