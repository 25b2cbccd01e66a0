package take_test

import (
	"fmt"
	"image"
	"maps"
	"slices"
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// variants are what a page may look like beside what it is about.
const (
	withNotice = 1 << iota
	withoutPaper
	withStaff
	withLarge
	variants
)

// as puts the screen into a variant and a language.
func (s still) as(variant int, lang string) {
	m := s.menu
	m.Day.Notices, m.Helping = nil, nil
	if variant&withNotice != 0 {
		m.Day.Notices = []wire.Notice{{ID: "1", Text: queue.Text{ZhHans: "三楼电梯维修，请走楼梯", En: "The lift to the third floor is out of order"}}}
	}
	if variant&withStaff != 0 {
		m.Helping = []string{"k1"}
	}
	s.tell(m)
	if variant&withoutPaper != 0 {
		s.tell(wire.PrinterState{Fault: wire.FaultPaperOut})
	}
	if s.large() != (variant&withLarge != 0) {
		s.tap("large")
	}
	s.tap("lang/" + lang)
}

func (s still) large() bool {
	t, _ := tui.Find(s.Layout(image.Rect(0, 0, 78, 22)), "large")
	return t.Label == "小字" || t.Label == "Normal"
}

// onePages are the pages of a hall with one line.
func onePages() map[string]still {
	item := []string{"add", "item/MZ-001"}
	return map[string]still{
		"one: home": at(menu(1)), "one: list": at(menu(1), "add"), "one: item": at(menu(1), item...),
		"one: two items": at(menu(1), append(item, "add", "item/SS-001")...), "one: basket": at(menu(1), append(item, "basket")...),
		"one: priority": at(menu(1), "priority"), "one: chosen": at(menu(1), "priority", "ground/soldier"),
		"one: item list": withPrinter(at(menu(1), item...)), "one: card": with(at(menu(1)), wire.Card{Number: young}),
		"one: id": at(menu(1), "idnumber", "key/4"), "one: result": at(menu(1), "take"), "one: staff": at(menu(1), "staff"),
	}
}

// takes are the pages whose one big button takes a number.
var takes = map[string]bool{"one: home": true, "one: item": true, "one: chosen": true, "theme": true, "item": true, "chosen": true, "two items": true,
	"item list": true, "item listed": true, "two items list": true, "one: item list": true, "one: card": true, "theme no paper": true}

func TestEveryPageIsDrawnAtEverySize(t *testing.T) {
	all := pages()
	for name, s := range onePages() {
		all[name] = s
	}
	widths := []int{40, 44, 47, 52, 60, 65, 69, 70, 78, 100, 130, 170}
	heights := []int{12, 13, 14, 15, 16, 18, 20, 23, 26, 32, 40, 50, 60}
	turn, checked := 0, 0
	for n, name := range slices.Sorted(maps.Keys(all)) { // the same samples at each run
		s := all[name]
		if name == "busy" {
			continue
		}
		for i := range variants * 3 {
			if (i+i/variants+n)%2 != 0 { // half of them: each variant, and each language
				continue
			}
			turn++
			lang := []string{"zh-Hans", "zh-Hant", "en"}[i%3]
			s.as(i%variants, lang)
			for k, w := range widths {
				for j, h := range heights {
					every := 59
					switch {
					case h < 14 && name == "one: home":
						every = 1
					case h < 16 && takes[name]:
						every = 13
					}
					if (k*len(heights)+j+turn)%every != 0 {
						continue
					}
					area := image.Rect(0, 0, w, h)
					if fault := faulty(s.Layout(area), area, takes[name]); fault != "" {
						t.Fatalf("%q in %s, variant %04b, at %dx%d: %s", name, lang, i%variants, w, h, fault)
					}
					if checked++; checked%9 == 0 {
						tuitest.Picture(s, w, h)
					}
				}
			}
		}
	}
}

// faulty says what is wrong with the targets of a page.
func faulty(ts []tui.Target, area image.Rectangle, wantTake bool) string {
	for i, a := range ts {
		if a.Rect.Empty() || !a.Rect.In(area) {
			return fmt.Sprintf("%s is at %v", a.ID, a.Rect)
		}
		for _, b := range ts[:i] {
			if a.Modal == b.Modal && a.Rect.Overlaps(b.Rect) {
				return fmt.Sprintf("%s %v overlaps %s %v", a.ID, a.Rect, b.ID, b.Rect)
			}
		}
	}
	if !wantTake {
		return ""
	}
	take, ok := tui.Find(ts, "take")
	if !ok || take.Disabled || take.Rect.Dx() < 14 || take.Rect.Dy() < 3 {
		return fmt.Sprintf("the button that takes a number is %v", take.Rect)
	}
	for _, o := range ts {
		if o.Rect.Dy() > take.Rect.Dy() {
			return fmt.Sprintf("%s is higher than the button that takes a number", o.ID)
		}
	}
	return ""
}
