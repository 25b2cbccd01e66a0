package assets

import (
	"encoding/json"
	"slices"
	"testing"
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
