package district_test

import (
	"image"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// keysOf are the keys of the rows shown at a size, in their order.
func keysOf(s still, w, h int) []string {
	var out []string
	for _, t := range s.Layout(image.Rect(0, 0, w, h)) {
		if key, ok := strings.CutPrefix(t.ID, "hall "); ok {
			out = append(out, key)
		}
	}
	return out
}

// allKeys are the keys of all rows of the table, on a screen that is high enough.
func allKeys(s still) []string { return keysOf(s, 200, 200) }

// see checks that the screen shows each text, unseen that it shows none of them.
func see(t *testing.T, s still, texts ...string) {
	t.Helper()
	p := tuitest.Picture(s, 160, 50)
	for _, text := range texts {
		if !strings.Contains(p, text) {
			t.Errorf("the screen does not show %q:\n%s", text, p)
		}
	}
}

func unseen(t *testing.T, s still, texts ...string) {
	t.Helper()
	p := tuitest.Picture(s, 160, 50)
	for _, text := range texts {
		if strings.Contains(p, text) {
			t.Errorf("the screen shows %q:\n%s", text, p)
		}
	}
}

// rowOf is a hall of the network.
func rowOf(t *testing.T, d wire.District, hall string) *wire.HallRow {
	t.Helper()
	for i := range d.Halls {
		if d.Halls[i].Hall == hall {
			return &d.Halls[i]
		}
	}
	t.Fatalf("no hall %s", hall)
	return nil
}

func TestTheTableIsSortedByAnyColumnAndTheOtherWayRound(t *testing.T) {
	d := network(t)
	there := func(h *wire.HallRow) bool {
		return h.Standing == wire.HallOpen || h.Standing == wire.HallClosed || h.Standing == wire.HallStopped
	}
	for _, tc := range []struct {
		column string
		value  func(h *wire.HallRow) int
		known  func(h *wire.HallRow) bool
		falls  bool
	}{
		{"waiting", func(h *wire.HallRow) int { return h.Figures.Waiting }, there, true},
		{"longest", func(h *wire.HallRow) int { return h.Figures.Longest }, there, true},
		{"within", func(h *wire.HallRow) int { return h.Figures.Within15 }, func(h *wire.HallRow) bool { return there(h) && h.Figures.Called > 0 }, false},
		{"today", func(h *wire.HallRow) int { return h.Figures.Issued }, there, true},
		{"windows", func(h *wire.HallRow) int { return h.Figures.Open }, there, true},
		{"alerts", func(h *wire.HallRow) int { return h.Alerts }, func(*wire.HallRow) bool { return true }, true},
		{"heard", func(h *wire.HallRow) int { return int(h.Heard.Unix()) }, func(h *wire.HallRow) bool { return !h.Heard.IsZero() }, false},
	} {
		for _, back := range []bool{false, true} {
			t.Run(tc.column+" "+strconv.FormatBool(back), func(t *testing.T) {
				s := at(t, queue.ZhHans, "tab halls", "sort "+tc.column)
				if back {
					s.tap("sort " + tc.column)
				}
				keys := allKeys(s)
				if len(keys) != len(d.Halls) {
					t.Fatalf("%d of %d halls are shown", len(keys), len(d.Halls))
				}
				for i := 1; i < len(keys); i++ {
					a, b := rowOf(t, d, keys[i-1]), rowOf(t, d, keys[i])
					switch x, y := tc.value(a), tc.value(b); {
					case !tc.known(b):
					case !tc.known(a):
						t.Fatalf("%s has no figure and stands before %s", a.Hall, b.Hall)
					case x != y && (x > y) != (tc.falls != back):
						t.Fatalf("%s with %d stands before %s with %d", a.Hall, x, b.Hall, y)
					}
				}
			})
		}
	}
}

func TestLeftAndRightSortByTheColumnBeside(t *testing.T) {
	s := at(t, queue.ZhHans, "tab halls").size(160, 50)
	see(t, s, "状态￬")
	s.press(t, "right", "right", "right", "right")
	see(t, s, "￬等候")
	s.press(t, "left")
	see(t, s, "街道￪")
	s.tap("reverse")
	see(t, s, "街道￬")
}

func TestNamesStandAsPeopleOfTheLanguageOrderThem(t *testing.T) {
	s := at(t, queue.ZhHans, "tab halls", "sort hall")
	keys := allKeys(s)
	// 白坭坑 (bái) comes before 龙岗 (lóng) and that before 紫薇 (zǐ).
	b, l, z := slices.Index(keys, "LG-PH-02"), slices.Index(keys, "LG-LG-01"), slices.Index(keys, "LG-LC-08")
	if !(b < l && l < z) {
		t.Errorf("白坭坑 stands at %d, 龙岗 at %d, 紫薇 at %d", b, l, z)
	}
}

func TestTheGravestHallStandsFirst(t *testing.T) {
	got := allKeys(at(t, queue.ZhHans, "tab halls"))[:9]
	want := []string{"LG-BT", "LG-LC-02", "LG-HG-01", "LG-BJ-05", "LG-PH-03", "LG-00", "LG-PD-04", "LG-NW"}
	if !slices.Equal(got[:8], want) {
		t.Errorf("first stand %v, not %v", got[:8], want)
	}
}

func TestAHallStaysChosenWhenTheOrderChanges(t *testing.T) {
	s := at(t, queue.ZhHans, "tab halls", "sort waiting").size(100, 32)
	s.press(t, "down", "down", "down")
	before := chosen(t, s)
	for i := range 5 {
		d := network(t)
		h := rowOf(t, d, before)
		h.Figures.Waiting = []int{0, 99, 3, 50, 1}[i]
		s.tell(d)
		if now := chosen(t, s); now != before {
			t.Fatalf("%s was chosen, now %s is", before, now)
		}
		if !slices.Contains(keysOf(s, 100, 32), before) {
			t.Fatalf("%s is chosen and not seen:\n%s", before, tuitest.Picture(s, 100, 32))
		}
	}
	s.press(t, "enter")
	see(t, s, before)
}

// chosen is the hall of the chosen row: the one that stands in reverse, which plain
// pictures do not tell, so it is asked by Enter and left again.
func chosen(t *testing.T, s still) string {
	t.Helper()
	n := len(s.centre.asked)
	s.tap("open")
	if len(s.centre.asked) != n+1 {
		t.Fatal("Enter asks for no hall")
	}
	s.tap("back")
	return s.centre.asked[n]
}

func TestAllRowsAreReachedByKeys(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 160, H: 50}} {
		s := at(t, queue.ZhHans, "tab halls").size(size.W, size.H)
		seen := map[string]bool{}
		for range 127 {
			keys := keysOf(s, size.W, size.H)
			for _, k := range keys {
				seen[k] = true
			}
			if fit := len(keys); fit < size.H-8 {
				t.Fatalf("at %v only %d rows are shown:\n%s", size, fit, tuitest.Picture(s, size.W, size.H))
			}
			s.press(t, "down")
		}
		if len(seen) != 127 {
			t.Errorf("at %v %d halls are reached", size, len(seen))
		}
		s.press(t, "home", "end")
		last := allKeys(s)[126]
		if got := chosen(t, s); got != last {
			t.Errorf("End leads to %s, not %s", got, last)
		}
	}
}

