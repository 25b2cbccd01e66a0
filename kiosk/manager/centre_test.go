package manager_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestThePageOfTheTerminalsTellsHowTheLinkToTheCentreIs(t *testing.T) {
	f := busy(t)
	link := func(l *wire.CentreLink) wire.Sys {
		s := wire.Sys{Centre: l}
		if l != nil && !l.Up {
			s.Notes = []wire.Error{{Code: wire.CodeCentreAway, Msg: "the centre cannot be reached"}}
		}
		return s
	}
	for _, tc := range []struct {
		name  string
		sys   wire.Sys
		lang  queue.Lang
		want  string
		never string
	}{
		{"no centre", link(nil), queue.ZhHans, "终端", "中心平台"},
		{"up", link(&wire.CentreLink{Name: "龙岗区", Up: true}), queue.ZhHans, "中心平台（龙岗区）：已连接", "待上传"},
		{"behind", link(&wire.CentreLink{Name: "龙岗区", Up: true, Behind: 12}), queue.ZhHans, "还有12条记录待上传", "恢复后"},
		{"away", link(&wire.CentreLink{Name: "龙岗区", Since: tuitest.StartTime, Behind: 12}), queue.ZhHant, "起未連接。取號叫號照常", "cannot be reached"},
		{"no name", link(&wire.CentreLink{Up: true}), queue.En, "Centre: connected", "on the way"},
		{"another note", wire.Sys{Notes: []wire.Error{{Code: "new_note", Msg: "something new", Hint: "look"}}}, queue.En, "new_note: something new (look)", "Centre"},
	} {
		for _, size := range sizes {
			s := newScreen(f, tc.lang)
			s.Msg(tc.sys)
			s.Key(tea.KeyPressMsg{Code: '4', Text: "4"})
			picture := tuitest.Picture(s, size.W, size.H)
			if !strings.Contains(picture, tc.want) || strings.Contains(picture, tc.never) {
				t.Errorf("%s at %s: want %q and no %q:\n%s", tc.name, size, tc.want, tc.never, picture)
			}
		}
	}
}
