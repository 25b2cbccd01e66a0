package words

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

//go:embed catalogue/*.json
var files embed.FS

// entry is one key of the catalogue.
type entry struct {
	area  string // the file's name
	texts map[Lang]template
	raw   map[Lang]string
	max   int // width in cells, 0 for no limit
}

// catalogue is read once. A fault in it is a fault of the build; the tests of
// this package find it, and the keys that could be read work all the same.
var catalogue, errCatalogue = load(files)

// load reads every file of the catalogue and reports all faults together.
func load(fsys fs.FS) (map[string]entry, error) {
	out := map[string]entry{}
	names, err := fs.Glob(fsys, "catalogue/*.json")
	if err != nil {
		return out, fmt.Errorf("words: list catalogue: %w", err)
	}
	var faults []error
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			faults = append(faults, fmt.Errorf("words: read %s: %w", name, err))
			continue
		}
		if err := readArea(out, path.Base(name), data); err != nil {
			faults = append(faults, fmt.Errorf("words: %s: %w", name, err))
		}
	}
	return out, errors.Join(faults...)
}

func readArea(into map[string]entry, area string, data []byte) error {
	var keys map[string]struct {
		ZhHans string `json:"zh-Hans"`
		ZhHant string `json:"zh-Hant"`
		En     string `json:"en"`
		Max    int    `json:"max"`
	}
	if err := json.Unmarshal(data, &keys); err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	var faults []error
	for key, k := range keys {
		e := entry{area: area, max: k.Max, texts: map[Lang]template{},
			raw: map[Lang]string{ZhHans: k.ZhHans, ZhHant: k.ZhHant, En: k.En}}
		for lang, raw := range e.raw {
			t, err := parseTemplate(raw)
			if err != nil {
				faults = append(faults, fmt.Errorf("%s in %s: %w", key, lang, err))
			}
			e.texts[lang] = t
		}
		if _, twice := into[key]; twice {
			faults = append(faults, fmt.Errorf("%s is in two files", key))
		}
		into[key] = e
	}
	return errors.Join(faults...)
}
