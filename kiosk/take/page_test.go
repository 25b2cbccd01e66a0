package take_test

import (
	"image"
	"maps"
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
	menu wire.Menu // of the hall
}

func at(m wire.Menu, taps ...string) still {
	s := still{desk: &desk{}, menu: m}
	s.Screen = take.New(take.Settings{Terminal: "k1", Now: func() time.Time { return tuitest.StartTime }}, s.desk)
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
	nopaper := at(menu(9))
	nopaper.tell(wire.PrinterState{Fault: wire.FaultPaperOut})
	attract := at(menu(9))
	attract.tell(tui.TickMsg{Now: tuitest.StartTime.Add(61 * time.Second), Idle: 61 * time.Second})
	refused := func(e wire.Error) still {
		s := at(menu(9), "line/general")
		s.desk.refuse = &e
		s.tap("take")
		return s
	}
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
	printing := func(st wire.PrintState) still {
		s := at(menu(9), "line/general")
		s.tell(wire.PrinterState{})
		s.tap("take")
		s.tell(wire.Print{Number: "A012", State: st})
		return s
	}
	item := []string{"line/general", "add", "item/MZ-001"}
	two := append(item, "add", "key/7", "key/7", "item/SS-001")
	coming := at(menu(9), "staff")
	helped := menu(9)
	helped.Helping = []string{"k1"}
	coming.tell(helped)
	all := hardwarePages()
	maps.Copy(all, map[string]still{
		"home": at(menu(9)), "home one line": at(menu(1)), "home three lines": at(menu(3)), "home before opening": at(lunch),
		"home large": at(menu(9), "large"), "home no paper": nopaper, "home attract": attract, "closed": at(closed), "offline": offline,
		"theme": at(menu(9), "line/business"), "theme closed": at(menu(9), "line/household"),
		"list": at(menu(9), "line/general", "add"), "list large": at(menu(9), "large", "line/general", "add"), "item": at(menu(9), item...),
		"search": at(menu(9), "search"), "search found": at(menu(9), "search", "key/5", "key/5"), "search none": at(menu(9), "search", "key/1", "key/1", "key/1"),
		"two items": at(menu(9), two...), "basket": at(menu(9), append(two, "basket")...),
		"priority": at(menu(9), "line/general", "priority"), "chosen": at(menu(9), "line/general", "priority", "ground/soldier"),
		"id": at(menu(9), "line/general", "idnumber", "key/4", "key/4"), "id wrong": wrong, "offer": offer, "busy": busy,
		"agent": at(menu(9), "line/general", "idnumber", "agent"), "for id": at(menu(9), "line/general", "idnumber", "agent", "paper/family"),
		"result": at(menu(9), "line/general", "take"), "result priority": at(menu(9), "line/general", "priority", "ground/soldier", "take"),
		"result printing": printing(wire.Printing), "result printed": printing(wire.Printed), "result unprinted": printing(wire.Unprinted),
		"failed":  refused(wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}}),
		"unknown": refused(wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}),
		"full":    refused(wire.Error{Code: string(queue.CodeFull)}),
		"held":    refused(wire.Error{Code: string(queue.CodeTooMany), Params: map[string]string{"number": "A012"}}),
		"find":    at(menu(9), "find"), "found": found, "other": at(menu(9), "other"), "booking": at(menu(9), "other", "what/booking"),
		"staff": coming, "more": asking,
	})
	return all
}

func TestEveryPageLooksAsItShould(t *testing.T) {
	for name, s := range pages() {
		for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}, {W: 47, H: 15}, {W: 65, H: 60}} {
			t.Run(name+" "+size.String(), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, size.W, size.H)) })
		}
		if name == "busy" {
			continue
		}
		for _, lang := range []string{"en", "zh-Hant"} {
			t.Run(name+" "+lang, func(t *testing.T) {
				s.tap("lang/" + lang)
				tuitest.Golden(t, tuitest.Picture(s, 78, 22))
			})
		}
	}
}