func TestHallsAreFilteredByLevelStreetAndText(t *testing.T) {
	for name, tc := range map[string]struct {
		taps []string
		text string
		n    int
	}{
		"the district's":          {[]string{"level"}, "", 1},
		"streets":                 {[]string{"level", "level"}, "", 11},
		"communities":             {[]string{"level", "level", "level"}, "", 110},
		"parks":                   {[]string{"level", "level", "level", "level"}, "", 5},
		"all again":               {[]string{"level", "level", "level", "level", "level"}, "", 127},
		"a street":                {[]string{"street", "平湖街道"}, "", 13},
		"communities of a street": {[]string{"street", "平湖街道", "level", "level", "level"}, "", 12},
		"all streets again":       {[]string{"street", "平湖街道", "street", "*"}, "", 127},
		"a name":                  {nil, "白坭坑", 1},
		"a code":                  {nil, "lg-ph-03", 1},
		"pinyin":                  {nil, "bainikeng", 1},
		"initials":                {nil, "bnksq", 1},
		"english":                 {nil, "bainikeng c", 1},
		"nothing":                 {nil, "zzzz", 0},
		"cleared":                 {[]string{"street", "平湖街道", "clear"}, "", 127},
	} {
		t.Run(name, func(t *testing.T) {
			s := at(t, queue.ZhHans, append([]string{"tab halls"}, tc.taps...)...)
			if tc.text != "" {
				s.tap("find")
				for _, r := range tc.text {
					name := string(r)
					if r == ' ' {
						name = "space"
					}
					s.press(t, name)
				}
				s.tap("found")
			}
			if keys := allKeys(s); len(keys) != tc.n {
				t.Errorf("%d halls are shown, not %d: %v", len(keys), tc.n, keys)
			}
			see(t, s, "显示"+strconv.Itoa(tc.n)+"个大厅")
		})
	}
}

