package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func none(string) (string, bool) { return "", false }

// write makes a configuration file.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "onewindow.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func defaults(t *testing.T) Config {
	t.Helper()
	c, _, err := load("", filepath.Join(t.TempDir(), "missing.toml"), none, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWithoutAnythingTheDefaultsHold(t *testing.T) {
	c := defaults(t)
	if c.Hall.Port != 4222 || c.Hall.Data != "/var/lib/onewindow" || c.Terminal.Language != "zh-Hans" || c.Log.Level != "info" || c.Hall.NoTLS {
		t.Errorf("defaults %+v", c)
	}
}

func TestTheSampleSaysTheDefaults(t *testing.T) {
	c, o, err := Load(write(t, Sample()), none, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, Sample())
	}
	if want := defaults(t); !equal(c, want) {
		t.Errorf("the sample says %+v, the defaults are %+v", c, want)
	}
	for name := range byName {
		if o[name].Source != FromFile {
			t.Errorf("the sample does not set %s", name)
		}
	}
}

func TestEverySettingIsExplained(t *testing.T) {
	for name, f := range byName {
		if f.key == "" || f.section == "" || !strings.HasSuffix(f.doc, ".") {
			t.Errorf("%s: key %q, explanation %q", name, f.key, f.doc)
		}
		if !strings.Contains(Sample(), f.env()) {
			t.Errorf("the sample does not name the variable of %s", name)
		}
	}
}

func TestAFlagIsStrongerThanAVariableAndAVariableThanTheFile(t *testing.T) {
	path := write(t, "[hall]\nid = \"LG-00\"\nport = 1\nhost = \"10.0.0.1\"\n\n[log]\nlevel = \"warn\"\n")
	env := map[string]string{"ONEWINDOW_HALL_PORT": "2", "ONEWINDOW_HALL_HOST": "10.0.0.2", "ONEWINDOW_HALL_NAMES": "a, b"}
	c, o, err := Load(path, func(k string) (string, bool) { v, ok := env[k]; return v, ok }, map[string]string{"hall.port": "3"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Hall.ID != "LG-00" || c.Hall.Port != 3 || c.Hall.Host != "10.0.0.2" || c.Log.Level != "warn" || strings.Join(c.Hall.Names, "|") != "a|b" {
		t.Errorf("got %+v", c)
	}
	for name, want := range map[string]string{
		"hall.id": "file " + path + ":2", "hall.port": "flag", "hall.host": "environment ONEWINDOW_HALL_HOST",
		"log.level": "file " + path + ":7", "hall.data": "default",
	} {
		if got := o[name].String(); got != want {
			t.Errorf("%s comes from %q, want %q", name, got, want)
		}
	}
}

func TestAnEmptyVariableIsAValue(t *testing.T) {
	path := write(t, "[log]\nfile = \"/var/log/x\"\n")
	c, _, err := Load(path, func(k string) (string, bool) { return "", k == "ONEWINDOW_LOG_FILE" }, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Log.File != "" {
		t.Errorf("log.file is %q, want it emptied", c.Log.File)
	}
}

func TestMistakesInAFileNameTheLineAndTheWayOut(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"a slip in a key", "[hall]\nid = \"a\"\n\nprot = 1\n", `line 4: unknown key "prot" in [hall]; did you mean "port"?`},
		{"a slip in a section", "\n[hal]\nport = 1\n", `line 2: unknown key "hal"; did you mean the section [hall]?`},
		{"a key in the wrong section", "[log]\nport = 1\n", `line 2: unknown key "port" in [log]; "port" belongs into the section [hall]`},
		{"a key outside of any section", "port = 1\n", `line 1: unknown key "port"; "port" belongs into the section [hall]`},
		{"a key in capitals", "[hall]\nPort = 1\n", `line 2: unknown key "Port" in [hall]; did you mean "port"?`},
		{"a key like nothing", "[log]\nrotation = 1\n", `line 2: unknown key "rotation" in [log]; this section has file, level`},
		{"a section like nothing", "[rules]\ncalls = 3\n", `line 1: unknown key "rules"; the sections are [hall], [centre], [central], [terminal], [board], [printer], [reader], [caller], [manager], [log]`},
		{"a key too deep", "[hall]\nport.number = 3\n", "line 2: "},
		{"a section of a section", "[hall.more]\nport = 3\n", `line 1: unknown key "more" in [hall]; this section has`},
		{"a list of sections", "[[hall]]\nport = 3\n", "line 1: "},
		{"a slip in an inline table", "hall = { prot = 3 }\n", `line 1: unknown key "prot" in [hall]; did you mean "port"?`},
		{"text for a number", "[hall]\nport = \"4222\"\n", "line 2: hall.port: want a whole number from -1 to 65535"},
		{"a number for text", "[terminal]\n\nidentity = 3\n", `line 3: terminal.identity: want text in quotes`},
		{"a text for a list", "[hall]\nnames = \"a\"\n", "line 2: hall.names: want a list of texts"},
		{"a number out of range", "[hall]\nport = 70000\n", "line 2: hall.port = 70000: want a whole number from -1 to 65535"},
		{"a language that is none", "[terminal]\nlanguage = \"zh-hans\"\n", `line 2: terminal.language = "zh-hans": want zh-Hans, zh-Hant or en; did you mean "zh-Hans"?`},
		{"an id with a dot", "[hall]\nid = \"LG.00\"\n", `line 2: hall.id = "LG.00": want letters, digits and '-' only`},
		{"an empty path", "[hall]\ndata = \"\"\n", `line 2: hall.data = "": want a path`},
		{"an empty entry", "[hall]\nnames = [\"\"]\n", "line 2: hall.names = an empty entry"},
		{"a key twice", "[hall]\nport = 1\nport = 2\n", "line 3: "},
		{"a missing quote", "[hall]\nid = \"LG\nport = 1\n", "line 2: "},
		{"no value", "[hall]\nid =\n", "line 2: "},
		{"not UTF-8", "[hall]\nid = \"\xff\"\n", "line 2: "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := write(t, tc.text)
			_, _, err := Load(path, none, nil)
			if err == nil {
				t.Fatalf("%q was taken", tc.text)
			}
			if !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %q, want it to say %q", err, tc.want)
			}
		})
	}
}

