package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// keyLike is what a string in the sources looks like that must be a key: the
// name of one of the catalogue's files, a dot, and more.
var keyLike = func() *regexp.Regexp {
	var areas []string
	for _, e := range catalogue {
		areas = append(areas, regexp.QuoteMeta(strings.TrimSuffix(e.area, ".json")))
	}
	slices.Sort(areas)
	return regexp.MustCompile(`^(` + strings.Join(slices.Compact(areas), "|") + `)\.[a-zA-Z0-9_.-]+$`)
}()

// usage is what the sources do with keys.
type usage struct {
	literals map[string]string // string literals that look like keys, with their place
	prefixes map[string]string // beginnings of keys that are put together
	calls    []call
}

// call is one call for a sentence with a literal key.
type call struct {
	place, key string
	names      []string // parameter names that are literals
	complete   bool     // all names are literals
}

func TestTheSourcesUseTheCatalogueAsItIs(t *testing.T) {
	u, err := readSources("..", "../../cli", "../../central/web", "../../sheet")
	if err != nil {
		t.Fatal(err)
	}
	if err := u.readPages("../../central/web/page"); err != nil {
		t.Fatal(err)
	}
	for key, place := range u.literals {
		if !Has(key) && !startsKey(key) {
			t.Errorf("%s: the catalogue has no key %s", place, key)
		}
	}
	for prefix, place := range u.prefixes {
		if !startsKey(prefix) {
			t.Errorf("%s: no key starts with %s", place, prefix)
		}
	}
	for _, fault := range callFaults(u.calls) {
		t.Error(fault)
	}
	for key, e := range catalogue {
		if !u.uses(key) {
			t.Errorf("nobody shows %s; remove it from catalogue/%s", key, e.area)
		}
	}
}

func TestAWrongCallIsFound(t *testing.T) {
	for name, tc := range map[string]struct {
		code, fault string
	}{
		"missing value": {`words.T(l, "take.ahead")`, "does not give n"},
		"wrong value":   {`words.T(l, "take.ahead", "n", 1, "m", 2)`, "has no place for m"},
		"unknown key":   {`words.T(l, "take.nowhere")`, "no key"},
		"own method":    {`s.t("take.ahead")`, "does not give n"},
		"of staff":      {`s.T("take.ahead")`, "does not give n"},
		"said":          {`s.Say(tui.Warn, "take.ahead")`, "does not give n"},
		"good":          {`words.T(l, "take.ahead", "n", 1)`, ""},
		"a table":       {`[]string{"take.title"}`, ""},
		"put together":  {`words.T(l, "common.hold."+kind)`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUsage()
			if err := u.read("x.go", "package x\nvar _ = "+tc.code); err != nil {
				t.Fatal(err)
			}
			faults := callFaults(u.calls)
			for key := range u.literals {
				if !Has(key) {
					faults = append(faults, "no key "+key)
				}
			}
			if got := strings.Join(faults, "; "); (got == "") != (tc.fault == "") || !strings.Contains(got, tc.fault) {
				t.Errorf("faults %q, want %q", got, tc.fault)
			}
		})
	}
}

func startsKey(prefix string) bool {
	for key := range catalogue {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func callFaults(calls []call) []string {
	var faults []string
	for _, c := range calls {
		e, ok := catalogue[c.key]
		if !ok {
			continue // an unknown key is reported as a literal
		}
		for _, n := range c.names {
			if !slices.Contains(e.allNames(), n) {
				faults = append(faults, c.place+": "+c.key+" has no place for "+n)
			}
		}
		for _, n := range e.texts[ZhHans].names(false) {
			if c.complete && !slices.Contains(c.names, n) {
				faults = append(faults, c.place+": words.T does not give "+n+" for "+c.key)
			}
		}
	}
	return faults
}

func (e entry) allNames() []string {
	var out []string
	for _, t := range e.texts {
		out = append(out, t.names(true)...)
	}
	return out
}

func newUsage() *usage {
	return &usage{literals: map[string]string{}, prefixes: map[string]string{}}
}

func (u *usage) uses(key string) bool {
	if _, ok := u.literals[key]; ok {
		return true
	}
	for p := range u.prefixes {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

func readSources(roots ...string) (*usage, error) {
	u := newUsage()
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			return u.read(path, nil)
		})
		if err != nil {
			return nil, err
		}
	}
	return u, nil
}

// action is an action of a page's template, quoted a string in one.
var (
	action = regexp.MustCompile(`\{\{[^}]*\}\}`)
	quoted = regexp.MustCompile(`"([^"\n]*)"`)
)

// readPages notes the keys in the templates of pages.
func (u *usage) readPages(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		page, err := os.ReadFile(path)
		actions := strings.Join(action.FindAllString(string(page), -1), "\n")
		for _, m := range quoted.FindAllStringSubmatch(actions, -1) {
			switch s := m[1]; {
			case strings.HasSuffix(s, ".") && keyLike.MatchString(s+"x"):
				u.prefixes[s] = path
			case keyLike.MatchString(s):
				u.literals[s] = path
			}
		}
		return err
	})
}

// read notes what one file does with keys; src is as for parser.ParseFile.
func (u *usage) read(path string, src any) error {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, src, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			s, ok := literal(n)
			switch place := fset.Position(n.Pos()).String(); {
			case !ok:
			case strings.HasSuffix(s, ".") && keyLike.MatchString(s+"x"):
				u.prefixes[s] = place
			case keyLike.MatchString(s):
				u.literals[s] = place
			}
		case *ast.CallExpr:
			u.call(fset, n)
		}
		return true
	})
	return nil
}

// call notes words.T(lang, key, params…), a screen's own s.t(key, params…), and
// what the screens of staff have of package staff: s.T(key, params…) and
// s.Say(style, key, params…).
func (u *usage) call(fset *token.FileSet, n *ast.CallExpr) {
	f, ok := n.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	at := 0 // of the key among the arguments
	switch pkg, _ := f.X.(*ast.Ident); {
	case f.Sel.Name == "T" && pkg != nil && pkg.Name == "words", f.Sel.Name == "Say":
		at = 1
	case f.Sel.Name != "t" && f.Sel.Name != "T":
		return
	}
	if len(n.Args) <= at {
		return
	}
	key, ok := literal(n.Args[at])
	if !ok {
		return
	}
	c := call{place: fset.Position(n.Pos()).String(), key: key, complete: !n.Ellipsis.IsValid()}
	for i := at + 1; i < len(n.Args); i += 2 {
		if name, ok := literal(n.Args[i]); ok {
			c.names = append(c.names, name)
		} else {
			c.complete = false
		}
	}
	u.calls = append(u.calls, c)
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}