func TestWhatIsTypedCanBeTakenBack(t *testing.T) {
	s := at(t, queue.ZhHans, "find")
	s.press(t, "z", "z")
	see(t, s, "没有符合的大厅", "查找：zz_")
	s.press(t, "backspace", "backspace", "backspace")
	see(t, s, "显示127个大厅", "查找：_")
	s.press(t, "q")
	s.tap("unfind")
	see(t, s, "显示127个大厅")
	unseen(t, s, "查找：")
	for range 60 { // text that would never end
		s.tap("find")
		s.press(t, "p")
	}
	unseen(t, s, strings.Repeat("p", 25))
}

func TestTheTreeSumsUpWhatIsBelow(t *testing.T) {
	s := at(t, queue.ZhHans, "tab halls", "tree")
	if keys := allKeys(s); keys[0] != "+LG-00" || keys[1] != "LG-00" || len(keys) != 18 {
		t.Errorf("the tree begins with %v", keys)
	}
	s.tap("hall +LG-PH") // a touch opens a group
	keys := allKeys(s)
	i := slices.Index(keys, "+LG-PH")
	if len(keys) != 18+13 || keys[i+1] != "LG-PH" || !strings.HasPrefix(keys[i+2], "LG-PH-") {
		t.Errorf("the street is open to %v", keys[max(0, i):])
	}
	waiting, there := 0, 0
	for _, h := range network(t).Halls {
		if (h.Hall == "LG-PH" || h.Parent == "LG-PH") && h.Standing == wire.HallOpen {
			waiting, there = waiting+h.Figures.Waiting, there+1
		}
	}
	row := lineWith(t, s, "- 平湖街道")
	for _, want := range []string{strconv.Itoa(there) + "/13", " " + strconv.Itoa(waiting) + " "} {
		if !strings.Contains(row, want) {
			t.Errorf("the street's row does not say %q: %s", want, row)
		}
	}
	s.press(t, "down", "left") // from within, left closes the group around it
	if keys := allKeys(s); len(keys) != 18 {
		t.Errorf("%d rows are left: %v", len(keys), keys)
	}
	s.press(t, "right")
	if keys := allKeys(s); len(keys) != 31 {
		t.Errorf("right opens %d rows: %v", len(keys), keys)
	}
	s.tap("tree") // the table again
	if keys := allKeys(s); len(keys) != 127 {
		t.Errorf("the table has %d rows", len(keys))
	}
}

// lineWith is the line of the screen that has a text.
func lineWith(t *testing.T, s still, text string) string {
	t.Helper()
	for line := range strings.Lines(tuitest.Picture(s, 160, 50)) {
		if strings.Contains(line, text) {
			return line
		}
	}
	t.Fatalf("no line has %q:\n%s", text, tuitest.Picture(s, 160, 50))
	return ""
}

func TestNoHallIsLostInTheTreeWhateverItsParents(t *testing.T) {
	d := network(t)
	rowOf(t, d, "LG-PH").Parent = "LG-PH-01" // a loop
	rowOf(t, d, "LG-BT").Parent = "LG-BT"    // its own parent
	rowOf(t, d, "LG-NW").Parent = "LG-XX"    // nobody's child
	s := at(t, queue.ZhHans, "tab halls", "tree")
	s.tell(d)
	for range 5 {
		for _, k := range allKeys(s) {
			if strings.HasPrefix(k, "+") && !slices.Contains(allKeys(s), strings.TrimPrefix(k, "+")) {
				s.tap("hall " + k)
			}
		}
	}
	keys := slices.DeleteFunc(allKeys(s), func(k string) bool { return strings.HasPrefix(k, "+") })
	slices.Sort(keys)
	if n := len(slices.Compact(keys)); n != 127 {
		t.Errorf("%d halls are in the tree", n)
	}
}

func TestAFilteredTreeShowsWhatFits(t *testing.T) {
	s := at(t, queue.ZhHans, "tab halls", "tree", "find")
	s.press(t, "b", "n", "k")
	s.tap("found")
	if keys := allKeys(s); !slices.Contains(keys, "LG-PH-02") {
		t.Errorf("what was found is not seen: %v", keys)
	}
}
