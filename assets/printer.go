package assets

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed printer/*.toml
var printers embed.FS

// Printers names the printer profiles that are built in, in order of names.
func Printers() ([]string, error) {
	entries, err := printers.ReadDir("printer")
	if err != nil {
		return nil, fmt.Errorf("assets: list the printer profiles: %w", err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".toml"))
	}
	return names, nil
}

// Printer is the text of a printer profile, named without its ending. The caller
// owns the bytes.
func Printer(name string) ([]byte, error) {
	b, err := printers.ReadFile("printer/" + name + ".toml")
	if err != nil {
		return nil, fmt.Errorf("assets: printer profile %q is not part of this build: %w", name, err)
	}
	return b, nil
}
