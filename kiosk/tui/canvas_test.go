package tui

import (
	"image"
	"strings"
	"testing"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
	"golang.org/x/text/width"
)

func TestTextIsClippedWithoutSplittingAWideCharacter(t *testing.T) {
	for _, tc := range []struct {
		text string
		w    int
		a    Align
		want string
	}{
		{"市民服务", 8, Left, "市民服务"},
		{"市民服务中心", 8, Left, "市民服.."},
		{"市民服务中心", 7, Left, "市民.."},
		{"市民", 3, Left, "市"},
		{"市", 1, Left, ""},
		{"号", 6, Center, "  号"},
		{"号", 6, Right, "    号"},
		{"A\x1b[31mB\tC\x07\xff", 9, Left, "AB C"},
	} {
		c := NewCanvas(12, 1, nil)
		c.Text(image.Rect(0, 0, tc.w, 1), tc.a, Ink, tc.text)
		if got := c.String(); got != tc.want {
			t.Errorf("%q in %d cells is %q, want %q", tc.text, tc.w, got, tc.want)
		}
	}
}

func TestPaintingHalfAWideCharacterBlanksTheOther(t *testing.T) {
	c := NewCanvas(6, 1, nil)
	c.Text(c.Area(), Left, Ink, "市民服")
	c.Text(image.Rect(1, 0, 3, 1), Left, Ink, "ab")
	if got := c.String(); got != " ab 服" {
		t.Errorf("got %q", got)
	}
}

func TestLinesBreakAsTheLanguageWants(t *testing.T) {
	for _, tc := range []struct {
		text string
		w    int
		want []string
	}{
		{"请到等候区等候叫号", 10, []string{"请到等候区", "等候叫号"}},
		{"请到等候区，等候叫号", 10, []string{"请到等候", "区，等候叫", "号"}},
		{"请到（三楼）等候", 6, []string{"请到", "（三", "楼）等", "候"}},
		{"Please wait in the waiting area", 12, []string{"Please wait", "in the", "waiting area"}},
		{"号码A012请到3号窗口", 8, []string{"号码A012", "请到3号", "窗口"}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"一\n\n二", 4, []string{"一", "", "二"}},
		{"", 4, []string{""}},
		{"一二", 1, nil},
	} {
		if got := WrapLines(tc.text, tc.w); strings.Join(got, "|") != strings.Join(tc.want, "|") {
			t.Errorf("%q in %d cells breaks into %q, want %q", tc.text, tc.w, got, tc.want)
		}
	}
}

