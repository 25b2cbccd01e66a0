package staff_test

import (
	"image"
	"testing"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
)

// pages are ways to the pages that desks share.
var pages = []struct {
	name string
	open func(d *desk)
}{
	{"waiting", func(d *desk) { d.do(d.tickets.Show("A005")) }},
	{"serving", func(d *desk) { d.do(d.tickets.Show("A001")) }},
	{"unprinted", func(d *desk) { d.lose("A005"); d.do(d.tickets.Show("A005")) }},
	{"missed", func(d *desk) { d.do(d.tickets.Show("A002")) }},
	{"held", func(d *desk) { d.do(d.tickets.Show("A003")) }},
	{"move", func(d *desk) { d.do(d.tickets.Show("A005")); d.tap("move") }},
	{"why", func(d *desk) { d.tickets.AskWhy("A005"); d.press("a", "0", "0", "4", "enter") }},
	{"items", func(d *desk) {
		d.do(d.tickets.ChooseItems("办什么事项？", "general", []string{"C-2"}, nil))
		d.press("-")
	}},
	{"look up", func(d *desk) { d.tickets.LookUp() }},
	{"sign in", func(d *desk) { d.session.SignIn(nil) }},
}

var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

func TestPicturesOfThePagesThatDesksShare(t *testing.T) {
	for _, p := range pages {
		for _, lang := range langs {
			d := newDesk(busy(t), lang)
			p.open(d)
			for _, g := range []tuitest.Size{{W: 120, H: 36}, {W: 80, H: 24}} {
				t.Run(p.name+" "+g.String()+" "+string(lang), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(d, g.W, g.H)) })
			}
		}
	}
}

func TestThePagesThatDesksShareFitEverySize(t *testing.T) {
	desks := []tuitest.Size{{W: 100, H: 32}, {W: 120, H: 36}, {W: 80, H: 24}, {W: 78, H: 22}}
	for _, p := range pages {
		for _, lang := range langs {
			d := newDesk(busy(t), lang)
			p.open(d)
			t.Run(p.name+" "+string(lang), func(t *testing.T) {
				tuitest.CheckLayout(t, d, append([]tuitest.Size{{W: 60, H: 18}, {W: 40, H: 12}}, tuitest.Sizes...), 6, 1)
				tuitest.CheckPage(t, d, desks, tuitest.Rules{MinW: 6, MinH: 1, Whole: true})
				if lang == queue.ZhHans {
					tuitest.CheckContrast(t, d, desks[:1])
				}
			})
		}
	}
}

func TestALongStoryIsTurnedToItsBeginningAndBack(t *testing.T) {
	f := busy(t)
	d := newDesk(f, queue.ZhHans)
	d.signIn("c1")
	d.do(d.tickets.Show("A005"))
	for range 20 {
		d.press("r")
	}
	d.Hush()
	area := image.Rect(0, 0, 80, 24)
	first := tuitest.Picture(d, area.Dx(), area.Dy())
	if ts := d.Layout(area); !has(first, "补打小票，第20张") || has(first, "取号：商事登记") || len(ts) == 0 {
		t.Fatalf("the end of the story is not seen first:\n%s", first)
	}
	for range 8 {
		d.tap("up")
	}
	if p := tuitest.Picture(d, area.Dx(), area.Dy()); !has(p, "取号：商事登记") {
		t.Errorf("the beginning is not reached:\n%s", p)
	}
	for range 8 {
		d.tap("down")
	}
	if p := tuitest.Picture(d, area.Dx(), area.Dy()); p != first {
		t.Errorf("the end is not reached again:\n%s", p)
	}
	d.press("home", "end")
	if p := tuitest.Picture(d, area.Dx(), area.Dy()); p != first {
		t.Errorf("the end key does not lead there:\n%s", p)
	}
}
