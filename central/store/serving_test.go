package store_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"onewindow/central/network"
	"onewindow/central/project"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// scene is a hall that does what it is told, minute by minute from eight o'clock.
type scene struct {
	hall
	state *queue.State
	now   time.Time
}

// newScene is a hall that is furnished and has opened its day.
func newScene(t testing.TB, id string, c queue.Catalogue) *scene {
	t.Helper()
	set := queuetest.Settings(2)
	set.Hall.ID, set.Hall.Name = id, queue.Text{ZhHans: "厅" + id}
	x := &scene{state: queue.New(), now: set.Hall.At(queuetest.Date, 8*60)}
	x.hall = hall{id: id, epoch: "1-00000001", line: []wire.EpochStart{{Epoch: "1-00000001", From: 1}}}
	x.do(t, queue.StartEpoch{Epoch: "1-00000001"})
	x.do(t, queue.ChangeSettings{Settings: set, Hash: "s1"})
	x.do(t, queue.ChangeCatalogue{Catalogue: c, Hash: "c1"})
	x.now = set.Hall.At(queuetest.Date, 9*60)
	x.do(t, queue.OpenDay{Date: queuetest.Date})
	return x
}

func (x *scene) do(t testing.TB, c queue.Command) []queue.Record {
	t.Helper()
	x.now = x.now.Add(time.Minute)
	rs, err := queue.Execute(x.state, x.now, queue.Actor{Terminal: "t"}, fmt.Sprint("rid-", len(x.events)), c)
	if err != nil {
		t.Fatalf("%T: %v", c, err)
	}
	x.events = append(x.events, mustEncode(t, rs)...)
	return rs
}

// issue draws a number and returns it.
func (x *scene) issue(t testing.TB) string {
	t.Helper()
	for _, r := range x.do(t, queue.Issue{Theme: "general", Source: queue.SourceKiosk}) {
		if e, ok := r.Event.(queue.TicketIssued); ok {
			return e.Ticket.Number
		}
	}
	t.Fatal("no number was drawn")
	return ""
}

// catalogueOf has those items in the lines named after the colon; an item with a star
// may be served anywhere.
func catalogueOf(items ...queue.Item) queue.Catalogue {
	for i := range items {
		items[i].Name, items[i].Minutes = queue.Text{ZhHans: items[i].Code}, 5
	}
	return queue.Catalogue{Items: items}
}

func TestHallsAreFoundByWhatTheyServeNow(t *testing.T) {
	common := catalogueOf(queue.Item{Code: "A-1", Theme: "business", AnyHall: true}, queue.Item{Code: "A-2", Theme: "business", AnyHall: true}, queue.Item{Code: "C-1", Theme: "general"})
	less := catalogueOf(queue.Item{Code: "A-1", Theme: "general", AnyHall: true})
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		serves := func(says string, items []string, want ...network.Serving) {
			t.Helper()
			if got, err := s.Serving(t.Context(), items); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, %v", says, got, err)
			}
		}
		one, two, three := newScene(t, "LG-1", common), newScene(t, "LG-2", common), newScene(t, "LG-3", less)
		for _, x := range []*scene{three, one, two} {
			send(t, s, &x.hall, 3)
		}
		all := network.Serving{Themes: []string{"business"}, AnyHall: true}
		at := func(hall string, v network.Serving) network.Serving { v.Hall = hall; return v }
		mixed := network.Serving{Themes: []string{"business", "general"}}
		serves("one item", []string{"A-1"}, at("LG-1", all), at("LG-2", all), network.Serving{Hall: "LG-3", Themes: []string{"general"}, AnyHall: true})
		serves("two of one line, one of them twice", []string{"A-1", "A-2", "A-1"}, at("LG-1", all), at("LG-2", all))
		serves("two lines, in the order of the items", []string{"C-1", "A-2"}, network.Serving{Hall: "LG-1", Themes: []string{"general", "business"}}, network.Serving{Hall: "LG-2", Themes: []string{"general", "business"}})
		serves("an item that nobody serves", []string{"A-1", "Z-9"})
		serves("nothing", nil)
		serves("no SQL", []string{"') OR 1=1 --", "a\x00b"})

		// A backup from before is put back after the catalogue was changed.
		before := one.upTo(one.last())
		one.do(t, queue.ChangeCatalogue{Catalogue: less, Hash: "c2"})
		send(t, s, &one.hall, 100)
		serves("after a change", []string{"A-1", "C-1"}, at("LG-2", mixed))
		restored := before.restored(t, before.last(), "2-00000002", 2)
		send(t, s, restored, 100)
		serves("after the backup", []string{"A-1", "C-1"}, at("LG-1", mixed), at("LG-2", mixed))
		if err := s.Reproject(t.Context(), "LG-1"); err != nil {
			t.Fatal(err)
		}
		serves("made anew", []string{"A-1", "C-1"}, at("LG-1", mixed), at("LG-2", mixed))

		// The tables are made anew from the events as well.
		for _, table := range []string{"serving", "catalogues", "furnishings", "themes"} {
			behind(t, d, "DELETE FROM "+table)
		}
		for _, hall := range []string{"LG-1", "LG-2", "LG-3"} {
			if err := s.Reproject(t.Context(), hall); err != nil {
				t.Fatal(err)
			}
		}
		serves("made anew from nothing", []string{"A-1", "C-1"}, at("LG-1", mixed), at("LG-2", mixed))
		if themes, err := s.Themes(t.Context(), "LG-2"); err != nil || len(themes) != 3 {
			t.Errorf("the themes are %+v, %v", themes, err)
		}
	})
}