func FuzzWrapLinesKeepsWidthAndText(f *testing.F) {
	f.Add("请到等候区，等候叫号。Please wait.", 10)
	f.Add("（（（（", 3)
	f.Add("a b  c", 2)
	f.Add("\x1b[31m红\x1b[0m", 2)
	f.Fuzz(func(t *testing.T, text string, w int) {
		if w > 200 {
			w %= 200
		}
		lines := WrapLines(text, w)
		var back strings.Builder
		for _, l := range lines {
			if Width(l) > w && w >= 2 {
				t.Errorf("%q is %d cells wide, limit %d", l, Width(l), w)
			}
			back.WriteString(l)
		}
		clean := Clean(text)
		if w < 4 || strings.ContainsFunc(clean, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' }) {
			return // too narrow for some clusters, or with bytes that are not text
		}
		if got, want := withoutSpaces(back.String()), withoutSpaces(clean); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func withoutSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestWrapSaysWhenSomethingIsLeftOut(t *testing.T) {
	c := NewCanvas(10, 2, nil)
	n := c.Wrap(c.Area(), Left, Ink, "请在等候区等候叫号，过号请到导办台")
	if got := c.String(); n != 2 || !strings.HasSuffix(got, "..") {
		t.Errorf("%d lines: %q", n, got)
	}
}

func TestWithoutColoursWhatMattersIsReversed(t *testing.T) {
	c := NewCanvas(10, 1, nil)
	c.UseColours(None)
	for s, want := range map[Style]bool{Ink: false, Title: true, BadFill: true, BadFill | Reverse: false, Card: false} {
		if got := c.style(s).Attrs&uv.AttrReverse != 0; got != want {
			t.Errorf("style %d is reversed: %v, want %v", s, got, want)
		}
	}
}

func TestATableAlignsChineseAndCutsWhatIsTooWide(t *testing.T) {
	c := NewCanvas(30, 4, nil)
	cols := []Column{{Head: "号码", Width: 6}, {Head: "业务"}, {Head: "等候", Width: 6, Align: Right}}
	rows := []TableRow{
		{Cells: []string{"A012", "户籍业务", "3分"}},
		{Cells: []string{"B1000", "不动产登记与查询服务", "12分"}, Style: WarnFill},
		{Cells: []string{"C003", "税务", "1分"}}, {Cells: []string{"out"}}}
	n := c.Table(c.Area(), cols, rows)
	want := "号码   业务               等候\n" +
		"A012   户籍业务            3分\n" +
		"B1000  不动产登记与查..   12分\n" +
		"C003   税务                1分"
	if got := c.String(); got != want || n != 3 {
		t.Errorf("%d rows:\n%s\nwant\n%s", n, got, want)
	}
	if r := RowRect(c.Area(), cols, 1); r != image.Rect(0, 2, 30, 3) {
		t.Errorf("row 1 is at %v", r)
	}
	if r := RowRect(c.Area(), cols, 3); !r.Empty() {
		t.Errorf("row 3 is at %v", r)
	}
}

func TestAKeypadKeepsItsKeysApart(t *testing.T) {
	rows := DigitKeys(KeypadKey{ID: "X", Label: "X", Key: "x"}, KeypadKey{ID: "del", Label: "删除", Key: "backspace"})
	for _, area := range []image.Rectangle{image.Rect(2, 3, 32, 18), image.Rect(0, 0, 30, 12), image.Rect(0, 0, 12, 4)} {
		ts := Keypad(area, rows, 1)
		if len(ts) != 12 {
			t.Fatalf("%d keys in %v", len(ts), area)
		}
		for i, a := range ts {
			if !a.Rect.In(area) || a.Rect.Empty() {
				t.Errorf("%s is at %v, outside %v", a.ID, a.Rect, area)
			}
			for _, b := range ts[:i] {
				if a.Rect.Overlaps(b.Rect) {
					t.Errorf("%s overlaps %s", a.ID, b.ID)
				}
			}
		}
	}
}

func TestTheGridGivesWhatFits(t *testing.T) {
	cells := Grid(image.Rect(0, 0, 78, 15), 9, 3, 2, 1, 4, 0)
	if len(cells) != 9 || cells[0].Dy() != 4 || cells[8].Max.X > 78 || cells[8].Max.Y > 15 {
		t.Errorf("cells %v", cells)
	}
	if got := Grid(image.Rect(0, 0, 78, 9), 9, 3, 2, 1, 4, 0); len(got) != 6 {
		t.Errorf("%d cells fit into two rows, want 6", len(got))
	}
	if got := Grid(image.Rect(0, 0, 10, 2), 3, 3, 1, 0, 3, 0); got != nil {
		t.Errorf("cells without room: %v", got)
	}
}

func TestCutsNeverGoBeyondTheArea(t *testing.T) {
	r := image.Rect(0, 0, 10, 3)
	if top := CutTop(&r, 5); top != image.Rect(0, 0, 10, 3) || !r.Empty() {
		t.Errorf("top %v, rest %v", top, r)
	}
	r = image.Rect(0, 0, 10, 3)
	CutLeft(&r, 2)
	CutRight(&r, 3)
	CutBottom(&r, 1)
	if r != image.Rect(2, 0, 7, 2) {
		t.Errorf("rest %v", r)
	}
	if in := Inset(r, 9, 9); in.Dx() < 0 || in.Dy() < 0 || !in.In(image.Rect(0, 0, 10, 3)) {
		t.Errorf("inset %v", in)
	}
}

func TestTheToolkitDrawsOnlyItsOwnLines(t *testing.T) {
	allowed := "─│┌┐└┘├┤┬┴┼█▀▄" + strings.Join(fromLeft, "") + strings.Join(fromBelow, "")
	c := NewCanvas(60, 20, nil)
	c.Box(c.Area(), Ink)
	c.HLine(image.Rect(1, 1, 59, 2), Ink)
	for i, look := range []Look{Plain, Primary, Danger, Quiet} {
		c.Button(Target{Rect: image.Rect(2, 2+3*i, 20, 5+3*i), Label: "一\n二", Look: look, Key: "1"})
		c.Button(Target{Rect: image.Rect(22, 2+3*i, 40, 5+3*i), Label: "一", Look: look, Selected: true})
		c.Button(Target{Rect: image.Rect(42, 2+3*i, 58, 3+3*i), Label: "一", Look: look, Disabled: true})
	}
	c.Digits(image.Rect(2, 14, 40, 18), Left, Accent, "A1", 0)
	c.Sparkline(image.Rect(2, 18, 20, 19), Good, []int{1, 2, 3})
	c.TextPanel([]string{"帮助", "一", "二"})
	for _, r := range c.String() {
		if width.LookupRune(r).Kind() == width.EastAsianAmbiguous && !strings.ContainsRune(allowed, r) {
			t.Errorf("%q is drawn", r)
		}
	}
}
