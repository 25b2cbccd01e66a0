package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The import law: which room of the house may know which other. Arrows point
// inward. docs/architecture.md says why; a change here needs its reason in the
// same commit.

// room is one row of the law. A room is a folder with all folders below it that
// are not rooms themselves.
type room struct {
	path string
	// may are the rooms that it may know, besides itself.
	may []string
	// engines are the modules that only this room, among a few, may import.
	engines []string
	// later: the room is planned and need not exist yet. Whoever builds it takes
	// the mark away.
	later bool
}

// Modules that few rooms may import, because each is one room's business.
const (
	bbolt  = "go.etcd.io/bbolt"
	nats   = "github.com/nats-io"
	serial = "github.com/tarm/serial"
	pinyin = "github.com/mozillazg/go-pinyin"
	sqlite = "modernc.org/sqlite"
	pgx    = "github.com/jackc/pgx/v5"
	// excelize writes workbooks.
	excelize = "github.com/xuri/excelize"
)

var law = []room{
	{path: "", may: []string{"cli"}}, // main.go
	{path: "cli", may: []string{"*"}},
	{path: "assets"},
	{path: "docs/examples", may: []string{"*"}}, // tests of the page of the wire
	// Measures us beside a bare bbolt, and makes the keys of thousands of halls at once.
	{path: "bench", may: []string{"*"}, engines: []string{bbolt, nats}},

	{path: "queue"},
	{path: "queue/report", may: []string{"queue"}},                                     // a day's figures, and what they teach
	{path: "queue/wait", may: []string{"queue", "queue/report", "queue/wait/rollout"}}, // estimates and advice, learned from reports
	{path: "queue/wait/rollout", may: []string{"queue"}},                               // plays a day on, from anywhere in it
	{path: "queue/sim", may: []string{"queue", "queue/wait/rollout"}},                  // plays days of a hall from a seed; its tests alone know what is learned from them
	{path: "queue/queuetest", may: []string{"queue"}},
	{path: "wire", may: []string{"queue"}},                                        // a report is said as it is written, and not read
	{path: "trust"},                                                               // how machines know each other again: halls by terminals, the centre by halls
	{path: "trust/door", may: []string{"trust", "wire"}, engines: []string{nats}}, // an embedded server and its door, the hall's and the centre's
	{path: "trust/join", may: []string{"trust", "wire"}, engines: []string{nats}}, // how an invitation is taken up, a terminal's or a hall's

	{path: "hall/journal", engines: []string{bbolt}},
	{path: "hall/view", may: []string{"queue", "queue/report", "queue/wait", "wire"}},
	{path: "hall/foresee", may: []string{"queue", "queue/report", "queue/wait"}}, // keeps estimates and advice new while the hall runs; the hall comes to it through an interface
	{path: "hall/node", may: []string{"queue", "queue/report", "queue/wait", "wire", "hall/journal", "hall/foresee", "hall/view"}},
	{path: "hall/lan", may: []string{"wire", "trust", "trust/door", "trust/join"}, engines: []string{nats}},
	{path: "hall/uplink", may: []string{"queue", "wire", "trust"}, engines: []string{nats}},
	{path: "hall/setup", may: []string{"queue", "assets"}},

	{path: "kiosk/tui"},
	{path: "kiosk/words"},
	{path: "kiosk/daytable", may: []string{"kiosk/words", "queue", "wire"}},
	{path: "kiosk/search", may: []string{"queue"}, engines: []string{pinyin}},
	{path: "kiosk/absence", may: []string{"kiosk/words", "queue/report"}},                       // what lacks in figures of several halls, for the district's screen and for papers
	{path: "kiosk/overview", may: []string{"kiosk/words", "queue", "wire"}},                     // what a network comes to, for the district's screen and its page on the web
	{path: "kiosk/figures", may: []string{"kiosk/tui", "kiosk/words", "queue", "queue/report"}}, // the figures of days, for the screens of the manager and of the district
	{path: "kiosk/outcome", may: []string{"wire"}},
	{path: "kiosk/staff", may: append([]string{"kiosk/search", "kiosk/outcome"}, screen...)},
	{path: "kiosk/staff/stafftest", may: []string{"queue", "queue/queuetest", "wire", "hall/view"}},
	{path: "kiosk/take", may: append([]string{"kiosk/search", "kiosk/outcome"}, screen...)},
	{path: "kiosk/window", may: append([]string{"kiosk/search", "kiosk/staff"}, screen...)},
	{path: "kiosk/guide", may: append([]string{"kiosk/staff", "kiosk/outcome"}, screen...)},
	{path: "kiosk/board", may: screen},
	{path: "kiosk/tray", may: []string{"kiosk/tui", "kiosk/words"}},                                                                                // shows devices, of which it is told in its own words
	{path: "kiosk/district", may: append([]string{"kiosk/search", "kiosk/overview", "kiosk/absence", "kiosk/figures", "queue/report"}, screen...)}, // the network of halls, for its managers
	{path: "kiosk/manager", may: append([]string{"kiosk/staff", "kiosk/figures", "queue/report"}, screen...)},                                      // is told the figures of days as a hall reports them

	{path: "sheet", may: []string{"queue", "queue/report", "kiosk/words", "kiosk/absence"}, engines: []string{excelize}}, // a report as a table or a page to take away

	{path: "printer", may: []string{"serial", "printer/escpos", "printer/profile"}},
	{path: "printer/escpos", may: []string{"printer/profile"}},
	{path: "printer/profile", may: []string{"serial", "assets"}},
	{path: "printer/glyph", may: []string{"assets"}},
	{path: "printer/slip", may: []string{"assets", "printer/escpos", "printer/glyph", "printer/profile"}},
	{path: "printer/virtual", may: []string{"printer/profile", "printer/glyph"}}, // never printer/escpos: it is its referee
	{path: "caller", may: []string{"serial", "caller/led", "caller/voice"}},
	{path: "caller/led", may: []string{"serial"}},
	{path: "caller/virtual"},                        // reads what comes with a parser of its own, so it knows no driver
	{path: "caller/voice", may: []string{"assets"}}, // says what it is told; knows no line but by an interface
	{path: "reader", may: []string{"serial"}},
	{path: "reader/virtual", may: []string{"reader"}},
	{path: "serial", engines: []string{serial}},
	{path: "serial/pty"},

	{path: "central", may: []string{"queue", "wire", "assets", "trust", "central/project", "central/store", "central/halls", "central/network"}},
	{path: "central/network", may: []string{"queue", "wire"}},                                                                                              // the tree, keys, publications, tokens: plain types and rules over them
	{path: "central/halls", may: []string{"wire", "trust", "trust/door", "trust/join", "central/network"}, engines: []string{nats}},                        // the connections of halls; the store comes to it through an interface
	{path: "central/period", may: []string{"queue", "queue/report", "wire", "sheet", "central/project"}},                                                   // what halls' reports of days come to, for the HTTP interface and the page
	{path: "central/api", may: []string{"queue", "queue/report", "wire", "sheet", "central/network", "central/project", "central/form", "central/period"}}, // the HTTP interface; the centre comes to it through an interface
	{path: "central/form", may: []string{"queue", "queue/report", "wire", "central/network"}},                                                              // bodies that the HTTP interface and its client share: plain types
	{path: "central/web", may: []string{"queue", "queue/report", "wire", "sheet", "kiosk/words", "kiosk/overview", "central/period"}},                      // the district's page; the centre comes to it through an interface, and its words are those of the district's screen
	{path: "central/client", may: []string{"queue", "queue/report", "wire", "trust", "central/network", "central/form"}},                                   // the HTTP interface as our own programs ask it; the pin is trust's
	{path: "central/project", may: []string{"queue"}},
	{path: "central/store", may: []string{"queue", "wire", "central/project", "central/network"}, engines: []string{sqlite, pgx}},
}

