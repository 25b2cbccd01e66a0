package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/wire"
)

const (
	bearerScheme = "token"
	schemaPrefix = "#/components/schemas/"
)

// Tags group the operations.
const (
	tagDistrict = "district"
	tagHalls    = "halls"
	tagTickets  = "tickets"
	tagCounts   = "statistics"
	tagNetwork  = "network"
	tagParts    = "publications"
	tagTokens   = "tokens"
)

const says = `The centre of a network of public-service halls: how every hall is now, as a whole and as a stream of server-sent
events; what they have counted; numbers drawn, looked up and cancelled through a hall; and the administration of the
network. docs/api.md has the manual.

**Tokens.** Each request carries a token in the header ` + "`Authorization: Bearer owa1.<id>.<secret>`" + `, never in the address.
A token has scopes: ` + "`read`, `tickets`, `export` and `admin`" + `, which has all of the others. It may be restricted to a hall and
all under it; what lies outside is not there for it: it is in no list and no sum, and asking for it is answered with 404.

**Changes.** What draws a number needs the header ` + "`Idempotency-Key`" + `, made before the first try and kept for each other one:
then it is drawn once. A request is done now or not at all; nothing is kept for a hall that is not there.

**Refusals** are JSON of the type Error: a code for programs, a message and a hint in English for operators. New codes
may come at any time; a program decides by the HTTP status where it does not know a code.

**Versions.** The path says the major version. Within it fields, values and codes are added and never taken away or given
another meaning: ignore what you do not know.`

// document is the OpenAPI document before any route is in it.
func document(version string) huma.Config {
	c := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Onewindow centre", Version: "1", Description: says, Extensions: map[string]any{"x-program": version}},
			Tags: []*huma.Tag{
				{Name: tagDistrict, Description: "The whole network now."},
				{Name: tagHalls, Description: "One hall."},
				{Name: tagTickets, Description: "Numbers, by way of the hall, which alone decides about them."},
				{Name: tagCounts, Description: "What halls have counted, and their events."},
				{Name: tagNetwork, Description: "The tree of halls and the machines that speak for them."},
				{Name: tagParts, Description: "What the centre publishes to halls: catalogues, calendars and rules."},
				{Name: tagTokens, Description: "Who may ask this interface."},
			},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry(schemaPrefix, schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{bearerScheme: {
					Type: "http", Scheme: "bearer", BearerFormat: "owa1", Description: "A token of this interface; an administrator makes it (POST /v1/tokens).",
				}},
			},
		},
		Formats:       huma.DefaultFormats,
		DefaultFormat: "application/json",
	}
	c.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[failure](), reflect.TypeFor[wire.Error]())
	// Whoever reads must ignore what it does not know, so the document does not forbid it.
	c.AllowAdditionalPropertiesByDefault = true
	return c
}

// schemaNames are the names of types whose own name says too little, or is another
// one's as well.
var schemaNames = map[reflect.Type]string{
	reflect.TypeFor[queue.Session]():       "Hours",
	reflect.TypeFor[wire.Session]():        "DeskSession",
	reflect.TypeFor[wire.Hall]():           "HallView",
	reflect.TypeFor[wire.Place]():          "WindowPlace",
	reflect.TypeFor[network.Place]():       "Place",
	reflect.TypeFor[wire.TokenReply]():     "Invitation",
	reflect.TypeFor[queue.Alert]():         "Alert",
	reflect.TypeFor[form.State]():          "TopicState",
	reflect.TypeFor[form.TicketRow]():      "Visit",
	reflect.TypeFor[form.TicketRows]():     "Visits",
	reflect.TypeFor[form.WindowFact]():     "Window",
	reflect.TypeFor[form.WindowRows]():     "Windows",
	reflect.TypeFor[wire.IssueRequest]():   "IssueRequest",
	reflect.TypeFor[wire.DistrictHall]():   "HallDetail",
	reflect.TypeFor[wire.DistrictWindow](): "HallWindow",
	reflect.TypeFor[report.HalfHour]():     "ReportHalfHour",
	reflect.TypeFor[report.Sum]():          "ReportTimes",
}

func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name := schemaNames[t]; name != "" {
		return name
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// schema is the schema of a value's type, as a reference.
func (a *API) schema(v any) *huma.Schema {
	return a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(v), true, "")
}

// descriptions are the comments of the code, by "package.Type" and
// "package.Type.field"; descriptions_test.go makes the file.
//
//go:embed descriptions.json
var descriptions []byte

// describe gives each schema the comments of its type, and says of the types that this
// interface answers itself, and of what is left out where it is empty, that lists are
// never null.
func describe(doc *huma.OpenAPI) error {
	var texts map[string]string
	if err := json.Unmarshal(descriptions, &texts); err != nil {
		return fmt.Errorf("api: descriptions.json: %w", err)
	}
	reg := doc.Components.Schemas
	all := reg.Map()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		s, t := all[name], reg.TypeFromRef(schemaPrefix+name)
		if t == nil {
			continue
		}
		if s.Description == "" {
			s.Description = texts[typeKey(t)]
		}
		fields(t, func(owner reflect.Type, f reflect.StructField, field string) {
			p := s.Properties[field]
			if p == nil {
				return
			}
			p.Description = text(texts, owner, f.Type, field)
			// What is left out when it is empty is never null.
			if left := strings.Contains(f.Tag.Get("json"), ",omit"); p.Type == huma.TypeArray && (left || !passedOn(t)) {
				p.Nullable = false
			}
		})
	}
	return nil
}

// passedOn reports whether values of the type come from halls and go on as they are.
func passedOn(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[wire.District](), reflect.TypeFor[wire.QuickestReply]():
		return false
	}
	return strings.HasSuffix(t.PkgPath(), "/wire") || strings.HasSuffix(t.PkgPath(), "/queue")
}

// text is the comment of a field, with the values that its type has.
func text(texts map[string]string, owner, t reflect.Type, field string) string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	own := texts[typeKey(owner)+"."+field]
	if values := texts[typeKey(t)+" values"]; t.Kind() == reflect.String && values != "" {
		own = strings.TrimSpace(own + " " + values)
	}
	if own == "" {
		return plainFields[field]
	}
	return own
}

// typeKey is how descriptions name a type.
func typeKey(t reflect.Type) string {
	return t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:] + "." + t.Name()
}

// fields calls do for each field of a struct that JSON has, those of embedded structs
// included, with the struct that declares it.
func fields(t reflect.Type, do func(owner reflect.Type, f reflect.StructField, name string)) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			fields(f.Type, do)
		case f.IsExported() && name != "" && name != "-":
			do(t, f, name)
		}
	}
}
