package setup

import (
	"slices"
	"strings"
	"testing"

	"onewindow/queue"
)

// district is the id of the district hall.
const district = "LG-00"

func furnish(t *testing.T, id string) (queue.Settings, queue.Catalogue) {
	t.Helper()
	s, err := Settings(id)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Catalogue(id)
	if err != nil {
		t.Fatal(err)
	}
	return s, c
}

func TestEveryHallOfTheNetworkCanBeFurnished(t *testing.T) {
	halls, err := Halls()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[queue.Level]int{}
	ids := map[string]bool{}
	for _, h := range halls {
		counts[h.Level]++
		ids[h.ID] = true
		s, c := furnish(t, h.ID)
		if err := s.Validate(); err != nil {
			t.Errorf("%s: %v", h.ID, err)
		}
		if err := c.Validate(&s); err != nil {
			t.Errorf("%s: %v", h.ID, err)
		}
		if s.Hall.ID != h.ID || s.Hall.Name != h.Name || s.Hall.Level != h.Level {
			t.Errorf("%s: the settings are those of %s", h.ID, s.Hall.ID)
		}
		if len(c.Items) == 0 {
			t.Errorf("%s does nothing for anybody", h.ID)
		}
		if len(s.Windows) == 0 || len(s.Windows) != h.Windows {
			t.Errorf("%s has %d windows, its summary says %d", h.ID, len(s.Windows), h.Windows)
		}
		for _, w := range s.Windows {
			if w.Zone == "" {
				t.Errorf("%s: window %s stands in no waiting area", h.ID, w.ID)
			}
		}
		if h.Level != queue.LevelDistrict && len(s.Themes) != 1 {
			t.Errorf("%s has %d lines, want one", h.ID, len(s.Themes))
		}
	}
	want := map[queue.Level]int{
		queue.LevelDistrict: 1, queue.LevelStreet: 11, queue.LevelCommunity: 110, queue.LevelPark: 5,
	}
	for level, n := range want {
		if counts[level] != n {
			t.Errorf("%d halls of level %s, want %d", counts[level], level, n)
		}
	}
	for _, h := range halls {
		if (h.Parent == "") != (h.Level == queue.LevelDistrict) || h.Parent != "" && !ids[h.Parent] {
			t.Errorf("%s hangs under %q", h.ID, h.Parent)
		}
	}
}

func TestTheNetworkHasThePublishedNumberOfComprehensiveWindows(t *testing.T) {
	halls, err := Halls()
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for _, h := range halls {
		s, _ := furnish(t, h.ID)
		if n := comprehensive(&s); h.Level != queue.LevelPark {
			listed += n
		}
	}
	if listed != 502 {
		t.Errorf("%d comprehensive windows without the park centres, want 502", listed)
	}
	s, _ := furnish(t, district)
	if len(s.Windows) != 59 || comprehensive(&s) != 30 {
		t.Errorf("the district hall has %d windows, %d of them comprehensive; want 59 and 30", len(s.Windows), comprehensive(&s))
	}
}

func comprehensive(s *queue.Settings) int {
	special := map[string]bool{}
	for _, t := range s.Themes {
		special[t.ID] = t.Special
	}
	n := 0
	for _, w := range s.Windows {
		if !special[w.Own[0]] {
			n++
		}
	}
	return n
}

func TestTheDistrictHallHasThreeThemesAndSixSpecialisedQueues(t *testing.T) {
	s, _ := furnish(t, district)
	var got []string
	for _, th := range s.Themes {
		special := ""
		if th.Special {
			special = "*"
		}
		got = append(got, th.Prefix+" "+th.ID+special)
		if th.Name.ZhHans == "" || th.Name.ZhHant == "" || th.Name.En == "" {
			t.Errorf("theme %s is not named in three languages", th.ID)
		}
	}
	want := []string{
		"A business", "B construction", "C general", "D exit-entry*", "E household*", "F social-insurance*",
		"G collection*", "H real-estate*", "J housing-fund*",
	}
	if !slices.Equal(got, want) {
		t.Errorf("themes %q, want %q", got, want)
	}
}

func TestTheHallSaysWhichLineServesCollectionAndEnquiry(t *testing.T) {
	s, _ := furnish(t, district)
	for _, th := range s.Themes {
		var want []queue.Service
		if th.ID == "collection" {
			want = queue.Services
		}
		if !slices.Equal(th.Serves, want) {
			t.Errorf("%s serves %q", th.ID, th.Serves)
		}
	}
	s.Themes[0].Serves = []queue.Service{"odd"}
	if err := s.Validate(); err == nil {
		t.Error("a line may serve anything")
	}
}