func TestTheThemesAreThoseOfTheSettingsInForce(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		if themes, err := s.Themes(t.Context(), "LG-1"); err != nil || themes != nil {
			t.Errorf("a hall that nobody knows: %+v, %v", themes, err)
		}
		x := newScene(t, "LG-1", queuetest.Catalogue())
		send(t, s, &x.hall, 100)
		want := x.state.Settings.Themes
		if themes, err := s.Themes(t.Context(), "LG-1"); err != nil || !reflect.DeepEqual(themes, want) {
			t.Errorf("the themes are %+v, %v, want %+v", themes, err, want)
		}
		set := *x.state.Settings
		set.Themes = slices.Clone(set.Themes)
		set.Themes[0].Name, set.Themes[0].Serves = queue.Text{ZhHans: "企业"}, []queue.Service{queue.ServiceEnquiry}
		x.do(t, queue.ChangeSettings{Settings: set, Hash: "s2"})
		send(t, s, &x.hall, 100)
		if themes, err := s.Themes(t.Context(), "LG-1"); err != nil || !reflect.DeepEqual(themes, set.Themes) {
			t.Errorf("the themes are %+v, %v, want %+v", themes, err, set.Themes)
		}
	})
}

func TestTheNamesOfItemsAreThoseOfTheCatalogueInForce(t *testing.T) {
	item := queuetest.Catalogue().Items[0]
	renamed := item
	renamed.Name = queue.Text{ZhHans: "改名", En: "Renamed"}
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		x := newScene(t, "LG-1", queue.Catalogue{Items: []queue.Item{item}})
		send(t, s, &x.hall, 100)
		if names, err := s.ItemNames(t.Context(), "LG-1"); err != nil || len(names) != 1 || names[item.Code] != item.Name {
			t.Errorf("the names are %+v, %v", names, err)
		}
		x.do(t, queue.ChangeCatalogue{Catalogue: queue.Catalogue{Items: []queue.Item{renamed}}, Hash: "renamed"})
		send(t, s, &x.hall, 100)
		if names, err := s.ItemNames(t.Context(), "LG-1"); err != nil || names[item.Code] != renamed.Name {
			t.Errorf("the names are %+v, %v", names, err)
		}
		behind(t, d, "UPDATE catalogues SET names = ''") // as a release left it that kept none
		behind(t, d, "UPDATE halls SET projection = 1")
		if err := s.BringUpOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		if names, err := s.ItemNames(t.Context(), "LG-1"); err != nil || names[item.Code] != renamed.Name {
			t.Errorf("the names are %+v, %v", names, err)
		}
		if names, err := s.ItemNames(t.Context(), "LG-9"); err != nil || names != nil {
			t.Errorf("a hall that there is not has the names %+v, %v", names, err)
		}
	})
}

