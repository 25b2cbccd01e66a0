package doctor

import (
	"fmt"
	"slices"
)

// Level is how bad a finding is.
type Level string

// Levels.
const (
	OK      Level = "ok"
	Note    Level = "note"    // worth knowing; nothing has to be done
	Warning Level = "warning" // it works, and will not for long, or not as it should
	Failure Level = "failure" // it does not work
	Skipped Level = "skipped" // it was not looked at; Says tells why
)

// Area is what a finding is about.
type Area string

// Areas, in the order in which they are looked at.
const (
	AreaClock    Area = "clock"
	AreaDisk     Area = "disk"
	AreaMemory   Area = "memory"
	AreaConfig   Area = "config"
	AreaHall     Area = "hall"
	AreaCentre   Area = "centre"
	AreaPorts    Area = "ports"
	AreaPrinter  Area = "printer"
	AreaStrips   Area = "strips"
	AreaVoice    Area = "voice"
	AreaReader   Area = "reader"
	AreaScanner  Area = "scanner"
	AreaFonts    Area = "fonts"
	AreaTerminal Area = "terminal"
)

// Areas lists every area, in order.
var Areas = []Area{
	AreaClock, AreaDisk, AreaMemory, AreaConfig, AreaHall, AreaCentre, AreaPorts, AreaPrinter, AreaStrips, AreaVoice,
	AreaReader, AreaScanner, AreaFonts, AreaTerminal,
}

// Finding is one thing that was looked at.
type Finding struct {
	Area Area `json:"area"`
	// Name is the thing itself, such as a port or a strip; empty where the area has
	// only one.
	Name  string `json:"name,omitempty"`
	Level Level  `json:"level"`
	// Code names what was found for scripts, within its area: "paper_out".
	Code string `json:"code"`
	// Says is what was found, Remedy what to do, Detail what a specialist wants to know
	// besides.
	Says   string `json:"says"`
	Remedy string `json:"remedy,omitempty"`
	Detail string `json:"detail,omitempty"`
}

func finding(l Level, code, says string, args ...any) Finding {
	return Finding{Level: l, Code: code, Says: fmt.Sprintf(says, args...)}
}

// about names the thing, remedy says what to do, and detail what else is known.
func (f Finding) about(name string) Finding { f.Name = name; return f }

func (f Finding) remedy(text string, args ...any) Finding {
	f.Remedy = fmt.Sprintf(text, args...)
	return f
}

func (f Finding) detail(text string, args ...any) Finding {
	f.Detail = fmt.Sprintf(text, args...)
	return f
}

// Report is all that was found.
type Report struct {
	// V is the version of the report's form; see docs/it.md. It changes when a field
	// is taken away or means something else.
	V int `json:"v"`
	// Program is the version of onewindow, Machine the machine's name.
	Program string `json:"program"`
	Machine string `json:"machine"`
	// Exit is the exit code.
	Exit     int           `json:"exit"`
	Counts   map[Level]int `json:"counts"`
	Findings []Finding     `json:"findings"`
}

// ReportVersion is Report.V of this program.
const ReportVersion = 1

// Exit codes of a report.
const (
	ExitWell     = 0 // nothing worse than a note
	ExitWarnings = 1
	ExitFailures = 2 // something does not work
)

// report puts findings together.
func report(program, machine string, all []Finding) Report {
	r := Report{V: ReportVersion, Program: program, Machine: machine, Counts: map[Level]int{}, Findings: all}
	for _, l := range []Level{OK, Note, Warning, Failure, Skipped} {
		r.Counts[l] = 0
	}
	for _, f := range all {
		r.Counts[f.Level]++
	}
	switch {
	case r.Counts[Failure] > 0:
		r.Exit = ExitFailures
	case r.Counts[Warning] > 0:
		r.Exit = ExitWarnings
	}
	if r.Findings == nil {
		r.Findings = []Finding{}
	}
	return r
}

// Brief is the report without what is not there to be looked at; counts stay.
func (r Report) Brief() Report {
	r.Findings = slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Level == Skipped && f.Code == notConfigured })
	return r
}

// notConfigured is the code of what this machine does not have.
const notConfigured = "not_configured"

// ParseAreas reads a list of areas.
func ParseAreas(names []string) ([]Area, error) {
	var out []Area
	for _, n := range names {
		if !slices.Contains(Areas, Area(n)) {
			return nil, fmt.Errorf("there is no area %q; there are %v", n, Areas)
		}
		out = append(out, Area(n))
	}
	return out, nil
}
