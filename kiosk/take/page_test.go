package take_test

import (
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/take"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// still is a kiosk without a program, led by taps whose commands run at once.
type still struct {
	*take.Screen
	desk *desk
}

func at(m wire.Menu, taps ...string) still {
	s := still{desk: &desk{}}
	s.Screen = take.New(take.Settings{Now: func() time.Time { return tuitest.StartTime }}, s.desk)
	s.tell(tui.TickMsg{Now: tuitest.StartTime})
	s.tell(wire.Link{Up: true})
	s.tell(m)
	s.tap(taps...)
	return s
}

func (s still) tell(m tea.Msg) { s.run(s.Msg(m)) }

func (s still) tap(ids ...string) {
	for _, id := range ids {
		s.run(s.Tap(id))
	}
}

// run runs a command and what it leads to.
func (s still) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch m := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range m {
			s.run(c)
		}
	case nil:
	default:
		s.tell(m)
	}
}

// typed are the taps for the characters of text.
func typed(text string) []string {
	var out []string
	for _, r := range text {
		if r == 'X' {
			out = append(out, "X")
			continue
		}
		out = append(out, "key/"+string(r))
	}
	return out
}

// pages are all pages and how to get there.
func pages() map[string]still {
	closed := menu(9)
	for i := range closed.Lines {
		closed.Lines[i].Closed = refusal(queue.CodeTooLate, tuitest.StartTime.Add(24*time.Hour))
	}
	lunch := menu(9)
	lunch.Day.Phase = queue.PhaseIntake
	lunch.Day.Hours[0].Open = 9*60 + 30
	offline := at(menu(9))
	offline.tell(wire.Link{})
	failed := at(menu(9), "line/general")
	failed.desk.refuse = &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	failed.tap("take")
	held := at(menu(9), "line/general")
	held.desk.refuse = &wire.Error{Code: string(queue.CodeTooMany), Params: map[string]string{"number": "A012"}}
	held.tap("take")
	asking := at(menu(9), "line/general")
	asking.tell(tui.TickMsg{Now: tuitest.StartTime, Idle: 41 * time.Second})
	found := at(menu(9), "line/general", "take", "home", "find", "prefix/A", "key/0", "key/1", "key/2", "search")
	wrong := at(menu(9), "line/general", "idnumber")
	wrong.tap(typed("440307199003070014")...)
	wrong.tap("confirm")
	offer := at(menu(9), "line/general", "idnumber")
	offer.tap(typed("11010519491231002X")...)
	offer.tap("confirm")
	busy := at(menu(9), "line/general")
	busy.Tap("take")
	return map[string]still{
		"home": at(menu(9)), "home one line": at(menu(1)), "home contrast": at(menu(9), "contrast"), "home before opening": at(lunch),
		"closed": at(closed), "offline": offline,
		"theme": at(menu(9), "line/business"), "theme closed": at(menu(9), "line/household"),
		"items": at(menu(9), "line/general", "items"), "item": at(menu(9), "line/general", "items", "item/MZ-001"),
		"priority": at(menu(9), "line/general", "priority"), "chosen": at(menu(9), "line/general", "priority", "ground/soldier"),
		"id": at(menu(9), "line/general", "idnumber", "key/4", "key/4"), "id wrong": wrong, "offer": offer, "busy": busy,
		"result": at(menu(9), "line/general", "take"), "result priority": at(menu(9), "line/general", "priority", "ground/soldier", "take"),
		"failed": failed, "held": held, "find": at(menu(9), "find"), "found": found, "staff": at(menu(9), "staff"), "more": asking,
	}
}

func TestEveryPageLooksAsItShould(t *testing.T) {
	for name, s := range pages() {
		for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}, {W: 47, H: 15}} {
			t.Run(name+" "+size.String(), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, size.W, size.H)) })
		}
		if name == "busy" {
			continue
		}
		t.Run(name+" en", func(t *testing.T) {
			s.tap("lang/en")
			tuitest.Golden(t, tuitest.Picture(s, 78, 22))
		})
	}
}

func TestEveryPageHasTargetsForEveryFinger(t *testing.T) {
	for name, s := range pages() {
		t.Run(name, func(t *testing.T) {
			for _, lang := range []string{"lang/zh-Hans", "lang/zh-Hant", "lang/en"} {
				s.tap(lang)
				tuitest.CheckLayout(t, s, []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}, {W: 65, H: 60}, {W: 100, H: 32}, {W: 160, H: 50}}, 6, 3)
				tuitest.CheckLayout(t, s, []tuitest.Size{{W: 47, H: 15}, {W: 44, H: 15}}, 6, 2)
			}
		})
	}
}

func TestNoPageIsADeadEnd(t *testing.T) {
	ways := []string{"back", "home", "more", "take", "find"}
	for name, s := range pages() {
		if name == "busy" || name == "offline" { // they end by themselves
			continue
		}
		for _, size := range tuitest.Sizes {
			if !slices.ContainsFunc(s.Layout(rect(size)), func(t tui.Target) bool {
				kind, _, _ := strings.Cut(t.ID, "/")
				return !t.Disabled && slices.Contains(ways, kind)
			}) {
				t.Errorf("no way leads on from the page %q at %v", name, size)
			}
		}
	}
}

func TestLanguageAndSizeStayInTheirPlace(t *testing.T) {
	for _, size := range tuitest.Sizes {
		home := at(menu(9))
		for _, id := range []string{"lang/en", "contrast"} {
			want, ok := tui.Find(home.Layout(rect(size)), id)
			if !ok && size.H >= 20 {
				t.Errorf("home at %v has no %s", size, id)
			}
			for name, s := range pages() {
				got, found := tui.Find(s.Layout(rect(size)), id)
				if found && ok && got.Rect != want.Rect {
					t.Errorf("%s is at %v on the page %q at %v, but at %v on home", id, got.Rect, name, size, want.Rect)
				}
				if id == "contrast" && !found {
					t.Errorf("the page %q at %v has no %s", name, size, id)
				}
			}
		}
	}
}

func TestAnyScreenIsDrawn(t *testing.T) {
	for _, s := range pages() {
		for w := tui.MinWidth; w <= 170; w += 17 {
			for h := tui.MinHeight; h <= 60; h += 6 {
				tuitest.Picture(s, w, h)
			}
		}
	}
}

func rect(s tuitest.Size) image.Rectangle { return image.Rect(0, 0, s.W, s.H) }
