package cli

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onewindow/wire"
)

// verb finds a verb by its name, such as ticket.issue.
func verb(t testing.TB, name string) wire.Verb {
	t.Helper()
	area, word, _ := strings.Cut(name, ".")
	v, ok := wire.FindVerb(area, word)
	if !ok {
		t.Fatalf("there is no verb %s", name)
	}
	return v
}

func TestFieldsOfTheCommandLineAreReadAsWhatTheVerbHolds(t *testing.T) {
	for _, tt := range []struct{ verb, args, want string }{
		{"ticket.issue", "theme=general class=priority", `{"class":"priority","theme":"general"}`},
		{"ticket.issue", "items=a,b id=11 agent.document=kinship", `{"agent":{"document":"kinship"},"id":"11","items":["a","b"]}`},
		{"ticket.issue", "slot=2026-11-26T09:30:00Z", `{"slot":"2026-11-26T09:30:00Z"}`},
		{"ticket.compare", "a=A001 b=A002", `{"a":"A001","b":"A002"}`},
		{"ticket.transfer", "number=A001 to.theme=general", `{"number":"A001","to":{"theme":"general"}}`},
		{"window.transfer", "window=1 to.window=2", `{"to":{"window":"2"},"window":"1"}`},
		{"hall.staff", "id=w rights=", `{"id":"w","rights":[]}`},
		{"hall.staff", "id=w pin=4711 remove=true", `{"id":"w","pin":"4711","remove":true}`},
		{"hall.notice", "id=n text.zh-Hans=x text.en=y", `{"id":"n","text":{"en":"y","zh-Hans":"x"}}`},
		{"hall.assign", "window=1 own=a,b was.own=a", `{"own":["a","b"],"was":{"own":["a"]},"window":"1"}`},
		{"state.events", "from=12 limit=x", `{"from":12,"limit":"x"}`},
		{"window.pause", "window=1 after=yes", `{"after":"yes","window":"1"}`},
	} {
		got, err := (&app{}).body(verb(t, tt.verb), "", strings.Fields(tt.args))
		if err != nil || string(got) != tt.want {
			t.Errorf("%s %s is %s (%v), want %s", tt.verb, tt.args, got, err, tt.want)
		}
	}
}

func TestAFieldThatAVerbDoesNotHaveIsRefusedWithThoseThatItHas(t *testing.T) {
	for _, tt := range []struct{ verb, args, data, says, hint string }{
		{"ticket.issue", "theme=general priority=elder", "", `ticket issue has no field "priority"; nothing was done`, "items, theme, class, ground"},
		{"ticket.issue", "", `{"theme":"general","priority":"elder"}`, `no field "priority"`, "class"},
		{"ticket.issue", "Theme=general", "", `no field "Theme"`, "theme"},
		{"ticket.issue", "agent.name=x", "", `agent of ticket issue has no field "name"`, "document, for_id"},
		{"ticket.issue", "", `{"agent":{"name":"x"}}`, `agent of ticket issue has no field "name"`, "document, for_id"},
		{"window.signin", "staff=w1 pin=4711", "", `no field "staff"`, "window, clerk, pin"},
		{"ticket.compare", "number=A001 with=A002", "", `no field "number"`, "its fields are a, b; see 'onewindow ctl ticket compare --help'"},
		{"ticket.transfer", "window=1 number=A001", "", `no field "window"`, "number, to"},
		{"hall.closeday", "date=2026-11-26", "", `no field "date"`, "it has no fields"},
		{"hall.backup", "", `{"path":"/tmp"}`, `no field "path"`, "it has no fields"},
		{"hall.rules", "", `{"rules":{"callz":3}}`, `rules of hall rules has no field "callz"`, "calls"},
		{"window.finish", "", `{"handled":[{"item":"a","outcom":"done"}]}`, `no field "outcom"`, "outcome"},
		{"ticket.transfer", "to=general", "", "to has fields: write to.", ""},
		{"device.report", "devices=x", "", "--data JSON", ""},
		{"ticket.issue", "", `[]`, "no JSON object", ""},
	} {
		body, err := (&app{}).body(verb(t, tt.verb), tt.data, strings.Fields(tt.args))
		if err == nil {
			t.Errorf("%s %s%s is sent: %s", tt.verb, tt.args, tt.data, body)
			continue
		}
		hint := ""
		if h, ok := err.(interface{ Hint() string }); ok {
			hint = h.Hint()
		}
		if says := strings.Replace(err.Error(), "not a JSON object", "no JSON object", 1); !strings.Contains(says, tt.says) || !strings.Contains(hint, tt.hint) {
			t.Errorf("%s %s%s: %q, hint %q", tt.verb, tt.args, tt.data, err, hint)
		}
	}
}

