package words

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/width"
)

func TestTheCatalogueReads(t *testing.T) {
	if errCatalogue != nil {
		t.Fatal(errCatalogue)
	}
	if len(catalogue) == 0 {
		t.Fatal("the catalogue is empty")
	}
}

func TestFaultsOfACatalogueAreNamed(t *testing.T) {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	for name, tc := range map[string]struct {
		files fstest.MapFS
		fault string
	}{
		"not JSON":     {fstest.MapFS{"catalogue/a.json": text(`{`)}, "parse"},
		"two files":    {fstest.MapFS{"catalogue/a.json": text(`{"k":{}}`), "catalogue/b.json": text(`{"k":{}}`)}, "two files"},
		"open brace":   {fstest.MapFS{"catalogue/a.json": text(`{"k":{"en":"{n"}}`)}, "unmatched"},
		"no name":      {fstest.MapFS{"catalogue/a.json": text(`{"k":{"en":"{}"}}`)}, "not a name"},
		"one form":     {fstest.MapFS{"catalogue/a.json": text(`{"k":{"en":"{n:people}"}}`)}, "two forms"},
		"idle bracket": {fstest.MapFS{"catalogue/a.json": text(`{"k":{"en":"[never]"}}`)}, "needs a value"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := load(tc.files); err == nil || !strings.Contains(err.Error(), tc.fault) {
				t.Errorf("load returned %v, want a fault with %q", err, tc.fault)
			}
		})
	}
}

func TestEveryKeyIsOnceInTheFileOfItsArea(t *testing.T) {
	names, err := fs.Glob(files, "catalogue/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		area := strings.TrimSuffix(strings.TrimPrefix(name, "catalogue/"), ".json")
		seen := map[string]bool{}
		dec := json.NewDecoder(bytes.NewReader(data))
		for depth := 0; ; {
			tok, err := dec.Token()
			if err != nil {
				break
			}
			switch v := tok.(type) {
			case json.Delim:
				if v == '{' {
					depth++
				} else {
					depth--
				}
			case string:
				if depth != 1 {
					continue
				}
				if seen[v] {
					t.Errorf("%s has the key %s twice", name, v)
				}
				seen[v] = true
				if !strings.HasPrefix(v, area+".") {
					t.Errorf("%s has the key %s; keys of the file start with %s.", name, v, area)
				}
			}
		}
	}
}

func TestEverySentenceIsTranslatedWithTheSameValues(t *testing.T) {
	for key, e := range catalogue {
		for _, lang := range Langs {
			if strings.TrimSpace(e.raw[lang]) == "" {
				t.Errorf("%s is missing in %s", key, lang)
			}
			got, want := e.texts[lang].names(true), e.texts[ZhHans].names(true)
			if mayDiffer(key) {
				continue
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s takes %v in %s but %v in %s", key, got, lang, want, ZhHans)
			}
			if got, want := e.texts[lang].names(false), e.texts[ZhHans].names(false); !slices.Equal(got, want) {
				t.Errorf("%s needs %v in %s but %v in %s", key, got, lang, want, ZhHans)
			}
		}
	}
}

// mayDiffer reports whether languages may take different values: dates, which
// name the month or number it.
func mayDiffer(key string) bool { return key == "common.date" || key == "common.on_date" }

func TestNoSentenceIsWiderThanItsPlace(t *testing.T) {
	for key, e := range catalogue {
		for _, lang := range Langs {
			if w := Width(e.raw[lang]); e.max > 0 && w > e.max {
				t.Errorf("%s in %s is %d cells wide, at most %d fit: %q", key, lang, w, e.max, e.raw[lang])
			}
		}
	}
}

// boxes are the ambiguous characters that terminals draw themselves, one cell
// wide.
const boxes = "─│┌┐└┘├┤┬┴┼█▀▄▁▂▃▅▆▇"

func TestNoCharacterIsOfDoubtfulWidth(t *testing.T) {
	for key, e := range catalogue {
		for lang, text := range e.raw {
			for _, r := range text {
				if fault := doubtful(r); fault != "" {
					t.Errorf("%s in %s has %q: %s", key, lang, r, fault)
				}
			}
		}
	}
}

func doubtful(r rune) string {
	switch {
	case strings.ContainsRune(boxes, r):
		return ""
	case r == 0xFE0F || r == 0xFE0E || r == 0x200D:
		return "joins or varies characters"
	case r >= 0x1F000 && r <= 0x1FAFF, r >= 0x2600 && r <= 0x27BF:
		return "a pictograph"
	case unicode.IsControl(r) || unicode.Is(unicode.Mn, r):
		return "not a visible character"
	case width.LookupRune(r).Kind() == width.EastAsianAmbiguous:
		return "one or two cells wide, depending on the font"
	}
	return ""
}

func TestDoubtfulCharactersAreFound(t *testing.T) {
	for _, r := range "·“”—…①→℃★●\u200d\ufe0f😀\t" {
		if doubtful(r) == "" {
			t.Errorf("%q passes", r)
		}
	}
	for _, r := range "汉，。：！？（）「」1aA-/│█" {
		if f := doubtful(r); f != "" {
			t.Errorf("%q is refused: %s", r, f)
		}
	}
}

func TestChineseSentencesUseFullWidthPunctuation(t *testing.T) {
	for key, e := range catalogue {
		for _, lang := range []Lang{ZhHans, ZhHant} {
			plain := strings.NewReplacer("{", "", "}", "").Replace(e.raw[lang])
			if strings.HasPrefix(key, "common.language.") {
				continue
			}
			if strings.ContainsAny(plain, ",;!?()") {
				t.Errorf("%s in %s has half-width punctuation: %q", key, lang, e.raw[lang])
			}
		}
	}
}

// alsoSimplified are characters of other words in Big5, which nobody means here.
const alsoSimplified = "体机万与"

// simplified are the characters of a text that only simplified Chinese writes so: those
// which are not among the 13053 of Big5. What Big5 has besides, in rows before A4, are
// signs and later additions.
func simplified(text string) (out []rune) {
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			continue
		}
		if b, err := traditionalchinese.Big5.NewEncoder().Bytes([]byte(string(r))); err != nil || len(b) != 2 || b[0] < 0xA4 || strings.ContainsRune(alsoSimplified, r) {
			out = append(out, r)
		}
	}
	return out
}

func TestNoSimplifiedCharacterIsLeftInTraditionalChinese(t *testing.T) {
	inItsOwnScript := []string{"common.language.zh-Hans", "take.language_next", "take.language"}
	for key, e := range catalogue {
		if rs := simplified(e.raw[ZhHant]); len(rs) > 0 && !slices.Contains(inItsOwnScript, key) {
			t.Errorf("%s in %s has %q: %q", key, ZhHant, string(rs), e.raw[ZhHant])
		}
	}
}

func TestSimplifiedCharactersAreFound(t *testing.T) {
	for _, r := range "户为们号队这简体录显关闭卫阅税" {
		if len(simplified(string(r))) == 0 {
			t.Errorf("%c passes", r)
		}
	}
	if rs := simplified("戶為們號隊這簡體錄顯關閉衛閱稅請到窗口，A012"); len(rs) > 0 {
		t.Errorf("%q is refused", string(rs))
	}
}