// screen is what the terminals' screens may know: the toolkit, the words, what is
// true and what is said. The hall comes to them through an interface of their own.
// What several of them need lies in a room of its own, because they never know
// each other: kiosk/search for whoever lets people find an item, kiosk/outcome for
// whoever asks for a number, kiosk/figures for whoever shows what days came to,
// kiosk/staff for the screens of staff.
var screen = []string{"kiosk/tui", "kiosk/words", "queue", "wire"}

// forTests are packages that only tests import.
var forTests = []string{"queue/queuetest", "kiosk/tui/tuitest", "kiosk/staff/stafftest", "central/halls/hallstest", "central/api/apitest", "trust/door/doortest"}

// isForTests reports whether a folder is one of those.
func isForTests(path string) bool {
	return slices.ContainsFunc(forTests, func(f string) bool { return within(path, f) })
}

// pure are the rooms without I/O, goroutines, clock and chance.
var pure = []string{"queue", "queue/report", "queue/wait", "queue/wait/rollout", "queue/sim", "central/project", "central/network"}

// impure are the packages that a pure room never imports. The simulator and the
// roll-out may draw from a seed.
var impure = []string{"os", "io/fs", "net", "math/rand", "crypto/rand", "log", "syscall", "unsafe", "runtime", "sync"}

