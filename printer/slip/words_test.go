package slip

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/pelletier/go-toml/v2"

	"onewindow/assets"
	"onewindow/printer/glyph"
)

func TestEverySentenceExistsInEveryLanguageWithTheSameValues(t *testing.T) {
	w, err := ownWords()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range sortedKeys(w) {
		if w[key].ZhHans == "" || w[key].ZhHant == "" || w[key].En == "" {
			t.Errorf("%s is not written in all languages", key)
		}
		want := blanks(w[key].ZhHans)
		for _, l := range Langs {
			if got := blanks(w[key].In(l)); !slices.Equal(got, want) {
				t.Errorf("%s in %s has the values %q, in zh-Hans %q", key, l, got, want)
			}
		}
	}
	// Nothing but the three languages stands in the file.
	b, err := assets.Slip("words")
	if err != nil {
		t.Fatal(err)
	}
	d := toml.NewDecoder(strings.NewReader(string(b))).DisallowUnknownFields()
	if err := d.Decode(&map[string]Text{}); err != nil {
		t.Error(err)
	}
}

func TestEverySentenceIsUsedAndEveryUsedOneExists(t *testing.T) {
	w, err := ownWords()
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile("tell.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"windows": true, "window": true} // chosen by number
	for _, m := range regexp.MustCompile(`\.key\("([a-z_0-9]+)"|\.say\([A-Za-z]+, "([a-z_0-9]+)"`).FindAllStringSubmatch(string(src), -1) {
		used[m[1]+m[2]] = true
	}
	for key := range used {
		if _, ok := w[key]; !ok {
			t.Errorf("tell.go says %q, which is no sentence", key)
		}
	}
	for key := range w {
		if !used[key] {
			t.Errorf("nothing says %q", key)
		}
	}
}

func TestEverySentenceCanBeDrawnAndPrinted(t *testing.T) {
	w, err := ownWords()
	if err != nil {
		t.Fatal(err)
	}
	gb := named(t, "generic-80")
	for key, text := range w {
		for _, l := range Langs {
			s := printed(clean(text.In(l)))
			if m := glyph.Builtin().Missing(s); m != nil {
				t.Errorf("%s in %s: the font has no %q", key, l, string(m))
			}
			for _, r := range s {
				if !gb.Covers(r) {
					t.Errorf("%s in %s: a Chinese printer has no %q, so the row would go as dots", key, l, r)
				}
				if l == En && r > '~' {
					t.Errorf("%s in en: %q is not ASCII, so the row would go as dots on printers without Chinese", key, r)
				}
				if l != En && unicode.Is(unicode.Latin, r) && !strings.Contains(s, "{") {
					t.Errorf("%s in %s has %q", key, l, r)
				}
			}
		}
	}
}

func TestAValueIsNotTakenForASentence(t *testing.T) {
	w := words{"x": {ZhHans: "{a}{b}"}}
	if got := w.say(ZhHans, "x", "a", "{b}", "b", "2"); got != "{b}2" {
		t.Errorf("got %q", got)
	}
}

func TestATextIsTakenFromTheNearestLanguage(t *testing.T) {
	for _, c := range []struct {
		text Text
		l    Lang
		want string
	}{
		{Text{"简", "繁", "en"}, ZhHant, "繁"},
		{Text{"简", "", "en"}, ZhHant, "简"},
		{Text{"", "繁", "en"}, ZhHans, "繁"},
		{Text{"简", "繁", ""}, En, "简"},
		{Text{"", "", "en"}, ZhHans, "en"},
		{Text{}, En, ""},
	} {
		if got := c.text.In(c.l); got != c.want {
			t.Errorf("%v in %s is %q, want %q", c.text, c.l, got, c.want)
		}
	}
}

func TestWindowsInARowAreARange(t *testing.T) {
	for _, c := range []struct{ labels, want string }{
		{"", ""},
		{"3", "3"},
		{"3 4", "3 4"},
		{"3 4 5", "3-5"},
		{"1 3 4 5 6 8 9", "1 3-6 8 9"},
		{"9 10 11 VIP", "9-11 VIP"},
		{"5 4 3", "5 4 3"},
		{"A1 A2 A3", "A1 A2 A3"},
		{"01 02 03", "01-03"},
	} {
		if got := strings.Join(ranges(strings.Fields(c.labels)), " "); got != c.want {
			t.Errorf("%s is %q, want %q", c.labels, got, c.want)
		}
	}
}