func TestWhatAHallServesIsKnownWhileItCatchesUp(t *testing.T) {
	x := newScene(t, "LG-1", queuetest.Catalogue())
	for range 5 {
		x.issue(t)
	}
	changed := x.last() + 1
	x.do(t, queue.ChangeCatalogue{Catalogue: catalogueOf(queue.Item{Code: "Z-1", Theme: "general"}), Hash: "c2"})
	for range 5 {
		x.issue(t)
	}
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		s.Lag(1 << 30)
		r := greet(t, s, &x.hall)
		for r.Seq < x.last() { // one at a time, in one statement where the database can
			a, err := s.Ingest(t.Context(), x.segment(r.Seq+1, r.Seq+1, r.Token))
			if err != nil || a.Err != nil {
				t.Fatal(err, a.Err)
			}
			if r.Seq = a.Seq; r.Seq == changed {
				if halls, err := s.Serving(t.Context(), []string{"Z-1"}); err != nil || halls != nil {
					t.Errorf("before its rows are there: %+v, %v", halls, err)
				}
			}
		}
		if halls, err := s.Serving(t.Context(), []string{"Z-1"}); err != nil || len(halls) != 1 {
			t.Errorf("in the end: %+v, %v", halls, err)
		}
	})
}

func TestHallsWithOneCatalogueThatComeAtOnceAreAllFound(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		scenes := make([]*scene, 8)
		for i := range scenes {
			scenes[i] = newScene(t, fmt.Sprint("LG-", i), queuetest.Catalogue())
		}
		atOnce(len(scenes), s, func(i int, s *store.Store) { send(t, s, &scenes[i].hall, 100) })
		if halls, err := s[0].Serving(t.Context(), []string{"A-1", "B-4"}); err != nil || len(halls) != len(scenes) {
			t.Errorf("found are %+v, %v", halls, err)
		}
	})
}

func TestACatalogueThatCannotBeReadTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		x := newScene(t, "LG-1", queuetest.Catalogue())
		for _, data := range []string{`{"hash":7}`, `{"hash":"c2","catalogue":{"items":[{"code":"A-1","theme":5}]}}`, `{"hash":"c3","catalogue":{"items":[{"code":"A-1","theme":"x"},{"code":"A-1","theme":"y"}]}}`} {
			x.events = append(x.events, json.RawMessage(fmt.Sprintf(`{"v":1,"hall":"LG-1","epoch":"1-00000001","seq":%d,"type":"catalogue.changed/1","at":"2026-11-25T02:00:00Z","data":%s}`, x.last()+1, data)))
		}
		send(t, s, &x.hall, 100)
		if halls, err := s.Serving(t.Context(), []string{"A-1"}); err != nil || len(halls) != 1 || !slices.Equal(halls[0].Themes, []string{"x"}) {
			t.Errorf("an item that is there twice: %+v, %v", halls, err)
		}
	})
}

func TestADayIsComparedUpToATimeOfDay(t *testing.T) {
	h := morning(t, "LG-1", 3, 1, 11)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h, 200)
		var cells []project.Cell
		for k, c := range stored(t, s, "LG-1").cells {
			if k.Dim == project.DimHall && k.Slot != project.WholeDay {
				cells = append(cells, project.Cell{Key: k, Counts: c})
			}
		}
		for _, until := range []int{-1, 0, 19, 20, 21, 48, 99} {
			var sum project.Counts
			for _, c := range cells {
				if c.Slot < until {
					sum.Add(c.Counts)
				}
			}
			got, err := s.SameTime(t.Context(), queuetest.Date, until)
			v, ok := got["LG-1"]
			if err != nil || !ok || len(got) != 1 || v.Issued != sum.Issued || v.Served != sum.Served || v.Day != queuetest.Date {
				t.Fatalf("until %d: %+v, %v, want %+v", until, got, err, sum)
			}
			if until == 20 {
				if v.Until != "10:00" || v.Issued == 0 || v.Wait != sum.WaitSeconds/sum.Called || v.Within15 != sum.Waits.Within15()*100/sum.Called {
					t.Errorf("until 10:00: %+v of %+v", v, sum)
				}
			}
		}
		if got, err := s.SameTime(t.Context(), "2026-11-18", 20); err != nil || len(got) != 0 {
			t.Errorf("a day of which nothing is known: %+v, %v", got, err)
		}
	})
}