// clock are the functions that a pure room never calls.
var clock = []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker"}

// pkg is a package as `go list` describes it.
type pkg struct {
	ImportPath                         string
	Standard                           bool
	Module                             *struct{ Main bool }
	Imports, TestImports, XTestImports []string
	Deps                               []string
}

// path is the package's folder in the house; "" is the root.
func (p *pkg) path() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "onewindow"), "/")
}

// ours is the folder of an import path of this module.
func ours(importPath string) (path string, ok bool) {
	if importPath == "onewindow" {
		return "", true
	}
	return strings.CutPrefix(importPath, "onewindow/")
}

// within reports whether path is folder or lies below it.
func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// roomOf is the row of the law for a folder: the longest that it lies in.
func roomOf(path string) *room {
	var best *room
	for i := range law {
		r := &law[i]
		if (r.path == path || r.path != "" && within(path, r.path)) && (best == nil || len(r.path) > len(best.path)) {
			best = r
		}
	}
	return best
}

// listing is what the module consists of: its packages, once for each system
// that is built for, and the standard packages that they reach.
type listing struct {
	all []*pkg
	std map[string]bool
}

// list asks the go command, once for all tests.
var list = sync.OnceValues(func() (*listing, error) {
	l := &listing{std: map[string]bool{}}
	for _, goos := range []string{"linux", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Module,Imports,TestImports,XTestImports,Deps", "./...")
		cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w\n%s", goos, err, stderr.String())
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p pkg
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			switch {
			case p.Standard:
				l.std[p.ImportPath] = true
			case p.Module != nil && p.Module.Main:
				l.all = append(l.all, &p)
			}
		}
	}
	return l, nil
})

func house(t *testing.T) (all []*pkg, std map[string]bool) {
	t.Helper()
	l, err := list()
	if err != nil {
		t.Fatal(err)
	}
	return l.all, l.std
}

func TestEveryRoomKnowsOnlyTheRoomsThatItMay(t *testing.T) {
	all, _ := house(t)
	for _, p := range all {
		r := roomOf(p.path())
		if r == nil {
			t.Errorf("%s is in no room of the law; add it, with what it may know", p.ImportPath)
			continue
		}
		for _, imp := range p.Imports {
			to, ok := ours(imp)
			if !ok {
				continue
			}
			other := roomOf(to)
			if other == nil || other == r || slices.Contains(r.may, "*") || slices.Contains(r.may, other.path) {
				continue
			}
			t.Errorf("%s imports %s; room %q may know only %q", p.ImportPath, imp, r.path, r.may)
		}
	}
}

func TestEachEngineIsImportedOnlyByItsRooms(t *testing.T) {
	all, _ := house(t)
	for _, p := range all {
		r := roomOf(p.path())
		for _, engine := range []string{bbolt, nats, serial, pinyin, sqlite, pgx, excelize} {
			if r != nil && slices.Contains(r.engines, engine) {
				continue
			}
			for _, imp := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
				if within(imp, engine) {
					t.Errorf("%s imports %s, which is not its business", p.ImportPath, imp)
				}
			}
		}
	}
}

func TestScreensReachNoEngineAndNoDevice(t *testing.T) {
	all, _ := house(t)
	never := []string{bbolt, nats, serial, sqlite, pgx, "onewindow/hall", "onewindow/printer", "onewindow/caller", "onewindow/reader",
		"onewindow/serial", "onewindow/central", "onewindow/cli", "onewindow/assets"}
	for _, p := range all {
		if !within(p.path(), "kiosk") || isForTests(p.path()) {
			continue
		}
		for _, dep := range p.Deps {
			if slices.ContainsFunc(never, func(n string) bool { return within(dep, n) }) {
				t.Errorf("%s reaches %s by way of what it imports", p.ImportPath, dep)
			}
		}
	}
}

