package api

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"

	"onewindow/central/api/apitest"
)

const documentPath = "../../docs/openapi.json"

func TestTheDocumentIsTheOneInTheDocs(t *testing.T) {
	a, err := New(Settings{}, apitest.New())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if *update {
		if err := os.WriteFile(documentPath, a.Document(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, a.Document()) {
		t.Error("docs/openapi.json is not what the code says; look at the difference after: go test ./central/api -run Document -update")
	}
}

func TestTheDocumentIsValid(t *testing.T) {
	v, err := judge()
	if err != nil {
		t.Fatal(err)
	}
	if ok, faults := v.ValidateDocument(); !ok {
		for _, f := range faults {
			t.Errorf("%s: %s %v", f.Message, f.Reason, f.SchemaValidationErrors)
		}
	}
	b, err := os.ReadFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := libopenapi.NewDocument(b)
	if err != nil {
		t.Fatal(err)
	}
	model, err := doc.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	if doc.GetVersion() != "3.1.0" || model.Model.Paths.PathItems.Len() < 15 {
		t.Errorf("version %s with %d paths", doc.GetVersion(), model.Model.Paths.PathItems.Len())
	}
}

// Whoever reads it without us has nothing but its texts.
func TestTheDocumentExplainsAllThatItNames(t *testing.T) {
	var doc struct {
		Paths map[string]map[string]struct {
			Summary, Description string
			Security             []map[string][]string
			Parameters           []struct{ Name, Description string }
			Responses            map[string]struct{ Description string }
		}
		Components struct {
			Schemas map[string]struct {
				Description string
				Properties  map[string]struct {
					Description string
					Ref         string `json:"$ref"`
				}
			}
		}
	}
	b, err := os.ReadFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	for path, ops := range doc.Paths {
		for method, op := range ops {
			name := method + " " + path
			if op.Summary == "" || len(op.Description) < 20 || !strings.Contains(op.Description, "Scope: `") || len(op.Security) == 0 {
				t.Errorf("%s has no summary, no description or no scope", name)
			}
			for _, p := range op.Parameters {
				if p.Description == "" {
					t.Errorf("%s: parameter %s is not described", name, p.Name)
				}
			}
			for _, status := range []string{"400", "401", "403", "429", "500", "503"} {
				if !strings.Contains(op.Responses[status].Description, "Codes: `") {
					t.Errorf("%s: %s is not described with its codes", name, status)
				}
			}
		}
	}
	for name, s := range doc.Components.Schemas {
		if s.Description == "" {
			t.Errorf("type %s is not described", name)
		}
		for field, p := range s.Properties {
			if p.Description == "" && p.Ref == "" {
				t.Errorf("%s.%s is not described; comment the field", name, field)
			}
		}
	}
}
