package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onewindow/central/api/apitest"
)

var update = flag.Bool("update", false, "write descriptions.json and docs/openapi.json anew")

// The document's texts are the comments of the types, which are there once. Where this
// fails after a change of a comment: go test ./central/api -run Document -update
func TestTheDescriptionsOfTheDocumentAreTheCommentsOfTheCode(t *testing.T) {
	texts := map[string]string{}
	for _, dir := range []string{"../../queue", "../../queue/report", "../../wire", "../network", "../form"} {
		comments(t, dir, texts)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(texts); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("descriptions.json", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		descriptions = b.Bytes()
		return
	}
	if !bytes.Equal(b.Bytes(), descriptions) {
		t.Error("descriptions.json is not what the comments say; go test ./central/api -run Document -update")
	}
}

// told are the types of which the document may tell, by package.
func told(t *testing.T) map[string]bool {
	t.Helper()
	a, err := New(Settings{}, apitest.New())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	all := map[string]bool{}
	reg := a.huma.OpenAPI().Components.Schemas
	for name := range reg.Map() {
		typ := reg.TypeFromRef(schemaPrefix + name)
		if typ == nil {
			continue
		}
		all[typeKey(typ)] = true
		fields(typ, func(owner reflect.Type, f reflect.StructField, _ string) {
			all[typeKey(owner)] = true
			ft := f.Type
			for ft.Kind() == reflect.Pointer || ft.Kind() == reflect.Slice || ft.Kind() == reflect.Map {
				ft = ft.Elem()
			}
			all[typeKey(ft)] = true
		})
	}
	return all
}

// comments reads the comments of a package's types.
func comments(t *testing.T, dir string, texts map[string]string) {
	t.Helper()
	wanted := told(t)
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no source in %s: %v", dir, err)
	}
	values := map[string][]string{}
	set := token.NewFileSet()
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			g, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					if key := file.Name.Name + "." + s.Name.Name; wanted[key] {
						typeComments(key, s, g, texts)
					}
				case *ast.ValueSpec:
					if key, text, ok := valueComment(t, file.Name.Name, s); ok && g.Tok == token.CONST && wanted[key] {
						values[key] = append(values[key], text)
					}
				}
			}
		}
	}
	for typ, list := range values {
		put(texts, typ+" values", "Values: "+strings.Join(list, "; ")+". Others may be added.")
	}
}

// typeComments reads those of a struct.
func typeComments(key string, s *ast.TypeSpec, g *ast.GenDecl, texts map[string]string) {
	st, ok := s.Type.(*ast.StructType)
	if !ok {
		return
	}
	doc := s.Doc
	if doc == nil {
		doc = g.Doc
	}
	put(texts, key, plain(doc.Text(), nil))
	structComments(key, st, texts)
}

// valueComment reads that of a constant of a named type of texts.
func valueComment(t *testing.T, pkg string, s *ast.ValueSpec) (key, text string, ok bool) {
	t.Helper()
	typ, ok := s.Type.(*ast.Ident)
	if !ok || len(s.Values) != 1 {
		return "", "", false
	}
	lit, ok := s.Values[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", "", false
	}
	value, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	if text = s.Comment.Text(); text == "" {
		text = s.Doc.Text()
	}
	return pkg + "." + typ.Name, meaning(value, s.Names[0].Name, text), true
}

// meaning is one value with what it means.
func meaning(value, name, text string) string {
	text = strings.TrimSuffix(strings.TrimSpace(strings.Join(strings.Fields(text), " ")), ".")
	text = strings.TrimPrefix(strings.TrimPrefix(text, name+": "), name+" is ")
	if text == "" {
		return "`" + value + "`"
	}
	return "`" + value + "` (" + text + ")"
}

// structComments gives each field its comment. A comment over several fields is that of
// all that it names.
func structComments(key string, st *ast.StructType, texts map[string]string) {
	names := map[string]string{} // JSON names by Go names
	for _, f := range st.Fields.List {
		for _, n := range f.Names {
			names[n.Name] = jsonName(f)
		}
	}
	last := ""
	for _, f := range st.Fields.List {
		text := f.Doc.Text()
		if text == "" {
			text = f.Comment.Text()
		}
		if text != "" {
			last = text
		}
		for _, n := range f.Names {
			name := names[n.Name]
			if name == "" || name == "-" {
				continue
			}
			if text != "" || regexp.MustCompile(`\b`+n.Name+`\b`).MatchString(last) {
				put(texts, key+"."+name, plain(last, names))
			}
		}
	}
}

func jsonName(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	tag, err := strconv.Unquote(f.Tag.Value)
	if err != nil {
		return ""
	}
	name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	return name
}

func put(texts map[string]string, key, text string) {
	if text != "" {
		texts[key] = text
	}
}

var (
	word      = regexp.MustCompile(`\b[A-Z][A-Za-z0-9]*\b`)
	isNil     = regexp.MustCompile(`\bnil\b`)
	qualified = regexp.MustCompile(`\b(queue|report|wire|network|form)\.([A-Z])`)
)

// plain is a comment for people who do not know the code: fields have the names that
// they have in JSON.
func plain(text string, names map[string]string) string {
	text = strings.TrimSpace(strings.Join(strings.Fields(text), " "))
	text = qualified.ReplaceAllString(text, "$2")
	text = isNil.ReplaceAllString(text, "absent")
	return word.ReplaceAllStringFunc(text, func(w string) string {
		if name := names[w]; name != "" && name != "-" {
			return "`" + name + "`"
		}
		return w
	})
}