func TestTheRulesNeedOnlyTheStandardLibraryAndNoWorld(t *testing.T) {
	all, std := house(t)
	for _, p := range all {
		if !isPure(p.path()) {
			continue
		}
		for _, dep := range p.Deps {
			if _, mine := ours(dep); !mine && !std[dep] {
				t.Errorf("%s reaches %s, which is not of the standard library", p.ImportPath, dep)
			}
		}
		for _, imp := range p.Imports {
			if (within(p.path(), "queue/sim") || within(p.path(), "queue/wait")) && within(imp, "math/rand") {
				continue
			}
			if slices.ContainsFunc(impure, func(n string) bool { return within(imp, n) }) {
				t.Errorf("%s imports %s; the rules do no I/O and know no chance", p.ImportPath, imp)
			}
		}
	}
}

// isPure reports whether a folder belongs to a pure room.
func isPure(path string) bool {
	r := roomOf(path)
	return r != nil && slices.Contains(pure, r.path)
}

func TestTheRulesReadNoClockAndStartNoGoroutine(t *testing.T) {
	eachFile(t, func(path string, set *token.FileSet, f *ast.File) {
		if !isPure(filepath.ToSlash(filepath.Dir(path))) {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine", set.Position(n.Pos()))
			case *ast.SelectorExpr:
				if name := called(f, n, "time"); slices.Contains(clock, name) {
					t.Errorf("%s calls time.%s; times come in with the command", set.Position(n.Pos()), name)
				}
			}
			return true
		})
	})
}

func TestOnlyTheCommandPrints(t *testing.T) {
	eachFile(t, func(path string, set *token.FileSet, f *ast.File) {
		if dir := filepath.ToSlash(filepath.Dir(path)); dir == "." || within(dir, "cli") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if name := called(f, n, "fmt"); name == "Print" || name == "Printf" || name == "Println" {
					t.Errorf("%s calls fmt.%s; return an error, or take a logger", set.Position(n.Pos()), name)
				}
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "println" || id.Name == "print") {
					t.Errorf("%s calls %s", set.Position(n.Pos()), id.Name)
				}
			}
			return true
		})
	})
}

func TestToolsForTestsAreImportedByTestsOnly(t *testing.T) {
	all, _ := house(t)
	for _, p := range all {
		for _, imp := range p.Imports {
			to, ok := ours(imp)
			if ok && isForTests(to) && !isForTests(p.path()) {
				t.Errorf("%s imports %s outside of a test", p.ImportPath, imp)
			}
		}
	}
}

func TestEveryRoomOfTheLawExists(t *testing.T) {
	all, _ := house(t)
	exists := func(path string) bool {
		return slices.ContainsFunc(all, func(p *pkg) bool { return path == "" && p.path() == "" || path != "" && within(p.path(), path) })
	}
	var known []string
	for _, r := range law {
		known = append(known, r.path)
		if !r.later && !exists(r.path) {
			t.Errorf("the law speaks of room %q, and there is none; was it renamed?", r.path)
		}
	}
	for _, r := range law {
		for _, m := range r.may {
			if m != "*" && !slices.Contains(known, m) {
				t.Errorf("room %q may know %q, which the law does not describe", r.path, m)
			}
		}
	}
	for _, f := range forTests {
		if !exists(f) {
			t.Errorf("%q is a tool for tests, and there is none; was it renamed?", f)
		}
	}
}

func TestTheLawAllowsNoMoreThanTheHouseNeeds(t *testing.T) {
	all, _ := house(t)
	used := map[[2]string]bool{}
	for _, p := range all {
		r := roomOf(p.path())
		for _, imp := range p.Imports {
			if to, ok := ours(imp); ok && r != nil {
				if other := roomOf(to); other != nil {
					used[[2]string{r.path, other.path}] = true
				}
			}
		}
	}
	for _, r := range law {
		for _, m := range r.may {
			if m != "*" && !r.later && !used[[2]string{r.path, m}] {
				t.Errorf("room %q may know %q, and does not; take the arrow out", r.path, m)
			}
		}
	}
}

// called is the name that sel takes from the package with that path; "" if it is
// another package's.
func called(f *ast.File, sel *ast.SelectorExpr, path string) string {
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	for _, imp := range f.Imports {
		if strings.Trim(imp.Path.Value, `"`) != path {
			continue
		}
		name := path
		if imp.Name != nil {
			name = imp.Name.Name
		}
		if id.Name == name {
			return sel.Sel.Name
		}
	}
	return ""
}

// eachFile parses every source file of the module that is not a test.
func eachFile(t *testing.T, do func(path string, set *token.FileSet, f *ast.File)) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != "." && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "bin") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("parse: %w", err)
		}
		n++
		do(path, set, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Fatal("no source files were found")
	}
}