func TestAThirdOfTheComprehensiveWindowsHelpsTheNextThemeInAChain(t *testing.T) {
	s, _ := furnish(t, district)
	helps := map[string]int{}
	for _, w := range s.Windows {
		if len(w.Own) != 1 {
			t.Errorf("window %s serves %q", w.ID, w.Own)
		}
		for _, to := range w.Spill {
			helps[w.Own[0]+">"+to]++
		}
	}
	want := map[string]int{"business>construction": 4, "construction>general": 3, "general>business": 3}
	for k, n := range want {
		if helps[k] != n {
			t.Errorf("%s: %d windows, want %d", k, helps[k], n)
		}
	}
	if len(helps) != len(want) {
		t.Errorf("windows help %v, want only %v", helps, want)
	}
	small, _ := furnish(t, "LG-PH")
	for _, w := range small.Windows {
		if w.Spill != nil {
			t.Errorf("window %s of a hall with one line helps %q", w.ID, w.Spill)
		}
	}
}

func TestAnItemGoesToTheSpecialisedQueueOnlyWhereThereIsOne(t *testing.T) {
	line := func(hall, code string) string {
		_, c := furnish(t, hall)
		for _, it := range c.Items {
			if it.Code == code {
				return it.Theme
			}
		}
		return ""
	}
	for _, tc := range []struct{ hall, code, want string }{
		{district, "GT-010", "real-estate"},
		{district, "JC-006", "business"},
		{"LG-PH", "MZ-001", "general"},
		{district, "MZ-001", ""}, // handled in streets and communities only
		{"LG-PH-01", "JC-006", ""},
	} {
		if got := line(tc.hall, tc.code); got != tc.want {
			t.Errorf("%s at %s: line %q, want %q", tc.code, tc.hall, got, tc.want)
		}
	}
}

func TestTheMinutesOfAThemeAreTheMeanOfItsItems(t *testing.T) {
	s, c := furnish(t, district)
	for _, th := range s.Themes {
		sum, n := 0, 0
		for _, it := range c.Items {
			if it.Theme == th.ID {
				sum += it.Minutes
				n++
			}
		}
		if n == 0 {
			t.Errorf("theme %s has no items", th.ID)
			continue
		}
		if d := 2 * (th.Minutes*n - sum); d > n || d < -n {
			t.Errorf("theme %s: %d minutes, the mean of %d items is %.1f", th.ID, th.Minutes, n, float64(sum)/float64(n))
		}
	}
}

func TestEveryMaterialOfAnItemHasAName(t *testing.T) {
	halls, err := Halls()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range halls[:13] {
		_, c := furnish(t, h.ID)
		for _, it := range c.Items {
			if len(it.Materials) == 0 && it.Department != "HALL" {
				t.Errorf("%s asks for no papers", it.Code)
			}
			for _, m := range it.Materials {
				if m.Name.ZhHans == "" || m.Name.ZhHant == "" || m.Name.En == "" {
					t.Errorf("%s asks for a paper without a name in each language: %+v", it.Code, m.Name)
				}
			}
		}
	}
}

func TestTheCalendarKnowsHolidaysAndSwappedWeekends(t *testing.T) {
	s, _ := furnish(t, district)
	for date, want := range map[string]bool{
		"2016-01-01": false, "2016-02-06": true, "2017-10-02": false, "2017-09-30": true,
		"2026-10-01": false, "2026-02-14": true, "2026-03-04": true, "2026-03-07": false,
	} {
		if got := s.Calendar.Works(date); got != want {
			t.Errorf("%s: works %v, want %v", date, got, want)
		}
	}
	if s.Hall.UTCOffset != 480 || s.Hall.Sessions[0].Open.String() != "09:00" || s.Hall.Sessions[1].Close.String() != "18:00" {
		t.Errorf("hours %+v at offset %d", s.Hall.Sessions, s.Hall.UTCOffset)
	}
}

func TestAnUnknownHallIsRefusedWithIdsNearToIt(t *testing.T) {
	for id, hint := range map[string]string{
		"lg-ph":    "did you mean LG-PH?",
		"LG_PH_01": "did you mean LG-PH-01?",
		"LG-PH-99": "LG-PH-01",
		"":         "LG-00",
	} {
		_, err := Settings(id)
		if err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%q: error %v, want it to hint at %s", id, err, hint)
		}
		if _, err := Catalogue(id); err == nil {
			t.Errorf("%q: a catalogue for an unknown hall", id)
		}
	}
}

func TestWhatACallerDoesToTheAnswerStaysWithTheCaller(t *testing.T) {
	s, c := furnish(t, district)
	s.Calendar.Days["2026-10-01"] = true
	s.Hall.Sessions[0].Open = 0
	s.Windows[0].Own[0] = "other"
	c.Items[0].Levels[0] = "other"
	again, c2 := furnish(t, district)
	if again.Calendar.Works("2026-10-01") || again.Hall.Sessions[0].Open == 0 || again.Windows[0].Own[0] == "other" || c2.Items[0].Levels[0] == "other" {
		t.Error("a change by one caller reached another")
	}
}
