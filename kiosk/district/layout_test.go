package district_test

import (
	"testing"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

// pages are all pages and how to get there.
var pages = []struct {
	name string
	taps []string
}{
	{"overview", nil},
	{"halls", []string{"tab halls"}},
	{"tree", []string{"tab halls", "tree"}},
	{"street", []string{"street 平湖街道", "tree"}},
	{"streets", []string{"tab halls", "street"}},
	{"level", []string{"tab halls", "level", "level"}},
	{"finding", []string{"find"}},
	{"alerts", []string{"tab alerts"}},
	{"hall", []string{"worst LG-00"}},
	{"hall away", []string{"worst LG-PH-03"}},
	{"hall refused", []string{"worst LG-LC-02"}},
	{"hall never", []string{"tab halls", "hall LG-P3"}},
	{"reports", []string{"tab reports"}},
	{"reports month", []string{"tab reports", "period", "period"}},
	{"reports halves", []string{"tab reports", "by halves"}},
	{"reports accuracy", []string{"tab reports", "by accuracy"}},
	{"reports missing", []string{"tab reports", "period", "by missing"}},
	{"reports reach", []string{"tab reports", "reach"}},
	{"reports street", []string{"tab reports", "reach", "LG-PH"}},
	{"reports hall", []string{"tab reports", "row LG-PH-02"}},
}

// grids are the screens that the district's manager has.
var grids = []tuitest.Size{{W: 78, H: 22}, {W: 80, H: 24}, {W: 100, H: 32}, {W: 120, H: 36}, {W: 160, H: 50}, {W: 200, H: 60}}

func TestEveryPageFitsEverySize(t *testing.T) {
	all := append([]tuitest.Size{{W: 60, H: 18}, {W: 40, H: 12}}, append(grids, tuitest.Sizes...)...)
	for _, p := range pages {
		for _, lang := range langs {
			s := at(t, lang, p.taps...)
			t.Run(p.name+" "+string(lang), func(t *testing.T) { tuitest.CheckLayout(t, s, all, 4, 1) })
		}
	}
}

func TestPicturesOfThePages(t *testing.T) {
	for _, p := range pages {
		for _, g := range []tuitest.Size{{W: 78, H: 22}, {W: 100, H: 32}, {W: 160, H: 50}} {
			t.Run(p.name+" "+g.String(), func(t *testing.T) {
				tuitest.Golden(t, tuitest.Picture(at(t, queue.ZhHans, p.taps...).size(g.W, g.H), g.W, g.H))
			})
		}
		for _, lang := range langs[1:] {
			t.Run(p.name+" "+string(lang), func(t *testing.T) {
				tuitest.Golden(t, tuitest.Picture(at(t, lang, p.taps...).size(120, 36), 120, 36))
			})
		}
	}
}

func TestAllTextCanBeRead(t *testing.T) {
	for _, p := range pages {
		s := at(t, queue.ZhHans, p.taps...)
		tuitest.CheckContrast(t, s, []tuitest.Size{{W: 78, H: 22}, {W: 160, H: 50}})
		s.tell(wire.Link{Since: morning})
		tuitest.CheckContrast(t, s, []tuitest.Size{{W: 78, H: 22}, {W: 160, H: 50}})
	}
}
