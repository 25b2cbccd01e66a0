package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"onewindow/cli/config"
	"onewindow/cli/devices"
	"onewindow/hall/uplink"
	"onewindow/serial"
)

// Mistake is what is wrong with a setting, or with the file that it names.
type Mistake struct {
	// Setting is its full key, such as "printer.template".
	Setting string
	Err     error
	// Remedy says what to do.
	Remedy string
}

// Mistakes looks for what is wrong with the settings of devices and of the link to the
// centre: names that are not known, files that cannot be read or used, speeds that no
// line has, addresses that are none. It reads the files that are named, opens no line,
// and finds the mistakes of all settings at once.
func Mistakes(c config.Config) []Mistake {
	return slices.Concat(centreMistakes(c), printerMistakes(c), readerMistakes(c), callerMistakes(c))
}

func centreMistakes(c config.Config) []Mistake {
	if len(c.Centre.URLs) == 0 {
		return nil
	}
	if err := uplink.CheckURLs(c.Centre.URLs); err != nil {
		return []Mistake{{"centre.urls", fmt.Errorf("centre.urls: %w", err), "correct centre.urls, or leave it out: the hall then uses the addresses of its token"}}
	}
	return nil
}

func printerMistakes(c config.Config) (all []Mistake) {
	p := c.Printer
	add := func(setting, file string, err error) {
		if err != nil {
			all = append(all, Mistake{setting, err, remedyOf(setting, file, err)})
		}
	}
	read := func(one config.Printer) error {
		_, err := devices.ReadPrinter(one, c.Terminal)
		return err
	}
	kind := config.Printer{Profile: p.Profile, ProfileFile: p.ProfileFile}
	if err := read(kind); err != nil {
		if p.ProfileFile != "" {
			add("printer.profile_file", p.ProfileFile, err)
		} else {
			add("printer.profile", "", err)
		}
		kind = config.Printer{Profile: usualProfile} // the other settings are looked at all the same
	}
	if p.Template != "" {
		one := kind
		one.Template = p.Template
		add("printer.template", p.Template, read(one))
	}
	if p.Logo != "" {
		one := kind
		one.Logo = p.Logo
		add("printer.logo", p.Logo, read(one))
	}
	if p.Font != "" {
		one := kind
		one.Font = p.Font
		add("printer.font", p.Font, read(one))
	}
	return append(all, lineMistake("printer.port", "printer.baud", p.Port, p.Baud)...)
}

// usualProfile is there in every program.
const usualProfile = "generic-80"

func readerMistakes(c config.Config) []Mistake {
	return append(lineMistake("reader.port", "reader.baud", c.Reader.Port, c.Reader.Baud),
		lineMistake("reader.scanner_port", "reader.scanner_baud", c.Reader.ScannerPort, c.Reader.ScannerBaud)...)
}

// lineMistake is what is wrong with a line; "" is none.
func lineMistake(port, baud, name string, speed int) []Mistake {
	if name == "" {
		return nil
	}
	err := serial.Settings{Name: name, Baud: speed}.Check()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, serial.ErrUnsupported):
		return []Mistake{{baud, fmt.Errorf("%s: %w", baud, err), "set " + baud + " to the speed on the device's label or self-test"}}
	}
	return []Mistake{{port, fmt.Errorf("%s: %w", port, err), "correct " + port}}
}

func callerMistakes(c config.Config) []Mistake {
	file := c.Caller.Devices
	if file == "" {
		return nil
	}
	_, err := devices.ReadCaller(file)
	if err == nil {
		return nil
	}
	return []Mistake{{"caller.devices", err, remedyOf("caller.devices", file, err)}}
}

// lineNumbers are the lines of a file that a complaint names.
var lineNumbers = regexp.MustCompile(`\bline (\d+): `)

// remedyOf says what to do about a setting, and about its file.
func remedyOf(setting, file string, err error) string {
	switch {
	case file == "":
		return "set " + setting + " to one of those; onewindow device profiles lists the printers that are known"
	case errors.Is(err, fs.ErrNotExist):
		return "put the file there, or correct " + setting
	case errors.Is(err, fs.ErrPermission):
		return "let the user of this program read " + file + " (chmod, chown), or correct " + setting
	}
	var lines []string
	for _, m := range lineNumbers.FindAllStringSubmatch(err.Error(), -1) {
		lines = append(lines, m[1])
	}
	lines = slices.Compact(lines)
	switch n := len(lines); n {
	case 0:
		return "correct or replace " + file + ", or correct " + setting
	case 1:
		return "correct line " + lines[0] + " of " + file
	default:
		return "correct lines " + strings.Join(lines[:n-1], ", ") + " and " + lines[n-1] + " of " + file
	}
}

// judgeSettings tells of what is wrong with settings.
func judgeSettings(found []Mistake) (all []Finding) {
	for _, m := range found {
		all = append(all, finding(Failure, "setting", "%v", m.Err).about(m.Setting).remedy("%s", m.Remedy))
	}
	return all
}
