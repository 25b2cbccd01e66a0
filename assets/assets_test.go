package assets

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/traditionalchinese"
)

func TestEveryFileOfTheCatalogueIsBuiltInAndWellFormed(t *testing.T) {
	named := []string{Halls, Themes, Items, Materials, Departments, Holidays}
	for _, name := range named {
		b, err := Catalogue(name)
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid(b) {
			t.Errorf("%s is not JSON", name)
		}
	}
	entries, err := files.ReadDir("catalogue")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(named, e.Name()) {
			t.Errorf("%s is built in, but no constant names it", e.Name())
		}
	}
}

func TestAFileThatIsNotBuiltInIsAnError(t *testing.T) {
	if _, err := Catalogue("nothing.json"); err == nil {
		t.Error("want an error")
	}
}

func TestEveryNameIsWrittenInThreeLanguages(t *testing.T) {
	type text map[string]string
	for file, key := range map[string]string{
		Halls: "halls", Themes: "themes", Items: "items", Materials: "materials", Departments: "departments",
	} {
		b, err := Catalogue(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]json.RawMessage
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatal(err)
		}
		var rows []struct {
			Name text `json:"name"`
		}
		if err := json.Unmarshal(doc[key], &rows); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(rows) == 0 {
			t.Errorf("%s is empty", file)
		}
		for i, r := range rows {
			for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
				if r.Name[lang] == "" {
					t.Errorf("%s: row %d (%s) has no name in %s", file, i+1, r.Name["zh-Hans"], lang)
				}
			}
		}
	}
}

// ownSigns are characters of names that traditional Chinese writes so, and Big5 lacks:
// the place 坂田.
const ownSigns = "坂"

func TestNoSimplifiedCharacterIsLeftInTraditionalNames(t *testing.T) {
	hant := regexp.MustCompile(`"zh-Hant": *"((?:[^"\\]|\\.)*)"`)
	for _, file := range []string{Halls, Themes, Items, Materials, Departments, Holidays} {
		b, err := Catalogue(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range hant.FindAllSubmatch(b, -1) {
			for _, r := range string(m[1]) {
				if !unicode.Is(unicode.Han, r) || slices.Contains([]rune(ownSigns), r) {
					continue
				}
				if code, err := traditionalchinese.Big5.NewEncoder().Bytes([]byte(string(r))); err != nil || len(code) != 2 || code[0] < 0xA4 {
					t.Errorf("%s: %c in %s", file, r, m[1])
				}
			}
		}
	}
}
