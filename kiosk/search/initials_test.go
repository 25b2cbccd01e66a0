package search_test

import (
	"testing"

	"onewindow/kiosk/search"
	"onewindow/queue"
)

func TestInitialsAreAnExampleThatFindsTheName(t *testing.T) {
	for name, want := range map[string]string{
		"养犬登记": "yqdj", "就业登记": "jydj", "": "", "ID卡": "", "公积金2": "",
		"调解": "", // 调 is said diao or tiao
	} {
		got := search.Initials(name)
		if got != want {
			t.Errorf("%s begins with %q, want %q", name, got, want)
		}
		if got != "" && len(search.New([]queue.Item{{Code: "x", Name: queue.Text{ZhHans: name}}}).Find(got)) != 1 {
			t.Errorf("%q does not find %s", got, name)
		}
	}
}
