package devices

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/cli/config"
)

func TestTheFilesOfAPrinterAreReadAndMistakesNameTheirSetting(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	picture := func(width int) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, 40))); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, tc := range []struct {
		name string
		conf config.Printer
		want string // of the error; empty is none
	}{
		{"a known profile", config.Printer{Profile: "generic-80"}, ""},
		{"a logo", config.Printer{Profile: "generic-80", Logo: write("logo.png", picture(300))}, ""},
		{"an unknown profile", config.Printer{Profile: "generic-81"}, `printer.profile: there is no printer profile "generic-81"`},
		{"a profile that is not there", config.Printer{ProfileFile: filepath.Join(dir, "none.toml")}, "printer.profile_file: "},
		{"a profile with a slip", config.Printer{ProfileFile: write("bad.toml", []byte("name = 3\n"))}, "line 1: "},
		{"a template with a slip", config.Printer{Profile: "generic-80", Template: write("ticket.toml", []byte("[[line]]\nshow = \"numbr\"\n"))}, "line 2: "},
		{"a logo that is none", config.Printer{Profile: "generic-80", Logo: write("logo.txt", []byte("x"))}, "printer.logo "},
		{"a logo wider than the paper", config.Printer{Profile: "generic-58", Logo: write("wide.png", picture(500))}, "500 dots wide, the printer has 384"},
		{"a font that is none", config.Printer{Profile: "generic-80", Font: write("font.ttf", []byte("x"))}, "printer.font "},
	} {
		set, err := ReadPrinter(tc.conf, config.Terminal{Language: "zh-Hans"})
		switch {
		case tc.want == "" && err != nil:
			t.Errorf("%s: %v", tc.name, err)
		case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
			t.Errorf("%s: error %v, want %q", tc.name, err, tc.want)
		case tc.conf.Logo != "" && err == nil && set.Template.Logo.Width != 300:
			t.Errorf("%s: the logo is %d dots wide", tc.name, set.Template.Logo.Width)
		}
	}
}