func TestARefusedFieldEndsTheCommandWithUsageAndAHint(t *testing.T) {
	code, out, errs := said(t, "ctl", "--hall-data", t.TempDir(), "ticket", "issue", "theme=general", "priority=elder")
	if code != exitUsage || out != "" || !strings.Contains(errs, `no field "priority"`) || !strings.Contains(errs, "Hint: its fields are items, theme, class") {
		t.Fatalf("ends with %d: %s%s", code, out, errs)
	}
}

func TestTheHelpOfEveryVerbNamesItsFields(t *testing.T) {
	for _, v := range wire.Verbs {
		code, out, _ := said(t, "ctl", v.Area, v.Name, "--help")
		if code != exitOK {
			t.Errorf("the help of %s ends with %d", v, code)
		}
		all := bodyFields(v)
		if len(all) == 0 && !strings.Contains(out, "It has no fields.") {
			t.Errorf("%s does not say that it has no fields", v)
		}
		for _, f := range all {
			if !strings.Contains(out, "\n  "+f.path) {
				t.Errorf("the help of %s does not name %s:\n%s", v, f.path, out)
			}
		}
	}
}

// Whatever the hall can be told is no strange field: data made of the verb's own type
// passes.
func TestDataOfEveryVerbsOwnTypePasses(t *testing.T) {
	for _, v := range wire.Verbs {
		of, without := v.Body()
		if of == nil {
			continue
		}
		b, err := json.Marshal(of)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatalf("%s takes no object: %v", v, err)
		}
		delete(m, without)
		if b, err = json.Marshal(m); err != nil {
			t.Fatal(err)
		}
		if err := checkData(v, b); err != nil {
			t.Errorf("%s %s: %v", v, b, err)
		}
	}
}

func TestSettingsAndCatalogueMayBeGivenBackAsTheHallTellsThem(t *testing.T) {
	for name, answer := range map[string]any{"settings": wire.SettingsReply{Hash: "h", Parts: []wire.PartState{{}}}, "catalogue": wire.CatalogueReply{Hash: "h"}} {
		b, err := json.Marshal(map[string]any{name: answer})
		if err != nil {
			t.Fatal(err)
		}
		if err := checkData(verb(t, "hall."+name), b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No word at all becomes a field of a verb that the hall does not read.
func TestNoWordPassesThatIsNoFieldOfTheVerb(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		v := rapid.SampledFrom(wire.Verbs).Draw(r, "verb")
		arg := rapid.StringMatching(`[a-z._]{0,9}=[a-z0-9,]{0,4}`).Draw(r, "argument")
		b, err := (&app{}).body(v, "", []string{arg})
		if err != nil {
			return
		}
		of, _ := v.Body()
		d := json.NewDecoder(strings.NewReader(string(b)))
		d.DisallowUnknownFields()
		if err := d.Decode(reflect.New(reflect.TypeOf(of)).Interface()); err != nil && strings.Contains(err.Error(), "unknown field") {
			r.Fatalf("%s %s: %v", v, arg, err)
		}
		name, _, _ := strings.Cut(arg, "=")
		first, _, _ := strings.Cut(name, ".")
		if !slices.ContainsFunc(bodyFields(v), func(f field) bool { return f.path == first }) {
			r.Fatalf("%s %s was taken", v, arg)
		}
	})
}