func TestEveryPageHasTargetsForEveryFinger(t *testing.T) {
	for name, s := range pages() {
		t.Run(name, func(t *testing.T) {
			for _, lang := range []string{"lang/zh-Hans", "lang/zh-Hant", "lang/en"} {
				s.tap(lang)
				tuitest.CheckPage(t, s, []tuitest.Size{{W: 78, H: 22}, {W: 65, H: 60}, {W: 100, H: 32}, {W: 160, H: 50}},
					tuitest.Rules{MinW: 10, MinH: 3, Whole: true})
				tuitest.CheckPage(t, s, []tuitest.Size{{W: 47, H: 15}, {W: 52, H: 14}}, tuitest.Rules{MinW: 10, MinH: 2, Whole: true})
				// Where 44 cells fill a screen each is wider.
				tuitest.CheckPage(t, s, []tuitest.Size{{W: 44, H: 40}}, tuitest.Rules{MinW: 9, MinH: 3, Whole: true})
				tuitest.CheckPage(t, s, []tuitest.Size{{W: 44, H: 15}}, tuitest.Rules{MinW: 9, MinH: 2, Whole: true})
			}
		})
	}
}

func TestNoPageIsADeadEnd(t *testing.T) {
	ways := []string{"on", "back", "home", "more", "take", "find", "other"}
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
		for _, id := range []string{"lang/en", "large"} {
			want, ok := tui.Find(home.Layout(rect(size)), id)
			if !ok && size.H >= 20 {
				t.Errorf("home at %v has no %s", size, id)
			}
			for name, s := range pages() {
				got, found := tui.Find(s.Layout(rect(size)), id)
				if found && ok && got.Rect != want.Rect {
					t.Errorf("%s is at %v on the page %q at %v, but at %v on home", id, got.Rect, name, size, want.Rect)
				}
				if id == "large" && !found {
					t.Errorf("the page %q at %v has no %s", name, size, id)
				}
			}
		}
	}
}

func rect(s tuitest.Size) image.Rectangle { return image.Rect(0, 0, s.W, s.H) }

// key presses a key that is no target's.
func (s still) key(name string) {
	k, err := tuitest.Key(name)
	if err != nil {
		return
	}
	s.run(s.Screen.Key(k))
}

func TestInPortraitTheMainButtonIsWithinReach(t *testing.T) {
	for name, s := range pages() {
		for _, size := range []tuitest.Size{{W: 44, H: 40}, {W: 65, H: 60}} {
			for _, tg := range s.Layout(rect(size)) {
				if tg.Look == tui.Primary && tg.Rect.Min.Y < size.H/3 {
					t.Errorf("on the page %q at %v %s begins at row %d, in the upper third", name, size, tg.ID, tg.Rect.Min.Y)
				}
			}
		}
	}
}

func TestNoNameOfALineIsCut(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}, {W: 65, H: 60}, {W: 100, H: 32}, {W: 47, H: 15}} {
		for _, lang := range []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En} {
			s := at(menu(9), "lang/"+string(lang))
			seen := map[string]bool{}
			for range 6 { // on as many sheets as there are
				next := ""
				for _, tg := range s.Layout(rect(size)) {
					name, _, _ := strings.Cut(tg.Label, "\n")
					seen[name] = true
					if kind, _, _ := strings.Cut(tg.ID, "/"); kind == "sheet" {
						next = tg.ID
					} else if wrapped := tg.Rect.Dy() == 2 && len(tui.WrapLines(name, tg.Rect.Dx()-4)) == 2; kind == "line" && !wrapped && !strings.Contains(tg.Label, "\n") {
						t.Errorf("at %v %s does not say how it stands", size, name)
					}
				}
				if next != "" {
					s.tap(next)
				}
			}
			for _, n := range names {
				if !seen[n.In(lang)] {
					t.Errorf("home at %v does not show %q whole:\n%s", size, n.In(lang), tuitest.Picture(s, size.W, size.H))
				}
			}
		}
	}
}

