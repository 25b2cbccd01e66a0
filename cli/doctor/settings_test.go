package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/assets"
	"onewindow/cli/config"
)

// conf is a configuration of text.
func conf(t *testing.T, text string) config.Config {
	t.Helper()
	file := filepath.Join(t.TempDir(), "onewindow.toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, _, err := config.Load(file, func(string) (string, bool) { return "", false }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryMistakeOfADevicesSettingIsFoundWithItsRemedy(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	packaged, err := assets.Slip("80")
	if err != nil {
		t.Fatal(err)
	}
	template := file("ticket.toml", strings.Replace(string(packaged), `show = "number"`, `show = "numbr"`, 1))
	profile := file("printer.toml", "extends = \"generic-80\"\ndots = 3\nbaud = 9601\n")
	text := file("text", "this is neither a picture nor a font\n")
	strips := file("devices.toml", "[[line]]\nport = \"/dev/a\"\nbaud = 9601\n[[line.strip]]\nname = \"a\"\nkind = \"cd5220\"\nwindow = \"1\"\n")
	none := filepath.Join(dir, "none")
	for _, c := range []struct{ name, conf, setting, says, remedy string }{
		{"nothing", "", "", "", ""},
		{"a profile", "[printer]\nprofile = \"generic-81\"\n", "printer.profile", `there is no printer profile "generic-81"`, "onewindow device profiles lists"},
		{"a broken profile", "[printer]\nprofile_file = '" + profile + "'\n", "printer.profile_file", "line 2: dots = 3", "correct lines 2 and 3 of " + profile},
		{"no such profile", "[printer]\nprofile_file = '" + none + "'\n", "printer.profile_file", "no such file", "put the file there, or correct printer.profile_file"},
		{"a template", "[printer]\ntemplate = '" + template + "'\n", "printer.template", `"numbr"`, "correct line "},
		{"a logo", "[printer]\nlogo = '" + text + "'\n", "printer.logo", text, "correct or replace " + text},
		{"no logo", "[printer]\nlogo = '" + none + "'\n", "printer.logo", "no such file", "put the file there"},
		{"a font", "[printer]\nfont = '" + text + "'\n", "printer.font", text, "correct or replace " + text},
		{"a speed", "[printer]\nport = \"/dev/a\"\nbaud = 9601\n", "printer.baud", "baud is 9601, and the port does not know this speed", "set printer.baud to the speed"},
		{"a speed of nothing", "[printer]\nbaud = 9601\n", "", "", ""},
		{"a reader's speed", "[reader]\nport = \"/dev/a\"\nbaud = 9601\n", "reader.baud", "9601", "set reader.baud"},
		{"a scanner's speed", "[reader]\nscanner_port = \"/dev/a\"\nscanner_baud = 9601\n", "reader.scanner_baud", "9601", "set reader.scanner_baud"},
		{"no devices", "[caller]\ndevices = '" + none + "'\n", "caller.devices", "no such file", "put the file there, or correct caller.devices"},
		{"broken devices", "[caller]\ndevices = '" + strips + "'\n", "caller.devices", "line 3: ", "correct line 3 of " + strips},
	} {
		found := Mistakes(conf(t, c.conf))
		if c.setting == "" {
			if len(found) > 0 {
				t.Errorf("%s: %v", c.name, found)
			}
			continue
		}
		if len(found) != 1 || found[0].Setting != c.setting || !strings.Contains(found[0].Err.Error(), c.says) || !strings.Contains(found[0].Remedy, c.remedy) {
			t.Errorf("%s: found %+v, want %s with %q and the remedy %q", c.name, found, c.setting, c.says, c.remedy)
		}
	}
}

func TestTheMistakesOfAllSettingsAreFoundAtOnce(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	text := "[printer]\nport = \"/dev/a\"\nbaud = 9601\nprofile = \"x\"\ntemplate = '" + none + "'\nlogo = '" + none + "'\nfont = '" + none + "'\n[caller]\ndevices = '" + none + "'\n"
	var got []string
	for _, m := range Mistakes(conf(t, text)) {
		got = append(got, m.Setting)
	}
	if want := "printer.profile printer.template printer.logo printer.font printer.baud caller.devices"; strings.Join(got, " ") != want {
		t.Errorf("found %v, want %s", got, want)
	}
	r := examine(t, text, nil, AreaConfig)
	if n := r.Counts[Failure]; n != 6 {
		t.Errorf("doctor finds %d failures: %+v", n, r.Findings)
	}
}

func TestAPrinterWhoseSettingsCannotBeUsedIsNotLookedAt(t *testing.T) {
	text := "[printer]\nport = \"/dev/a\"\nprofile = \"x\"\n"
	found(t, examine(t, text, nil, AreaPrinter), "failure setting")
	r := examine(t, text, nil, AreaConfig, AreaPrinter)
	if last := r.Findings[len(r.Findings)-1]; last.Level != Skipped || last.Code != "settings" {
		t.Errorf("found %+v", last)
	}
}