func TestAllMistakesOfAFileAreReportedAtOnce(t *testing.T) {
	text := "[hall]\nprot = 1\nport = 70000\nid = \"LG-00\"\nno_tls = \"no\"\n[log]\nlevl = \"info\"\nfile = 3\n"
	loud := func(k string) (string, bool) { return "loud", k == "ONEWINDOW_LOG_LEVEL" }
	c, _, err := Load(write(t, text), loud, map[string]string{"hall.data": ""})
	if err == nil {
		t.Fatal("want an error")
	}
	last := -1
	for _, want := range []string{"line 2:", "line 3:", "line 5:", "line 7:", "line 8:", "ONEWINDOW_LOG_LEVEL", "flag for hall.data"} {
		if at := strings.Index(err.Error(), want); at <= last {
			t.Errorf("want %q, after those before it, in %q", want, err)
		} else {
			last = at
		}
	}
	if c.Hall.ID != "LG-00" {
		t.Errorf("what has no mistake is %+v", c.Hall)
	}
}

func TestMistakesInVariablesAndFlagsAreNamed(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none.toml")
	_, _, err := load("", missing, func(k string) (string, bool) { return "many", k == "ONEWINDOW_HALL_PORT" }, nil)
	if want := `variable ONEWINDOW_HALL_PORT = "many": want a whole number`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
	for name, flags := range map[string]map[string]string{
		`flag for hall.no_tls = "maybe": want true or false`: {"hall.no_tls": "maybe"},
		`flag for "hall.prot": there is no such setting`:     {"hall.prot": "1"},
	} {
		if _, _, err := load("", missing, none, flags); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want %q", err, name)
		}
	}
}

func TestANamedFileMustBeThereAndTheUsualOneNeedNot(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none.toml")
	if _, _, err := load(missing, "", none, nil); err == nil || !strings.Contains(err.Error(), "config sample") {
		t.Errorf("error %v, want a hint", err)
	}
	if _, _, err := load("", missing, none, nil); err != nil {
		t.Errorf("error %v, want none", err)
	}
	if _, _, err := load("", t.TempDir(), none, nil); err == nil {
		t.Error("a folder was taken for a file")
	}
}

func TestWhatIsPrintedIsAFileThatSaysTheSame(t *testing.T) {
	path := write(t, "\ufeff[hall]\r\nid = 'LG-00'\r\nnames = ['a', '大厅']\r\n[log]\r\nfile = 'C:\\log\\\"x\".txt'\r\n")
	c, o, err := Load(path, none, map[string]string{"hall.port": "-1"})
	if err != nil {
		t.Fatal(err)
	}
	out := Print(c, o)
	again, _, err := Load(write(t, out), none, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	if !equal(c, again) {
		t.Errorf("printed %+v, read %+v", c, again)
	}
	for _, want := range []string{"# file " + path + ":2", "# flag", "# default"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// equal compares configurations; a list that is empty is one that is not there.
func equal(a, b Config) bool {
	for _, c := range []*Config{&a, &b} {
		for _, f := range byName {
			if v := f.in(c); v.Kind() == reflect.Slice && v.Len() == 0 {
				v.SetZero()
			}
		}
	}
	return reflect.DeepEqual(a, b)
}

// FuzzLoad: no file makes the loader fall over, each mistake names its line, and
// what is taken can be printed and read back.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(Sample()))
	for _, s := range []string{
		"", "\ufeff", "[hall]\nport = 1\n", "hall.port = 2", "hall = {port = 3, names = []}", "[[hall]]", "[hall]\nPort=0x10",
		"[terminal]\nwindow = '''3'''", "\"hall\".\"id\" = \"\\u0041\"", "[log]\nfile = \"\"\"a\nb\"\"\"", "a.b.c.d = 1979-05-27",
		"[hall]\nnames = [\n'a', # b\n'c',\n]", "hall = 1", "[hall]\n[hall]", "[hall.port]", "''=1", "[log]\nfile='\x7f'",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var c Config
		for _, d := range byName {
			if err := d.set(&c, d.def); err != nil {
				t.Fatal(err)
			}
		}
		lines, err := parse(b, &c)
		if err != nil {
			if len(b) <= most && !strings.HasPrefix(err.Error(), "line ") {
				t.Fatalf("error without a line: %q", err)
			}
			return
		}
		for name, line := range lines {
			if line < 1 || line > strings.Count(string(b), "\n")+1 {
				t.Fatalf("%s is set in line %d", name, line)
			}
		}
		var again Config
		out := Print(c, Origins{})
		if _, err := parse([]byte(out), &again); err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		if !equal(c, again) {
			t.Fatalf("printed %+v, read %+v", c, again)
		}
	})
}