func TestAFirstPageShowsAtLeastFourServicesAndKeepsThemApart(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 47, H: 15}, {W: 52, H: 14}, {W: 44, H: 40}, {W: 65, H: 60}, {W: 78, H: 22}, {W: 100, H: 32}} {
		for _, lang := range []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En} {
			for _, s := range []still{at(menu(9), "lang/"+string(lang)), at(menu(9), "lang/"+string(lang), "large")} {
				lines, end, quick := 0, 0, size.H
				for _, tg := range s.Layout(rect(size)) {
					switch kind, _, _ := strings.Cut(tg.ID, "/"); kind {
					case "line":
						lines++
						end = max(end, tg.Rect.Max.Y)
					case "search":
						quick = tg.Rect.Min.Y
					}
				}
				if lines < 4 {
					t.Errorf("at %v in %s %d services are seen", size, lang, lines)
				}
				if size.H < 16 && end >= quick { // buttons of two rows have no edge
					t.Errorf("at %v in %s the services end at row %d, the next buttons begin at %d", size, lang, end, quick)
				}
			}
		}
	}
}

func TestLargeTextIsLeftByAButtonThatSaysSo(t *testing.T) {
	s := at(menu(9), "large")
	see(t, s, "小字")
	unseen(t, s, "大字")
	s.tap("large")
	see(t, s, "大字")
}

func TestWhatToDoIsSaidOnTheSmallestScreenToo(t *testing.T) {
	for name, want := range map[string]string{"unknown": "请说明刚才取过号", "failed": "到导办台取号", "offline": "请到导办台取号", "closed": "有急事请到导办台", "held": "或到导办台咨询"} {
		for _, size := range []tuitest.Size{{W: 47, H: 15}, {W: 44, H: 15}} {
			if p := tuitest.Picture(pages()[name], size.W, size.H); !strings.Contains(strings.Join(strings.Fields(p), ""), want) {
				t.Errorf("the page %q at %v does not say %q:\n%s", name, size, want, p)
			}
		}
	}
}

func TestTheKeyOfEachChoiceStandsOnIt(t *testing.T) {
	for name, s := range pages() {
		for _, size := range append([]tuitest.Size{{W: 52, H: 14}}, tuitest.Sizes...) {
			for _, tg := range s.Layout(rect(size)) {
				kind, _, _ := strings.Cut(tg.ID, "/")
				if first, _, _ := strings.Cut(tg.Key, " "); slices.Contains([]string{"line", "item", "ground", "paper", "what", "drop"}, kind) && len(first) > 1 {
					t.Errorf("on the page %q at %v the key %s of %s does not stand on it", name, size, tg.Key, tg.ID)
				}
			}
		}
	}
}

func TestInEnglishEachLineHasItsKeyAndAllNamesBeginAlike(t *testing.T) {
	p := tuitest.Picture(at(menu(9), "lang/en"), 78, 22)
	for i, n := range names {
		if chip := "  " + string(rune('1'+i)) + "   " + n.En; !strings.Contains(p, chip) {
			t.Errorf("home does not show %q:\n%s", chip, p)
		}
	}
}

func TestNotesStandUnderNames(t *testing.T) {
	m := menu(9)
	for i := range m.Lines {
		m.Lines[i].Waiting, m.Lines[i].Estimate = 0, queue.Estimate{Low: 1, High: 15}
	}
	m.Lines[3].Waiting, m.Lines[3].Estimate = 112, queue.Estimate{Ahead: 112, Low: 100, High: 120}
	m.Lines[8].Windows = 0
	for _, size := range []tuitest.Size{{W: 44, H: 40}, {W: 78, H: 22}, {W: 65, H: 60}} {
		for _, lang := range []string{"zh-Hans", "en"} {
			for _, tg := range at(m, "lang/"+lang).Layout(rect(size)) {
				if kind, _, _ := strings.Cut(tg.ID, "/"); kind != "line" {
					continue
				}
				lines := strings.Split(tg.Label, "\n")
				for _, note := range lines[1:] {
					if room := tg.Rect.Dx() - 2; tui.Width(lines[0])+6 <= room && tui.Width(note)+5 > room {
						t.Errorf("at %v in %s %q does not stand under %q in %d cells", size, lang, note, lines[0], room)
					}
				}
			}
		}
	}
}
